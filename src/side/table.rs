//! One side file as a table: columns found by name, cells read with the place they stand at. In:
//! decoded text and the columns wanted. Out: row by row, texts, times, days, flags and ids; every
//! complaint names line and column. Apart from the files themselves so that all five read alike.

use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord, Trim};

use crate::calendar::{Day, HOUR_MS, Zone, parse_time};
use crate::error::{Error, Result};

use super::header;

/// One column of a side file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Header name.
    pub name: &'static str,
    /// The file is refused without it.
    pub required: bool,
    /// What it holds.
    pub doc: crate::unit::Text,
}

/// A side file opened for reading, standing on one of its rows.
pub struct Table<'a> {
    path: &'a Path,
    text: &'a str,
    zone: &'a mut Zone,
    reader: Reader<&'a [u8]>,
    found: Vec<(&'static str, usize)>,
    names: Vec<String>,
    record: StringRecord,
}

impl<'a> Table<'a> {
    /// Reads the header of `text` and finds `wanted` in it; the second value names what it ignored.
    ///
    /// # Errors
    /// [`Error::Config`] when there is no header, a column stands twice or a required one is missing.
    pub fn open(
        path: &'a Path,
        text: &'a str,
        wanted: &[Column],
        zone: &'a mut Zone,
    ) -> Result<(Self, Option<String>)> {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .delimiter(header::delimiter(text))
            .from_reader(text.as_bytes());
        let record = StringRecord::new();
        let mut table = Self { path, text, zone, reader, found: Vec::new(), names: Vec::new(), record };
        if !table.advance()? {
            let names: Vec<&str> = wanted.iter().map(|column| column.name).collect();
            let message = format!("the file is empty; its first line must name the columns: {}", names.join(","));
            return Err(table.error_on(1, message));
        }
        let header = header::find(&table.record, wanted).map_err(|message| table.error(message))?;
        table.found = header.found;
        table.names = header.names;
        Ok((table, header.notice))
    }

    /// Whether the header has a column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.found.iter().any(|(name, _)| *name == column)
    }

    /// What to say, on the header's line, of a column that is not there but must be.
    #[must_use]
    pub fn missing(&self, column: &str) -> Error {
        self.error(header::missing(column, &self.names))
    }

    /// Steps to the next row that is not blank; false at the end.
    ///
    /// # Errors
    /// [`Error::Config`] when a row has more cells than the header or a quote is never closed.
    pub fn next_row(&mut self) -> Result<bool> {
        if !self.advance()? {
            return Ok(false);
        }
        if self.record.iter().skip(self.names.len()).any(|cell| !cell.is_empty()) {
            let (cells, width) = (self.record.len(), self.names.len());
            return Err(self.error(format!(
                "the row has {cells} cells, the header {width}; put double quotes around a value that holds the separator"
            )));
        }
        for (name, _) in &self.found {
            if self.text(name).is_some_and(|cell| cell.contains(['\n', '\r'])) {
                return Err(self.error(format!("column `{name}` holds a line break; close the double quote before it")));
            }
        }
        Ok(true)
    }

    fn advance(&mut self) -> Result<bool> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return Ok(false),
                Ok(true) if self.record.iter().all(str::is_empty) => {}
                Ok(true) => return Ok(true),
                Err(error) => return Err(self.error(format!("the row cannot be read as CSV: {error}"))),
            }
        }
    }

    /// The cell of a column; `None` when empty, cut off or without such a column.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&str> {
        let (_, at) = self.found.iter().find(|(name, _)| *name == column)?;
        self.record.get(*at).filter(|cell| !cell.is_empty())
    }

    /// [`Table::text`] as a value of its own.
    #[must_use]
    pub fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// An id: a text that a spreadsheet has not turned into a rounded number.
    ///
    /// # Errors
    /// [`Error::Config`] when it has (`6.37E+17`).
    pub fn id(&self, column: &str) -> Result<Option<String>> {
        match self.text(column) {
            Some(cell) if is_rounded(cell) => Err(self.error(format!(
                "column `{column}`: a spreadsheet destroyed the ids (shape `{}`), their last digits are lost; \
                 export the file again and import this column as text",
                shape(cell)
            ))),
            cell => Ok(cell.map(str::to_owned)),
        }
    }

    /// An id every row must have.
    ///
    /// # Errors
    /// [`Error::Config`] when the cell is empty or destroyed.
    pub fn required_id(&self, column: &str) -> Result<String> {
        self.id(column)?.ok_or_else(|| self.empty(column))
    }

    /// What to say of an empty cell that must not be empty.
    #[must_use]
    pub fn empty(&self, column: &str) -> Error {
        self.error(format!("column `{column}` is empty; every row needs it"))
    }

    /// A time, in ms UTC; local ones are read in the zone of the run.
    ///
    /// # Errors
    /// [`Error::Config`] when the cell is no time.
    pub fn time(&mut self, column: &str) -> Result<Option<i64>> {
        let Some(at) = self.found.iter().find(|(name, _)| *name == column).map(|(_, at)| *at) else { return Ok(None) };
        let Some(cell) = self.record.get(at).filter(|cell| !cell.is_empty()) else { return Ok(None) };
        match parse_time(cell, self.zone) {
            Some(time) => Ok(Some(time)),
            None => Err(self.wrong(column, "a time such as 2026-03-02 10:00 or 2026-03-02T10:00:00+08:00")),
        }
    }

    /// A local day; of a time, the local day it lies in.
    ///
    /// # Errors
    /// [`Error::Config`] when the cell is no date.
    pub fn day(&mut self, column: &str) -> Result<Option<Day>> {
        let Ok(time) = self.time(column) else { return Err(self.wrong(column, "a date such as 2026-03-02")) };
        let Some(time) = time else { return Ok(None) };
        let day = self.zone.to_local(time).div_euclid(24 * HOUR_MS);
        i32::try_from(day).map(Some).map_err(|_| self.wrong(column, "a date such as 2026-03-02"))
    }

    /// Yes or no; `None` when the cell is empty.
    ///
    /// # Errors
    /// [`Error::Config`] when the cell is neither.
    pub fn flag(&self, column: &str) -> Result<Option<bool>> {
        let Some(cell) = self.text(column) else { return Ok(None) };
        match cell.to_lowercase().as_str() {
            "1" | "true" | "yes" | "是" => Ok(Some(true)),
            "0" | "false" | "no" | "否" => Ok(Some(false)),
            _ => Err(self.wrong(column, "1 or 0, true or false, yes or no, 是 or 否")),
        }
    }

    /// A whole number from 0.
    ///
    /// # Errors
    /// [`Error::Config`] when the cell is none.
    pub fn count(&self, column: &str) -> Result<Option<u64>> {
        let Some(cell) = self.text(column) else { return Ok(None) };
        cell.parse().map(Some).map_err(|_| self.wrong(column, "a whole number such as 480"))
    }

    /// What to say of a cell that is not what its column holds.
    #[must_use]
    pub fn wrong(&self, column: &str, expected: &str) -> Error {
        let found = shape(self.text(column).unwrap_or_default());
        self.error(format!("column `{column}` must hold {expected}, found something shaped `{found}`"))
    }

    /// An error at the row the table stands on.
    #[must_use]
    pub fn error(&self, message: String) -> Error {
        self.error_on(self.line(), message)
    }

    /// Line the current row begins on, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        let byte = self.record.position().map_or(0, csv::Position::byte);
        line_of_row(self.text, usize::try_from(byte).unwrap_or(0))
    }

    /// Byte the current row begins at; cheaper to keep than its line.
    #[must_use]
    pub fn byte(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::byte)
    }

    /// Line of a row remembered by its [`Table::byte`].
    #[must_use]
    pub fn line_at(&self, byte: u64) -> u64 {
        line_of_row(self.text, usize::try_from(byte).unwrap_or(0))
    }

    fn error_on(&self, line: u64, message: String) -> Error {
        Error::Config { path: self.path.to_owned(), line, at: None, message }
    }
}

