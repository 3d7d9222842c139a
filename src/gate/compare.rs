//! What became of every vital since an earlier run (对照): better, worse, new, gone. In: the earlier rows and the
//! judged ones. Out: one change a row, and whether it broke the charter's rule on falling behind.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::charter::{Regress, parse_bound};
use crate::metric::{Bound, Compute, find};
use crate::report::Vital;
use crate::status::Status;

use super::baseline::{Baseline, Row};

/// A row's name across runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Key {
    /// Group id.
    pub group: String,
    /// Metric id.
    pub metric: String,
    /// Segment; `None` for the headline.
    pub segment: Option<String>,
}

impl Key {
    /// The name of a judged row.
    #[must_use]
    pub fn of(vital: &Vital) -> Self {
        Self { group: vital.group.clone(), metric: vital.metric.id.to_owned(), segment: vital.row.segment.clone() }
    }
}

/// A row at one of the two times.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Past {
    /// The value.
    pub value: Option<f64>,
    /// Name of its unit.
    pub unit: String,
    /// What it came to.
    pub status: Status,
    /// First and last local day.
    pub period: Option<(Day, Day)>,
    /// Observations.
    pub n: u64,
    /// The bound it was held against.
    pub threshold: Option<String>,
}

impl From<&Row> for Past {
    fn from(row: &Row) -> Self {
        Self {
            value: row.value,
            unit: row.unit.clone(),
            status: row.status,
            period: row.period,
            n: row.n,
            threshold: row.threshold.clone(),
        }
    }
}

impl From<&Vital> for Past {
    fn from(vital: &Vital) -> Self {
        Self {
            value: vital.row.value.filter(|value| value.is_finite()),
            unit: vital.row.unit.name().to_owned(),
            status: vital.status,
            period: vital.row.period,
            n: vital.row.n,
            threshold: vital.threshold.clone(),
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Its verdict or, the verdict being the same, its value moved away from the good side.
    Worse,
    /// It had a verdict and has none any more.
    Gone,
    /// It has a verdict for the first time.
    New,
    /// The reverse of worse.
    Better,
    /// Neither.
    Same,
}

impl ChangeKind {
    /// Every kind, the one to look at first in front.
    pub const ALL: [Self; 5] = [Self::Worse, Self::Gone, Self::New, Self::Better, Self::Same];

    /// Its word in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Gone => "gone",
            Self::New => "new",
            Self::Better => "better",
            Self::Same => "same",
        }
    }
}

/// One row then and now.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Which.
    pub key: Key,
    /// What became of it.
    pub kind: ChangeKind,
    /// Then.
    pub before: Option<Past>,
    /// Now.
    pub after: Option<Past>,
    /// It fell behind by more than the charter's `regress` lets it.
    pub regressed: bool,
}

impl Change {
    /// Its verdict is another one.
    #[must_use]
    pub fn turned(&self) -> bool {
        self.before.as_ref().map(|past| past.status) != self.after.as_ref().map(|past| past.status)
    }

    /// Value now minus value then.
    #[must_use]
    pub fn delta(&self) -> Option<f64> {
        Some(self.after.as_ref()?.value? - self.before.as_ref()?.value?)
    }
}

/// Holds judged vitals against an earlier run: rows with a verdict then or now, by group, metric, segment.
#[must_use]
pub fn compare(baseline: &Baseline, vitals: &[Vital]) -> Vec<Change> {
    let counted: BTreeMap<Key, &Vital> =
        vitals.iter().filter(|vital| vital.counts()).map(|vital| (Key::of(vital), vital)).collect();
    let now: BTreeMap<Key, Past> = counted.iter().map(|(key, vital)| (key.clone(), Past::from(*vital))).collect();
    let mut changes = pairs(&rows(baseline), &now);
    for change in &mut changes {
        let regress = counted.get(&change.key).and_then(|vital| vital.rule?.regress);
        change.regressed = regress.is_some_and(|regress| regressed(change, regress));
    }
    changes
}

/// Holds one run against another.
#[must_use]
pub fn between(before: &Baseline, after: &Baseline) -> Vec<Change> {
    pairs(&rows(before), &rows(after))
}

/// The rows of a run but summaries of verdicts: what they sum up is compared itself.
fn rows(run: &Baseline) -> BTreeMap<Key, Past> {
    let summary = |id: &str| find(id).is_some_and(|metric| matches!(metric.compute, Compute::Verdicts(_)));
    let own = run.rows.iter().filter(|(key, _)| !summary(&key.metric));
    own.map(|(key, row)| (key.clone(), Past::from(row))).collect()
}

fn pairs(before: &BTreeMap<Key, Past>, after: &BTreeMap<Key, Past>) -> Vec<Change> {
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let pair = |key: &Key| {
        let (then, now) = (before.get(key), after.get(key));
        Some(Change {
            key: key.clone(),
            kind: kind(then, now)?,
            before: then.cloned(),
            after: now.cloned(),
            regressed: false,
        })
    };
    keys.into_iter().filter_map(pair).collect()
}

/// What became of a row; `None` where it was never judged.
fn kind(before: Option<&Past>, after: Option<&Past>) -> Option<ChangeKind> {
    let verdict = |past: Option<&Past>| past.map(|past| past.status).filter(|status| status.judged());
    Some(match (verdict(before), verdict(after)) {
        (None, None) => return None,
        (None, Some(_)) => ChangeKind::New,
        (Some(_), None) => ChangeKind::Gone,
        // The worse verdict is the lesser one.
        (Some(then), Some(now)) if now < then => ChangeKind::Worse,
        (Some(then), Some(now)) if now > then => ChangeKind::Better,
        (Some(_), Some(_)) => match moved(before?, after?) {
            Some(step) if step > 0.0 => ChangeKind::Worse,
            Some(step) if step < 0.0 => ChangeKind::Better,
            _ => ChangeKind::Same,
        },
    })
}

/// How far a value moved to the bad side of its bound, in its own unit; `None` without bound or value.
fn moved(before: &Past, after: &Past) -> Option<f64> {
    let (then, now) = (before.value?, after.value?);
    let bound = after.threshold.as_ref().or(before.threshold.as_ref())?;
    Some(match parse_bound(bound).ok()? {
        Bound::Below(_) | Bound::AtMost(_) => then - now,
        Bound::Above(_) | Bound::AtLeast(_) => now - then,
        Bound::Outside(low, high) => {
            let out = |value: f64| (low - value).max(value - high).max(0.0);
            out(now) - out(then)
        }
    })
}

fn regressed(change: &Change, Regress(part): Regress) -> bool {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return false };
    if !before.status.judged() || !after.status.judged() {
        return false;
    }
    let base = before.value.unwrap_or_default().abs();
    // A hair's breadth: 0.6 less a tenth of itself is 0.54, whatever binary fractions say.
    moved(before, after).is_some_and(|step| step > part * base * (1.0 + 1e-12) && step > 0.0)
}
