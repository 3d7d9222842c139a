//! What happens in a synthetic group, in no platform's words: members and acts. A world makes acts,
//! a dialect writes them; neither knows the other.

use std::fmt;

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;
/// Milliseconds of an hour.
pub(super) const HOUR_MS: i64 = 3_600_000;
/// Milliseconds of a minute.
pub(super) const MINUTE_MS: i64 = 60_000;
/// Local time minus UTC in `Asia/Shanghai`, where every synthetic group lives. The zone has had no
/// summer time since 1991, so it is a constant.
pub(super) const OFFSET_MS: i64 = 8 * HOUR_MS;

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Owner,
    Admin,
    Member,
    Bot,
}

/// A member of a synthetic group.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Unique in the group.
    pub name: String,
    /// A number each platform makes its kind of id from.
    pub account: u64,
    pub standing: Standing,
}

/// A group and everybody who is ever in it.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub name: String,
    pub id: u64,
    pub members: Vec<Member>,
    /// Milliseconds UTC of the first and behind the last day, for headers that tell them.
    pub span: (i64, i64),
    /// Messages said in it, for headers that tell them; 0 where nobody has counted.
    pub messages: u64,
}

impl Cast {
    /// The display name of a member.
    pub(super) fn name(&self, who: usize) -> &str {
        self.members.get(who).map_or("", |member| &member.name)
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
pub(super) struct Act {
    /// Running number in the group, from 1, in time order; service records count too.
    pub id: u64,
    /// Milliseconds UTC.
    pub at: i64,
    /// Index into [`Cast::members`].
    pub who: usize,
    pub deed: Deed,
}

/// What somebody did.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    Say(Say),
    Join { by: Option<usize> },
    Leave,
    Remove { by: usize },
}

/// A message.
#[derive(Debug, Clone)]
pub(super) struct Say {
    pub body: Body,
    pub answers: Option<Answered>,
    pub mention: Option<usize>,
    pub edited: bool,
}

/// The message answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered {
    pub id: u64,
    pub at: i64,
}

/// What a message holds.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Text(String),
    Link { text: String, url: String },
    Photo,
    Voice { seconds: i64 },
    Video { seconds: i64 },
    File { name: String, size: u64 },
    Sticker(&'static str),
    Recalled,
}

/// What a dialect has a way to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recalls {
    /// A recalled message leaves a mark.
    Shown,
    /// It is gone.
    Hidden,
}

/// A wall clock in `Asia/Shanghai`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub year: i32,
    pub month: u32,
    pub day: u32,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub milli: i64,
}

impl Clock {
    /// The local clock of a UTC instant.
    pub(super) fn local(at: i64) -> Self {
        let local = at + OFFSET_MS;
        let (days, rest) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS));
        let (year, month, day) = civil(days);
        Self {
            year,
            month,
            day,
            hour: rest / HOUR_MS,
            minute: rest / MINUTE_MS % 60,
            second: rest / 1000 % 60,
            milli: rest % 1000,
        }
    }
}

/// `2026-03-20T09:05:03`
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            self.year, self.month, self.day, self.hour, self.minute, self.second
        )
    }
}

fn civil(days: i64) -> (i32, u32, u32) {
    use chrono::Datelike as _;
    let date = crate::calendar::date(i32::try_from(days).unwrap_or(0));
    (date.year(), date.month(), date.day())
}
