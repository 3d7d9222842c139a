//! Rows of `members` and `links` for machines and spreadsheets: CSV and JSON from the same cells.
//! Text that a spreadsheet would run as a formula is made harmless in CSV; JSON keeps it as it is.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::calendar::{Day, date};
use crate::look::harmless;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Unknown or not applicable.
    Empty,
    /// Words; the only cells that come from the export.
    Text(String),
    /// A count.
    Count(u64),
    /// A signed count.
    Signed(i32),
    /// A ratio or other number.
    Real(f64),
    /// A local day.
    Day(Day),
    /// Yes or no.
    Flag(bool),
}

impl Field {
    /// A value that may be missing.
    pub fn of<T>(value: Option<T>, field: fn(T) -> Self) -> Self {
        value.map_or(Self::Empty, field)
    }

    fn csv(&self) -> String {
        match self {
            Self::Text(text) => harmless(text),
            Self::Count(count) => count.to_string(),
            Self::Signed(count) => count.to_string(),
            Self::Real(number) if number.is_finite() => number.to_string(),
            Self::Empty | Self::Real(_) => String::new(),
            Self::Day(day) => date(*day).to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Signed(count) => serializer.serialize_i32(*count),
            Self::Real(number) => serializer.serialize_f64(*number),
            Self::Day(day) => serializer.collect_str(&date(*day)),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// Column names and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Machine names of the columns.
    pub columns: &'static [&'static str],
    /// Rows, one cell a column.
    pub rows: Vec<Vec<Field>>,
}

struct Named<'a>(&'a [&'static str], &'a [Field]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}

impl Sheet {
    /// Writes CSV with a header.
    ///
    /// # Errors
    /// What the sink says.
    pub fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(Field::csv))?;
        }
        writer.flush()
    }

    /// Writes a JSON array of objects, fields in column order.
    ///
    /// # Errors
    /// What the sink says.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| Named(self.columns, row)))
    }
}

struct Sheets<'a>(&'a [(&'static str, &'a Sheet)]);

impl Serialize for Sheets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// Writes several sheets as one JSON object, an array of rows each.
///
/// # Errors
/// What the sink says.
pub fn document(sheets: &[(&'static str, &Sheet)], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Sheets(sheets))?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let text = |text: &str| Field::Text(text.to_owned());
        Sheet {
            columns: &["name", "silent", "share"],
            rows: vec![
                vec![text("=HYPERLINK(\"x\")"), Field::Signed(-1), Field::Real(0.25)],
                vec![text("a,\"b\""), Field::Empty, Field::Empty],
            ],
        }
    }

    #[test]
    fn formulas_in_names_do_not_run() {
        let mut out = Vec::new();
        sheet().csv(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "name,silent,share\n\"'=HYPERLINK(\"\"x\"\")\",-1,0.25\n\"a,\"\"b\"\"\",,\n");
        for first in ["=", "+", "-", "@", "\t", "\r"] {
            assert_eq!(harmless(&format!("{first}1")), format!("'{first}1"));
        }
        assert_eq!(harmless("a=1"), "a=1");
    }

    #[test]
    fn json_keeps_order_and_nulls() {
        let mut out = Vec::new();
        sheet().json(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.find("name").unwrap() < text.find("silent").unwrap());
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value[0]["name"], "=HYPERLINK(\"x\")");
        assert!(value[1]["share"].is_null());
    }
}
