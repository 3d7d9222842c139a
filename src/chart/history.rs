//! How has a vital fared over many runs? One line over the days judged, its bounds, a gap where a run could say
//! nothing. In: a history. Out: the chart, drawn. Not in the list of charts: it is made of past runs, not of a report.

use super::drawn::{Drawn, drawn, slug};
use super::pick::{header, iso, raw};
use super::spec::{Axes, Axis, Body, Layer, Plot, Scale, x_of};
use super::words;
use crate::charter::parse_bound;
use crate::error::Result;
use crate::gate::History;
use crate::look::{middle_cut, value_text};
use crate::unit::{Lang, Text, Unit};

/// Draws a history; `None` with fewer than two values: one dot is no history. `name` is the vital's.
///
/// # Errors
/// As [`super::draw`].
pub fn history(history: &History, name: &str, lang: Lang) -> Result<Option<Drawn>> {
    let Some(plot) = plot(history, name, lang) else { return Ok(None) };
    let mut stem = format!("{}-{}", history.key.metric, slug(&history.key.group));
    if let Some(segment) = &history.key.segment {
        stem.push_str(&format!("-{}", slug(segment)));
    }
    drawn("trend", &history.key.group, stem, plot, lang).map(Some)
}

fn plot(history: &History, name: &str, lang: Lang) -> Option<Plot> {
    let last = history.last().filter(|_| history.known() > 1)?;
    let unit = Unit::parse(&last.unit).unwrap_or(Unit::Index);
    let line: Vec<(f64, Option<f64>)> =
        history.points.iter().map(|(day, row)| (x_of(*day), row.as_ref().and_then(|row| row.value))).collect();
    let dots = line.iter().filter_map(|(x, y)| Some((*x, (*y)?, false))).collect();
    let (first, end) = (history.points.first()?.0, history.points.last()?.0);
    let margin = x_of(end - first) * 0.03 + 1.0;
    let bounds = last
        .threshold
        .as_ref()
        .and_then(|bound| parse_bound(bound).ok())
        .map_or_else(Vec::new, |bound| words::bound_lines_at(bound.limits(), unit, lang));
    let value = last.value.map_or_else(|| "–".to_owned(), |value| value_text(value, unit, None, lang));
    let runs = history.points.len();
    let measure = match lang {
        Lang::Zh => format!("{runs} 次检查中 {} 次有值", history.known()),
        Lang::En => format!("{} of {runs} runs with a value", history.known()),
    };
    let parts = [measure, middle_cut(&history.group, 24), words::span(first, end, lang), format!("n={}", last.n)];
    let scale = if unit == Unit::Ratio { Scale::Percent } else { Scale::Number };
    let label = unit.label().get(lang);
    Some(Plot {
        title: format!("{name} {value}"),
        subtitle: parts.join(" · "),
        foot: format!("{}metrics.json", Text { zh: "来源：", en: "Source: " }.get(lang)),
        body: Body::Axes(Axes {
            x: Axis { range: Some((x_of(first) - margin, x_of(end) + margin)), ..Axis::new("", Scale::Date) },
            y: Axis::new(if label.is_empty() { name } else { label }, scale),
            layers: vec![
                Layer::Line { name: String::new(), color: 0, dashed: false, points: line },
                Layer::Dots { color: 0, points: dots },
            ],
            bounds,
        }),
        data: (
            header(&["as_of", "value", "status", "n", "threshold"]),
            history
                .points
                .iter()
                .map(|(day, row)| match row {
                    Some(row) => vec![
                        iso(*day),
                        raw(row.value),
                        row.status.name().to_owned(),
                        row.n.to_string(),
                        row.threshold.clone().unwrap_or_default(),
                    ],
                    None => vec![iso(*day), String::new(), String::new(), String::new(), String::new()],
                })
                .collect(),
        ),
    })
}
