//! Builds the groups of a run: joins inputs, drops duplicates, unifies people, hands coded rows to
//! the rollups, and puts each group together.

use std::sync::Arc;

use crate::calendar::{Calendar, Day};
use crate::charter::Charter;
use crate::error::Result;
use crate::frame::Frames;
use crate::report::Excluded;
use crate::rollup::{Class, add_totals, articles, count_rows, shares};
use crate::side::Side;

use super::coverage::{Window, complete_days, coverage, records};
use super::draft::{Named, code, draft, roles};
use super::files::file_shares;
use super::gather::{gather_events, gather_messages, gather_times, settle};
use super::group::{Basis, Blind, Flow, FlowKind, Group, Reading};
use super::join::{Codes, Kept, dedup};
use super::links::{Reach, gather_clicks, gather_totals};
use super::papers::papers;

/// One input with what is known of it besides its frames.
pub struct Source<'a> {
    /// The frames.
    pub frames: &'a Frames,
    /// What its format cannot show.
    pub blind: Blind,
    /// Side files in force for it: those of its folder and above, and those given by hand.
    pub side: &'a Side,
}

/// What [`build`] gives.
pub struct Built {
    /// Groups by id.
    pub groups: Vec<Group>,
    /// Which rows of each input were kept.
    pub kept: Kept,
    /// Last local day judged.
    pub as_of: Day,
    /// People the charter gives roles to.
    pub named: Named,
}

/// What is asked of all groups of a run alike.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The charter.
    pub charter: &'a Charter,
    /// Keywords the texts were scanned for, as [`super::keywords`] gives them.
    pub keywords: &'a [String],
    /// Days asked for.
    pub window: &'a Window,
    /// Last local day judged: the window's, else [`super::last_day`] of the whole run.
    pub as_of: Day,
}

/// Builds the groups of `sources`, which must hold every export of each.
///
/// # Errors
/// [`crate::error::Error::Frame`] when a rollup fails: a defect, never the input's.
pub fn build(sources: &[Source<'_>], terms: Terms<'_>, calendar: &mut Calendar) -> Result<Built> {
    let Terms { charter, keywords, window, as_of } = terms;
    let frames: Vec<&Frames> = sources.iter().map(|source| source.frames).collect();
    let codes = Codes::join(&frames);
    let kept = dedup(&frames, &codes);
    let mut drafts = draft(sources, &codes, charter);
    gather_times(sources, &codes, &kept, &mut drafts);
    let end = calendar.start(as_of + 1);
    let named = roles(sources, &codes, end - 1, &mut drafts);
    gather_events(sources, &codes, &kept, calendar, as_of, &mut drafts);
    settle(sources, &codes, &kept, &mut drafts);
    let (rows, posts, lines) = gather_messages(sources, &codes, &kept, window, as_of, calendar, &mut drafts);
    let clicks = gather_clicks(sources, &codes, &posts, calendar, as_of, &mut drafts);
    let counts = count_rows(rows, drafts.len())?;
    let timelines = lines.finish(sources, &codes, &kept, calendar, as_of, &drafts);
    let mut shared = shares(&posts, &clicks, &Reach(&drafts), calendar, end);
    add_totals(&mut shared, &gather_totals(sources, &codes), as_of);
    let files = file_shares(sources, &timelines, &drafts, calendar, end);
    let written = articles(&posts, &shared, calendar);
    let mut groups: Vec<Group> = Vec::new();
    for (at, ((draft, counts), timeline)) in drafts.into_iter().zip(counts).zip(timelines).enumerate() {
        let info = &codes.groups[at];
        let holders: Vec<&Source<'_>> = sources
            .iter()
            .zip(&codes.group_of)
            .filter(|(_, of)| of.contains(&code(at)))
            .map(|(source, _)| source)
            .collect();
        let papers = papers(&holders, keywords, (&info.id, &info.name), &draft, calendar);
        let (Some(covered), Some(records)) = (coverage(&draft.times, window, calendar), records(&draft.times, window))
        else {
            continue;
        };
        let (days, gaps) = complete_days(&draft.times, covered, (draft.created, draft.closed), as_of, window, calendar);
        let mut excluded = draft.system;
        for (day, class, count) in &counts.left_out {
            add(excluded.entry(*day).or_default(), *class, u64::from(*count));
        }
        let mut people = draft.people.people;
        for (ix, marks) in draft.mutes {
            people[ix as usize].muted = mute_spans(&marks, as_of);
        }
        let flow = flows(&people, covered, calendar);
        groups.push(Group {
            id: info.id.clone(),
            name: info.name.clone(),
            platform: info.platform.clone(),
            messages: draft.messages,
            events: draft.events,
            coverage: covered,
            records,
            charter: draft.charter,
            created: draft.created,
            days,
            gaps,
            people,
            basis: match (draft.has_roster, draft.declared) {
                (true, _) => Basis::Roster,
                (false, Some(size)) => Basis::Declared(size),
                (false, None) => Basis::Speakers,
            },
            member_days: counts.member_days,
            day_hours: counts.day_hours,
            day_messages: timeline
                .lines
                .chunk_by(|a, b| a.day == b.day)
                .map(|day| (day[0].day, day.len() as u64))
                .collect(),
            excluded: excluded.into_iter().collect(),
            presence: draft.presence.into_iter().collect(),
            flow,
            shares: shared.iter().filter(|share| share.group == at).cloned().collect(),
            timeline: Arc::new(timeline),
            papers,
            has_downloads: draft.has_downloads,
            file_shares: files.iter().filter(|share| share.group == at).cloned().collect(),
            derived: Arc::default(),
            meta: draft.meta,
            articles: written.iter().filter(|article| article.group == at).copied().collect(),
            has_clicks: draft.has_clicks,
            blind: draft.blind,
            accounts: draft.accounts,
            account_persons: draft.account_persons,
            has_identities: draft.has_identities,
            inputs: (0..sources.len()).filter(|input| codes.group_of[*input].contains(&code(at))).collect(),
            reading: Reading { waking: draft.waking, messages: draft.messages, ..draft.reading },
            calendar: calendar.clone(),
        });
    }
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Built { groups, kept, as_of, named })
}

