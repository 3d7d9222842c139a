//! A chart as the page shows it: the drawing, the words on it, the numbers for the script and the table
//! behind it. Plain data for the template.

use serde::Serialize;

use super::spec::{Drawing, Drawings};
use crate::look::count_text;
use crate::unit::Lang;

/// Rows of a table behind a chart; the CSV holds them all.
const ROWS: usize = 120;

/// One chart.
#[derive(Serialize)]
pub struct Figure {
    title: String,
    subtitle: String,
    foot: String,
    svg: String,
    live: Option<String>,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
    count: String,
    more: bool,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    number: bool,
}

/// The charts of one metric in one group, or with `None` its overview.
#[must_use]
pub fn figures(drawings: &Drawings, group: &str, metric: Option<&str>, lang: Lang) -> Vec<Figure> {
    let own = drawings.iter().filter(|drawing| drawing.group == group && drawing.metric == metric);
    own.map(|drawing| figure(drawing, lang)).collect()
}

fn figure(drawing: &Drawing, lang: Lang) -> Figure {
    let (header, rows) = &drawing.data;
    let shown = rows.get(rows.len().saturating_sub(ROWS)..).unwrap_or_default();
    let cell = |text: &String| Cell { text: text.clone(), number: text.is_empty() || text.parse::<f64>().is_ok() };
    Figure {
        title: drawing.title.clone(),
        subtitle: drawing.subtitle.clone(),
        foot: drawing.foot.clone(),
        svg: drawing.svg.clone(),
        live: drawing.live.clone(),
        header: header.clone(),
        rows: shown.iter().map(|row| row.iter().map(cell).collect()).collect(),
        count: count_text(rows.len() as u64, lang),
        more: shown.len() < rows.len(),
    }
}
