//! What must be there before anything may pass (前提): a whole export, a complete period, every group the charter
//! names, a clock that can be right. In: groups, inputs, the charter, the days asked for. Out: obstacles, each with a
//! name it can be accepted by. A run nobody watches must never pass because something was missing.

use crate::calendar::{Calendar, Day, date};
use crate::charter::{Charter, Named, fits};
use crate::dataset::Group;
use crate::report::InputReport;
use crate::unit::{Lang, Text};

/// Days a week has.
const WEEK: i32 = 7;

/// Kinds of obstacles; the word is what `--allow` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ObstacleKind {
    /// No export at all.
    NoInput,
    /// An export breaks off.
    Truncated,
    /// Records dated where no chat can be.
    WrongClock,
    /// A group the charter names has no export.
    MissingGroup,
    /// An export ends before the week asked for.
    Stale,
    /// A group without any complete period to judge.
    NoCompletePeriod,
    /// Whether a breach persists cannot be told: nothing lies before it.
    ShortHistory,
    /// The baseline is not there.
    NoBaseline,
}

impl ObstacleKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::NoInput,
        Self::Truncated,
        Self::WrongClock,
        Self::MissingGroup,
        Self::Stale,
        Self::NoCompletePeriod,
        Self::ShortHistory,
        Self::NoBaseline,
    ];

    /// Its word on the command line and in outputs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoInput => "no-input",
            Self::Truncated => "truncated",
            Self::WrongClock => "wrong-clock",
            Self::MissingGroup => "missing-group",
            Self::Stale => "stale",
            Self::NoCompletePeriod => "no-complete-period",
            Self::ShortHistory => "short-history",
            Self::NoBaseline => "no-baseline",
        }
    }

    /// The input itself is not there or not whole.
    #[must_use]
    pub const fn unreadable(self) -> bool {
        matches!(self, Self::NoInput | Self::Truncated)
    }

    /// What to do about it.
    #[must_use]
    pub const fn cure(self) -> Text {
        match self {
            Self::NoInput => Text {
                zh: "检查导出是否放对了位置",
                en: "see whether the export was put where this run looks",
            },
            Self::Truncated => Text { zh: "重新导出", en: "export it again" },
            Self::WrongClock => Text {
                zh: "核对本机时钟与导出者的时钟，或用 --as-of 说明截止日",
                en: "check this machine's clock and the exporter's",
            },
            Self::MissingGroup => Text {
                zh: "补上它的导出，或从章程里删去",
                en: "export it too, or take it out of the charter",
            },
            Self::Stale => {
                Text { zh: "重新导出到所问的那一周", en: "export again, up to the week asked for" }
            }
            Self::NoCompletePeriod => Text {
                zh: "导出至少完整的一周，首末不完整的日子不算",
                en: "export at least one whole week; days that begin or end the export do not count",
            },
            Self::ShortHistory => Text {
                zh: "导出更早的记录，或用 --baseline 给出上一期的 metrics.json",
                en: "export earlier records too, or give the last run's metrics.json with --baseline",
            },
            Self::NoBaseline => {
                Text { zh: "给出上一期的 metrics.json", en: "give the metrics.json of an earlier run" }
            }
        }
    }
}

/// Something missing that a run must not pass over in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obstacle {
    /// What kind.
    pub kind: ObstacleKind,
    /// Group id, where it is about one.
    pub group: Option<String>,
    /// File or name it is about; empty under pseudonyms.
    pub subject: String,
    /// What happened, in the report's language, without any name.
    pub said: String,
    /// Accepted by name with `--allow`.
    pub allowed: bool,
}

/// What obstacles are looked for in.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Groups of the run.
    pub groups: &'a [Group],
    /// Inputs.
    pub inputs: &'a [InputReport],
    /// The charter.
    pub charter: &'a Charter,
    /// Last day judged.
    pub as_of: Day,
    /// This machine's clock, UTC milliseconds; `None`: not looked at.
    pub now: Option<i64>,
    /// Only some groups were asked for: the charter's others are not missed.
    pub some: bool,
    /// Language.
    pub lang: Lang,
}

/// Every obstacle of a run, none of them accepted yet.
#[must_use]
pub fn obstacles(facts: &Facts<'_>) -> Vec<Obstacle> {
    let mut found = truncated(facts);
    found.extend(misdated(facts));
    found.extend(facts.groups.iter().filter_map(|group| wrong_clock(group, facts)));
    found.extend(missing_groups(facts));
    for group in facts.groups {
        found.extend(stale(group, facts).or_else(|| no_complete_period(group, facts)));
    }
    found
}

