//! Words of two weeks (话题): how many people said each, this week and the week before. In: a person, a day
//! and a word at a time. Out: one [`Term`] a word. Speaker-days, not utterances: who floods a word counts
//! once a day. Definition: `topic_trends` in docs/metrics.md.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::calendar::Day;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, lower case.
    pub word: String,
    /// Distinct pairs of person and day that said it this week.
    pub now: u64,
    /// The same for the week before.
    pub before: u64,
    /// Distinct people who said it this week.
    pub speakers: u64,
}

/// The words of a group in the two weeks that end with the last complete one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermWeeks {
    /// Monday of the later week.
    pub week: Day,
    /// Words by their spelling.
    pub terms: Vec<Term>,
}

/// Words as they are gathered.
#[derive(Debug, Clone, Default)]
pub struct TermCounts {
    said: FxHashMap<String, Said>,
}

/// Pairs of person and day that said a word: this week, and the week before.
type Said = (FxHashSet<(u32, Day)>, FxHashSet<(u32, Day)>);

impl TermCounts {
    /// A person said a word on a day of the weeks around Monday `week`.
    pub fn said(&mut self, word: String, person: u32, day: Day, week: Day) {
        let of = self.said.entry(word).or_default();
        if day >= week {
            of.0.insert((person, day))
        } else {
            of.1.insert((person, day))
        };
    }

    /// The counts, without the words of `names`.
    #[must_use]
    pub fn finish(self, week: Day, names: &BTreeSet<String>) -> TermWeeks {
        let known = self.said.into_iter().filter(|(word, _)| !names.contains(word));
        let term = |(word, (now, before)): (String, Said)| {
            let speakers = now.iter().map(|(person, _)| person).collect::<FxHashSet<_>>().len() as u64;
            Term { word, now: now.len() as u64, before: before.len() as u64, speakers }
        };
        let mut terms: Vec<Term> = known.map(term).collect();
        terms.sort_by(|a, b| a.word.cmp(&b.word));
        TermWeeks { week, terms }
    }
}
