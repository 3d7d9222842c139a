//! Measurement × threshold → verdict, and verdicts → exit code, in one place. Points are decided on
//! unrounded values; the interval's verdict stands beside, it never replaces the point's.

pub use crate::charter::FailOn;
use crate::charter::{Decision, Level, Override, Rule, Settings};
use crate::metric::{Bound, Cell, Forced, Measurement, Metric, Outcome, Standing};
use crate::report::{Lowered, Report, Status, Why};
use crate::stats::quantile;

/// What a measurement came to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// On the point estimate.
    pub status: Status,
    /// On the interval.
    pub interval_status: Option<Status>,
    /// The bound it was held against, as people write it.
    pub threshold: Option<String>,
    /// Lowest and highest good value.
    pub bounds: (Option<f64>, Option<f64>),
    /// The rule in force; `None` where nothing judges the row.
    pub rule: Option<Rule>,
    /// Why the verdict is milder than the numbers.
    pub lowered: Option<Lowered>,
}

/// Holds a row of `metric` against the threshold in force for it.
#[must_use]
pub fn judge(metric: &Metric, row: &Measurement, settings: &Settings) -> Verdict {
    let rule = rule(metric, row.segment.as_deref(), settings);
    let plain =
        |status| Verdict { status, interval_status: None, threshold: None, bounds: (None, None), rule, lowered: None };
    let Some(rule) = rule else {
        return plain(match row.standing {
            Standing::Judge => Status::Info,
            other => unjudged(other),
        });
    };
    let (status, interval_status) = match row.standing {
        Standing::Info => return plain(Status::Info),
        Standing::Judge => match row.value {
            None => (Status::NoData, None),
            Some(_) if row.n < rule.n_min => (Status::InsufficientN, row.ci.map(|_| Status::InsufficientN)),
            Some(value) => (point(&rule, value), row.ci.map(|(low, high, _)| interval(&rule, value, low, high))),
        },
        Standing::Force(_) if row.n < rule.n_min => (Status::InsufficientN, None),
        other => (unjudged(other), None),
    };
    if rule.level == Level::Allow && status.judged() {
        return plain(Status::Info);
    }
    let (status, lowered) = levelled(decided(&rule, status, interval_status), rule.level);
    let shown = rule.breach.or(rule.watch);
    Verdict {
        status,
        interval_status,
        threshold: shown.map(|bound| bound.to_string()),
        bounds: shown.map_or((None, None), |bound| bound.limits()),
        rule: Some(rule),
        lowered,
    }
}

/// The verdict by what the charter decides on. An interval that leaves doubt turns a breach into a watch; where a
/// vital has no interval its value decides.
const fn decided(rule: &Rule, point: Status, interval: Option<Status>) -> Status {
    match (rule.decision, point, interval) {
        (Decision::Interval, Status::Breach, Some(Status::Watch | Status::Ok)) => Status::Watch,
        _ => point,
    }
}

/// The verdict by the force the charter gives it.
const fn levelled(status: Status, level: Level) -> (Status, Option<Lowered>) {
    match (status, level) {
        (Status::Breach, Level::Warn) => (Status::Watch, Some(Lowered { from: status, why: Why::Warned })),
        _ => (status, None),
    }
}

const fn unjudged(standing: Standing) -> Status {
    match standing {
        Standing::Judge | Standing::Info => Status::Info,
        Standing::Force(Forced::Ok) => Status::Ok,
        Standing::Force(Forced::Breach) => Status::Breach,
        Standing::Force(Forced::Watch) => Status::Watch,
        Standing::InsufficientN => Status::InsufficientN,
        Standing::NoData => Status::NoData,
        Standing::NotApplicable => Status::NotApplicable,
        Standing::Partial => Status::Partial,
    }
}

/// The rule in force for a row of `metric`.
#[must_use]
pub fn rule(metric: &Metric, segment: Option<&str>, settings: &Settings) -> Option<Rule> {
    let built_in = metric.thresholds.iter().find(|rule| rule.segment == segment);
    let is_for = |rule: &&Override| rule.metric == metric.id && rule.segment.as_deref() == segment;
    let overrides: Vec<&Override> = settings.overrides.iter().filter(is_for).collect();
    Rule::of(built_in, &overrides, &settings.charter.gate)
}

/// Vitals whose thresholds may follow the group's own past: where the source document gives one number
/// for groups of every size and kind.
pub const CALIBRATED: &[&str] = &["interactions_per_capita"];
/// Complete weeks a calibrated threshold looks back on.
pub const WEEKS: usize = 8;

/// The breach bound of a vital by its own last eight complete weeks: their 20th percentile, never
/// stricter than the built-in number; `None` for other vitals and groups younger than that.
#[must_use]
pub fn calibrated(metric: &Metric, outcome: &Outcome) -> Option<Override> {
    let built_in = metric.thresholds.iter().find(|rule| rule.segment.is_none())?;
    let Some(Bound::Below(least)) = built_in.breach.filter(|_| CALIBRATED.contains(&metric.id)) else { return None };
    let history = &outcome.tables.get("history")?.rows;
    let weeks: Vec<f64> = history
        .iter()
        .rev()
        .take(WEEKS)
        .filter_map(|row| match row.get(1) {
            Some(Cell::Number(value)) => Some(*value),
            _ => None,
        })
        .collect();
    if weeks.len() < WEEKS {
        return None;
    }
    // Six places: a bound people can read and write into a charter.
    let bound = (quantile(&weeks, 0.2)?.min(least) * 1e6).round() / 1e6;
    Some(Override {
        metric: metric.id.to_owned(),
        segment: None,
        breach: Some(Bound::Below(bound)),
        ..Override::default()
    })
}

