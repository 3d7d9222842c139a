//! How long do groups live? The share alive by age, with those still at risk below.

use super::pick::{header, raw, rows};
use super::spec::{Axes, Axis, BadSide, Body, BoundLine, Chart, Layer, Plot, Scale, steps};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "group_survival";
/// Fewest groups that make a curve.
const FEWEST: f64 = 3.0;
/// Places of the table below the axis.
const PLACES: usize = 6;

/// 群存活曲线
pub const CHART: Chart = Chart {
    id: "survival",
    name: Text { zh: "群存活曲线", en: "Survival of groups" },
    doc: Text {
        zh: "群能活多久：各年龄仍活着的群占比，下方是该年龄时仍在观察的群数",
        en: "How long do groups live: the share alive by age, with the number still at risk below",
    },
    metric: Some(METRIC),
    run: true,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "curve");
    let curve: Vec<(f64, f64)> =
        picked.iter().filter_map(|row| Some((row.number("day")?, row.number("survival")?))).collect();
    let groups = picked.first()?.number("at_risk").filter(|groups| *groups >= FEWEST)?;
    if curve.len() < 2 {
        return None;
    }
    let vital = report.headline(&group.id, METRIC);
    let last = curve.last()?.0 * 1.08;
    let at_risk = |day: f64| {
        let next = picked.iter().find(|row| row.number("day").is_some_and(|at| at >= day));
        next.and_then(|row| row.number("at_risk"))
    };
    let places = (0..PLACES).filter_map(|at| {
        #[expect(clippy::cast_precision_loss, reason = "a handful of places")]
        let day = (last * at as f64 / (PLACES - 1) as f64).floor();
        Some((day, words::whole(at_risk(day)?, lang)))
    });
    let what = Text { zh: "群的中位寿命", en: "Median lifetime of groups:" };
    let counted = match lang {
        Lang::Zh => format!("{} 个群", words::whole(groups, lang)),
        Lang::En => format!("{} groups", words::whole(groups, lang)),
    };
    let measure = Text { zh: "仍活着的群占比（Kaplan–Meier）", en: "groups still alive (Kaplan–Meier)" };
    let name = Text { zh: "存活", en: "alive" }.get(lang).to_owned();
    let columns = ["day", "survival", "at_risk", "ends"];
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: [measure.get(lang).to_owned(), counted].join(" · "),
        foot: words::foot_of_run(report, group),
        body: Body::Axes(Axes {
            x: Axis { range: Some((0.0, last)), ..Axis::new(Text { zh: "天", en: "days" }.get(lang), Scale::Number) },
            y: Axis { range: Some((0.0, 1.0)), ..Axis::new(&name, Scale::Percent) },
            layers: vec![
                Layer::Line { name, color: 0, dashed: false, points: steps(&curve, last) },
                Layer::Below {
                    name: Text { zh: "在观察", en: "at risk" }.get(lang).to_owned(),
                    places: places.collect(),
                },
            ],
            bounds: vec![BoundLine {
                at: 0.5,
                words: Text { zh: "一半", en: "half" }.get(lang).to_owned(),
                bad: BadSide::None,
            }],
        }),
        data: (
            header(&columns),
            picked.iter().map(|row| columns.iter().map(|column| raw(row.number(column))).collect()).collect(),
        ),
    })
}
