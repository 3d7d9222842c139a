//! The page as plain data for the template: what stands where, already in words. In: the report and
//! the drawings. Out: [`Page`]. Kept apart from `html.rs` so that the template holds no decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::compare;
use super::figure::{Figure, figures};
use super::portfolio::{Portfolio, portfolio};
use super::spec::Drawings;
use super::words::{self, say};
use super::{quality, spark, trend, view};
use crate::calendar::date;
use crate::look::{count_text, mark, word};
use crate::metric::{Family, Metric};
use crate::report::{GroupReport, Report, Status, Vital};
use crate::unit::Lang;

/// The whole page.
#[derive(Serialize)]
pub struct Page {
    lang: &'static str,
    head: Head,
    w: BTreeMap<&'static str, &'static str>,
    title: String,
    name: String,
    facts: Vec<String>,
    verdict: String,
    status: &'static str,
    several: bool,
    shared: bool,
    portfolio: Option<Portfolio>,
    compare: Option<String>,
    groups: Vec<GroupPart>,
    quality: QualityPart,
    foot: String,
}

#[derive(Serialize)]
struct GroupPart {
    key: String,
    name: String,
    facts: Vec<String>,
    verdict: String,
    cards: Vec<Card>,
    waiting: Vec<Card>,
    overview: Vec<Figure>,
    families: Vec<FamilyPart>,
}

/// A vital as a card, a table cell or a line shows it.
#[derive(Serialize)]
pub struct Card {
    href: String,
    class: &'static str,
    mark: &'static str,
    word: &'static str,
    name: String,
    part: String,
    value: String,
    unit: &'static str,
    bound: String,
    n: String,
    period: String,
    change: String,
    spark: String,
    advised: bool,
}

#[derive(Serialize)]
struct FamilyPart {
    key: String,
    name: &'static str,
    quality: bool,
    metrics: Vec<MetricPart>,
    rows: Vec<Card>,
}

#[derive(Serialize)]
struct MetricPart {
    key: String,
    id: &'static str,
    name: &'static str,
    doc: &'static str,
    formula: &'static str,
    needs: String,
    judged: Vec<Judged>,
    figures: Vec<Figure>,
}

#[derive(Serialize)]
struct Judged {
    card: Card,
    facts: Vec<Fact>,
    advice: Option<String>,
}

#[derive(Serialize)]
struct Fact {
    what: String,
    text: String,
}

#[derive(Serialize)]
struct QualityPart {
    whole: bool,
    inputs: Vec<InputPart>,
    unread: Vec<Fact>,
    groups: Vec<LimitPart>,
    notices: Vec<String>,
}

#[derive(Serialize)]
struct InputPart {
    path: String,
    format: &'static str,
    counts: Vec<String>,
    rejects: Vec<String>,
    truncated: Option<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct LimitPart {
    name: String,
    facts: Vec<Fact>,
}

/// What stands in the page as it is.
#[derive(Serialize)]
pub struct Head {
    /// Style sheet.
    pub css: String,
    /// Script.
    pub script: String,
    /// SHA-256 of the script: the content policy lets nothing else run.
    pub hash: String,
    /// Words the script says, as JSON.
    pub words: String,
}

/// The page of a report; `head` is put into it as it is.
#[must_use]
pub fn page(report: &Report, drawings: &Drawings, head: Head) -> Page {
    let lang = report.lang;
    let ids = view::worst_groups_first(report);
    let name = match report.groups.as_slice() {
        [one] => one.name.clone(),
        several => format!("{} {}", several.len(), say("groups", lang)),
    };
    let (breach, watch, judged) = report.tally();
    Page {
        lang: if lang == Lang::Zh { "zh-CN" } else { "en" },
        head,
        w: words::WORDS.iter().map(|(key, text)| (*key, text.get(lang))).collect(),
        title: format!("{} · {name} · {}", say("brand", lang), view::dated(report)),
        name,
        facts: facts(report),
        verdict: view::verdict(report, None),
        status: match (breach, watch, judged) {
            (1.., ..) => "breach",
            (_, 1.., _) => "watch",
            (_, _, 0) => "thin",
            _ => "ok",
        },
        several: ids.len() > 1,
        shared: report.shared,
        portfolio: (ids.len() > 1).then(|| portfolio(report, &ids)),
        compare: compare(report, &ids),
        groups: ids.iter().enumerate().map(|(at, id)| group(report, drawings, at, id)).collect(),
        quality: quality_part(report),
        foot: foot(report),
    }
}

fn facts(report: &Report) -> Vec<String> {
    let lang = report.lang;
    let mut facts = vec![format!("{} {}", say("as_of", lang), date(report.as_of))];
    let week = view::dated(report);
    if week.contains('W') {
        facts.insert(0, week);
    }
    match report.groups.as_slice() {
        [one] => facts.extend(sizes(one, lang)),
        several => {
            let messages = several.iter().map(|group| group.messages).sum();
            facts.push(format!("{} {}", count_text(messages, lang), say("messages", lang)));
            facts.push(format!("{} {}", count_text(report.people, lang), say("people_once", lang)));
        }
    }
    facts
}

fn sizes(group: &GroupReport, lang: Lang) -> Vec<String> {
    vec![
        format!("{} {}", count_text(group.messages, lang), say("messages", lang)),
        format!("{} {}", count_text(group.members, lang), say("members", lang)),
        group.platform.to_string(),
        format!("{} {}", say("coverage", lang), quality::coverage(group)),
    ]
}

fn foot(report: &Report) -> String {
    let lang = report.lang;
    let charter = report.charter.as_deref().unwrap_or(say("builtin", lang));
    format!(
        "chatvitals {} · {}: {charter} · {}: {}",
        env!("CARGO_PKG_VERSION"),
        say("charter", lang),
        say("tz", lang),
        report.tz
    )
}

fn group(report: &Report, drawings: &Drawings, at: usize, id: &str) -> GroupPart {
    let lang = report.lang;
    let key = group_key(at);
    let (judged, waiting): (Vec<&Vital>, Vec<&Vital>) =
        view::board(report, id).into_iter().partition(|vital| vital.status.judged());
    let cards = |vitals: &[&Vital]| vitals.iter().map(|vital| card(report, &key, vital)).collect();
    let drawn = |metric| figures(drawings, id, metric, lang);
    let families = Family::ALL.iter().map(|family| family_part(report, drawings, &key, id, *family));
    GroupPart {
        name: view::group_name(report, id).to_owned(),
        facts: report.groups.iter().find(|group| group.id == id).map(|one| sizes(one, lang)).unwrap_or_default(),
        verdict: view::verdict(report, Some(id)),
        cards: cards(&judged),
        waiting: cards(&waiting),
        overview: drawn(None),
        families: families.filter(|family| !family.metrics.is_empty()).collect(),
        key,
    }
}

/// The id of a group's section.
pub fn group_key(at: usize) -> String {
    format!("g{}", at + 1)
}

/// The card of a vital; `key` is its group's.
pub fn card(report: &Report, key: &str, vital: &Vital) -> Card {
    let lang = report.lang;
    let history = trend::history(report, vital);
    let change = trend::change(vital, &history);
    let (value, unit) = view::value_parts(vital, lang);
    Card {
        href: format!("{key}-{}", vital.metric.id),
        class: class(vital.status),
        mark: mark(vital.status),
        word: word(vital.status, lang),
        name: view::name(vital, lang),
        part: vital
            .row
            .segment
            .as_deref()
            .map(|part| crate::look::segment_name(part, lang).to_owned())
            .unwrap_or_default(),
        value,
        unit,
        bound: view::bound(vital, lang),
        n: view::n(vital, lang),
        period: view::period(vital, lang),
        change: change.map(|change| trend::change_text(change, vital.row.unit, lang)).unwrap_or_default(),
        spark: spark::svg(&history, view::near(vital), &view::name(vital, lang)),
        advised: vital.advice.is_some(),
    }
}

const fn class(status: Status) -> &'static str {
    match status {
        Status::Breach => "breach",
        Status::Watch => "watch",
        Status::Ok => "ok",
        Status::Info => "info",
        _ => "thin",
    }
}

