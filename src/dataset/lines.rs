//! Rows of every input → the [`Timeline`] of each group: messages in time order, and what hangs on
//! them, whichever export it stands in. Mentions are resolved here, once everybody is known.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::calendar::{Calendar, Day, monday};
use crate::feature::Terms;
use crate::frame::{EventKind, NO_ID};
use crate::rollup::{Happened, Line, NO_LINE, NOBODY, Reacted, SharedFile, TermCounts, Timeline};

use super::build::Source;
use super::draft::Draft;
use super::join::{Codes, Kept};

/// Lines as they are gathered: by group, and for every row of every input its line.
#[derive(Default)]
pub(super) struct Lines {
    groups: Vec<Timeline>,
    /// Input → row → (group, line).
    of_row: Vec<Vec<(u32, u32)>>,
    /// Input → message row and canonical link.
    links: Vec<Vec<(u32, String)>>,
}

impl Lines {
    pub fn new(groups: usize) -> Self {
        Self { groups: vec![Timeline::default(); groups], of_row: Vec::new(), links: Vec::new() }
    }

    /// Begins the next input, of `rows` messages.
    pub fn input(&mut self, rows: usize) {
        self.of_row.push(vec![(NO_LINE, NO_LINE); rows]);
    }

    /// Takes the links of the current input.
    pub fn links(&mut self, links: Vec<(u32, String)>) {
        self.links.push(links);
    }

    /// Adds the line of a row of the current input.
    pub fn push(&mut self, row: usize, group: usize, line: Line) {
        let lines = &mut self.groups[group].lines;
        let at = u32::try_from(lines.len()).unwrap_or(NO_LINE);
        lines.push(line);
        if let Some(slot) = self.of_row.last_mut().and_then(|rows| rows.get_mut(row)) {
            *slot = (u32::try_from(group).unwrap_or(NO_LINE), at);
        }
    }

