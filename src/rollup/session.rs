//! Conversation sessions (会话段): stretches of talk without a pause. In: the timeline of a group. Out:
//! one [`Session`] a stretch. A cluster in time, not a topic: talks that cross are one session.
//! Definition: `conversation_sessions` in docs/metrics.md.

use std::collections::BTreeSet;

use crate::calendar::Day;

use super::timeline::Timeline;

/// A pause longer than this ends a session, ms.
pub const SESSION_GAP_MS: i64 = 30 * 60_000;

/// One stretch of talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// First message, UTC milliseconds.
    pub start: i64,
    /// Last message, UTC milliseconds.
    pub end: i64,
    /// Local day it began on.
    pub day: Day,
    /// First and last line.
    pub lines: (u32, u32),
    /// Eligible messages.
    pub messages: u32,
    /// Distinct people who spoke, ascending.
    pub speakers: BTreeSet<u32>,
}

/// The sessions of a group, by time. Only eligible messages count: bots do not bridge pauses.
#[must_use]
pub fn sessions(timeline: &Timeline) -> Vec<Session> {
    let mut sessions: Vec<Session> = Vec::new();
    for (at, line) in (0_u32..).zip(&timeline.lines).filter(|(_, line)| line.eligible()) {
        match sessions.last_mut() {
            Some(open) if line.ts - open.end <= SESSION_GAP_MS => {
                open.end = line.ts;
                open.lines.1 = at;
                open.messages += 1;
                open.speakers.insert(line.person);
            }
            _ => sessions.push(Session {
                start: line.ts,
                end: line.ts,
                day: line.day,
                lines: (at, at),
                messages: 1,
                speakers: BTreeSet::from([line.person]),
            }),
        }
    }
    sessions
}
