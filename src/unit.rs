//! Words and measures every wing shares: the two languages a text is written in, units of a
//! measurement, platforms. Nothing here computes; it only names.

use std::fmt;

/// A text in the two languages of the tool. `zh` is Simplified Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in `lang`.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// Output language (`--lang`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese, the default when the locale says nothing.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// `zh` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// What a measurement counts in. The name is what `metrics.json` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// A share or rate between 0 and 1 (it may pass 1 on leakage).
    Ratio,
    /// Messages per day.
    MessagesPerDay,
    /// Messages per hour.
    MessagesPerHour,
    /// Messages per person per day.
    MessagesPerPersonDay,
    /// Messages per person per week.
    MessagesPerPersonWeek,
    /// Messages.
    Messages,
    /// People.
    Persons,
    /// Days.
    Days,
    /// Minutes.
    Minutes,
    /// Points of a ledger (积分).
    Points,
    /// An index without a unit (Gini, TVD, quick ratio).
    Index,
    /// A count of things the metric names (violations, files, joins).
    Count,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 12] = [
        Self::Ratio,
        Self::MessagesPerDay,
        Self::MessagesPerHour,
        Self::MessagesPerPersonDay,
        Self::MessagesPerPersonWeek,
        Self::Messages,
        Self::Persons,
        Self::Days,
        Self::Minutes,
        Self::Points,
        Self::Index,
        Self::Count,
    ];

    /// The unit of a machine name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The machine name of the unit, as `metrics.json` prints it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::MessagesPerDay => "messages/day",
            Self::MessagesPerHour => "messages/hour",
            Self::MessagesPerPersonDay => "messages/person/day",
            Self::MessagesPerPersonWeek => "messages/person/week",
            Self::Messages => "messages",
            Self::Persons => "persons",
            Self::Days => "days",
            Self::Minutes => "minutes",
            Self::Points => "points",
            Self::Index => "index",
            Self::Count => "count",
        }
    }

    /// The word a person reads behind a value; empty for ratios, which print as per cent.
    #[must_use]
    pub const fn label(self) -> Text {
        match self {
            Self::Ratio | Self::Index => Text { zh: "", en: "" },
            Self::MessagesPerDay => Text { zh: "条/天", en: "messages/day" },
            Self::MessagesPerHour => Text { zh: "条/小时", en: "messages/h" },
            Self::MessagesPerPersonDay => Text { zh: "条/人/天", en: "messages/person/day" },
            Self::MessagesPerPersonWeek => Text { zh: "条/人/周", en: "messages/person/week" },
            Self::Messages => Text { zh: "条", en: "messages" },
            Self::Persons => Text { zh: "人", en: "people" },
            Self::Days => Text { zh: "天", en: "days" },
            Self::Minutes => Text { zh: "分钟", en: "min" },
            Self::Points => Text { zh: "分", en: "points" },
            Self::Count => Text { zh: "次", en: "" },
        }
    }
}

/// The platform a group lives on; a lower-case word such as `telegram` or `wechat`. Free, because
/// ChatLab files may name any; synonyms are folded (`weixin` is `wechat`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform(String);

impl Platform {
    /// The platform of that name, lower-cased, with synonyms folded.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let lower = name.trim().to_lowercase();
        Self(match lower.as_str() {
            "weixin" => "wechat".to_owned(),
            "" => "unknown".to_owned(),
            _ => lower,
        })
    }

    /// The platform's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
