//! Who is who in a channel: nicks that differ in case, in the marks of a second connection (`ann_`,
//! `ann|away`) or by a recorded change are one person. In: nicks in the order of the log. Out: the
//! name a person was first met by.

use rustc_hash::{FxHashMap, FxHashSet};

/// The people of a channel.
#[derive(Debug, Default)]
pub(super) struct Nicks {
    /// Nicks as written; never changes once set.
    written: FxHashMap<Box<str>, usize>,
    /// Nicks without case and marks.
    keys: FxHashMap<String, usize>,
    names: Vec<Box<str>>,
    /// Who came to the channel, and was not put out since.
    came: FxHashSet<usize>,
}

/// Words people put behind their nick while they are not there.
const AWAY: [&str; 6] = ["away", "afk", "work", "zzz", "sleep", "home"];

impl Nicks {
    /// The person who bears a nick.
    pub fn person(&mut self, nick: &str) -> usize {
        if let Some(known) = self.written.get(nick) {
            return *known;
        }
        let next = self.names.len();
        let person = *self.keys.entry(key(nick)).or_insert(next);
        if person == next {
            self.names.push(base(nick).into());
        }
        self.written.insert(nick.into(), person);
        person
    }

    /// The name of a person.
    pub fn name(&self, person: usize) -> &str {
        self.names.get(person).map_or("", AsRef::as_ref)
    }

    /// Somebody takes another nick; one that is already somebody's stays theirs. Gives who it is.
    pub fn rename(&mut self, old: &str, new: &str) -> usize {
        let person = self.person(old);
        self.keys.entry(key(new)).or_insert(person);
        person
    }

    /// Somebody comes to the channel; `true` for the first time, or the first since they were put out.
    pub fn joins(&mut self, person: usize) -> bool {
        self.came.insert(person)
    }

    /// Somebody is put out.
    pub fn kicked(&mut self, person: usize) {
        self.came.remove(&person);
    }
}

/// A nick without the marks behind it; the whole nick where nothing would be left.
fn base(nick: &str) -> &str {
    let front = nick.split('|').next().unwrap_or(nick);
    let front = front
        .rsplit_once(['_', '-'])
        .filter(|(_, word)| AWAY.iter().any(|away| word.eq_ignore_ascii_case(away)))
        .map_or(front, |(front, _)| front);
    let front = front.trim_end_matches(['_', '`', '^']);
    if front.is_empty() { nick } else { front }
}

fn key(nick: &str) -> String {
    base(nick).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people() {
        let mut nicks = Nicks::default();
        let ann = nicks.person("Ann_");
        for nick in ["ann", "ANN", "ann__", "ann|away", "ann_afk", "Ann`"] {
            assert_eq!(nicks.person(nick), ann, "{nick}");
        }
        assert_eq!(nicks.name(ann), "Ann");
        let bo = nicks.person("bo");
        assert_ne!(bo, ann);
        // A new nick is the same person; one already somebody's is not taken over.
        assert_eq!(nicks.rename("ann", "annie"), ann);
        assert_eq!(nicks.person("annie"), ann);
        assert_eq!(nicks.rename("annie", "bo"), ann);
        assert_eq!(nicks.person("bo"), bo);
        assert_ne!(nicks.person("|"), ann);
    }

    #[test]
    fn only_the_first_coming_counts() {
        let mut nicks = Nicks::default();
        let ann = nicks.person("ann");
        assert!(nicks.joins(ann) && !nicks.joins(ann));
        nicks.kicked(ann);
        assert!(nicks.joins(ann));
    }
}
