//! What the gate says, in words: obstacles, required vitals without a verdict, waivers, milder verdicts, tests made,
//! changes since the baseline. In: the report. Out: lines in its language; terminal, summary and annotations say the
//! same.

use super::view;
use super::words::plural;
use crate::calendar::date;
use crate::gate::false_alarms;
use crate::look::{count_text, middle_cut, value_text, word};
use crate::report::{Change, ChangeKind, Key, Obstacle, Past, Report, Status, Unmet, Vital, WaiverReport, Why};
use crate::unit::Lang;

/// Vitals named in one line.
const NAMED: usize = 12;

/// The obstacles nobody accepted, a line each.
#[must_use]
pub fn obstacles(report: &Report) -> Vec<String> {
    let open = report.gate.obstacles.iter().filter(|obstacle| !obstacle.allowed);
    open.map(|obstacle| {
        let about = about(report, obstacle);
        let about = if about.is_empty() { about } else { format!("{about}: ") };
        format!("{about}{}", obstacle_text(report, obstacle))
    })
    .collect()
}

fn about(report: &Report, obstacle: &Obstacle) -> String {
    let group = obstacle.group.as_deref().map(|id| view::group_name(report, id)).unwrap_or_default();
    if obstacle.subject.is_empty() { group.to_owned() } else { obstacle.subject.clone() }
}

/// What is missing, what to do, how to accept it.
#[must_use]
pub fn obstacle_text(report: &Report, obstacle: &Obstacle) -> String {
    let (kind, cure) = (obstacle.kind.name(), obstacle.kind.cure().get(report.lang));
    let said = &obstacle.said;
    match (report.lang, obstacle.allowed) {
        (Lang::Zh, false) => format!("{said}；{cure}，确认无妨则用 --allow {kind}"),
        (Lang::Zh, true) => format!("{said}（已用 --allow {kind} 接受）"),
        (Lang::En, false) => format!("{said}; {cure}, or accept it with --allow {kind}"),
        (Lang::En, true) => format!("{said} (accepted with --allow {kind})"),
    }
}

/// A required vital that was not judged.
#[must_use]
pub fn unmet_text(report: &Report, unmet: &Unmet) -> String {
    let (status, lang) = (word(unmet.status, report.lang), report.lang);
    let needs = if unmet.status == Status::InsufficientN {
        match lang {
            Lang::Zh => format!("（n={}，至少 {}）", unmet.n, unmet.n_min),
            Lang::En => format!(" (n={}, at least {})", unmet.n, unmet.n_min),
        }
    } else {
        String::new()
    };
    match lang {
        Lang::Zh => format!("必查体征未能判定：{status}{needs}"),
        Lang::En => format!("a required vital could not be judged: {status}{needs}"),
    }
}

/// A waiver whose day has passed.
#[must_use]
pub fn expired_text(report: &Report, waiver: &WaiverReport) -> String {
    let (expires, reason) = (date(waiver.waiver.expires), &waiver.waiver.reason);
    match report.lang {
        Lang::Zh => format!("豁免已于 {expires} 到期，请删去或续期：{reason}"),
        Lang::En => format!("the waiver expired on {expires}, take it out or renew it: {reason}"),
    }
}

/// Why a verdict is milder than its numbers; `None` where it is not.
#[must_use]
pub fn lowered_text(report: &Report, vital: &Vital) -> Option<String> {
    let from = word(vital.lowered?.from, report.lang);
    Some(match (vital.lowered?.why, report.lang) {
        (Why::Warned, Lang::Zh) => format!("原为{from}，章程只要求提醒"),
        (Why::Warned, Lang::En) => format!("{from} by its numbers, the charter only warns of it"),
        (Why::Waiting { seen, of }, Lang::Zh) => format!("原为{from}，连续第 {seen} 期，满 {of} 期才算"),
        (Why::Waiting { seen, of }, Lang::En) => format!("{from} by its numbers, {seen} of {of} periods in a row"),
        (Why::Waived(at), lang) => {
            let waiver = report.gate.waivers.get(at).map(|report| &report.waiver)?;
            let (expires, reason) = (date(waiver.expires), &waiver.reason);
            match lang {
                Lang::Zh => format!("原为{from}，豁免至 {expires}：{reason}"),
                Lang::En => format!("{from} by its numbers, waived until {expires}: {reason}"),
            }
        }
    })
}

