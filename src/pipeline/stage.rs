//! The two stages of computing and judging: vitals from rollups, then those that sum up verdicts. In:
//! groups and settings. Out: what every vital gave and its judged rows, in report order.

use rayon::prelude::*;

use crate::calendar::Day;
use crate::charter::{Settings, ThresholdProfile};
use crate::dataset::Group;
use crate::error::{Error, Result};
use crate::metric::{Compute, Context, Judged, Measurement, Metric, Outcome, Summary};
use crate::report::Vital;
use crate::verdict;

/// What the vitals of one group gave.
pub(super) type Outcomes = Vec<(&'static Metric, Outcome)>;

/// The vitals to compute, in report order.
///
/// # Errors
/// [`Error::Usage`] for an id that is none, with the nearest one.
pub(super) fn asked(metrics: &[&'static Metric], only: &[String], off: &[String]) -> Result<Vec<&'static Metric>> {
    known(metrics, "--only", only)?;
    let wanted = |metric: &&&Metric| {
        if only.is_empty() { !off.iter().any(|id| id == metric.id) } else { only.iter().any(|id| id == metric.id) }
    };
    Ok(metrics.iter().filter(wanted).copied().collect())
}

/// Refuses an id of a flag that is none.
///
/// # Errors
/// [`Error::Usage`] with the nearest one.
pub(super) fn known(metrics: &[&'static Metric], flag: &str, asked: &[String]) -> Result<()> {
    let ids: Vec<&str> = metrics.iter().map(|metric| metric.id).collect();
    match asked.iter().find(|id| !ids.contains(&id.as_str())) {
        Some(unknown) => {
            let hint = crate::config::meant(unknown, &ids);
            Err(Error::Usage(format!("{flag} {unknown}: no such vital; {hint}")))
        }
        None => Ok(()),
    }
}

/// Computes what a group's own lines tell. `groups` are those at hand.
pub(super) fn own(asked: &[&'static Metric], group: &Group, groups: &[&Group], settings: &Settings) -> Outcomes {
    let context = Context::new(group, groups, settings);
    let computed = |metric: &&'static Metric| match metric.compute {
        Compute::Group(compute) => Some((*metric, compute(&context))),
        Compute::Groups(_) | Compute::Verdicts(_) => None,
    };
    asked.iter().filter(|metric| settings.asked.contains(&metric.id)).filter_map(computed).collect()
}

/// Computes what only all groups together tell, judges everything, and sums verdicts up.
pub(super) fn rest(
    asked: &[&'static Metric],
    groups: &[Group],
    settings: &[Settings],
    mut outcomes: Vec<Outcomes>,
) -> (Vec<Outcomes>, Vec<Vital>) {
    let mine = |metric: &&&'static Metric, settings: &Settings| settings.asked.contains(&metric.id);
    let groups: Vec<&Group> = groups.iter().collect();
    let groups = groups.as_slice();
    let place = |metric: &Metric| asked.iter().position(|known| known.id == metric.id);
    outcomes.par_iter_mut().zip(groups).zip(settings).for_each(|((outcomes, group), settings)| {
        let context = Context::new(group, groups, settings);
        let computed = |metric: &&'static Metric| match metric.compute {
            Compute::Groups(compute) => Some((*metric, compute(&context))),
            Compute::Group(_) | Compute::Verdicts(_) => None,
        };
        outcomes.extend(asked.iter().filter(|metric| mine(metric, settings)).filter_map(computed));
        outcomes.sort_by_key(|(metric, _)| place(metric));
    });
    let own: Vec<Settings> =
        settings.iter().zip(&outcomes).map(|(settings, outcomes)| calibrated(settings, outcomes)).collect();
    let judged: Vec<Judged<'_>> = groups
        .iter()
        .zip(outcomes.iter().zip(&own))
        .flat_map(|(group, (outcomes, settings))| {
            let rows = outcomes.iter().flat_map(|(metric, outcome)| outcome.rows.iter().map(move |row| (*metric, row)));
            rows.map(move |(metric, row)| Judged {
                group: &group.id,
                metric: metric.id,
                row,
                status: verdict::judge(metric, row, settings).status,
            })
        })
        .collect();
    let summaries: Vec<Outcomes> = groups
        .par_iter()
        .zip(&own)
        .map(|(group, settings)| {
            let summary = Summary { group, groups, settings, judged: &judged };
            let computed = |metric: &&'static Metric| match metric.compute {
                Compute::Verdicts(compute) => Some((*metric, compute(&summary))),
                Compute::Group(_) | Compute::Groups(_) => None,
            };
            asked.iter().filter(|metric| mine(metric, settings)).filter_map(computed).collect()
        })
        .collect();
    for (outcomes, summaries) in outcomes.iter_mut().zip(summaries) {
        outcomes.extend(summaries);
        outcomes.sort_by_key(|(metric, _)| place(metric));
    }
    let mut vitals = Vec::new();
    for (group, (outcomes, settings)) in groups.iter().zip(outcomes.iter().zip(&own)) {
        for (metric, outcome) in outcomes {
            vitals.extend(outcome.rows.iter().map(|row| vital(metric, group, row, settings)));
        }
    }
    (outcomes, vitals)
}

/// The settings of one group: where thresholds follow the group's own past, those are laid under the
/// charter's.
fn calibrated(settings: &Settings, outcomes: &Outcomes) -> Settings {
    let mut settings = settings.clone();
    if settings.thresholds == ThresholdProfile::Calibrated {
        let own = outcomes.iter().filter_map(|(metric, outcome)| verdict::calibrated(metric, outcome));
        settings.overrides.splice(0..0, own);
    }
    settings
}

fn vital(metric: &'static Metric, group: &Group, row: &Measurement, settings: &Settings) -> Vital {
    let judged = verdict::judge(metric, row, settings);
    let excluded = row.period.map(|(first, last): (Day, Day)| group.excluded(first, last)).unwrap_or_default();
    Vital {
        metric,
        group: group.id.clone(),
        row: row.clone(),
        status: judged.status,
        interval_status: judged.interval_status,
        threshold: judged.threshold,
        bounds: judged.bounds,
        rule: judged.rule,
        lowered: judged.lowered,
        excluded,
        advice_key: None,
        advice: None,
    }
}
