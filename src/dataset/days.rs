//! Which local days a group's data covers whole (完整日). Partial days at the ends and days inside
//! an export gap are missing, not zero; a quiet day between records is a real zero.

use std::collections::BTreeSet;

use crate::calendar::{Day, monday, month};

/// The complete days of a group up to as-of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    range: Option<(Day, Day)>,
    missing: BTreeSet<Day>,
}

impl Days {
    /// Days `first..=last` without those in `missing`; none when `last < first`.
    #[must_use]
    pub fn new(first: Day, last: Day, missing: BTreeSet<Day>) -> Self {
        Self { range: (first <= last).then_some((first, last)), missing }
    }

    /// Whether `day` is covered whole.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.range.is_some_and(|(first, last)| first <= day && day <= last) && !self.missing.contains(&day)
    }

    /// Whether every day of `first..=last` is covered whole.
    #[must_use]
    pub fn covers(&self, first: Day, last: Day) -> bool {
        self.range.is_some_and(|(a, b)| a <= first && last <= b) && self.missing.range(first..=last).next().is_none()
    }

    /// Every complete day, ascending.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Day> + '_ {
        let (first, last) = self.range.unwrap_or((1, 0));
        (first..=last).filter(|day| !self.missing.contains(day))
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// None at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// First and last complete day.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        Some((self.iter().next()?, self.iter().next_back()?))
    }

    /// The last `n` complete days (fewer when there are fewer), ascending.
    #[must_use]
    pub fn last(&self, n: usize) -> Vec<Day> {
        let mut days: Vec<Day> = self.iter().rev().take(n).collect();
        days.reverse();
        days
    }

    /// Mondays of the ISO weeks covered whole, ascending.
    #[must_use]
    pub fn weeks(&self) -> Vec<Day> {
        let Some((first, last)) = self.span() else { return Vec::new() };
        (monday(first)..=last).step_by(7).filter(|start| self.covers(*start, start + 6)).collect()
    }

    /// First day and last day of the calendar months covered whole, ascending.
    #[must_use]
    pub fn months(&self) -> Vec<(Day, Day)> {
        let Some((first, last)) = self.span() else { return Vec::new() };
        let mut months = Vec::new();
        let mut start = month(first).0;
        while start <= last {
            let next = month(start).1;
            if self.covers(start, next - 1) {
                months.push((start, next - 1));
            }
            start = next;
        }
        months
    }
}
