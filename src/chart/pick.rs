//! Picking numbers out of a report's tables by column name. In: a table. Out: numbers, days, words;
//! a missing column reads as missing cells, so that a chart draws less instead of failing.

use crate::calendar::{Day, date};
use crate::metric::{Cell, Table};
use crate::report::GroupReport;

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Picked<'a> {
    table: &'a Table,
    row: &'a [Cell],
}

/// The rows of a group's table, in order; none when the table is missing.
pub fn rows<'a>(group: &'a GroupReport, metric: &'static str, name: &'static str) -> Vec<Picked<'a>> {
    let table = group.tables.get(&(metric, name));
    table.map_or_else(Vec::new, |table| table.rows.iter().map(|row| Picked { table, row }).collect())
}

impl Picked<'_> {
    fn cell(&self, column: &str) -> Option<&Cell> {
        let at = self.table.columns.iter().position(|known| *known == column)?;
        self.row.get(at)
    }

    /// A finite number; `None` when missing.
    pub fn number(&self, column: &str) -> Option<f64> {
        match self.cell(column) {
            Some(Cell::Number(value)) if value.is_finite() => Some(*value),
            _ => None,
        }
    }

    /// A local day.
    pub fn day(&self, column: &str) -> Option<Day> {
        match self.cell(column) {
            Some(Cell::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// A word.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The column says no: the period is not complete.
    pub fn partial(&self) -> bool {
        self.number("complete") == Some(0.0)
    }
}

/// A number for the data behind a chart: as it is, empty when missing.
pub fn raw(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A day for the data behind a chart: ISO.
pub fn iso(day: Day) -> String {
    date(day).to_string()
}

/// A header.
pub fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A whole number that names a place, as an index.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie in the range of an index")]
pub fn place(value: f64) -> Option<usize> {
    (0.0..4e9).contains(&value).then_some(value as usize)
}
