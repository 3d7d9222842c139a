//! How long each member has been silent at as-of (沉默). Any interaction breaks a silence: a
//! message, one taken back, a reaction, a click. Definition: `silence_watch` in docs/metrics.md.

use std::collections::BTreeSet;

use crate::calendar::Day;

use super::group::{Group, PersonIx};

/// Days of silence from which a member is warned about.
const WARN: Day = 7;
/// Days of silence from which a member stands on the list to look at.
const CLEAN: Day = 14;
/// A group in which nobody spoke for this many days pauses everybody's clock.
const PAUSE: Day = 7;

/// A member's state of silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Silence {
    /// Silent for at most six days.
    Active,
    /// 沉默预警: seven to thirteen days.
    Warning,
    /// 待清理: fourteen days and more; a list for people to read, never an order.
    ToClean,
    /// Owner, admin, or excused.
    Exempt,
}

impl Silence {
    /// Its word in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Warning => "warning",
            Self::ToClean => "to_clean",
            Self::Exempt => "exempt",
        }
    }
}

/// One member's silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silent {
    /// Who.
    pub person: PersonIx,
    /// State at as-of.
    pub state: Silence,
    /// Whole days since the last interaction or the join.
    pub days: Day,
    /// Last interaction, if any was seen.
    pub last: Option<Day>,
    /// The silence is at least that long: neither interaction nor join date is known.
    pub lower_bound: bool,
}

impl Group {
    /// The last day each person interacted up to `as_of`, by person index.
    #[must_use]
    pub fn last_interaction(&self, as_of: Day) -> Vec<Option<Day>> {
        let mut last = vec![None; self.people.len()];
        let spoken = self.member_days.iter().map(|row| (row.person, row.day));
        for (person, day) in spoken.chain(self.presence.iter().copied()).filter(|(_, day)| *day <= as_of) {
            if let Some(known) = last.get_mut(person as usize) {
                *known = (*known).max(Some(day));
            }
        }
        last
    }

    /// The silence of every countable member present at the end of `as_of`.
    #[must_use]
    pub fn silences(&self, as_of: Day) -> Vec<Silent> {
        let mut calendar = self.calendar.clone();
        let start = calendar.day(self.coverage.0).max(self.created.unwrap_or(Day::MIN));
        let end = calendar.start(as_of + 1) - 1;
        let last = self.last_interaction(as_of);
        let paused = self.paused_days(start, as_of);
        self.members_at(as_of)
            .map(|ix| {
                let person = self.person(ix);
                let joined = person.joined_before(end).map(|ts| calendar.day(ts));
                let last = last[ix as usize];
                let lower_bound = last.is_none() && joined.is_none();
                let since = last.max(joined).unwrap_or(start);
                let still = |day: &Day| {
                    !paused.contains(day) && !person.muted.iter().any(|(from, to)| from <= day && day <= to)
                };
                let days = Day::try_from((since + 1..=as_of).filter(still).count()).unwrap_or(Day::MAX);
                let exempt = person.admin() || person.exempt_until.is_some_and(|until| until >= as_of);
                let state = match days {
                    _ if exempt => Silence::Exempt,
                    days if days >= CLEAN => Silence::ToClean,
                    days if days >= WARN => Silence::Warning,
                    _ => Silence::Active,
                };
                Silent { person: ix, state, days, last, lower_bound }
            })
            .collect()
    }

    /// Whether the group paused for a week or more in the last weeks a silence is told by.
    #[must_use]
    pub fn paused(&self, as_of: Day) -> bool {
        let start = self.calendar.clone().day(self.coverage.0);
        !self.paused_days(start.max(as_of - 4 * CLEAN), as_of).is_empty()
    }

    /// Days inside a stretch of at least seven in which nobody spoke.
    fn paused_days(&self, start: Day, as_of: Day) -> BTreeSet<Day> {
        let spoken: BTreeSet<Day> = self.member_days.iter().map(|row| row.day).filter(|day| *day <= as_of).collect();
        let mut paused = BTreeSet::new();
        let mut before = start - 1;
        for day in spoken.iter().copied().filter(|day| *day >= start).chain([as_of + 1]) {
            if day - before > PAUSE {
                paused.extend(before + 1..day);
            }
            before = day;
        }
        paused
    }
}
