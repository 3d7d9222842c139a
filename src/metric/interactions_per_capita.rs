//! 人均互动频次: eligible messages per active person and day.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Basis, Group};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "interactions_per_capita",
    name: Text { zh: "人均互动频次", en: "Messages per active person and day" },
    family: Family::Activity,
    doc: Text {
        zh: "最近 7 个完整日：有效发言总数 ÷ 各日活跃人数之和（先求和再相除）。分母是当天发过言的人，而不是全体成员：以全体为分母的 5 条与「九成成员以看为主」互相矛盾，所以花名册口径只供参考。",
        en: "Last seven complete days: eligible messages over the sum of each day's active people (a ratio of sums). The base is people who spoke that day, not the roster: five messages per member and a nine-tenths listening membership exclude each other, so the roster basis is information only.",
    },
    formula: "eligible messages / sum over days of people with at least one",
    needs: &[],
    unit: Unit::MessagesPerPersonDay,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(5.0)), watch: None, n_min: 10, source: "S29" }],
    segments: &[
        ("roster_day", "over member-days of the roster"),
        ("active_week", "messages of the last complete ISO week over its active people"),
    ],
    source: "S29",
    advice: "advice.activity.topic_stimulus",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let days = group.days.last(7);
    let period = days.first().copied().zip(days.last().copied());
    let (messages, active) = sums(group, &days);
    let mut rows = vec![
        Measurement::quotient(Unit::MessagesPerPersonDay, count(messages), count(active), active)
            .basis("active_day")
            .over(period),
        roster_day(group, &days, messages).over(period),
    ];
    let week = group.days.weeks().last().map(|start| (*start, start + 6));
    let mut weekly = Measurement::new(Unit::MessagesPerPersonWeek);
    if let Some((first, last)) = week {
        let messages = group.between(first, last).iter().map(|row| u64::from(row.messages)).sum();
        let active = group.active(first, last).len() as u64;
        weekly = Measurement::quotient(Unit::MessagesPerPersonWeek, count(messages), count(active), active).info();
    }
    rows.push(weekly.basis("active_week").segment("active_week").over(week));
    let mut outcome = Outcome { rows, ..Outcome::default() };
    outcome.tables.insert("history", history(group));
    outcome
}

/// Messages and active person-days of some days.
fn sums(group: &Group, days: &[Day]) -> (u64, u64) {
    days.iter()
        .flat_map(|day| group.on(*day))
        .fold((0, 0), |(messages, active), row| (messages + u64::from(row.messages), active + 1))
}

fn roster_day(group: &Group, days: &[Day], messages: u64) -> Measurement {
    if group.basis != Basis::Roster {
        return Measurement::new(Unit::MessagesPerPersonDay)
            .standing(Standing::NoData)
            .basis("roster")
            .degraded("no_roster")
            .segment("roster_day");
    }
    let members: u64 = days.iter().map(|day| group.members_on(*day)).sum();
    Measurement::quotient(Unit::MessagesPerPersonDay, count(messages), count(members), members)
        .info()
        .basis("roster")
        .segment("roster_day")
}

fn history(group: &Group) -> Table {
    let weeks = group.days.weeks();
    let value = |start: &Day| {
        let (messages, active) = sums(group, &(*start..start + 7).collect::<Vec<_>>());
        (*start, (active > 0).then(|| count(messages) / count(active)))
    };
    Table::history(weeks.iter().map(value).collect())
}
