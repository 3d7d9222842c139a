//! 参与不平等: how unevenly the talking is shared (Gini, Lorenz).

use std::collections::BTreeMap;

use super::spec::{Cell, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Table, count};
use crate::dataset::{Basis, PersonIx};
use crate::stats;
use crate::unit::{Text, Unit};

/// Points of a Lorenz curve kept for drawing.
const POINTS: usize = 200;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "participation_gini",
    name: Text { zh: "参与不平等（基尼）", en: "Participation inequality (Gini)" },
    family: Family::Structure,
    doc: Text {
        zh: "全部完整日里各发言者消息数的基尼系数：0 为人人相等，1 为一人独占。含沉默成员的花名册口径另列，两者不可互比。文献没有给出「最佳值」，不设线；花名册口径超过 0.95 且一人占三成以上时提示关注。",
        en: "Gini coefficient of messages per speaker over every complete day: 0 is equal, 1 is one voice. The roster basis, silent members included, stands apart; the two do not compare. No optimum is known and no bound applies; a roster Gini above 0.95 with one person above 30 % is worth watching.",
    },
    formula: "2 Σ i·x_(i) / (n Σ x) − (n+1)/n over speakers' message counts",
    needs: &[],
    unit: Unit::Index,
    thresholds: &[],
    segments: &[
        ("roster", "over members at as-of, zeros included"),
        ("top1_share", "share of messages by the most active person"),
        ("top10_share", "share of messages by the ten most active people"),
    ],
    source: "S11",
    advice: "advice.layers.broaden",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let mut messages: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for row in group.member_days.iter().filter(|row| group.days.contains(row.day)) {
        *messages.entry(row.person).or_default() += u64::from(row.messages);
    }
    let mut speakers: Vec<u64> = messages.values().copied().collect();
    speakers.sort_unstable_by(|a, b| b.cmp(a));
    let total: u64 = speakers.iter().sum();
    let members: Option<Vec<u64>> = (group.basis == Basis::Roster)
        .then(|| group.members_at(context.settings.as_of).map(|ix| messages.get(&ix).copied().unwrap_or(0)).collect());
    let top = |n: usize| {
        let mut row = Measurement::ratio(speakers.iter().take(n).sum(), total).info();
        row.n = speakers.len() as u64;
        row.ci = None;
        row
    };
    let top1 = top(1);
    let roster = members.as_deref().map(|counts| index(counts, "roster"));
    let mut headline = index(&speakers, "speakers");
    let uneven = roster.as_ref().and_then(|row| row.value).is_some_and(|gini| gini > 0.95);
    if uneven && top1.value.is_some_and(|share| share > 0.3) {
        headline.standing = Standing::Force(Forced::Watch);
    }
    let rows = vec![
        headline,
        roster.unwrap_or_else(|| Measurement::new(Unit::Index).basis("roster").degraded("no_roster")).segment("roster"),
        top1.segment("top1_share"),
        top(10).segment("top10_share"),
    ];
    let rows = rows.into_iter().map(|row| row.over(span)).collect();
    let mut cells = lorenz("speakers", &speakers);
    cells.extend(members.iter().flat_map(|counts| lorenz("roster", counts)));
    let table = Table { columns: &["basis", "people_share", "message_share"], rows: cells };
    Outcome { rows, tables: [("lorenz", table)].into() }
}

fn index(counts: &[u64], basis: &'static str) -> Measurement {
    let mut row = Measurement::new(Unit::Index).basis(basis);
    row.n = counts.len() as u64;
    row.value = stats::gini(counts);
    row.denominator = Some(count(counts.iter().sum()));
    row.info()
}

fn lorenz(basis: &str, counts: &[u64]) -> Vec<Vec<Cell>> {
    let points = stats::lorenz(counts);
    let step = points.len().div_ceil(POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let drawn = points.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last);
    drawn.map(|(_, (x, y))| vec![Cell::Text(basis.to_owned()), Cell::Number(x), Cell::Number(y)]).collect()
}
