//! Workbooks by a mapping. In: the bytes of an `.xlsx` or `.xls`. Out: rows. Cells of an `.xlsx` are
//! read one by one, so memory follows its table of texts, not its rows.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, DataRef, Reader as _, Xls, Xlsx, open_workbook_from_rs};
use zip::ZipArchive;

use super::super::mapping::{Field, Fit, Mapping};
use super::super::spec::{Head, Input, Progress};
use super::HEADER_ROWS;
use super::rows::{Cells, Table};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::guard::guarded;
use crate::old_workbook;

/// Bytes a workbook may have when unpacked; what is larger is better saved as CSV.
const UNPACKED: u64 = 1 << 30;
/// Columns a sheet can have.
const COLUMNS: u32 = 16_384;
/// Rows a sheet can have: a table that long was cut by the program that saved it.
const FULL: u64 = 1_048_576;
/// Whole numbers up to here have all their digits.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text, or a number as text.
    Text(String),
    /// A date, as local milliseconds.
    Date(i64),
}

impl Cell {
    /// As text.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Date(ms) => {
                let time = chrono::DateTime::from_timestamp_millis(*ms)?;
                Some(Cow::Owned(time.format("%Y-%m-%d %H:%M:%S").to_string()))
            }
        }
    }
}

enum Book<'a> {
    Xlsx(Xlsx<Cursor<&'a [u8]>>),
    Xls(Xls<Cursor<&'a [u8]>>),
}

/// What is said of a workbook the library cannot take.
const DAMAGED: &str = "the workbook is damaged; save it again, or as CSV";

/// Opens a workbook; the words for why it cannot be.
fn open(bytes: &[u8]) -> std::result::Result<Book<'_>, String> {
    guarded(|| unguarded(bytes)).unwrap_or_else(|| Err(DAMAGED.to_owned()))
}

fn unguarded(bytes: &[u8]) -> std::result::Result<Book<'_>, String> {
    if bytes.starts_with(b"PK") {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("not readable as a workbook: {error}"))?;
        let size = archive.decompressed_size().unwrap_or(0);
        if size > u128::from(UNPACKED) {
            return Err(format!("the workbook unpacks to {size} bytes, more than {UNPACKED}; save it as CSV"));
        }
        let book = open_workbook_from_rs(Cursor::new(bytes));
        return book
            .map(Book::Xlsx)
            .map_err(|error: calamine::XlsxError| format!("not readable as a workbook: {error}"));
    }
    if bytes.len() as u64 > UNPACKED {
        return Err(format!("the workbook has more than {UNPACKED} bytes; save it as CSV"));
    }
    if !old_workbook::fits(bytes) {
        return Err("not readable as a workbook: it is damaged, or a sheet of it spans too many cells; save it as CSV"
            .to_owned());
    }
    let book = open_workbook_from_rs(Cursor::new(bytes));
    book.map(Book::Xls).map_err(|error: calamine::XlsError| format!("not readable as a workbook: {error}"))
}

