//! A synthetic group of any size as a stream of acts. In: a plan. Out: joins, leaves and messages
//! in time order, one at a time: memory holds the members and a handful of recent messages, however
//! many are asked for. Weeks have their rhythm, a few members say most of it (1-9-90).

use std::collections::VecDeque;

use super::Plan;
use super::act::{Act, Answered, Body, Cast, DAY_MS, Deed, HOUR_MS, Member, Recalls, Say, Standing};
use super::chance::{Dice, mix};
use super::names::{Names, Tongue};
use super::rhythm::{voices, weight};
use super::text::{self, Theme};

/// Local midnight of 2024-01-01 in `Asia/Shanghai`.
const START: i64 = 1_704_038_400_000;
/// Messages a day a plan of no stated length gets.
const DAILY: u64 = 1_400;
/// How many of the last messages an answer may go to.
const MEMORY: usize = 12;

/// Days of a plan.
fn days(plan: &Plan) -> u64 {
    plan.days.map_or_else(|| (plan.messages / DAILY).max(7), u64::from).clamp(1, 36_500)
}

/// The group of a plan: owner, two admins, a bot, and members.
pub(super) fn cast(plan: &Plan) -> Cast {
    let count = plan.members.map_or_else(|| (plan.messages / 200).clamp(8, 500), u64::from).max(4);
    let mut dice = Dice::new(plan.seed, 1);
    let mut names = Names::default();
    let members = (0..count)
        .map(|index| Member {
            name: if index == 3 { "小助手Bot".to_owned() } else { names.next(&mut dice, Tongue::Chinese) },
            account: 100_000_000 + index * 7_919 + dice.below(7_919),
            standing: match index {
                0 => Standing::Owner,
                1 | 2 => Standing::Admin,
                3 => Standing::Bot,
                _ => Standing::Member,
            },
        })
        .collect();
    let end = START + i64::try_from(days(plan)).unwrap_or(0) * DAY_MS;
    Cast {
        name: "群脉演示群 Demo".to_owned(),
        id: 1_500_000_000 + plan.seed % 400_000_000,
        members,
        span: (START, end),
        messages: plan.messages,
    }
}

/// The stream of acts.
pub(super) struct World<'a> {
    cast: &'a Cast,
    recalls: Recalls,
    seed: u64,
    dice: Dice,
    slots: u64,
    slot: u64,
    total: u64,
    passed: u64,
    messages: u64,
    said: u64,
    due: u64,
    in_slot: u64,
    events: Events,
    voices: Vec<u64>,
    present: Vec<bool>,
    recent: VecDeque<(Answered, usize)>,
    /// When the next message is sent, once that is drawn.
    drawn: Option<i64>,
    next_id: u64,
}

/// Comings and goings still to come.
struct Events {
    arrivals: VecDeque<usize>,
    gone: VecDeque<usize>,
    joins: u64,
    leaves: u64,
    joined: u64,
    left: u64,
    pending: VecDeque<(i64, usize, Deed)>,
}

impl<'a> World<'a> {
    /// The stream of a plan; the same plan gives the same acts.
    pub(super) fn new(cast: &'a Cast, plan: &Plan, recalls: Recalls) -> Self {
        let mut dice = Dice::new(plan.seed, 2);
        let count = cast.members.len();
        let mut order: Vec<usize> = (4..count).collect();
        dice.shuffle(&mut order);
        let newcomers = order.len() * 3 / 10;
        let arrivals: VecDeque<usize> = order.into_iter().take(newcomers).collect();
        let mut present = vec![true; count];
        for who in &arrivals {
            present[*who] = false;
        }
        let leaves = count as u64 * 15 / 100;
        let slots = days(plan) * 24;
        Self {
            cast,
            recalls,
            seed: plan.seed,
            dice,
            slots,
            slot: 0,
            total: (0..slots).map(|slot| weight(plan.seed, slot, slots)).sum(),
            passed: 0,
            messages: plan.messages,
            said: 0,
            due: 0,
            in_slot: 0,
            events: Events {
                joins: arrivals.len() as u64 + leaves / 5,
                leaves,
                arrivals,
                gone: VecDeque::new(),
                joined: 0,
                left: 0,
                pending: VecDeque::new(),
            },
            voices: voices(count),
            present,
            recent: VecDeque::new(),
            drawn: None,
            next_id: 1,
        }
    }

    /// Milliseconds UTC at which the current slot begins.
    fn slot_start(&self) -> i64 {
        self.cast.span.0 + i64::try_from(self.slot).unwrap_or(0) * HOUR_MS
    }

