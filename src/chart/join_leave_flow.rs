//! Who joins and who leaves? Joins upwards, leaves and removals downwards, week by week.

use super::spec::{Chart, Plot, stack};
use super::weekly::{self, Weeks, some};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

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
    let weeks = Weeks::of(group, METRIC)?;
    let flows = [
        ("joins", Text { zh: "入群", en: "joined" }, 0),
        ("leaves", Text { zh: "退群", en: "left" }, 1),
        ("removed", Text { zh: "被移出", en: "removed" }, 3),
    ];
    let shown = |column: &str| some(&weeks.series(column));
    if !flows.iter().any(|(column, ..)| shown(column)) {
        return None;
    }
    let up = stack(&[weeks.series("joins")], 1.0);
    let down = stack(&[weeks.series("leaves"), weeks.series("removed")], -1.0);
    let layers = up.into_iter().chain(down).zip(flows).filter(|(_, (column, ..))| shown(column));
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "入群 7 天内退群率", en: "Leaving within 7 days of joining:" };
    let measure = Text {
        zh: "每周入群（向上）、退群与被移出（向下）的人数",
        en: "people a week: joined upwards, left and removed downwards",
    };
    let (came, went) = (weeks.total("joins"), weeks.total("leaves") + weeks.total("removed"));
    let (came, went) = (words::whole(came, lang), words::whole(went, lang));
    let counted = match lang {
        Lang::Zh => format!("入 {came} 人，离 {went} 人"),
        Lang::En => format!("{came} came, {went} went"),
    };
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: words::subtitle(measure.get(lang), group, Some(weeks.days), Some(counted), lang),
        foot: words::foot(report, group, vital),
        body: weeks.axes(
            Text { zh: "人", en: "people" }.get(lang),
            layers.map(|(bars, (_, name, color))| weekly::bars(name.get(lang), color, bars)).collect(),
        ),
        data: weeks.data(&["joins", "leaves", "removed", "complete"]),
    })
}
