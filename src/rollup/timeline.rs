//! The messages of one group in time order with what is known of each, and what hangs on them:
//! mentions, marks, links, files, reactions. In: rows the dataset has classified. Out: what the
//! rollups finer than a day stand on (sessions, replies, asks). It holds codes, never text.

use crate::calendar::Day;
use crate::feature::{Features, Mark};
use crate::frame::{EventKind, MessageKind};

use super::member_day::Class;
use super::term::TermWeeks;

/// Line number of "answers nothing".
pub const NO_LINE: u32 = u32::MAX;
/// Person index of "nobody named".
pub const NOBODY: u32 = u32::MAX;

/// One message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// UTC milliseconds.
    pub ts: i64,
    /// What its text tells.
    pub features: Features,
    /// Code of its id, for evidence; 0 where the export has none.
    pub id: u64,
    /// Who sent it; [`NOBODY`] where the export names nobody.
    pub person: u32,
    /// Line it answers by the platform's own quoting, or [`NO_LINE`].
    pub reply: u32,
    /// Local day.
    pub day: Day,
    /// What it is.
    pub kind: MessageKind,
    /// Whether it counts.
    pub class: Class,
}

impl Line {
    /// Counts as speech of a member.
    #[must_use]
    pub fn eligible(&self) -> bool {
        self.class == Class::Eligible
    }
}

/// A file somebody shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFile {
    /// The message.
    pub line: u32,
    /// Its name as written.
    pub name: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
}

/// A dated reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reacted {
    /// The message; [`NO_LINE`] when it is not in any export.
    pub line: u32,
    /// UTC milliseconds.
    pub ts: i64,
    /// Who.
    pub person: u32,
}

/// A system event with the people it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// What.
    pub kind: EventKind,
    /// Who did it, or [`NOBODY`].
    pub actor: u32,
    /// To whom, or [`NOBODY`].
    pub subject: u32,
    /// A join by a scanned code: the actor shared it.
    pub scanned: bool,
}

/// Everything said and done in one group, in time order; ties in the order of the export.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// Messages of every class.
    pub lines: Vec<Line>,
    /// Line and whom it mentions, by line; ambiguous names are left out.
    pub mentions: Vec<(u32, u32)>,
    /// Mentions of nobody known, or of a name two people bear.
    pub unresolved_mentions: u64,
    /// Line and a fact with a number, by line.
    pub marks: Vec<(u32, Mark)>,
    /// Line and canonical URL, by line.
    pub links: Vec<(u32, String)>,
    /// Shared files, by line.
    pub files: Vec<SharedFile>,
    /// Dated reactions, by line, then time.
    pub reactions: Vec<Reacted>,
    /// System events, by time.
    pub events: Vec<Happened>,
    /// Words of the last two complete weeks.
    pub terms: TermWeeks,
}

impl Timeline {
    /// What other groups ask of it: lines with a link under new numbers, their links, the events. Also the old number
    /// of each line, ascending.
    #[must_use]
    pub fn brief(&self) -> (Self, Vec<u32>) {
        let mut kept: Vec<u32> = self.links.iter().map(|(line, _)| *line).collect();
        kept.dedup();
        let number = |line: u32| kept.binary_search(&line).ok().and_then(|at| u32::try_from(at).ok());
        let lines = kept.iter().filter_map(|line| self.lines.get(*line as usize));
        let brief = Self {
            lines: lines.map(|line| Line { reply: NO_LINE, ..*line }).collect(),
            links: self.links.iter().filter_map(|(line, url)| Some((number(*line)?, url.clone()))).collect(),
            events: self.events.clone(),
            ..Self::default()
        };
        (brief, kept)
    }

    /// People a line mentions.
    pub fn mentioned(&self, line: u32) -> impl Iterator<Item = u32> + '_ {
        of_line(&self.mentions, line, |row| row.0).iter().map(|row| row.1)
    }

    /// Facts with a number of a line.
    pub fn marks_of(&self, line: u32) -> impl Iterator<Item = Mark> + '_ {
        of_line(&self.marks, line, |row| row.0).iter().map(|row| row.1)
    }

    /// Canonical URLs of a line.
    pub fn links_of(&self, line: u32) -> impl Iterator<Item = &str> + '_ {
        of_line(&self.links, line, |row| row.0).iter().map(|row| row.1.as_str())
    }

    /// Reactions to a line.
    #[must_use]
    pub fn reactions_of(&self, line: u32) -> &[Reacted] {
        of_line(&self.reactions, line, |row| row.line)
    }

    /// Lines of `[from, to)`, UTC milliseconds, with their numbers.
    #[must_use]
    pub fn between(&self, from: i64, to: i64) -> impl DoubleEndedIterator<Item = (u32, &Line)> + '_ {
        let start = self.lines.partition_point(|line| line.ts < from);
        let end = self.lines.partition_point(|line| line.ts < to).max(start);
        self.lines
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(move |(at, line)| (u32::try_from(start + at).unwrap_or(NO_LINE), line))
    }

    /// Lines of the local days `first..=last`, with their numbers.
    #[must_use]
    pub fn on_days(&self, first: Day, last: Day) -> impl DoubleEndedIterator<Item = (u32, &Line)> + '_ {
        let start = self.lines.partition_point(|line| line.day < first);
        let end = self.lines.partition_point(|line| line.day <= last).max(start);
        self.lines
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(move |(at, line)| (u32::try_from(start + at).unwrap_or(NO_LINE), line))
    }
}

/// The rows of one line in a table sorted by line.
fn of_line<T>(rows: &[T], line: u32, key: impl Fn(&T) -> u32) -> &[T] {
    let start = rows.partition_point(|row| key(row) < line);
    let end = rows.partition_point(|row| key(row) <= line);
    rows.get(start..end).unwrap_or_default()
}
