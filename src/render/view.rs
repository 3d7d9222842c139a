//! A judged vital as people read it, the order vitals are read in, and the verdict in one sentence.
//! In: the report. Out: strings in its language. Every output says these the same way.

use crate::advice::limit_text;
use crate::calendar::{date, week_label, weekday};
use crate::charter::parse_bound;
use crate::look::{count_text, date_range, unit_word, value_text};
use crate::metric::{Bound, Family, Metric};
use crate::report::{Report, Status, Vital};
use crate::unit::Lang;

use super::words::{self, vital_name};

/// Name of a vital with its segment.
#[must_use]
pub fn name(vital: &Vital, lang: Lang) -> String {
    vital_name(vital.metric, vital.row.segment.as_deref(), lang)
}

/// Machine name of a vital with its segment: `layer_shares[core]`.
#[must_use]
pub fn id(vital: &Vital) -> String {
    let id = vital.metric.id;
    vital.row.segment.as_deref().map_or_else(|| id.to_owned(), |part| format!("{id}[{part}]"))
}

/// The value in its unit, or a dash.
#[must_use]
pub fn value(vital: &Vital, lang: Lang) -> String {
    vital.row.value.map_or_else(|| "–".to_owned(), |value| value_text(value, vital.row.unit, near(vital), lang))
}

/// The value and, apart, the word of its unit: what a card sets in two sizes.
#[must_use]
pub fn value_parts(vital: &Vital, lang: Lang) -> (String, &'static str) {
    let whole = value(vital, lang);
    let label = unit_word(vital.row.value.unwrap_or_default(), vital.row.unit, lang);
    match whole.strip_suffix(label).filter(|_| !label.is_empty()) {
        Some(number) => (number.trim_end().to_owned(), label),
        None => (whole, ""),
    }
}

/// The bound nearest to the value.
#[must_use]
pub fn near(vital: &Vital) -> Option<f64> {
    let value = vital.row.value.unwrap_or_default();
    match vital.bounds {
        (Some(low), Some(high)) if (value - high).abs() < (value - low).abs() => Some(high),
        (low, high) => low.or(high),
    }
}

/// The good side of a bound in signs: `≥ 60%`, `1%–10%`; empty without a bound.
#[must_use]
pub fn bound(vital: &Vital, lang: Lang) -> String {
    said(vital, lang, ["≥ ", "> ", "≤ ", "< "])
}

/// The good side of a bound as it is said in a sentence: `at least 60 %`, `≥ 60%`.
#[must_use]
pub fn bound_phrase(vital: &Vital, lang: Lang) -> String {
    match lang {
        Lang::Zh => bound(vital, lang),
        Lang::En => said(vital, lang, ["at least ", "above ", "at most ", "below "]),
    }
}

/// What is good is the other side of what breaks a bound: broken `< 60 %` means `at least 60 %`.
fn said(vital: &Vital, lang: Lang, [at_least, above, at_most, below]: [&str; 4]) -> String {
    let Some(written) = &vital.threshold else { return String::new() };
    let limit = |value: f64| limit_text(value, vital.row.unit, lang);
    match parse_bound(written) {
        Ok(Bound::Below(value)) => format!("{at_least}{}", limit(value)),
        Ok(Bound::AtMost(value)) => format!("{above}{}", limit(value)),
        Ok(Bound::Above(value)) => format!("{at_most}{}", limit(value)),
        Ok(Bound::AtLeast(value)) => format!("{below}{}", limit(value)),
        Ok(Bound::Outside(low, high)) => format!("{}–{}", limit(low).trim_end_matches(" %"), limit(high)),
        Err(_) => written.clone(),
    }
}

/// The observations a value rests on.
#[must_use]
pub fn n(vital: &Vital, lang: Lang) -> String {
    count_text(vital.row.n, lang)
}

/// The period, or nothing.
#[must_use]
pub fn period(vital: &Vital, lang: Lang) -> String {
    vital.row.period.map(|(first, last)| date_range(first, last, lang)).unwrap_or_default()
}

/// How far past its bound a value is, in parts of the bound; 0 within bounds, and where the bound
/// is 0 and gives no measure.
fn excess(vital: &Vital) -> f64 {
    let Some(value) = vital.row.value else { return 0.0 };
    let past = |gap: f64, bound: f64| if bound.abs() > 0.0 { (gap / bound.abs()).max(0.0) } else { 0.0 };
    let low = vital.bounds.0.map_or(0.0, |low| past(low - value, low));
    let high = vital.bounds.1.map_or(0.0, |high| past(value - high, high));
    low.max(high)
}

