//! Do newcomers stay? One row a joining week, one column a week since joining.

use std::collections::BTreeMap;

use super::pick::{header, iso, raw, rows};
use super::spec::{Body, Chart, Heat, Plot, Scale};
use super::words;
use crate::calendar::{Day, week_label};
use crate::look::date_text;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "cohort_retention";

/// Latest cohorts drawn.
const COHORTS: usize = 14;

/// Weeks after joining drawn.
const WEEKS: usize = 16;

/// Smaller cohorts are hatched: one person more or less moves them by over ten points.
const THIN: f64 = 10.0;

/// 同期群留存
pub const CHART: Chart = Chart {
    id: "cohort_triangle",
    name: Text { zh: "同期群留存", en: "Newcomer cohorts" },
    doc: Text {
        zh: "新人留下来了吗：每周入群的人，之后每一周还有多少在说话",
        en: "Do newcomers stay: of those who joined in a week, how many speak in each week after",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

struct Cohort {
    monday: Day,
    size: f64,
    cells: Vec<(f64, Option<f64>)>,
}

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let cohorts = cohorts(group);
    let (first, last) = (cohorts.first()?.monday, cohorts.last()?.monday);
    let weeks = cohorts.iter().map(|cohort| cohort.cells.len()).max()?;
    // Week 0 alone is everybody by definition.
    if weeks < 2 {
        return None;
    }
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "新人次周留存", en: "Newcomers active in week 1:" };
    let title = vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang));
    let measure = Text {
        zh: "同周入群者在之后各周的活跃占比",
        en: "share of each week's newcomers active in later weeks",
    };
    let thin = (0..cohorts.len())
        .filter(|row| cohorts[*row].size < THIN)
        .flat_map(|row| (0..weeks).map(move |column| (row, column)))
        .collect();
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last + 6)), None, lang),
        foot: words::foot(report, group, vital),
        body: Body::Heat(Heat {
            columns: (0..weeks).map(|week| week.to_string()).collect(),
            rows: cohorts.iter().map(|cohort| name(cohort, lang)).collect(),
            x_title: Text { zh: "入群后第几周", en: "weeks since joining" }.get(lang).to_owned(),
            y_title: String::new(),
            cells: cohorts.iter().map(|cohort| cohort.cells.iter().map(|(_, rate)| *rate).collect()).collect(),
            scale: Scale::Percent,
            thin,
            legend: Text { zh: "活跃占比", en: "share active" }.get(lang).to_owned(),
        }),
        data: (header(&["cohort", "cohort_start", "size", "week", "rate"]), data(&cohorts)),
    })
}

/// The latest cohorts, oldest first, their cells by week.
fn cohorts(group: &GroupReport) -> Vec<Cohort> {
    let mut by_monday: BTreeMap<Day, Cohort> = BTreeMap::new();
    for row in rows(group, METRIC, "cells") {
        let (Some(monday), Some(week)) = (row.day("cohort"), row.number("week")) else { continue };
        let size = row.number("size").unwrap_or(0.0);
        let cohort = by_monday.entry(monday).or_insert(Cohort { monday, size, cells: Vec::new() });
        if cohort.cells.len() < WEEKS {
            cohort.cells.push((week, row.number("rate")));
        }
    }
    // Cohorts and weeks nobody could be seen in yet are not drawn.
    for cohort in by_monday.values_mut() {
        let seen = cohort.cells.iter().rposition(|(_, rate)| rate.is_some()).map_or(0, |at| at + 1);
        cohort.cells.truncate(seen);
    }
    by_monday.retain(|_, cohort| !cohort.cells.is_empty());
    let skip = by_monday.len().saturating_sub(COHORTS);
    by_monday.into_values().skip(skip).collect()
}

fn name(cohort: &Cohort, lang: Lang) -> String {
    format!("{} · {} (n={})", date_text(cohort.monday, lang), short_week(cohort.monday, lang), cohort.size)
}

/// The ISO week without its year: 第11周, W11.
fn short_week(monday: Day, lang: Lang) -> String {
    let label = week_label(monday);
    let week = label.split("-W").nth(1).unwrap_or_default();
    match lang {
        Lang::Zh => format!("第{}周", week.trim_start_matches('0')),
        Lang::En => format!("W{week}"),
    }
}

fn data(cohorts: &[Cohort]) -> Vec<Vec<String>> {
    cohorts
        .iter()
        .flat_map(|cohort| {
            cohort.cells.iter().map(|(week, rate)| {
                vec![
                    week_label(cohort.monday),
                    iso(cohort.monday),
                    cohort.size.to_string(),
                    week.to_string(),
                    raw(*rate),
                ]
            })
        })
        .collect()
}
