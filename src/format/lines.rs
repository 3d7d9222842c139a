//! What the text formats share: lines with their numbers, bodies of several lines, progress. In: the
//! bytes of a file. Out: slices of its text. Borrowed throughout: a body is a stretch of the file.

use std::borrow::Cow;

use super::{Progress, utf8};
use crate::frame::Writer;

/// Lines between two calls of the progress function.
const STRIDE: u64 = 8192;

/// A line without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub number: u64,
    /// What stands on it, without a byte order mark in front.
    pub text: &'a str,
    /// Where it begins in the file.
    pub start: usize,
    /// Where it ends, its line break not included.
    pub end: usize,
}

impl Line<'_> {
    /// Where in the file a part of the line's end stands: `rest` is the tail of `text`.
    pub fn offset(&self, rest: &str) -> usize {
        self.end - rest.len()
    }
}

/// The lines of a text.
#[derive(Debug, Clone)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: u64,
}

impl<'a> Lines<'a> {
    /// The lines of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, number: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let (start, line) = (self.at, rest.get(..length)?);
        self.at += length + 1;
        self.number += 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let text = line.strip_prefix('\u{feff}').unwrap_or(line);
        Some(Line { number: self.number, text, start, end: start + line.len() })
    }
}

/// The text of a file; bytes that are not UTF-8 stand as U+FFFD, and the writer is told.
pub(super) fn text<'a>(bytes: &'a [u8], writer: &mut Writer) -> Cow<'a, str> {
    let text = utf8::text(bytes);
    if let Cow::Owned(_) = text {
        writer.note("some bytes are not UTF-8 and were read as \u{fffd}");
    }
    text
}

/// A stretch of a text as a body: plain line breaks, none at its ends, no byte order marks in front of
/// its lines.
pub(super) fn body(text: &str, from: usize, to: usize) -> Cow<'_, str> {
    let body = text.get(from..to).unwrap_or("").trim_matches(['\r', '\n', ' ', '\t']);
    let several = memchr::memchr(b'\n', body.as_bytes()).is_some();
    if several && (body.contains('\r') || body.contains("\n\u{feff}")) {
        Cow::Owned(body.replace("\r\n", "\n").replace("\n\u{feff}", "\n"))
    } else {
        Cow::Borrowed(body)
    }
}

/// The end of the first `count` lines of a head that may be cut anywhere, as text.
pub(super) fn head(bytes: &[u8], count: usize) -> Cow<'_, str> {
    let whole = memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    let end = memchr::memchr_iter(b'\n', bytes).nth(count.saturating_sub(1)).map_or(whole, |at| at + 1);
    utf8::text(bytes.get(..end).unwrap_or(bytes))
}

/// Tells of bytes read, now and then.
pub(super) struct Meter<'p> {
    progress: Progress<'p>,
    told: usize,
    count: u64,
}

impl<'p> Meter<'p> {
    /// Nothing read yet.
    pub fn new(progress: Progress<'p>) -> Self {
        Self { progress, told: 0, count: 0 }
    }

    /// Everything before `at` is read.
    pub fn at(&mut self, at: usize) {
        self.count += 1;
        if self.count.is_multiple_of(STRIDE) {
            self.end(at);
        }
    }

    /// Reading ends at `at`.
    pub fn end(&mut self, at: usize) {
        (self.progress)(at.saturating_sub(self.told) as u64);
        self.told = self.told.max(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_bodies() {
        let text = "\u{feff}a\r\n\nb c\nd";
        let lines: Vec<Line<'_>> = Lines::new(text).collect();
        let seen: Vec<(u64, &str)> = lines.iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(seen, [(1, "a"), (2, ""), (3, "b c"), (4, "d")]);
        assert_eq!(lines[2].offset("c"), text.find('c').unwrap());
        assert_eq!(body(text, lines[0].start + 3, lines[3].end), "a\n\nb c\nd");
        assert_eq!(body(text, 99, 100), "");
    }

    #[test]
    fn heads_end_with_a_line() {
        for (bytes, count, want) in
            [(&b"a\nb\nc"[..], 9, "a\nb\n"), (b"a\nb\nc", 1, "a\n"), (b"abc", 9, "abc"), (b"", 9, "")]
        {
            assert_eq!(head(bytes, count), want);
        }
    }
}
