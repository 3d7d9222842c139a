//! Are the rules broken more or less often? Leads a week, by rule.

use super::pick::{header, iso, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale, Tone, stack, x_of};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

const METRIC: &str = "ad_rule_hits";

/// 违规线索
pub const CHART: Chart = Chart {
    id: "rule_hits",
    name: Text { zh: "违规线索", en: "Leads on broken rules" },
    doc: Text {
        zh: "违规线索是多了还是少了：每周疑似推销与名单外链接的条数",
        en: "Are rules broken more or less often: suspected ads and links not allowed, a week",
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
        weeks.iter().map(|(day, row)| (x_of(*day) + 3.0, row.number(column), false)).collect()
    };
    let series = [values("solicitations"), values("links")];
    if series.iter().flatten().all(|(_, value, _)| value.is_none_or(|value| value <= 0.0)) {
        return None;
    }
    let names = [Text { zh: "疑似推销", en: "suspected ads" }, Text { zh: "名单外链接", en: "links not allowed" }];
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "上一完整周的违规线索", en: "Leads of the last complete week:" };
    let measure =
        Text { zh: "每周的线索条数，须人工确认", en: "leads a week, to be confirmed by a person" };
    let layers = stack(&series, 1.0).into_iter().zip(names).zip([1, 0]);
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last + 6)), None, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::dates((first, last + 6)),
            y: Axis::new(Text { zh: "条", en: "leads" }.get(lang), Scale::Number),
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
            header(&["start", "solicitations", "links"]),
            weeks
                .iter()
                .map(|(day, row)| {
                    let numbers = ["solicitations", "links"].map(|column| raw(row.number(column)));
                    std::iter::once(iso(*day)).chain(numbers).collect()
                })
                .collect(),
        ),
    })
}
