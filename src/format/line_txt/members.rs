//! Where a computer wrote `15:04 name text`, nothing but the name's recurring tells where it ends. In:
//! everything behind the clocks. Out: the names, and the longest known one a line begins with.

use rustc_hash::{FxHashMap, FxHashSet};

/// Words a name may have.
const WORDS: usize = 5;
/// How often the next word must recur behind the same beginning to be taken for part of a name.
const OFTEN: usize = 3;

/// Names known.
#[derive(Debug, Default)]
pub(super) struct Members {
    names: FxHashSet<String>,
}

impl Members {
    /// Somebody of that name is in the chat.
    pub fn know(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(name.to_owned());
        }
    }

    /// Finds names of several words among what stands behind the clocks.
    pub fn learn(&mut self, behind: Vec<&str>) {
        let mut queue = vec![(String::new(), behind)];
        while let Some((name, texts)) = queue.pop() {
            let words = name.split(' ').count();
            let mut next: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
            let mut last = 0;
            for text in &texts {
                match text.split_once(' ') {
                    Some((word, rest)) => next.entry(word).or_default().push(rest),
                    // Nothing behind it: this is the text itself.
                    None => last += 1,
                }
            }
            let recurring = last == 0 && next.values().all(|texts| texts.len() >= OFTEN);
            if name.is_empty() {
                queue.extend(next.into_iter().map(|(word, texts)| (word.to_owned(), texts)));
            } else if recurring && words < WORDS && !next.is_empty() {
                queue.extend(next.into_iter().map(|(word, texts)| (format!("{name} {word}"), texts)));
            } else {
                self.names.insert(name);
            }
        }
    }

    /// The longest known name a text begins with, else its first word; and what follows.
    pub fn split<'a>(&self, text: &'a str) -> (&'a str, &'a str) {
        let ends = text.match_indices(' ').map(|(at, _)| at).take(WORDS).chain([text.len()]);
        let known = ends.filter(|end| text.get(..*end).is_some_and(|name| self.names.contains(name))).last();
        let end = known.unwrap_or_else(|| memchr::memchr(b' ', text.as_bytes()).unwrap_or(text.len()));
        let (name, rest) = text.split_at(end);
        (name, rest.strip_prefix(' ').unwrap_or(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_several_words() {
        let mut members = Members::default();
        members.know("Zoe van Dam");
        members.learn(vec![
            "Ann Lee one two",
            "Ann Lee three four",
            "Ann Lee five six",
            "Ann Wu hello all",
            "Ann Wu good night",
            "Ann Wu yes and no",
            "Bo ok",
            "Bo ok then",
            "Bo ok good",
            "Cy hello there",
        ]);
        for (text, want) in [
            ("Ann Lee hi", ("Ann Lee", "hi")),
            ("Ann Wu hi all", ("Ann Wu", "hi all")),
            ("Bo ok", ("Bo", "ok")),
            ("Cy hello there", ("Cy", "hello there")),
            ("Zoe van Dam hi", ("Zoe van Dam", "hi")),
            ("Dee", ("Dee", "")),
        ] {
            assert_eq!(members.split(text), want, "{text}");
        }
    }
}