fn family_part(report: &Report, drawings: &Drawings, key: &str, group: &str, family: Family) -> FamilyPart {
    let board = view::board(report, group);
    let parts = view::metrics(report, group, family);
    let rows = view::further(report, group).into_iter();
    let rows = rows.filter(|vital| vital.metric.family == family && !vital.is_headline());
    FamilyPart {
        key: format!("{key}-{}", family.name().en.to_lowercase().replace(' ', "-")),
        name: family.name().get(report.lang),
        quality: family == Family::Quality,
        metrics: parts.into_iter().map(|metric| metric_part(report, drawings, key, group, metric, &board)).collect(),
        rows: rows.map(|vital| card(report, key, vital)).collect(),
    }
}

fn metric_part(
    report: &Report,
    drawings: &Drawings,
    key: &str,
    group: &str,
    metric: &'static Metric,
    board: &[&Vital],
) -> MetricPart {
    let lang = report.lang;
    let headline = report.headline(group, metric.id);
    let mut shown: Vec<&Vital> = board.iter().filter(|vital| vital.metric.id == metric.id).copied().collect();
    if let Some(headline) = headline.filter(|headline| !shown.iter().any(|known| std::ptr::eq(*known, *headline))) {
        shown.insert(0, headline);
    }
    MetricPart {
        key: format!("{key}-{}", metric.id),
        id: metric.id,
        name: metric.name.get(lang),
        doc: metric.doc.get(lang),
        formula: metric.formula,
        needs: metric.needs.join(", "),
        judged: shown.into_iter().map(|vital| judged(report, key, vital)).collect(),
        figures: figures(drawings, group, Some(metric.id), lang),
    }
}

fn judged(report: &Report, key: &str, vital: &Vital) -> Judged {
    let facts = view::facts(vital, report.lang).into_iter();
    Judged {
        card: card(report, key, vital),
        facts: facts.map(|(what, text)| Fact { what: what.to_owned(), text }).collect(),
        advice: vital.advice.clone(),
    }
}

fn quality_part(report: &Report) -> QualityPart {
    let lang = report.lang;
    let limits = |group: &GroupReport| {
        let mut facts = vec![Fact { what: say("coverage", lang).to_owned(), text: quality::coverage(group) }];
        let rest = quality::limits(group, lang).into_iter();
        facts.extend(rest.map(|(what, text)| Fact { what: what.to_owned(), text }));
        LimitPart { name: group.name.clone(), facts }
    };
    let input = |input: &crate::report::InputReport| InputPart {
        path: input.path.clone(),
        format: input.format,
        counts: [input.read, input.kept, input.duplicate, input.rejected].map(|n| count_text(n, lang)).to_vec(),
        rejects: quality::rejects(input, lang),
        truncated: input.truncated.clone(),
        notes: input.notes.clone(),
    };
    QualityPart {
        whole: quality::whole(report),
        inputs: report.inputs.iter().map(input).collect(),
        unread: report.unread.iter().map(|(path, why)| Fact { what: path.clone(), text: why.clone() }).collect(),
        groups: report.groups.iter().map(limits).collect(),
        notices: report.notices.clone(),
    }
}
