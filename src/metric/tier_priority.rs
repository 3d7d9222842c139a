//! 会员等级优先: whether paying members really wait less.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::dataset::Ask;
use crate::stats::kaplan_meier;
use crate::unit::{Text, Unit};

/// Questions a side needs.
const ASKS: u64 = 10;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "tier_priority",
    name: Text { zh: "会员等级优先差", en: "Head start of paying members" },
    family: Family::Service,
    doc: Text {
        zh: "全部完整日里，无等级成员与有等级成员（roster.csv 的 tier）提问到管理员响应的服务分钟中位数（Kaplan–Meier，未回应按删失）之差；大于 0 表示会员更快。两边各不足 10 问不判；没有分时段对比，提问时间不同会有影响。",
        en: "Over all complete days, the Kaplan-Meier median of service minutes until an admin responds for members without a tier less that for members with one (tier of roster.csv), unanswered questions censored; above 0 paying members wait less. Unjudged below ten questions a side; not stratified by the time of day they ask at.",
    },
    formula: "median wait without tier - median wait with tier",
    needs: &["admins", "roster"],
    unit: Unit::Minutes,
    thresholds: &[Threshold {
        segment: None,
        breach: None,
        watch: Some(Bound::AtMost(0.0)),
        n_min: ASKS,
        source: "S47",
    }],
    segments: &[("with_tier", "median wait of members with a tier"), ("without_tier", "median wait of the others")],
    source: "S47, S23",
    advice: "advice.commerce.tier",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    if !group.people.iter().any(|person| person.tier.is_some()) {
        let row = Measurement::new(Unit::Minutes).standing(Standing::NotApplicable).degraded("no_tiers").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let service = group.service_time(context.settings);
    let mut calendar = group.calendar.clone();
    let end = calendar.start(context.settings.as_of + 1);
    let mut zone = calendar.zone().clone();
    let mut arms: [Vec<(f64, bool)>; 2] = [Vec::new(), Vec::new()];
    let complete =
        |ask: &&Ask| group.timeline.lines.get(ask.line as usize).is_some_and(|line| group.days.contains(line.day));
    for ask in group.asks(context.settings).iter().filter(complete) {
        let answer = ask.admin.filter(|(ts, _)| *ts < end);
        if answer.is_none() && ask.solved_by_peer {
            continue;
        }
        let waited = service.minutes(ask.ts, answer.map_or(end, |(ts, _)| ts), &mut zone);
        let tier = usize::from(group.person(ask.person).tier.is_some());
        arms[tier].push((waited, answer.is_some()));
    }
    let median = |arm: &[(f64, bool)]| kaplan_meier(arm).quantile(0.5);
    let [without, with] = &arms;
    let of = |name: &'static str, arm: &[(f64, bool)]| {
        let mut row = Measurement::new(Unit::Minutes).segment(name);
        (row.value, row.n) = (median(arm), arm.len() as u64);
        row.info()
    };
    let mut head = Measurement::new(Unit::Minutes);
    head.n = with.len().min(without.len()) as u64;
    (head.numerator, head.denominator) = (median(without), median(with));
    head.value = median(without).zip(median(with)).map(|(without, with)| without - with);
    if head.value.is_some() {
        head.standing = Standing::Judge;
    }
    let rows = vec![head, of("with_tier", with), of("without_tier", without)];
    Outcome { rows: rows.into_iter().map(|row| row.basis("asks").over(span)).collect(), ..Outcome::default() }
}
