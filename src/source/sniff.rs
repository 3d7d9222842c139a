//! Which format claims an input, by its first bytes. One that is sure wins over those that are
//! not; two that are sure are an error a person settles with `--input-format`.

use std::path::Path;

use crate::error::{Error, Result};
use crate::format::{self, Confidence, FORMATS, Format, Head};

use encoding_rs::Encoding;

use super::encoding;

/// Bytes looked at.
pub const HEAD: usize = 64 * 1024;

/// What sniffing found.
#[derive(Clone, Copy)]
pub struct Sniffed {
    /// The format.
    pub format: &'static Format,
    /// What the file is written in; `None` for UTF-8.
    pub encoding: Option<&'static Encoding>,
}

/// The format of an input whose first bytes are `head`; `forced` is taken unseen.
///
/// # Errors
/// [`Error::Usage`] when two formats are sure.
pub fn sniff(head: &[u8], path: &Path, name: &str, forced: Option<&'static Format>) -> Result<Option<Sniffed>> {
    let encoding = encoding::detect(head);
    if let Some(format) = forced {
        return Ok(Some(Sniffed { format, encoding }));
    }
    let claims = claims(head, name);
    let Some(best) = claims.iter().map(|(confidence, _)| *confidence).max() else { return Ok(None) };
    let best: Vec<&'static Format> =
        claims.iter().filter(|(confidence, _)| *confidence == best).map(|(_, format)| *format).collect();
    match best.as_slice() {
        [format] => Ok(Some(Sniffed { format, encoding })),
        [] => Ok(None),
        several => {
            let ids: Vec<&str> = several.iter().map(|format| format.id).collect();
            Err(Error::Usage(format!(
                "{}: could be any of {}; choose with --input-format ID",
                path.display(),
                ids.join(", ")
            )))
        }
    }
}

/// Every format that claims an input whose first bytes are `head`, in whatever encoding, and how
/// sure it is.
#[must_use]
pub fn claims(head: &[u8], name: &str) -> Vec<(Confidence, &'static Format)> {
    let decoded = encoding::detect(head).map(|encoding| encoding::decode(head, encoding));
    let head = decoded.as_deref().unwrap_or(head);
    let head = Head { bytes: head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head), name };
    let claims = FORMATS.iter().map(|format| ((format.sniff)(&head), *format));
    claims.filter(|(confidence, _)| *confidence != Confidence::No).collect()
}

/// Why a file that no format claims is not read, in words.
#[must_use]
pub fn why_not(bytes: &[u8], name: &str) -> String {
    let head = Head { bytes: &bytes[..bytes.len().min(HEAD)], name };
    let unknown = match format::mapped(name) {
        Some(_) => "no known export format; if it is a chat, `chatvitals formats map` proposes a mapping for it",
        None => "no known export format",
    };
    format::refusal(&head).unwrap_or(unknown).to_owned()
}
