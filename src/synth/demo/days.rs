//! What is said in a demo club, day by day. In: the cast and their lives. Out: acts in time order.
//! A day is a few conversations; who comes is the habit's doing, and admins answer what is asked.

use super::super::act::{Act, Answered, Body, Cast, Deed, HOUR_MS, MINUTE_MS, Recalls, Say};
use super::super::chance::{Dice, mix, sums};
use super::super::rhythm::midnight;
use super::super::text;
use super::lives::{Habit, Life};
use super::programme::numbers;
use super::{Club, FIRST, Health, LAST, TURN};
use crate::calendar::{Day, weekday};

/// How often a conversation starts in each local hour.
const HOURS: [u64; 24] = [0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 10, 9, 5, 4, 5, 6, 5, 5, 4, 6, 10, 9, 5, 0];
/// Spring Festival 2026: eve on the 16th of February, the feast on the 17th.
const FESTIVAL: std::ops::RangeInclusive<Day> = FIRST + 44..=FIRST + 51;
/// Week of the spring meetup, 23 to 29 March.
const MEETUP: std::ops::RangeInclusive<Day> = LAST - 8..=LAST - 2;
/// Nobody says more than this many thousandths of a healthy day.
const FAIR: u64 = 220;

/// An act before its number is known; the index in the list of drafts stands for it.
struct Draft {
    at: i64,
    who: usize,
    deed: Deed,
    answers: Option<usize>,
}

/// Everything that happens, in time order, numbered.
pub(super) fn acts(club: &Club, cast: &Cast, lives: &[Life], health: Health, dice: &mut Dice) -> Vec<Act> {
    let mut days = Days { club, lives, health, dice, drafts: Vec::new(), shares: 0 };
    days.crossings();
    for day in FIRST - 1..=LAST + 1 {
        days.day(day);
    }
    // The morning after, somebody is always there: the quarter's last day is complete.
    days.say(midnight(LAST + 1) + 8 * HOUR_MS + 35 * MINUTE_MS, 0, Body::Text("早 ☕".to_owned()), None);
    let (from, to) = cast.span;
    numbered(days.drafts, from, to)
}

fn numbered(drafts: Vec<Draft>, from: i64, to: i64) -> Vec<Act> {
    let mut order: Vec<usize> = (0..drafts.len()).filter(|index| (from..to).contains(&drafts[*index].at)).collect();
    order.sort_by_key(|index| drafts[*index].at);
    let mut ids: Vec<Option<Answered>> = vec![None; drafts.len()];
    for (id, index) in (1..).zip(&order) {
        ids[*index] = Some(Answered { id, at: drafts[*index].at });
    }
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let mut acts = Vec::with_capacity(order.len());
    for (id, index) in (1..).zip(order) {
        let Some(Draft { at, who, mut deed, answers }) = drafts[index].take() else { continue };
        if let Deed::Say(say) = &mut deed {
            say.answers = answers.and_then(|target| ids[target]);
        }
        acts.push(Act { id, at, who, deed });
    }
    acts
}

struct Days<'a> {
    club: &'a Club,
    lives: &'a [Life],
    health: Health,
    dice: &'a mut Dice,
    drafts: Vec<Draft>,
    shares: u64,
}

/// What one message of a day is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    Chat,
    Ask,
    Share,
}

