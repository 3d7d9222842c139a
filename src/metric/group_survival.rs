//! 群存活: how long groups live, over every group of the run.

use super::spec::{
    Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::dataset::{DEAD_AFTER, Lifetime};
use crate::stats::{KaplanMeier, kaplan_meier};
use crate::unit::{Text, Unit};

/// Groups and ends a median needs before it is judged.
const GROUPS: u64 = 10;
const ENDS: usize = 5;
/// Days of survival told beside the median.
const HORIZONS: [(i32, &str); 3] = [(7, "survival_7"), (42, "survival_42"), (180, "survival_180")];
/// Other lengths of silence that might count as death.
const SENSITIVITY: [(i32, &str); 2] = [(14, "median_dead_after_14"), (60, "median_dead_after_60")];

/// The metric.
pub const METRIC: Metric = Metric {
    id: "group_survival",
    name: Text { zh: "群存活中位数", en: "Median group survival" },
    family: Family::Lifecycle,
    doc: Text {
        zh: "本次运行里所有建群日期已知的群：从建群到最后一条有效发言的天数。已解散或静默满 30 天算终结，其余（含迁移）在最后发言处删失；用 Kaplan–Meier 估计中位数。不足 10 个群或 5 个终结只给曲线不判。只有还有人导出的群才看得见，估计偏高。age 是本群的年龄，与 42 天这一说法对照，不判。",
        en: "Over every group of the run with a known founding date: days from founding to the last eligible message. Dissolved or silent for 30 days is an end; the others (moved ones too) are censored at their last message; the median is Kaplan-Meier's. With fewer than ten groups or five ends there is a curve but no verdict. Only groups somebody still exports are seen, so it errs high. `age` is this group's age, beside the claimed 42 days, unjudged.",
    },
    formula: "Kaplan-Meier median of days from founding to the last eligible message",
    needs: &["groups.csv"],
    unit: Unit::Days,
    thresholds: &[Threshold {
        segment: None,
        breach: Some(Bound::Below(42.0)),
        watch: None,
        n_min: GROUPS,
        source: "S03",
    }],
    segments: &[
        ("age", "days from this group's founding to as-of"),
        ("lifetime", "days from this group's founding to its last eligible message"),
        ("survival_7", "share of groups that live past day 7"),
        ("survival_42", "share of groups that live past day 42"),
        ("survival_180", "share of groups that live past day 180"),
        ("hazard_7", "ends a group and week"),
        ("median_dead_after_14", "the median when 14 silent days are an end"),
        ("median_dead_after_60", "the median when 60 silent days are an end"),
    ],
    source: "S03",
    advice: "advice.lifecycle.charter",
    compute: Compute::Groups(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let as_of = context.settings.as_of;
    let lives = lives(context, DEAD_AFTER);
    let curve = curve(&lives);
    let n = lives.len() as u64;
    let ends = lives.iter().filter(|life| life.ended).count();
    let days = |value: Option<f64>, n: u64| {
        let standing = if value.is_some() { Standing::Info } else { Standing::NoData };
        Measurement { value, n, ..Measurement::new(Unit::Days) }.standing(standing)
    };
    let mut head = days(curve.quantile(0.5), n).basis("groups");
    head.numerator = Some(count(ends as u64));
    head.denominator = Some(count(n));
    head.standing = match (n, curve.quantile(0.5)) {
        (0, _) => Standing::NoData,
        (n, _) if n < GROUPS || ends < ENDS => Standing::InsufficientN,
        (_, None) => Standing::Info,
        _ => Standing::Judge,
    };
    if n > 0 && head.value.is_none() {
        head.degraded.push("not_reached");
    }
    let own = context.group.lifetime(as_of, DEAD_AFTER);
    let basis = if own.founded { "founded" } else { "first_seen" };
    let mut rows = vec![
        head,
        days(Some(f64::from(as_of - own.born)), 1).basis(basis).segment("age"),
        days(Some(f64::from(own.days)), 1).basis(basis).segment("lifetime"),
    ];
    for (horizon, name) in HORIZONS {
        let mut row = Measurement::new(Unit::Ratio).basis("groups").segment(name);
        row.n = n;
        if n > 0 {
            row.value = Some(curve.survival(f64::from(horizon)));
            row.standing = Standing::Info;
        }
        rows.push(row);
    }
    let weeks: f64 = lives.iter().map(|life| f64::from(life.days) / 7.0).sum();
    rows.push(
        Measurement::quotient(Unit::Index, count(ends as u64), weeks, n).info().basis("groups").segment("hazard_7"),
    );
    for (dead_after, name) in SENSITIVITY {
        let other = self::curve(&self::lives(context, dead_after));
        rows.push(days(other.quantile(0.5), n).basis("groups").segment(name));
    }
    let rows = rows.into_iter().map(|row| row.over(context.group.days.span())).collect();
    Outcome { rows, tables: [("curve", table(&curve, &lives))].into() }
}

/// Lives of the groups whose founding is known.
fn lives(context: &Context<'_>, dead_after: i32) -> Vec<Lifetime> {
    let lives = context.groups.iter().map(|group| group.lifetime(context.settings.as_of, dead_after));
    lives.filter(|life| life.founded).collect()
}

fn curve(lives: &[Lifetime]) -> KaplanMeier {
    let times: Vec<(f64, bool)> = lives.iter().map(|life| (f64::from(life.days), life.ended)).collect();
    kaplan_meier(&times)
}

/// The curve, with those at risk at each of its drops.
fn table(curve: &KaplanMeier, lives: &[Lifetime]) -> Table {
    let start = [Cell::Number(0.0), Cell::Number(1.0), Cell::Number(count(lives.len() as u64)), Cell::Number(0.0)];
    let step = |step: &crate::stats::Step| {
        vec![
            Cell::Number(step.time),
            Cell::Number(step.survival),
            Cell::Number(count(step.at_risk)),
            Cell::Number(count(step.events)),
        ]
    };
    let rows = std::iter::once(start.to_vec()).chain(curve.steps.iter().map(step)).collect();
    Table { columns: &["day", "survival", "at_risk", "ends"], rows }
}
