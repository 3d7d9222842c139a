//! 活跃人数: people with at least one eligible message — DAU, WAU, MAU.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Table, count};
use crate::calendar::Day;
use crate::dataset::{Basis, Group};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "active_members",
    name: Text { zh: "活跃人数", en: "Active members" },
    family: Family::Activity,
    doc: Text {
        zh: "最近一个完整自然周（周一至周日）里至少发过一条有效消息的人数（WAU），另给出日均（DAU）与最近完整自然月（MAU）。只看不说的人不在其中。",
        en: "People with at least one eligible message in the last complete ISO week (WAU), with the daily mean (DAU) and the last complete month (MAU). Those who only read are not among them.",
    },
    formula: "distinct people with an eligible message in the period",
    needs: &[],
    unit: Unit::Persons,
    thresholds: &[],
    segments: &[
        ("dau", "mean over the last seven complete days"),
        ("mau", "last complete calendar month"),
        ("active_rate", "WAU over the mean number of members per day of that week (with a roster)"),
    ],
    source: "S28–S29",
    advice: "advice.activity.activate_silent",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks = group.days.weeks();
    let week = weeks.last().map(|start| (*start, start + 6));
    let month = group.days.months().last().copied();
    let days = group.days.last(7);
    let daily: u64 = days.iter().map(|day| group.on(*day).len() as u64).sum();
    let dau = Measurement::quotient(Unit::Persons, count(daily), count(days.len() as u64), days.len() as u64);
    let mut rows = vec![
        active(group, week),
        dau.info().segment("dau").over(days.first().copied().zip(days.last().copied())),
        active(group, month).segment("mau"),
    ];
    if let (Basis::Roster, Some((first, last))) = (group.basis, week) {
        let members: u64 = (first..=last).map(|day| group.members_on(day)).sum();
        let active = group.active(first, last).len() as u64;
        rows.push(
            Measurement::quotient(Unit::Ratio, count(active), count(members) / 7.0, members / 7)
                .info()
                .basis("roster")
                .segment("active_rate")
                .over(week),
        );
    }
    let mut outcome = Outcome { rows, ..Outcome::default() };
    let history = weeks.iter().map(|start| (*start, Some(count(group.active(*start, start + 6).len() as u64))));
    outcome.tables.insert("history", Table::history(history.collect()));
    outcome
}

fn active(group: &Group, period: Option<(Day, Day)>) -> Measurement {
    let Some((first, last)) = period else { return Measurement::new(Unit::Persons) };
    let people = group.active(first, last).len() as u64;
    Measurement::counted(Unit::Persons, people, people).over(period)
}
