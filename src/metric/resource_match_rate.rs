//! 资源对接匹配率: how many offers and requests somebody answered.

use std::collections::BTreeSet;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::calendar::HOUR_MS;
use crate::charter::Profile;
use crate::dataset::{Features, Group, Line, PersonIx};
use crate::feature::ad_hit;
use crate::unit::{Text, Unit};

/// Time an offer or request has to be answered, ms.
const FOLLOW_UP_MS: i64 = 48 * HOUR_MS;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "resource_match_rate",
    name: Text { zh: "供需匹配率", en: "Offers and requests answered" },
    family: Family::Content,
    doc: Text {
        zh: "只用于资源对接群（profile 或 groups.csv 的 type 为 resource）。全部完整日里带供需字样的有效发言（疑似广告除外），48 小时内被他人回复过的占比；发出不足 48 小时的不进分母。closed 是发帖人后来写明已对接、已出的比例。",
        en: "Only for groups that match resources (profile, or type in groups.csv). Of the eligible messages of all complete days that offer or seek something (suspected ads aside), the share another person answered within 48 hours; younger ones are left out. `closed` is the share whose author later said it was settled.",
    },
    formula: "offers and requests answered by another person within 48 h / those at least 48 h old",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("closed", "posts whose author later said settled, over posts"),
        ("posts", "offers and requests, the youngest too"),
    ],
    source: "S02",
    advice: "advice.type.resource",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    if !group.serves_as(Profile::Resource, context.settings) {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let end = group.calendar.clone().start(context.settings.as_of + 1);
    let posts: Vec<(u32, &Line)> = posts(group).collect();
    let old: BTreeSet<u32> =
        posts.iter().filter(|(_, line)| line.ts <= end - FOLLOW_UP_MS).map(|(at, _)| *at).collect();
    let in_time = group.replies().iter().filter(|reply| reply.after <= FOLLOW_UP_MS).map(|reply| reply.target);
    let answered: BTreeSet<u32> = in_time.filter(|target| old.contains(target)).collect();
    let closed = posts.iter().filter(|(at, line)| old.contains(at) && settled(group, *at, line.person)).count() as u64;
    let mut rows = vec![
        Measurement::ratio(answered.len() as u64, old.len() as u64).info(),
        Measurement::ratio(closed, old.len() as u64).info().segment("closed"),
        Measurement::counted(Unit::Count, posts.len() as u64, posts.len() as u64).segment("posts"),
    ];
    for row in &mut rows {
        row.basis = "posts";
        row.period = span;
        row.degraded.extend(group.blind.replies.then_some("no_replies_in_export"));
    }
    Outcome { rows, ..Outcome::default() }
}

fn posts(group: &Group) -> impl Iterator<Item = (u32, &Line)> {
    let eligible =
        (0..).zip(&group.timeline.lines).filter(|(_, line)| line.eligible() && group.days.contains(line.day));
    eligible.filter(|(_, line)| {
        line.features.any(Features::SUPPLY | Features::DEMAND)
            && !line.features.has(Features::SETTLED)
            && !ad_hit(line.features)
    })
}

/// Whether the author of a post said later that it is settled.
fn settled(group: &Group, post: u32, author: PersonIx) -> bool {
    let later = group.timeline.lines.get(post as usize + 1..).unwrap_or_default();
    later.iter().any(|line| line.person == author && line.eligible() && line.features.has(Features::SETTLED))
}
