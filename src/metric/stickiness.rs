//! 粘性: how much of a month's active people an average day sees (DAU/MAU).

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, count};
use crate::calendar::Day;
use crate::dataset::Group;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "stickiness",
    name: Text { zh: "粘性 DAU/MAU", en: "Stickiness (DAU/MAU)" },
    family: Family::Activity,
    doc: Text {
        zh: "最近一个完整自然月：日活跃人数的均值 ÷ 当月活跃人数。成长中的群会偏低，因为新人从第一天起就计入月活；只看趋势，不设线。",
        en: "Last complete month: mean daily active people over the month's active people. A growing group reads low, since newcomers count in the month from their first day; watch the trend, no bound applies.",
    },
    formula: "mean DAU of the month's days / MAU",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[("active_days_per_member", "days with a message per active person of the month")],
    source: "S42",
    advice: "advice.activity.routine",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let months = group.days.months();
    let Some((first, last)) = months.last().copied() else {
        let row = Measurement::new(Unit::Ratio).standing(Standing::InsufficientN);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    let (dau, mau) = (person_days(group, first, last), group.active(first, last).len() as u64);
    let days = count(u64::try_from(last - first + 1).unwrap_or(0));
    let rows = vec![
        Measurement::quotient(Unit::Ratio, count(dau) / days, count(mau), mau).info().over(Some((first, last))),
        Measurement::quotient(Unit::Days, count(dau), count(mau), mau)
            .info()
            .segment("active_days_per_member")
            .over(Some((first, last))),
    ];
    let history = months.iter().map(|(first, last)| {
        let mau = group.active(*first, *last).len() as u64;
        let dau = count(person_days(group, *first, *last)) / f64::from(last - first + 1);
        (*first, (mau > 0).then(|| dau / count(mau)))
    });
    let history = Table::history(history.collect());
    Outcome { rows, tables: [("history", history)].into() }
}

fn person_days(group: &Group, first: Day, last: Day) -> u64 {
    group.between(first, last).len() as u64
}
