//! Do shared links get clicked? The links of the judged week and the share of their readers who
//! clicked, against the bound.

use std::cmp::Reverse;

use super::pick::{header, iso, raw};
use super::spec::{Axes, Axis, Body, Chart, Layer, Paint, Plot, Row, Scale, Tone};
use super::words;
use crate::calendar::Day;
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
        zh: "分享的链接有人点吗：判定周里触达最多的链接各自的点击率",
        en: "Do shared links get clicked: click-through of the judged week's furthest-reaching links",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let vital = report.headline(&group.id, METRIC);
    // The title's figure is a week's: the bars are that week's links, or they would not explain it.
    let week =
        vital.and_then(|vital| vital.row.period).filter(|_| vital.is_some_and(|vital| vital.row.value.is_some()));
    let judged = |day: Day| week.is_none_or(|(first, last)| (first..=last).contains(&day));
    let drawn = |link: &&LinkReport| link.group == group.id && link.ctr.is_some() && judged(link.day);
    let mut links: Vec<&LinkReport> = report.links.iter().filter(drawn).collect();
    let (first, last) = week.or_else(|| days(&links))?;
    let all = links.len();
    links.sort_by(|a, b| (Reverse(a.reach), &a.url, a.day).cmp(&(Reverse(b.reach), &b.url, b.day)));
    links.truncate(MOST);
    links.sort_by(|a, b| b.ctr.unwrap_or(0.0).total_cmp(&a.ctr.unwrap_or(0.0)));
    if links.is_empty() {
        return None;
    }
    let title = vital.map_or_else(|| CHART.name.get(lang).to_owned(), |v| words::answer(CHART.name, v, lang));
    let measure = Text {
        zh: "7 天内点击者 ÷ 触达人数；空心为窗口未满",
        en: "visitors within 7 days ÷ reach; hollow: window not over",
    };
    let counted = match (lang, all > links.len()) {
        (Lang::Zh, false) => format!("{all} 条链接"),
        (Lang::Zh, true) => format!("{all} 条链接中触达最多的 {} 条", links.len()),
        (Lang::En, false) => format!("{all} links"),
        (Lang::En, true) => format!("the {} of widest reach of {all} links", links.len()),
    };
    let bound = vital.and_then(words::nearest_bound);
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, Some((first, last)), Some(counted), lang),
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

/// First and last day of the links.
fn days(links: &[&LinkReport]) -> Option<(Day, Day)> {
    let days = || links.iter().map(|link| link.day);
    Some((days().min()?, days().max()?))
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
