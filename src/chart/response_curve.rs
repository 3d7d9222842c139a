//! How long do askers wait for an admin? The share still waiting by service minutes, with the promise.

use super::pick::{header, raw, rows};
use super::spec::{Axes, Axis, BadSide, Body, BoundLine, Chart, Layer, Plot, Scale, steps};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

const METRIC: &str = "admin_response_time";
/// Promised minutes where no bound is in force.
const PROMISED: f64 = 15.0;
/// Share that may still wait when the promise is up: nine in ten are answered in time.
const LATE: f64 = 0.1;
/// Shortest and longest stretch shown, minutes.
const SHOWN: (f64, f64) = (30.0, 480.0);

/// 响应时间曲线
pub const CHART: Chart = Chart {
    id: "response_curve",
    name: Text { zh: "响应时间曲线", en: "Waiting for an admin" },
    doc: Text {
        zh: "提问后多久有管理员回应：还在等的占比随服务分钟数下降",
        en: "How long do askers wait for an admin: the share still waiting by service minutes",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "curve");
    let curve: Vec<(f64, f64)> =
        picked.iter().filter_map(|row| Some((row.number("minutes")?, row.number("waiting")?))).collect();
    let asks = picked.first()?.number("at_risk").filter(|asks| *asks > 0.0)?;
    let vital = report.headline(&group.id, METRIC);
    let promised = vital.and_then(|vital| vital.bounds.1).unwrap_or(PROMISED);
    let last = curve.last()?.0.max(promised * 2.0).clamp(SHOWN.0, SHOWN.1);
    let what = Text { zh: "九成提问得到管理员回应要", en: "Nine in ten are answered by an admin within" };
    let measure = Text {
        zh: "还在等管理员回应的提问占比，按服务时段内的分钟",
        en: "asks still waiting for an admin, by minutes of service",
    };
    let name = Text { zh: "还在等", en: "waiting" }.get(lang).to_owned();
    let counted = match lang {
        crate::unit::Lang::Zh => format!("{} 个提问", words::whole(asks, lang)),
        crate::unit::Lang::En => format!("{} asks", words::whole(asks, lang)),
    };
    let minutes = words::whole(promised, lang);
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: words::subtitle(measure.get(lang), group, vital.and_then(|v| v.row.period), Some(counted), lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis {
                range: Some((0.0, last)),
                ..Axis::new(Text { zh: "服务分钟", en: "minutes of service" }.get(lang), Scale::Number)
            },
            y: Axis { range: Some((0.0, 1.0)), ..Axis::new(&name, Scale::Percent) },
            layers: vec![
                Layer::Upright {
                    at: promised,
                    words: format!(
                        "{} {minutes} {}",
                        Text { zh: "承诺", en: "promised:" }.get(lang),
                        Text { zh: "分", en: "min" }.get(lang)
                    ),
                },
                Layer::Line { name, color: 0, dashed: false, points: steps(&curve, last) },
            ],
            bounds: vec![BoundLine {
                at: LATE,
                words: Text { zh: "剩一成", en: "one in ten" }.get(lang).to_owned(),
                bad: BadSide::None,
            }],
        }),
        data: (
            header(&["minutes", "waiting", "at_risk"]),
            picked
                .iter()
                .map(|row| ["minutes", "waiting", "at_risk"].map(|column| raw(row.number(column))).to_vec())
                .collect(),
        ),
    })
}
