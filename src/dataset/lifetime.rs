//! How long a group has lived (存活时间): from its founding to its last human message, and whether that
//! was the end. Definition: `group_survival` in docs/metrics.md.

use crate::calendar::Day;
use crate::frame::EventKind;

use super::group::Group;

/// Days without a human message after which a group counts as dead.
pub const DEAD_AFTER: Day = 30;

/// One group's life so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// First day.
    pub born: Day,
    /// The founding date is known; else it is the first record, and the life is at least that long.
    pub founded: bool,
    /// Days from the first day to the last human message.
    pub days: Day,
    /// The group was dissolved or fell silent; else it is only known to have lived so long.
    pub ended: bool,
}

impl Group {
    /// The group's life up to `as_of`, dead after `dead_after` silent days. A group that moved elsewhere
    /// has not died.
    #[must_use]
    pub fn lifetime(&self, as_of: Day, dead_after: Day) -> Lifetime {
        let mut calendar = self.calendar.clone();
        let born = self.created.unwrap_or_else(|| calendar.day(self.coverage.0));
        let last = self.member_days.iter().map(|row| row.day).filter(|day| *day <= as_of).max();
        let moved = self.timeline.events.iter().any(|event| event.kind == EventKind::Migrate);
        let closed = self.meta.closed.is_some_and(|closed| closed <= as_of);
        let silent = as_of - last.unwrap_or(born) >= dead_after;
        Lifetime {
            born,
            founded: self.created.is_some(),
            days: (last.unwrap_or(born) - born).max(0),
            ended: !moved && (closed || silent),
        }
    }
}
