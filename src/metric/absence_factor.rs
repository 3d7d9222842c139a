//! 缺席因子: how few people carry half of the talk.

use std::collections::BTreeMap;

use super::spec::{
    Bound, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::dataset::{MemberDay, PersonIx};
use crate::unit::{Text, Unit};

/// Weeks in a row with one carrier that make a breach.
const WEEKS: usize = 4;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "absence_factor",
    name: Text { zh: "缺席因子", en: "Absence factor" },
    family: Family::Structure,
    doc: Text {
        zh: "全部完整日里，最活跃的最少多少人合计产出一半以上的消息。为 1 表示一人缺席群就静了；连续四个完整自然周都为 1 判越线。",
        en: "The fewest people who together wrote at least half of the messages of every complete day. 1 means the group goes quiet when one person is away; four complete weeks in a row at 1 are a breach.",
    },
    formula: "smallest k with messages of the k most active >= half of all",
    needs: &[],
    unit: Unit::Persons,
    thresholds: &[Threshold {
        segment: None,
        breach: None,
        watch: Some(Bound::AtMost(1.0)),
        n_min: 1,
        source: "S13, S48",
    }],
    segments: &[],
    source: "S13, S48",
    advice: "advice.layers.succession",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let all = group.member_days.iter().filter(|row| group.days.contains(row.day));
    let mut row = Measurement::new(Unit::Persons).over(group.days.span());
    let messages = per_person(all);
    row.n = messages.len() as u64;
    row.denominator = Some(count(messages.iter().sum()));
    row.value = factor(&messages).map(count);
    if row.value.is_some() {
        row.standing = Standing::Judge;
    }
    let weeks = group.days.weeks();
    let weekly: Vec<_> =
        weeks.iter().map(|start| (*start, factor(&per_person(group.between(*start, start + 6).iter())))).collect();
    let recent = &weekly[weekly.len().saturating_sub(WEEKS)..];
    if recent.len() == WEEKS && recent.iter().all(|(_, k)| *k == Some(1)) {
        row.standing = Standing::Force(Forced::Breach);
        row.degraded.push("one_person_for_4_weeks");
    }
    let history = Table::history(weekly.into_iter().map(|(start, k)| (start, k.map(count))).collect());
    Outcome { rows: vec![row.basis("speakers")], tables: [("history", history)].into() }
}

fn per_person<'a>(rows: impl Iterator<Item = &'a MemberDay>) -> Vec<u64> {
    let mut messages: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for row in rows {
        *messages.entry(row.person).or_default() += u64::from(row.messages);
    }
    messages.into_values().collect()
}

/// Smallest k whose k largest counts reach half of the sum.
fn factor(counts: &[u64]) -> Option<u64> {
    let total: u64 = counts.iter().sum();
    let mut sorted = counts.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0;
    sorted.iter().zip(1..).find_map(|(n, k)| {
        sum += n;
        (total > 0 && 2 * sum >= total).then_some(k)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_factors() {
        assert_eq!(factor(&[3, 1, 4, 2, 1, 1]), Some(2), "worked example F1");
        assert_eq!(factor(&[1000, 433, 343, 332, 202, 90, 42, 33]), Some(2), "the CHAOSS example");
        assert_eq!(factor(&[5, 5]), Some(1));
        assert_eq!(factor(&[]), None);
    }
}
