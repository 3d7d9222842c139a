//! How is the group doing? Every judged vital as a card: verdict, value, bound, n, recent history;
//! worst first.

use super::pick::{header, raw, rows};
use super::spec::{Body, Card, Chart, Plot};
use super::words;
use crate::look::{segment_name, word};
use crate::report::{GroupReport, Report, Status, Vital};
use crate::unit::{Lang, Text};

/// Cards that fit one sheet.
const MOST: usize = 20;

/// Points of history a card shows at most.
const SPARK: usize = 26;

/// 总览
pub const CHART: Chart = Chart {
    id: "overview",
    name: Text { zh: "体征总览", en: "Vital signs" },
    doc: Text {
        zh: "这个群怎么样：每项有界限的体征、数值、界限和近况",
        en: "How is the group doing: every judged vital, its value, its bound and its recent history",
    },
    metric: None,
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let mut vitals: Vec<&Vital> =
        report.of_group(&group.id).filter(|vital| vital.counts() && vital.status.judged()).collect();
    if vitals.is_empty() {
        return None;
    }
    vitals.sort_by_key(|vital| vital.status);
    let all = vitals.len();
    let title = title(&vitals, lang);
    let thin = report
        .of_group(&group.id)
        .filter(|vital| vital.counts() && vital.threshold.is_some() && !vital.status.judged())
        .count();
    vitals.truncate(MOST);
    let measure = Text {
        zh: "有界限的体征，越线在前；虚线为界限",
        en: "vitals with a bound, worst first; dashed: the bound",
    };
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, group.complete, None, lang),
        foot: foot(report, group, all - vitals.len(), thin),
        body: Body::Cards(vitals.iter().map(|vital| card(vital, group, lang)).collect()),
        data: (
            header(&["metric", "segment", "status", "value", "unit", "bound_low", "bound_high", "n"]),
            vitals.iter().map(|vital| data(vital)).collect(),
        ),
    })
}

/// A vital's name, with its segment where it is not the headline.
fn name(vital: &Vital, lang: Lang) -> String {
    let own = vital.metric.name.get(lang);
    let Some(segment) = vital.row.segment.as_deref() else { return own.to_owned() };
    let known = match segment {
        "core" => Text { zh: "核心成员占比", en: "Core members" },
        "active" if vital.metric.id == "layer_shares" => Text { zh: "活跃成员占比", en: "Active members" },
        "ordinary" => Text { zh: "普通成员占比", en: "Ordinary members" },
        "waking_share" => Text { zh: "清醒时段占比", en: "Waking-hours share" },
        "gap_days" => Text { zh: "缺口天数", en: "Gap days" },
        _ => return format!("{own} · {}", segment_name(segment, lang)),
    };
    known.get(lang).to_owned()
}

fn title(vitals: &[&Vital], lang: Lang) -> String {
    let named = |status: Status| -> Vec<String> {
        vitals.iter().filter(|vital| vital.status == status).map(|vital| name(vital, lang)).collect()
    };
    let (breach, watch, all) = (named(Status::Breach), named(Status::Watch), vitals.len());
    let joint = Text { zh: "、", en: ", " }.get(lang);
    match lang {
        Lang::Zh if !breach.is_empty() => {
            format!("{all} 项体征，{} 项越线：{}", breach.len(), breach.join(joint))
        }
        Lang::Zh if !watch.is_empty() => {
            format!("{all} 项体征无一越线，{} 项需关注：{}", watch.len(), watch.join(joint))
        }
        Lang::Zh => format!("{all} 项体征全部正常"),
        Lang::En if !breach.is_empty() => {
            format!("{} of {all} vitals in breach: {}", breach.len(), breach.join(joint))
        }
        Lang::En if !watch.is_empty() => {
            format!("None of {all} vitals in breach, {} to watch: {}", watch.len(), watch.join(joint))
        }
        Lang::En => format!("All {all} vitals are within bounds"),
    }
}

fn foot(report: &Report, group: &GroupReport, left: usize, thin: usize) -> String {
    let lang = report.lang;
    let mut foot = words::foot(report, group, None);
    if left > 0 {
        foot += &match lang {
            Lang::Zh => format!(" · 另有 {left} 项见报告"),
            Lang::En => format!(" · {left} more in the report"),
        };
    }
    if thin > 0 {
        foot += &match lang {
            Lang::Zh => format!(" · {thin} 项数据不足，未画"),
            Lang::En => format!(" · {thin} without enough data not drawn"),
        };
    }
    foot
}

fn card(vital: &Vital, group: &GroupReport, lang: Lang) -> Card {
    let (value, unit) = words::value_and_unit(vital, lang);
    Card {
        name: name(vital, lang),
        value,
        unit,
        note: note(vital, lang),
        status: vital.status,
        spark: if vital.is_headline() { spark(vital, group) } else { Vec::new() },
        bound: words::nearest_bound(vital),
    }
}

/// Bound and n: 「≥ 60% · n=112」; the verdict's word where no number can be shown.
fn note(vital: &Vital, lang: Lang) -> String {
    let text = |at: f64| words::bound(at, vital.row.unit, lang);
    let bound = match vital.bounds {
        (Some(low), Some(high)) => Some(format!("{}–{}", text(low), text(high))),
        (Some(low), None) => Some(format!("{} {}", if open(vital) { ">" } else { "≥" }, text(low))),
        (None, Some(high)) => Some(format!("{} {}", if open(vital) { "<" } else { "≤" }, text(high))),
        (None, None) => None,
    };
    let parts: Vec<String> = bound.into_iter().chain(words::sample(vital, lang)).collect();
    if parts.is_empty() { word(vital.status, lang).to_owned() } else { parts.join(" · ") }
}

/// The bound itself is out of bounds already (`<= 1` leaves `> 1`).
fn open(vital: &Vital) -> bool {
    vital.threshold.as_deref().is_some_and(|written| written.contains('='))
}

fn spark(vital: &Vital, group: &GroupReport) -> Vec<Option<f64>> {
    let history: Vec<_> = rows(group, vital.metric.id, "history").iter().map(|row| row.number("value")).collect();
    let skip = history.len().saturating_sub(SPARK);
    history.into_iter().skip(skip).collect()
}

fn data(vital: &Vital) -> Vec<String> {
    vec![
        vital.metric.id.to_owned(),
        vital.row.segment.clone().unwrap_or_default(),
        vital.status.name().to_owned(),
        raw(vital.row.value),
        vital.row.unit.name().to_owned(),
        raw(vital.bounds.0),
        raw(vital.bounds.1),
        vital.row.n.to_string(),
    ]
}
