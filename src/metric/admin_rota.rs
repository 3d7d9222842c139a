//! 管理员轮值: whether a large group has three admins who are really there.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Bound, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::calendar::Day;
use crate::dataset::{Basis, Class, Group, PersonIx};
use crate::unit::{Text, Unit};

/// Size above which the rule holds, and days it looks back on.
const SIZE: u64 = 500;
const DAYS: usize = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "admin_rota",
    name: Text { zh: "有效轮值管理员", en: "Admins on duty" },
    family: Family::Service,
    doc: Text {
        zh: "成员超过 500 人（恰好 500 不算；同一联盟的群合计）时，近 7 个完整日中有服务的日子里至少一半发过言的管理员人数。设置的（configured，含群主）与有效的都要不少于 3。只看不说的值守看不见，是下限。",
        en: "In groups above 500 members (exactly 500 is not; groups of a federation are summed): admins who wrote on at least half of those of the last seven complete days that have service hours. Both those named (configured, the owner among them) and those effective must be three or more. Watching without a word cannot be seen: a lower bound.",
    },
    formula: "admins with an eligible message on >= 50 % of the service days",
    needs: &["admins", "roster or declared_size"],
    unit: Unit::Persons,
    thresholds: &[
        Threshold { segment: None, breach: Some(Bound::Below(3.0)), watch: None, n_min: 0, source: "S16" },
        Threshold {
            segment: Some("configured"),
            breach: Some(Bound::Below(3.0)),
            watch: None,
            n_min: 0,
            source: "S16",
        },
    ],
    segments: &[
        ("configured", "owner and admins"),
        ("coverage", "service days on which an admin wrote, over service days"),
        ("max_share", "admins' messages by the one who wrote most, over admins' messages"),
        ("size", "members of the group, or of its federation"),
    ],
    source: "S16",
    advice: "advice.service.rota",
    compute,
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let service = group.service_time(context.settings);
    let days: BTreeSet<Day> = group.days.last(DAYS).into_iter().filter(|day| service.serves(*day)).collect();
    let period = days.first().copied().zip(days.last().copied());
    let size = size(context);
    let why = match size {
        None => Some("size_unknown"),
        Some(size) if size <= SIZE => Some("small_group"),
        Some(_) => days.is_empty().then_some("no_service_days"),
    };
    if let Some(why) = why {
        let row = Measurement::new(Unit::Persons).standing(Standing::NotApplicable).degraded(why).over(period);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let size = size.unwrap_or(0);
    let admins: Vec<PersonIx> =
        (0..).zip(&group.people).filter(|(_, person)| person.admin() && !person.bot).map(|(ix, _)| ix).collect();
    let mut spoke: BTreeMap<PersonIx, (BTreeSet<Day>, u64)> = BTreeMap::new();
    let (first, last) = period.unwrap_or((0, -1));
    for (_, line) in group.timeline.on_days(first, last) {
        let counts = matches!(line.class, Class::Eligible | Class::Operator) && days.contains(&line.day);
        if counts && admins.contains(&line.person) {
            let of = spoke.entry(line.person).or_default();
            of.0.insert(line.day);
            of.1 += 1;
        }
    }
    let effective = spoke.values().filter(|(on, _)| 2 * on.len() >= days.len()).count() as u64;
    let covered: BTreeSet<Day> = spoke.values().flat_map(|(on, _)| on.iter().copied()).collect();
    let messages: u64 = spoke.values().map(|(_, n)| n).sum();
    let most = spoke.values().map(|(_, n)| *n).max().unwrap_or(0);
    let persons = |value: u64| Measurement::counted(Unit::Persons, value, size);
    let rows = vec![
        persons(effective).standing(Standing::Judge),
        persons(admins.len() as u64).standing(Standing::Judge).segment("configured"),
        Measurement::ratio(covered.len() as u64, days.len() as u64).info().segment("coverage"),
        Measurement::ratio(most, messages).info().segment("max_share"),
        persons(size).segment("size"),
    ];
    let over = |row: Measurement| Measurement { denominator: row.denominator.or(Some(count(size))), ..row };
    let rows = rows.into_iter().map(|row| over(row).basis("admins").over(period)).collect();
    Outcome { rows, ..Outcome::default() }
}

/// Members at as-of, or of every group of the same federation together.
fn size(context: &Context<'_>) -> Option<u64> {
    let of = |group: &Group| match group.basis {
        Basis::Roster => Some(group.members_at(context.settings.as_of).count() as u64),
        Basis::Declared(size) => Some(size),
        Basis::Speakers => None,
    };
    let Some(federation) = context.group.meta.federation.as_deref() else { return of(context.group) };
    let family = context.groups.iter().filter(|group| group.meta.federation.as_deref() == Some(federation));
    family.map(|group| of(group)).sum()
}