/// Worst first: by status, then by how far past the bound; else as they stand.
pub fn worst_first(vitals: &mut [&Vital]) {
    vitals.sort_by(|a, b| a.status.cmp(&b.status).then(excess(b).total_cmp(&excess(a))));
}

/// Vitals a board shows, worst first: judged ones, and headlines that could not be judged.
#[must_use]
pub fn board<'a>(report: &'a Report, group: &'a str) -> Vec<&'a Vital> {
    let waiting = |status| matches!(status, Status::InsufficientN | Status::NoData | Status::Partial);
    let shown =
        |vital: &&Vital| vital.counts() && (vital.status.judged() || (vital.is_headline() && waiting(vital.status)));
    let mut vitals: Vec<&Vital> = report.of_group(group).filter(shown).collect();
    worst_first(&mut vitals);
    vitals
}

/// The rows worth a line beside the board: no history, no cells of cohorts, latest of each segment.
#[must_use]
pub fn further<'a>(report: &'a Report, group: &'a str) -> Vec<&'a Vital> {
    let board = board(report, group);
    let mut rows: Vec<&Vital> = Vec::new();
    for vital in report.of_group(group) {
        let part = vital.row.segment.as_deref().unwrap_or_default();
        if part == "history" || part.contains(':') || board.iter().any(|known| std::ptr::eq(*known, vital)) {
            continue;
        }
        match rows.iter_mut().find(|known| id(known) == id(vital)) {
            Some(known) if known.row.period.map(|p| p.1) < vital.row.period.map(|p| p.1) => *known = vital,
            Some(_) => {}
            None => rows.push(vital),
        }
    }
    rows
}

/// Metrics of a family that say something of a group, in report order.
#[must_use]
pub fn metrics(report: &Report, group: &str, family: Family) -> Vec<&'static Metric> {
    let mut metrics: Vec<&'static Metric> = Vec::new();
    for vital in report.of_group(group).filter(|vital| vital.metric.family == family) {
        if metrics.iter().all(|known| known.id != vital.metric.id) {
            metrics.push(vital.metric);
        }
    }
    metrics
}

/// Group ids in report order, `*` (all together) first when there is something to say of it.
#[must_use]
pub fn group_ids(report: &Report) -> Vec<&str> {
    let all = report.vitals.iter().find(|vital| vital.group == "*").map(|vital| vital.group.as_str());
    all.into_iter().chain(report.groups.iter().map(|group| group.id.as_str())).collect()
}

/// Display name of a group id.
#[must_use]
pub fn group_name<'a>(report: &'a Report, id: &'a str) -> &'a str {
    if id == "*" {
        return words::say("all_groups", report.lang);
    }
    report.groups.iter().find(|group| group.id == id).map_or(id, |group| group.name.as_str())
}

/// Ids of groups, most breaches first, then most watched.
#[must_use]
pub fn worst_groups_first(report: &Report) -> Vec<&str> {
    let of = |id: &str, status| report.of_group(id).filter(|vital| vital.counts() && vital.status == status).count();
    let mut ids = group_ids(report);
    ids.sort_by_key(|id| std::cmp::Reverse((of(id, Status::Breach), of(id, Status::Watch))));
    ids
}

/// What the report is dated by: the ISO week when it ends on as-of, else the day.
#[must_use]
pub fn dated(report: &Report) -> String {
    if weekday(report.as_of) == 6 { week_label(report.as_of) } else { date(report.as_of).to_string() }
}

/// The answer in one line: `2026-W46 · 3 of 14 vitals in breach · weekly_retention 48.2 % (…)`.
#[must_use]
pub fn answer(report: &Report) -> String {
    let lang = report.lang;
    let (breach, watch, judged) = report.tally();
    let mut parts = vec![dated(report), tally_text(breach, watch, judged, lang)];
    let mut counted: Vec<&Vital> = report.vitals.iter().filter(|v| v.counts() && v.status.judged()).collect();
    worst_first(&mut counted);
    if let Some(worst) = counted.first().filter(|worst| worst.status != Status::Ok) {
        let several = report.groups.len() > 1;
        let group = if several { format!("{} · ", group_name(report, &worst.group)) } else { String::new() };
        parts.push(format!("{group}{}", worst_text(worst, lang)));
    }
    parts.join(" · ")
}

