//! 贡献值: what members gave beside talk: days of commits and good articles.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, count};
use crate::calendar::Day;
use crate::dataset::PersonIx;
use crate::unit::{Text, Unit};

/// Points of a day with commits, and of a good article.
const COMMIT_DAY: u64 = 5;
const ARTICLE: u64 = 5;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "contribution_value",
    name: Text { zh: "贡献值", en: "Contribution value" },
    family: Family::Content,
    doc: Text {
        zh: "全部完整日里，有提交的天数每天 5 分（按天不按次，合并与机器人提交不算），优质分享每篇 5 分，合计。邮箱只凭 identities.csv 对到人，对不上的只计数（unmapped_commits）。",
        en: "In all complete days: five points a person and day with commits (days, not commits; merges and bots aside) and five a good article, summed. Addresses become people through identities.csv alone; others are only counted (unmapped_commits).",
    },
    formula: "5 x commit days + 5 x good articles",
    needs: &["git.log", "identities.csv"],
    unit: Unit::Points,
    thresholds: &[],
    segments: &[
        ("contributors", "people with any"),
        ("commit_days", "person-days with commits"),
        ("quality_shares", "good articles"),
        ("top_person", "most points of one person"),
        ("absence_factor", "fewest people with half of the commit days"),
        ("unmapped_commits", "commits of addresses no identity names"),
    ],
    source: "S48",
    advice: "advice.contrib.recognise",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let Some(commits) = &group.papers.commits else {
        let row = Measurement::new(Unit::Points).degraded("no_commit_log").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    let inside = commits.iter().filter(|commit| group.days.contains(commit.day));
    let days: BTreeSet<(PersonIx, Day)> = inside.map(|commit| (commit.person, commit.day)).collect();
    let mut days_of: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for (person, _) in &days {
        *days_of.entry(*person).or_default() += 1;
    }
    let good: Vec<PersonIx> = group
        .articles
        .iter()
        .filter(|article| article.quality && group.days.contains(article.day))
        .map(|article| article.person)
        .collect();
    let mut points: BTreeMap<PersonIx, u64> =
        days_of.iter().map(|(person, days)| (*person, days * COMMIT_DAY)).collect();
    for person in &good {
        *points.entry(*person).or_default() += ARTICLE;
    }
    let n = points.len() as u64;
    let told = |unit: Unit, value: u64| Measurement::counted(unit, value, n);
    let mut factor = Measurement::new(Unit::Persons).segment("absence_factor");
    factor.n = days_of.len() as u64;
    if let Some(fewest) = half(days_of.values().copied().collect()) {
        (factor.value, factor.standing) = (Some(count(fewest)), Standing::Info);
    }
    let rows = vec![
        told(Unit::Points, points.values().sum()),
        told(Unit::Persons, n).segment("contributors"),
        told(Unit::Count, days.len() as u64).segment("commit_days"),
        told(Unit::Count, good.len() as u64).segment("quality_shares"),
        told(Unit::Points, points.values().copied().max().unwrap_or(0)).segment("top_person"),
        factor,
        told(Unit::Count, group.papers.unmapped_commits).segment("unmapped_commits"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("people").over(span)).collect(), ..Outcome::default() }
}

/// Fewest of `counts` that make half of their sum.
fn half(mut counts: Vec<u64>) -> Option<u64> {
    let total: u64 = counts.iter().sum();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = 0;
    counts.iter().zip(1..).find_map(|(n, k)| {
        sum += n;
        (total > 0 && 2 * sum >= total).then_some(k)
    })
}
