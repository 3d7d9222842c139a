//! 每周优质分享: how many articles of a week found readers.

use std::collections::BTreeMap;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Article, Group, PersonIx};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "quality_shares_weekly",
    name: Text { zh: "每周优质分享", en: "Good articles a week" },
    family: Family::Content,
    doc: Text {
        zh: "上一个完整自然周里的优质分享篇数。候选是链接、文件或长文（300 汉字或 180 词），28 天内重复的同一链接与疑似广告不算；24 小时内有两位他人回复或反应、群主或管理员点过反应、或独立点击率 ≥15% 即为优质。按整群计，不按人均。导出里既看不到回复也没有点击记录时不知道，不当作零。周末分享的回应可能还没到齐（follow_up_open）。",
        en: "Articles of the last complete week that found readers. A candidate is a link, a file or a long text (300 Han characters or 180 words); the same link again within 28 days and suspected ads are none. It is good when two others answered or reacted within 24 hours, owner or admin reacted, or its unique click-through rate is at least 15 %. Counted for the group, not a head. Unknown, not zero, where the export shows no answers and there is no click log. Answers to the last day's may still come (follow_up_open).",
    },
    formula: "candidates of the ISO week that found readers",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(2.0)), watch: None, n_min: 0, source: "S20" }],
    segments: &[
        ("candidates", "articles of the week, good or not"),
        ("member_share", "good articles by members who are not admins, over good articles"),
        ("top_person", "most good articles of one person in the week"),
    ],
    source: "S20",
    advice: "advice.content.value_output",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks = group.days.weeks();
    let Some(start) = weeks.last().copied() else {
        return Outcome { rows: vec![Measurement::new(Unit::Count)], ..Outcome::default() };
    };
    let of_week: Vec<&Article> = within(group, start).collect();
    let good: Vec<&Article> = of_week.iter().filter(|article| article.quality).copied().collect();
    let (candidates, quality) = (of_week.len() as u64, good.len() as u64);
    let by_members = good.iter().filter(|article| !group.person(article.person).admin()).count() as u64;
    let mut per_person: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for article in &good {
        *per_person.entry(article.person).or_default() += 1;
    }
    let mut head = Measurement::counted(Unit::Count, quality, candidates).standing(Standing::Judge);
    if context.settings.as_of < start + 7 {
        head.degraded.push("follow_up_open");
    }
    if group.blind.replies && !group.has_clicks && quality < 2 {
        // An export that shows neither answers nor clicks cannot tell a good article from another.
        head = Measurement { value: None, numerator: None, standing: Standing::NoData, ..head };
        head.degraded.push("no_replies_in_export");
    }
    let rows = vec![
        head,
        Measurement::counted(Unit::Count, candidates, candidates).segment("candidates"),
        Measurement::ratio(by_members, quality).info().segment("member_share"),
        Measurement::counted(Unit::Count, per_person.values().copied().max().unwrap_or(0), quality)
            .segment("top_person"),
    ];
    let history = weeks.iter().map(|week| {
        let good = within(group, *week).filter(|article| article.quality).count() as u64;
        (*week, Some(count(good)))
    });
    let history = Table::history(history.collect());
    let over = |row: Measurement| row.basis("articles").over(Some((start, start + 6)));
    Outcome { rows: rows.into_iter().map(over).collect(), tables: [("history", history)].into() }
}

fn within(group: &Group, monday: Day) -> impl Iterator<Item = &Article> {
    group.articles.iter().filter(move |article| (monday..monday + 7).contains(&article.day))
}