    /// Enters the next hour that has anything in it; false when time is over.
    fn advance(&mut self, first: bool) -> bool {
        if !first {
            self.slot += 1;
        }
        if self.slot >= self.slots {
            return false;
        }
        self.passed += weight(self.seed, self.slot, self.slots);
        let share = |whole: u64| {
            u64::try_from(u128::from(whole) * u128::from(self.passed) / u128::from(self.total.max(1))).unwrap_or(whole)
        };
        let (joins, leaves) = (share(self.events.joins), share(self.events.leaves));
        self.due = share(self.messages);
        self.in_slot = self.due - self.said;
        self.plan_events(joins, leaves);
        true
    }

    fn plan_events(&mut self, joins: u64, leaves: u64) {
        let start = self.slot_start();
        let mut times = Vec::new();
        while self.events.joined < joins {
            self.events.joined += 1;
            times.push((start + self.dice.between(0, HOUR_MS - 1), true));
        }
        while self.events.left < leaves {
            self.events.left += 1;
            times.push((start + self.dice.between(0, HOUR_MS - 1), false));
        }
        times.sort_unstable();
        for (at, joining) in times {
            let event = if joining { self.join() } else { self.leave() };
            if let Some((who, deed)) = event {
                self.events.pending.push_back((at, who, deed));
            }
        }
    }

    fn join(&mut self) -> Option<(usize, Deed)> {
        let who = self.events.arrivals.pop_front().or_else(|| self.events.gone.pop_front())?;
        let by = self.dice.permille(400).then(|| self.dice.index(3));
        Some((who, Deed::Join { by }))
    }

    fn leave(&mut self) -> Option<(usize, Deed)> {
        for _ in 0..16 {
            let who = self.dice.index(self.present.len());
            if who > 3 && self.present[who] {
                // Gone at once, so that nobody leaves twice in an hour or speaks after leaving.
                self.present[who] = false;
                self.recent.retain(|(_, speaker)| *speaker != who);
                self.events.gone.push_back(who);
                let removed = self.dice.permille(200);
                return Some((who, if removed { Deed::Remove { by: self.dice.index(3) } } else { Deed::Leave }));
            }
        }
        None
    }

    /// When the next message of the hour is sent: messages share the hour evenly, each somewhere in
    /// its own part, so times rise without sorting.
    fn message_time(&mut self) -> i64 {
        let index = self.in_slot - (self.due - self.said);
        let from = i64::try_from(u128::from(index) * 3_600_000 / u128::from(self.in_slot)).unwrap_or(0);
        let to = i64::try_from(u128::from(index + 1) * 3_600_000 / u128::from(self.in_slot)).unwrap_or(0);
        self.slot_start() + self.dice.between(from, (to - 1).max(from))
    }

    fn speaker(&mut self) -> usize {
        if self.dice.permille(20) {
            return 3;
        }
        if !self.recent.is_empty() && self.dice.permille(450) {
            let who = self.recent[self.dice.index(self.recent.len())].1;
            if who != 3 {
                return who;
            }
        }
        for _ in 0..32 {
            let who = self.dice.weighted(&self.voices);
            if self.present[who] {
                return who;
            }
        }
        0
    }

    fn message(&mut self, at: i64) -> Act {
        let who = self.speaker();
        let say = if who == 3 { announce() } else { self.say(who) };
        let act = Act { id: self.next_id, at, who, deed: Deed::Say(say) };
        self.recent.push_back((Answered { id: act.id, at }, who));
        if self.recent.len() > MEMORY {
            self.recent.pop_front();
        }
        act
    }

    fn say(&mut self, who: usize) -> Say {
        let body = self.body();
        let worded = matches!(body, Body::Text(_));
        let other = self.recent.get(self.dice.index(self.recent.len())).copied().filter(|(_, speaker)| *speaker != who);
        let answers = other.filter(|_| worded && self.dice.permille(200)).map(|(message, _)| message);
        let mention = other.filter(|_| worded && self.dice.permille(50)).map(|(_, speaker)| speaker);
        Say { answers, mention, edited: worded && self.dice.permille(20), body }
    }

    fn body(&mut self) -> Body {
        let dice = &mut self.dice;
        match dice.below(1000) {
            0..45 => Body::Link { text: text::share(Theme::Mixed, dice), url: article(dice) },
            45..95 => Body::Photo,
            95..145 => Body::Sticker(dice.word(text::STICKERS)),
            145..160 => Body::Voice { seconds: dice.between(2, 58) },
            160..168 => Body::Video { seconds: dice.between(5, 180) },
            168..180 => {
                let (name, size) = text::file(dice);
                Body::File { name, size }
            }
            180..195 if self.recalls == Recalls::Shown => Body::Recalled,
            195..250 => Body::Text(text::ask(Theme::Mixed, dice)),
            _ => Body::Text(text::say(Theme::Mixed, dice)),
        }
    }
}

