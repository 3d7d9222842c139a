//! Where every log pushes its rows, and where it is decided once what a click is: fetched with GET,
//! answered with 2xx or 3xx, by a person's browser, a page and not a part of one, each download
//! once. In: hits and totals. Out: rows of [`Side`] and one sentence on what was left out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::address::{Base, extension, host_of, percent};
use super::spec::{Carries, Log};
use crate::calendar::{Zone, parse_time};
use crate::side::robot::is_robot;
use crate::side::spec::{ClickRow, ClickScope, DownloadRow, LinkTotal, LinkTotals, Side};

/// Pieces of one download that lie no further apart than this are one.
const PIECES_MS: i64 = 10 * 60_000;
/// What a page fetches to show itself: never shared as a link.
const PARTS: &[&str] = &["css", "js", "mjs", "map", "ico", "woff", "woff2", "ttf", "otf", "eot"];
/// What a page may show, and what may be shared by itself: a part when its own site refers to it.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];
/// What is downloaded rather than read.
const FILES: &[&str] = &[
    "7z", "aac", "apk", "avi", "bz2", "csv", "dmg", "doc", "docx", "epub", "exe", "flac", "gz", "ipa", "iso", "key",
    "m4a", "mkv", "mobi", "mov", "mp3", "mp4", "msi", "odp", "ods", "odt", "pages", "pdf", "pkg", "ppt", "pptx", "psd",
    "rar", "rtf", "tar", "tgz", "torrent", "txt", "wav", "webm", "wps", "xls", "xlsx", "xmind", "xz", "zip",
];

/// Where a hit went.
#[derive(Debug, Clone, Copy)]
pub enum Address<'a> {
    /// Host, as the log has it, and path with query; without a host the base URL's is taken.
    Path(Option<&'a str>, &'a [u8]),
    /// A whole address; `https` where it has no scheme.
    Whole(&'a str),
}

/// One request or click, borrowed from the log.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// When, ms UTC.
    pub time: i64,
    /// Where.
    pub address: Address<'a>,
    /// HTTP method; `None` where the log has only clicks.
    pub method: Option<&'a [u8]>,
    /// HTTP status; `None` where the log has only clicks.
    pub status: Option<u16>,
    /// Network address; only its hash is kept.
    pub ip: Option<&'a [u8]>,
    /// Browser string.
    pub agent: Option<&'a [u8]>,
    /// Page it came from.
    pub referer: Option<&'a [u8]>,
    /// Visitor as the service knows them; only its hash is kept.
    pub visitor: Option<&'a str>,
    /// Account, where the service knows it.
    pub account: Option<&'a str>,
}

impl Hit<'_> {
    /// A hit of which only the time and the path are known yet.
    #[must_use]
    pub const fn at(time: i64, address: Address<'_>) -> Hit<'_> {
        Hit {
            time,
            address,
            method: None,
            status: None,
            ip: None,
            agent: None,
            referer: None,
            visitor: None,
            account: None,
        }
    }

    /// Visitor id of the service, else address and browser, hashed: an anonymous visitor.
    fn visitor(&self) -> Option<u64> {
        if let Some(visitor) = self.visitor.filter(|visitor| !visitor.is_empty()) {
            return Some(xxh3_64(visitor.as_bytes()));
        }
        let ip = self.ip.filter(|ip| !matches!(*ip, b"" | b"-"))?;
        Some(xxh3_64_with_seed(self.agent.unwrap_or_default(), xxh3_64(ip)))
    }
}

/// Why a row is no click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// A link preview, crawler or program.
    Robot,
    /// HEAD and other methods than GET.
    Method,
    /// A status that is neither 2xx nor 3xx.
    Status,
    /// A picture, script or font of a page.
    Part,
    /// Another piece of a download counted already.
    Piece,
    /// Another kind of row than a click.
    Other,
    /// No host and no base URL, or no address at all.
    Homeless,
    /// The row is damaged.
    Unreadable,
}

