//! 里程碑: whether day 100 and the anniversaries were celebrated.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Features, Group};
use crate::unit::{Text, Unit};

/// The first milestone, and the step of those after.
const FIRST: Day = 100;
const YEAR: Day = 365;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "milestones",
    name: Text { zh: "错过的里程碑", en: "Milestones missed" },
    family: Family::Content,
    doc: Text {
        zh: "建群当天算第 1 天；第 100 天、365 天及其倍数当天或次日，群里有人发过“百日、100 天、周年”一类的话即算庆祝。只看导出覆盖、且次日已过完的里程碑。建群日期未知则不适用。",
        en: "The founding day is day 1; day 100, day 365 and its multiples are celebrated when somebody says so (100 days, anniversary) on the day or the next. Only milestones the export covers and whose next day is over. Not applicable when the founding date is unknown.",
    },
    formula: "milestone days without such a message on the day or the next",
    needs: &["created_at"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::AtLeast(1.0)), n_min: 1, source: "S44" }],
    segments: &[
        ("celebrated", "milestones celebrated"),
        ("day", "the group's day number at as-of, founding day 1"),
        ("days_to_next", "days until the next milestone"),
    ],
    source: "S44",
    advice: "advice.emotion.milestone",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let (group, as_of) = (context.group, context.settings.as_of);
    let span = group.days.span();
    let Some(created) = group.created else {
        let row = Measurement::new(Unit::Count).standing(Standing::NotApplicable).degraded("created_unknown");
        return Outcome { rows: vec![row.over(span)], ..Outcome::default() };
    };
    let due: Vec<Day> = days(created, as_of).into_iter().filter(|day| group.days.covers(*day, day + 1)).collect();
    let done = due.iter().filter(|day| celebrated(group, **day)).count() as u64;
    let n = due.len() as u64;
    let mut head = Measurement::counted(Unit::Count, n - done, n).standing(Standing::Judge);
    head.denominator = Some(count(n));
    if n == 0 {
        head = Measurement::new(Unit::Count).standing(Standing::NotApplicable);
    }
    let next = days(created, as_of + YEAR + FIRST).into_iter().find(|day| *day > as_of).unwrap_or(as_of);
    let told = |days: Day| {
        let row = Measurement::new(Unit::Days).standing(Standing::Info);
        Measurement { value: Some(f64::from(days)), n: 1, ..row }
    };
    let rows = vec![
        head,
        Measurement::counted(Unit::Count, done, n).segment("celebrated"),
        told(as_of - created + 1).segment("day"),
        told(next - as_of).segment("days_to_next"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("milestones").over(span)).collect(), ..Outcome::default() }
}

/// Milestone days up to `last`, ascending.
fn days(created: Day, last: Day) -> Vec<Day> {
    let years = (1..).map(|year| year * YEAR);
    let numbers = std::iter::once(FIRST).chain(years);
    numbers.map(|number| created + number - 1).take_while(|day| *day <= last).collect()
}

fn celebrated(group: &Group, day: Day) -> bool {
    let mut said = group.timeline.on_days(day, day + 1).filter(|(_, line)| line.eligible());
    said.any(|(_, line)| line.features.has(Features::MILESTONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    /// Founded on 1 January 2026, the hundredth day is 10 April.
    #[test]
    fn the_founding_day_is_day_one() {
        let day = |text: &str| parse_day("--as-of", text).unwrap();
        let found = days(day("2026-01-01"), day("2028-01-01"));
        assert_eq!(found, [day("2026-04-10"), day("2026-12-31"), day("2027-12-31")]);
    }
}
