//! What stretch of time a group's exports cover, which local days in it are whole, and where an
//! export gap makes days missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Calendar, Day};
use crate::frame::Frames;

use super::days::Days;
use super::group::Records;

const DAY_MS: i64 = 86_400_000;
/// A day counts as whole when the coverage reaches its last second: exports tell seconds.
const SECOND_MS: i64 = 1000;

/// The window a run judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// First local day, if the user said so.
    pub from: Option<Day>,
    /// Last local day, if the user said so: the export is then complete to its end.
    pub as_of: Option<Day>,
    /// A long silence inside an export is silence, not a gap.
    pub gaps: GapRule,
    /// The machine's clock, UTC milliseconds: what is dated a day after it or more is not believed when the last
    /// day is chosen. `None`: every record is.
    pub now: Option<i64>,
}

/// How a long stretch without records is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GapRule {
    /// As missing data.
    #[default]
    Missing,
    /// As silence (`--gap-is-silence`).
    Silence,
}

/// The last complete local day of a coverage.
#[must_use]
pub fn last_complete(end: i64, calendar: &mut Calendar) -> Day {
    let day = calendar.day(end);
    if calendar.start(day + 1) - SECOND_MS <= end { day } else { day - 1 }
}

/// The last complete local day of the group whose records end latest, as far as the machine's clock believes them.
#[must_use]
pub fn last_day<'a>(frames: impl Iterator<Item = &'a Frames>, window: &Window, calendar: &mut Calendar) -> Day {
    let limit = window.now.map_or(i64::MAX, |now| now.saturating_add(DAY_MS));
    // Of each group the last record believed and the last of all.
    let mut ends: BTreeMap<&str, (Option<i64>, i64)> = BTreeMap::new();
    for frames in frames {
        let mut local = vec![(None, None); frames.groups.len()];
        let messages = frames.messages.group.iter().zip(&frames.messages.ts);
        for (group, ts) in messages.chain(frames.events.group.iter().zip(&frames.events.ts)) {
            if let Some((believed, last)) = local.get_mut(*group as usize) {
                *last = (*last).max(Some(*ts));
                if *ts <= limit {
                    *believed = (*believed).max(Some(*ts));
                }
            }
        }
        for (group, (believed, last)) in frames.groups.iter().zip(local) {
            if let Some(last) = last {
                let end = ends.entry(&group.id).or_insert((None, last));
                *end = (end.0.max(believed), end.1.max(last));
            }
        }
    }
    let last = ends.into_values().map(|(believed, last)| believed.unwrap_or(last)).max();
    last.map_or(0, |last| last_complete(last, calendar))
}

/// When the records at `times` (sorted) were made; a day's grace for clocks and zones.
#[must_use]
pub fn records(times: &[i64], window: &Window) -> Option<Records> {
    let (first, last) = (*times.first()?, *times.last()?);
    let believed = window.now.map_or(times.len(), |now| times.partition_point(|ts| *ts <= now.saturating_add(DAY_MS)));
    let known = believed.checked_sub(1).and_then(|at| times.get(at)).copied().unwrap_or(last);
    Some(Records { span: (first, last), last: known, ahead: (times.len() - believed) as u64 })
}

/// Coverage of records at `times` (sorted), stretched to the end of an explicit as-of.
#[must_use]
pub fn coverage(times: &[i64], window: &Window, calendar: &mut Calendar) -> Option<(i64, i64)> {
    let (first, last) = (*times.first()?, *times.last()?);
    let stated = window.as_of.map(|day| calendar.start(day + 1) - SECOND_MS);
    Some((first, stated.map_or(last, |stated| stated.max(last))))
}

