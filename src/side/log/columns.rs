//! Tables of services: a header somewhere in the first rows, whose columns every plan and language
//! names a little differently. In: CSV text and the names a column may have. Out: rows whose cells
//! are asked for by what they mean.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::spec::{Head, Sink, Skip};
use crate::calendar::{Day, day_number};

/// Rows in which the header is looked for.
const PREAMBLE: usize = 40;

/// What a column means, and the names it may have: lower case, single spaces, `_` written as a space.
pub type Meaning = (&'static str, &'static [&'static str]);

/// How cells are divided and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Quotes inside quotes are doubled.
    Doubled,
    /// A backslash escapes.
    Backslash,
}

/// Which column means what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    found: Vec<(&'static str, usize)>,
    names: Vec<String>,
}

impl Header {
    /// The columns of a row that `meanings` know. Of two names of one meaning the earlier in the
    /// list of names wins.
    fn of(record: &ByteRecord, meanings: &[Meaning]) -> Self {
        let names: Vec<String> = record.iter().map(|cell| normal(&String::from_utf8_lossy(cell))).collect();
        let place = |known: &&str| names.iter().position(|name| name == known);
        let found = meanings.iter().filter_map(|(meaning, known)| Some((*meaning, known.iter().find_map(place)?)));
        Self { found: found.collect(), names }
    }

    /// Whether a column of this meaning is there.
    #[must_use]
    pub fn has(&self, meaning: &str) -> bool {
        self.found.iter().any(|(known, _)| *known == meaning)
    }

    /// How many of `meanings` are there.
    #[must_use]
    pub fn count(&self, meanings: &[&str]) -> usize {
        meanings.iter().filter(|meaning| self.has(meaning)).count()
    }

    /// Whether a column has this very name.
    #[must_use]
    pub fn named(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

/// A row under its header.
pub struct Row<'r> {
    header: &'r Header,
    record: &'r ByteRecord,
}

impl Row<'_> {
    /// Whether the table has a column of this meaning.
    #[must_use]
    pub fn has(&self, meaning: &str) -> bool {
        self.header.has(meaning)
    }

    /// The cell of a column; `None` when it is missing, empty or says that nothing is there.
    #[must_use]
    pub fn get(&self, meaning: &str) -> Option<&str> {
        let (_, at) = self.header.found.iter().find(|(known, _)| *known == meaning)?;
        let cell = std::str::from_utf8(self.record.get(*at)?).ok()?.trim();
        (!matches!(cell, "" | "-" | "--" | "(not set)" | "null" | "NULL" | "\\N")).then_some(cell)
    }

    /// A whole number, with thousand separators or without.
    #[must_use]
    pub fn count(&self, meaning: &str) -> Option<u64> {
        number(self.get(meaning)?)
    }

    /// A calendar day as the service counts it.
    #[must_use]
    pub fn day(&self, meaning: &str) -> Option<Day> {
        day(self.get(meaning)?)
    }
}

/// Whether a head is a table with a header that `is` knows, and that header.
#[must_use]
pub fn sniff(head: &Head<'_>, dialect: Dialect, meanings: &[Meaning], is: fn(&Header) -> bool) -> Option<Header> {
    let mut reader = reader(head.bytes, dialect);
    let mut record = ByteRecord::new();
    for _ in 0..PREAMBLE {
        if !reader.read_byte_record(&mut record).ok()? {
            return None;
        }
        let header = Header::of(&record, meanings);
        if is(&header) {
            return Some(header);
        }
    }
    None
}

