//! Layers of members (成员分层): core, active, ordinary (light or silent), by role and by active
//! days, so that flooding cannot buy a layer. Definition: `layer_shares` in docs/metrics.md.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::charter::Recurrence;

use super::group::{Basis, Group, PersonIx, Role};

/// Days the layers look back on.
pub const WINDOW: usize = 28;
const CORE_DAYS: u32 = 12;
const ACTIVE_DAYS: u32 = 4;
const QUALITY_SHARES: u32 = 2;
const NEW_DAYS: Day = 7;

/// A member's layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// 核心：群主、管理员，或 28 天内发言 12 天以上
    Core,
    /// 活跃：28 天内发言 4 天以上，或有 2 次优质分享，或主持过活动
    Active,
    /// 普通·轻度：1–3 天
    Light,
    /// 普通·沉默：0 天
    Silent,
    /// 入群不足 7 天：不计入占比
    New,
}

impl Layer {
    /// Its word in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Active => "active",
            Self::Light => "light",
            Self::Silent => "silent",
            Self::New => "new",
        }
    }
}

/// A member with their layer and active days in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layered {
    /// Who.
    pub person: PersonIx,
    /// Layer at as-of.
    pub layer: Layer,
    /// Days in the window with an eligible message.
    pub active_days: u32,
    /// Articles in the window that found readers.
    pub quality_shares: u32,
}

impl Group {
    /// Countable members present at the end of `as_of`: the roster's, or without one everybody the
    /// export names.
    pub fn members_at(&self, as_of: Day) -> impl Iterator<Item = PersonIx> + '_ {
        let end = self.calendar.clone().start(as_of + 1) - 1;
        let roster = self.basis == Basis::Roster;
        self.people
            .iter()
            .zip(0..)
            .filter(move |(person, _)| {
                let known = if roster { person.on_roster } else { person.first_seen.is_some_and(|ts| ts <= end) };
                person.countable() && known && person.present_at(end)
            })
            .map(|(_, ix)| ix)
    }

    /// Countable roster members present during any part of a local day, N(d) (成员数).
    #[must_use]
    pub fn members_on(&self, day: Day) -> u64 {
        let mut calendar = self.calendar.clone();
        let (start, end) = (calendar.start(day), calendar.start(day + 1));
        let present = |person: &&super::group::Person| {
            person.countable() && person.on_roster && person.present_during(start, end)
        };
        self.people.iter().filter(present).count() as u64
    }

    /// First and last day of the layer window.
    #[must_use]
    pub fn layer_window(&self) -> Option<(Day, Day)> {
        let days = self.days.last(WINDOW);
        Some((*days.first()?, *days.last()?))
    }

    /// The layer of every member present at the end of `as_of`, by the 28 complete days up to it.
    #[must_use]
    pub fn layers(&self, as_of: Day) -> Vec<Layered> {
        let mut window: Vec<Day> = self.days.iter().rev().filter(|day| *day <= as_of).take(WINDOW).collect();
        window.reverse();
        let mut active_days = vec![0_u32; self.people.len()];
        if let (Some(first), Some(last)) = (window.first(), window.last()) {
            for row in self.between(*first, *last).iter().filter(|row| self.days.contains(row.day)) {
                active_days[row.person as usize] += 1;
            }
        }
        let hosts = self.hosts(window.first().copied(), as_of);
        let shared = self.quality_shares(window.first().copied(), as_of);
        let mut calendar = self.calendar.clone();
        let end = calendar.start(as_of + 1) - 1;
        self.members_at(as_of)
            .map(|ix| {
                let person = self.person(ix);
                let joined = person.joined_before(end).map(|ts| calendar.day(ts));
                let tenure = joined.map(|day| as_of - day);
                let active_days = active_days[ix as usize];
                let quality_shares = shared.get(&ix).copied().unwrap_or(0);
                let layer = match layer(person.role, (active_days, quality_shares), tenure, window.len()) {
                    Layer::Light | Layer::Silent if hosts.contains(&ix) => Layer::Active,
                    layer => layer,
                };
                Layered { person: ix, layer, active_days, quality_shares }
            })
            .collect()
    }

    /// Members who hosted an event of the calendar from `first` to `last` (活动组织者).
    fn hosts(&self, first: Option<Day>, last: Day) -> BTreeSet<PersonIx> {
        let events = self.papers.planned.iter().filter(|planned| planned.event());
        let held = events.filter(|planned| match planned.when {
            Recurrence::Once(day) => first.is_some_and(|first| first <= day) && day <= last,
            _ => false,
        });
        held.filter_map(|planned| planned.host.flatten()).collect()
    }

    /// How many of a person's articles found readers, from `first` to `last` (优质分享数).
    fn quality_shares(&self, first: Option<Day>, last: Day) -> BTreeMap<PersonIx, u32> {
        let mut shared = BTreeMap::new();
        let inside = |day: Day| first.is_some_and(|first| first <= day) && day <= last;
        for article in self.articles.iter().filter(|article| article.quality && inside(article.day)) {
            *shared.entry(article.person).or_default() += 1;
        }
        shared
    }
}

/// The layer of one member: the cut-offs of days shrink with a tenure or a window shorter than 28.
fn layer(role: Role, (active_days, quality_shares): (u32, u32), tenure: Option<Day>, window: usize) -> Layer {
    let known = tenure.and_then(|days| u32::try_from(days).ok());
    let age = u32::try_from(window).unwrap_or(u32::MAX);
    let base = known.unwrap_or(u32::MAX).min(if window < WINDOW { age } else { u32::MAX });
    let cut = |days: u32| if base < 28 { (days * base).div_ceil(28).max(2) } else { days };
    if role != Role::Member {
        Layer::Core
    } else if tenure.is_some_and(|days| days < NEW_DAYS) {
        Layer::New
    } else if active_days >= cut(CORE_DAYS) {
        Layer::Core
    } else if active_days >= cut(ACTIVE_DAYS) || quality_shares >= QUALITY_SHARES {
        Layer::Active
    } else if active_days >= 1 {
        Layer::Light
    } else {
        Layer::Silent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_offs_scale_with_tenure() {
        for (role, did, tenure, window, want) in [
            (Role::Admin, (0, 0), Some(2), 28, Layer::Core),
            (Role::Member, (9, 0), Some(6), 28, Layer::New),
            (Role::Member, (12, 0), None, 28, Layer::Core),
            (Role::Member, (11, 0), None, 28, Layer::Active),
            (Role::Member, (4, 0), Some(400), 28, Layer::Active),
            (Role::Member, (3, 0), Some(400), 28, Layer::Light),
            (Role::Member, (6, 0), Some(14), 28, Layer::Core),
            (Role::Member, (2, 0), Some(14), 28, Layer::Active),
            (Role::Member, (1, 0), Some(14), 28, Layer::Light),
            (Role::Member, (2, 0), None, 10, Layer::Active),
            (Role::Member, (0, 0), None, 28, Layer::Silent),
            (Role::Member, (1, 2), Some(400), 28, Layer::Active),
            (Role::Member, (1, 1), Some(400), 28, Layer::Light),
        ] {
            assert_eq!(layer(role, did, tenure, window), want, "{role:?} {did:?} {tenure:?} {window}");
        }
    }
}
