//! The past of every vital: what `trend` prints and writes. In: histories, and their charts drawn. Out: a table with
//! sparklines, CSV or JSON in long form, one self-contained page.

use std::io::{self, Write};

use minijinja::context;
use minijinja::value::{Serde, Value};

use super::gate_change::named;
use super::grid::{self, Side, bold};
use super::html;
use super::sheet::{Field, Sheet};
use super::spec::Style;
use super::trend::{blocks, change_text};
use super::width::{clean, cut};
use crate::calendar::date;
use crate::chart::{Drawn, css_variables};
use crate::gate::History;
use crate::look::{DARK, LIGHT, mark, value_text, word};
use crate::metric::find;
use crate::unit::{Lang, Unit};

/// Runs a sparkline shows.
const SPARK: usize = 16;

/// Name of a history's vital with its segment.
#[must_use]
pub fn name(history: &History, lang: Lang) -> String {
    find(&history.key.metric).map_or_else(
        || named(&history.key),
        |metric| super::words::vital_name(metric, history.key.segment.as_deref(), lang),
    )
}

/// Writes the table, a part a group.
///
/// # Errors
/// What the sink says.
pub fn terminal(histories: &[History], lang: Lang, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let head = match lang {
        Lang::Zh => ["判定", "体征", "最近", "变化", "次数", "走势"],
        Lang::En => ["Verdict", "Vital", "Last", "Change", "Runs", "Trend"],
    };
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
    let header: Vec<(&str, Side)> = head.into_iter().zip(sides).collect();
    let mut rest = histories;
    while let Some(first) = rest.first() {
        let here = rest.iter().take_while(|history| history.key.group == first.key.group).count();
        let (part, others) = rest.split_at(here);
        rest = others;
        writeln!(out, "{}", bold(&cut(&clean(&first.group), 60), style))?;
        let rows = part.iter().map(|history| row(history, lang)).collect();
        for line in grid::fitted(&header, rows, 1) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn row(history: &History, lang: Lang) -> Vec<String> {
    let last = history.last();
    let unit = last.and_then(|row| Unit::parse(&row.unit)).unwrap_or(Unit::Index);
    let points: Vec<(i32, Option<f64>)> =
        history.points.iter().map(|(day, row)| (*day, row.as_ref().and_then(|row| row.value))).collect();
    vec![
        last.map_or_else(String::new, |row| format!("{} {}", mark(row.status), word(row.status, lang))),
        name(history, lang),
        last.and_then(|row| row.value).map_or("–".to_owned(), |value| value_text(value, unit, None, lang)),
        history.change().map_or_else(String::new, |change| change_text(change, unit, lang)),
        format!("{}/{}", history.known(), history.points.len()),
        blocks(&points, SPARK),
    ]
}

/// Every value of every run, a row each.
#[must_use]
pub fn sheet(histories: &[History]) -> Sheet {
    let rows = histories.iter().flat_map(|history| {
        history.points.iter().map(move |(day, row)| {
            let key = &history.key;
            vec![
                Field::Text(key.group.clone()),
                Field::Text(history.group.clone()),
                Field::Text(key.metric.clone()),
                Field::of(key.segment.clone(), Field::Text),
                Field::Day(*day),
                Field::of(row.as_ref().and_then(|row| row.value), Field::Real),
                Field::of(row.as_ref().map(|row| row.unit.clone()), Field::Text),
                Field::of(row.as_ref().map(|row| row.n), Field::Count),
                Field::of(row.as_ref().map(|row| row.status.name().to_owned()), Field::Text),
                Field::of(row.as_ref().and_then(|row| row.threshold.clone()), Field::Text),
            ]
        })
    });
    Sheet {
        columns: &["group", "name", "metric", "segment", "as_of", "value", "unit", "n", "status", "threshold"],
        rows: rows.collect(),
    }
}

/// Writes the page: every chart under its group.
///
/// # Errors
/// What the sink says.
pub fn page(drawn: &[(&History, Drawn)], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (history, chart) in drawn {
        match groups.last_mut() {
            Some((name, figures)) if *name == history.group => figures.push(&chart.svg),
            _ => groups.push((&history.group, vec![&chart.svg])),
        }
    }
    let days = drawn.iter().flat_map(|(history, _)| &history.points).map(|(day, _)| *day);
    let (first, last) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
    let title = match lang {
        Lang::Zh => format!("群脉 · 走势 · {} 至 {}", date(first), date(last)),
        Lang::En => format!("chatvitals · trend · {} to {}", date(first), date(last)),
    };
    let mut templates = html::templates();
    templates.add_template("trend.html", include_str!("templates/trend.html")).map_err(io::Error::other)?;
    let template = templates.get_template("trend.html").map_err(io::Error::other)?;
    let (light, dark) = (css_variables(&LIGHT), css_variables(&DARK));
    let groups = Value::from(Serde(&groups));
    let context = context! { lang => lang.code(), title, groups, light, dark };
    out.write_all(template.render(context).map_err(io::Error::other)?.as_bytes())
}