/// An obstacle that is about a group.
pub(super) fn about(kind: ObstacleKind, group: &str, said: String) -> Obstacle {
    Obstacle { kind, group: Some(group.to_owned()), subject: String::new(), said, allowed: false }
}

fn truncated(facts: &Facts<'_>) -> Vec<Obstacle> {
    let cut = |input: &InputReport| {
        let place = input.truncated.as_ref()?;
        let said = match facts.lang {
            Lang::Zh => format!("导出在此中断（{place}），后面的记录缺失"),
            Lang::En => format!("the export breaks off ({place}); what follows is missing"),
        };
        Some(Obstacle { kind: ObstacleKind::Truncated, group: None, subject: input.path.clone(), said, allowed: false })
    };
    facts.inputs.iter().filter_map(cut).collect()
}

fn wrong_clock(group: &Group, facts: &Facts<'_>) -> Option<Obstacle> {
    let now = facts.now.filter(|_| group.records.ahead > 0)?;
    let day = |ms: i64| group.calendar.rfc3339(ms).chars().take(10).collect::<String>();
    let (count, last, today) = (group.records.ahead, day(group.records.span.1), day(now));
    let said = match facts.lang {
        Lang::Zh => format!("{count} 条记录的时间在本机今天（{today}）之后，最晚 {last}：两个时钟必有一错"),
        Lang::En => format!(
            "{count} records are dated after this machine's today ({today}), the last {last}: one of the two clocks is wrong"
        ),
    };
    Some(about(ObstacleKind::WrongClock, &group.id, said))
}

/// Records whose time no export can hold were rejected when they were read; what they said is missing.
fn misdated(facts: &Facts<'_>) -> Vec<Obstacle> {
    let wrong = |input: &InputReport| {
        let count = input.misdated;
        let said = match facts.lang {
            Lang::Zh => format!("{count} 条记录的时间不在 2000–2099 年，未能计入"),
            Lang::En => format!("{count} records are dated outside the years 2000–2099 and were left out"),
        };
        (count > 0).then(|| Obstacle {
            kind: ObstacleKind::WrongClock,
            group: None,
            subject: input.path.clone(),
            said,
            allowed: false,
        })
    };
    facts.inputs.iter().filter_map(wrong).collect()
}

fn missing_groups(facts: &Facts<'_>) -> Vec<Obstacle> {
    if facts.some {
        return Vec::new();
    }
    let there = |name: &str| facts.groups.iter().any(|group| fits(name, &group.id, &group.name));
    let mut found = Vec::new();
    for rule in &facts.charter.groups {
        if let Some(name) = rule.names().filter(|name| !there(name)) {
            let said = match facts.lang {
                Lang::Zh => format!("章程第 {} 行的群没有导出", rule.line),
                Lang::En => format!("the charter names this group on line {}, and no export holds it", rule.line),
            };
            let subject = name.to_owned();
            found.push(Obstacle { kind: ObstacleKind::MissingGroup, group: None, subject, said, allowed: false });
        }
    }
    found
}

/// The group as a charter's entries see it.
#[must_use]
pub fn named(group: &Group) -> Named<'_> {
    Named {
        id: &group.id,
        name: &group.name,
        platform: group.platform.as_str(),
        kind: group.meta.group_type.as_deref(),
    }
}

fn stale(group: &Group, facts: &Facts<'_>) -> Option<Obstacle> {
    let mut calendar: Calendar = group.calendar.clone();
    let last = calendar.day(group.records.last);
    let first = facts.as_of - WEEK + 1;
    let closed = group.meta.closed.is_some_and(|closed| closed <= facts.as_of);
    (last < first && !closed).then(|| {
        let (last, first, as_of) = (date(last), date(first), date(facts.as_of));
        let said = match facts.lang {
            Lang::Zh => format!("导出止于 {last}，所问的一周是 {first} 至 {as_of}，里面一条记录也没有"),
            Lang::En => {
                format!("the export ends on {last}; of the week asked for, {first} to {as_of}, it holds no record")
            }
        };
        about(ObstacleKind::Stale, &group.id, said)
    })
}

/// Not one complete day. With some, vitals that need more say so themselves, and `--require` makes them fail.
fn no_complete_period(group: &Group, facts: &Facts<'_>) -> Option<Obstacle> {
    group.days.is_empty().then(|| {
        let said = match facts.lang {
            Lang::Zh => "没有一个完整的日子，无从判定",
            Lang::En => "not one complete day: nothing could be judged",
        };
        about(ObstacleKind::NoCompletePeriod, &group.id, said.to_owned())
    })
}
