//! Who joins and who leaves? Joins upwards, leaves and removals downwards, week by week.

use super::pick::{header, iso, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale, Tone, stack, x_of};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

const METRIC: &str = "join_leave_flow";

/// 进退群流量
pub const CHART: Chart = Chart {
    id: "join_leave_flow",
    name: Text { zh: "进退群流量", en: "Joins and leaves" },
    doc: Text {
        zh: "进群和退群：每周入群、主动退群和被移出的人数",
        en: "Joining and leaving: joins, leaves and removals by week",
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
    let flows = [
        ("joins", Text { zh: "入群", en: "joined" }, 0),
        ("leaves", Text { zh: "退群", en: "left" }, 1),
        ("removed", Text { zh: "被移出", en: "removed" }, 3),
    ];
    let some = |column: &str| values(column).iter().any(|(_, value, _)| value.is_some_and(|v| v > 0.0));
    if !flows.iter().any(|(column, ..)| some(column)) {
        return None;
    }
    let up = stack(&[values("joins")], 1.0);
    let down = stack(&[values("leaves"), values("removed")], -1.0);
    let layers = up
        .into_iter()
        .chain(down)
        .zip(flows)
        .filter(|(_, (column, ..))| some(column))
        .map(|(bars, (_, name, color))| Layer::Bars {
            name: name.get(lang).to_owned(),
            color,
            tone: Tone::Strong,
            width: 5.0,
            bars,
        })
        .collect();
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "入群 7 天内退群率", en: "Leaving within 7 days of joining:" };
    let title = vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang));
    let measure = Text {
        zh: "每周入群（向上）、退群与被移出（向下）的人数",
        en: "people a week: joined upwards, left and removed downwards",
    };
    let columns = ["joins", "leaves", "removed", "complete"];
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last + 6)), None, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::dates((first, last + 6)),
            y: Axis::new(Text { zh: "人", en: "people" }.get(lang), Scale::Number),
            layers,
            bounds: Vec::new(),
        }),
        data: (
            header(&["start", "joins", "leaves", "removed", "complete"]),
            weeks
                .iter()
                .map(|(day, row)| {
                    std::iter::once(iso(*day)).chain(columns.map(|column| raw(row.number(column)))).collect()
                })
                .collect(),
        ),
    })
}