fn point(rule: &Rule, value: f64) -> Status {
    if rule.breach.is_some_and(|bound| bound.broken_by(value)) {
        Status::Breach
    } else if rule.watch.is_some_and(|bound| bound.broken_by(value)) {
        Status::Watch
    } else {
        Status::Ok
    }
}

/// The interval rule: breach when the whole interval lies out of bounds, watch when the value does and
/// the interval leaves doubt, else ok.
fn interval(rule: &Rule, value: f64, low: f64, high: f64) -> Status {
    let Some(bound) = rule.breach.or(rule.watch) else { return Status::Ok };
    if !bound.broken_by(value) {
        return Status::Ok;
    }
    let sure = match bound {
        Bound::Below(_) | Bound::AtMost(_) => bound.broken_by(high),
        Bound::Above(_) | Bound::AtLeast(_) => bound.broken_by(low),
        Bound::Outside(least, most) => high < least || low > most,
    };
    if sure && rule.breach.is_some() { Status::Breach } else { Status::Watch }
}

/// What a run comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing that counts is as bad as `fail_on` says.
    Pass,
    /// Something is.
    Fail,
    /// It cannot be told: something is missing that nobody accepted.
    Blocked,
}

/// What the report comes to under `fail_on`: the one place that decides exit codes.
#[must_use]
pub fn ending(report: &Report, fail_on: FailOn) -> Ending {
    // Whoever fails on nothing only computes; an export that is not there or not whole ends that too.
    let open = report.gate.obstacles.iter().filter(|obstacle| !obstacle.allowed);
    if open.into_iter().any(|obstacle| fail_on != FailOn::Never || obstacle.kind.unreadable()) {
        return Ending::Blocked;
    }
    if fails(report, fail_on) { Ending::Fail } else { Ending::Pass }
}

fn fails(report: &Report, fail_on: FailOn) -> bool {
    let gate = &report.gate;
    if fail_on == FailOn::Never {
        return false;
    }
    // What concerns no group's health fails whatever part of the groups may be ill.
    if gate.waivers.iter().any(|waiver| waiver.expired) || !gate.unmet.is_empty() {
        return true;
    }
    let ill = |id: &str| {
        report.of_group(id).any(|vital| vital.counts() && vital.status == Status::Breach)
            || gate.changes.iter().flatten().any(|change| change.regressed && change.key.group == id)
    };
    let groups = report.groups.iter().filter(|group| ill(&group.id)).count();
    let watched = |vital: &crate::report::Vital| vital.counts() && vital.status == Status::Watch && !vital.waived();
    match fail_on {
        FailOn::Never => false,
        FailOn::Breach => groups > 0,
        FailOn::Watch => groups > 0 || report.vitals.iter().any(watched),
        FailOn::Count(bound) => bound.broken_by(crate::metric::count(groups as u64)),
        FailOn::Share(bound) => {
            let all = crate::metric::count(report.groups.len() as u64);
            all > 0.0 && bound.broken_by(crate::metric::count(groups as u64) / all)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{Override, Preset, Profile, ThresholdProfile};
    use crate::metric::find;
    use crate::unit::Unit;

    fn settings(overrides: Vec<Override>) -> Settings {
        Settings {
            as_of: 0,
            preset: Preset::Band,
            profile: Profile::Other,
            thresholds: ThresholdProfile::Seed,
            asked: Vec::new(),
            names_shown: true,
            overrides,
            charter: crate::charter::Charter::default(),
        }
    }

    fn n_min(metric: &str, n: u64) -> Override {
        Override { metric: metric.to_owned(), n_min: Some(n), ..Override::default() }
    }

    #[test]
    fn boundaries_of_the_seed() {
        // Three of the worked examples: 60 %, 15 % and 30 % sit exactly on their bounds.
        let retention = find("weekly_retention").unwrap();
        let small = settings(vec![n_min("weekly_retention", 1)]);
        for (kept, base, status, interval) in [
            (3, 5, Status::Ok, Status::Ok),
            (2, 4, Status::Breach, Status::Watch),
            (5, 10, Status::Breach, Status::Watch),
            (10, 100, Status::Breach, Status::Breach),
        ] {
            let verdict = judge(retention, &Measurement::ratio(kept, base), &small);
            assert_eq!((verdict.status, verdict.interval_status), (status, Some(interval)), "{kept}/{base}");
        }
        let strict = judge(retention, &Measurement::ratio(3, 5), &settings(Vec::new()));
        assert_eq!((strict.status, strict.threshold.as_deref()), (Status::InsufficientN, Some("< 0.6")));
        let ctr = find("link_ctr").unwrap();
        assert_eq!(judge(ctr, &Measurement::ratio(6, 40), &settings(Vec::new())).status, Status::Ok);
    }

    #[test]
    fn no_value_is_no_verdict() {
        let metric = find("daily_messages").unwrap();
        let none = settings(Vec::new());
        assert_eq!(judge(metric, &Measurement::ratio(0, 0), &none).status, Status::NoData);
        let few = Measurement::quotient(Unit::MessagesPerDay, 12.0, 3.0, 3);
        assert_eq!(judge(metric, &few, &none).status, Status::InsufficientN);
        let verdict = judge(metric, &few, &settings(vec![n_min("daily_messages", 3)]));
        assert_eq!(verdict.status, Status::Breach, "worked example F1");
        let total = Measurement::counted(Unit::Messages, 12, 3).segment("total");
        assert_eq!(judge(metric, &total, &none).status, Status::Info);
    }
}
