//! What the CSV formats share: rows found one by one, with the line each begins on. In: the bytes
//! of a file. Out: cells as text. Ragged rows are given as they are, and a quote that is never
//! closed costs its own row, not the rest of the file.

use std::borrow::Cow;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::{Progress, utf8};
use crate::error::Place;
use crate::frame::Writer;

/// Rows between two calls of the progress function.
const REPORT_EVERY: u64 = 4096;
/// Bytes a row may have before its quote is taken for one that is never closed.
const LONGEST_ROW: usize = 4 << 20;
/// How often an unclosed quote is stepped over before the file is given up.
const UNCLOSED: u32 = 64;

/// The rows of a CSV file, the header among them.
pub(super) struct Rows<'a, 'p> {
    bytes: &'a [u8],
    delimiter: u8,
    reader: Reader<&'a [u8]>,
    /// Offset and line at which `reader` began.
    base: (usize, u64),
    record: ByteRecord,
    unclosed: u32,
    progress: Progress<'p>,
    seen: u64,
    told: usize,
}

/// A row that stands.
pub(super) struct Row<'r> {
    /// Line it begins on, from 1.
    pub line: u64,
    cells: &'r ByteRecord,
}

/// A row that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Line it begins on, from 1.
    pub line: u64,
    /// Reading ends here: too much of the file is like this.
    pub last: bool,
}

impl<'a, 'p> Rows<'a, 'p> {
    /// The rows of `bytes`, whose cells are divided by `delimiter`.
    pub fn new(bytes: &'a [u8], delimiter: u8, progress: Progress<'p>) -> Self {
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self {
            bytes,
            delimiter,
            reader: reader(bytes, start, delimiter),
            base: (start, 0),
            record: ByteRecord::new(),
            unclosed: 0,
            progress,
            seen: 0,
            told: 0,
        }
    }

    /// The next row that is not blank; `None` at the end.
    pub fn next(&mut self) -> Option<Result<Row<'_>, Unclosed>> {
        loop {
            let start = self.reader.position().clone();
            // Reading from memory, with ragged rows allowed, cannot fail.
            if !self.reader.read_byte_record(&mut self.record).ok()? {
                return None;
            }
            let begun = self.base.1 + self.record.position().map_or(start.line(), csv::Position::line);
            let from = self.base.0 + usize::try_from(self.record.position().map_or(0, csv::Position::byte)).ok()?;
            let to = self.base.0 + usize::try_from(self.reader.position().byte()).ok()?;
            self.tick(to);
            let raw = self.bytes.get(from..to).unwrap_or_default();
            // The reader counts the blank lines before a row to it.
            let blank = raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
            let line = begun + blank.clone().filter(|byte| **byte == b'\n').count() as u64;
            let from = from + blank.count();
            let at_end = to >= self.bytes.len();
            if (at_end || raw.len() > LONGEST_ROW) && is_open(raw) {
                return Some(Err(self.step_over(from, line)));
            }
            if self.record.iter().any(|cell| !cell.trim_ascii().is_empty()) {
                return Some(Ok(Row { line, cells: &self.record }));
            }
        }
    }

    /// Goes on behind the first line of a row whose quote is never closed.
    fn step_over(&mut self, from: usize, line: u64) -> Unclosed {
        self.unclosed += 1;
        let rest = self.bytes.get(from..).unwrap_or_default();
        let newline = memchr::memchr(b'\n', rest).filter(|_| self.unclosed < UNCLOSED);
        let next = newline.map_or(self.bytes.len(), |newline| from + newline + 1);
        self.reader = reader(self.bytes, next, self.delimiter);
        self.base = (next, line);
        Unclosed { line, last: next >= self.bytes.len() }
    }

    fn tick(&mut self, at: usize) {
        self.seen += 1;
        if self.seen.is_multiple_of(REPORT_EVERY) || at >= self.bytes.len() {
            (self.progress)(at.saturating_sub(self.told) as u64);
            self.told = self.told.max(at);
        }
    }
}

impl<'r> Row<'r> {
    /// The cell of a column; `None` when the row is shorter or the cell empty.
    pub fn get(&self, column: usize) -> Option<Cow<'r, str>> {
        let cell = self.cells.get(column).filter(|cell| !cell.is_empty())?;
        Some(utf8::text(cell))
    }

    /// The cell's bytes as they are; empty when the row is shorter.
    pub fn bytes(&self, column: usize) -> &'r [u8] {
        self.cells.get(column).unwrap_or_default()
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }
}

