//! 积分兑换: how much of what was earned was used.

use std::collections::BTreeMap;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::dataset::{LedgerKind, PersonIx};
use crate::unit::{Text, Unit};

/// Days after which points should have been used.
const MATURE: i32 = 30;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "points_redemption",
    name: Text { zh: "积分兑换率", en: "Points redeemed" },
    family: Family::Governance,
    doc: Text {
        zh: "ledger.csv 里兑换的积分 ÷ 挣得满 30 天的积分；另列兑换人数占有分人数的比例。没有 ledger.csv 就没有数据，不是零。有人兑换得比挣得多，说明台账有误（data_error）。",
        en: "Points redeemed in ledger.csv over points earned 30 days ago or earlier; with people who redeemed over people with points. No ledger.csv is no data, not zero. Somebody who redeemed more than they earned shows an error in the ledger (data_error).",
    },
    formula: "points redeemed / points earned at least 30 days ago",
    needs: &["ledger.csv"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[("redeemers", "people who redeemed, over people with points")],
    source: "S22, S23",
    advice: "advice.points.redeem",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let Some(ledger) = &group.papers.ledger else {
        let row = Measurement::new(Unit::Ratio).degraded("no_ledger").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    let earned = group.points(context.settings);
    let mut balance: BTreeMap<PersonIx, (u64, u64)> = BTreeMap::new();
    for row in earned {
        balance.entry(row.person).or_default().0 += row.delta;
    }
    let redeemed = ledger.iter().filter(|act| act.kind == LedgerKind::Redeem && act.day <= context.settings.as_of);
    for act in redeemed {
        balance.entry(act.person).or_default().1 += act.points.unwrap_or(0);
    }
    let mature = earned.iter().filter(|row| row.day <= context.settings.as_of - MATURE).map(|row| row.delta).sum();
    let used: u64 = balance.values().map(|(_, used)| used).sum();
    let holders = balance.values().filter(|(earned, _)| *earned > 0).count() as u64;
    let redeemers = balance.values().filter(|(_, used)| *used > 0).count() as u64;
    let mut head = Measurement { ci: None, ..Measurement::ratio(used, mature) }.info();
    if balance.values().any(|(earned, used)| used > earned) && !head.degraded.contains(&"data_error") {
        head.degraded.push("data_error");
    }
    if mature == 0 {
        head.standing = Standing::NoData;
    }
    let rows = vec![head, Measurement::ratio(redeemers, holders).info().segment("redeemers")];
    Outcome { rows: rows.into_iter().map(|row| row.basis("points").over(span)).collect(), ..Outcome::default() }
}
