//! The ledger of points (积分): what each member earned, for what, when. In: earnings one by one. Out: rows by
//! time with daily caps applied. It only ever grows; a redemption is a row of its own elsewhere.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::calendar::Day;

/// What points are earned for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointRule {
    /// 发言
    Speak,
    /// 优质分享
    Share,
    /// 优质分享有三人以上回应
    Bonus,
    /// 邀请的人留下并发言
    Invite,
}

impl PointRule {
    /// Its word in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speak => "speak",
            Self::Share => "share",
            Self::Bonus => "bonus",
            Self::Invite => "invite",
        }
    }
}

/// One earning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointRow {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// Who.
    pub person: u32,
    /// For what.
    pub rule: PointRule,
    /// Points.
    pub delta: u64,
    /// Code of the message it rests on; 0 where the export has none.
    pub evidence: u64,
}

/// `rows` by time, without what passes `cap` rows of a rule a person and day.
#[must_use]
pub fn capped(mut rows: Vec<PointRow>, cap: impl Fn(PointRule) -> Option<u32>) -> Vec<PointRow> {
    rows.sort_by_key(|row| (row.ts, row.person, row.rule));
    // Days come in order: what was earned on an earlier one no longer matters.
    let mut earned: FxHashMap<(u32, PointRule), (Day, u32)> = FxHashMap::default();
    rows.retain(|row| {
        let today = earned.entry((row.person, row.rule)).or_default();
        *today = (row.day, if today.0 == row.day { today.1 + 1 } else { 1 });
        row.delta > 0 && cap(row.rule).is_none_or(|cap| today.1 <= cap)
    });
    rows
}

/// One place of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Dense rank, from 1: equals share it.
    pub rank: u32,
    /// Who.
    pub person: u32,
    /// Points.
    pub points: u64,
    /// When the last of them was earned; who got there first stands above among equals.
    pub since: i64,
}

/// The board of `rows`, best first.
#[must_use]
pub fn board(rows: &[PointRow]) -> Vec<Place> {
    let mut sums: BTreeMap<u32, (u64, i64)> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry(row.person).or_default();
        *sum = (sum.0 + row.delta, row.ts.max(sum.1));
    }
    let mut places: Vec<Place> =
        sums.into_iter().map(|(person, (points, since))| Place { rank: 0, person, points, since }).collect();
    places.sort_by_key(|place| (std::cmp::Reverse(place.points), place.since, place.person));
    let mut rank = 0;
    let mut last = None;
    for place in &mut places {
        rank += u32::from(last != Some(place.points));
        last = Some(place.points);
        place.rank = rank;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ts: i64, person: u32, delta: u64) -> PointRow {
        PointRow { ts, day: 0, person, rule: PointRule::Speak, delta, evidence: 0 }
    }

    #[test]
    fn eleven_messages_of_a_day_earn_ten() {
        let rows = capped((0..11).map(|ts| row(ts, 1, 1)).collect(), |_| Some(10));
        assert_eq!(rows.len(), 10);
        assert_eq!(capped(vec![row(0, 1, 0)], |_| None), []);
    }

    #[test]
    fn equals_share_a_rank_and_the_first_to_get_there_stands_above() {
        let places = board(&[row(1, 7, 3), row(5, 8, 2), row(2, 9, 2), row(3, 6, 1)]);
        let told: Vec<(u32, u32)> = places.iter().map(|place| (place.rank, place.person)).collect();
        assert_eq!(told, [(1, 7), (2, 9), (2, 8), (3, 6)]);
    }
}
