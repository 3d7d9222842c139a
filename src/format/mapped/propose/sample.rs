//! The first rows of any table as cells under headings. In: bytes of a CSV, of JSON or of a workbook.
//! Out: headings and rows alike, so that guessing knows nothing of files.

use std::collections::BTreeSet;

use super::super::super::json::{self, Members, Value};
use super::super::super::mapping::is_scientific;
use super::super::super::spec::Format;
use super::super::super::table::Rows;
use super::super::csv::DELIMITERS;
use super::super::jsonl::{self, cell};
use super::super::{HEADER_ROWS, xlsx};
use super::words::known;

/// Rows looked at.
const ROWS: usize = 500;
/// How deep keys are followed.
const DEPTH: usize = 3;

/// Headings and the rows below them.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// Column names.
    pub headings: Vec<String>,
    /// Cells below them.
    pub rows: Vec<Vec<String>>,
    /// What divides the cells of a text.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The key of the array of records.
    pub records: Option<String>,
}

impl Sample {
    /// The sample of a table; the reason when it has no header.
    pub fn of(format: &Format, bytes: &[u8]) -> Result<Self, String> {
        let sample = match format.id {
            "mapped-csv" => of_csv(bytes),
            "mapped-jsonl" => of_json(bytes),
            _ => {
                let (sheet, rows) = xlsx::sample(bytes, ROWS)?;
                let texts = |row: &Vec<xlsx::Cell>| {
                    row.iter().map(|cell| cell.text().unwrap_or_default().into_owned()).collect()
                };
                Some(Self { sheet: Some(sheet), ..below_header(rows.iter().map(texts).collect()) })
            }
        };
        let sample = sample.filter(|sample| sample.headings.len() > 1 && !sample.rows.is_empty());
        sample.ok_or_else(|| "no header with two columns and a row below it was found".to_owned())
    }

    /// The filled cells of a column.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// How many cells are filled, and how many are numbers a spreadsheet rounded.
    pub fn filled_and_rounded(&self, column: usize) -> (usize, usize) {
        (self.cells(column).count(), self.cells(column).filter(|cell| is_scientific(cell)).count())
    }

    /// The different cells of a column, in order.
    pub fn distinct(&self, column: usize) -> Vec<String> {
        let words: BTreeSet<&str> = self.cells(column).collect();
        words.into_iter().map(str::to_owned).collect()
    }
}

fn of_csv(bytes: &[u8]) -> Option<Sample> {
    let read = |delimiter: &u8| {
        let mut rows = Rows::new(bytes, *delimiter, &|_| ());
        let mut cells = Vec::new();
        while let Some(row) = rows.next().filter(|_| cells.len() < ROWS) {
            if let Ok(row) = row {
                cells.push((0..row.len()).map(|at| row.get(at).unwrap_or_default().into_owned()).collect());
            }
        }
        Sample { delimiter: Some(*delimiter), ..below_header(cells) }
    };
    DELIMITERS.iter().map(read).rev().max_by_key(|sample| (known(&sample.headings), sample.headings.len()))
}

/// The row with the most known headings is the header.
fn below_header(mut rows: Vec<Vec<String>>) -> Sample {
    let scored = rows.iter().take(HEADER_ROWS).enumerate().rev();
    let header = scored.max_by_key(|(_, row)| known(row)).map_or(0, |(at, _)| at);
    let below = rows.split_off((header + 1).min(rows.len()));
    let headings = rows.pop().unwrap_or_default().iter().map(|heading| heading.trim().to_owned()).collect();
    Sample { headings, rows: below, ..Sample::default() }
}

fn of_json(bytes: &[u8]) -> Option<Sample> {
    let start = json::start(bytes);
    let mut records = jsonl::sample(bytes, start, ROWS);
    let mut key = None;
    if records.len() < 2
        && let Some((name, at)) = inner_array(bytes, start)
    {
        records = jsonl::sample(bytes, at, ROWS);
        key = Some(name);
    }
    let mut headings: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for record in &records {
        let mut row = vec![String::new(); headings.len()];
        for (name, value) in &record.0 {
            flatten(&text(name)?, *value, DEPTH, &mut |name, value| {
                let column = headings.iter().position(|known| *known == name).unwrap_or_else(|| {
                    headings.push(name);
                    headings.len() - 1
                });
                row.resize(headings.len().max(row.len()), String::new());
                if let Some(slot) = row.get_mut(column) {
                    *slot = cell(value).unwrap_or_default().into_owned();
                }
            });
        }
        rows.push(row);
    }
    Some(Sample { headings, rows, records: key, ..Sample::default() })
}

/// The key of an object whose value is a list of objects, and where the list is.
fn inner_array(bytes: &[u8], start: usize) -> Option<(String, usize)> {
    let mut members = Members::open(bytes, start).ok()?;
    while let Some(key) = members.key().ok()? {
        let at = members.at();
        if bytes.get(at) == Some(&b'[') && bytes.get(json::skip_space(bytes, at + 1)) == Some(&b'{') {
            return Some((text(key)?, at));
        }
        members.value().ok()?;
    }
    None
}

/// A key with its escapes resolved.
fn text(key: &[u8]) -> Option<String> {
    serde_json::from_slice(&[b"\"", key, b"\""].concat()).ok()
}

fn flatten<'a>(name: &str, value: Value<'a>, depth: usize, take: &mut dyn FnMut(String, Value<'a>)) {
    if depth > 1 && value.raw().first() == Some(&b'{') {
        for (key, inner) in value.members() {
            if let Some(key) = text(key) {
                flatten(&format!("{name}.{key}"), inner, depth - 1, take);
            }
        }
        return;
    }
    take(name.to_owned(), value);
}
