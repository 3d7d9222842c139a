//! Measurement × threshold → verdict, and verdicts → exit code, in one place. Points are decided on
//! unrounded values; the interval's verdict stands beside, it never replaces the point's.

use crate::charter::{Override, Settings};
use crate::metric::{Bound, Cell, Forced, Measurement, Metric, Outcome, Standing, Threshold};
use crate::report::{Report, Status};
use crate::stats::quantile;

/// What a measurement came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// On the point estimate.
    pub status: Status,
    /// On the interval.
    pub interval_status: Option<Status>,
    /// The bound it was held against, as people write it.
    pub threshold: Option<String>,
    /// Lowest and highest good value.
    pub bounds: (Option<f64>, Option<f64>),
}

/// Which verdicts make a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Any breach.
    #[default]
    Breach,
    /// Any breach or watch.
    Watch,
    /// Nothing.
    Never,
}

/// Holds a row of `metric` against the threshold in force for it.
#[must_use]
pub fn judge(metric: &Metric, row: &Measurement, settings: &Settings) -> Verdict {
    let rule = rule(metric, row.segment.as_deref(), settings);
    let plain = |status| Verdict { status, interval_status: None, threshold: None, bounds: (None, None) };
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
    let shown = rule.breach.or(rule.watch);
    Verdict {
        status,
        interval_status,
        threshold: shown.map(|bound| bound.to_string()),
        bounds: shown.map_or((None, None), |bound| bound.limits()),
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

/// The built-in threshold with the charter's override laid over it.
fn rule(metric: &Metric, segment: Option<&str>, settings: &Settings) -> Option<Threshold> {
    let built_in = metric.thresholds.iter().find(|rule| rule.segment == segment).copied();
    let over =
        settings.overrides.iter().rev().find(|rule| rule.metric == metric.id && rule.segment.as_deref() == segment);
    let Some(over) = over else { return built_in };
    let base = built_in.unwrap_or(Threshold { segment: None, breach: None, watch: None, n_min: 0, source: "charter" });
    Some(Threshold {
        breach: over.breach.or(base.breach),
        watch: over.watch.or(base.watch),
        n_min: over.n_min.unwrap_or(base.n_min),
        ..base
    })
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
        watch: None,
        n_min: None,
    })
}

fn point(rule: &Threshold, value: f64) -> Status {
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
fn interval(rule: &Threshold, value: f64, low: f64, high: f64) -> Status {
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

/// Whether the report fails the run: any row that counts and is as bad as `fail_on` says.
#[must_use]
pub fn fails(report: &Report, fail_on: FailOn) -> bool {
    let (breach, watch, _) = report.tally();
    match fail_on {
        FailOn::Breach => breach > 0,
        FailOn::Watch => breach + watch > 0,
        FailOn::Never => false,
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
            platforms: 1,
            thresholds: ThresholdProfile::Seed,
            asked: Vec::new(),
            names_shown: true,
            overrides,
            charter: crate::charter::Charter::default(),
        }
    }

    fn n_min(metric: &str, n: u64) -> Override {
        Override { metric: metric.to_owned(), segment: None, breach: None, watch: None, n_min: Some(n) }
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
