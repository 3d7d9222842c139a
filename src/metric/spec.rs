//! The contract of a metric: a const that carries everything said about it, and the measurements
//! it gives. A metric reads one group's [`Group`] rollups and settings and returns numbers; it
//! judges nothing and prints nothing.

mod table;

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::charter::Settings;
use crate::dataset::Group;
use crate::status::Status;
use crate::unit::{Text, Unit};

pub use table::{Cell, Table};

/// The part of the report a metric stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 活跃
    Activity,
    /// 留存
    Retention,
    /// 结构
    Structure,
    /// 内容
    Content,
    /// 服务
    Service,
    /// 群规
    Governance,
    /// 生命周期
    Lifecycle,
    /// 数据质量
    Quality,
}

impl Family {
    /// Every family in report order.
    pub const ALL: [Self; 8] = [
        Self::Activity,
        Self::Retention,
        Self::Structure,
        Self::Content,
        Self::Service,
        Self::Governance,
        Self::Lifecycle,
        Self::Quality,
    ];

    /// Its heading.
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Activity => Text { zh: "活跃", en: "Activity" },
            Self::Retention => Text { zh: "留存", en: "Retention" },
            Self::Structure => Text { zh: "结构", en: "Structure" },
            Self::Content => Text { zh: "内容", en: "Content" },
            Self::Service => Text { zh: "服务", en: "Service" },
            Self::Governance => Text { zh: "群规", en: "Governance" },
            Self::Lifecycle => Text { zh: "生命周期", en: "Lifecycle" },
            Self::Quality => Text { zh: "数据质量", en: "Data quality" },
        }
    }
}

/// One bound of a vital.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Out of bounds when below.
    Below(f64),
    /// Out of bounds when above.
    Above(f64),
    /// Out of bounds when at or above.
    AtLeast(f64),
    /// Out of bounds when at or below.
    AtMost(f64),
    /// Out of bounds when outside the closed interval.
    Outside(f64, f64),
}

/// A built-in threshold; a charter may override it by metric and segment.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// Segment it judges; `None` for the headline.
    pub segment: Option<&'static str>,
    /// Past this the vital is in breach.
    pub breach: Option<Bound>,
    /// Past this it is worth watching.
    pub watch: Option<Bound>,
    /// Fewest observations that can bear a verdict.
    pub n_min: u64,
    /// Where the number comes from (`S30`, `ours`).
    pub source: &'static str,
}

/// Kinds of CI of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiMethod {
    /// Wilson score interval, 95 %.
    Wilson95,
    /// Moving-block bootstrap of daily values, 95 %, seeded.
    Bootstrap95,
    /// Newcombe's interval of a difference of proportions, 95 %.
    Newcombe95,
}

impl CiMethod {
    /// Name in `metrics.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wilson95 => "wilson95",
            Self::Bootstrap95 => "bootstrap95",
            Self::Newcombe95 => "newcombe95",
        }
    }
}

/// What a metric says of its own result before any threshold is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A value that thresholds may judge.
    Judge,
    /// A value no threshold applies to.
    Info,
    /// A result of its own making: `breach` or `watch` by a rule thresholds cannot express.
    Force(Forced),
    /// Too little data, whatever the threshold.
    InsufficientN,
    /// The data needed is not there.
    NoData,
    /// The question does not arise (group too young, feature absent).
    NotApplicable,
    /// The period is not over.
    Partial,
}

/// A verdict a metric's own rule reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// Within bounds.
    Ok,
    /// In breach.
    Breach,
    /// Worth watching.
    Watch,
}

/// One row of results: a number, what it was computed from, and what it does not cover.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// `None` for the headline.
    pub segment: Option<String>,
    /// First and last local day, both inclusive; `None` when there is no such period.
    pub period: Option<(Day, Day)>,
    /// The value; `None` is never zero.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// What was counted.
    pub numerator: Option<f64>,
    /// What it was counted over.
    pub denominator: Option<f64>,
    /// Observations the value rests on.
    pub n: u64,
    /// Interval and how it was made.
    pub ci: Option<(f64, f64, CiMethod)>,
    /// What people it was computed over: `roster`, `active`, `speakers`, `declared_size` …
    pub basis: &'static str,
    /// What was missing and how the value suffers.
    pub degraded: Vec<&'static str>,
    /// Before thresholds.
    pub standing: Standing,
    /// Advice when in breach or watched, if not the metric's own.
    pub advice: Option<&'static str>,
}

impl Measurement {
    /// A headline value without period, to be filled in.
    #[must_use]
    pub fn new(unit: Unit) -> Self {
        Self {
            segment: None,
            period: None,
            value: None,
            unit,
            numerator: None,
            denominator: None,
            n: 0,
            ci: None,
            basis: "active",
            degraded: Vec::new(),
            standing: Standing::NoData,
            advice: None,
        }
    }

