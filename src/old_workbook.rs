//! How large the sheets of an old workbook (`.xls`) are, told from its cell records alone. The library that
//! reads them lays every sheet out as a dense rectangle, so one far cell of a damaged file would cost
//! gigabytes. In: the bytes. Out: cells of all rectangles, or that it is no such workbook.

use std::io::{Cursor, Read};

/// Most cells of all sheets together: some 300 MB.
const MOST: u64 = 8_000_000;
/// Records that hold one cell: row and column are their first two numbers.
const CELLS: [u16; 9] = [0x0006, 0x007e, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];
/// Several numbers in a row; the last column is their last number.
const MANY: u16 = 0x00bd;
/// A sheet begins.
const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];

/// Whether an old workbook is small enough to be laid out whole; true for bytes that are none.
#[must_use]
pub(crate) fn fits(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return true;
    }
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return false };
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(Ok(stream)) = name.map(|name| file.open_stream(name)) else { return true };
    let mut records = Vec::new();
    // A stream cannot be longer than the file that holds it; a chain that claims to be is cut.
    if stream.take(bytes.len() as u64).read_to_end(&mut records).is_err() {
        return false;
    }
    cells(&records) <= MOST
}

/// Cells of the rectangles the cell records span, sheet by sheet.
fn cells(mut records: &[u8]) -> u64 {
    let number = |bytes: &[u8], at: usize| Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let mut sum = 0_u64;
    let mut span: Option<[u16; 4]> = None;
    let area = |span: Option<[u16; 4]>| {
        span.map_or(0, |[top, left, bottom, right]| (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1))
    };
    while let (Some(kind), Some(length)) = (number(records, 0), number(records, 2)) {
        let end = (4 + usize::from(length)).min(records.len());
        let body = records.get(4..end).unwrap_or_default();
        if BEGIN.contains(&kind) {
            sum += area(span.take());
        } else if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (number(body, 0), number(body, 2))
        {
            let last = if kind == MANY { body.len().checked_sub(2).and_then(|at| number(body, at)) } else { None };
            let right = last.unwrap_or(column).max(column);
            let known = span.unwrap_or([row, column, row, right]);
            span = Some([known[0].min(row), known[1].min(column), known[2].max(row), known[3].max(right)]);
        }
        records = records.get(end..).unwrap_or_default();
    }
    sum + area(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(kind: u16, row: u16, column: u16) -> Vec<u8> {
        [kind, 6, row, column, 0].iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn one_far_cell_spans_a_sheet() {
        let near = [cell(0x0203, 0, 0), cell(0x0203, 9, 1)].concat();
        assert_eq!(cells(&near), 20);
        let far = [cell(0x0203, 0, 0), cell(0x0809, 0, 0), cell(0x00fd, 0, 0), cell(0x00fd, 65_535, 255)].concat();
        assert_eq!(cells(&far), 1 + 65_536 * 256);
        assert_eq!(cells(&[]), 0);
        assert!(fits(b"PK anything else"));
        assert!(!fits(&[0xd0, 0xcf, 0x11, 0xe0, 0]));
    }
}
