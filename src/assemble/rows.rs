//! The rows of one group that are many: a person, a link, an earning, a lead. In: the group with its lines. Out: rows
//! of the report, people named or hidden.

use std::collections::BTreeMap;

use super::{Label, conduct};
use crate::charter::Settings;
use crate::dataset::{Basis, Group, Layer, Layered, Person, PersonIx, Role, Silent, speech};
use crate::pipeline::{Detail, Names};
use crate::report::{EarningReport, HitReport, LinkReport, MemberReport, PlaceReport};

/// Rows of one group that are many: a person, a link, an earning.
#[derive(Debug, Default)]
pub struct Rows {
    pub(super) members: Vec<MemberReport>,
    pub(super) links: Vec<LinkReport>,
    pub(super) earnings: Vec<EarningReport>,
    pub(super) places: Vec<PlaceReport>,
    pub(super) hits: Vec<HitReport>,
}

/// The rows of a group, while its lines are there.
#[must_use]
pub fn rows(group: &Group, settings: &Settings, names: &Names, detail: Detail) -> Rows {
    let label = Label(names);
    let mut rows =
        Rows { members: member_rows(group, settings, &label), links: link_rows(group, &label), ..Rows::default() };
    match detail {
        Detail::None => {}
        Detail::Points => {
            rows.earnings = conduct::earnings(group, settings, &label);
            rows.places = conduct::places(group, settings, &label);
        }
        Detail::Rules => rows.hits = conduct::hits(group, settings, &label),
    }
    rows
}

fn member_rows(group: &Group, settings: &Settings, label: &Label<'_>) -> Vec<MemberReport> {
    let as_of = settings.as_of;
    let mut calendar = group.calendar.clone();
    let end = calendar.start(as_of + 1) - 1;
    let layers: BTreeMap<PersonIx, Layered> = group.layers(as_of).into_iter().map(|row| (row.person, row)).collect();
    let silences: BTreeMap<PersonIx, Silent> = group.silences(as_of).into_iter().map(|row| (row.person, row)).collect();
    let last = group.last_interaction(as_of);
    let mut messages = vec![0_u64; group.people.len()];
    for row in group.member_days.iter().filter(|row| group.days.contains(row.day)) {
        messages[row.person as usize] += u64::from(row.messages);
    }
    let mut points = vec![0_u64; group.people.len()];
    for row in group.points(settings) {
        points[row.person as usize] += row.delta;
    }
    let mut breaches = vec![0_u64; group.people.len()];
    for day in group.days.iter().filter(|day| speech::evaluable(group, *day)) {
        speech::over_cap(group, day).for_each(|person| breaches[person as usize] += 1);
    }
    let total: u64 = messages.iter().sum();
    let mut rows: Vec<MemberReport> = group
        .people
        .iter()
        .zip(0..)
        .map(|(person, ix): (&Person, PersonIx)| {
            let at = ix as usize;
            let silent = silences.get(&ix);
            let layered = layers.get(&ix);
            let left = person.stints.iter().filter_map(|stint| stint.to).max().filter(|_| !person.present_at(end));
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            let share = (total > 0 && person.countable()).then(|| messages[at] as f64 / total as f64);
            MemberReport {
                group: group.id.clone(),
                account: label.of(person, &person.account),
                name: label.of(person, &person.name),
                layer: layered.map_or("", |row: &Layered| Layer::name(row.layer)),
                role: role(person),
                joined: person.joined_before(end).map(|ts| calendar.day(ts)),
                left: left.map(|ts| calendar.day(ts)),
                last_interaction: last[at],
                silent_days: silent.map(|row| row.days),
                lower_bound: silent.is_some_and(|row| row.lower_bound),
                state: state(person, silent, end),
                messages: Some(messages[at]),
                points: person.countable().then_some(points[at]),
                active_days: Some(layered.map_or(0, |row| row.active_days)),
                speech_share: share,
                breaches: Some(breaches[at]),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.messages.cmp(&a.messages).then_with(|| a.account.cmp(&b.account)));
    rows
}

fn role(person: &Person) -> String {
    let word = match person.role {
        _ if person.bot => "bot",
        _ if person.operator => "operator",
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::Core => "core",
        Role::Member => "member",
    };
    word.to_owned()
}

fn state(person: &Person, silent: Option<&Silent>, end: i64) -> &'static str {
    if person.bot {
        "bot"
    } else if person.operator {
        "operator"
    } else if !person.present_at(end) {
        "left"
    } else {
        silent.map_or("not_on_roster", |row| row.state.name())
    }
}

fn link_rows(group: &Group, label: &Label<'_>) -> Vec<LinkReport> {
    let row = |share: &crate::dataset::Share| {
        let reach = (group.basis != Basis::Speakers).then_some(share.reach);
        let visitors = (share.logged && 2 * share.nameless <= share.clicks).then_some(share.visitors);
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let ctr =
            reach.filter(|reach| *reach > 0).zip(visitors).map(|(reach, visitors)| visitors as f64 / reach as f64);
        let sharer = group.person(share.sharer);
        LinkReport {
            group: group.id.clone(),
            url: share.url.clone(),
            first_share: group.calendar.rfc3339(share.ts),
            day: share.day,
            sharer: label.of(sharer, &sharer.name),
            reach,
            clicks: share.logged.then_some(share.clicks),
            total_clicks: share.total_clicks,
            unique_clickers: visitors,
            ctr,
            reshares: u64::from(share.reshares),
            partial: share.open,
        }
    };
    group.shares.iter().map(row).collect()
}
