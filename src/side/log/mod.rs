//! Click, read and download logs as other programs write them, known by content: web servers, link
//! shorteners, analytics. In: the bytes of a file of any name. Out: hits or totals in
//! [`Side`]. [`LOGS`] is the list help and docs are made from.

mod access;
mod access_json;
mod address;
mod aliyun_cdn;
mod aliyun_oss;
mod bitly;
mod columns;
mod dub;
mod ga4;
mod growingio;
mod json;
mod line;
mod open;
mod s3;
mod sheet;
mod short_io;
mod sink;
mod spec;
mod wechat_articles;
mod yourls;

use std::path::Path;

use super::spec::Side;
use crate::calendar::Zone;
use crate::error::{Error, Result};

pub use address::Base;
pub use spec::{Carries, Head, Log};

/// Bytes a log is told by.
pub const HEAD: usize = 64 * 1024;

/// Every log that is read, in the order of the docs.
pub const LOGS: &[&Log] = &[
    &access::ACCESS,
    &access_json::ACCESS_JSON,
    &s3::S3,
    &aliyun_oss::ALIYUN_OSS,
    &aliyun_cdn::ALIYUN_CDN,
    &bitly::BITLY,
    &short_io::SHORT_IO_LINKS,
    &short_io::SHORT_IO_CLICKS,
    &yourls::YOURLS,
    &dub::DUB,
    &ga4::GA4,
    &growingio::GROWINGIO,
    &wechat_articles::WECHAT_ARTICLES,
];

/// Logs that claim a file of these bytes.
#[must_use]
pub fn claims(bytes: &[u8]) -> Vec<&'static Log> {
    let Some(text) = open::head(bytes) else { return Vec::new() };
    let head = Head { bytes: &text };
    LOGS.iter().filter(|log| (log.sniff)(&head)).copied().collect()
}

/// The one log that claims a file.
///
/// # Errors
/// [`Error::Usage`] when several do.
pub fn find(path: &Path, bytes: &[u8]) -> Result<Option<&'static Log>> {
    match claims(bytes).as_slice() {
        [] => Ok(None),
        [log] => Ok(Some(log)),
        several => {
            let ids: Vec<&str> = several.iter().map(|log| log.id).collect();
            Err(Error::Usage(format!("{}: could be any of {}; leave it out", path.display(), ids.join(", "))))
        }
    }
}

impl Side {
    /// Adds a file of clicks that another program wrote. Clocks without a zone are read in `zone`,
    /// paths without a host belong to `base`.
    ///
    /// # Errors
    /// [`Error::Usage`] for a file no log claims, [`Error::Config`] for one that cannot be unpacked.
    pub fn read_log(&mut self, path: &Path, bytes: &[u8], zone: &mut Zone, base: Option<&Base>) -> Result<()> {
        let Some(log) = find(path, bytes)? else {
            let known: Vec<&str> = LOGS.iter().map(|log| log.id).collect();
            return Err(Error::Usage(format!(
                "{}: neither the name of a side file ({}) nor a log that is known ({})",
                path.display(),
                super::names(),
                known.join(", ")
            )));
        };
        let text = open::whole(bytes).map_err(|message| Error::Config {
            path: path.to_owned(),
            line: 1,
            at: None,
            message,
        })?;
        let mut sink = spec::Sink::new(log, zone, base);
        (log.read)(&text, &mut sink);
        sink.finish(&path.display().to_string(), self);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