/// Line of the row read from `byte` on. The reader skips blank lines as part of the row after them,
/// so the row itself begins at the first byte that is no line end.
fn line_of_row(text: &str, byte: usize) -> u64 {
    let bytes = text.as_bytes();
    let rest = bytes.get(byte..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let next = bytes.iter().skip(1).chain([&b'\n']);
    let is_end = |(byte, next): &(&u8, &u8)| **byte == b'\n' || (**byte == b'\r' && **next != b'\n');
    let ends = bytes.iter().zip(next).take(byte + blank).filter(is_end).count();
    ends as u64 + 1
}

/// Whether a spreadsheet wrote a long number in scientific notation: `6.37E+17`, `6E+17`.
fn is_rounded(cell: &str) -> bool {
    let Some((mantissa, power)) = cell.split_once("E+").or_else(|| cell.split_once("e+")) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    mantissa.split('.').all(digits) && mantissa.split('.').count() <= 2 && digits(power)
}

/// What a value looks like without being it: digits become 9, letters a, at most 32 of them. A log
/// of an error then holds nobody's name.
#[must_use]
pub fn shape(cell: &str) -> String {
    let mask = |c: char| match c {
        _ if c.is_ascii_digit() => '9',
        _ if c.is_alphanumeric() => 'a',
        _ if c.is_control() => ' ',
        _ => c,
    };
    let mut shape: String = cell.chars().take(32).map(mask).collect();
    if cell.chars().nth(32).is_some() {
        shape.push('…');
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_ids_are_told_from_names() {
        for damaged in ["6.37E+17", "6E+17", "1.234e+09"] {
            assert!(is_rounded(damaged), "{damaged}");
        }
        for sound in ["637", "E+17", "6.37E", "6.3.7E+17", "Love+E+1", "6.37E+x", "100200300"] {
            assert!(!is_rounded(sound), "{sound}");
        }
    }

    #[test]
    fn rows_after_blank_lines_know_their_line() {
        let text = "a\n\n\nb\r\n\r\nc\rd\n";
        for (byte, line) in [(0, 1), (2, 4), (6, 6), (10, 7), (999, 8)] {
            assert_eq!(line_of_row(text, byte), line, "byte {byte}");
        }
    }

    #[test]
    fn a_shape_hides_the_value() {
        assert_eq!(shape("2026-13-40"), "9999-99-99");
        assert_eq!(shape("张三 Tom"), "aa aaa");
        assert_eq!(shape(&"x".repeat(40)), format!("{}…", "a".repeat(32)));
    }
}
