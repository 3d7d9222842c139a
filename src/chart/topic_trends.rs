//! What does the group talk of that it did not a week ago? Words that rise, by distinct speakers.

use super::pick::{header, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Paint, Plot, Row, Scale, Tone};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "topic_trends";
/// Words shown.
const MOST: usize = 12;

/// 话题趋势
pub const CHART: Chart = Chart {
    id: "topic_trends",
    name: Text { zh: "话题趋势", en: "Rising topics" },
    doc: Text {
        zh: "这一周比上一周更多人说起什么：升温词与说过它的人数",
        en: "What do more people speak of than the week before: rising words and how many said them",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked: Vec<_> = rows(group, METRIC, "terms").into_iter().take(MOST).collect();
    let first = picked.first()?;
    let vital = report.headline(&group.id, METRIC);
    let speakers = words::whole(first.number("speakers")?, lang);
    let title = match lang {
        Lang::Zh => format!("升温最快的是“{}”，{speakers} 人说起", first.text("term")?),
        Lang::En => format!("\"{}\" rises fastest: {speakers} people spoke of it", first.text("term")?),
    };
    let bar = |(y, row): (u8, &super::pick::Picked<'_>)| {
        let number = |column| row.number(column).map_or_else(|| "–".to_owned(), |value| words::whole(value, lang));
        let label = match lang {
            Lang::Zh => format!("{} 人 · {} → {} 人次", number("speakers"), number("before"), number("now")),
            Lang::En => format!("{} people · {} → {} person-days", number("speakers"), number("before"), number("now")),
        };
        Some(Row {
            y: f64::from(y),
            span: (0.0, row.number("score")?),
            inside: String::new(),
            label,
            paint: Paint::Series(0),
            tone: Tone::Strong,
            hollow: false,
        })
    };
    let measure = Text {
        zh: "上一完整周对前一周的升温（log₂ 平滑比）",
        en: "rise of the last complete week over the one before, log₂ of smoothed shares",
    };
    let columns = ["score", "now", "before", "speakers"];
    Some(Plot {
        title,
        subtitle: words::subtitle(
            measure.get(lang),
            group,
            vital.and_then(|vital| vital.row.period),
            vital.and_then(|vital| words::sample(vital, lang)),
            lang,
        ),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::new("log₂", Scale::Number),
            y: Axis::names(picked.iter().map(|row| row.text("term").unwrap_or_default().to_owned()).collect()),
            layers: vec![Layer::Rows((0_u8..).zip(&picked).filter_map(bar).collect())],
            bounds: Vec::new(),
        }),
        data: (
            std::iter::once("term".to_owned()).chain(header(&columns)).collect(),
            picked
                .iter()
                .map(|row| {
                    let numbers = columns.iter().map(|column| raw(row.number(column)));
                    std::iter::once(row.text("term").unwrap_or_default().to_owned()).chain(numbers).collect()
                })
                .collect(),
        ),
    })
}
