//! 广告与外链: messages that look like ads, and links the rules do not allow.

use std::collections::BTreeMap;

use super::spec::{
    Bound, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::calendar::Day;
use crate::dataset::{ANSWER_MS, Group, PersonIx, RuleHit};
use crate::feature::validated;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "ad_rule_hits",
    name: Text { zh: "疑似广告与外链", en: "Suspected ads and outside links" },
    family: Family::Governance,
    doc: Text {
        zh: "上一个完整自然周里的线索：有两类以上推销线索（价格、号召、联系方式、商店）的有效发言，和非管理员发的不在许可名单内的链接。投诉、举报广告的不算。有一条以上为关注；有一条超过 24 小时没有处罚记录为越线。推销靠词语识别，未达 90% 精度时（unvalidated）仅凭推销线索最多到关注；图片里的广告看不见。都须人工确认。",
        en: "Leads of the last complete week: eligible messages with two kinds of cues of selling (price, call, contact, shop), and links outside the allow-list by anybody but admins. Complaints about ads do not count. One is worth watching; one without a sanction for 24 hours is a breach. Selling is found by words; below 90 % precision (unvalidated) cues alone reach watch at most. Ads in pictures cannot be seen. A person must confirm each.",
    },
    formula: "eligible messages with >= 2 kinds of cues or a link outside the allow-list",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::AtLeast(1.0)), n_min: 0, source: "S18" }],
    segments: &[
        ("hits_per_1000", "hits a thousand eligible messages of the week"),
        ("solicitations", "messages with two kinds of cues"),
        ("links", "messages with a link outside the allow-list"),
        ("unpunished", "hits older than 24 h without a sanction within 24 h"),
        ("repeat_offenders", "people with two hits or more"),
    ],
    source: "S18",
    advice: "advice.rules.ads",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks = group.days.weeks();
    let hits = group.rule_hits(context.settings);
    let history: Vec<(Day, Option<f64>)> =
        weeks.iter().map(|week| (*week, Some(count(within(hits, *week).len() as u64)))).collect();
    let Some(week) = weeks.last().copied() else {
        return Outcome { rows: vec![Measurement::new(Unit::Count)], ..Outcome::default() };
    };
    let of_week = within(hits, week);
    let messages = group.between(week, week + 6).iter().map(|row| u64::from(row.messages)).sum();
    let end = group.calendar.clone().start(context.settings.as_of + 1);
    let sanctions = group.sanctions();
    let open: Vec<&&RuleHit> =
        of_week.iter().filter(|hit| hit.ts + ANSWER_MS < end && !hit.answered(&sanctions)).collect();
    let sure = open.iter().any(|hit| hit.links_out) || validated("ads") && !open.is_empty();
    let mut people: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for hit in &of_week {
        *people.entry(hit.person).or_default() += 1;
    }
    let counted = |value: usize| Measurement::counted(Unit::Count, value as u64, messages);
    let mut head =
        counted(of_week.len()).standing(if sure { Standing::Force(Forced::Breach) } else { Standing::Judge });
    head.degraded.extend((!validated("ads")).then_some("unvalidated"));
    let rows = vec![
        head,
        Measurement::quotient(Unit::Index, 1000.0 * count(of_week.len() as u64), count(messages), messages)
            .info()
            .segment("hits_per_1000"),
        counted(of_week.iter().filter(|hit| hit.solicits).count()).segment("solicitations"),
        counted(of_week.iter().filter(|hit| hit.links_out).count()).segment("links"),
        counted(open.len()).segment("unpunished"),
        counted(people.values().filter(|hits| **hits >= 2).count()).segment("repeat_offenders"),
    ];
    let over = |row: Measurement| row.basis("messages").over(Some((week, week + 6)));
    let tables = [("history", Table::history(history)), ("weeks", by_rule(group, hits))];
    Outcome { rows: rows.into_iter().map(over).collect(), tables: tables.into() }
}

fn within(hits: &[RuleHit], monday: Day) -> Vec<&RuleHit> {
    hits.iter().filter(|hit| (monday..monday + 7).contains(&hit.day)).collect()
}

/// Hits by week and rule, for the chart.
fn by_rule(group: &Group, hits: &[RuleHit]) -> Table {
    use super::spec::Cell;
    let row = |week: &Day| {
        let hits = within(hits, *week);
        let number = |n: usize| Cell::Number(count(n as u64));
        let both = hits.iter().filter(|hit| hit.solicits).count();
        vec![Cell::Day(*week), number(both), number(hits.len() - both)]
    };
    Table { columns: &["start", "solicitations", "links"], rows: group.days.weeks().iter().map(row).collect() }
}
