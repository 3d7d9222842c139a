//! 打卡率: how many of those enrolled checked in on each day.

use std::collections::BTreeSet;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table};
use crate::calendar::Day;
use crate::dataset::{Features, Line, MessageKind, PersonIx};
use crate::unit::{Text, Unit};

/// Days enrolment and check-ins look back on.
const WINDOW: usize = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "checkin_rate",
    name: Text { zh: "打卡率", en: "Check-in rate" },
    family: Family::Content,
    doc: Text {
        zh: "近 28 个完整日里，有打卡（打卡、签到、Day N、接龙）的成员天数 ÷（参与人数 × 天数）。同一天多次只算一次，机器人不算。没有报名名单，参与者是窗口里打过卡的人：中途放弃的人仍在内，从没打过的人不在内，偏高。",
        en: "In the last 28 complete days, member-days with a check-in (the words for it, “Day N”, a chain) over people enrolled times days. Several a day are one, bots do not count. Without a list of enrolment those who checked in at all are enrolled: drop-outs stay in, those who never came are missing, so it errs high.",
    },
    formula: "member-days with a check-in / (people who checked in x days)",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[("enrolled", "people who checked in at all")],
    source: "S02",
    advice: "advice.type.learning",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let days = group.days.last(WINDOW);
    let Some(period) = days.first().copied().zip(days.last().copied()) else {
        return Outcome { rows: vec![Measurement::new(Unit::Ratio)], ..Outcome::default() };
    };
    let check_in =
        |line: &Line| line.eligible() && (line.features.has(Features::CHECK_IN) || line.kind == MessageKind::Relay);
    let lines = group.timeline.on_days(period.0, period.1).map(|(_, line)| line);
    let done: BTreeSet<(Day, PersonIx)> = lines
        .filter(|line| check_in(line) && group.days.contains(line.day))
        .map(|line| (line.day, line.person))
        .collect();
    let enrolled: BTreeSet<PersonIx> = done.iter().map(|(_, person)| *person).collect();
    let people = enrolled.len() as u64;
    let mut head = Measurement::ratio(done.len() as u64, people * days.len() as u64).info();
    if people == 0 {
        head.standing = Standing::NotApplicable;
    } else {
        head.degraded.push("no_enrolment_list");
    }
    let on = |day: &Day| {
        let came = Measurement::ratio(done.range((*day, 0)..=(*day, PersonIx::MAX)).count() as u64, people);
        (*day, came.value)
    };
    let history = Table::history(days.iter().map(on).collect());
    let rows = vec![head, Measurement::counted(Unit::Persons, people, people).segment("enrolled")];
    let over = |row: Measurement| row.basis("check_ins").over(Some(period));
    Outcome { rows: rows.into_iter().map(over).collect(), tables: [("history", history)].into() }
}
