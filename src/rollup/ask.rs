//! Questions and who answered them (提问与响应). In: the timeline of a group, who its admins are and the
//! service hours. Out: one [`Ask`] a question, by time. Definition: `admin_response_time` in
//! docs/metrics.md.

use rustc_hash::FxHashMap;

use crate::calendar::Zone;
use crate::feature::Features;
use crate::service_time::ServiceTime;

use super::member_day::Class;
use super::reply::Reply;
use super::session::Session;
use super::timeline::{Line, Timeline};

/// Questions of one person closer than this, with no admin between, are one, ms.
const ONE_ASK_MS: i64 = 5 * 60_000;
/// Service minutes within which an admin who speaks in the same session answers.
const NEAR_MINUTES: f64 = 60.0;
/// Time anybody has to answer, ms.
const DAY_MS: i64 = 24 * 3_600_000;

/// What a message must be to ask (提问口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AskMode {
    /// A question mark or word, or a mention of an admin.
    #[default]
    Question,
    /// As well any first message of a person's turn: groups that serve customers.
    Turn,
}

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Its first line.
    pub line: u32,
    /// When, UTC milliseconds.
    pub ts: i64,
    /// Who asked.
    pub person: u32,
    /// First answer of an admin: when and who.
    pub admin: Option<(i64, u32)>,
    /// First answer by anybody within 24 hours: when and who.
    pub anybody: Option<(i64, u32)>,
    /// No admin answered and the asker thanked another member for the answer.
    pub solved_by_peer: bool,
}

/// What asks are told from.
pub struct Witness<'a> {
    /// The timeline.
    pub timeline: &'a Timeline,
    /// Its answers.
    pub replies: &'a [Reply],
    /// Its sessions.
    pub sessions: &'a [Session],
    /// Whether a person is owner or admin.
    pub admin: &'a dyn Fn(u32) -> bool,
    /// When the clock runs.
    pub service: &'a ServiceTime,
    /// What asks.
    pub mode: AskMode,
}

/// Every question of a group, by time.
#[must_use]
pub fn asks(witness: &Witness<'_>, zone: &mut Zone) -> Vec<Ask> {
    let mut asks = questions(witness);
    let spoke = Spoke::new(witness);
    let mut next_of: FxHashMap<u32, i64> = FxHashMap::default();
    for ask in asks.iter_mut().rev() {
        let next = next_of.insert(ask.person, ask.ts);
        // An answer that names the asker wins over an admin who merely spoke nearby.
        let named = first_after(spoke.named.get(&ask.person), ask.ts);
        let near = spoke.near(witness, ask, zone);
        ask.admin = named.or(near);
        let replied = first_after(spoke.replied.get(&ask.person), ask.ts);
        // That an admin named the asker later takes nothing from one who took the question up at once.
        let first = [replied, named, near].into_iter().flatten().min();
        ask.anybody = first.filter(|(ts, _)| ts - ask.ts <= DAY_MS);
        ask.solved_by_peer = ask.admin.is_none() && spoke.thanked(ask, next);
    }
    asks
}

/// The messages that ask, those of one person close together as one.
fn questions(witness: &Witness<'_>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    // Person → their latest ask and when its last message came.
    let mut open: FxHashMap<u32, i64> = FxHashMap::default();
    let mut before: Option<&Line> = None;
    for (at, line) in (0_u32..).zip(&witness.timeline.lines) {
        if serves(witness, line) {
            open.clear();
        }
        if !line.eligible() {
            continue;
        }
        let turn = before.is_none_or(|before| before.person != line.person);
        before = Some(line);
        if (witness.admin)(line.person) {
            continue;
        }
        let question = line.features.has(Features::ASK)
            || line.features.has(Features::MENTION)
                && witness.timeline.mentioned(at).any(|person| (witness.admin)(person))
            || witness.mode == AskMode::Turn && turn;
        if !question {
            continue;
        }
        let goes_on = open.insert(line.person, line.ts).is_some_and(|last| line.ts - last <= ONE_ASK_MS);
        if !goes_on {
            let (ts, person) = (line.ts, line.person);
            asks.push(Ask { line: at, ts, person, admin: None, anybody: None, solved_by_peer: false });
        }
    }
    asks
}