/// A vital that fell behind its baseline by more than it may.
#[must_use]
pub fn regress_text(report: &Report, vital: &Vital, change: &Change) -> String {
    let lang = report.lang;
    let text = |past: Option<&Past>| {
        past.and_then(|past| past.value).map_or("–".to_owned(), |value| value_text(value, vital.row.unit, None, lang))
    };
    let (then, now) = (text(change.before.as_ref()), text(change.after.as_ref()));
    let most = vital.rule.and_then(|rule| rule.regress).map(|regress| regress.to_string()).unwrap_or_default();
    match lang {
        Lang::Zh => format!("较基线退步：{then} → {now}，最多允许 {most}"),
        Lang::En => format!("fell behind its baseline: {then} to {now}, at most {most} is let through"),
    }
}

/// One part of what the gate says: a heading and lines.
pub struct Part {
    /// Heading.
    pub title: &'static str,
    /// It says why nothing else can be trusted.
    pub first: bool,
    /// Lines with the verdict they stand for, if any.
    pub lines: Vec<(Option<Status>, String)>,
}

/// All of it, part by part; parts with nothing to say are left out. The tests made come last.
#[must_use]
pub fn parts(report: &Report) -> Vec<Part> {
    let lang = report.lang;
    let title = |zh, en| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut parts = vec![
        Part { first: true, title: title("缺少前提", "Missing"), lines: missing(report) },
        Part { first: false, title: title("从轻判定", "Milder verdicts"), lines: lowered(report) },
        Part { first: false, title: title("较基线", "Since the baseline"), lines: changes(report) },
        Part { first: false, title: title("未能判定", "Not judged"), lines: unjudged(report) },
    ];
    parts.push(Part { first: false, title: title("检验次数", "Tests made"), lines: vec![(None, tests(report))] });
    parts.retain(|part| !part.lines.is_empty());
    parts
}

fn missing(report: &Report) -> Vec<(Option<Status>, String)> {
    let mark = |allowed: bool| Some(if allowed { Status::Watch } else { Status::Breach });
    let mut lines: Vec<(Option<Status>, String)> = report
        .gate
        .obstacles
        .iter()
        .map(|obstacle| {
            let about = about(report, obstacle);
            let about = if about.is_empty() { String::new() } else { format!("{about}: ") };
            (mark(obstacle.allowed), format!("{} · {about}{}", obstacle.kind.name(), obstacle_text(report, obstacle)))
        })
        .collect();
    lines.extend(report.gate.unmet.iter().map(|unmet| {
        let name = view::group_name(report, &unmet.group);
        (Some(Status::Breach), format!("{} · {name}: {}", unmet.metric, unmet_text(report, unmet)))
    }));
    let expired = report.gate.waivers.iter().filter(|waiver| waiver.expired);
    lines.extend(
        expired.map(|waiver| {
            (Some(Status::Breach), format!("{}: {}", waiver.waiver.metric, expired_text(report, waiver)))
        }),
    );
    lines
}

fn lowered(report: &Report) -> Vec<(Option<Status>, String)> {
    let line = |vital: &Vital| {
        let said = lowered_text(report, vital)?;
        Some((Some(vital.status), format!("{}: {said}", of_group(report, &vital.group, &view::id(vital)))))
    };
    report.vitals.iter().filter(|vital| vital.counts()).filter_map(line).collect()
}

fn of_group(report: &Report, group: &str, what: &str) -> String {
    if report.groups.len() == 1 {
        return what.to_owned();
    }
    format!("{} · {what}", middle_cut(view::group_name(report, group), 24))
}