    /// A ratio of counts with its Wilson interval; 0/0 is no data, x/0 a data error.
    #[must_use]
    pub fn ratio(numerator: u64, denominator: u64) -> Self {
        let mut row = Self::new(Unit::Ratio);
        row.numerator = Some(count(numerator));
        row.denominator = Some(count(denominator));
        row.n = denominator;
        if denominator == 0 {
            if numerator > 0 {
                row.degraded.push("data_error");
            }
            return row;
        }
        row.value = Some(count(numerator) / count(denominator));
        if numerator <= denominator {
            let (low, high) = crate::stats::wilson(numerator, denominator);
            row.ci = Some((low, high, CiMethod::Wilson95));
        } else {
            row.degraded.push("leakage");
        }
        row.standing = Standing::Judge;
        row
    }

    /// A count that is itself the value.
    #[must_use]
    pub fn counted(unit: Unit, value: u64, n: u64) -> Self {
        let mut row = Self::new(unit);
        row.value = Some(count(value));
        row.numerator = Some(count(value));
        row.n = n;
        row.standing = Standing::Info;
        row
    }

    /// A quotient that is no share (mean, rate per day); x/0 is no data.
    #[must_use]
    pub fn quotient(unit: Unit, numerator: f64, denominator: f64, n: u64) -> Self {
        let mut row = Self::new(unit);
        row.numerator = Some(numerator);
        row.denominator = Some(denominator);
        row.n = n;
        if denominator > 0.0 {
            row.value = Some(numerator / denominator);
            row.standing = Standing::Judge;
        }
        row
    }

    /// The same row as a segment.
    #[must_use]
    pub fn segment(mut self, name: impl Into<String>) -> Self {
        self.segment = Some(name.into());
        self
    }

    /// The same row over a period.
    #[must_use]
    pub fn over(mut self, period: Option<(Day, Day)>) -> Self {
        self.period = period;
        self
    }

    /// The same row with a basis.
    #[must_use]
    pub fn basis(mut self, basis: &'static str) -> Self {
        self.basis = basis;
        self
    }

    /// The same row with a standing.
    #[must_use]
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The same row as information, unless it has no value.
    #[must_use]
    pub fn info(mut self) -> Self {
        if self.value.is_some() {
            self.standing = Standing::Info;
        }
        self
    }

    /// The same row, degraded.
    #[must_use]
    pub fn degraded(mut self, why: &'static str) -> Self {
        self.degraded.push(why);
        self
    }
}

/// A count as a float; exact below 2^53.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of records stay far below 2^53")]
pub const fn count(n: u64) -> f64 {
    n as f64
}

/// All a metric gives for one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Headline first, then segments.
    pub rows: Vec<Measurement>,
    /// Tables for charts by name.
    pub tables: BTreeMap<&'static str, Table>,
}

/// What a metric computes from: one group and the settings in force.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The group's rollups, roster and calendar of complete days.
    pub group: &'a Group,
    /// For [`Compute::Groups`] every group of the run, this one among them; else those of its federation at least.
    pub groups: &'a [&'a Group],
    /// The settings in force for the group.
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// The context of one group among those of the run.
    #[must_use]
    pub const fn new(group: &'a Group, groups: &'a [&'a Group], settings: &'a Settings) -> Self {
        Self { group, groups, settings }
    }
}

/// A judged row, as summaries of verdicts see it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Judged<'a> {
    /// Group id.
    pub group: &'a str,
    /// Metric id.
    pub metric: &'static str,
    /// The row.
    pub row: &'a Measurement,
    /// What it came to.
    pub status: Status,
}

/// What a summary of verdicts computes from: one group, and the judged rows of all.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Summary<'a> {
    /// The group the summary is for.
    pub group: &'a Group,
    /// Every group of the run, this one among them.
    pub groups: &'a [&'a Group],
    /// The settings in force.
    pub settings: &'a Settings,
    /// Rows of every vital that is computed from rollups, by group.
    pub judged: &'a [Judged<'a>],
}

/// What a vital is computed from.
#[derive(Clone, Copy)]
pub enum Compute {
    /// One group's rollups.
    Group(fn(&Context<'_>) -> Outcome),
    /// All groups' rollups, of their lines only those with a link ([`Group::brief`]).
    Groups(fn(&Context<'_>) -> Outcome),
    /// The verdicts on all other vitals.
    Verdicts(fn(&Summary<'_>) -> Outcome),
}

impl std::fmt::Debug for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Metric").field(&self.id).finish()
    }
}

/// One vital.
pub struct Metric {
    /// Id everywhere: JSON, charter, command line, file name.
    pub id: &'static str,
    /// Name a person reads.
    pub name: Text,
    /// Part of the report.
    pub family: Family,
    /// What it counts, over what, and what it does not tell.
    pub doc: Text,
    /// Numerator over denominator, in words.
    pub formula: &'static str,
    /// Inputs it needs beyond the chat log, in words; empty when none.
    pub needs: &'static [&'static str],
    /// Unit of the headline.
    pub unit: Unit,
    /// Built-in thresholds.
    pub thresholds: &'static [Threshold],
    /// Names of its segments and what they hold; a trailing `…` marks a pattern.
    pub segments: &'static [(&'static str, &'static str)],
    /// Statement of the source document it answers (`S30`).
    pub source: &'static str,
    /// Advice key when the headline is in breach or watched.
    pub advice: &'static str,
    /// The computation.
    pub compute: Compute,
}
