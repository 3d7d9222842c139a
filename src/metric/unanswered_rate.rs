//! 未响应率: questions nobody answered within a day.

use std::collections::BTreeMap;

use super::spec::{Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Table, Threshold, count};
use crate::calendar::{Day, HOUR_MS, weekday};
use crate::dataset::Ask;
use crate::unit::{Text, Unit};

/// Time a question has to be answered, ms.
const FOLLOW_UP_MS: i64 = 24 * HOUR_MS;
/// Questions a share needs.
const LEAST: u64 = 10;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "unanswered_rate",
    name: Text { zh: "未响应率", en: "Questions left unanswered" },
    family: Family::Service,
    doc: Text {
        zh: "全部完整日里、问出已满 24 小时的提问中，24 小时内没有任何人回应（引用、@，或管理员在同一会话段里接话）的占比；另列没有管理员回应的占比。不看服务时段。紧接着的普通发言不算回应，所以偏高。",
        en: "Of the questions of all complete days that are 24 hours old, the share nobody responded to within 24 hours (by quoting, mentioning, or an admin speaking in the same session); with the share no admin responded to. Service hours play no part. A member who merely spoke next is no answer, so it errs high.",
    },
    formula: "asks without any answer within 24 h / asks at least 24 h old",
    needs: &["admins"],
    unit: Unit::Ratio,
    thresholds: &[Threshold {
        segment: None,
        breach: None,
        watch: Some(Bound::Above(0.2)),
        n_min: LEAST,
        source: "ours",
    }],
    segments: &[("no_admin_reply", "asks no admin answered within 24 h, over asks at least 24 h old")],
    source: "S17",
    advice: "advice.service.unanswered",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let mut calendar = group.calendar.clone();
    let end = calendar.start(context.settings.as_of + 1);
    let lines = &group.timeline.lines;
    let old = |ask: &&Ask| {
        let complete = lines.get(ask.line as usize).is_some_and(|line| group.days.contains(line.day));
        complete && ask.ts <= end - FOLLOW_UP_MS
    };
    let asks: Vec<&Ask> = group.asks(context.settings).iter().filter(old).collect();
    let n = asks.len() as u64;
    let late = |answer: Option<(i64, u32)>, ask: &Ask| answer.is_none_or(|(ts, _)| ts - ask.ts > FOLLOW_UP_MS);
    let unanswered: Vec<&&Ask> = asks.iter().filter(|ask| late(ask.anybody, ask)).collect();
    let no_admin = asks.iter().filter(|ask| late(ask.admin, ask)).count() as u64;
    let mut rows = vec![
        Measurement::ratio(unanswered.len() as u64, n),
        Measurement::ratio(no_admin, n).info().segment("no_admin_reply"),
    ];
    for row in &mut rows {
        row.basis = "asks";
        row.period = group.days.span();
        row.degraded.extend(group.blind.replies.then_some("no_replies_in_export"));
    }
    let of_week = |week: Day| {
        let own = |ask: &&&Ask| lines.get(ask.line as usize).is_some_and(|line| (week..week + 7).contains(&line.day));
        let (open, all) = (unanswered.iter().copied().filter(|ask| own(ask)).count(), asks.iter().filter(own).count());
        // A share of a handful of questions tells nothing of the week.
        (all as u64 >= LEAST).then(|| count(open as u64) / count(all as u64))
    };
    let history = group.days.weeks().into_iter().map(|week| (week, of_week(week))).collect();
    let mut hours: BTreeMap<(u8, u8), u64> = BTreeMap::new();
    for ask in unanswered {
        let (day, hour) = calendar.day_hour(ask.ts);
        *hours.entry((weekday(day), hour)).or_default() += 1;
    }
    let cell = |((weekday, hour), n): ((u8, u8), u64)| {
        vec![Cell::Number(f64::from(weekday)), Cell::Number(f64::from(hour)), Cell::Number(count(n))]
    };
    let table = Table { columns: &["weekday", "hour", "unanswered"], rows: hours.into_iter().map(cell).collect() };
    Outcome { rows, tables: [("history", Table::history(history)), ("hours", table)].into() }
}
