//! One group as metrics see it: rollups, people, roster and clicks in plain structs, duplicates
//! removed, identities unified, exclusions applied and counted.

use std::sync::Arc;

use crate::calendar::{Calendar, Day};
use crate::charter::Charter;
use crate::report::Excluded;
use crate::rollup::{Article, DayHour, MemberDay, Share, Timeline};
use crate::unit::Platform;

use super::days::Days;
use super::derived::Derived;
use super::papers::Papers;

/// Index into [`Group::people`].
pub type PersonIx = u32;

/// A stretch of membership (在群区间), UTC milliseconds; an unknown end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stint {
    /// When the person came in; `None` when that is unknown.
    pub from: Option<i64>,
    /// When the person left; `None` while present.
    pub to: Option<i64>,
    /// They were removed rather than leaving themselves.
    pub removed: bool,
}

/// What a person is in the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 群主
    Owner,
    /// 管理员
    Admin,
    /// Named core by the roster.
    Core,
    /// Anybody else.
    Member,
}

/// One person of the group, accounts unified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Person {
    /// Stable key across groups: `platform:account`, or the person id of the identity map.
    pub key: String,
    /// Account id (first of several), or the display name where the export has no ids.
    pub account: String,
    /// Display name.
    pub name: String,
    /// Role at as-of.
    pub role: Role,
    /// A bot: excluded from numerators and denominators.
    pub bot: bool,
    /// An operator's own account: likewise.
    pub operator: bool,
    /// Listed by the roster.
    pub on_roster: bool,
    /// Membership as roster and events tell it; empty when neither says anything.
    pub stints: Vec<Stint>,
    /// First message, event or reaction of the person, UTC milliseconds.
    pub first_seen: Option<i64>,
    /// Excused from the silence list up to and with this day.
    pub exempt_until: Option<Day>,
    /// Local days on which the person was muted whole.
    pub muted: Vec<(Day, Day)>,
    /// Nickname in the group, says the roster (群昵称).
    pub nickname: Option<String>,
    /// Membership tier (会员等级).
    pub tier: Option<String>,
    /// Birthday: month and day.
    pub birthday: Option<(u8, u8)>,
    /// Who brought them in, says the roster (邀请人).
    pub inviter: Option<PersonIx>,
    /// How they came in, says the roster (入群方式).
    pub join_scene: Option<String>,
}

impl Person {
    /// Neither bot nor operator.
    #[must_use]
    pub const fn countable(&self) -> bool {
        !self.bot && !self.operator
    }

    /// Owner or admin.
    #[must_use]
    pub const fn admin(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Admin)
    }

    /// Present at an instant, as far as stints tell; no stints means present.
    #[must_use]
    pub fn present_at(&self, ts: i64) -> bool {
        self.stints.is_empty()
            || self
                .stints
                .iter()
                .any(|stint| stint.from.is_none_or(|from| from <= ts) && stint.to.is_none_or(|to| ts < to))
    }

    /// Present during any part of `[start, end)`.
    #[must_use]
    pub fn present_during(&self, start: i64, end: i64) -> bool {
        self.stints.is_empty()
            || self
                .stints
                .iter()
                .any(|stint| stint.from.is_none_or(|from| from < end) && stint.to.is_none_or(|to| start < to))
    }

    /// The last time the person came in at or before `ts`, if known.
    #[must_use]
    pub fn joined_before(&self, ts: i64) -> Option<i64> {
        self.stints.iter().filter_map(|stint| stint.from).filter(|from| *from <= ts).max()
    }
}

/// How the size of the group is known (成员基数).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// A roster lists the members.
    Roster,
    /// Only a declared size.
    Declared(u64),
    /// Only those who spoke or acted.
    Speakers,
}

/// What is known of a group beyond its log; `None` where nobody says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meta {
    /// What it is for (群类型): resource, learning, service, other.
    pub group_type: Option<String>,
    /// Kind of group on the platform (内部群, 外部群 …).
    pub kind: Option<String>,
    /// Local day it was closed (解散).
    pub closed: Option<Day>,
    /// Members as declared.
    pub declared: Option<u64>,
    /// Whether it has a charter, says `groups.csv`.
    pub charter: Option<bool>,
    /// Groups that belong together share this word (联盟).
    pub federation: Option<String>,
}

/// What the reading itself was like, for the quality vital.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Kept messages whose local clock lies between 07:00 and 01:00.
    pub waking: u64,
    /// Kept messages.
    pub messages: u64,
    /// Records of inputs that hold this group: read.
    pub read: u64,
    /// … rejected.
    pub rejected: u64,
    /// … duplicate.
    pub duplicate: u64,
}

