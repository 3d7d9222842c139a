//! Tables that are no CSV turned into it: workbooks (xlsx and the old xls) and HTML tables that call
//! themselves .xls. In: bytes. Out: CSV, the tables one after another with a blank line between.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, Xlsx};
use csv::{Writer, WriterBuilder};
use html5gum::{Token, Tokenizer};

use crate::guard::guarded;
use crate::old_workbook;

/// Bytes a workbook may have when unpacked.
const UNPACKED: u128 = 1 << 30;
/// Columns a sheet can have.
const COLUMNS: u32 = 16_384;

/// Begins like a workbook: the old binary kind, or a zip that names workbook parts early.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let names = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        || bytes.starts_with(b"PK\x03\x04") && (names(b"[Content_Types].xml") || names(b"xl/"))
}

/// Every sheet of a workbook as CSV.
///
/// # Errors
/// A sentence when it cannot be read.
pub fn workbook(bytes: &[u8]) -> Result<Vec<u8>, String> {
    guarded(|| sheets(bytes)).unwrap_or_else(|| Err(unreadable(&"it is damaged")))
}

fn unreadable(why: &dyn std::fmt::Display) -> String {
    format!("the workbook cannot be read ({why}); save it as `CSV UTF-8`")
}

fn sheets(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes))
        && archive.decompressed_size().is_some_and(|size| size > UNPACKED)
    {
        return Err(unreadable(&"it is too large"));
    }
    if !old_workbook::fits(bytes) {
        return Err(unreadable(&"it is damaged, or a sheet of it spans too many cells"));
    }
    let book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut out = writer();
    match book {
        Sheets::Xlsx(mut book) => {
            for name in book.sheet_names() {
                streamed(&mut book, &name, &mut out).map_err(|error| unreadable(&error))?;
                write(&mut out, &[]);
            }
        }
        mut book => {
            for (_, sheet) in book.worksheets() {
                for row in sheet.rows() {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    write(&mut out, &cells);
                }
                write(&mut out, &[]);
            }
        }
    }
    Ok(out.into_inner().unwrap_or_default())
}

/// The rows of a sheet that hold something, cell by cell: one far cell must not cost the memory of all
/// between.
fn streamed(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, out: &mut Writer<Vec<u8>>) -> Result<(), calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let (mut current, mut cells): (u32, Vec<String>) = (0, Vec::new());
    while let Some(found) = reader.next_cell()? {
        let (row, column) = found.get_position();
        if row != current && !cells.is_empty() {
            write(out, &cells);
            cells.clear();
        }
        current = row;
        let text = cell(&Data::from(found.get_value().clone()));
        if column < COLUMNS && !text.is_empty() {
            let column = column as usize;
            cells.resize(cells.len().max(column + 1), String::new());
            if let Some(slot) = cells.get_mut(column) {
                *slot = text;
            }
        }
    }
    if !cells.is_empty() {
        write(out, &cells);
    }
    Ok(())
}

fn cell(cell: &Data) -> String {
    match cell {
        // Serial days since the end of 1899; articles are dated by day.
        Data::DateTime(serial) if serial.is_datetime() => date(serial.as_f64()).unwrap_or_default(),
        other => other.to_string().trim().to_owned(),
    }
}

fn date(serial: f64) -> Option<String> {
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    #[expect(clippy::cast_possible_truncation, reason = "a date; what is out of range is no date and is dropped")]
    let days = serial.floor() as i64;
    Some(epoch.checked_add_signed(chrono::TimeDelta::try_days(days)?)?.to_string())
}

/// Whether a text is HTML with a table in it.
#[must_use]
pub fn is_html(text: &[u8]) -> bool {
    let start = text.trim_ascii_start();
    let lower: Vec<u8> = start.get(..4096).unwrap_or(start).to_ascii_lowercase();
    let begins = |tag: &[u8]| lower.starts_with(tag);
    (begins(b"<!doctype html") || begins(b"<html") || begins(b"<table") || begins(b"<meta") || begins(b"<head"))
        && memchr::memmem::find(&lower, b"<table").is_some()
}

/// The tables of an HTML page as CSV.
#[must_use]
pub fn html(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut out = writer();
    let (mut row, mut cell): (Vec<String>, Option<String>) = (Vec::new(), None);
    let close = |row: &mut Vec<String>, cell: &mut Option<String>| row.extend(cell.take().as_deref().map(tidy));
    for Ok(token) in Tokenizer::new(text.as_ref()) {
        match token {
            Token::StartTag(tag) if matches!(&**tag.name, b"td" | b"th") => {
                close(&mut row, &mut cell);
                cell = Some(String::new());
            }
            Token::EndTag(tag) if matches!(&**tag.name, b"td" | b"th") => close(&mut row, &mut cell),
            Token::EndTag(tag) if matches!(&**tag.name, b"tr" | b"table") => {
                close(&mut row, &mut cell);
                write(&mut out, &row);
                row.clear();
            }
            Token::String(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&String::from_utf8_lossy(&text));
                }
            }
            _ => {}
        }
    }
    close(&mut row, &mut cell);
    write(&mut out, &row);
    out.into_inner().unwrap_or_default()
}

fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().flexible(true).from_writer(Vec::new())
}

/// Writing into memory cannot fail.
fn write(out: &mut Writer<Vec<u8>>, cells: &[String]) {
    let _ = out.write_record(cells);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_html_table_is_csv() {
        let page = "<html><body><table><tr><th>标题</th><th>阅读次数</th></tr>\n<tr><td>一 &amp; 二\n</td><td>1,024</td></tr><tr><td>open";
        assert!(is_html(page.as_bytes()));
        assert_eq!(String::from_utf8(html(page.as_bytes())).unwrap(), "标题,阅读次数\n一 & 二,\"1,024\"\nopen\n");
        assert!(!is_html(b"<html><body>chat</body></html>"));
    }

    #[test]
    fn serial_days() {
        assert_eq!(date(46083.5).as_deref(), Some("2026-03-02"));
        assert_eq!(date(1e18), None);
    }

    #[test]
    fn a_broken_workbook_is_said_to_be() {
        assert!(is_workbook(b"PK\x03\x04........[Content_Types].xml"));
        assert!(workbook(b"PK\x03\x04........[Content_Types].xml").is_err());
        assert!(!is_workbook(b"PK\x03\x04messages.json"));
    }
}
