//! 同期群留存: of the people who joined in one ISO week, the share active in the weeks after.

use std::collections::BTreeMap;

use super::spec::{Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Table, Threshold};
use crate::calendar::{Day, monday, week_label};
use crate::dataset::{Group, PersonIx};
use crate::unit::{Text, Unit};

/// Cohorts pooled when the last one is too small.
const POOL: usize = 4;
/// A cohort smaller than this is pooled.
const SMALL: u64 = 10;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "cohort_retention",
    name: Text { zh: "新人同期群留存", en: "Newcomer cohort retention" },
    family: Family::Retention,
    doc: Text {
        zh: "同一自然周入群的人里，入群后第 7–13 天（第 1 周）发过言的比例；取全部成员都已走完观察窗的最近一周，人数不足 10 时合并最近四个同期群（先求和再相除）。没有入群日期时以首次发言代替（basis=first_speech），结果偏乐观。",
        en: "Of the people who joined in one ISO week, the share active on days 7–13 after joining; the last week whose every member has had the whole window, pooled over four cohorts when it has fewer than ten members (ratio of sums). Without join dates the first message stands in (basis first_speech), which flatters.",
    },
    formula: "cohort members active on days 7–13 from joining / cohort members",
    needs: &["join dates (roster or events)"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(0.6)), watch: None, n_min: 10, source: "S30" }],
    segments: &[("cohort:…", "one row a cohort and week, as cohort:2026-W10/week:1; week 0 is the week of joining")],
    source: "S30, S41",
    advice: "advice.retention.admission",
    compute: Compute::Group(compute),
};

/// Cohorts: Monday of the join week → members with their join day.
type Cohorts = BTreeMap<Day, Vec<(PersonIx, Day)>>;

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let (cohorts, basis) = cohorts(group, context.settings.as_of);
    let active = active_days(group);
    let complete: Vec<(Day, u64, u64)> = cohorts
        .iter()
        .filter_map(|(start, members)| Some((*start, retained(group, &active, members, 1)?, members.len() as u64)))
        .collect();
    let mut rows = vec![headline(&complete)];
    let mut cells = Vec::new();
    for (start, members) in &cohorts {
        let size = members.len() as u64;
        for week in 0..=weeks_since(*start, context.settings.as_of) {
            let kept = retained(group, &active, members, week);
            cells.push(cell(*start, size, week, kept));
            if let Some(kept) = kept {
                let first = start + 7 * week;
                // Brackets start on each member's own day, so together they span two weeks.
                rows.push(
                    Measurement::ratio(kept, size)
                        .info()
                        .segment(format!("cohort:{}/week:{week}", week_label(*start)))
                        .over(Some((first, first + 12))),
                );
            }
        }
    }
    for row in &mut rows {
        row.basis = basis;
        if basis == "first_speech" {
            row.degraded.push("no_join_dates");
        }
    }
    let columns = &["cohort", "size", "week", "retained", "rate"];
    let history = complete.iter().map(|(start, kept, size)| (*start, Measurement::ratio(*kept, *size).value));
    let history = Table::history(history.collect());
    Outcome { rows, tables: [("cells", Table { columns, rows: cells }), ("history", history)].into() }
}

fn headline(complete: &[(Day, u64, u64)]) -> Measurement {
    let Some((start, kept, size)) = complete.last().copied() else { return Measurement::new(Unit::Ratio) };
    if size >= SMALL {
        return Measurement::ratio(kept, size).over(Some((start, start + 6)));
    }
    let pool = &complete[complete.len().saturating_sub(POOL)..];
    let (kept, size) = pool.iter().fold((0, 0), |sum, (_, kept, size)| (sum.0 + kept, sum.1 + size));
    Measurement::ratio(kept, size).over(Some((pool[0].0, start + 6))).degraded("pooled_4")
}

/// Cohorts by join date where any is known, else by first message.
fn cohorts(group: &Group, as_of: Day) -> (Cohorts, &'static str) {
    let mut calendar = group.calendar.clone();
    let end = calendar.start(as_of + 1) - 1;
    let joined: Vec<(PersonIx, Day)> = group
        .people
        .iter()
        .zip(0..)
        .filter(|(person, _)| person.countable())
        .flat_map(|(person, ix)| person.stints.iter().filter_map(move |stint| Some((ix, stint.from?))))
        .filter(|(_, from)| *from <= end)
        .map(|(ix, from)| (ix, calendar.day(from)))
        .collect();
    let basis = if joined.is_empty() { "first_speech" } else { "join_date" };
    let joined = if joined.is_empty() { first_messages(group, as_of) } else { joined };
    let mut cohorts = Cohorts::new();
    for (ix, day) in joined {
        let cohort = cohorts.entry(monday(day)).or_default();
        // Somebody who came, left and came again within a week is one newcomer.
        if !cohort.iter().any(|(known, _)| *known == ix) {
            cohort.push((ix, day));
        }
    }
    (cohorts, basis)
}

fn first_messages(group: &Group, as_of: Day) -> Vec<(PersonIx, Day)> {
    let mut first: BTreeMap<PersonIx, Day> = BTreeMap::new();
    for row in group.member_days.iter().filter(|row| row.day <= as_of) {
        first.entry(row.person).or_insert(row.day);
    }
    first.into_iter().collect()
}

/// Person → their active days, ascending.
fn active_days(group: &Group) -> Vec<Vec<Day>> {
    let mut days = vec![Vec::new(); group.people.len()];
    for row in &group.member_days {
        days[row.person as usize].push(row.day);
    }
    days
}

/// Members active in bracket `week` (days 7w to 7w+6 from their own join day); `None` unless every
/// member has had the whole bracket inside complete days.
fn retained(group: &Group, active: &[Vec<Day>], members: &[(PersonIx, Day)], week: Day) -> Option<u64> {
    let observed = |joined: Day| group.days.covers(joined + 7 * week, joined + 7 * week + 6);
    if !members.iter().all(|(_, joined)| observed(*joined)) {
        return None;
    }
    let spoke = |(ix, joined): &&(PersonIx, Day)| {
        let days = &active[*ix as usize];
        let at = days.partition_point(|day| *day < joined + 7 * week);
        days.get(at).is_some_and(|day| *day <= joined + 7 * week + 6)
    };
    Some(members.iter().filter(spoke).count() as u64)
}

fn weeks_since(start: Day, as_of: Day) -> Day {
    ((as_of - start) / 7).clamp(0, 520)
}

fn cell(start: Day, size: u64, week: Day, kept: Option<u64>) -> Vec<Cell> {
    let row = kept.map(|kept| Measurement::ratio(kept, size));
    vec![
        Cell::Day(start),
        Cell::Number(super::spec::count(size)),
        Cell::Number(f64::from(week)),
        Cell::number(row.as_ref().and_then(|row| row.numerator)),
        Cell::number(row.and_then(|row| row.value)),
    ]
}
