//! 进退群流量: who comes, who goes, and how many newcomers leave within a week.

use super::spec::{
    Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::calendar::{Day, monday};
use crate::dataset::{Basis, Flow, FlowKind, Group};
use crate::unit::{Text, Unit};

/// Days of follow-up a newcomer needs before they are judged.
const FOLLOW_UP: Day = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "join_leave_flow",
    name: Text { zh: "进退群流量（早退率）", en: "Join and leave flow (early-leave rate)" },
    family: Family::Retention,
    doc: Text {
        zh: "全部完整日内的入群与退群（花名册与系统事件合并，同一事实只计一次）。早退率 = 入群 7 天内离开的人次 ÷ 已满 7 天观察的入群人次。一次邀请多人计多次入群，退群含被移出。",
        en: "Joins and departures on every complete day, from roster and events together, one fact counted once. Early-leave rate = joins that ended within seven days / joins with seven days of follow-up. An invitation of several people is several joins; departures include removals.",
    },
    formula: "joins that ended within 7 days / joins with 7 days of follow-up",
    needs: &["join and leave events or roster times"],
    unit: Unit::Ratio,
    thresholds: &[Threshold {
        segment: None,
        breach: Some(Bound::Above(0.4)),
        watch: None,
        n_min: 10,
        source: "S30 mirrored",
    }],
    segments: &[
        ("joins", "joins on complete days"),
        ("leaves", "departures on complete days, removals included"),
        ("kicks", "removals among the departures, where the export tells them apart"),
        ("net", "joins less departures"),
        ("leave_rate", "departures per member and 30 days (with a roster)"),
    ],
    source: "S06–S07, S30",
    advice: "advice.retention.admission",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let flows: Vec<&Flow> = group.flow.iter().filter(|flow| group.days.contains(flow.day)).collect();
    let known = !group.flow.is_empty() || group.basis == Basis::Roster || !group.blind.joins;
    if span.is_none() || !known {
        let row = Measurement::new(Unit::Ratio).degraded("no_join_events");
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let mut rows = vec![early(&flows, context.settings.as_of).over(span)];
    let joins = number(&flows, |kind| matches!(kind, FlowKind::Join(_)));
    let kicks = number(&flows, |kind| kind == FlowKind::Remove);
    let leaves = number(&flows, |kind| kind == FlowKind::Leave) + kicks;
    for (name, value) in [("joins", joins), ("leaves", leaves), ("kicks", kicks)] {
        rows.push(Measurement::counted(Unit::Count, value, joins + leaves).segment(name).over(span));
    }
    let mut net = Measurement::counted(Unit::Count, 0, joins + leaves).segment("net").over(span);
    net.value = Some(count(joins) - count(leaves));
    net.numerator = net.value;
    rows.push(net);
    if group.basis == Basis::Roster {
        let members: u64 = group.days.iter().map(|day| group.members_on(day)).sum();
        let mut rate = Measurement::quotient(Unit::Ratio, count(leaves) * 30.0, count(members), members).info();
        rate.basis = "roster";
        rows.push(rate.segment("leave_rate").over(span));
    }
    if group.blind.leaves && group.basis != Basis::Roster {
        for row in &mut rows {
            row.degraded.push("leave_events_unreliable");
        }
    }
    Outcome { rows, tables: [("weeks", weeks(group, context.settings.as_of))].into() }
}

fn number(flows: &[&Flow], is: impl Fn(FlowKind) -> bool) -> u64 {
    flows.iter().filter(|flow| is(flow.kind)).count() as u64
}

fn early(flows: &[&Flow], as_of: Day) -> Measurement {
    let (mut followed, mut early) = (0, 0);
    for flow in flows {
        if let FlowKind::Join(left) = flow.kind
            && as_of - flow.day >= FOLLOW_UP
        {
            followed += 1;
            early += u64::from(left.is_some_and(|left| left - flow.day <= FOLLOW_UP));
        }
    }
    let row = Measurement::ratio(early, followed).basis("joins");
    if followed == 0 { row.standing(Standing::NoData) } else { row }
}

fn weeks(group: &Group, as_of: Day) -> Table {
    let mut calendar = group.calendar.clone();
    let (first, last) = (calendar.day(group.coverage.0), calendar.day(group.coverage.1).min(as_of));
    let rows = (monday(first)..=last).step_by(7).map(|start| {
        let of_week: Vec<&Flow> = group.flow.iter().filter(|flow| (start..start + 7).contains(&flow.day)).collect();
        let joins = number(&of_week, |kind| matches!(kind, FlowKind::Join(_)));
        let leaves = number(&of_week, |kind| kind == FlowKind::Leave);
        let removed = number(&of_week, |kind| kind == FlowKind::Remove);
        let complete = group.days.covers(start, start + 6);
        vec![
            Cell::Day(start),
            Cell::Number(count(joins)),
            Cell::Number(count(leaves)),
            Cell::Number(count(removed)),
            Cell::Number(f64::from(u8::from(complete))),
        ]
    });
    Table { columns: &["start", "joins", "leaves", "removed", "complete"], rows: rows.collect() }
}
