//! Who answers whom (回复): by the platform's own quoting, else by a mention that follows somebody's
//! message. In: the timeline of a group. Out: one [`Reply`] a line and person answered. Who merely
//! speaks next answers nobody. Definition: `reply_graph` in docs/metrics.md.

use rustc_hash::FxHashMap;

use crate::calendar::HOUR_MS;

use super::timeline::{NO_LINE, Timeline};

/// How far back a mention looks for the message it answers, ms.
const MENTION_MS: i64 = 24 * HOUR_MS;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The line that answers.
    pub line: u32,
    /// The line answered.
    pub target: u32,
    /// When it was answered, UTC milliseconds.
    pub ts: i64,
    /// Who answered.
    pub from: u32,
    /// Who was answered; never the same person.
    pub to: u32,
    /// Milliseconds between the two.
    pub after: i64,
}

/// The answers among eligible messages, by line. A quote wins over the mentions of its own author.
#[must_use]
pub fn replies(timeline: &Timeline) -> Vec<Reply> {
    let mut latest: FxHashMap<u32, u32> = FxHashMap::default();
    let mut replies = Vec::new();
    let mut mentions = timeline.mentions.iter().peekable();
    for (at, line) in (0_u32..).zip(&timeline.lines) {
        let mut answered: Vec<u32> = Vec::new();
        let mut answer = |target: u32| {
            let Some(asked) = timeline.lines.get(target as usize).filter(|asked| asked.eligible()) else { return };
            if asked.person == line.person || answered.contains(&asked.person) || asked.ts > line.ts {
                return;
            }
            answered.push(asked.person);
            let after = line.ts - asked.ts;
            replies.push(Reply { line: at, target, ts: line.ts, from: line.person, to: asked.person, after });
        };
        if line.eligible() && line.reply != NO_LINE {
            answer(line.reply);
        }
        while let Some((_, person)) = mentions.next_if(|(of, _)| *of <= at) {
            let target = latest.get(person).copied().unwrap_or(NO_LINE);
            let near = timeline.lines.get(target as usize).is_some_and(|asked| line.ts - asked.ts <= MENTION_MS);
            if line.eligible() && near {
                answer(target);
            }
        }
        if line.eligible() {
            latest.insert(line.person, at);
        }
    }
    replies
}
