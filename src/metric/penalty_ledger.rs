//! 分级处罚台账: whether sanctions go step by step, and breaches of the rules are answered.

use std::collections::BTreeMap;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::Day;
use crate::dataset::{ANSWER_MS, PersonIx, Sanction};
use crate::unit::{Text, Unit};

/// Days after which an earlier step is forgotten.
const DECAY: Day = 90;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "penalty_ledger",
    name: Text { zh: "处罚须核对", en: "Sanctions to look at" },
    family: Family::Governance,
    doc: Text {
        zh: "全部完整日里要核对的事项：跳级（90 天内没有前一级就禁言或移出）与未处理（疑似广告或外链后 24 小时没有处罚）。处罚来自系统消息、管理员“警告 @某人”和 ledger.csv；没写理由的另列。全员禁言不算处罚；自己退群不是被移出；诈骗、色情等可以跳级，请人工判断。",
        en: "Things to look at in all complete days: steps skipped (muted or removed without the step before within 90 days) and breaches unanswered (a suspected ad or outside link without a sanction within 24 hours). Sanctions come from system messages, admins' warnings by name and ledger.csv; those without a reason are told apart. Muting everybody is none; leaving is not being removed; fraud and the like may skip steps, which a person must judge.",
    },
    formula: "sanctions that skip a step + rule hits without a sanction within 24 h",
    needs: &["ledger.csv"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::AtLeast(1.0)), n_min: 0, source: "S24" }],
    segments: &[
        ("skip_level", "mutes and removals without the step before within 90 days"),
        ("unsanctioned_hit", "rule hits without a sanction within 24 h"),
        ("no_reason", "sanctions without a known reason"),
        ("sanctions", "sanctions known"),
    ],
    source: "S24",
    advice: "advice.rules.sanction",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let sanctions: Vec<Sanction> = group.sanctions();
    let inside: Vec<&Sanction> = sanctions.iter().filter(|step| group.days.contains(step.day)).collect();
    let end = group.calendar.clone().start(context.settings.as_of + 1);
    let hits = group.rule_hits(context.settings);
    let open = hits
        .iter()
        .filter(|hit| group.days.contains(hit.day) && hit.ts + ANSWER_MS < end && !hit.answered(&sanctions))
        .count() as u64;
    let skipped = skipped(&sanctions).iter().filter(|step| group.days.contains(step.day)).count() as u64;
    let n = inside.len() as u64;
    let unexplained = inside.iter().filter(|step| !step.reason).count() as u64;
    let row = |value: u64| Measurement::counted(Unit::Count, value, n).basis("sanctions").over(group.days.span());
    let mut head = row(skipped + open).standing(Standing::Judge);
    head.degraded.extend(group.papers.ledger.is_none().then_some("no_ledger"));
    let rows = vec![
        head,
        row(skipped).segment("skip_level"),
        row(open).segment("unsanctioned_hit"),
        row(unexplained).segment("no_reason"),
        row(n).segment("sanctions"),
    ];
    Outcome { rows, ..Outcome::default() }
}

/// Steps taken without the one before within 90 days; sanctions come by time.
fn skipped(sanctions: &[Sanction]) -> Vec<Sanction> {
    let mut last: BTreeMap<(PersonIx, u8), Day> = BTreeMap::new();
    let mut skipped = Vec::new();
    for step in sanctions {
        let before = last.get(&(step.person, step.level - 1)).is_some_and(|day| step.day - day <= DECAY);
        if step.level > 1 && !before {
            skipped.push(*step);
        }
        last.insert((step.person, step.level), step.day);
    }
    skipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_by_step() {
        let step = |person: u32, level: u8, day: Day| Sanction { ts: i64::from(day), day, person, level, reason: true };
        let count = |steps: &[Sanction]| skipped(steps).len();
        assert_eq!(count(&[step(1, 1, 0), step(1, 2, 4), step(1, 3, 8)]), 0);
        assert_eq!(count(&[step(2, 3, 0)]), 1);
        assert_eq!(count(&[step(1, 1, 0), step(1, 2, 90)]), 0);
        assert_eq!(count(&[step(1, 1, 0), step(1, 2, 91)]), 1);
        assert_eq!(count(&[step(1, 1, 0), step(2, 2, 1)]), 1);
    }
}
