//! 单日发言占比上限: who spoke more than the permitted share of a day.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Group, speech};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "speech_share_cap",
    name: Text { zh: "单日发言占比", en: "Daily speech share" },
    family: Family::Governance,
    doc: Text {
        zh: "最近 7 个完整日里，单人单日发言超过当日总量 30% 的次数；恰好 30% 不算。只评判有效发言 ≥20 条且发言者 ≥5 人的日子，否则三五句的日子人人超标。管理员计入，并另列一行。",
        en: "Times in the last seven complete days that one person wrote more than 30 % of a day's messages; exactly 30 % is allowed. Only days with at least 20 messages by at least five people are judged, or every short day would breach. Admins count, and stand in a row of their own as well.",
    },
    formula: "person-days with share > 0.30 on days with >= 20 messages and >= 5 speakers",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Above(0.0)), watch: None, n_min: 1, source: "S19" }],
    segments: &[
        ("max_share", "largest share of one person on a judged day"),
        ("admin_violations", "those of the violations that are admins'"),
    ],
    source: "S19",
    advice: "advice.rules.speech_share",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let days = group.days.last(7);
    let period = days.first().copied().zip(days.last().copied());
    let judged: Vec<Day> = days.iter().copied().filter(|day| speech::evaluable(group, *day)).collect();
    let over: Vec<u32> = judged.iter().flat_map(|day| speech::over_cap(group, *day)).collect();
    let admins = over.iter().filter(|person| group.person(**person).admin()).count() as u64;
    let n = judged.len() as u64;
    let standing = if days.is_empty() { Standing::NoData } else { Standing::Judge };
    let value = |number: u64| {
        let row = Measurement::counted(Unit::Count, number, n).over(period);
        if days.is_empty() { Measurement { value: None, numerator: None, ..row } } else { row }
    };
    let mut max = Measurement::new(Unit::Ratio).segment("max_share").over(period);
    let top = judged.iter().filter_map(|day| speech::largest(group, *day)).max_by(|a, b| {
        let (left, right) = (u64::from(a.0) * b.1, u64::from(b.0) * a.1);
        left.cmp(&right)
    });
    max.n = n;
    if let Some((most, total)) = top {
        max.numerator = Some(f64::from(most));
        max.denominator = Some(count(total));
        max.value = Some(f64::from(most) / count(total));
        max.standing = Standing::Info;
    } else {
        max.standing = Standing::InsufficientN;
    }
    let rows = vec![
        value(over.len() as u64).standing(standing),
        max,
        value(admins).standing(if days.is_empty() { standing } else { Standing::Info }).segment("admin_violations"),
    ];
    Outcome { rows, tables: [("history", history(group))].into() }
}

/// Violations of every complete week; null where no day could be judged.
fn history(group: &Group) -> Table {
    let value = |start: &Day| {
        let judged: Vec<Day> = (*start..start + 7).filter(|day| speech::evaluable(group, *day)).collect();
        let over = judged.iter().flat_map(|day| speech::over_cap(group, *day)).count() as u64;
        (*start, (!judged.is_empty()).then(|| count(over)))
    };
    Table::history(group.days.weeks().iter().map(value).collect())
}