/// One group, ready for metrics.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Group {
    /// `platform:id`.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Platform.
    pub platform: Platform,
    /// Kept rows of the message table.
    pub messages: u64,
    /// Kept rows of the event table.
    pub events: u64,
    /// First and last instant covered, UTC milliseconds; the end reaches to the end of an explicit
    /// as-of.
    pub coverage: (i64, i64),
    /// Its records by their own clocks.
    pub records: Records,
    /// What holds for this group of the charter.
    pub charter: Arc<Charter>,
    /// Local day of creation, if known.
    pub created: Option<Day>,
    /// Complete days up to as-of.
    pub days: Days,
    /// Stretches of missing days inside the coverage.
    pub gaps: Vec<(Day, Day)>,
    /// Everybody the export, roster or clicks name.
    pub people: Vec<Person>,
    /// How the size is known.
    pub basis: Basis,
    /// Sorted by day, then person; all local days, complete or not, up to as-of.
    pub member_days: Vec<MemberDay>,
    /// Sorted by day, then hour.
    pub day_hours: Vec<DayHour>,
    /// Messages of every class per local day up to as-of, sorted by day.
    pub day_messages: Vec<(Day, u64)>,
    /// Rows left out per local day, sorted by day.
    pub excluded: Vec<(Day, Excluded)>,
    /// Interactions that are no eligible message (recalls, reactions, clicks): person and day.
    pub presence: Vec<(PersonIx, Day)>,
    /// Joins and departures inside the coverage: person, local day, departure, removed.
    pub flow: Vec<Flow>,
    /// Shares by first time.
    pub shares: Vec<Share>,
    /// Links, files and long texts offered, by time.
    pub articles: Vec<Article>,
    /// What the operator's own papers say.
    pub papers: Papers,
    /// A download log was given.
    pub has_downloads: bool,
    /// Shared files by first time, with who downloaded them.
    pub file_shares: Vec<Share>,
    /// Everything said and done, in time order.
    pub timeline: Arc<Timeline>,
    /// Rollups finer than a day, each computed once.
    pub derived: Arc<Derived>,
    /// What charter and `groups.csv` say of the group.
    pub meta: Meta,
    /// A click log was given.
    pub has_clicks: bool,
    /// What the platform's exports cannot show.
    pub blind: Blind,
    /// Accounts in the group, and how many of them the identity map names.
    pub accounts: (u64, u64),
    /// People those accounts stand for.
    pub account_persons: u64,
    /// An identity map was given.
    pub has_identities: bool,
    /// Inputs that hold it, by their order in the run.
    pub inputs: Vec<usize>,
    /// What the reading was like.
    pub reading: Reading,
    /// The calendar days are counted in.
    pub calendar: Calendar,
}

/// When the records of a group say they were made, whatever days were asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Records {
    /// First and last, UTC milliseconds.
    pub span: (i64, i64),
    /// The last one that the machine's clock believes; of all where it was not looked at or believes none.
    pub last: i64,
    /// Records after the machine's clock.
    pub ahead: u64,
}

/// A join or a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Who.
    pub person: PersonIx,
    /// Local day.
    pub day: Day,
    /// What.
    pub kind: FlowKind,
}

/// Kinds of [`Flow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlowKind {
    /// Came in; with the local day of the departure that ended the stint, if any.
    Join(Option<Day>),
    /// Left.
    Leave,
    /// Was removed.
    Remove,
}

/// What the exports of a group cannot show, from the formats' capabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a capability list, each read by name")]
#[non_exhaustive]
pub struct Blind {
    /// No joins.
    pub joins: bool,
    /// No leaves.
    pub leaves: bool,
    /// Names instead of ids.
    pub weak_identity: bool,
    /// No replies.
    pub replies: bool,
}

impl Group {
    /// A person by index; indexes come from this group's own rows.
    #[must_use]
    pub fn person(&self, ix: PersonIx) -> &Person {
        &self.people[ix as usize]
    }

    /// Member-day rows of one day.
    #[must_use]
    pub fn on(&self, day: Day) -> &[MemberDay] {
        self.between(day, day)
    }

    /// Member-day rows of `first..=last`.
    #[must_use]
    pub fn between(&self, first: Day, last: Day) -> &[MemberDay] {
        let start = self.member_days.partition_point(|row| row.day < first);
        let end = self.member_days.partition_point(|row| row.day <= last);
        &self.member_days[start..end.max(start)]
    }

    /// Distinct people with an eligible message in `first..=last`, ascending.
    #[must_use]
    pub fn active(&self, first: Day, last: Day) -> Vec<PersonIx> {
        let mut people: Vec<PersonIx> = self.between(first, last).iter().map(|row| row.person).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Whether the group was there on `day` and the export begins later: what happened between is unknown.
    #[must_use]
    pub fn coverage_begins_after(&self, day: Day) -> bool {
        let begins = self.calendar.clone().day(self.coverage.0);
        begins > day && self.created.is_none_or(|created| created < begins)
    }

    /// Messages of one local day, of every class.
    #[must_use]
    pub fn messages_on(&self, day: Day) -> u64 {
        let at = self.day_messages.binary_search_by_key(&day, |row| row.0).ok();
        at.and_then(|at| self.day_messages.get(at)).map_or(0, |row| row.1)
    }

    /// Rows left out in `first..=last`.
    #[must_use]
    pub fn excluded(&self, first: Day, last: Day) -> Excluded {
        let mut sum = Excluded::default();
        for (_, row) in self.excluded.iter().filter(|(day, _)| (first..=last).contains(day)) {
            sum.bot += row.bot;
            sum.operator += row.operator;
            sum.system += row.system;
            sum.recalled += row.recalled;
            sum.out_of_tenure += row.out_of_tenure;
        }
        sum
    }
}
