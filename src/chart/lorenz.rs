//! Is the talk spread or held by a few? Lorenz curves over speakers and over the roster.

use super::pick::{header, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "participation_gini";

/// 参与不平等
pub const CHART: Chart = Chart {
    id: "lorenz",
    name: Text { zh: "发言集中度", en: "Concentration of talk" },
    doc: Text {
        zh: "话都是谁说的：发言最少的那部分人合起来说了多少",
        en: "Who does the talking: what share of messages the quieter people wrote together",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

/// Basis in the table and its name.
const BASES: [(&str, Text); 2] =
    [("speakers", Text { zh: "发言者", en: "speakers" }), ("roster", Text { zh: "全体成员", en: "all members" })];

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "lorenz");
    let mut layers = vec![Layer::Line {
        name: Text { zh: "完全平均", en: "equal shares" }.get(lang).to_owned(),
        color: 5,
        dashed: true,
        points: vec![(0.0, Some(0.0)), (1.0, Some(1.0))],
    }];
    let mut data = Vec::new();
    for (color, (basis, name)) in BASES.iter().enumerate() {
        let points: Vec<(f64, Option<f64>)> = picked
            .iter()
            .filter(|row| row.text("basis") == Some(basis))
            .filter_map(|row| Some((row.number("people_share")?, Some(row.number("message_share")?))))
            .collect();
        if points.len() < 2 {
            continue;
        }
        data.extend(points.iter().map(|(x, y)| vec![(*basis).to_owned(), raw(Some(*x)), raw(*y)]));
        layers.push(Layer::Line { name: line_name(report, group, basis, *name), color, dashed: false, points });
    }
    if data.is_empty() {
        return None;
    }
    let vital = report.headline(&group.id, METRIC);
    let measure = Text {
        zh: "从发言最少的人数起，累计人数占比对应的累计发言占比",
        en: "cumulative share of messages, from the quietest person up",
    };
    let period = vital.and_then(|vital| vital.row.period).or(group.complete);
    let n = vital.and_then(|vital| words::sample(vital, lang));
    Some(Plot {
        title: title(report, group),
        subtitle: words::subtitle(measure.get(lang), group, period, n, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis {
                range: Some((0.0, 1.0)),
                ..Axis::new(Text { zh: "累计人数占比", en: "cumulative share of people" }.get(lang), Scale::Percent)
            },
            y: Axis {
                range: Some((0.0, 1.0)),
                ..Axis::new(Text { zh: "累计发言占比", en: "cumulative share of messages" }.get(lang), Scale::Percent)
            },
            layers,
            bounds: Vec::new(),
        }),
        data: (header(&["basis", "people_share", "message_share"]), data),
    })
}

/// A curve's name with its Gini: 「发言者 G=0.62」.
fn line_name(report: &Report, group: &GroupReport, basis: &str, name: Text) -> String {
    let vital = match basis {
        "speakers" => report.headline(&group.id, METRIC),
        _ => report.segment(&group.id, METRIC, basis),
    };
    let gini = vital.and_then(|vital| vital.row.value).map(|gini| format!(" (Gini {gini:.2})"));
    format!("{}{}", name.get(report.lang), gini.unwrap_or_default())
}

fn title(report: &Report, group: &GroupReport) -> String {
    let lang = report.lang;
    let top = report.segment(&group.id, METRIC, "top10_share").and_then(|vital| vital.row.value);
    let gini = report.headline(&group.id, METRIC).and_then(|vital| vital.row.value);
    match (top.map(|top| words::share(top, lang)), gini, lang) {
        (Some(top), _, Lang::Zh) => format!("最活跃的 10% 发言者说了全部发言的 {top}"),
        (Some(top), _, Lang::En) => format!("The most active 10 % of speakers wrote {top} of all messages"),
        (None, Some(gini), Lang::Zh) => format!("发言的基尼系数 {gini:.2}（0 为人人一样多）"),
        (None, Some(gini), Lang::En) => format!("Gini of messages {gini:.2} (0: all write alike)"),
        (None, None, _) => CHART.name.get(lang).to_owned(),
    }
}
