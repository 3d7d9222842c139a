//! The report as plain data: what every renderer and every chart reads, and nothing else. Built
//! once by `pipeline.rs`; holds no message text. Under `--names pseudonym` no name or id is in it.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::charter::Rule;
pub use crate::gate::{Change, ChangeKind, Gate, Key, Lowered, Obstacle, ObstacleKind, Past, Unmet, WaiverReport, Why};
use crate::metric::{Compute, Measurement, Metric, Table};
pub use crate::status::Status;
use crate::unit::{Lang, Platform};

/// Rows left out of a value, by reason, within the value's period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Excluded {
    /// Messages of bots.
    pub bot: u64,
    /// Messages of the operator's own accounts.
    pub operator: u64,
    /// System events.
    pub system: u64,
    /// Messages taken back, and recall events.
    pub recalled: u64,
    /// Messages older than the group.
    pub out_of_tenure: u64,
}

/// A judged measurement.
#[derive(Clone)]
#[non_exhaustive]
pub struct Vital {
    /// The metric.
    pub metric: &'static Metric,
    /// Group id (`telegram:123`), or `*` for all groups together.
    pub group: String,
    /// The number and what it rests on.
    pub row: Measurement,
    /// Verdict on the point estimate.
    pub status: Status,
    /// Verdict on the interval, where there is one.
    pub interval_status: Option<Status>,
    /// The bound it was held against, as people write it: `< 0.6`.
    pub threshold: Option<String>,
    /// The numbers in the bounds, for drawing: lowest good, highest good.
    pub bounds: (Option<f64>, Option<f64>),
    /// The rule in force; `None` where nothing judges the row.
    pub rule: Option<Rule>,
    /// Why the verdict is milder than the numbers, where it is.
    pub lowered: Option<Lowered>,
    /// Rows left out.
    pub excluded: Excluded,
    /// Advice key, when in breach or watched.
    pub advice_key: Option<&'static str>,
    /// Advice with the fired numbers, in the report's language.
    pub advice: Option<String>,
}

impl Vital {
    /// The metric's headline row for its group.
    #[must_use]
    pub fn is_headline(&self) -> bool {
        self.row.segment.is_none()
    }

    /// A waiver excuses it.
    #[must_use]
    pub fn waived(&self) -> bool {
        matches!(self.lowered, Some(Lowered { why: Why::Waived(_), .. }))
    }

    /// Counts for the verdict and the exit code: a headline, or a segment with a threshold. A summary of
    /// verdicts would count them twice.
    #[must_use]
    pub fn counts(&self) -> bool {
        let summary = matches!(self.metric.compute, Compute::Verdicts(_));
        !summary && (self.is_headline() || self.threshold.is_some())
    }
}

/// One input file as it was read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct InputReport {
    /// Path as given.
    pub path: String,
    /// Format id.
    pub format: &'static str,
    /// Size in bytes.
    pub bytes: u64,
    /// Records read = kept + duplicate + rejected.
    pub read: u64,
    /// Records kept.
    pub kept: u64,
    /// Records another input (or this one) already had.
    pub duplicate: u64,
    /// Records that could not be kept.
    pub rejected: u64,
    /// … of them for a time no export can hold.
    pub misdated: u64,
    /// Where and why, the first few, one line each.
    pub rejects: Vec<String>,
    /// Where the input breaks off, if it does.
    pub truncated: Option<String>,
    /// What the reader noticed.
    pub notes: Vec<String>,
}

/// One group of the report.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GroupReport {
    /// `platform:id`.
    pub id: String,
    /// Display name (a pseudonym under `--names pseudonym`).
    pub name: String,
    /// Platform.
    pub platform: Platform,
    /// Kept rows of the message table.
    pub messages: u64,
    /// Kept rows of the event table.
    pub events: u64,
    /// Members: the roster at as-of, else accounts the export names.
    pub members: u64,
    /// First and last instant covered, RFC 3339.
    pub coverage: (String, String),
    /// First and last complete local day up to as-of; `None` when there is none.
    pub complete: Option<(Day, Day)>,
    /// Stretches without any record, longer than a quiet group explains.
    pub gaps: Vec<(Day, Day)>,
    /// Formats of the exports it was read from, by id.
    pub formats: Vec<&'static str>,
    /// What the export cannot show, in the report's language.
    pub lacks: Vec<String>,
    /// Tables for charts, by metric id and table name.
    pub tables: BTreeMap<(&'static str, &'static str), Table>,
}

