//! Whether a breach persists (`persistent`): the verdicts the same charter would have reached on the complete periods
//! before. In: the reading and breaches that must have lasted. Out: those that have not, turned into something to
//! watch. The frames are there already; only groups and the vitals in question are built anew, as of the day before
//! the period judged.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::part::{Loan, Task, tied};
use super::{settings_of, stage};
use crate::calendar::Day;
use crate::charter::Settings;
use crate::dataset::{Group, Window};
use crate::error::Result;
use crate::gate::{Obstacle, ObstacleKind, wait};
use crate::metric::{Compute, Metric};
use crate::report::{Status, Vital};
use crate::unit::Lang;

/// Days a vital over the whole coverage is looked at earlier.
const WEEK: i32 = 7;

/// A breach on its way back through the periods before it.
struct Trail {
    /// Its vital.
    at: usize,
    /// The day the next earlier period ends.
    as_of: Day,
    /// Periods in breach so far.
    seen: u32,
}

/// Turns breaches that have not lasted long enough into something to watch.
///
/// # Errors
/// As [`build`].
pub(super) fn hold(task: Task<'_>, groups: &[Group], vitals: &mut [Vital]) -> Result<Vec<Obstacle>> {
    let Task { question, as_of, .. } = task;
    let mut obstacles = Vec::new();
    let mut trails: Vec<Trail> = Vec::new();
    for (at, vital) in vitals.iter_mut().enumerate().filter(|(_, vital)| must_last(vital)) {
        let Some(group) = groups.iter().find(|group| group.id == vital.group) else { continue };
        let told = question.baseline.as_ref().and_then(|baseline| baseline.before(vital));
        match (day_before(group, vital.row.period, as_of), told) {
            (Some(as_of), _) => trails.push(Trail { at, as_of, seen: 1 }),
            (None, Some(Status::Breach)) if needed(vital) == 2 => {}
            (None, told) => {
                wait(vital, 1, needed(vital));
                if told.is_none() && begins_with_it(group, vital) {
                    obstacles.push(short(vital, question.lang));
                }
            }
        }
    }
    while !trails.is_empty() {
        let mut next = Vec::new();
        let mut days: BTreeMap<Day, Vec<Trail>> = BTreeMap::new();
        trails.drain(..).for_each(|trail| days.entry(trail.as_of).or_default().push(trail));
        for (day, due) in days {
            let due_vitals = due.iter().filter_map(|trail| vitals.get(trail.at));
            let earlier = Earlier::build(task, day, groups, &due_vitals.collect::<Vec<_>>())?;
            for trail in due {
                let Some(vital) = vitals.get_mut(trail.at) else { continue };
                match earlier.find(vital) {
                    Some((Status::Breach, _)) if trail.seen + 1 >= needed(vital) => {}
                    Some((Status::Breach, Some(as_of))) => next.push(Trail { as_of, seen: trail.seen + 1, ..trail }),
                    Some((Status::Breach, None)) => wait(vital, trail.seen + 1, needed(vital)),
                    _ => wait(vital, trail.seen, needed(vital)),
                }
            }
        }
        trails = next;
    }
    Ok(obstacles)
}

fn needed(vital: &Vital) -> u32 {
    vital.rule.map_or(1, |rule| rule.persistent)
}

fn must_last(vital: &Vital) -> bool {
    vital.status == Status::Breach && needed(vital) > 1
}

/// The last day of the period before `period`; a week before `as_of` for a vital over the whole coverage. `None` when
/// the export holds no complete day up to there.
fn day_before(group: &Group, period: Option<(Day, Day)>, as_of: Day) -> Option<Day> {
    let first = group.days.span()?.0;
    let before = period.map_or(as_of - WEEK, |(start, _)| start - 1);
    [before, as_of - WEEK].into_iter().find(|day| *day >= first)
}

/// Nothing is there before the period judged, though the group may have been.
fn begins_with_it(group: &Group, vital: &Vital) -> bool {
    let begins = group.calendar.clone().day(group.records.span.0);
    vital.row.period.is_some_and(|(start, _)| begins >= start - 1)
        && group.created.is_none_or(|created| created < begins)
}

fn short(vital: &Vital, lang: Lang) -> Obstacle {
    let id = vital.metric.id;
    let said = match lang {
        Lang::Zh => format!("{id} 越线，章程要求连续 {} 期，而导出没有更早的一期", needed(vital)),
        Lang::En => format!(
            "{id} is in breach, the charter asks for {} periods in a row, and the export holds nothing earlier",
            needed(vital)
        ),
    };
    Obstacle {
        kind: ObstacleKind::ShortHistory,
        group: Some(vital.group.clone()),
        subject: String::new(),
        said,
        allowed: false,
    }
}

/// Verdicts as of an earlier day.
struct Earlier {
    as_of: Day,
    groups: Vec<Group>,
    vitals: Vec<Vital>,
}

impl Earlier {
    /// Only what is in question is computed anew; exports whose rows are gone are read again.
    fn build(task: Task<'_>, day: Day, groups: &[Group], due: &[&Vital]) -> Result<Self> {
        let asked: Vec<&'static Metric> = task
            .question
            .metrics()
            .into_iter()
            .filter(|metric| due.iter().any(|vital| vital.metric.id == metric.id))
            .collect();
        let alone = asked.iter().all(|metric| matches!(metric.compute, Compute::Group(_))) && !tied(task.reading);
        let holds = |group: &&Group| !alone || due.iter().any(|vital| vital.group == group.id);
        let inputs: BTreeSet<usize> =
            groups.iter().filter(holds).flat_map(|group| group.inputs.iter().copied()).collect();
        let frames = |input: usize| {
            let frames = task.reading.frames.get(input).filter(|frames| !frames.messages.is_empty())?;
            Some(Cow::Borrowed(frames))
        };
        let set = inputs.into_iter().map(|input| Loan { input, frames: frames(input) }).collect();
        let window = Window { as_of: Some(day), ..task.window };
        let whole = Task { window, as_of: day, ..task }.compute(&asked, false, vec![set])?;
        let settings: Vec<Settings> =
            whole.groups.iter().map(|group| settings_of(task.question, &asked, day, group)).collect();
        let vitals = stage::rest(&asked, &whole.groups, &settings, whole.outcomes).1;
        Ok(Self { as_of: day, groups: whole.groups, vitals })
    }

    /// What the row came to then, and the day its own earlier period ends.
    fn find(&self, vital: &Vital) -> Option<(Status, Option<Day>)> {
        let same = |then: &&Vital| {
            then.group == vital.group && then.metric.id == vital.metric.id && then.row.segment == vital.row.segment
        };
        let then = self.vitals.iter().find(same)?;
        let group = self.groups.iter().find(|group| group.id == vital.group)?;
        Some((then.status, day_before(group, then.row.period, self.as_of)))
    }
}
