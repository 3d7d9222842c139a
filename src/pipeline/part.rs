//! A run in parts: groups that share no export with others are built, computed and stripped of their lines apart from
//! them, so that memory follows the largest part instead of the whole. In: frames, or inputs yet to be read. Out:
//! every group in brief with its own vitals, in the order of ids.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::stage::{self, Outcomes};
use super::{Question, Reading, Strictness, calendar, is_asked, join, settings_of};
use crate::assemble::{self, Rows};
use crate::calendar::Day;
use crate::dataset::{Built, Group, Named, Window};
use crate::error::Result;
use crate::format::Progress;
use crate::frame::{Frames, Projection};
use crate::metric::Metric;

/// An input and its frames; without them it is read when its turn comes.
pub(super) struct Loan<'a> {
    pub input: usize,
    pub frames: Option<Cow<'a, Frames>>,
}

/// An input in memory.
type Held<'a> = (usize, Cow<'a, Frames>);

/// Every group of a run in brief, with what its own lines told.
#[derive(Default)]
pub(super) struct Whole {
    /// By id; those asked for.
    pub groups: Vec<Group>,
    /// Id and name of every group there is.
    pub known: Vec<(String, String)>,
    /// What their own vitals gave.
    pub outcomes: Vec<Outcomes>,
    /// Their rows of the report, if any were asked for.
    pub rows: Vec<Rows>,
    /// Input → records kept, and records another input had.
    pub records: BTreeMap<usize, (u64, u64)>,
    /// Input → what is left of frames that are gone.
    pub heads: BTreeMap<usize, Frames>,
    /// People the charter gives roles to.
    pub named: Named,
    /// A group stood in two sets: what was computed is of no use.
    pub torn: bool,
}

/// What is asked of every part.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub question: &'a Question,
    pub reading: &'a Reading,
    pub window: Window,
    /// Last local day judged.
    pub as_of: Day,
    /// Told the bytes read.
    pub progress: Progress<'a>,
}

/// Whether click logs or federations tie groups together that share no export.
pub(super) fn tied(reading: &Reading) -> bool {
    reading.sides.iter().any(|side| {
        side.clicks.is_some()
            || side.downloads.is_some()
            || !side.link_totals.is_empty()
            || side.groups.iter().any(|row| row.federation.is_some())
    })
}

/// Inputs that seem to share groups, by what they begin with; one set or none where all must be read first.
pub(super) fn sets(question: &Question, reading: &Reading, window: &Window) -> Vec<Vec<usize>> {
    if window.as_of.is_none() || question.strict == Strictness::Fail || tied(reading) {
        return Vec::new();
    }
    let ids: Vec<BTreeSet<String>> =
        reading.found.exports.par_iter().map(|export| reading.peek(export).into_iter().collect()).collect();
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (input, first) in joined(&ids).into_iter().enumerate() {
        sets.entry(first).or_default().push(input);
    }
    sets.into_values().collect()
}