/// One person of one group, as `members` prints it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MemberReport {
    /// Group id.
    pub group: String,
    /// Account id, or pseudonym.
    pub account: String,
    /// Display name, or pseudonym.
    pub name: String,
    /// `core`, `active`, `light`, `silent`, `new`, or empty for one who is not counted.
    pub layer: &'static str,
    /// `owner`, `admin`, `operator`, `bot`, `member`.
    pub role: String,
    /// Local day of joining, if known.
    pub joined: Option<Day>,
    /// Local day of leaving, for one who is gone.
    pub left: Option<Day>,
    /// Local day of the last interaction.
    pub last_interaction: Option<Day>,
    /// Days of silence at as-of.
    pub silent_days: Option<i32>,
    /// The silence is at least that long: the join date is unknown.
    pub lower_bound: bool,
    /// `active`, `warning`, `to_clean`, `exempt`, `left`, `bot`, `operator`.
    pub state: &'static str,
    /// Eligible messages over all complete days; `None` where withheld from a copy for others.
    pub messages: Option<u64>,
    /// Points earned up to as-of; `None` for bots and the operator's accounts.
    pub points: Option<u64>,
    /// Active days in the layer window; `None` where withheld.
    pub active_days: Option<u32>,
    /// Share of the group's eligible messages over all complete days.
    pub speech_share: Option<f64>,
    /// Days on which the person passed the daily speech cap, all complete days; `None` where withheld.
    pub breaches: Option<u64>,
}

/// One shared link, as `links` prints it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LinkReport {
    /// Group id.
    pub group: String,
    /// Canonical URL.
    pub url: String,
    /// First share, RFC 3339 in the report's zone.
    pub first_share: String,
    /// Local day of the first share.
    pub day: Day,
    /// Who shared it first: name or pseudonym.
    pub sharer: String,
    /// Members who could see it; `None` when no roster or size is known.
    pub reach: Option<u64>,
    /// Clicks in the window; `None` where no click log holds the link.
    pub clicks: Option<u64>,
    /// All clicks on the link as its service sums them, from wherever; `None` without such sums.
    pub total_clicks: Option<u64>,
    /// Distinct visitors in the window; `None` where no click log holds the link or most of its
    /// clicks name nobody.
    pub unique_clickers: Option<u64>,
    /// `unique_clickers / reach`.
    pub ctr: Option<f64>,
    /// Times it was shared again.
    pub reshares: u64,
    /// The click window is not over at as-of.
    pub partial: bool,
}

/// One earning of points, as `points --ledger` prints it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EarningReport {
    /// Group id.
    pub group: String,
    /// When, RFC 3339 in the report's zone.
    pub time: String,
    /// Account id, or pseudonym.
    pub account: String,
    /// Display name, or pseudonym.
    pub name: String,
    /// `speak`, `share`, `bonus`, `invite`.
    pub rule: &'static str,
    /// Points earned.
    pub points: u64,
    /// The platform's id of the message it rests on; `None` where the export has none or ids are hidden.
    pub evidence: Option<String>,
}

/// One place of the board of points, as `points` prints it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlaceReport {
    /// Group id.
    pub group: String,
    /// Dense rank, from 1.
    pub rank: u32,
    /// Account id, or pseudonym.
    pub account: String,
    /// Display name, or pseudonym.
    pub name: String,
    /// Points earned up to as-of.
    pub points: u64,
    /// … of them for messages,
    pub speak: u64,
    /// … for good articles, bonus included,
    pub share: u64,
    /// … for invitations.
    pub invite: u64,
    /// Points redeemed; `None` without a ledger.
    pub redeemed: Option<u64>,
}

