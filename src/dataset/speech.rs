//! The daily speech cap (发言占比上限): which days can be judged, and who passed the cap on one.
//! Definition: `speech_share_cap` in docs/metrics.md.

use crate::calendar::Day;

use super::group::{Group, PersonIx};

/// Messages a day needs before its shares mean anything.
const MESSAGES: u64 = 20;
/// Speakers it needs.
const SPEAKERS: usize = 5;

/// Whether a day has enough messages and speakers to be judged.
#[must_use]
pub fn evaluable(group: &Group, day: Day) -> bool {
    total(group, day) >= MESSAGES && group.on(day).len() >= SPEAKERS
}

/// People who wrote more than 30 % of the day's messages; exactly 30 % is allowed.
pub fn over_cap(group: &Group, day: Day) -> impl Iterator<Item = PersonIx> + '_ {
    let total = total(group, day);
    group.on(day).iter().filter(move |row| u64::from(row.messages) * 10 > total * 3).map(|row| row.person)
}

/// The most messages of one person on a day, and all messages of that day.
#[must_use]
pub fn largest(group: &Group, day: Day) -> Option<(u32, u64)> {
    Some((group.on(day).iter().map(|row| row.messages).max()?, total(group, day)))
}

fn total(group: &Group, day: Day) -> u64 {
    group.on(day).iter().map(|row| u64::from(row.messages)).sum()
}
