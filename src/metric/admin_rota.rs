//! 管理员轮值: whether a large group has three admins who are really there.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::calendar::{Day, HOUR_MS};
use crate::dataset::{Ask, Basis, Group, PersonIx};
use crate::service_time::ServiceTime;
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
        ("coverage", "service hours with a message of an admin or without an open question, over service hours"),
        ("top_admin_share", "questions answered by the admin who answered most, over questions admins answered"),
        ("size", "members of the group, or of its federation"),
    ],
    source: "S16",
    advice: "advice.service.rota",
    compute: Compute::Group(compute),
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
    let mut spoke: BTreeMap<PersonIx, BTreeSet<Day>> = BTreeMap::new();
    let (first, last) = period.unwrap_or((0, -1));
    for (_, line) in group.timeline.on_days(first, last) {
        if line.eligible() && days.contains(&line.day) && admins.contains(&line.person) {
            spoke.entry(line.person).or_default().insert(line.day);
        }
    }
    let effective = spoke.values().filter(|on| 2 * on.len() >= days.len()).count() as u64;
    let (covered, hours) = coverage(context, &service, &days, &admins);
    let (most, replies) = replies(context, &days);
    let persons = |value: u64| Measurement::counted(Unit::Persons, value, size);
    let rows = vec![
        persons(effective).standing(Standing::Judge),
        persons(admins.len() as u64).standing(Standing::Judge).segment("configured"),
        Measurement::ratio(covered, hours).info().segment("coverage"),
        Measurement::ratio(most, replies).info().segment("top_admin_share"),
        persons(size).segment("size"),
    ];
    let over = |row: Measurement| Measurement { denominator: row.denominator.or(Some(count(size))), ..row };
    let rows = rows.into_iter().map(|row| over(row).basis("admins").over(period)).collect();
    Outcome { rows, ..Outcome::default() }
}

/// Clock hours of service in which an admin wrote or no question stood open, and all of them.
fn coverage(context: &Context<'_>, service: &ServiceTime, days: &BTreeSet<Day>, admins: &[PersonIx]) -> (u64, u64) {
    let group = context.group;
    let mut calendar = group.calendar.clone();
    let mut zone = calendar.zone().clone();
    let end = calendar.start(context.settings.as_of + 1);
    let (mut covered, mut hours) = (0, 0);
    for day in days {
        for (from_min, to_min) in service.spans(*day) {
            for minute in (from_min..to_min).step_by(60) {
                let clock = |minute: u16| i64::from(*day) * 24 * HOUR_MS + i64::from(minute) * HOUR_MS / 60;
                let (open, close) = (zone.to_utc(clock(minute)), zone.to_utc(clock((minute + 60).min(to_min))));
                let admin = |person: u32| admins.contains(&person);
                let wrote = group.timeline.between(open, close).any(|(_, line)| line.eligible() && admin(line.person));
                let waiting = |ask: &Ask| {
                    ask.ts < close && ask.admin.map_or(end.min(ask.ts + 24 * HOUR_MS), |(ts, _)| ts) >= open
                };
                hours += 1;
                covered += u64::from(wrote || !group.asks(context.settings).iter().any(waiting));
            }
        }
    }
    (covered, hours)
}

/// Questions of the days that admins answered: the most of one admin, and all.
fn replies(context: &Context<'_>, days: &BTreeSet<Day>) -> (u64, u64) {
    let lines = &context.group.timeline.lines;
    let asked = |ask: &&Ask| lines.get(ask.line as usize).is_some_and(|line| days.contains(&line.day));
    let mut by: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for (_, admin) in context.group.asks(context.settings).iter().filter(asked).filter_map(|ask| ask.admin) {
        *by.entry(admin).or_default() += 1;
    }
    (by.values().copied().max().unwrap_or(0), by.values().sum())
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
    // A group of unknown size leaves the sum a lower bound, which is enough to pass the gate.
    let known: Vec<u64> = family.filter_map(|group| of(group)).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}
