//! What charts over time and over the hours of a week share. In: rows of a table. Out: bars a week, cells by
//! weekday and hour, and the numbers behind both.

use super::pick::{Picked, header, iso, place, raw, rows};
use super::spec::{Axes, Axis, Body, Heat, Layer, Scale, Tone, x_of};
use super::words;
use crate::calendar::Day;
use crate::report::GroupReport;
use crate::unit::{Lang, Text};

/// Rows of a `weeks` table, each with its Monday; never empty.
pub struct Weeks<'a> {
    rows: Vec<(Day, Picked<'a>)>,
    /// First and last day.
    pub days: (Day, Day),
}

/// Values of one series: where, how much, and whether the week is not over.
pub type Series = Vec<(f64, Option<f64>, bool)>;

impl<'a> Weeks<'a> {
    /// The weeks of a metric; `None` when there are none.
    pub fn of(group: &'a GroupReport, metric: &'static str) -> Option<Self> {
        let rows: Vec<_> =
            rows(group, metric, "weeks").into_iter().filter_map(|row| Some((row.day("start")?, row))).collect();
        let days = (rows.first()?.0, rows.last()?.0 + 6);
        Some(Self { rows, days })
    }

    /// A column, each value in the middle of its week.
    pub fn series(&self, column: &str) -> Series {
        self.rows.iter().map(|(day, row)| (x_of(*day) + 3.0, row.number(column), row.partial())).collect()
    }

    /// The sum of a column.
    pub fn total(&self, column: &str) -> f64 {
        self.rows.iter().filter_map(|(_, row)| row.number(column)).sum()
    }

    /// The numbers behind a chart of these columns.
    pub fn data(&self, columns: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
        let row = |(day, row): &(Day, Picked<'_>)| {
            std::iter::once(iso(*day)).chain(columns.iter().map(|column| raw(row.number(column)))).collect()
        };
        let heads: Vec<&str> = std::iter::once("start").chain(columns.iter().copied()).collect();
        (header(&heads), self.rows.iter().map(row).collect())
    }

    /// Bars over the weeks, counted in `unit`.
    pub fn axes(&self, unit: &str, layers: Vec<Layer>) -> Body {
        Body::Axes(Axes { x: Axis::dates(self.days), y: Axis::new(unit, Scale::Number), layers, bounds: Vec::new() })
    }
}

/// Whether any value of a series is above zero.
pub fn some(series: &Series) -> bool {
    series.iter().any(|(_, value, _)| value.is_some_and(|value| value > 0.0))
}

/// One series as bars a week wide.
pub fn bars(name: &str, color: usize, bars: Vec<(f64, f64, f64, bool)>) -> Layer {
    Layer::Bars { name: name.to_owned(), color, tone: Tone::Strong, width: 5.0, bars }
}

/// Cells by weekday and hour; what has no row holds `blank`. `None` for a row beyond the week.
pub fn by_hour(picked: &[Picked<'_>], column: &str, blank: Option<f64>) -> Option<Vec<Vec<Option<f64>>>> {
    let mut cells = vec![vec![blank; 24]; 7];
    for row in picked {
        let (day, hour) = (place(row.number("weekday")?)?, place(row.number("hour")?)?);
        *cells.get_mut(day)?.get_mut(hour)? = row.number(column);
    }
    Some(cells)
}

/// The row with most in a column.
pub fn most<'a, 'b>(picked: &'b [Picked<'a>], column: &str) -> Option<&'b Picked<'a>> {
    let value = |row: &Picked<'_>| row.number(column).unwrap_or(f64::NEG_INFINITY);
    picked.iter().filter(|row| row.number(column).is_some()).max_by(|a, b| value(a).total_cmp(&value(b)))
}

/// A week of hours as a grid.
pub fn hours(cells: Vec<Vec<Option<f64>>>, legend: &str, lang: Lang) -> Body {
    Body::Heat(Heat {
        columns: (0..24).map(|hour| hour.to_string()).collect(),
        rows: words::weekdays(lang).iter().map(|day| (*day).to_owned()).collect(),
        x_title: Text { zh: "钟点（当地时间）", en: "hour of the day, local time" }.get(lang).to_owned(),
        y_title: String::new(),
        cells,
        scale: Scale::Number,
        thin: Vec::new(),
        legend: legend.to_owned(),
    })
}

/// The numbers behind a chart of these columns.
pub fn table(picked: &[Picked<'_>], columns: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
    let row = |row: &Picked<'_>| columns.iter().map(|column| raw(row.number(column))).collect();
    (header(columns), picked.iter().map(row).collect())
}
