//! Recomputes the demo's vitals from its acts alone, in the plainest way, and holds them against the
//! default thresholds: a good community must pass them all, a bad one must fail the ones its story
//! tells of. Apart from the metrics on purpose: what checks must not share code with what it checks.

use std::collections::{BTreeMap, BTreeSet};

use super::lives::Habit;
use super::side::{Visitor, visits};
use super::*;
use crate::calendar::monday;
use crate::synth::act::{DAY_MS, OFFSET_MS};
use crate::synth::rhythm::midnight;

struct Seen<'a> {
    community: &'a Community,
    health: Health,
    /// Messages by day and person; bots and recalled ones left out.
    counts: BTreeMap<(Day, usize), u64>,
}

fn day_of(at: i64) -> Day {
    i32::try_from((at + OFFSET_MS).div_euclid(DAY_MS)).unwrap()
}

#[expect(clippy::cast_precision_loss, reason = "small counts in a test")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

impl<'a> Seen<'a> {
    fn new(community: &'a Community, health: Health) -> Self {
        let mut counts = BTreeMap::new();
        for act in &community.acts {
            if let Deed::Say(say) = &act.deed
                && !matches!(say.body, Body::Recalled)
                && community.lives[act.who].habit != Habit::Machine
            {
                *counts.entry((day_of(act.at), act.who)).or_insert(0) += 1;
            }
        }
        Self { community, health, counts }
    }

    fn active(&self, first: Day, last: Day) -> BTreeSet<usize> {
        self.counts.keys().filter(|(day, _)| (first..=last).contains(day)).map(|(_, who)| *who).collect()
    }

    fn days_active(&self, who: usize, first: Day, last: Day) -> usize {
        (first..=last).filter(|day| self.counts.contains_key(&(*day, who))).count()
    }

    fn last_week(&self) -> (usize, usize) {
        let rows = self.counts.iter().filter(|((day, _), _)| (LAST - 6..=LAST).contains(day));
        rows.fold((0, 0), |(messages, days), (_, count)| (messages + usize::try_from(*count).unwrap(), days + 1))
    }

    fn kept(&self, before: (Day, Day), now: (Day, Day)) -> (usize, usize) {
        let (base, now) = (self.active(before.0, before.1), self.active(now.0, now.1));
        (base.intersection(&now).count(), base.len())
    }

    fn weekly(&self) -> (usize, usize) {
        let week = monday(LAST + 1 - 7);
        self.kept((week - 7, week - 1), (week, week + 6))
    }

    fn monthly(&self) -> (usize, usize) {
        self.kept((FIRST + 31, FIRST + 58), (FIRST + 59, LAST))
    }

    /// Newcomers of the last four whole cohorts: spoke on days 7 to 13, all.
    fn cohort(&self) -> (usize, usize) {
        let end = monday(LAST - 13 - 6) + 6;
        let new = self.community.lives.iter().enumerate().filter(|(_, life)| (end - 27..=end).contains(&life.join_day));
        let back = |(who, life): &(usize, &Life)| self.days_active(*who, life.join_day + 7, life.join_day + 13) > 0;
        (new.clone().filter(back).count(), new.count())
    }

    /// Core, active, ordinary and all, at the end.
    fn layers(&self) -> [usize; 4] {
        let mut layers = [0; 4];
        for (who, life) in self.community.lives.iter().enumerate() {
            let tenure = usize::try_from(LAST - life.join_day).unwrap();
            let gone = life.left.is_some_and(|left| left < midnight(LAST + 1));
            if gone || life.habit == Habit::Machine || (tenure < 7 && who > 2) {
                continue;
            }
            let cut = |cut: usize| if tenure < 28 { (cut * tenure).div_ceil(28).max(2) } else { cut };
            let days = self.days_active(who, LAST - 27, LAST);
            layers[if who <= 2 || days >= cut(12) {
                0
            } else if days >= cut(4) {
                1
            } else {
                2
            }] += 1;
            layers[3] += 1;
        }
        layers
    }

