//! Does the group gain more active people than it loses? New and returned people upwards, lapsed
//! ones downwards, week by week.

use super::spec::{Chart, Plot, stack};
use super::weekly::{self, Weeks, some};
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
    let weeks = Weeks::of(group, METRIC)?;
    let columns = ["new", "resurrected", "churned"];
    let [new, back, gone] = columns.map(|column| weeks.series(column));
    if ![&new, &back, &gone].into_iter().any(some) {
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
    let n = vital.and_then(|vital| words::sample(vital, lang));
    Some(Plot {
        title: title(report, group),
        subtitle: words::subtitle(measure.get(lang), group, Some(weeks.days), n, lang),
        foot: words::foot(report, group, vital),
        body: weeks.axes(
            Text { zh: "人", en: "people" }.get(lang),
            layers.map(|((bars, name), color)| weekly::bars(name.get(lang), color, bars)).collect(),
        ),
        data: weeks.data(&columns),
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