impl Days<'_> {
    fn sick(&self, day: Day) -> bool {
        self.health == Health::Bad && day >= TURN
    }

    fn crossings(&mut self) {
        for (who, life) in self.lives.iter().enumerate() {
            // Telegram writes only the name of who is added or removed; of somebody silent no id
            // would ever show, and the roster would seem to lack them.
            let shown = self.club.platform != "telegram" || life.habit != Habit::Silent;
            if life.newcomer() {
                let by = (shown && mix(3, who as u64).is_multiple_of(3)).then_some(1);
                self.drafts.push(Draft { at: life.joined, who, deed: Deed::Join { by }, answers: None });
            }
            if let Some(at) = life.left {
                let deed = life.removed_by.filter(|_| shown).map_or(Deed::Leave, |by| Deed::Remove { by });
                self.drafts.push(Draft { at, who, deed, answers: None });
            }
        }
    }

    fn say(&mut self, at: i64, who: usize, body: Body, answers: Option<usize>) -> usize {
        let edited = matches!(body, Body::Text(_)) && self.dice.permille(15);
        // Where an export shows no answers, people name whom they answer.
        let mention = answers.filter(|_| self.club.platform == "whatsapp").map(|target| self.drafts[target].who);
        // Members who name an admin want something of them; talk among members does not.
        let mention = mention.filter(|named| *named > 2 || who <= 2);
        let say = Say { body, answers: None, mention, edited };
        self.drafts.push(Draft { at, who, deed: Deed::Say(say), answers });
        self.drafts.len() - 1
    }

    fn day(&mut self, day: Day) {
        if let Some(bot) = self.lives.iter().position(|life| life.habit == Habit::Machine) {
            let at = midnight(day) + 8 * HOUR_MS + self.dice.between(0, 40_000);
            self.say(at, bot, Body::Text(text::bulletin(self.club.theme).to_owned()), None);
        }
        let mut voices: Vec<(usize, u64)> =
            (0..self.lives.len()).map(|who| (who, self.voice(who, day))).filter(|(_, count)| *count > 0).collect();
        if !self.sick(day) {
            self.quorum(&mut voices);
            fair(&mut voices);
        }
        if self.club.decline.flood && self.sick(day) {
            voices.push((self.flooder(), 12 + self.dice.below(6)));
            if day % 3 == 0 {
                let at = midnight(day) + 13 * HOUR_MS + self.dice.between(0, 600_000);
                self.say(at, self.flooder(), Body::Text(text::ad(self.club.theme).to_owned()), None);
            }
        }
        self.talk(day, &voices);
        if !self.sick(day) {
            self.put_on(day);
        }
    }

    /// Notices, debates and anniversaries: an admin opens, the core takes it up.
    fn put_on(&mut self, day: Day) {
        let noon = midnight(day) + 12 * HOUR_MS;
        let core = |who: &usize| {
            let life = self.lives[*who];
            *who > 2 && life.present(noon) && matches!(life.habit, Habit::Core | Habit::Regular)
        };
        let cast: Vec<usize> = std::iter::once(0).chain((0..self.lives.len()).filter(core)).take(8).collect();
        for (after, place, text) in numbers(day, self.club.theme, self.dice) {
            if let Some(who) = cast.get(place) {
                self.say(midnight(day) + after, *who, Body::Text(text), None);
            }
        }
    }

    /// A healthy day has an admin and never fewer than seven people, even at the Festival.
    fn quorum(&mut self, voices: &mut Vec<(usize, u64)>) {
        if voices.iter().all(|(who, _)| *who > 2) {
            voices.push((self.dice.index(3), 5));
        }
        while voices.len() < 7 {
            let who = self.dice.index(self.club.size / 8);
            if !voices.iter().any(|(known, _)| *known == who) {
                voices.push((who, 5));
            }
        }
    }

    /// Who floods: somebody of the core who is not an admin.
    fn flooder(&self) -> usize {
        4.min(self.lives.len() - 1)
    }

    /// How many messages a member says on a day.
    fn voice(&mut self, who: usize, day: Day) -> u64 {
        let life = self.lives[who];
        let noon = midnight(day) + 12 * HOUR_MS;
        if !life.present(noon) || (self.club.decline.flood && self.sick(day) && who == self.flooder()) {
            return 0;
        }
        let age = day - life.join_day;
        let chance =
            if life.newcomer() && age < 14 { self.settling(life, who, age) } else { self.chance(life, who, day) };
        if !self.dice.permille(chance) {
            return 0;
        }
        if self.sick(day) {
            return 1 + self.dice.below(3);
        }
        let trend = u64::try_from(day - FIRST).unwrap_or(0);
        let (low, span) = match life.habit {
            _ if FESTIVAL.contains(&day) => (3, 4),
            Habit::Core => (6, 6 + trend / 30),
            Habit::Regular => (5, 4 + trend / 30),
            _ => (4, 3),
        };
        low + self.dice.below(span)
    }

    /// A newcomer's first two weeks: hello, once more in the week, once in the next.
    fn settling(&self, life: Life, who: usize, age: i32) -> u64 {
        let luck = mix(77, who as u64);
        let second = 3 + i32::try_from(luck % 3).unwrap_or(0);
        let third = 8 + i32::try_from(luck / 7 % 4).unwrap_or(0);
        let sick = self.sick(life.join_day);
        match age {
            0 if life.keen => 1000,
            age if life.keen && !sick && age == second => 900,
            age if life.keen && !sick && (age == third || age == third + 2) => 800,
            _ => 0,
        }
    }

    fn chance(&self, life: Life, who: usize, day: Day) -> u64 {
        let weekend = weekday(day) >= 5;
        let luck = mix(41, who as u64);
        if self.sick(day) {
            let week = u64::try_from(day + 3).unwrap_or(0) / 7;
            let quit = luck % 10 < 4 && who > 2;
            return match life.habit {
                Habit::Core if !quit => self.club.decline.core,
                // Each comes every other week, so that no week finds the people of the last.
                Habit::Regular if !quit && (luck / 16 + week).is_multiple_of(2) => self.club.decline.regular,
                Habit::Light => 12,
                _ => 0,
            };
        }
        let base = match life.habit {
            Habit::Core => 740,
            Habit::Regular => {
                let days = (luck % 7, (luck % 7 + 2 + luck / 7 % 3) % 7);
                let today = u64::from(weekday(day));
                if today == days.0 || today == days.1 { 900 } else { 25 }
            }
            // The spring meetup brings back many who had only read.
            Habit::Light if MEETUP.contains(&day) => 95,
            Habit::Light => 45,
            Habit::Silent | Habit::Machine => 0,
        };
        let calm = if FESTIVAL.contains(&day) { 420 } else { 1000 };
        base * calm / 1000 * if weekend { 85 } else { 100 } / 100
    }

    /// Spreads the day's messages over conversations.
    fn talk(&mut self, day: Day, voices: &[(usize, u64)]) {
        let total: u64 = voices.iter().map(|(_, count)| count).sum();
        let hours = sums(HOURS.into_iter());
        let count = usize::try_from(1 + total / 14).unwrap_or(1).min(7);
        let mut starts: Vec<i64> = (0..count)
            .map(|_| {
                let hour = i64::try_from(self.dice.weighted(&hours)).unwrap_or(9);
                midnight(day) + hour * HOUR_MS + self.dice.between(0, 40 * MINUTE_MS)
            })
            .collect();
        starts.sort_unstable();
        let mut sessions: Vec<Vec<(usize, Task)>> = vec![Vec::new(); count];
        let tasks = self.tasks(day, voices);
        for (who, task) in tasks {
            let joined = self.lives[who].joined;
            let open: Vec<usize> = (0..count).filter(|session| starts[*session] > joined).collect();
            if open.is_empty() {
                continue;
            }
            // A person mostly stays in one conversation of the day.
            let home = usize::try_from(mix(who as u64, u64::from(day.unsigned_abs())) % open.len() as u64).unwrap_or(0);
            let chosen = if self.dice.permille(700) { home } else { self.dice.index(open.len()) };
            sessions[open[chosen]].push((who, task));
        }
        for (start, mut tasks) in starts.into_iter().zip(sessions) {
            self.dice.shuffle(&mut tasks);
            self.converse(day, start, &tasks);
        }
    }

    /// Every message of the day with what it is to be; questions and shares are given out here.
    fn tasks(&mut self, day: Day, voices: &[(usize, u64)]) -> Vec<(usize, Task)> {
        let mut tasks: Vec<(usize, Task)> =
            voices.iter().flat_map(|(who, count)| (0..*count).map(|_| (*who, Task::Chat))).collect();
        self.dice.shuffle(&mut tasks);
        let staff = |who: usize| who <= 2;
        let asks = match tasks.len() {
            len if len < 45 || self.sick(day) => 2,
            _ => 3,
        };
        for slot in tasks.iter_mut().filter(|(who, _)| !staff(*who)).take(asks) {
            slot.1 = Task::Ask;
        }
        let wednesday = weekday(day) == 2;
        let often = if self.sick(day) { 350 } else { 500 };
        let shares = usize::from(wednesday || self.dice.permille(often));
        let sharer = |task: &&mut (usize, Task)| task.1 == Task::Chat && (!wednesday || staff(task.0));
        for slot in tasks.iter_mut().filter(sharer).take(shares) {
            slot.1 = Task::Share;
        }
        tasks
    }

    /// One conversation: its messages half a minute apart, every fourth an answer.
    fn converse(&mut self, day: Day, start: i64, tasks: &[(usize, Task)]) {
        let mut at = start;
        let mut said: Vec<usize> = Vec::new();
        let served = (9 * HOUR_MS..20 * HOUR_MS + 30 * MINUTE_MS).contains(&(start - midnight(day)));
        for (who, task) in tasks {
            at += self.dice.between(6_000, 55_000);
            let other = said.iter().rev().take(5).copied().filter(|index| self.drafts[*index].who != *who).max();
            match task {
                Task::Ask if served => {
                    let body = Body::Text(text::ask(self.club.theme, self.dice));
                    let asked = self.say(at, *who, body, None);
                    said.push(asked);
                    self.serve(day, asked);
                }
                Task::Share => {
                    let body = self.share(day);
                    said.push(self.say(at, *who, body, None));
                }
                Task::Chat | Task::Ask => {
                    let body = self.body();
                    let answers = other.filter(|_| matches!(body, Body::Text(_)) && self.dice.permille(280));
                    said.push(self.say(at, *who, body, answers));
                }
            }
        }
    }

    /// An admin answers within minutes; in a sick club late or never.
    fn serve(&mut self, day: Day, asked: usize) {
        let wait = match self.sick(day) {
            false => self.dice.between(60_000, 9 * MINUTE_MS),
            true if self.dice.permille(550) => return,
            true => self.dice.between(25 * MINUTE_MS, 180 * MINUTE_MS),
        };
        let body = Body::Text(text::answer(self.club.theme, self.dice));
        let admin = self.dice.index(3);
        self.say(self.drafts[asked].at + wait, admin, body, Some(asked));
    }

    fn share(&mut self, day: Day) -> Body {
        self.shares += 1;
        let number = self.shares;
        let week = (day - FIRST) / 7 + 1;
        let prefix = self.club.platform.get(..2).unwrap_or("gr");
        let mut text = text::share(self.club.theme, self.dice);
        if weekday(day) == 2 {
            text = format!("【行业快报】{text}");
        }
        let key = mix(self.club.id, number);
        let base = match number % 3 {
            0 => format!("https://docs.qq.com/doc/D{:010X}", key & 0xff_ffff_ffff),
            1 => format!("https://mp.weixin.qq.com/s/qm{:010x}", key & 0xff_ffff_ffff),
            _ => format!("https://github.com/example-org/notes/wiki/{number}"),
        };
        let url = format!("{base}?utm_source={prefix}&utm_campaign=2026w{week:02}&utm_content={prefix}-{number:03}");
        Body::Link { text, url }
    }

    fn body(&mut self) -> Body {
        let dice = &mut *self.dice;
        match dice.below(1000) {
            0..55 => Body::Photo,
            55..130 => Body::Sticker(dice.word(text::STICKERS)),
            130..150 => Body::Voice { seconds: dice.between(2, 40) },
            150..157 => {
                let (name, size) = text::file(dice);
                Body::File { name, size }
            }
            157..165 if recalls(self.club) == Recalls::Shown => Body::Recalled,
            _ => Body::Text(text::say(self.club.theme, dice)),
        }
    }
}

fn recalls(club: &Club) -> Recalls {
    if club.platform == "whatsapp" { Recalls::Shown } else { Recalls::Hidden }
}

/// Cuts the loudest down until nobody holds too large a share of the day.
fn fair(voices: &mut [(usize, u64)]) {
    if voices.len() < 5 {
        return;
    }
    for _ in 0..200 {
        let total: u64 = voices.iter().map(|(_, count)| count).sum();
        match voices.iter_mut().max_by_key(|(who, count)| (*count, *who)) {
            Some((_, count)) if *count * 1000 > total * FAIR && *count > 2 => *count -= 1,
            _ => return,
        }
    }
}