    /// Largest share of an evaluable day in `first..=last`.
    fn loudest(&self, first: Day, last: Day) -> f64 {
        let mut worst: f64 = 0.0;
        for day in first..=last {
            let counts: Vec<usize> =
                self.counts.range((day, 0)..=(day, usize::MAX)).map(|(_, n)| usize::try_from(*n).unwrap()).collect();
            let total: usize = counts.iter().sum();
            if total >= 20 && counts.len() >= 5 {
                worst = worst.max(ratio(counts.into_iter().max().unwrap(), total));
            }
        }
        worst
    }

    /// Visitors and reach of the links shared in the last week whose clicks are all in.
    fn clicks(&self) -> (usize, usize) {
        let week = monday(LAST - 7 - 6);
        let (mut visitors, mut reach) = (0, 0);
        let visits = visits(self.community, self.health);
        for (at, sharer, url) in self.community.links().filter(|(at, ..)| (week..week + 7).contains(&day_of(*at))) {
            let lives = self.community.lives.iter().enumerate();
            reach +=
                lives.filter(|(who, life)| *who != sharer && life.habit != Habit::Machine && life.present(at)).count();
            let of_link = visits.iter().filter(|(_, visited, _)| visited == url);
            let people: BTreeSet<usize> = of_link
                .filter_map(|(_, _, visitor)| if let Visitor::Member(who) = visitor { Some(*who) } else { None })
                .collect();
            visitors += people.len();
        }
        (visitors, reach)
    }

    /// Questions of the last seven days: answered by an admin within a quarter of an hour, all.
    fn answered(&self) -> (usize, usize) {
        let acts = &self.community.acts;
        let (mut quick, mut all) = (0, 0);
        for ask in acts {
            let Deed::Say(Say { body: Body::Text(text), .. }) = &ask.deed else { continue };
            if !text.contains(['?', '？']) || day_of(ask.at) < LAST - 6 || day_of(ask.at) > LAST {
                continue;
            }
            all += 1;
            let answer = acts.iter().find(|act| {
                matches!(&act.deed, Deed::Say(say) if say.answers.is_some_and(|to| to.id == ask.id)) && act.who <= 2
            });
            quick += usize::from(answer.is_some_and(|act| act.at - ask.at <= 900_000));
        }
        (quick, all)
    }

    fn membership(&self) -> (usize, usize) {
        let start: Vec<&Life> = self.community.lives.iter().filter(|life| life.present(midnight(FIRST + 59))).collect();
        (start.iter().filter(|life| life.present(midnight(LAST + 1))).count(), start.len())
    }

    /// New and returned over lost, last whole week.
    fn growth(&self) -> (usize, usize) {
        let week = monday(LAST + 1 - 7);
        let (before, now) = (self.active(week - 7, week - 1), self.active(week, week + 6));
        (now.difference(&before).count(), before.difference(&now).count())
    }

    fn early(&self) -> (usize, usize) {
        let new = self.community.lives.iter().filter(|life| (FIRST..=LAST - 7).contains(&life.join_day));
        let soon = |life: &&Life| life.left.is_some_and(|left| left - life.joined <= 7 * DAY_MS);
        (new.clone().filter(soon).count(), new.count())
    }
}

use super::super::act::Say;

fn at_least(what: &str, (a, b): (usize, usize), least: f64, n: usize) {
    assert!(b >= n, "{what}: n = {b}");
    assert!(ratio(a, b) >= least, "{what}: {a}/{b} = {:.3} < {least}", ratio(a, b));
}

