//! What a computing command was asked: plain values, filled from flags by the command line or by hand in a library.

use std::path::PathBuf;

use crate::charter::ThresholdProfile;
use crate::dataset::GapRule;
use crate::gate::{Baseline, ObstacleKind};
use crate::metric::{METRICS, Metric};
use crate::unit::Lang;

/// What a computing command was asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// EXPORT arguments.
    pub exports: Vec<PathBuf>,
    /// `--charter`.
    pub charter: Option<PathBuf>,
    /// `--side`, repeatable.
    pub sides: Vec<PathBuf>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--input-format`.
    pub input_format: Option<String>,
    /// `--map`, repeatable.
    pub maps: Vec<PathBuf>,
    /// `--tz`.
    pub tz: Option<String>,
    /// `--as-of`, or `--to`.
    pub as_of: Option<String>,
    /// `--week`.
    pub week: Option<String>,
    /// `--from`.
    pub from: Option<String>,
    /// `--group`, repeatable; none means all.
    pub groups: Vec<String>,
    /// `--gap-is-silence`.
    pub gaps: GapRule,
    /// `--strict`.
    pub strict: Strictness,
    /// `--names`, with the key that makes pseudonyms.
    pub names: Names,
    /// `--lang`.
    pub lang: Lang,
    /// Rows only some commands print.
    pub detail: Detail,
    /// `--only`, repeatable; none means all.
    pub only: Vec<String>,
    /// `--profile`.
    pub thresholds: Option<ThresholdProfile>,
    /// This machine's clock, UTC milliseconds; `None`: records are believed whatever they are dated.
    pub now: Option<i64>,
    /// `--require`, repeatable.
    pub require: Vec<String>,
    /// `--allow`, repeatable.
    pub allow: Vec<ObstacleKind>,
    /// `--baseline`, read.
    pub baseline: Option<Baseline>,
    /// Vitals from outside, judged beside the built-in ones.
    pub own: Vec<&'static Metric>,
}

impl Question {
    /// Every vital there is to this question, the built-in ones first.
    #[must_use]
    pub fn metrics(&self) -> Vec<&'static Metric> {
        METRICS.iter().chain(&self.own).copied().collect()
    }
}

/// Rows that are many and made only for the command that prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// None.
    #[default]
    None,
    /// Board and ledger of points.
    Points,
    /// Leads on broken rules.
    Rules,
}

/// What a damaged record does to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    /// It is counted and shown.
    #[default]
    Count,
    /// It ends the run (`--strict`).
    Fail,
}

/// How people are named in outputs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Names {
    /// As the export names them.
    #[default]
    Show,
    /// As `u_` and ten hex digits of a keyed hash.
    Pseudonym {
        /// The secret.
        key: Vec<u8>,
    },
}
