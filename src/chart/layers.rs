//! Is the pyramid in shape? Shares of core, active and ordinary members against their bands.

use super::pick::{header, raw, rows};
use super::spec::{Axes, Axis, Body, Chart, Layer, Paint, Plot, Row, Scale, Target, Tone};
use super::words;
use crate::report::{GroupReport, Report, Status, Vital};
use crate::unit::{Lang, Text};

const METRIC: &str = "layer_shares";

/// 分层占比
pub const CHART: Chart = Chart {
    id: "layers",
    name: Text { zh: "成员分层", en: "Member layers" },
    doc: Text {
        zh: "金字塔的形状对吗：核心、活跃、普通成员的占比与目标区间",
        en: "Is the pyramid in shape: shares of core, active and ordinary members and their bands",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

/// Rows top to bottom: layers that make up the row, and its name.
const ROWS: [(&[&str], &str, Text); 3] = [
    (&["core"], "core", Text { zh: "核心", en: "Core" }),
    (&["active"], "active", Text { zh: "活跃", en: "Active" }),
    (&["light", "silent"], "ordinary", Text { zh: "普通", en: "Ordinary" }),
];

/// A layer as the table has it.
struct LayerRow {
    layer: String,
    people: f64,
    share: f64,
}

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let shares: Vec<LayerRow> = rows(group, METRIC, "layers")
        .into_iter()
        .filter_map(|row| {
            let layer = row.text("layer")?.to_owned();
            Some(LayerRow { layer, people: row.number("people")?, share: row.number("share")? })
        })
        .collect();
    if shares.is_empty() {
        return None;
    }
    let vital = report.headline(&group.id, METRIC);
    let measure =
        Text { zh: "各层人数占比，绿底为目标区间", en: "share of members; green: the target band" };
    let period = vital.and_then(|vital| vital.row.period);
    let n = vital.and_then(|vital| words::sample(vital, lang));
    let bands: Vec<_> = rows(group, METRIC, "band")
        .into_iter()
        .filter_map(|row| Some((row.text("layer")?.to_owned(), row.number("low")?, row.number("high")?)))
        .collect();
    Some(Plot {
        title: title(report, group, &shares),
        subtitle: words::subtitle(measure.get(lang), group, period, n, lang),
        foot: words::foot(report, group, vital),
        body: Body::Axes(Axes {
            x: Axis { range: Some((0.0, 1.0)), ..Axis::new("", Scale::Percent) },
            y: Axis::names(ROWS.iter().map(|(_, _, name)| name.get(lang).to_owned()).collect()),
            layers: vec![Layer::Targets(targets(&bands, lang)), Layer::Rows(bars(report, group, &shares))],
            bounds: Vec::new(),
        }),
        data: (header(&["layer", "people", "share", "band_low", "band_high"]), data(&shares, &bands)),
    })
}

fn targets(bands: &[(String, f64, f64)], lang: Lang) -> Vec<Target> {
    let rows = (0_u8..).zip(ROWS);
    rows.filter_map(|(y, (_, segment, _))| {
        let (_, low, high) = bands.iter().find(|(layer, ..)| layer == segment)?;
        let ends = [*low, *high].map(|at| words::bound(at, crate::unit::Unit::Ratio, lang));
        let words = format!("{} {}–{}", Text { zh: "目标", en: "target" }.get(lang), ends[0], ends[1]);
        Some(Target { y: f64::from(y), range: (*low, *high), words })
    })
    .collect()
}

fn bars(report: &Report, group: &GroupReport, shares: &[LayerRow]) -> Vec<Row> {
    let lang = report.lang;
    let mut out = Vec::new();
    for (y, (parts, segment, _)) in (0_u8..).zip(ROWS) {
        let vital = report.segment(&group.id, METRIC, segment);
        let paint = vital.map_or(Paint::Series(0), |vital| paint(vital.status));
        let mut from = 0.0;
        let parts: Vec<&LayerRow> = shares.iter().filter(|share| parts.contains(&share.layer.as_str())).collect();
        for (at, share) in parts.iter().enumerate() {
            let last = at + 1 == parts.len();
            let tone = if share.layer == "silent" { Tone::Soft } else { Tone::Strong };
            let inside = if parts.len() > 1 { part_words(share, lang) } else { String::new() };
            let label = if last { label(vital, share, parts.len(), lang) } else { String::new() };
            let span = (from, from + share.share);
            from = span.1;
            out.push(Row { y: f64::from(y), span, inside, label, paint, tone, hollow: false });
        }
    }
    out
}

fn paint(status: Status) -> Paint {
    if status.judged() || status == Status::InsufficientN { Paint::Status(status) } else { Paint::Series(0) }
}

/// What stands inside a part of a row: 「轻度 32.1%」.
fn part_words(share: &LayerRow, lang: Lang) -> String {
    let name =
        if share.layer == "light" { Text { zh: "轻度", en: "light" } } else { Text { zh: "沉默", en: "silent" } };
    format!("{} {}", name.get(lang), words::share(share.share, lang))
}

/// Behind a row: share and people, and the verdict's shape and word.
fn label(vital: Option<&Vital>, share: &LayerRow, parts: usize, lang: Lang) -> String {
    let Some(vital) = vital.filter(|vital| vital.row.value.is_some()) else {
        // The parts of a row say their own shares inside.
        return if parts == 1 { words::share(share.share, lang) } else { String::new() };
    };
    let people = vital.row.numerator.unwrap_or(share.people);
    let unit = Text { zh: " 人", en: "" }.get(lang);
    let people = format!("{}{unit}", words::whole(people, lang));
    let verdict = match vital.status {
        Status::Info | Status::NotApplicable | Status::NoData | Status::Partial => String::new(),
        status => format!("  {} {}", crate::look::mark(status), crate::look::word(status, lang)),
    };
    format!("{} · {people}{verdict}", words::value(vital, lang))
}

/// The layers out of their band, or that all are in it.
fn title(report: &Report, group: &GroupReport, shares: &[LayerRow]) -> String {
    let lang = report.lang;
    let judged: Vec<(&Vital, Text)> = ROWS
        .iter()
        .filter_map(|(_, segment, name)| Some((report.segment(&group.id, METRIC, segment)?, *name)))
        .filter(|(vital, _)| vital.status.judged())
        .collect();
    let out: Vec<String> = judged
        .iter()
        .filter(|(vital, _)| vital.status != Status::Ok)
        .map(|(vital, name)| {
            let words = words::answer(*name, vital, lang);
            if lang == Lang::Zh { words.replacen(' ', "成员占 ", 1) } else { words.replacen(' ', " members ", 1) }
        })
        .collect();
    if !out.is_empty() {
        return out.join(Text { zh: "；", en: "; " }.get(lang));
    }
    if judged.is_empty() {
        let core = shares.iter().find(|share| share.layer == "core").map_or(0.0, |share| share.share);
        let core = words::share(core, lang);
        return match lang {
            Lang::Zh => format!("核心成员占 {core}，样本不足以判断分层"),
            Lang::En => format!("Core members are {core}; too little data to judge the layers"),
        };
    }
    Text { zh: "各层占比都在目标区间内", en: "Every layer is within its band" }.get(lang).to_owned()
}

fn data(shares: &[LayerRow], bands: &[(String, f64, f64)]) -> Vec<Vec<String>> {
    let band = |layer: &str| bands.iter().find(|(name, ..)| name == layer);
    let mut out: Vec<Vec<String>> = shares
        .iter()
        .map(|share| {
            let band = band(&share.layer);
            let ends = [band.map(|(_, low, _)| *low), band.map(|(_, _, high)| *high)];
            vec![share.layer.clone(), raw(Some(share.people)), raw(Some(share.share)), raw(ends[0]), raw(ends[1])]
        })
        .collect();
    // The band of ordinary members belongs to light and silent together.
    if let Some((layer, low, high)) = band("ordinary") {
        out.push(vec![layer.clone(), String::new(), String::new(), raw(Some(*low)), raw(Some(*high))]);
    }
    out
}
