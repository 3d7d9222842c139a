//! One vital of several groups over time, for the page's script to draw. In: the histories the cards'
//! sparklines are made of. Out: JSON, a plot a vital, for every vital at least two groups have.

use serde_json::{Value, json};

use super::width::clean;
use super::{trend, view};
use crate::calendar::Day;
use crate::report::{Report, Vital};
use crate::unit::Unit;

/// Lines one plot can bear.
const LINES: usize = 12;

/// The plots, as text that may stand in a script element; `None` when no vital has two histories.
#[must_use]
pub fn compare(report: &Report, ids: &[&str]) -> Option<String> {
    let mut metrics: Vec<&'static str> = Vec::new();
    for vital in report.vitals.iter().filter(|vital| vital.is_headline()) {
        if !metrics.contains(&vital.metric.id) {
            metrics.push(vital.metric.id);
        }
    }
    let plots: Vec<Value> = metrics.into_iter().filter_map(|metric| plot(report, ids, metric)).collect();
    (!plots.is_empty()).then(|| Value::Array(plots).to_string().replace('<', "\\u003c"))
}

fn plot(report: &Report, ids: &[&str], metric: &'static str) -> Option<Value> {
    let histories = ids.iter().filter_map(|id| {
        let vital = report.headline(id, metric)?;
        let points = trend::history(report, vital);
        (points.iter().filter(|(_, value)| value.is_some()).count() >= 2).then_some((*id, vital, points))
    });
    let histories: Vec<(&str, &Vital, Vec<trend::Point>)> = histories.take(LINES).collect();
    let [(_, first, _), _, ..] = histories.as_slice() else { return None };
    let scale = if first.row.unit == Unit::Ratio { "percent" } else { "number" };
    let lines: Vec<Value> = histories
        .iter()
        .enumerate()
        .map(|(at, (id, _, points))| {
            let (xs, ys): (Vec<Day>, Vec<Option<f64>>) = points.iter().copied().unzip();
            json!({"kind": "line", "name": clean(view::group_name(report, id)), "color": at, "xs": xs, "ys": ys,
                   "dashed": at >= 6})
        })
        .collect();
    let bound = view::near(first).map(|at| json!({"at": at, "words": view::bound(first, report.lang), "bad": "none"}));
    let plot = json!({
        "x": {"title": "", "scale": "date", "range": null},
        "y": {"title": first.row.unit.label().get(report.lang), "scale": scale, "range": null},
        "layers": lines,
        "bounds": bound.into_iter().collect::<Vec<Value>>(),
    });
    Some(json!({"name": view::name(first, report.lang), "plot": plot}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::unit::Lang;

    #[test]
    fn vitals_of_two_groups_stand_in_one_plot() {
        let mut report = sample::report(Lang::En);
        assert_eq!(compare(&report, &[sample::ONE, sample::TWO]), None, "only one group has a history");
        report.groups[1].tables = report.groups[0].tables.clone();
        let text = compare(&report, &[sample::ONE, sample::TWO]).unwrap();
        let plots: Value = serde_json::from_str(&text).unwrap();
        let layers = plots[0]["plot"]["layers"].as_array().unwrap();
        assert_eq!(layers.len(), 2);
        assert!(!text.contains('<') && layers[1]["name"].as_str().unwrap().contains("<b>"));
    }
}