/// One lead on a broken rule, as `rules` prints it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HitReport {
    /// Group id.
    pub group: String,
    /// When, RFC 3339 in the report's zone.
    pub time: String,
    /// Local day.
    pub day: Day,
    /// Account id, or pseudonym.
    pub account: String,
    /// Display name, or pseudonym.
    pub name: String,
    /// `solicitation`, or `link` for what is certain.
    pub rule: &'static str,
    /// Names of the cues found.
    pub cues: Vec<&'static str>,
    /// Right finds of all finds of such a rule in its labelled sample; `None` where none was measured.
    pub confidence: Option<(u64, u64)>,
    /// Its author was sanctioned within a day.
    pub sanctioned: bool,
    /// The platform's id of the message; `None` where the export has none or ids are hidden.
    pub evidence: Option<String>,
}

impl HitReport {
    /// Share of such finds that are right.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    pub fn precision(&self) -> Option<f64> {
        self.confidence.filter(|(_, all)| *all > 0).map(|(right, all)| right as f64 / all as f64)
    }
}

/// Everything a report says.
#[derive(Clone)]
#[non_exhaustive]
pub struct Report {
    /// Language of names, titles and advice.
    pub lang: Lang,
    /// Last local day judged.
    pub as_of: Day,
    /// IANA zone.
    pub tz: String,
    /// Name of the charter file, if one was read.
    pub charter: Option<String>,
    /// Inputs in the order given.
    pub inputs: Vec<InputReport>,
    /// Files seen and not read: path and why.
    pub unread: Vec<(String, String)>,
    /// Groups by id.
    pub groups: Vec<GroupReport>,
    /// Judged rows: by group, then metric order, headline first.
    pub vitals: Vec<Vital>,
    /// Rows of `members`, by group then messages.
    pub members: Vec<MemberReport>,
    /// Rows of `links`, by group then first share.
    pub links: Vec<LinkReport>,
    /// Earnings of points by group then time; empty unless asked for.
    pub earnings: Vec<EarningReport>,
    /// The board of points by group then rank; empty unless asked for.
    pub places: Vec<PlaceReport>,
    /// Leads on broken rules by group then time; empty unless asked for.
    pub hits: Vec<HitReport>,
    /// Things a person should know about the run, in the report's language.
    pub notices: Vec<String>,
    /// Members of all groups together, a person of several groups or platforms counted once.
    pub people: u64,
    /// A copy made to be forwarded: cells of fewer than three people are withheld.
    pub shared: bool,
    /// What the gate has to say besides the verdicts.
    pub gate: Gate,
}

impl Report {
    /// The vitals of a group, in order.
    pub fn of_group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Vital> {
        self.vitals.iter().filter(move |vital| vital.group == group)
    }

    /// The headline of a metric in a group.
    #[must_use]
    pub fn headline(&self, group: &str, metric: &str) -> Option<&Vital> {
        self.vitals.iter().find(|vital| vital.group == group && vital.metric.id == metric && vital.is_headline())
    }

    /// A segment of a metric in a group; of several periods the latest.
    #[must_use]
    pub fn segment(&self, group: &str, metric: &str, segment: &str) -> Option<&Vital> {
        self.vitals.iter().rev().find(|vital| {
            vital.group == group && vital.metric.id == metric && vital.row.segment.as_deref() == Some(segment)
        })
    }

    /// A table of a metric in a group.
    #[must_use]
    pub fn table(&self, group: &str, metric: &'static str, name: &'static str) -> Option<&Table> {
        self.groups.iter().find(|known| known.id == group)?.tables.get(&(metric, name))
    }

    /// Breaches, watched, and judged rows that count for the verdict.
    #[must_use]
    pub fn tally(&self) -> (usize, usize, usize) {
        let counted = |status: Status| self.vitals.iter().filter(|v| v.counts() && v.status == status).count();
        let (breach, watch) = (counted(Status::Breach), counted(Status::Watch));
        (breach, watch, breach + watch + counted(Status::Ok))
    }
}