impl Task<'_> {
    /// Computes everything for the report.
    ///
    /// # Errors
    /// As [`Self::compute`]; [`crate::error::Error::Usage`] for a vital that is none.
    pub fn report(self, sets: Vec<Vec<Loan<'_>>>) -> Result<Whole> {
        let Question { only, .. } = self.question;
        let asked = stage::asked(&self.question.metrics(), only, &self.reading.charter.off)?;
        self.compute(&asked, true, sets)
    }

    /// Computes sets of inputs, several at once, each torn into what shares no group. `rows`: those of the report are
    /// wanted too.
    ///
    /// # Errors
    /// As [`crate::dataset::build`], and as reading an export.
    pub fn compute(self, asked: &[&'static Metric], rows: bool, sets: Vec<Vec<Loan<'_>>>) -> Result<Whole> {
        let parts: Vec<Vec<Whole>> = few_at_once(sets, |set| self.of_set(asked, rows, set))?;
        let mut whole = Whole::default();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut groups = Vec::new();
        for (set, parts) in parts.into_iter().enumerate() {
            for part in parts {
                for group in part.heads.values().flat_map(|frames| &frames.groups) {
                    whole.torn |= *seen.entry(group.id.clone()).or_insert(set) != set;
                }
                let rows = part.rows.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
                groups.extend(part.groups.into_iter().zip(part.outcomes).zip(rows));
                whole.known.extend(part.known);
                whole.records.extend(part.records);
                whole.heads.extend(part.heads);
                whole.named.join(part.named);
            }
        }
        groups.sort_by(|a, b| a.0.0.id.cmp(&b.0.0.id));
        whole.known.sort();
        for ((group, outcomes), rows) in groups {
            whole.groups.push(group);
            whole.outcomes.push(outcomes);
            whole.rows.extend(rows);
        }
        Ok(whole)
    }

    fn read(self, Loan { input, frames }: Loan<'_>) -> Result<Held<'_>> {
        let read = || self.reading.read_one(input, Projection::Vitals, self.progress).map(Cow::Owned);
        Ok((input, frames.map_or_else(read, Ok)?))
    }

    fn of_set(self, asked: &[&'static Metric], rows: bool, set: Vec<Loan<'_>>) -> Result<Vec<Whole>> {
        let frames: Vec<Held<'_>> = set.into_par_iter().map(|loan| self.read(loan)).collect::<Result<_>>()?;
        let parts = if tied(self.reading) { vec![frames] } else { apart(frames) };
        few_at_once(parts, |part| self.of_part(asked, rows, part))
    }

    fn of_part(self, asked: &[&'static Metric], rows: bool, frames: Vec<Held<'_>>) -> Result<Whole> {
        let Self { question, reading, window, as_of, .. } = self;
        let inputs: Vec<usize> = frames.iter().map(|(input, _)| *input).collect();
        let refs = frames.iter().map(|(input, frames)| (*input, frames.as_ref()));
        let Built { mut groups, kept, named, .. } = join(reading, refs, (&window, as_of), &mut calendar(reading))?;
        // What was read has served; the vitals need the room.
        let gone = |(input, frames): Held<'_>| match frames {
            Cow::Borrowed(_) => None,
            Cow::Owned(frames) => Some((input, frames.without_rows())),
        };
        let mut whole = Whole {
            heads: frames.into_iter().filter_map(gone).collect(),
            records: inputs.iter().copied().zip(kept.kept.into_iter().zip(kept.duplicate)).collect(),
            known: groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect(),
            named,
            ..Whole::default()
        };
        groups.retain(|group| is_asked(group, &question.groups));
        for group in &mut groups {
            group.inputs = group.inputs.iter().filter_map(|at| inputs.get(*at)).copied().collect();
        }
        let all: Vec<&Group> = groups.iter().collect();
        let one = |group: &&Group| {
            let settings = settings_of(question, asked, as_of, group);
            let outcomes = stage::own(asked, group, &all, &settings);
            (outcomes, rows.then(|| assemble::rows(group, &settings, &question.names, question.detail)))
        };
        let computed: Vec<(Outcomes, Option<Rows>)> = all.par_iter().map(one).collect();
        for (group, (outcomes, rows)) in groups.into_iter().zip(computed) {
            whole.groups.push(group.brief());
            whole.outcomes.push(outcomes);
            whole.rows.extend(rows);
        }
        Ok(whole)
    }
}

/// Works on as many jobs at once as there are threads, and no more: a parallel iterator that waits inside a job would
/// begin the next, and all would be in memory together.
fn few_at_once<T: Send, R: Send>(jobs: Vec<T>, work: impl Fn(T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let count = jobs.len();
    if count < 2 {
        return jobs.into_iter().map(work).collect();
    }
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let done: Mutex<BTreeMap<usize, Result<R>>> = Mutex::new(BTreeMap::new());
    let next = || queue.lock().ok()?.next();
    std::thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(count) {
            scope.spawn(|| {
                while let Some((at, job)) = next() {
                    let result = work(job);
                    if let Ok(mut done) = done.lock() {
                        done.insert(at, result);
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// Inputs that share a group together, in order.
fn apart(frames: Vec<Held<'_>>) -> Vec<Vec<Held<'_>>> {
    let ids: Vec<BTreeSet<String>> =
        frames.iter().map(|(_, frames)| frames.groups.iter().map(|group| group.id.clone()).collect()).collect();
    let mut of = joined(&ids).into_iter();
    let mut parts: BTreeMap<usize, Vec<Held<'_>>> = BTreeMap::new();
    for frames in frames {
        parts.entry(of.next().unwrap_or(0)).or_default().push(frames);
    }
    parts.into_values().collect()
}

/// For each set of ids the first one it shares an id with, directly or through others; itself when it is the first.
pub(super) fn joined(ids: &[BTreeSet<String>]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..ids.len()).collect();
    let mut holder: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, ids) in ids.iter().enumerate() {
        for id in ids {
            let other = *holder.entry(id).or_insert(at);
            let (a, b) = (root(&parent, at), root(&parent, other));
            parent[a.max(b)] = a.min(b);
        }
    }
    (0..ids.len()).map(|at| root(&parent, at)).collect()
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}
