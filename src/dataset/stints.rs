//! Membership from two witnesses: the roster's join and leave times and the log's events. An event
//! within a day of what the roster says is the same fact told twice.

use super::group::Stint;

const DAY_MS: i64 = 86_400_000;

/// What the log says of one person, in time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Came in.
    Join(i64),
    /// Left.
    Leave(i64),
    /// Was removed.
    Remove(i64),
}

impl Move {
    const fn ts(self) -> i64 {
        match self {
            Self::Join(ts) | Self::Leave(ts) | Self::Remove(ts) => ts,
        }
    }
}

/// Joins the roster's `stints` of an account with the log's `moves`. `spoke` is the person's first and
/// last message: somebody who spoke before a join event had been in before, and somebody who speaks
/// after a departure without having joined again came back unseen.
#[must_use]
pub fn merge(mut stints: Vec<Stint>, mut moves: Vec<Move>, spoke: Option<(i64, i64)>) -> Vec<Stint> {
    moves.sort_by_key(|step| step.ts());
    let last_join = moves.iter().rev().find(|step| matches!(step, Move::Join(_))).map(|step| step.ts());
    let unseen = |ts: i64| spoke.is_some_and(|(_, last)| last > ts) && last_join.is_none_or(|join| join < ts);
    for step in moves {
        match step {
            Move::Join(ts) => join(&mut stints, ts, spoke.map(|(first, _)| first)),
            Move::Leave(ts) if !unseen(ts) => leave(&mut stints, ts, false),
            Move::Remove(ts) if !unseen(ts) => leave(&mut stints, ts, true),
            Move::Leave(_) | Move::Remove(_) => {}
        }
    }
    stints.sort_by_key(|stint| (stint.from.unwrap_or(i64::MIN), stint.to.unwrap_or(i64::MAX)));
    stints
}

/// One person's membership over several accounts: present while any account is.
#[must_use]
pub fn union(accounts: Vec<Vec<Stint>>) -> Vec<Stint> {
    let mut all: Vec<Stint> = accounts.into_iter().flatten().collect();
    all.sort_by_key(|stint| (stint.from.unwrap_or(i64::MIN), stint.to.unwrap_or(i64::MAX)));
    let mut joined: Vec<Stint> = Vec::new();
    for stint in all {
        match joined.last_mut() {
            Some(last) if last.to.is_none_or(|to| stint.from.is_none_or(|from| from < to)) => {
                if last.to.is_some_and(|to| stint.to.is_none_or(|other| other > to)) {
                    (last.to, last.removed) = (stint.to, stint.removed);
                }
            }
            _ => joined.push(stint),
        }
    }
    joined
}

fn join(stints: &mut Vec<Stint>, ts: i64, first_spoke: Option<i64>) {
    let near = |from: Option<i64>| from.is_some_and(|from| (from - ts).abs() <= DAY_MS);
    if stints.iter().any(|stint| near(stint.from)) {
        return;
    }
    let around =
        stints.iter_mut().find(|stint| stint.from.is_none_or(|from| from <= ts) && stint.to.is_none_or(|to| ts < to));
    match around {
        Some(stint) if stint.from.is_none() => {
            if first_spoke.is_none_or(|first| first >= ts) {
                stint.from = Some(ts);
            }
        }
        Some(_) => {}
        None => stints.push(Stint { from: Some(ts), to: None, removed: false }),
    }
}

fn leave(stints: &mut Vec<Stint>, ts: i64, removed: bool) {
    let near = |to: Option<i64>| to.is_some_and(|to| (to - ts).abs() <= DAY_MS);
    if let Some(stint) = stints.iter_mut().find(|stint| near(stint.to)) {
        stint.removed |= removed;
        return;
    }
    if stints.is_empty() {
        stints.push(Stint { from: None, to: Some(ts), removed });
        return;
    }
    let around =
        stints.iter_mut().find(|stint| stint.from.is_none_or(|from| from <= ts) && stint.to.is_none_or(|to| ts < to));
    match around {
        Some(stint) if stint.to.is_none() => {
            stint.to = Some(ts);
            stint.removed = removed;
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn stint(from: Option<i64>, to: Option<i64>) -> Stint {
        Stint { from, to, removed: false }
    }

    #[test]
    fn one_person_is_present_while_any_account_is() {
        let always = stint(None, None);
        let left = stint(Some(1), Some(7));
        assert_eq!(union(vec![vec![left], vec![always]]), [always]);
        assert_eq!(union(vec![vec![left], vec![stint(Some(5), None)]]), [stint(Some(1), None)]);
        assert_eq!(union(vec![vec![left, stint(Some(9), None)]]), [left, stint(Some(9), None)]);
    }

    #[test]
    fn one_fact_told_twice_is_one() {
        let day = DAY_MS;
        for (roster, moves, spoke, want) in [
            (
                vec![stint(Some(10 * day), None)],
                vec![Move::Join(10 * day + 5)],
                None,
                vec![stint(Some(10 * day), None)],
            ),
            (vec![stint(None, None)], vec![Move::Join(3 * day)], None, vec![stint(Some(3 * day), None)]),
            (vec![stint(None, None)], vec![Move::Join(3 * day)], Some((day, 5 * day)), vec![stint(None, None)]),
            (vec![stint(None, None)], vec![Move::Leave(3 * day)], Some((day, 5 * day)), vec![stint(None, None)]),
            (vec![], vec![Move::Join(day), Move::Leave(4 * day)], None, vec![stint(Some(day), Some(4 * day))]),
            (
                vec![],
                vec![Move::Leave(4 * day), Move::Join(9 * day)],
                None,
                vec![stint(None, Some(4 * day)), stint(Some(9 * day), None)],
            ),
        ] {
            assert_eq!(merge(roster, moves, spoke), want);
        }
    }
}
