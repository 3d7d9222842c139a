//! 内容传播力: which shared links other people passed on.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::dataset::{Class, Group};
use crate::stats::quantile;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "content_spread",
    name: Text { zh: "内容再分享率", en: "Links passed on" },
    family: Family::Content,
    doc: Text {
        zh: "上一个完整自然周在本群出现的链接里，之后又被另一个人（在本次运行的任何群）分享过的占比。同一个人发到多个群是群发，不算传播。导出看不见私聊和朋友圈的转发，是下限。",
        en: "Of the links that appeared in this group in the last complete week, the share another person passed on afterwards, in any group of the run. One person posting to many groups is a broadcast, no spread. What is forwarded in private cannot be seen: a lower bound.",
    },
    formula: "links re-shared by another person / distinct links of the ISO week",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("items", "distinct links of the week"),
        ("groups_reached", "most groups one of them appeared in"),
        ("reshares", "shares of them by other people"),
        ("first_reply_median", "median minutes until the first answer to a message with such a link"),
    ],
    source: "S31, S53",
    advice: "advice.content.format",
    compute: Compute::Groups(compute),
};

/// A share of a link: when, in which group, by whom.
type Shared<'a> = (i64, usize, &'a str);

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let Some(start) = group.days.weeks().last().copied() else {
        return Outcome { rows: vec![Measurement::new(Unit::Ratio)], ..Outcome::default() };
    };
    let mut items: BTreeMap<&str, (i64, &str)> = BTreeMap::new();
    let mut carriers: BTreeSet<u32> = BTreeSet::new();
    for (line, url) in &group.timeline.links {
        let Some(said) = group.timeline.lines.get(*line as usize) else { continue };
        if (start..start + 7).contains(&said.day)
            && let Some(key) = sharer(group, *line)
        {
            items.entry(url).or_insert((said.ts, key));
            carriers.insert(*line);
        }
    }
    let wanted: FxHashSet<&str> = items.keys().copied().collect();
    let mut everywhere: BTreeMap<&str, Vec<Shared<'_>>> = BTreeMap::new();
    for (at, other) in context.groups.iter().enumerate() {
        for (line, url) in other.timeline.links.iter().filter(|(_, url)| wanted.contains(url.as_str())) {
            let Some(ts) = other.timeline.lines.get(*line as usize).map(|said| said.ts) else { continue };
            everywhere.entry(url).or_default().extend(sharer(other, *line).map(|key| (ts, at, key)));
        }
    }
    let by_others = |url: &str, (ts, key): (i64, &str)| {
        let shares = everywhere.get(url).map_or(&[][..], Vec::as_slice);
        shares.iter().filter(|(at, _, who)| *at >= ts && *who != key).count() as u64
    };
    let passed: Vec<u64> = items.iter().map(|(url, first)| by_others(url, *first)).collect();
    let n = items.len() as u64;
    let groups = everywhere
        .values()
        .map(|shares| shares.iter().map(|(_, group, _)| group).collect::<BTreeSet<_>>().len() as u64);
    let mut first_replies: BTreeMap<u32, i64> = BTreeMap::new();
    for reply in group.replies().iter().filter(|reply| carriers.contains(&reply.target)) {
        first_replies.entry(reply.target).or_insert(reply.after);
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a day stay far below 2^53")]
    let minutes: Vec<f64> = first_replies.values().map(|after| *after as f64 / 60_000.0).collect();
    let median = quantile(&minutes, 0.5);
    let standing = if median.is_some() { Standing::Info } else { Standing::NoData };
    let mut latency = Measurement::new(Unit::Minutes).segment("first_reply_median").standing(standing);
    (latency.value, latency.n) = (median, minutes.len() as u64);
    let rows = vec![
        Measurement::ratio(passed.iter().filter(|others| **others > 0).count() as u64, n).info(),
        Measurement::counted(Unit::Count, n, n).segment("items"),
        Measurement::counted(Unit::Count, groups.max().unwrap_or(0), n).segment("groups_reached"),
        Measurement::counted(Unit::Count, passed.iter().sum(), n).segment("reshares"),
        latency,
    ];
    let over = |row: Measurement| row.basis("links").over(Some((start, start + 6)));
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}

/// Who shared the link of a line: members and the operator's own accounts, across groups.
fn sharer(group: &Group, line: u32) -> Option<&str> {
    let said = group.timeline.lines.get(line as usize)?;
    let counts = matches!(said.class, Class::Eligible | Class::Operator);
    counts.then(|| group.people.get(said.person as usize).map(|person| person.key.as_str())).flatten()
}
