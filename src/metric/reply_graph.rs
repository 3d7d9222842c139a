//! 回复网络: who answers whom, how often it is mutual, and how many messages are answered at all.

use std::collections::BTreeSet;

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Table, count};
use crate::calendar::HOUR_MS;
use crate::dataset::{PersonIx, Reply};
use crate::unit::{Text, Unit};

/// Time a message has to be answered, ms.
const FOLLOW_UP_MS: i64 = 24 * HOUR_MS;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "reply_graph",
    name: Text { zh: "回复网络互惠率", en: "Reply reciprocity" },
    family: Family::Structure,
    doc: Text {
        zh: "全部完整日里，谁回复过谁：引用回复，或 @ 某人且其 24 小时内发过言（取最近一条）。互惠率＝对方也回复过自己的有向边占比。自我回复、@所有人、机器人不算；同名或认不出的 @ 只计数（unresolved_mentions）。紧接着发言不算回复。",
        en: "In all complete days, who answered whom: by quoting, or by mentioning somebody who wrote within the 24 hours before (their latest message). Reciprocity is the share of directed edges that are returned. Answers to oneself, mentions of everybody and bots do not count; mentions of unknown or shared names are only counted (unresolved_mentions). Speaking next is no answer.",
    },
    formula: "edges (u, v) with (v, u) an edge too / edges",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("reply_rate", "messages answered within 24 h, over messages at least 24 h old"),
        ("edges", "distinct directed pairs of people"),
        ("isolates", "people who spoke, answered nobody and were answered by nobody"),
        ("components", "groups of people connected by answers"),
        ("unresolved_mentions", "mentions of nobody known, or of a name two people bear"),
    ],
    source: "S13, S53",
    advice: "advice.activity.dialogue",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let lines = &group.timeline.lines;
    let complete = |line: u32| lines.get(line as usize).is_some_and(|line| group.days.contains(line.day));
    let replies: Vec<&Reply> = group.replies().iter().filter(|reply| complete(reply.line)).collect();
    let edges: BTreeSet<(PersonIx, PersonIx)> = replies.iter().map(|reply| (reply.from, reply.to)).collect();
    let mutual = edges.iter().filter(|(from, to)| edges.contains(&(*to, *from))).count() as u64;
    let end = group.calendar.clone().start(context.settings.as_of + 1);
    let old = |line: u32| lines.get(line as usize).is_some_and(|line| line.ts <= end - FOLLOW_UP_MS);
    let followed =
        lines.iter().filter(|line| line.eligible() && group.days.contains(line.day) && line.ts <= end - FOLLOW_UP_MS);
    let followed = followed.count() as u64;
    let answered: BTreeSet<u32> = replies
        .iter()
        .filter(|reply| reply.after <= FOLLOW_UP_MS && old(reply.target) && complete(reply.target))
        .map(|reply| reply.target)
        .collect();
    let speakers: BTreeSet<PersonIx> =
        group.member_days.iter().filter(|row| group.days.contains(row.day)).map(|row| row.person).collect();
    let known = speakers.len() as u64;
    let connected: BTreeSet<PersonIx> = edges.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let rows = vec![
        Measurement::ratio(mutual, edges.len() as u64).info(),
        Measurement::ratio(answered.len() as u64, followed).info().segment("reply_rate"),
        Measurement::counted(Unit::Count, edges.len() as u64, known).segment("edges"),
        Measurement::counted(Unit::Persons, speakers.difference(&connected).count() as u64, known).segment("isolates"),
        Measurement::counted(Unit::Count, components(&edges), known).segment("components"),
        Measurement::counted(Unit::Count, group.timeline.unresolved_mentions, known).segment("unresolved_mentions"),
    ];
    let degraded = |mut row: Measurement| {
        if group.blind.replies {
            row.degraded.push("no_replies_in_export");
        }
        row.basis("speakers").over(group.days.span())
    };
    Outcome { rows: rows.into_iter().map(degraded).collect(), tables: [("edges", weights(&replies))].into() }
}

/// How many groups of people the edges connect, direction aside.
fn components(edges: &BTreeSet<(PersonIx, PersonIx)>) -> u64 {
    let mut parent: std::collections::BTreeMap<PersonIx, PersonIx> =
        edges.iter().flat_map(|(from, to)| [(*from, *from), (*to, *to)]).collect();
    for (from, to) in edges {
        let (a, b) = (root(&parent, *from), root(&parent, *to));
        parent.insert(a.max(b), a.min(b));
    }
    parent.iter().filter(|(person, above)| person == above).count() as u64
}

fn root(parent: &std::collections::BTreeMap<PersonIx, PersonIx>, mut person: PersonIx) -> PersonIx {
    while let Some(above) = parent.get(&person).filter(|above| **above != person) {
        person = *above;
    }
    person
}

/// Answers by pair of people (indexes), for the network chart.
fn weights(replies: &[&Reply]) -> Table {
    let mut weights: std::collections::BTreeMap<(PersonIx, PersonIx), u64> = std::collections::BTreeMap::new();
    for reply in replies {
        *weights.entry((reply.from, reply.to)).or_default() += 1;
    }
    let row = |((from, to), n): ((PersonIx, PersonIx), u64)| {
        vec![Cell::Number(f64::from(from)), Cell::Number(f64::from(to)), Cell::Number(count(n))]
    };
    Table { columns: &["from", "to", "replies"], rows: weights.into_iter().map(row).collect() }
}