#[test]
fn the_good_community_is_well_in_every_vital() {
    for community in &communities(Health::Good) {
        let seen = Seen::new(community, Health::Good);
        let name = community.club.name;
        let (messages, member_days) = seen.last_week();
        let layers = seen.layers();
        let share = |layer: usize| ratio(layers[layer], layers[3]);
        println!(
            "{name}: {} acts, {:.1}/day, {:.2}/person, weekly {:?}, monthly {:?}, cohort {:?}, layers {layers:?}, loudest {:.3}, clicks {:?}, answered {:?}, members {:?}, growth {:?}, early {:?}",
            community.acts.len(),
            ratio(messages, 7),
            ratio(messages, member_days),
            seen.weekly(),
            seen.monthly(),
            seen.cohort(),
            seen.loudest(FIRST, LAST),
            seen.clicks(),
            seen.answered(),
            seen.membership(),
            seen.growth(),
            seen.early()
        );
        at_least(&format!("{name} daily"), (messages, 7), 20.0, 7);
        at_least(&format!("{name} per person"), (messages, member_days), 5.5, 10);
        at_least(&format!("{name} weekly"), seen.weekly(), 0.65, 10);
        at_least(&format!("{name} monthly"), seen.monthly(), 0.65, 10);
        at_least(&format!("{name} cohort"), seen.cohort(), 0.65, 10);
        at_least(&format!("{name} clicks"), seen.clicks(), 0.20, 30);
        at_least(&format!("{name} answered"), seen.answered(), 0.95, 10);
        at_least(&format!("{name} members"), seen.membership(), 0.85, 50);
        at_least(&format!("{name} growth"), seen.growth(), 1.0, 1);
        assert!(ratio(seen.early().0, seen.early().1) < 0.2, "{name} early leavers");
        assert!(seen.loudest(FIRST, LAST) <= 0.30, "{name}: {}", seen.loudest(FIRST, LAST));
        assert!((0.015..0.095).contains(&share(0)), "{name} core {layers:?}");
        assert!((0.10..0.19).contains(&share(1)), "{name} active {layers:?}");
        assert!((0.72..0.89).contains(&share(2)), "{name} ordinary {layers:?}");
    }
}

#[test]
fn the_bad_community_falls_ill_as_its_story_tells() {
    let communities = communities(Health::Bad);
    for community in &communities {
        let seen = Seen::new(community, Health::Bad);
        let (messages, member_days) = seen.last_week();
        println!(
            "{}: {:.1}/day, {:.2}/person, weekly {:?}, monthly {:?}, cohort {:?}, layers {:?}, loudest {:.3}, clicks {:?}, answered {:?}, members {:?}, growth {:?}, early {:?}",
            community.club.name,
            ratio(messages, 7),
            ratio(messages, member_days),
            seen.weekly(),
            seen.monthly(),
            seen.cohort(),
            seen.layers(),
            seen.loudest(LAST - 6, LAST),
            seen.clicks(),
            seen.answered(),
            seen.membership(),
            seen.growth(),
            seen.early()
        );
        let below = |(a, b): (usize, usize), least: f64| b < 5 || ratio(a, b) < least;
        // Below ten people no rate is judged; the reading club has shrunk that far.
        assert!(
            seen.weekly().1 < 10 || below(seen.weekly(), 0.55),
            "{}: weekly {:?}",
            community.club.name,
            seen.weekly()
        );
        assert!(below(seen.monthly(), 0.58), "{}: monthly {:?}", community.club.name, seen.monthly());
        assert!(below(seen.cohort(), 0.5), "{}: cohort {:?}", community.club.name, seen.cohort());
        assert!(below(seen.clicks(), 0.12), "{}: clicks {:?}", community.club.name, seen.clicks());
        assert!(below((messages, member_days), 4.9), "{}: per person", community.club.name);
    }
    let seen: Vec<Seen<'_>> = communities.iter().map(|community| Seen::new(community, Health::Bad)).collect();
    assert!(seen[0].loudest(LAST - 6, LAST) > 0.35, "somebody floods");
    assert!(seen[1].last_week().0 < 35, "the reading club is nearly silent: {}", seen[1].last_week().0);
    let (quick, all) = seen[2].answered();
    assert!(quick * 2 < all, "support answers late: {quick}/{all}");
}