/// Pushes every row under a header that `is` knows through `take`. Comment lines and rows before the
/// first header are passed over; a later header begins another table.
pub fn rows(
    text: &[u8],
    dialect: Dialect,
    (meanings, is): (&[Meaning], fn(&Header) -> bool),
    sink: &mut Sink<'_>,
    mut take: impl FnMut(&Row<'_>, &mut Sink<'_>),
) {
    let mut reader = reader(text, dialect);
    let mut record = ByteRecord::new();
    let mut header: Option<Header> = None;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        if record.get(0).is_some_and(|cell| cell.starts_with(b"#")) {
            // A comment ends a table of a stacked report.
            header = None;
            continue;
        }
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        // Names of columns hold no digits, rows do: only what may be a header is looked at closely.
        if header.is_none() || !record.as_slice().iter().any(u8::is_ascii_digit) {
            let found = Header::of(&record, meanings);
            if is(&found) {
                header = Some(found);
                continue;
            }
        }
        let Some(header) = &header else { continue };
        if record.len() > header.names.len() && record.iter().skip(header.names.len()).any(|cell| !cell.is_empty()) {
            // A row of totals says so behind the columns; any other has a separator unquoted.
            let sums = record.get(0).is_some_and(<[u8]>::is_empty);
            sink.skip(if sums { Skip::Other } else { Skip::Unreadable });
            continue;
        }
        take(&Row { header, record: &record }, sink);
    }
}

fn reader(text: &[u8], dialect: Dialect) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter(text));
    if dialect == Dialect::Backslash {
        builder.escape(Some(b'\\')).double_quote(false);
    }
    builder.from_reader(text)
}

/// What divides the cells of the first lines: the mark that stands there most often.
fn delimiter(text: &[u8]) -> u8 {
    let head = text.get(..4096).unwrap_or(text);
    let lines = head.split(|byte| *byte == b'\n').filter(|line| !line.starts_with(b"#"));
    let lines: Vec<&[u8]> = lines.take(PREAMBLE).collect();
    let count = |mark: u8| lines.iter().map(|line| memchr::memchr_iter(mark, line).count()).sum::<usize>();
    let mut best = b',';
    for mark in [b';', b'\t'] {
        if count(mark) > count(best) {
            best = mark;
        }
    }
    best
}

/// A header name as the lists of meanings write it.
fn normal(name: &str) -> String {
    let plain = name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').replace('_', " ").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(text: &str) -> Option<u64> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let whole = match plain.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        // Dots between groups of three are thousand separators of some languages.
        Some(_) if plain.split('.').skip(1).all(|group| group.len() == 3) => plain.replace('.', ""),
        Some(_) => return None,
        None => plain,
    };
    whole.parse().ok()
}

/// `2026-03-02`, `2026/3/2`, `20260302`, with or without a time behind.
#[must_use]
pub fn day(text: &str) -> Option<Day> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let date = text.split(['T', ' ']).next()?;
    let (year, month, day) = if date.len() == 8 && digits(date) {
        (date.get(..4)?, date.get(4..6)?, date.get(6..)?)
    } else {
        let mut parts = date.split(['-', '/', '.', '年', '月']);
        (parts.next()?, parts.next()?, parts.next()?.trim_end_matches('日'))
    };
    let date = chrono::NaiveDate::from_ymd_opt(
        year.parse().ok().filter(|year| (2000..2200).contains(year))?,
        month.parse().ok()?,
        day.parse().ok()?,
    )?;
    Some(day_number(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_spreadsheets() {
        for (text, want) in [
            ("1,024", Some(1024)),
            ("1\u{202f}024", Some(1024)),
            ("1.024.000", Some(1_024_000)),
            ("12.0", Some(12)),
            ("12.5", None),
            ("12%", None),
            ("", None),
        ] {
            assert_eq!(number(text), want, "{text}");
        }
    }

    #[test]
    fn days_of_services() {
        let march_2 = day("2026-03-02");
        assert!(march_2.is_some());
        for text in ["20260302", "2026/3/2", "2026-03-02T00:00:00+0000", "2026年3月2日", "2026-03-02 10:00"] {
            assert_eq!(day(text), march_2, "{text}");
        }
        for text in ["", "2026", "20261302", "02/03/2026", "Grand total"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
