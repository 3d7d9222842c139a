//! Everything a run complains about, in one list: what is missing, what is in breach, what fell behind, what is worth
//! watching. In: the report. Out: findings, the worst first, each with a place in the charter where there is one. What
//! annotations, `JUnit` and SARIF are made of.

use super::gate::{expired_text, lowered_text, obstacle_text, regress_text, unmet_text};
use super::view;
use crate::report::{Report, Status, Vital};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It fails the run, unless the run only fails on more of its kind.
    Error,
    /// It is worth a look.
    Warning,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Metric id, or the obstacle's name.
    pub rule: String,
    /// Group id, where it is about one.
    pub group: Option<String>,
    /// Segment of the metric.
    pub segment: Option<String>,
    /// The group and the vital, in a few words.
    pub title: String,
    /// What is wrong and what to do, in one line.
    pub message: String,
    /// Line of the charter that asks for it.
    pub line: Option<u64>,
}

/// Every finding of a report, the worst first.
#[must_use]
pub fn findings(report: &Report) -> Vec<Finding> {
    let mut found = obstacles(report, false);
    found.extend(unmet(report));
    found.extend(expired(report));
    let mut vitals: Vec<&Vital> = report.vitals.iter().filter(|vital| vital.counts()).collect();
    view::worst_first(&mut vitals);
    let of = |status| vitals.iter().filter(move |vital| vital.status == status);
    found.extend(of(Status::Breach).map(|vital| of_vital(report, vital, Severity::Error)));
    found.extend(regressions(report));
    found.extend(of(Status::Watch).map(|vital| of_vital(report, vital, Severity::Warning)));
    found.extend(obstacles(report, true));
    if found.is_empty() && report.tally().2 == 0 {
        found.push(nothing_judged(report));
    }
    found
}

/// A run that passes because it could say nothing must say at least that.
fn nothing_judged(report: &Report) -> Finding {
    Finding {
        severity: Severity::Warning,
        rule: "insufficient_n".to_owned(),
        group: None,
        segment: None,
        title: "chatvitals".to_owned(),
        message: view::verdict(report, None),
        line: None,
    }
}

fn titled(report: &Report, group: Option<&str>, what: &str) -> String {
    let name = group.map(|id| crate::look::middle_cut(view::group_name(report, id), 40));
    name.map_or_else(|| what.to_owned(), |name| format!("{name} · {what}"))
}

fn obstacles(report: &Report, allowed: bool) -> Vec<Finding> {
    let finding = |obstacle: &crate::report::Obstacle| Finding {
        severity: if allowed { Severity::Warning } else { Severity::Error },
        rule: obstacle.kind.name().to_owned(),
        group: obstacle.group.clone(),
        segment: None,
        title: titled(report, obstacle.group.as_deref(), obstacle.kind.name()),
        message: obstacle_text(report, obstacle),
        line: None,
    };
    report.gate.obstacles.iter().filter(|obstacle| obstacle.allowed == allowed).map(finding).collect()
}

fn unmet(report: &Report) -> Vec<Finding> {
    let finding = |unmet: &crate::report::Unmet| Finding {
        severity: Severity::Error,
        rule: unmet.metric.clone(),
        group: Some(unmet.group.clone()),
        segment: None,
        title: titled(report, Some(&unmet.group), &unmet.metric),
        message: unmet_text(report, unmet),
        line: None,
    };
    report.gate.unmet.iter().map(finding).collect()
}

fn expired(report: &Report) -> Vec<Finding> {
    let finding = |waiver: &crate::report::WaiverReport| Finding {
        severity: Severity::Error,
        rule: waiver.waiver.metric.clone(),
        group: None,
        segment: waiver.waiver.segment.clone(),
        title: titled(report, None, &waiver.waiver.metric),
        message: expired_text(report, waiver),
        line: Some(waiver.waiver.line),
    };
    report.gate.waivers.iter().filter(|waiver| waiver.expired).map(finding).collect()
}

/// What fell behind without being in breach: that is said of a breach already.
fn regressions(report: &Report) -> Vec<Finding> {
    let changes = report.gate.changes.iter().flatten().filter(|change| change.regressed);
    changes
        .filter_map(|change| {
            let of_change = |vital: &&Vital| crate::report::Key::of(vital) == change.key;
            let vital = report.vitals.iter().find(of_change).filter(|vital| vital.status != Status::Breach)?;
            Some(Finding { message: regress_text(report, vital, change), ..of_vital(report, vital, Severity::Error) })
        })
        .collect()
}

fn of_vital(report: &Report, vital: &Vital, severity: Severity) -> Finding {
    Finding {
        severity,
        rule: vital.metric.id.to_owned(),
        group: Some(vital.group.clone()),
        segment: vital.row.segment.clone(),
        title: titled(report, Some(&vital.group), &view::name(vital, report.lang)),
        message: vital_text(report, vital),
        line: vital.rule.and_then(|rule| rule.line),
    }
}

/// A judged vital in a line: value, bound, n, period, why it is not worse, what to do.
#[must_use]
pub fn vital_text(report: &Report, vital: &Vital) -> String {
    let lang = report.lang;
    let mut said = format!("{} {}", crate::look::word(vital.status, lang), view::value(vital, lang));
    let mut facts: Vec<String> = vec![view::bound_phrase(vital, lang)];
    facts.push(format!("n={}", view::n(vital, lang)));
    facts.push(view::period(vital, lang));
    facts.retain(|fact| !fact.is_empty());
    said.push_str(&match lang {
        crate::unit::Lang::Zh => format!("（{}）", facts.join("，")),
        crate::unit::Lang::En => format!(" ({})", facts.join(", ")),
    });
    if let Some(lowered) = lowered_text(report, vital) {
        said.push_str(&format!(" · {lowered}"));
    }
    if let Some(advice) = &vital.advice {
        said.push_str(&format!(" · {advice}"));
    }
    said
}