    /// Puts everything in order and resolves what hangs on the lines.
    pub fn finish(
        mut self,
        sources: &[Source<'_>],
        codes: &Codes,
        kept: &Kept,
        calendar: &mut Calendar,
        as_of: Day,
        drafts: &[Draft],
    ) -> Vec<Timeline> {
        self.sort();
        let by_id = self.targets(sources, codes);
        for (input, source) in sources.iter().enumerate() {
            self.replies(input, source, &by_id, codes);
            self.facts(input, source, drafts);
            self.reactions(input, source, &by_id, codes, drafts);
            self.events(input, source, (codes, kept), calendar, as_of, drafts);
        }
        self.terms(sources, as_of, drafts);
        for timeline in &mut self.groups {
            timeline.mentions.sort_unstable();
            timeline.mentions.dedup();
            timeline.marks.sort_unstable();
            timeline.links.sort_unstable();
            timeline.links.dedup();
            timeline.files.sort_by_key(|file| file.line);
            timeline.reactions.sort_unstable();
            timeline.reactions.dedup();
            timeline.events.sort_by_key(|event| event.ts);
        }
        self.groups
    }

    /// Brings the lines of every group into time order, ties as they came.
    fn sort(&mut self) {
        let mut moved: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (group, timeline) in self.groups.iter_mut().enumerate() {
            if timeline.lines.is_sorted_by_key(|line| line.ts) {
                continue;
            }
            let mut order: Vec<u32> = (0..).take(timeline.lines.len()).collect();
            order.sort_by_key(|at| timeline.lines[*at as usize].ts);
            timeline.lines = order.iter().map(|at| timeline.lines[*at as usize]).collect();
            let mut place = vec![NO_LINE; order.len()];
            for (new, old) in (0..).zip(&order) {
                place[*old as usize] = new;
            }
            moved.insert(u32::try_from(group).unwrap_or(NO_LINE), place);
        }
        if moved.is_empty() {
            return;
        }
        for (group, line) in self.of_row.iter_mut().flatten() {
            if let Some(place) = moved.get(group) {
                *line = place.get(*line as usize).copied().unwrap_or(NO_LINE);
            }
        }
    }

    /// The lines that are answered or reacted to, by group and message id. Only those: a table of every
    /// message would cost more than all answers.
    fn targets(&self, sources: &[Source<'_>], codes: &Codes) -> FxHashMap<(u32, u64), u32> {
        let mut wanted: FxHashSet<(u32, u64)> = FxHashSet::default();
        for (input, source) in sources.iter().enumerate() {
            let (messages, reactions) = (&source.frames.messages, &source.frames.reactions);
            let groups = &codes.group_of[input];
            let answered = messages.group.iter().zip(&messages.reply_to);
            for (group, target) in answered.chain(reactions.group.iter().zip(&reactions.target)) {
                if *target != NO_ID {
                    wanted.insert((groups[*group as usize], *target));
                }
            }
        }
        let mut found = FxHashMap::default();
        if wanted.is_empty() {
            return found;
        }
        for (group, timeline) in (0..).zip(&self.groups) {
            for (at, line) in (0..).zip(&timeline.lines) {
                if line.id != NO_ID && wanted.contains(&(group, line.id)) {
                    found.entry((group, line.id)).or_insert(at);
                }
            }
        }
        found
    }

    fn replies(&mut self, input: usize, source: &Source<'_>, by_id: &FxHashMap<(u32, u64), u32>, codes: &Codes) {
        let columns = &source.frames.messages;
        for (row, target) in columns.reply_to.iter().enumerate().filter(|(_, target)| **target != NO_ID) {
            let group = codes.group_of[input][columns.group[row] as usize];
            let (Some(answered), (_, line)) = (by_id.get(&(group, *target)), self.of_row[input][row]) else { continue };
            if let Some(line) = self.groups[group as usize].lines.get_mut(line as usize) {
                line.reply = *answered;
            }
        }
    }

    /// Marks, mentions, links and files of an input's messages.
    fn facts(&mut self, input: usize, source: &Source<'_>, drafts: &[Draft]) {
        let Self { groups, of_row, links } = self;
        let of = |message: u32| of_row[input].get(message as usize).copied().filter(|(_, line)| *line != NO_LINE);
        for row in &source.frames.marks {
            if let Some((group, line)) = of(row.message) {
                groups[group as usize].marks.push((line, row.mark));
            }
        }
        for row in &source.frames.mentions {
            let Some((group, line)) = of(row.message) else { continue };
            let timeline = &mut groups[group as usize];
            match drafts[group as usize].people.mentioned(&row.text) {
                Some(person) => timeline.mentions.push((line, person)),
                None => timeline.unresolved_mentions += 1,
            }
        }
        for (message, url) in links.get_mut(input).map(std::mem::take).unwrap_or_default() {
            if let Some((group, line)) = of(message) {
                groups[group as usize].links.push((line, url));
            }
        }
        for row in &source.frames.files {
            if let Some((group, line)) = of(row.message) {
                let name = row.name.as_deref().map(str::to_owned);
                groups[group as usize].files.push(SharedFile { line, name, size: row.size });
            }
        }
    }

    /// Words of the last two complete weeks. What is a member's name is no topic.
    fn terms(&mut self, sources: &[Source<'_>], as_of: Day, drafts: &[Draft]) {
        let week = monday(as_of + 1) - 7;
        let segmenter = Terms::default();
        let mut counts = vec![TermCounts::default(); self.groups.len()];
        for (input, source) in sources.iter().enumerate() {
            for (message, text) in source.frames.recent.iter() {
                let Some((group, line)) = self.of_row[input].get(message as usize) else { continue };
                let Some(timeline) = self.groups.get(*group as usize) else { continue };
                let Some(line) = timeline.lines.get(*line as usize).filter(|line| line.eligible()) else { continue };
                if (week - 7..week + 7).contains(&line.day) {
                    for word in segmenter.of(text) {
                        counts[*group as usize].said(word, line.person, line.day, week);
                    }
                }
            }
        }
        for ((timeline, counts), draft) in self.groups.iter_mut().zip(counts).zip(drafts) {
            let people = draft.people.people.iter();
            let names = people.flat_map(|person| [Some(&person.name), person.nickname.as_ref()]).flatten();
            timeline.terms = counts.finish(week, &names.map(|name| name.to_lowercase()).collect());
        }
    }

    fn reactions(
        &mut self,
        input: usize,
        source: &Source<'_>,
        by_id: &FxHashMap<(u32, u64), u32>,
        codes: &Codes,
        drafts: &[Draft],
    ) {
        let columns = &source.frames.reactions;
        for row in 0..columns.ts.len() {
            let group = codes.group_of[input][columns.group[row] as usize];
            let people = &drafts[group as usize].people;
            let Some(person) = people.of_account.get(&codes.account(input, columns.actor[row])) else { continue };
            let line = by_id.get(&(group, columns.target[row])).copied().unwrap_or(NO_LINE);
            self.groups[group as usize].reactions.push(Reacted { line, ts: columns.ts[row], person: *person });
        }
    }

    fn events(
        &mut self,
        input: usize,
        source: &Source<'_>,
        (codes, kept): (&Codes, &Kept),
        calendar: &mut Calendar,
        as_of: Day,
        drafts: &[Draft],
    ) {
        let columns = &source.frames.events;
        for row in (0..columns.ts.len()).filter(|row| kept.events[input][*row]) {
            let (group, ts) = (codes.group_of[input][columns.group[row] as usize], columns.ts[row]);
            let day = calendar.day(ts);
            if day > as_of {
                continue;
            }
            let people = &drafts[group as usize].people;
            let who = |account| people.of_account.get(&codes.account(input, account)).copied().unwrap_or(NOBODY);
            let (actor, subject) = (who(columns.actor[row]), who(columns.subject[row]));
            let kind = EventKind::from_code(columns.kind[row]);
            let scanned = kind == EventKind::Join && columns.detail.get(row) == Some("qr");
            self.groups[group as usize].events.push(Happened { ts, day, kind, actor, subject, scanned });
        }
    }
}
