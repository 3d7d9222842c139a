//! 在群留存: of the members at the start of a month, the share still in the group at its end.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold};
use crate::calendar::Day;
use crate::dataset::{Basis, Group};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "membership_retention",
    name: Text { zh: "在群留存", en: "Membership retention" },
    family: Family::Retention,
    doc: Text {
        zh: "最近一个完整自然月：月初在群的成员里，月末仍在群的比例。当月新加入的人不在分子里，否则会超过 100%。许多导出不含退群记录，花名册没有退群时间时会偏高。",
        en: "Last complete month: of the members present at its start, the share still present at its end. Those who joined during the month are not in the numerator, or it would pass 100 %. Many exports hold no departures; without leave times in the roster it reads high.",
    },
    formula: "members present at start and end / members present at start",
    needs: &["roster with join and leave times"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(0.6)), watch: None, n_min: 10, source: "S30" }],
    segments: &[("history", "one row per earlier month")],
    source: "S30",
    advice: "advice.retention.admission",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let months = group.days.months();
    if group.basis != Basis::Roster {
        let row = Measurement::new(Unit::Ratio).basis("roster").degraded("no_roster").over(months.last().copied());
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let all: Vec<((Day, Day), Measurement)> = months.iter().map(|month| (*month, retention(group, *month))).collect();
    let mut rows = Vec::new();
    match all.last() {
        Some((_, row)) => rows.push(row.clone()),
        None => rows.push(Measurement::new(Unit::Ratio).basis("roster").standing(Standing::NotApplicable)),
    }
    let earlier = &all[..all.len().saturating_sub(1)];
    rows.extend(earlier.iter().map(|(_, row)| row.clone().info().segment("history")));
    let history = Table::history(all.iter().map(|((start, _), row)| (*start, row.value)).collect());
    Outcome { rows, tables: [("history", history)].into() }
}

fn retention(group: &Group, (first, last): (Day, Day)) -> Measurement {
    let mut calendar = group.calendar.clone();
    let (start, end) = (calendar.start(first), calendar.start(last + 1));
    let there = group.people.iter().filter(|person| person.countable() && person.on_roster && person.present_at(start));
    let (mut base, mut kept) = (0, 0);
    for person in there {
        base += 1;
        kept += u64::from(person.present_at(end));
    }
    let mut row = Measurement::ratio(kept, base).basis("roster").over(Some((first, last)));
    if group.blind.leaves {
        row.degraded.push("leave_events_unreliable");
    }
    row
}
