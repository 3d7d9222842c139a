//! The gate's part of `metrics.json`: what is missing, what was required, waivers, tests made, changes. In: the report.
//! Out: plain values in the document's order.

use serde::Serialize;

use super::super::gate::obstacle_text;
use crate::calendar::date;
use crate::gate::false_alarms;
use crate::report::{Change, Past, Report};

/// What the gate has to say.
#[derive(Serialize)]
pub(super) struct Gate<'a> {
    tests: usize,
    false_alarms: f64,
    obstacles: Vec<Obstacle<'a>>,
    required: Vec<Required<'a>>,
    waivers: Vec<Waiver<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline<'a>>,
}

#[derive(Serialize)]
struct Obstacle<'a> {
    kind: &'static str,
    group: Option<&'a str>,
    subject: Option<&'a str>,
    message: String,
    allowed: bool,
}

#[derive(Serialize)]
struct Required<'a> {
    metric: &'a str,
    group: &'a str,
    status: &'static str,
    n: u64,
    n_min: u64,
}

#[derive(Serialize)]
struct Waiver<'a> {
    metric: &'a str,
    segment: Option<&'a str>,
    group: Option<&'a str>,
    expires: String,
    reason: &'a str,
    expired: bool,
    used: u64,
}

#[derive(Serialize)]
struct Baseline<'a> {
    as_of: String,
    changes: Vec<Changed<'a>>,
}

/// A row then and now.
#[derive(Serialize)]
pub(in crate::render) struct Changed<'a> {
    metric: &'a str,
    group: &'a str,
    segment: Option<&'a str>,
    change: &'static str,
    regressed: bool,
    before: Option<Side>,
    after: Option<Side>,
}

#[derive(Serialize)]
struct Side {
    value: Option<f64>,
    status: &'static str,
    n: u64,
    period_start: Option<String>,
    period_end: Option<String>,
}

/// The gate's part of the document; `None` where it has nothing to say besides the verdicts.
pub(super) fn gate(report: &Report) -> Option<Gate<'_>> {
    let gate = &report.gate;
    if gate.obstacles.is_empty() && gate.unmet.is_empty() && gate.waivers.is_empty() && gate.changes.is_none() {
        return None;
    }
    let (tests, false_alarms) = false_alarms(report);
    Some(Gate {
        tests,
        // Sums of many small parts: what is beyond twelve places is noise.
        false_alarms: (false_alarms * 1e12).round() / 1e12,
        obstacles: gate
            .obstacles
            .iter()
            .map(|obstacle| Obstacle {
                kind: obstacle.kind.name(),
                group: obstacle.group.as_deref(),
                subject: Some(obstacle.subject.as_str()).filter(|subject| !subject.is_empty()),
                message: obstacle_text(report, obstacle),
                allowed: obstacle.allowed,
            })
            .collect(),
        required: gate
            .unmet
            .iter()
            .map(|unmet| Required {
                metric: &unmet.metric,
                group: &unmet.group,
                status: unmet.status.name(),
                n: unmet.n,
                n_min: unmet.n_min,
            })
            .collect(),
        waivers: gate
            .waivers
            .iter()
            .map(|known| Waiver {
                metric: &known.waiver.metric,
                segment: known.waiver.segment.as_deref(),
                group: known.waiver.group.as_deref(),
                expires: date(known.waiver.expires).to_string(),
                reason: &known.waiver.reason,
                expired: known.expired,
                used: known.used,
            })
            .collect(),
        baseline: gate.baseline.as_ref().map(|(_, as_of)| Baseline {
            as_of: date(*as_of).to_string(),
            changes: gate.changes.iter().flatten().map(changed).collect(),
        }),
    })
}

/// A row then and now, as JSON writes it.
pub(in crate::render) fn changed(change: &Change) -> Changed<'_> {
    let side = |past: &Past| Side {
        value: past.value,
        status: past.status.name(),
        n: past.n,
        period_start: past.period.map(|(first, _)| date(first).to_string()),
        period_end: past.period.map(|(_, last)| date(last).to_string()),
    };
    Changed {
        metric: &change.key.metric,
        group: &change.key.group,
        segment: change.key.segment.as_deref(),
        change: change.kind.name(),
        regressed: change.regressed,
        before: change.before.as_ref().map(side),
        after: change.after.as_ref().map(side),
    }
}
