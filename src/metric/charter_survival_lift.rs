//! 章程续存提升: whether groups with a charter lived longer, and what that can bear.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, count};
use crate::dataset::DEAD_AFTER;
use crate::stats::{kaplan_meier, log_rank};
use crate::unit::{Text, Unit};

/// Groups an arm needs before the difference is more than a description.
const ARM: u64 = 10;
/// Horizons in days; the first is the headline.
const HORIZONS: [(i32, &str, &str); 3] =
    [(90, "lift_90", "ceiling_90"), (42, "lift_42", "ceiling_42"), (180, "lift_180", "ceiling_180")];

/// The metric.
pub const METRIC: Metric = Metric {
    id: "charter_survival_lift",
    name: Text { zh: "章程续存提升（90 天）", en: "Survival with a charter (90 days)" },
    family: Family::Lifecycle,
    doc: Text {
        zh: "groups.csv 里注明有无章程的群分两组，比较 90 天存活率之比减一，并给出算术上限（无章程组存活率越高，上限越低）、42 天与 180 天、中位数之差和 log-rank。制定章程的群主本来就不同：这是相关，不是因果。“提升 300%”是说法，不是及格线；每组不足 10 个群只作描述。",
        en: "Groups that groups.csv says have a charter or have none: the ratio of their survival at 90 days minus one, with its arithmetic ceiling (the more of the others live, the lower), 42 and 180 days, the difference of medians and the log-rank test. Owners who write charters differ anyway: associated, not caused. “+300 %” is a claim, no pass mark; with fewer than ten groups an arm it only describes.",
    },
    formula: "S_with(90) / S_without(90) - 1",
    needs: &["groups.csv"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("lift_42", "the same at 42 days"),
        ("lift_180", "the same at 180 days"),
        ("ceiling_90", "the most it could be: 1 / S_without - 1"),
        ("ceiling_42", "the same at 42 days"),
        ("ceiling_180", "the same at 180 days"),
        ("median_difference", "days between the medians, with minus without"),
        ("log_rank_chi2", "log-rank statistic, one degree of freedom"),
        ("log_rank_p", "its probability by chance"),
        ("with_charter", "groups with a charter"),
        ("without_charter", "groups without"),
    ],
    source: "S03",
    advice: "advice.lifecycle.charter",
    compute: Compute::Groups(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let arm = |has: bool| -> Vec<(f64, bool)> {
        let groups = context.groups.iter().filter(|group| group.meta.charter == Some(has));
        let lives = groups.map(|group| group.lifetime(context.settings.as_of, DEAD_AFTER)).filter(|life| life.founded);
        lives.map(|life| (f64::from(life.days), life.ended)).collect()
    };
    let (with, without) = (arm(true), arm(false));
    let (curve, other) = (kaplan_meier(&with), kaplan_meier(&without));
    let (n_with, n_without) = (with.len() as u64, without.len() as u64);
    let both = n_with > 0 && n_without > 0;
    let info = |unit: Unit, value: Option<f64>| {
        let standing = if value.is_some() { Standing::Info } else { Standing::NoData };
        Measurement { value, n: n_with + n_without, ..Measurement::new(unit) }.standing(standing)
    };
    let mut rows = Vec::new();
    for (at, (days, lift, ceiling)) in HORIZONS.into_iter().enumerate() {
        let (s1, s0) = (curve.survival(f64::from(days)), other.survival(f64::from(days)));
        let some = (both && s0 > 0.0).then_some(());
        let row = info(Unit::Ratio, some.map(|()| s1 / s0 - 1.0));
        rows.push(if at == 0 { row } else { row.segment(lift) });
        rows.push(info(Unit::Ratio, some.map(|()| 1.0 / s0 - 1.0)).segment(ceiling));
    }
    if both && n_with.min(n_without) < ARM && rows[0].value.is_some() {
        rows[0].standing = Standing::InsufficientN;
    }
    let medians = curve.quantile(0.5).zip(other.quantile(0.5)).map(|(with, without)| with - without);
    let test = if both { log_rank(&without, &with) } else { None };
    rows.push(info(Unit::Days, medians.filter(|_| both)).segment("median_difference"));
    rows.push(info(Unit::Index, test.map(|test| test.chi_squared)).segment("log_rank_chi2"));
    rows.push(info(Unit::Index, test.map(|test| test.p)).segment("log_rank_p"));
    for (name, n) in [("with_charter", n_with), ("without_charter", n_without)] {
        let mut row = info(Unit::Count, Some(count(n))).segment(name);
        row.n = n;
        rows.push(row);
    }
    let span = context.group.days.span();
    Outcome { rows: rows.into_iter().map(|row| row.basis("groups").over(span)).collect(), ..Outcome::default() }
}