impl Skip {
    const fn words(self) -> &'static str {
        match self {
            Self::Robot => "by previews and crawlers",
            Self::Method => "with a method other than GET",
            Self::Status => "that failed",
            Self::Part => "for parts of pages",
            Self::Piece => "for further pieces of a download",
            Self::Other => "that are no clicks",
            Self::Homeless => "without an address to join by",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What is gathered of one log.
pub struct Sink<'a> {
    zone: &'a mut Zone,
    utc: Zone,
    base: Option<&'a Base>,
    log: &'static Log,
    clicks: Vec<ClickRow>,
    downloads: Vec<DownloadRow>,
    totals: Vec<LinkTotal>,
    hosts: BTreeSet<String>,
    /// First and last row, of whatever host.
    span: Option<(i64, i64)>,
    pieces: FxHashMap<u64, i64>,
    /// Browser strings repeat; each is judged once.
    robots: FxHashMap<u64, bool>,
    rows: u64,
    skipped: BTreeMap<Skip, u64>,
    notes: Vec<String>,
}

impl<'a> Sink<'a> {
    /// A sink for one file of `log`; clocks without a zone are read in `zone`, paths without a host
    /// belong to `base`.
    pub fn new(log: &'static Log, zone: &'a mut Zone, base: Option<&'a Base>) -> Self {
        Self {
            utc: Zone::utc(),
            zone,
            base,
            log,
            clicks: Vec::new(),
            downloads: Vec::new(),
            totals: Vec::new(),
            hosts: BTreeSet::new(),
            span: None,
            pieces: FxHashMap::default(),
            robots: FxHashMap::default(),
            rows: 0,
            skipped: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// A time as text; a clock without a zone is read in the zone of the run.
    pub fn time(&mut self, text: &str) -> Option<i64> {
        parse_time(text, self.zone)
    }

    /// A time as text; a clock without a zone is UTC.
    pub fn time_utc(&mut self, text: &str) -> Option<i64> {
        parse_time(text, &mut self.utc)
    }

    /// UTC of a wall clock of the run's zone.
    pub fn local(&mut self, local_ms: i64) -> i64 {
        self.zone.to_utc(local_ms)
    }

    /// A row that is no click.
    pub fn skip(&mut self, why: Skip) {
        self.rows += 1;
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Something the reader should know of the whole file; said once.
    pub fn note(&mut self, note: &str) {
        if !self.notes.iter().any(|known| known == note) {
            self.notes.push(note.to_owned());
        }
    }

    /// One request or click.
    pub fn hit(&mut self, hit: &Hit<'_>) {
        let Some(url) = self.url(hit.address) else { return self.skip(Skip::Homeless) };
        let host = host_of(&url);
        if !self.hosts.contains(&*host) {
            self.hosts.insert(host.clone().into_owned());
        }
        let (first, last) = self.span.unwrap_or((hit.time, hit.time));
        self.span = Some((first.min(hit.time), last.max(hit.time)));
        if let Some(why) = self.refuse(hit, &url, &host) {
            return self.skip(why);
        }
        self.rows += 1;
        let visitor_id = hit.visitor().map(|visitor| format!("{visitor:016x}"));
        if hit.method.is_some() && matches!(hit.status, Some(200 | 206)) && is_file(&url) {
            self.downloads.push(DownloadRow {
                time: hit.time,
                file_id: None,
                file_name: file_name(&url),
                account_id: hit.account.map(str::to_owned),
                visitor_id: visitor_id.clone(),
            });
        }
        let account_id = hit.account.map(str::to_owned);
        self.clicks.push(ClickRow {
            time: hit.time,
            url: url.into_owned(),
            visitor_id,
            account_id,
            ..ClickRow::default()
        });
    }

    fn refuse(&mut self, hit: &Hit<'_>, url: &str, host: &str) -> Option<Skip> {
        if hit.method.is_some_and(|method| method != b"GET") {
            return Some(Skip::Method);
        }
        if hit.status.is_some_and(|status| !(200..400).contains(&status)) {
            return Some(Skip::Status);
        }
        if hit.agent.is_some_and(|agent| self.is_robot(agent)) {
            return Some(Skip::Robot);
        }
        if hit.method.is_some() {
            let ending = extension(url).unwrap_or_default();
            let own_site = |from: &[u8]| host_of(&String::from_utf8_lossy(from)) == host;
            if PARTS.contains(&ending.as_str())
                || PICTURES.contains(&ending.as_str()) && hit.referer.is_some_and(own_site)
            {
                return Some(Skip::Part);
            }
        }
        self.is_piece(hit, url).then_some(Skip::Piece)
    }

    fn is_robot(&mut self, agent: &[u8]) -> bool {
        if self.robots.len() > 100_000 {
            self.robots.clear();
        }
        *self.robots.entry(xxh3_64(agent)).or_insert_with(|| is_robot(&String::from_utf8_lossy(agent)))
    }

    /// A range request that goes on with a download begun a moment ago by the same visitor.
    fn is_piece(&mut self, hit: &Hit<'_>, url: &str) -> bool {
        let begins = hit.status == Some(200) && is_file(url);
        if hit.status != Some(206) && !begins {
            return false;
        }
        let path = url.split(['?', '#']).next().unwrap_or(url);
        let key = xxh3_64_with_seed(path.as_bytes(), hit.visitor().unwrap_or(0));
        let before = self.pieces.insert(key, hit.time);
        !begins && before.is_some_and(|before| (hit.time - before).abs() <= PIECES_MS)
    }

    /// Clicks counted by the service for one link, on one day or in all. `None` for an address that
    /// cannot be joined.
    pub fn total(&mut self, address: Address<'_>, total: LinkTotal) {
        let Some(url) = self.url(address) else { return self.skip(Skip::Homeless) };
        let url = url.into_owned();
        self.rows += 1;
        self.totals.push(LinkTotal { url, ..total });
    }

    fn url<'u>(&self, address: Address<'u>) -> Option<Cow<'u, str>> {
        match address {
            Address::Whole(text) => {
                let text = text.trim();
                match text.find("://") {
                    Some(_) => Some(Cow::Borrowed(text)),
                    None if text.starts_with('/') => Some(Cow::Owned(self.base?.join(text))),
                    None if text.split('/').next()?.contains('.') => Some(Cow::Owned(format!("https://{text}"))),
                    None => None,
                }
            }
            Address::Path(host, path) => {
                let path = percent(path);
                if path.contains("://") && !path.starts_with('/') {
                    return Some(Cow::Owned(path.into_owned()));
                }
                let host = host.filter(|host| !matches!(*host, "" | "-" | "_") && *host != "localhost");
                match host {
                    _ if !path.starts_with('/') => None,
                    Some(host) => Some(Cow::Owned(format!("https://{}{path}", host.trim_end_matches('.')))),
                    None => Some(Cow::Owned(self.base?.join(&path))),
                }
            }
        }
    }

    /// Puts everything into `side`; gives the sentence on what was read.
    pub fn finish(self, path: &str, side: &mut Side) {
        let totals = self.totals.len();
        let mut told = format!("{path}: {} rows read as {}", self.rows, self.log.name.en);
        if self.log.carries != Carries::Totals {
            told.push_str(&format!(", {} clicks", self.clicks.len()));
        }
        if self.log.carries == Carries::Totals || totals > 0 {
            told.push_str(&format!(", {totals} totals of links"));
        }
        if !self.skipped.is_empty() {
            let skipped: Vec<String> =
                self.skipped.iter().map(|(why, count)| format!("{count} {}", why.words())).collect();
            told.push_str(&format!("; left out: {}", skipped.join(", ")));
        }
        if self.skipped.contains_key(&Skip::Homeless) && self.base.is_none() {
            told.push_str("; where the log names no host, --base-url https://your.site tells it");
        }
        side.notices.push(told);
        side.notices.extend(self.notes.iter().map(|note| format!("{path}: {note}")));
        let sums_only = self.log.carries == Carries::Totals;
        if sums_only || totals > 0 {
            side.link_totals.push(LinkTotals { log: self.log.id, rows: self.totals });
        }
        if sums_only {
            return;
        }
        let span = match self.log.span {
            Span::Whole => self.span,
            Span::Clicks => None,
        };
        side.click_scopes.extend(self.hosts.into_iter().map(|host| ClickScope { host: Some(host), span }));
        side.clicks.get_or_insert_default().extend(self.clicks);
        if !self.downloads.is_empty() {
            side.downloads.get_or_insert_default().extend(self.downloads);
        }
    }
}

/// What the time between the first row and the last tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Every request of the host is in it: outside of it clicks are unknown, not zero.
    Whole,
    /// Only clicks are in it: no row means no click.
    Clicks,
}

fn is_file(url: &str) -> bool {
    extension(url).is_some_and(|ending| FILES.contains(&ending.as_str()))
}

fn file_name(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(super::address::decoded(name))
}
