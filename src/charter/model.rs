//! What a charter says once it has been read: plain values with their defaults.

use crate::calendar::Day;

use super::{Gate, GroupRule, Override, Waiver};

/// What a group is for (群类型); chooses defaults and wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// 资源对接
    Resource,
    /// 学习成长
    Learning,
    /// 客户服务
    Service,
    /// 其他
    #[default]
    Other,
}

impl Profile {
    /// Its word in `charter.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Learning => "learning",
            Self::Service => "service",
            Self::Other => "other",
        }
    }
}

/// Which shares of layers a group aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// 1 / 9 / 90, the observed inequality.
    Nielsen,
    /// 10 / 20 / 70, the design target.
    Seed,
    /// Between the two: core 1–10 %, active 9–20 %, ordinary 70–90 %.
    #[default]
    Band,
}

impl Preset {
    /// Its word in `charter.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nielsen => "nielsen_1_9_90",
            Self::Seed => "seed_10_20_70",
            Self::Band => "band",
        }
    }
}

/// Where thresholds come from when the charter names no number of its own (阈值方案).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThresholdProfile {
    /// The source document's numbers.
    #[default]
    Seed,
    /// The group's own last eight complete weeks, never stricter than the source document.
    Calibrated,
}

impl ThresholdProfile {
    /// Its word in `charter.toml` and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Calibrated => "calibrated",
        }
    }
}

/// `charter.toml` as read; every key optional.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Charter {
    /// `[group] profile`.
    pub profile: Option<Profile>,
    /// `[group] timezone`; the command line wins.
    pub timezone: Option<String>,
    /// `[group] day_start` in milliseconds after midnight.
    pub day_start_ms: Option<i64>,
    /// `[group] created_at`, a local day.
    pub created_at: Option<Day>,
    /// `[group] declared_size`.
    pub declared_size: Option<u64>,
    /// `[group] layers`: which preset the layer shares are held against.
    pub preset: Option<Preset>,
    /// `[roles] owner`: ids or names.
    pub owner: Vec<String>,
    /// `[roles] admins`.
    pub admins: Vec<String>,
    /// `[roles] operators`.
    pub operators: Vec<String>,
    /// `[roles] bots`.
    pub bots: Vec<String>,
    /// `[service] hours`, as written.
    pub service_hours: Vec<String>,
    /// `[service] hours`, understood; a span past midnight is two of them.
    pub hours: Vec<ServiceHours>,
    /// `[service] sla_minutes`.
    pub sla_minutes: Option<f64>,
    /// `[rules] link_allow`: hosts, lower case.
    pub link_allow: Vec<String>,
    /// `[rules] nickname_pattern`.
    pub nickname_pattern: Option<String>,
    /// `[[calendar]]`: what the group promised to publish.
    pub calendar: Vec<Programme>,
    /// `[points]`.
    pub points: Points,
    /// `[metrics] off`: ids of vitals that are not computed.
    pub off: Vec<String>,
    /// `[metrics] thresholds`; the command line wins.
    pub thresholds: Option<ThresholdProfile>,
    /// `[[threshold]]`s.
    pub overrides: Vec<Override>,
    /// `[gate]`.
    pub gate: Gate,
    /// `[[waiver]]`s.
    pub waivers: Vec<Waiver>,
    /// `[[groups]]`: what holds for some groups only, profiles they use laid under.
    pub groups: Vec<GroupRule>,
}

/// Minutes of the day during which somebody answers (服务时段), on some days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceHours {
    /// Monday first.
    pub days: [bool; 7],
    /// First minute after local midnight, 0–1439.
    pub from_min: u16,
    /// Minute it ends, exclusive, after `from_min`, at most 1440.
    pub to_min: u16,
}

/// When a programme recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// `weekly Wed`; 0 is Monday.
    Weekly(u8),
    /// `monthly 15`, 1–31; a month that is too short has it on its last day.
    Monthly(u8),
    /// `2026-03-15`: once.
    Once(Day),
}

/// One promise of the content calendar (内容日历).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// When it is due.
    pub rule: Recurrence,
    /// Word its message holds (栏目关键词).
    pub keyword: String,
    /// Who publishes it: id or name; `None`: anybody.
    pub host: Option<String>,
    /// Days it may be late; `None`: the built-in 1.
    pub grace_days: Option<u32>,
    /// Local days on which it is not due.
    pub skip: Vec<Day>,
}

/// Points a member earns (积分); `None`: the built-in weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Points {
    /// For a message; built in 1.
    pub speak: Option<u64>,
    /// For a shared article; built in 5.
    pub share: Option<u64>,
    /// For an invited member who stays and speaks; built in 10.
    pub invite: Option<u64>,
}

/// What metrics and verdicts go by, charter and command line together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// Last local day judged.
    pub as_of: Day,
    /// Layer preset in force.
    pub preset: Preset,
    /// Profile in force.
    pub profile: Profile,
    /// Where thresholds come from.
    pub thresholds: ThresholdProfile,
    /// Ids of the vitals of the run.
    pub asked: Vec<&'static str>,
    /// Outputs name people and groups as the export does: the operator's own copy.
    pub names_shown: bool,
    /// Overrides of built-in thresholds.
    pub overrides: Vec<Override>,
    /// Everything the charter says.
    pub charter: Charter,
}
