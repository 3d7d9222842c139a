//! From lines to records, in two passes. The first, [`survey`], finds the one layout the file is
//! written in and what its dates say; the second, [`Records`], walks the records of that layout. A
//! line with another header (a quoted log) or none goes on with the record above it.

use super::header::{self, Header, Layout, Parser};
use super::order::Votes;

/// What the first pass found.
pub(super) struct Survey {
    /// The file's layout.
    pub layout: Layout,
    /// What the dates of that layout say.
    pub votes: Votes,
    /// Lines with a header of that layout.
    pub headers: u64,
    /// Lines that look like headers but in another layout: read as text.
    pub others: u64,
    /// Lines that begin with a date; counted only while sniffing.
    pub dated: u64,
}

struct Seen {
    layout: Layout,
    headers: u64,
    votes: Votes,
}

/// How many layouts are told apart; more can only come from pasted logs.
const MOST_LAYOUTS: usize = 16;

/// Finds the layout of `lines`: that of the first line with a header, unless it is rare (below a
/// tenth), then the most frequent. `None` when no line has a header.
pub(super) fn survey<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Option<Survey> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut parser = Parser::default();
    let mut latest = 0;
    let (mut total, mut dated) = (0, 0);
    for line in lines {
        let Some(found) = parser.parse(line) else {
            dated += u64::from(header::begins_with_date(line));
            continue;
        };
        total += 1;
        if seen.get(latest).is_none_or(|known| known.layout != found.layout) {
            latest = seen.iter().position(|known| known.layout == found.layout).unwrap_or(seen.len());
            if latest == seen.len() && seen.len() < MOST_LAYOUTS {
                seen.push(Seen { layout: found.layout, headers: 0, votes: Votes::default() });
            }
        }
        if let Some(known) = seen.get_mut(latest) {
            known.headers += 1;
            known.votes.add(found.date);
        }
    }
    let first = seen.first()?.headers * 10 >= total;
    let most = seen.iter().map(|known| known.headers).max()?;
    let at = if first { 0 } else { seen.iter().position(|known| known.headers == most)? };
    let Seen { layout, headers, votes } = seen.swap_remove(at);
    Some(Survey { layout, votes, headers, others: total - headers, dated: dated + total })
}

/// One record: a header and the text up to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub header: Header,
    /// Line of the header, counted from 1.
    pub line: u64,
    /// Everything behind the header, following lines included, without the last line break.
    pub rest: &'a str,
    /// Where the record ends in the file.
    pub end: usize,
}

impl<'a> Record<'a> {
    /// The line of the header only.
    pub(super) fn first_line(&self) -> &'a str {
        let line = memchr::memchr(b'\n', self.rest.as_bytes()).and_then(|at| self.rest.get(..at)).unwrap_or(self.rest);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Sender and body; `None` for a line without a sender.
    pub(super) fn sender(&self) -> Option<(&'a str, &'a str)> {
        /// Longer than any name the messenger takes, in bytes.
        const LONGEST_NAME: usize = 240;
        let line = self.first_line();
        let bytes = line.as_bytes();
        let at = memchr::memchr_iter(b':', bytes).find(|at| matches!(bytes.get(at + 1), Some(b' ') | None))?;
        let sender =
            line.get(..at).filter(|name| name.len() <= LONGEST_NAME && !super::names::trim(name).is_empty())?;
        let body = self.rest.get(at + 1..)?;
        Some((sender, body.strip_prefix(' ').unwrap_or(body)))
    }
}

/// The records of a file in one layout.
pub(super) struct Records<'a> {
    text: &'a str,
    layout: Layout,
    parser: Parser,
    at: usize,
    line: u64,
    /// Header of the record that comes next, its line, and where its rest begins.
    pending: Option<(Header, u64, usize)>,
    /// First line with anything on it before the first record.
    pub stray: Option<u64>,
}

impl<'a> Records<'a> {
    /// The records of `text`.
    pub(super) fn new(text: &'a str, layout: Layout) -> Self {
        let mut records = Self { text, layout, parser: Parser::default(), at: 0, line: 0, pending: None, stray: None };
        while records.at < text.len() && records.pending.is_none() {
            let start = records.at;
            let end = records.step();
            let blank = text.get(start..end).is_none_or(|line| super::names::trim(line).is_empty());
            if records.pending.is_none() && !blank && records.stray.is_none() {
                records.stray = Some(records.line);
            }
        }
        records
    }

    /// Reads one line; sets `pending` when it has a header. Gives the end of the line.
    fn step(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let rest = bytes.get(start..).unwrap_or(&[]);
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.at = start + length + 1;
        self.line += 1;
        let line = without_return(rest.get(..length).unwrap_or(&[]));
        if let Some(header) = self.parser.parse(line).filter(|header| header.layout == self.layout) {
            self.pending = Some((header, self.line, start + header.rest));
        }
        start + length
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (header, line, begin) = self.pending.take()?;
        let mut end = self.at.min(self.text.len());
        while self.at < self.text.len() && self.pending.is_none() {
            end = self.at;
            self.step();
        }
        if self.pending.is_none() {
            end = self.text.len();
        }
        let rest = self.text.get(begin..end).unwrap_or("").trim_end_matches(['\n', '\r']);
        Some(Record { header, line, rest, end })
    }
}

/// The lines of a text, as bytes, without their ends.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        at += length + 1;
        rest.get(..length).map(without_return)
    })
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
