//! What a charter says once it has been read: plain values with their defaults.

use crate::calendar::Day;

use super::Override;

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

/// `charter.toml` as read; every key optional.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// `[service] sla_minutes`.
    pub sla_minutes: Option<f64>,
    /// `[rules] link_allow`.
    pub link_allow: Vec<String>,
    /// `[rules] nickname_pattern`.
    pub nickname_pattern: Option<String>,
    /// `[[threshold]]`s.
    pub overrides: Vec<Override>,
}

/// What metrics and verdicts go by, charter and command line together.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Last local day judged.
    pub as_of: Day,
    /// Layer preset in force.
    pub preset: Preset,
    /// Profile in force.
    pub profile: Profile,
    /// Platforms in the run.
    pub platforms: usize,
    /// Overrides of built-in thresholds.
    pub overrides: Vec<Override>,
}
