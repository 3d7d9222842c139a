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

/// Joins the roster's `stints` with the log's `moves`. `first_spoke` is the person's first message:
/// somebody who spoke before a join event had been in before.
#[must_use]
pub fn merge(mut stints: Vec<Stint>, mut moves: Vec<Move>, first_spoke: Option<i64>) -> Vec<Stint> {
    moves.sort_by_key(|step| step.ts());
    for step in moves {
        match step {
            Move::Join(ts) => join(&mut stints, ts, first_spoke),
            Move::Leave(ts) => leave(&mut stints, ts, false),
            Move::Remove(ts) => leave(&mut stints, ts, true),
        }
    }
    stints.sort_by_key(|stint| (stint.from.unwrap_or(i64::MIN), stint.to.unwrap_or(i64::MAX)));
    stints
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
            (vec![stint(None, None)], vec![Move::Join(3 * day)], Some(day), vec![stint(None, None)]),
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