/// The complete days of a coverage up to `as_of`, and the gaps inside it.
#[must_use]
pub fn complete_days(
    times: &[i64],
    coverage: (i64, i64),
    bounds: (Option<Day>, Option<Day>),
    as_of: Day,
    window: &Window,
    calendar: &mut Calendar,
) -> (Days, Vec<(Day, Day)>) {
    let mut first = calendar.day(coverage.0);
    if calendar.start(first) < coverage.0 {
        first += 1;
    }
    // Created and closed days bound the life of the group; `--from` bounds the question.
    first = first.max(bounds.0.unwrap_or(first)).max(window.from.unwrap_or(first));
    let last = last_complete(coverage.1, calendar).min(as_of).min(bounds.1.unwrap_or(as_of));
    let gaps = match window.gaps {
        GapRule::Missing => gaps(times, calendar),
        GapRule::Silence => Vec::new(),
    };
    let missing: BTreeSet<Day> = gaps.iter().flat_map(|(from, to)| *from..=*to).collect();
    (Days::new(first, last, missing), gaps)
}

/// Days wholly inside stretches longer than three days and five times the usual pause.
fn gaps(times: &[i64], calendar: &mut Calendar) -> Vec<(Day, Day)> {
    let long: Vec<(i64, i64)> =
        times.windows(2).map(|pair| (pair[0], pair[1])).filter(|(a, b)| b - a > 3 * DAY_MS).collect();
    if long.is_empty() {
        return Vec::new();
    }
    let mut pauses: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    pauses.sort_unstable();
    let (low, high) = (pauses[(pauses.len() - 1) / 2], pauses[pauses.len() / 2]);
    // Five times the median, doubled on both sides to stay in integers.
    let usual = 5 * (low + high);
    long.into_iter()
        .filter(|(a, b)| 2 * (b - a) > usual)
        .map(|(a, b)| (calendar.day(a) + 1, calendar.day(b) - 1))
        .filter(|(from, to)| from <= to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Zone, parse_day};

    fn at(text: &str) -> i64 {
        crate::calendar::parse_time(text, &mut Zone::new("Asia/Shanghai").unwrap()).unwrap()
    }

    #[test]
    fn partial_ends_and_gaps() {
        let mut calendar = Calendar::new(Zone::new("Asia/Shanghai").unwrap(), 0);
        let mut times: Vec<i64> = (0..48).map(|hour| at("2026-03-02 00:00") + hour * 3_600_000).collect();
        times.extend((0..30).map(|hour| at("2026-03-10 08:00") + hour * 3_600_000));
        let window = Window::default();
        let covered = coverage(&times, &window, &mut calendar).unwrap();
        let day = |text| parse_day("", text).unwrap();
        let as_of = last_complete(covered.1, &mut calendar);
        assert_eq!(as_of, day("2026-03-10"));
        let (days, gaps) = complete_days(&times, covered, (None, None), as_of, &window, &mut calendar);
        assert_eq!(gaps, [(day("2026-03-04"), day("2026-03-09"))]);
        assert_eq!(days.iter().collect::<Vec<_>>(), [day("2026-03-02"), day("2026-03-03"), day("2026-03-10")]);
        let silence = Window { gaps: GapRule::Silence, ..window };
        let (days, _) = complete_days(&times, covered, (None, None), as_of, &silence, &mut calendar);
        assert_eq!(days.len(), 9);
    }

    #[test]
    fn stated_as_of_stretches_the_coverage() {
        let mut calendar = Calendar::new(Zone::new("Asia/Shanghai").unwrap(), 0);
        let times = [at("2026-03-02 09:00"), at("2026-03-04 09:40")];
        let window = Window { as_of: Some(parse_day("", "2026-03-04").unwrap()), ..Window::default() };
        let covered = coverage(&times, &window, &mut calendar).unwrap();
        assert_eq!(calendar.rfc3339(covered.1), "2026-03-04T23:59:59+08:00");
        let late = [at("2026-03-04 23:59:59")];
        assert_eq!(last_complete(late[0], &mut calendar), parse_day("", "2026-03-04").unwrap());
    }
}
