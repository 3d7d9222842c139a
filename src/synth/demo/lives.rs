//! Who is in a demo club, from when to when, and how much they take part. In: the club and its
//! health. Out: the cast and one life a member. Most members only read, as in every real group.

use super::super::act::{Cast, HOUR_MS, MINUTE_MS, Member, Standing};
use super::super::chance::Dice;
use super::super::names::Names;
use super::super::rhythm::midnight;
use super::{Club, FIRST, Health, LAST, TURN};
use crate::calendar::Day;

/// How much somebody takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Most days.
    Core,
    /// Two days a week.
    Regular,
    /// Once in a few weeks.
    Light,
    /// Reads.
    Silent,
    /// The bot.
    Machine,
}

/// The stay of one member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Life {
    /// Milliseconds UTC; inside the quarter for newcomers.
    pub joined: i64,
    /// Local day of joining.
    pub join_day: Day,
    pub habit: Habit,
    /// A newcomer who speaks in the first days.
    pub keen: bool,
    /// When they left, milliseconds UTC, and who removed them.
    pub left: Option<i64>,
    pub removed_by: Option<usize>,
}

impl Life {
    /// Joined inside the time the export covers.
    pub(super) const fn newcomer(&self) -> bool {
        self.join_day >= FIRST
    }

    /// In the group at an instant.
    pub(super) fn present(&self, at: i64) -> bool {
        self.joined <= at && self.left.is_none_or(|left| at < left)
    }
}

/// Everybody ever in a club.
pub(super) fn people(club: &Club, health: Health, names: &mut Names, dice: &mut Dice) -> (Cast, Vec<Life>) {
    let mut people = People { club, names, dice, members: Vec::new(), lives: Vec::new() };
    let share = |permille: usize| club.size * permille / 1000;
    let talkers = [(7, Habit::Core), (share(90), Habit::Regular), (share(130), Habit::Light)];
    for (count, habit) in talkers {
        (0..count).for_each(|_| people.founder(habit));
    }
    while people.members.len() < club.size {
        people.founder(Habit::Silent);
    }
    if club.bot {
        people.bot();
    }
    for day in FIRST..=LAST {
        people.day(day, health == Health::Bad && day >= TURN);
    }
    let span = (midnight(FIRST) - 6 * HOUR_MS, midnight(LAST + 1) + 9 * HOUR_MS);
    let cast = Cast { name: club.name.to_owned(), id: club.id, members: people.members, span, messages: 0 };
    (cast, people.lives)
}

struct People<'a> {
    club: &'a Club,
    names: &'a mut Names,
    dice: &'a mut Dice,
    members: Vec<Member>,
    lives: Vec<Life>,
}

impl People<'_> {
    fn add(&mut self, name: String, standing: Standing, life: Life) {
        let index = self.members.len() as u64;
        let account = 210_000_000 + self.club.id % 1000 * 100_000 + index * 271 + self.dice.below(271);
        self.members.push(Member { name, account, standing });
        self.lives.push(life);
    }

    /// Somebody who was there before the quarter began.
    fn founder(&mut self, habit: Habit) {
        let standing = match self.members.len() {
            0 => Standing::Owner,
            1 | 2 => Standing::Admin,
            _ => Standing::Member,
        };
        let age = if standing == Standing::Member { self.dice.between(20, 290) } else { 300 };
        let join_day = FIRST - i32::try_from(age).unwrap_or(30);
        let joined = midnight(join_day) + self.dice.between(9, 21) * HOUR_MS + self.dice.between(0, HOUR_MS - 1);
        let name = self.names.next(self.dice, self.club.tongue);
        self.add(name, standing, Life { joined, join_day, habit, keen: false, left: None, removed_by: None });
    }

    fn bot(&mut self) {
        let join_day = FIRST - 280;
        let joined = midnight(join_day) + 10 * HOUR_MS;
        let life = Life { joined, join_day, habit: Habit::Machine, keen: false, left: None, removed_by: None };
        self.add("DigestBot".to_owned(), Standing::Bot, life);
    }

    /// Comings and goings of one day.
    fn day(&mut self, day: Day, sick: bool) {
        if self.dice.permille(if sick { 300 } else { 470 }) {
            self.newcomer(day, sick);
        }
        if self.dice.permille(if sick { 300 } else { 70 }) {
            self.goer(day);
        }
    }

    fn newcomer(&mut self, day: Day, sick: bool) {
        let joined = midnight(day) + 8 * HOUR_MS + self.dice.between(0, 3 * HOUR_MS);
        let keen = self.dice.permille(if sick { 350 } else { 860 });
        let habit = match self.dice.below(100) {
            _ if sick || !keen => Habit::Silent,
            0..12 => Habit::Regular,
            _ => Habit::Light,
        };
        // In a sick club most newcomers turn round at the door.
        let soon = sick && self.dice.permille(650) && day + 5 <= LAST;
        let stay = i32::try_from(self.dice.between(1, 5)).unwrap_or(3);
        let left = soon.then(|| evening(day + stay, self.dice));
        let name = self.names.next(self.dice, self.club.tongue);
        self.add(name, Standing::Member, Life { joined, join_day: day, habit, keen, left, removed_by: None });
    }

    /// A silent member, seldom another, goes; at times an admin removes them.
    fn goer(&mut self, day: Day) {
        for _ in 0..12 {
            let who = self.dice.index(self.lives.len());
            let unlikely = self.lives[who].habit != Habit::Silent && !self.dice.permille(60);
            let life = &self.lives[who];
            // The shared members (index up to 41) stay, so that the identity map stays true.
            if who < 42 || unlikely || life.left.is_some() || life.habit == Habit::Machine || life.join_day + 20 > day {
                continue;
            }
            let left = evening(day, self.dice);
            let removed = self.dice.permille(200).then(|| 1 + self.dice.index(2));
            self.lives[who].left = Some(left);
            self.lives[who].removed_by = removed;
            return;
        }
    }
}

/// Late in the evening, after the day's talk.
fn evening(day: Day, dice: &mut Dice) -> i64 {
    midnight(day) + 23 * HOUR_MS + 50 * MINUTE_MS + dice.between(0, 9 * MINUTE_MS)
}
