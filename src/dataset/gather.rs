//! Rows of every input → drafts: times, events, membership, and the coded rows the rollups count.
//! Which message counts is decided here, once.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::calendar::{Calendar, Day};
use crate::frame::{EventKind, MessageColumns, MessageKind};
use crate::rollup::{Class, Line, NO_LINE, Post, Rows};

use super::build::Source;
use super::coverage::Window;
use super::draft::{Draft, code, see};
use super::group::{Person, PersonIx, Stint};
use super::join::{Codes, Kept};
use super::lines::Lines;
use super::links::{Posts, Short, canonical_links};
use super::stints::{Move, merge, union};

pub(super) fn gather_times(sources: &[Source<'_>], codes: &Codes, kept: &Kept, drafts: &mut [Draft]) {
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.messages;
        for row in (0..columns.len()).filter(|row| kept.messages[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            draft.times.push(columns.ts[row]);
            draft.messages += 1;
        }
        let columns = &source.frames.events;
        for row in (0..columns.ts.len()).filter(|row| kept.events[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            draft.times.push(columns.ts[row]);
            draft.events += 1;
        }
        for group in &codes.group_of[input] {
            let reading = &mut drafts[*group as usize].reading;
            reading.read += source.frames.read;
            reading.rejected += source.frames.rejected;
            reading.duplicate += kept.duplicate[input];
        }
    }
    for draft in drafts {
        if !draft.times.is_sorted() {
            draft.times.sort_unstable();
        }
    }
}

pub(super) fn gather_events(
    sources: &[Source<'_>],
    codes: &Codes,
    kept: &Kept,
    calendar: &mut Calendar,
    as_of: Day,
    drafts: &mut [Draft],
) {
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.events;
        let mut last_record = None;
        for row in (0..columns.ts.len()).filter(|row| kept.events[input][*row]) {
            let draft = &mut drafts[codes.group_of[input][columns.group[row] as usize] as usize];
            let (ts, kind) = (columns.ts[row], EventKind::from_code(columns.kind[row]));
            let day = calendar.day(ts);
            let recall = kind == EventKind::Recall;
            if last_record != Some(columns.record[row]) {
                last_record = Some(columns.record[row]);
                let sum = draft.system.entry(day).or_default();
                sum.recalled += u64::from(recall);
                sum.system += u64::from(!recall);
            }
            let who = |account| draft.people.of_account.get(&codes.account(input, account)).copied();
            let (actor, subject) = (who(columns.actor[row]), who(columns.subject[row]));
            if recall && day <= as_of {
                draft.presence.extend(actor.map(|actor| (actor, day)));
            }
            for seen in [actor, subject].into_iter().flatten() {
                see(draft, seen, ts);
            }
            let Some(subject) = subject else { continue };
            let account = codes.account(input, columns.subject[row]);
            let step = |draft: &mut Draft, step: Move| {
                if let Some(slot) = draft.people.slot(account) {
                    draft.moves.entry(slot).or_default().push(step);
                }
            };
            match kind {
                EventKind::Join => step(draft, Move::Join(ts)),
                EventKind::Leave => step(draft, Move::Leave(ts)),
                EventKind::Remove => step(draft, Move::Remove(ts)),
                EventKind::Mute => draft.mutes.entry(subject).or_default().push((day, true)),
                EventKind::Unmute => draft.mutes.entry(subject).or_default().push((day, false)),
                _ => {}
            }
        }
        let reactions = &source.frames.reactions;
        for row in 0..reactions.ts.len() {
            let draft = &mut drafts[codes.group_of[input][reactions.group[row] as usize] as usize];
            let day = calendar.day(reactions.ts[row]);
            if let Some(person) = draft.people.of_account.get(&codes.account(input, reactions.actor[row]))
                && day <= as_of
            {
                draft.presence.insert((*person, day));
                let person = *person;
                see(draft, person, reactions.ts[row]);
            }
        }
    }
}

/// Settles who was a member when: first and last messages, then every account's stays, then the
/// union of a person's accounts.
pub(super) fn settle(sources: &[Source<'_>], codes: &Codes, kept: &Kept, drafts: &mut [Draft]) {
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.messages;
        let mut last = (u32::MAX, u32::MAX, PersonIx::MAX);
        for row in (0..columns.len()).filter(|row| kept.messages[input][*row]) {
            let (local, account, ts) = (columns.group[row], columns.account[row], columns.ts[row]);
            let draft = &mut drafts[codes.group_of[input][local as usize] as usize];
            if (last.0, last.1) != (local, account) {
                let person = draft.people.of_account.get(&codes.account(input, account)).copied();
                last = (local, account, person.unwrap_or(PersonIx::MAX));
            }
            if last.2 != PersonIx::MAX {
                draft.spoke.entry(last.2).and_modify(|(a, b)| (*a, *b) = (ts.min(*a), ts.max(*b))).or_insert((ts, ts));
            }
        }
    }
    for draft in drafts {
        for (person, (first, _)) in draft.spoke.clone() {
            see(draft, person, first);
        }
        let mut stays: BTreeMap<PersonIx, Vec<Vec<Stint>>> = BTreeMap::new();
        let mut accounts = std::mem::take(&mut draft.people.stays);
        for slot in draft.moves.keys() {
            accounts.entry(slot.clone()).or_default();
        }
        for (slot, stints) in &accounts {
            let moves = draft.moves.remove(slot).unwrap_or_default();
            stays.entry(slot.0).or_default().push(merge(stints.clone(), moves, draft.spoke.get(&slot.0).copied()));
        }
        for (person, accounts) in stays {
            draft.people.people[person as usize].stints = union(accounts);
        }
        draft.people.stays = accounts;
        (draft.accounts, draft.account_persons) = (draft.people.mapped_accounts(), draft.people.humans());
    }
}

pub(super) fn gather_messages(
    sources: &[Source<'_>],
    codes: &Codes,
    kept: &Kept,
    window: &Window,
    as_of: Day,
    calendar: &mut Calendar,
    drafts: &mut [Draft],
) -> (Rows, Vec<Post>, Lines) {
    let mut rows = Rows::default();
    let mut lines = Lines::new(drafts.len());
    let mut posts = Posts::default();
    let mut inputs = Vec::new();
    let short = Short::of(sources);
    for (input, source) in sources.iter().enumerate() {
        let columns = &source.frames.messages;
        // An account export holds thousands of groups: only who is seen in a group is looked up there.
        let seen = source.frames.members.iter().filter_map(|(local, account)| {
            let of_account = &drafts[codes.group_of[input][*local as usize] as usize].people.of_account;
            Some(((*local, *account), *of_account.get(&codes.account(input, *account))?))
        });
        let persons: FxHashMap<(u32, u32), PersonIx> = seen.collect();
        let mut eligible = vec![false; columns.len()];
        lines.input(columns.len());
        for row in (0..columns.len()).filter(|row| kept.messages[input][*row]) {
            let at = codes.group_of[input][columns.group[row] as usize] as usize;
            let draft = &mut drafts[at];
            let (day, hour) = calendar.day_hour(columns.ts[row]);
            draft.waking += u64::from(!(1..7).contains(&hour));
            let who = (columns.group[row], columns.account[row]);
            let person = persons.get(&who).copied().unwrap_or(PersonIx::MAX);
            let class =
                classify(draft, person, MessageKind::from_code(columns.kind[row]), (columns.ts[row], day), calendar);
            if day > as_of || window.from.is_some_and(|from| day < from) {
                continue;
            }
            if class == Class::Recalled {
                draft.presence.insert((person, day));
            }
            eligible[row] = class == Class::Eligible;
            let line = Line {
                ts: columns.ts[row],
                features: columns.features[row],
                id: columns.msg_id[row],
                person,
                reply: NO_LINE,
                day,
                kind: MessageKind::from_code(columns.kind[row]),
                class,
            };
            lines.push(row, at, line);
            rows.group.push(code(at));
            rows.person.push(person);
            rows.day.push(day);
            rows.hour.push(hour);
            rows.class.push(class as u8);
        }
        let speaker = Speaker { groups: &codes.group_of[input], persons, eligible };
        let links = canonical_links(source.frames, &short);
        posts.add(source.frames, &links, |row| speaker.of(columns, row));
        lines.links(links);
        inputs.push(speaker);
    }
    for ((input, source), speaker) in sources.iter().enumerate().zip(&inputs) {
        let speaker = |row| speaker.of(&source.frames.messages, row);
        posts.answer(source.frames, speaker, |account| codes.account(input, account), drafts);
    }
    (rows, posts.finish(), lines)
}

/// Who speaks in the rows of an input that count.
struct Speaker<'a> {
    /// Local group → group of the run.
    groups: &'a [u32],
    /// Local group and account → person.
    persons: FxHashMap<(u32, u32), PersonIx>,
    eligible: Vec<bool>,
}

impl Speaker<'_> {
    fn of(&self, columns: &MessageColumns, row: usize) -> Option<(usize, PersonIx)> {
        self.eligible.get(row).filter(|eligible| **eligible)?;
        let (local, account) = (columns.group[row], columns.account[row]);
        Some((*self.groups.get(local as usize)? as usize, *self.persons.get(&(local, account))?))
    }
}

fn classify(
    draft: &Draft,
    person: PersonIx,
    kind: MessageKind,
    (ts, day): (i64, Day),
    calendar: &mut Calendar,
) -> Class {
    let Some(known) = draft.people.people.get(person as usize) else { return Class::System };
    if kind == MessageKind::Recalled {
        Class::Recalled
    } else if known.bot {
        Class::Bot
    } else if known.operator {
        Class::Operator
    } else if draft.created.is_some_and(|created| day < created)
        || (known.on_roster && !known.present_at(ts) && !present_on(known, day, calendar))
    {
        Class::OutOfTenure
    } else {
        Class::Eligible
    }
}

/// Present on any part of a day, the day of leaving included: rosters often tell dates, not times.
fn present_on(person: &Person, day: Day, calendar: &mut Calendar) -> bool {
    person.present_during(calendar.start(day) - 1, calendar.start(day + 1))
}