fn tally_text(breach: usize, watch: usize, judged: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh if judged == 0 => "数据不足，没有一项指标可以判定".to_owned(),
        Lang::En if judged == 0 => "no vital could be judged: too little data".to_owned(),
        Lang::Zh => {
            let also = if breach == 0 && watch > 0 { format!("，{watch} 项关注") } else { String::new() };
            format!("{judged} 项判定，{breach} 项越线{also}")
        }
        Lang::En => {
            let also = if breach == 0 && watch > 0 { format!(", {watch} to watch") } else { String::new() };
            format!("{breach} of {judged} {} in breach{also}", words::plural(judged, "vital", "vitals"))
        }
    }
}

fn worst_text(vital: &Vital, lang: Lang) -> String {
    let (value, bound, n) = (value(vital, lang), bound_phrase(vital, lang), n(vital, lang));
    let bound_part = |mark: &str| if bound.is_empty() { String::new() } else { format!("{bound}{mark}") };
    match lang {
        Lang::Zh => format!("{} {value}（{}n={n}）", name(vital, lang), bound_part("，")),
        Lang::En => format!("{} {value} ({}n={n})", id(vital), bound_part(", ")),
    }
}

/// The verdict on one group (or, with `None`, on all) in a sentence that names what is in breach.
#[must_use]
pub fn verdict(report: &Report, group: Option<&str>) -> String {
    let lang = report.lang;
    let mut vitals: Vec<&Vital> =
        report.vitals.iter().filter(|v| v.counts() && group.is_none_or(|group| v.group == group)).collect();
    worst_first(&mut vitals);
    let of = |status| vitals.iter().filter(move |vital| vital.status == status);
    let (breach, watch, ok) = (of(Status::Breach).count(), of(Status::Watch).count(), of(Status::Ok).count());
    let waiting = [Status::InsufficientN, Status::NoData, Status::Partial];
    let unjudged = vitals.iter().filter(|v| v.is_headline() && waiting.contains(&v.status)).count();
    let names: Vec<String> = match group {
        None if report.groups.len() > 1 => breaches_by_group(report),
        _ => of(Status::Breach).map(|vital| name(vital, lang)).collect(),
    };
    let mut said = sentence(breach, breach + watch + ok, &names, lang);
    match lang {
        Lang::Zh if watch > 0 => said.push_str(&format!("；{watch} 项需要关注")),
        Lang::En if watch > 0 => said.push_str(&format!("; {watch} to watch")),
        _ => {}
    }
    match lang {
        Lang::Zh if unjudged > 0 => said.push_str(&format!("；{unjudged} 项因数据不足未判定")),
        Lang::En if unjudged > 0 => said.push_str(&format!("; {unjudged} not judged for lack of data")),
        _ => {}
    }
    said.push_str(match lang {
        Lang::Zh => "。",
        Lang::En => ".",
    });
    said
}

/// Over several groups the sentence names groups, those with most breaches first.
fn breaches_by_group(report: &Report) -> Vec<String> {
    let breached = |id: &str| report.of_group(id).filter(|v| v.counts() && v.status == Status::Breach).count();
    let mut groups: Vec<(usize, &str)> = group_ids(report).into_iter().map(|id| (breached(id), id)).collect();
    groups.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let named = groups.into_iter().filter(|(count, _)| *count > 0);
    named
        .map(|(count, id)| {
            let name = crate::look::middle_cut(group_name(report, id), 16);
            match report.lang {
                Lang::Zh => format!("{name} {count} 项"),
                Lang::En => format!("{name} ({count})"),
            }
        })
        .collect()
}

fn sentence(breach: usize, judged: usize, names: &[String], lang: Lang) -> String {
    const NAMED: usize = 5;
    let mut listed = words::list(names.get(..names.len().min(NAMED)).unwrap_or_default(), lang);
    if names.len() > NAMED {
        listed.push_str(match lang {
            Lang::Zh => " 等",
            Lang::En => " and more",
        });
    }
    match (breach, lang) {
        _ if judged == 0 => tally_text(0, 0, 0, lang),
        (0, Lang::Zh) => format!("{judged} 项指标判定，没有越线"),
        (0, Lang::En) => format!("None of {judged} vitals in breach"),
        (_, Lang::Zh) => format!("{judged} 项指标判定，{breach} 项越线：{listed}"),
        (_, Lang::En) => format!("{breach} of {judged} vitals in breach: {listed}"),
    }
}