impl Iterator for World<'_> {
    type Item = Act;

    fn next(&mut self) -> Option<Act> {
        if self.passed == 0 && !self.advance(true) {
            return None;
        }
        while self.said == self.due && self.events.pending.is_empty() {
            if !self.advance(false) {
                return None;
            }
        }
        if self.drawn.is_none() && self.said < self.due {
            self.drawn = Some(self.message_time());
        }
        let at = self.drawn.unwrap_or(i64::MAX);
        let event = self.events.pending.front().is_some_and(|event| event.0 <= at);
        let event = if event { self.events.pending.pop_front() } else { None };
        let act = if let Some((at, who, deed)) = event {
            if matches!(deed, Deed::Join { .. }) {
                self.present[who] = true;
            }
            Act { id: self.next_id, at, who, deed }
        } else {
            self.said += 1;
            self.drawn = None;
            self.message(at)
        };
        self.next_id += 1;
        Some(act)
    }
}

fn announce() -> Say {
    let body = Body::Text(text::bulletin(Theme::Mixed).to_owned());
    Say { body, answers: None, mention: None, edited: false }
}

/// An article of a small pool, tagged as links in groups are.
fn article(dice: &mut Dice) -> String {
    let number = dice.below(40);
    let week = dice.below(52) + 1;
    let base = match number % 4 {
        0 => format!("https://mp.weixin.qq.com/s/qm{:08x}", mix(11, number) & 0xffff_ffff),
        1 => format!("https://docs.qq.com/doc/D{:010X}", mix(12, number) & 0xff_ffff_ffff),
        2 => format!("https://github.com/example-org/project-{number}"),
        _ => format!("https://blog.example.com/posts/{number}"),
    };
    format!("{base}?utm_source=group&utm_medium=chat&utm_campaign=w{week:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(messages: u64) -> Plan {
        Plan { messages, seed: 9, members: None, days: None }
    }

    fn acts(plan: &Plan) -> (Cast, Vec<Act>) {
        let cast = cast(plan);
        let acts = World::new(&cast, plan, Recalls::Shown).collect();
        (cast, acts)
    }

    #[test]
    fn exactly_the_messages_asked_for_in_time_order() {
        for messages in [0, 1, 30, 20_000] {
            let (cast, acts) = acts(&plan(messages));
            let said = acts.iter().filter(|act| matches!(act.deed, Deed::Say(_))).count();
            assert_eq!(said as u64, messages);
            assert!(acts.windows(2).all(|pair| pair[0].at <= pair[1].at && pair[0].id + 1 == pair[1].id));
            assert!(acts.iter().all(|act| (cast.span.0..cast.span.1).contains(&act.at)));
        }
    }

    #[test]
    fn nobody_speaks_outside_their_stay_and_a_few_say_most() {
        let (cast, acts) = acts(&plan(60_000));
        let mut inside: Vec<Option<bool>> = vec![None; cast.members.len()];
        let mut said = vec![0_u64; cast.members.len()];
        for act in &acts {
            match act.deed {
                Deed::Say(_) => {
                    assert_ne!(inside[act.who], Some(false), "{} speaks after leaving", act.who);
                    said[act.who] += 1;
                    inside[act.who] = Some(true);
                }
                Deed::Join { .. } => {
                    assert_ne!(inside[act.who], Some(true), "{} joins twice", act.who);
                    inside[act.who] = Some(true);
                }
                Deed::Leave | Deed::Remove { .. } => inside[act.who] = Some(false),
            }
        }
        said.sort_unstable_by(|a, b| b.cmp(a));
        let top: u64 = said.iter().take(cast.members.len() / 100).sum();
        assert!((20_000..40_000).contains(&top), "{top}");
        let kinds = |wanted: fn(&Deed) -> bool| acts.iter().filter(|act| wanted(&act.deed)).count();
        assert!(kinds(|deed| matches!(deed, Deed::Join { .. })) > 60);
        assert!(kinds(|deed| matches!(deed, Deed::Remove { .. })) > 3);
        let answers = kinds(|deed| matches!(deed, Deed::Say(say) if say.answers.is_some()));
        assert!((6_000..12_000).contains(&answers), "{answers}");
    }
}