impl Book<'_> {
    fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheet_names(),
            Self::Xls(book) => book.sheet_names(),
        }
    }

    /// Hands over the rows of a sheet with their numbers from 1; the words for where it breaks off.
    fn rows(
        &mut self,
        sheet: &str,
        mut take: impl FnMut(u64, &[Cell]) -> ControlFlow<()>,
    ) -> std::result::Result<(), (u64, String)> {
        match self {
            Self::Xlsx(book) => streamed(book, sheet, &mut take),
            Self::Xls(book) => {
                let range = guarded(|| book.worksheet_range(sheet)).ok_or_else(|| (1, DAMAGED.to_owned()))?;
                let range = range.map_err(|error| (1, error.to_string()))?;
                let first = u64::from(range.start().map_or(0, |(row, _)| row)) + 1;
                for (number, row) in (first..).zip(range.rows()) {
                    let cells: Vec<Cell> = row.iter().map(held).collect();
                    if take(number, &cells).is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

fn streamed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    take: &mut dyn FnMut(u64, &[Cell]) -> ControlFlow<()>,
) -> std::result::Result<(), (u64, String)> {
    let reader = guarded(|| book.worksheet_cells_reader(sheet)).ok_or_else(|| (1, DAMAGED.to_owned()))?;
    let mut reader = reader.map_err(|error| (1, error.to_string()))?;
    let mut row: Option<u32> = None;
    let mut cells: Vec<Cell> = Vec::new();
    let number = |row: u32| u64::from(row) + 1;
    loop {
        let here = || row.map_or(1, number);
        let next = guarded(|| reader.next_cell()).ok_or_else(|| (here(), DAMAGED.to_owned()))?;
        let next = next.map_err(|error| (here(), error.to_string()))?;
        let place = next.as_ref().map(calamine::Cell::get_position);
        if let Some(current) = row
            && place.map(|(row, _)| row) != row
        {
            if take(number(current), &cells).is_break() {
                return Ok(());
            }
            cells.clear();
        }
        let (Some(cell), Some((here, column))) = (next, place) else { return Ok(()) };
        row = Some(here);
        let value = shown(cell.get_value());
        if value != Cell::Empty && column < COLUMNS {
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(slot) = cells.get_mut(column) {
                *slot = value;
            }
        }
    }
}

fn shown(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => text_cell(text),
        other => held(&Data::from(other.clone())),
    }
}

fn held(value: &Data) -> Cell {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_cell(text),
        Data::Int(number) => Cell::Text(number.to_string()),
        Data::Float(number) => Cell::Text(written(*number)),
        Data::Bool(truth) => Cell::Text(truth.to_string()),
        Data::DateTime(date) if date.is_datetime() => date_cell(date),
        Data::DateTime(date) => Cell::Text(written(date.as_f64())),
        Data::Error(_) | Data::Empty => Cell::Empty,
    }
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn date_cell(date: &calamine::ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let day = chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time = day.and_then(|day| day.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into()));
    let ms = time.map(|time| time.and_utc().timestamp_millis());
    // Whole seconds are not whole in binary.
    ms.map_or(Cell::Empty, |ms| {
        let second = (ms + 500).div_euclid(1000) * 1000;
        Cell::Date(if (ms - second).abs() <= 5 { second } else { ms })
    })
}

/// A number as a cell of a text table has it; a large one has lost digits and shows it.
fn written(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT {
        format!("{number:.0}")
    } else if number.abs() < EXACT {
        format!("{number}")
    } else {
        format!("{number:E}")
    }
}

/// What stands where.
struct Layout {
    sheet: String,
    row: u64,
    fit: Fit,
}

fn layout(mapping: &Mapping, book: &mut Book<'_>) -> std::result::Result<Layout, String> {
    let mut sheets = book.sheets();
    if let Some(wanted) = &mapping.sheet {
        sheets.retain(|name| name == wanted);
        if sheets.is_empty() {
            return Err(format!("no sheet `{wanted}`"));
        }
    }
    let mut reason = None;
    for sheet in sheets {
        let mut found = None;
        let mut seen = 0;
        let looked = book.rows(&sheet, |number, cells| {
            if mapping.header_row.is_some_and(|wanted| number < wanted) {
                return ControlFlow::Continue(());
            }
            match mapping.fit(&headings(cells)) {
                Ok(fit) => found = Some((number, fit)),
                Err(missing) => {
                    reason.get_or_insert(missing);
                }
            }
            seen += 1;
            let last = found.is_some() || mapping.header_row.is_some() || seen >= HEADER_ROWS;
            if last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if let Some((row, fit)) = found {
            return Ok(Layout { sheet, row, fit });
        }
        if let Err((_, message)) = looked {
            reason.get_or_insert(message);
        }
    }
    Err(reason.unwrap_or_else(|| "no header row".to_owned()))
}

fn headings(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| cell.text().unwrap_or_default().trim().to_owned()).collect()
}

/// How many columns a mapping finds in a workbook; the words for why it does not fit.
pub(super) fn fits(mapping: &Mapping, head: &Head<'_>) -> std::result::Result<usize, String> {
    layout(mapping, &mut open(head.bytes)?).map(|layout| layout.fit.found())
}

/// The first rows of a workbook's first sheet that has two, for a proposal.
pub(super) fn sample(bytes: &[u8], most: usize) -> std::result::Result<(String, Vec<Vec<Cell>>), String> {
    let mut book = open(bytes)?;
    for sheet in book.sheets() {
        let mut rows = Vec::new();
        let read = book.rows(&sheet, |_, cells| {
            rows.push(cells.to_vec());
            if rows.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if read.is_ok() && rows.len() > 1 {
            return Ok((sheet, rows));
        }
    }
    Err("no sheet with a header and a row below it".to_owned())
}

/// Reads a workbook.
///
/// # Errors
/// [`Error::Format`] when it cannot be opened or the mapping does not fit it.
pub(super) fn read(input: &Input<'_>, mapping: &Mapping, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let wrong = |message| Error::Format { path: input.path.to_owned(), place: Place::Whole, message };
    let mut book = open(input.bytes).map_err(wrong)?;
    let layout = layout(mapping, &mut book)
        .map_err(|message| wrong(format!("{message}; mapped by {}", mapping.path.display())))?;
    let mut table = Table::new(mapping, input.name);
    let (mut skip, mut last) = (mapping.skip, 0);
    let read = book.rows(&layout.sheet, |number, cells| {
        last = number;
        if number <= layout.row || cells.iter().all(|cell| *cell == Cell::Empty) {
            return ControlFlow::Continue(());
        }
        if skip > 0 {
            skip -= 1;
            return ControlFlow::Continue(());
        }
        if let Err(reason) = table.take(writer, &Line { cells, fit: &layout.fit }) {
            writer.reject(Place::Line(number), reason);
        }
        ControlFlow::Continue(())
    });
    if let Err((row, message)) = read {
        writer.cut_short(Place::Line(row), format!("the sheet breaks off: {message}"));
    }
    if last >= FULL {
        writer.note(format!(
            "the sheet has {FULL} rows, as many as a sheet can: later messages are likely cut off; export as CSV"
        ));
    }
    table.finish(writer);
    progress(input.bytes.len() as u64);
    Ok(())
}

struct Line<'r> {
    cells: &'r [Cell],
    fit: &'r Fit,
}

impl Cells for Line<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        self.cells.get(self.fit.place(field)?)?.text()
    }

    fn date(&self) -> Option<i64> {
        match self.cells.get(self.fit.place(Field::Time)?)? {
            Cell::Date(local) => Some(*local),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_workbook_is_an_error() {
        let sound: &[u8] = include_bytes!("../../../fixtures/mapped-xlsx/old/旧表.xls");
        assert!(open(sound).is_ok());
        let opened = (0..sound.len()).step_by(7).filter(|cut| sample(&sound[..*cut], 20).is_ok()).count();
        assert!(opened < sound.len() / 7);
    }

    #[test]
    fn numbers_as_a_table_has_them() {
        for (number, want) in [
            (1003.0, "1003"),
            (46_083.5, "46083.5"),
            (1_772_413_205_000.0, "1772413205000"),
            (637_012_345_678_901_200.0, "6.370123456789012E17"),
        ] {
            assert_eq!(written(number), want);
        }
        assert!(crate::format::mapping::is_scientific(&written(637_012_345_678_901_200.0)));
    }

    #[test]
    fn what_is_no_workbook_says_so() {
        for bytes in
            [b"".as_slice(), b"PK\x03\x04 broken", b"time,sender\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"]
        {
            let reason = open(bytes).err().unwrap();
            assert!(reason.contains("not readable as a workbook"), "{reason}");
        }
    }
}