/// Headlines without a verdict, by what they lack.
fn unjudged(report: &Report) -> Vec<(Option<Status>, String)> {
    let waiting = [Status::InsufficientN, Status::NoData, Status::Partial];
    let mut lines = Vec::new();
    for group in view::group_ids(report) {
        for status in waiting {
            let of = |vital: &&Vital| vital.is_headline() && vital.counts() && vital.status == status;
            let names: Vec<String> = report
                .of_group(group)
                .filter(of)
                .map(|vital| match (status, vital.rule) {
                    (Status::InsufficientN, Some(rule)) => {
                        format!("{} ({}<{})", view::id(vital), vital.row.n, rule.n_min)
                    }
                    _ => view::id(vital),
                })
                .collect();
            if names.is_empty() {
                continue;
            }
            let shown = names.get(..names.len().min(NAMED)).unwrap_or_default().join(", ");
            let more = match (names.len().checked_sub(NAMED).filter(|more| *more > 0), report.lang) {
                (None, _) => String::new(),
                (Some(more), Lang::Zh) => format!(" 等，另 {more} 项"),
                (Some(more), Lang::En) => format!(" and {more} more"),
            };
            let text = format!("{} {}: {shown}{more}", word(status, report.lang), names.len());
            lines.push((None, of_group(report, group, &text)));
        }
    }
    lines
}

/// How many verdicts, and how many of them chance alone would put out of bounds.
#[must_use]
pub fn tests(report: &Report) -> String {
    let (tests, alarms) = false_alarms(report);
    let alarms = if alarms < 10.0 { format!("{alarms:.1}") } else { format!("{alarms:.0}") };
    match report.lang {
        Lang::Zh => format!("判定 {tests} 项；按 95% 置信水平，仅凭偶然约有 {alarms} 项误报"),
        Lang::En => {
            let vitals = plural(tests, "vital", "vitals");
            format!("{tests} {vitals} judged; at 95 % some {alarms} would be out of bounds by chance alone")
        }
    }
}

/// What became of vitals since the baseline: counts, then what turned or fell behind, worst first.
fn changes(report: &Report) -> Vec<(Option<Status>, String)> {
    let Some(changes) = &report.gate.changes else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some((path, as_of)) = &report.gate.baseline {
        lines.push((None, format!("{path} ({}) · {}", date(*as_of), counts(changes, report.lang))));
    }
    for change in told(changes) {
        let vital = report.vitals.iter().find(|vital| Key::of(vital) == change.key);
        let id = super::gate_change::named(&change.key);
        let said = match vital.filter(|_| change.regressed) {
            Some(vital) => regress_text(report, vital, change),
            None => super::gate_change::line(change, report.lang),
        };
        let status = change.after.as_ref().map(|past| past.status).filter(|status| status.judged());
        lines.push((status, format!("{}: {said}", of_group(report, &change.key.group, &id))));
    }
    lines
}

/// Changes worth a line: those that turned and those that fell behind too far, worst first.
#[must_use]
pub fn told(changes: &[Change]) -> Vec<&Change> {
    let mut told: Vec<&Change> = changes.iter().filter(|change| change.regressed || change.turned()).collect();
    told.sort_by_key(|change| (!change.regressed, change.kind));
    told
}

/// `2 worse, 1 gone, 0 new, 3 better, 40 the same`.
#[must_use]
pub fn counts(changes: &[Change], lang: Lang) -> String {
    let of = |kind| count_text(changes.iter().filter(|change| change.kind == kind).count() as u64, lang);
    let said = ChangeKind::ALL.map(|kind| match (kind, lang) {
        (ChangeKind::Worse, Lang::Zh) => format!("变差 {}", of(kind)),
        (ChangeKind::Gone, Lang::Zh) => format!("消失 {}", of(kind)),
        (ChangeKind::New, Lang::Zh) => format!("新增 {}", of(kind)),
        (ChangeKind::Better, Lang::Zh) => format!("变好 {}", of(kind)),
        (ChangeKind::Same, Lang::Zh) => format!("持平 {}", of(kind)),
        (_, Lang::En) => format!("{} {}", of(kind), kind.name()),
    });
    match lang {
        Lang::Zh => said.join("，"),
        Lang::En => said.join(", "),
    }
}
