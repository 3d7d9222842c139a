//! Do shared links get clicked? The furthest-reaching links and the share of their readers who
//! clicked, against the bound.

use std::cmp::Reverse;

use super::pick::{header, iso, raw};
use super::spec::{Axes, Axis, Body, Chart, Layer, Paint, Plot, Row, Scale, Tone};
use super::words;
use crate::look::{count_text, middle_cut};
use crate::report::{GroupReport, LinkReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "link_ctr";

/// Links drawn, furthest reach first.
const MOST: usize = 15;

/// 链接点击率
pub const CHART: Chart = Chart {
    id: "link_ctr",
    name: Text { zh: "链接点击率", en: "Link click-through" },
    doc: Text {
        zh: "分享的链接有人点吗：触达最多的链接各自的点击率",
        en: "Do shared links get clicked: click-through of the furthest-reaching links",
    },
    metric: Some(METRIC),
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let mut links: Vec<&LinkReport> =
        report.links.iter().filter(|link| link.group == group.id && link.ctr.is_some()).collect();
    if links.is_empty() {
        return None;
    }
    links.sort_by(|a, b| (Reverse(a.reach), &a.url, a.day).cmp(&(Reverse(b.reach), &b.url, b.day)));
    links.truncate(MOST);
    links.sort_by(|a, b| b.ctr.unwrap_or(0.0).total_cmp(&a.ctr.unwrap_or(0.0)));
    let first = links.iter().map(|link| link.day).min()?;
    let last = links.iter().map(|link| link.day).max()?;
    let vital = report.headline(&group.id, METRIC);
    let title = vital.map_or_else(|| CHART.name.get(lang).to_owned(), |v| words::answer(CHART.name, v, lang));
    let measure = Text {
        zh: "7 天内点击者 ÷ 触达人数，触达最多的链接；空心为窗口未满",
        en: "visitors within 7 days ÷ reach, furthest-reaching links; hollow: window not over",
    };
    let bound = vital.and_then(words::nearest_bound);
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last)), None, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis::new("", Scale::Percent),
            y: Axis::names(links.iter().map(|link| name(link)).collect()),
            layers: vec![Layer::Rows(
                (0_u8..).zip(&links).map(|(y, link)| bar(f64::from(y), link, bound, lang)).collect(),
            )],
            bounds: words::bound_lines(vital, lang),
        }),
        data: (
            header(&["url", "day", "reach", "unique_clickers", "ctr", "partial"]),
            links.iter().map(|link| data(link)).collect(),
        ),
    })
}

/// The URL without its scheme, cut in the middle.
fn name(link: &LinkReport) -> String {
    let bare = link.url.split_once("://").map_or(link.url.as_str(), |(_, rest)| rest);
    middle_cut(bare, 40)
}

fn bar(y: f64, link: &LinkReport, bound: Option<f64>, lang: Lang) -> Row {
    let ctr = link.ctr.unwrap_or(0.0);
    let rate = crate::look::percent(ctr, bound, lang);
    let counts = match (link.unique_clickers, link.reach) {
        (Some(clickers), Some(reach)) => {
            format!(" · {}/{}", count_text(clickers, lang), count_text(reach, lang))
        }
        _ => String::new(),
    };
    Row {
        y,
        span: (0.0, ctr),
        inside: String::new(),
        label: format!("{rate}{counts}"),
        paint: Paint::Series(0),
        tone: Tone::Strong,
        hollow: link.partial,
    }
}

fn data(link: &LinkReport) -> Vec<String> {
    let count = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
    vec![
        link.url.clone(),
        iso(link.day),
        count(link.reach),
        count(link.unique_clickers),
        raw(link.ctr),
        u8::from(link.partial).to_string(),
    ]
}
