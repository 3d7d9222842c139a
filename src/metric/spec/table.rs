//! The numbers behind a chart, as a metric hands them over.

use crate::calendar::Day;

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Missing: a gap, never zero.
    Null,
    /// A number.
    Number(f64),
    /// A local day.
    Day(Day),
    /// A word or label (already pseudonymised where it names a person).
    Text(String),
}

/// Numbers behind a chart: what the metric saw, period by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Column names, machine words.
    pub columns: &'static [&'static str],
    /// Rows in order.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The history of a vital: start of each period and its value, oldest first; what sparklines
    /// draw.
    #[must_use]
    pub fn history(rows: Vec<(Day, Option<f64>)>) -> Self {
        let row = |(start, value): (Day, Option<f64>)| vec![Cell::Day(start), Cell::number(value)];
        Self { columns: &["period_start", "value"], rows: rows.into_iter().map(row).collect() }
    }
}

impl Cell {
    /// A number, or a gap.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Number)
    }
}
