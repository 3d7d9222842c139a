//! Is the group talking enough? Messages a day with the seven-day mean and the bound.

use super::pick::{header, iso, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Plot, Scale, Tone, x_of};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

const METRIC: &str = "daily_messages";

/// 日均发言
pub const CHART: Chart = Chart {
    id: "daily_messages",
    name: Text { zh: "每日发言", en: "Messages a day" },
    doc: Text {
        zh: "群里说话够不够多：每天的发言条数、七日均线和下限",
        en: "Is the group talking enough: messages a day, the seven-day mean and the bound",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let days: Vec<_> =
        rows(group, METRIC, "daily").into_iter().filter_map(|row| Some((row.day("day")?, row))).collect();
    let (first, last) = (days.first()?.0, days.last()?.0);
    let bars: Vec<_> =
        days.iter().filter_map(|(day, row)| Some((x_of(*day), 0.0, row.number("messages")?, row.partial()))).collect();
    let most = bars.iter().map(|bar| bar.2).fold(0.0, f64::max);
    if bars.is_empty() || most <= 0.0 {
        return None;
    }
    let all = bars.iter().map(|bar| bar.2).sum();
    let mean = days.iter().map(|(day, row)| (x_of(*day), row.number("mean_7d"))).collect();
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "近 7 天日均发言", en: "Daily messages, last 7 days:" };
    let title = vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang));
    let measure = Text { zh: "每天的发言条数与七日均线", en: "messages a day and their 7-day mean" }.get(lang);
    let n = Text { zh: "条", en: "messages" }.get(lang);
    Some(Plot {
        title,
        subtitle: words::subtitle(measure, group, Some((first, last)), Some(words::messages(all, lang)), lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::dates((first, last)),
            y: Axis::new(n, Scale::Number),
            layers: vec![
                Layer::Bars {
                    name: Text { zh: "每日", en: "each day" }.get(lang).to_owned(),
                    color: 5,
                    tone: Tone::Soft,
                    width: 0.8,
                    bars,
                },
                Layer::Line {
                    name: Text { zh: "七日均线", en: "7-day mean" }.get(lang).to_owned(),
                    color: 0,
                    dashed: false,
                    points: mean,
                },
            ],
            bounds: words::bound_lines(vital, lang),
        }),
        data: (
            header(&["day", "messages", "mean_7d", "complete"]),
            days.iter()
                .map(|(day, row)| {
                    vec![
                        iso(*day),
                        raw(row.number("messages")),
                        raw(row.number("mean_7d")),
                        raw(row.number("complete")),
                    ]
                })
                .collect(),
        ),
    })
}
