//! The weekly gate (门禁): what must be there before anything may pass, what excuses a breach, what has changed
//! since the last time. In: judged vitals, groups and the charter. Out: [`Gate`], plain data beside the verdicts;
//! whether a run passes is decided in `verdict.rs`.

mod baseline;
mod compare;
mod obstacle;
mod require;
mod trend;
mod waiver;

use crate::calendar::Day;
use crate::charter::FailOn;
use crate::report::{Report, Vital};
use crate::status::Status;

pub use baseline::{Baseline, Row};
pub use compare::{Change, ChangeKind, Key, Past, between, compare};
pub use obstacle::{Facts, Obstacle, ObstacleKind, named, obstacles};
pub use require::{Unmet, unmet};
pub use trend::{History, histories};
pub use waiver::{WaiverReport, waive};

/// Share of verdicts that are wrong by chance alone at the level of confidence of every interval here.
const ALPHA: f64 = 0.05;

/// What the gate has to say besides the verdicts.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Gate {
    /// Path of the charter as it was given, for those who point at its lines.
    pub charter: Option<String>,
    /// What the charter says fails a run.
    pub fail_on: Option<FailOn>,
    /// What is missing.
    pub obstacles: Vec<Obstacle>,
    /// Waivers of the charter, those in force and those expired.
    pub waivers: Vec<WaiverReport>,
    /// Vitals that had to be judged and were not.
    pub unmet: Vec<Unmet>,
    /// What became of every vital since the baseline; `None` without one.
    pub changes: Option<Vec<Change>>,
    /// The baseline: path and last day judged.
    pub baseline: Option<(String, Day)>,
}

/// Why a verdict is milder than its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lowered {
    /// What the numbers alone say.
    pub from: Status,
    /// What speaks for the milder one.
    pub why: Why,
}

/// What makes a verdict milder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The charter's `level = "warn"`.
    Warned,
    /// A waiver: its place in [`Gate::waivers`].
    Waived(usize),
    /// The charter's `persistent`: too few periods in a row so far.
    Waiting {
        /// Complete periods in breach, this one among them.
        seen: u32,
        /// … of so many.
        of: u32,
    },
}

impl Why {
    /// Its word in `metrics.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warned => "level",
            Self::Waived(_) => "waiver",
            Self::Waiting { .. } => "persistent",
        }
    }
}

/// Turns a breach that has not lasted long enough into something to watch.
pub fn wait(vital: &mut Vital, seen: u32, of: u32) {
    vital.lowered = Some(Lowered { from: vital.status, why: Why::Waiting { seen, of } });
    vital.status = Status::Watch;
}

/// Verdicts of a report, and how many of them chance alone would put out of bounds: 5 % of each, a verdict that
/// needs several periods in a row 5 % of 5 % (METRICS' note on multiple comparisons). Periods are taken as
/// independent, which makes the figure small for what persists.
#[must_use]
pub fn false_alarms(report: &Report) -> (usize, f64) {
    let judged: Vec<&Vital> = report.vitals.iter().filter(|vital| vital.counts() && vital.status.judged()).collect();
    let chance = |vital: &&Vital| {
        let periods = vital.rule.map_or(1, |rule| rule.persistent).min(20);
        ALPHA.powi(i32::try_from(periods).unwrap_or(20))
    };
    (judged.len(), judged.iter().map(chance).fold(0.0, |sum, part| sum + part))
}
