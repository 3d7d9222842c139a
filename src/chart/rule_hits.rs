//! Are the rules broken more or less often? Leads a week, by rule.

use super::spec::{Chart, Plot, stack};
use super::weekly::{self, Weeks, some};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

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
    let weeks = Weeks::of(group, METRIC)?;
    let columns = ["solicitations", "links"];
    let series = columns.map(|column| weeks.series(column));
    if !series.iter().any(some) {
        return None;
    }
    let names = [Text { zh: "疑似推销", en: "suspected ads" }, Text { zh: "名单外链接", en: "links not allowed" }];
    let layers = stack(&series, 1.0).into_iter().zip(names).zip([1, 0]);
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "上一完整周的违规线索", en: "Leads of the last complete week:" };
    let measure =
        Text { zh: "每周的线索条数，须人工确认", en: "leads a week, to be confirmed by a person" };
    let all = words::whole(columns.iter().map(|column| weeks.total(column)).sum(), lang);
    let counted = match lang {
        Lang::Zh => format!("共 {all} 条"),
        Lang::En => format!("{all} in all"),
    };
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: words::subtitle(measure.get(lang), group, Some(weeks.days), Some(counted), lang),
        foot: words::foot(report, group, vital),
        body: weeks.axes(
            Text { zh: "条", en: "leads" }.get(lang),
            layers.map(|((bars, name), color)| weekly::bars(name.get(lang), color, bars)).collect(),
        ),
        data: weeks.data(&columns),
    })
}
