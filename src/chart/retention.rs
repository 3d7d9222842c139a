//! Do the people of one period come back in the next? Weekly and monthly retention, one shape:
//! line, Wilson band, bound.

use super::pick::{header, iso, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale, x_of};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

/// 周活跃留存
pub const WEEKLY: Chart = Chart {
    id: "weekly_retention",
    name: Text { zh: "周活跃留存", en: "Weekly retention" },
    doc: Text {
        zh: "上周说过话的人，这周还在说吗",
        en: "Of those active in one week, how many are active in the next",
    },
    metric: Some("weekly_retention"),
    run: false,
    plot: |report, group| {
        let measure =
            Text { zh: "上周活跃者中本周仍活跃的占比", en: "active last week and again this week" };
        plot(report, group, &WEEKLY, "weekly_retention", measure)
    },
};

/// 月活跃留存
pub const MONTHLY: Chart = Chart {
    id: "monthly_retention",
    name: Text { zh: "月活跃留存", en: "Monthly retention" },
    doc: Text {
        zh: "上月说过话的人，这个月还在说吗",
        en: "Of those active in one month, how many are active in the next",
    },
    metric: Some("monthly_retention"),
    run: false,
    plot: |report, group| {
        let measure =
            Text { zh: "上月活跃者中本月仍活跃的占比", en: "active last month and again this month" };
        plot(report, group, &MONTHLY, "monthly_retention", measure)
    },
};

fn plot(report: &Report, group: &GroupReport, chart: &Chart, metric: &'static str, measure: Text) -> Option<Plot> {
    let lang = report.lang;
    let periods: Vec<_> =
        rows(group, metric, "periods").into_iter().filter_map(|row| Some((row.day("start")?, row))).collect();
    let known = periods.iter().filter(|(_, row)| row.number("rate").is_some()).count();
    if known == 0 {
        return None;
    }
    let (first, last) = (periods.first()?.0, periods.last()?.0);
    let vital = report.headline(&group.id, metric);
    let line: Vec<_> = periods.iter().map(|(day, row)| (x_of(*day), row.number("rate"))).collect();
    let dots = line.iter().filter_map(|(x, y)| Some((*x, (*y)?, false))).collect();
    let band = periods.iter().map(|(day, row)| (x_of(*day), row.number("ci_low").zip(row.number("ci_high")))).collect();
    // A little air, so that no dot sits on the edge.
    let margin = x_of(last - first) * 0.015 + 1.5;
    let name = Text { zh: "留存率", en: "retention" }.get(lang).to_owned();
    let title = vital.map_or_else(|| chart.name.get(lang).to_owned(), |v| words::answer(chart.name, v, lang));
    let interval = Text { zh: "阴影为 95% 区间", en: "band: 95 % interval" }.get(lang);
    let measure = format!("{}{}{interval}", measure.get(lang), Text { zh: "，", en: "; " }.get(lang));
    let end = vital.and_then(|vital| vital.row.period).map_or(last, |(_, end)| end.max(last));
    Some(Plot {
        title,
        subtitle: words::subtitle(
            &measure,
            group,
            Some((first, end)),
            vital.and_then(|v| words::sample(v, lang)),
            lang,
        ),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis { range: Some((x_of(first) - margin, x_of(last) + margin)), ..Axis::new("", Scale::Date) },
            y: Axis::new(&name, Scale::Percent),
            layers: vec![
                Layer::Band { color: 0, points: band },
                Layer::Line { name: name.clone(), color: 0, dashed: false, points: line },
                Layer::Dots { color: 0, points: dots },
            ],
            bounds: words::bound_lines(vital, lang),
        }),
        data: (
            header(&["start", "base", "retained", "rate", "ci_low", "ci_high"]),
            periods
                .iter()
                .map(|(day, row)| {
                    let numbers = ["base", "retained", "rate", "ci_low", "ci_high"];
                    std::iter::once(iso(*day)).chain(numbers.map(|column| raw(row.number(column)))).collect()
                })
                .collect(),
        ),
    })
}