impl Unclosed {
    /// Counts it as lost.
    pub fn reject(self, writer: &mut Writer) {
        let place = Place::Line(self.line);
        if self.last {
            writer.truncated(place, "the file ends inside a quoted cell of this row");
        } else {
            writer.reject(place, "a quote is opened and never closed");
        }
    }
}

/// The cells of the first row of `head`, as far as it is seen, without mark and spaces: what a
/// header is told by.
pub(super) fn header(head: &[u8], delimiter: u8) -> Vec<String> {
    let mut rows = Rows::new(head, delimiter, &|_| ());
    let Some(Ok(row)) = rows.next() else { return Vec::new() };
    (0..row.len()).map(|column| row.get(column).unwrap_or_default().trim().to_owned()).collect()
}

/// An id as it stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Id<'a> {
    /// Every digit is there.
    Whole(&'a str),
    /// A spreadsheet program kept the first digits only: two messages may bear the same.
    Spoilt,
    /// None, or the 0 of rows a server never saw.
    None,
}

impl<'a> Id<'a> {
    /// Reads an id.
    pub fn read(cell: &'a str) -> Self {
        let id = cell.trim().trim_start_matches('\'');
        let digits = id.bytes().all(|byte| byte.is_ascii_digit());
        match id {
            "" | "0" => Self::None,
            // Fifteen digits are kept, the rest filled up with zeros.
            _ if digits && id.len() >= 18 && id.bytes().skip(15).all(|byte| byte == b'0') => Self::Spoilt,
            _ if !digits && id.contains(['E', 'e']) && id.parse::<f64>().is_ok() => Self::Spoilt,
            _ => Self::Whole(id),
        }
    }

    /// The id, if it is one.
    pub fn known(self) -> Option<&'a str> {
        match self {
            Self::Whole(id) => Some(id),
            Self::Spoilt | Self::None => None,
        }
    }
}

/// What a person should know of `count` spoilt ids.
pub(super) fn spoilt(count: u64) -> String {
    format!(
        "message ids cut to 15 digits by a spreadsheet program and not used: {count}; \
         pass the file as the exporter wrote it"
    )
}

fn reader(bytes: &[u8], from: usize, delimiter: u8) -> Reader<&[u8]> {
    let rest = bytes.get(from..).unwrap_or_default();
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(rest)
}

/// Whether a quote in the row is never closed: then their number is odd.
fn is_open(raw: &[u8]) -> bool {
    memchr::memchr_iter(b'"', raw).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut rows = Rows::new(text.as_bytes(), b',', &|_| ());
        let mut seen = Vec::new();
        while let Some(row) = rows.next() {
            seen.push(match row {
                Ok(row) => {
                    let cells: Vec<String> =
                        (0..row.len()).map(|at| row.get(at).unwrap_or_default().into_owned()).collect();
                    format!("{}:{}", row.line, cells.join("|"))
                }
                Err(unclosed) => format!("{}:open", unclosed.line),
            });
        }
        seen
    }

    #[test]
    fn rows_and_the_lines_they_begin_on() {
        assert_eq!(
            read("\u{feff}a,b\r\n\r\n1,\"x\ny \"\"z\"\"\"\n2\n3,4,5\n"),
            ["1:a|b", "3:1|x\ny \"z\"", "5:2", "6:3|4|5"]
        );
    }

    #[test]
    fn an_open_quote_costs_its_own_row() {
        assert_eq!(read("a,b\n1,\"x\n2,y\n3,\"z\"\n"), ["1:a|b", "2:open", "3:2|y", "4:3|z"]);
        assert_eq!(read("a,b\n1,\"x"), ["1:a|b", "2:open"]);
        assert_eq!(read("a,b\r\n\r\n1,\"x"), ["1:a|b", "3:open"]);
        assert_eq!(read(""), Vec::<String>::new());
    }

    #[test]
    fn many_open_quotes_end() {
        let text = "1,\"\"\"x\n".repeat(1001);
        assert!(read(&text).len() <= 1001);
    }

    #[test]
    fn ids() {
        for (cell, want) in [
            ("8000000000000000501", Id::Whole("8000000000000000501")),
            ("637000000000000", Id::Whole("637000000000000")),
            ("6.37E+17", Id::Spoilt),
            ("637123456789012000", Id::Spoilt),
            ("6371234567890123457", Id::Whole("6371234567890123457")),
            ("om_e1", Id::Whole("om_e1")),
            ("0", Id::None),
            ("", Id::None),
        ] {
            assert_eq!(Id::read(cell), want, "{cell}");
        }
    }

    #[test]
    fn headers_are_trimmed() {
        assert_eq!(header("\u{feff}Time , Sender\n1,2".as_bytes(), b','), ["Time", "Sender"]);
    }
}