fn flows(people: &[super::group::Person], covered: (i64, i64), calendar: &mut Calendar) -> Vec<Flow> {
    let mut flow = Vec::new();
    for (person, ix) in people.iter().zip(0..).filter(|(person, _)| person.countable()) {
        for stint in &person.stints {
            let left = stint.to.map(|to| calendar.day(to));
            if let Some(from) = stint.from.filter(|from| covered.0 <= *from && *from <= covered.1) {
                flow.push(Flow { person: ix, day: calendar.day(from), kind: FlowKind::Join(left) });
            }
            if let (Some(to), Some(day)) = (stint.to, left)
                && covered.0 <= to
                && to <= covered.1
            {
                let kind = if stint.removed { FlowKind::Remove } else { FlowKind::Leave };
                flow.push(Flow { person: ix, day, kind });
            }
        }
    }
    flow.sort_by_key(|flow| (flow.day, flow.kind, flow.person));
    flow
}

/// Whole days between a mute and its end.
fn mute_spans(marks: &[(Day, bool)], as_of: Day) -> Vec<(Day, Day)> {
    let mut spans = Vec::new();
    let mut since = None;
    for (day, muted) in marks {
        match (muted, since) {
            (true, None) => since = Some(*day),
            (false, Some(start)) => {
                spans.push((start, *day));
                since = None;
            }
            _ => {}
        }
    }
    spans.extend(since.map(|start| (start, as_of)));
    spans
}

fn add(sum: &mut Excluded, class: u8, count: u64) {
    let field = match class {
        class if class == Class::Bot as u8 => &mut sum.bot,
        class if class == Class::Operator as u8 => &mut sum.operator,
        class if class == Class::Recalled as u8 => &mut sum.recalled,
        class if class == Class::OutOfTenure as u8 => &mut sum.out_of_tenure,
        _ => &mut sum.system,
    };
    *field += count;
}