/// What a value rests on and what it lacks, one fact each: basis, interval, exclusions, limits.
#[must_use]
pub fn facts(vital: &Vital, lang: Lang) -> Vec<(&'static str, String)> {
    let mut facts = vec![(words::say("basis", lang), words::basis(vital.row.basis, lang).to_owned())];
    if let Some((low, high, _)) = vital.row.ci {
        let text = |value| value_text(value, vital.row.unit, None, lang);
        let mut said = format!("{} – {}", text(low), text(high));
        if let Some(status) = vital.interval_status.filter(|status| *status != vital.status) {
            let by = words::say("interval_status", lang);
            said.push_str(&format!(" ({by}: {})", crate::look::word(status, lang)));
        }
        facts.push((words::say("interval", lang), said));
    }
    let left_out = excluded(vital, lang);
    if !left_out.is_empty() {
        facts.push((words::say("excluded", lang), left_out.join(" · ")));
    }
    if !vital.row.degraded.is_empty() {
        let said: Vec<&str> = vital.row.degraded.iter().map(|name| words::shortcoming(name, lang)).collect();
        facts.push((words::say("degraded", lang), said.join(" · ")));
    }
    facts
}

fn excluded(vital: &Vital, lang: Lang) -> Vec<String> {
    let out = vital.excluded;
    let rows = [
        (out.bot, "机器人", "bots"),
        (out.operator, "运营账号", "operators"),
        (out.system, "系统消息", "system"),
        (out.recalled, "撤回", "recalled"),
        (out.out_of_tenure, "建群前", "before the group"),
    ];
    let shown = rows.into_iter().filter(|(count, ..)| *count > 0);
    shown
        .map(|(count, zh, en)| match lang {
            Lang::Zh => format!("{zh} {}", count_text(count, lang)),
            Lang::En => format!("{en} {}", count_text(count, lang)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_answer_names_the_worst() {
        let one = sample::one_group(Lang::En);
        assert_eq!(answer(&one), "2026-W11 · 4 of 8 vitals in breach · link_ctr 9.1 % (at least 15 %, n=2\u{2009}310)");
        let zh = sample::one_group(Lang::Zh);
        assert_eq!(answer(&zh), "2026-W11 · 8 项判定，4 项越线 · 链接点击率 9.1%（≥ 15%，n=2\u{2009}310）");
    }

    #[test]
    fn calm_and_empty_reports_have_an_answer_too() {
        let mut report = sample::one_group(Lang::En);
        report.vitals.retain(|vital| vital.status == Status::Ok);
        assert_eq!(answer(&report), "2026-W11 · 0 of 3 vitals in breach");
        assert_eq!(verdict(&report, None), "None of 3 vitals in breach.");
        report.vitals.clear();
        report.as_of -= 1;
        assert_eq!(answer(&report), "2026-03-14 · no vital could be judged: too little data");
    }

    #[test]
    fn bounds_say_the_good_side() {
        let report = sample::one_group(Lang::En);
        let mut vital = report.headline("telegram:123", "weekly_retention").unwrap().clone();
        for (written, zh, en) in [
            ("< 0.6", "≥ 60%", "at least 60 %"),
            ("<= 0.6", "> 60%", "above 60 %"),
            ("> 0.3", "≤ 30%", "at most 30 %"),
            (">= 0.125", "< 12.5%", "below 12.5 %"),
            ("outside 0.01..0.1", "1%–10%", "1–10 %"),
            ("something else", "something else", "something else"),
        ] {
            vital.threshold = Some(written.to_owned());
            assert_eq!(bound_phrase(&vital, Lang::Zh), zh);
            assert_eq!(bound_phrase(&vital, Lang::En), en);
        }
    }

    #[test]
    fn the_board_leaves_out_cells_and_information() {
        let report = sample::one_group(Lang::Zh);
        let board = board(&report, "telegram:123");
        assert!(board.windows(2).all(|pair| pair[0].status <= pair[1].status));
        assert!(board.iter().all(|vital| vital.counts() && vital.status != Status::Info));
        let further = further(&report, "telegram:123");
        assert!(further.iter().all(|vital| !id(vital).contains(':')));
        assert_eq!(further.iter().filter(|vital| id(vital) == "daily_messages[median_7d]").count(), 1);
    }
}
