//! Does the group gain more active people than it loses? New and returned people upwards, lapsed
//! ones downwards, week by week.

use super::pick::{header, iso, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale, Tone, stack, x_of};
use super::words;
use crate::report::{GroupReport, Report, Status};
use crate::unit::{Lang, Text};

const METRIC: &str = "growth_accounting";

/// 增长核算
pub const CHART: Chart = Chart {
    id: "growth_accounting",
    name: Text { zh: "增长核算", en: "Growth accounting" },
    doc: Text {
        zh: "来的多还是走的多：每周新增、回流和流失的活跃者",
        en: "More coming or going: new, returned and lapsed active people by week",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let weeks: Vec<_> =
        rows(group, METRIC, "weeks").into_iter().filter_map(|row| Some((row.day("start")?, row))).collect();
    let (first, last) = (weeks.first()?.0, weeks.last()?.0);
    let values = |column: &str| -> Vec<(f64, Option<f64>, bool)> {
        weeks.iter().map(|(day, row)| (x_of(*day) + 3.0, row.number(column), row.partial())).collect()
    };
    let (new, back, gone) = (values("new"), values("resurrected"), values("churned"));
    if [&new, &back, &gone].iter().all(|list| list.iter().all(|(_, value, _)| value.is_none_or(|v| v <= 0.0))) {
        return None;
    }
    let up = stack(&[new, back], 1.0);
    let down = stack(&[gone], -1.0);
    let names =
        [Text { zh: "新增", en: "new" }, Text { zh: "回流", en: "returned" }, Text { zh: "流失", en: "lapsed" }];
    let layers = up.into_iter().chain(down).zip(names).zip([0, 2, 1]);
    let vital = report.headline(&group.id, METRIC);
    let measure = Text {
        zh: "每周新增与回流（向上）、流失（向下）的活跃人数",
        en: "active people a week: new and returned upwards, lapsed downwards",
    };
    Some(Plot {
        title: title(report, group),
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last + 6)), None, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::dates((first, last + 6)),
            y: Axis::new(Text { zh: "人", en: "people" }.get(lang), Scale::Number),
            layers: layers
                .map(|((bars, name), color)| Layer::Bars {
                    name: name.get(lang).to_owned(),
                    color,
                    tone: Tone::Strong,
                    width: 5.0,
                    bars,
                })
                .collect(),
            bounds: Vec::new(),
        }),
        data: (
            header(&["start", "new", "resurrected", "churned"]),
            weeks
                .iter()
                .map(|(day, row)| {
                    let numbers = ["new", "resurrected", "churned"].map(|column| raw(row.number(column)));
                    std::iter::once(iso(*day)).chain(numbers).collect()
                })
                .collect(),
        ),
    })
}

fn title(report: &Report, group: &GroupReport) -> String {
    let lang = report.lang;
    let Some(vital) = report.headline(&group.id, METRIC) else { return CHART.name.get(lang).to_owned() };
    let what = Text { zh: "快速比", en: "Quick ratio" };
    let (Some(quick), true) = (vital.row.value, vital.status != Status::InsufficientN) else {
        return words::answer(what, vital, lang);
    };
    let meaning = match lang {
        Lang::Zh if quick < 1.0 => "流失的比来的多",
        Lang::Zh if quick > 1.0 => "来的比流失的多",
        Lang::Zh => "来的和流失的一样多",
        Lang::En if quick < 1.0 => "more people lapse than come",
        Lang::En if quick > 1.0 => "more people come than lapse",
        Lang::En => "as many come as lapse",
    };
    let joint = Text { zh: "，", en: ", " }.get(lang);
    format!("{} {quick:.2}{joint}{meaning}", what.get(lang))
}