/// A message of an admin, the operator's own accounts included, bots not.
fn serves(witness: &Witness<'_>, line: &Line) -> bool {
    matches!(line.class, Class::Eligible | Class::Operator) && (witness.admin)(line.person)
}

/// Who spoke to whom, by whom it was said to.
struct Spoke {
    /// Person → when admins quoted or mentioned them, and which admin.
    named: FxHashMap<u32, Vec<(i64, u32)>>,
    /// Person → when anybody answered them, and who.
    replied: FxHashMap<u32, Vec<(i64, u32)>>,
    /// Person → when they gave thanks or called something solved.
    thanks: FxHashMap<u32, Vec<i64>>,
    /// Person → when another member, no admin, answered them.
    peers: FxHashMap<u32, Vec<i64>>,
    /// Lines of admins, ascending.
    admin_lines: Vec<u32>,
}

impl Spoke {
    fn new(witness: &Witness<'_>) -> Self {
        let mut spoke = Self {
            named: FxHashMap::default(),
            replied: FxHashMap::default(),
            thanks: FxHashMap::default(),
            peers: FxHashMap::default(),
            admin_lines: Vec::new(),
        };
        let lines = &witness.timeline.lines;
        for (at, line) in (0_u32..).zip(lines).filter(|(_, line)| serves(witness, line)) {
            spoke.admin_lines.push(at);
            let quoted = lines.get(line.reply as usize).map(|quoted| quoted.person);
            let mentioned = line.features.has(Features::MENTION).then(|| witness.timeline.mentioned(at));
            for person in
                quoted.into_iter().chain(mentioned.into_iter().flatten()).filter(|person| *person != line.person)
            {
                spoke.named.entry(person).or_default().push((line.ts, line.person));
            }
        }
        for reply in witness.replies {
            spoke.replied.entry(reply.to).or_default().push((reply.ts, reply.from));
            if !(witness.admin)(reply.from) {
                spoke.peers.entry(reply.to).or_default().push(reply.ts);
            }
        }
        for line in lines.iter().filter(|line| line.eligible() && line.features.has(Features::THANKS)) {
            spoke.thanks.entry(line.person).or_default().push(line.ts);
        }
        spoke
    }

    /// The first admin to speak after an ask in the same session, soon enough.
    fn near(&self, witness: &Witness<'_>, ask: &Ask, zone: &mut Zone) -> Option<(i64, u32)> {
        let at = witness.sessions.partition_point(|session| session.lines.1 < ask.line);
        let session = witness.sessions.get(at).filter(|session| session.lines.0 <= ask.line)?;
        let next = self.admin_lines.partition_point(|line| *line <= ask.line);
        let line = self.admin_lines.get(next).filter(|line| **line <= session.lines.1)?;
        let said = witness.timeline.lines.get(*line as usize)?;
        let near = witness.service.minutes(ask.ts, said.ts, zone) <= NEAR_MINUTES;
        near.then_some((said.ts, said.person))
    }

    /// Whether another member answered and the asker gave thanks after that, before asking again.
    fn thanked(&self, ask: &Ask, next: Option<i64>) -> bool {
        let thanks = self.thanks.get(&ask.person).map_or(&[][..], Vec::as_slice);
        let peers = self.peers.get(&ask.person).map_or(&[][..], Vec::as_slice);
        let until = next.unwrap_or(i64::MAX).min(ask.ts + DAY_MS);
        let answered = peers.get(peers.partition_point(|ts| *ts <= ask.ts)).copied().filter(|ts| *ts <= until);
        answered.is_some_and(|answered| {
            let thanked = thanks.get(thanks.partition_point(|ts| *ts <= answered));
            thanked.is_some_and(|ts| *ts <= until)
        })
    }
}

fn first_after(times: Option<&Vec<(i64, u32)>>, ts: i64) -> Option<(i64, u32)> {
    let times = times?;
    times.get(times.partition_point(|(at, _)| *at <= ts)).copied()
}
