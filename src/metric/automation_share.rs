//! 机器人占比: how much of the talk is bots'.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Table, Threshold};
use crate::calendar::Day;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "automation_share",
    name: Text { zh: "机器人占比", en: "Automation share" },
    family: Family::Service,
    doc: Text {
        zh: "全部完整日：机器人消息 ÷（机器人 + 有效发言）。机器人由导出标记、花名册或章程点名；没人点名的机器人会被当成成员。",
        en: "Every complete day: bots' messages over bots' plus eligible ones. Bots are those the export marks, the roster or the charter names; an unnamed bot passes for a member.",
    },
    formula: "bot messages / (bot + eligible messages)",
    needs: &["bots named by export, roster or charter"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Above(0.4)), n_min: 10, source: "ours" }],
    segments: &[],
    source: "S27, S52",
    advice: "advice.tools.bot_balance",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let share = |of: &dyn Fn(Day) -> bool| {
        let eligible: u64 = group.member_days.iter().filter(|row| of(row.day)).map(|row| u64::from(row.messages)).sum();
        let bots: u64 = group.excluded.iter().filter(|(day, _)| of(*day)).map(|(_, left_out)| left_out.bot).sum();
        Measurement::ratio(bots, bots + eligible).basis("messages")
    };
    let of_week = |week: Day| share(&|day| (week..week + 7).contains(&day)).value;
    let history = group.days.weeks().into_iter().map(|week| (week, of_week(week))).collect();
    let row = share(&|day| group.days.contains(day)).over(group.days.span());
    Outcome { rows: vec![row], tables: [("history", Table::history(history))].into() }
}
