//! The lines of a file of one object a line (JSONL). In: the bytes. Out: lines that hold something,
//! with their numbers. Apart from records: here a line break is the boundary whatever is damaged.

use super::scan::skip_space;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(in crate::format) struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// Without the spaces around it.
    pub content: &'a [u8],
    /// A newline ends it; the last line of a file that was cut has none.
    pub ended: bool,
}

/// The lines of a file, byte order mark cut.
pub(in crate::format) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u64,
}

impl<'a> Lines<'a> {
    /// Before the first line.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }, number: 0 }
    }

    /// Offset behind the last line given.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let newline = memchr::memchr(b'\n', rest);
            let line = rest.get(..newline.unwrap_or(rest.len()))?;
            self.at += line.len() + usize::from(newline.is_some());
            self.number += 1;
            let content = line.get(skip_space(line, 0)..)?.trim_ascii_end();
            if !content.is_empty() {
                return Some(Line { number: self.number, content, ended: newline.is_some() });
            }
        }
    }
}
