//! The detectors compiled: built-in words in both languages and what the charter adds. In: a body.
//! Out: its [`Facts`]. Compiled once a run, run once a message: one pass of one automaton over the
//! bytes, and a closer look only where it found something.

use std::sync::{Arc, OnceLock};

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind, StartKind};
use unicode_normalization::UnicodeNormalization;

use super::facts::{Facts, Features, Mark};
use super::table::DETECTORS;
use super::{emoji, is_long_text};
use crate::error::{Error, Result};

/// What the charter and the side files add to the built-in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Keywords of the content calendar, in its order.
    pub programmes: Vec<String>,
}

/// What a found word means.
#[derive(Debug, Clone, Copy)]
enum Action {
    /// The fact holds.
    Sure(Features),
    /// The fact holds if no Latin letter or digit touches the word.
    Word(Features, usize),
    /// The detector of this number must look.
    Look(usize),
    /// The keyword of a programme.
    Programme(u16),
    /// A full-width letter or digit: the text must be folded first.
    FullWidth,
}

/// Every detector, ready to run.
#[derive(Debug)]
pub struct Scanner {
    automaton: DFA,
    start: StateID,
    actions: Vec<Action>,
}

impl Scanner {
    /// The built-in detectors with the words of a charter.
    ///
    /// # Errors
    /// [`Error::Usage`] when a charter and its calendar have more words than an automaton has states.
    pub fn new(words: &Words) -> Result<Self> {
        let (patterns, actions) = patterns(words);
        let too_many = |what: &dyn std::fmt::Display| {
            Error::Usage(format!(
                "{} keywords of calendar and charter are more than can be looked for at once ({what}); keep fewer",
                words.programmes.len()
            ))
        };
        let automaton = DFA::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Unanchored)
            .ascii_case_insensitive(true)
            .prefilter(false)
            .build(&patterns)
            .map_err(|error| too_many(&error))?;
        let start = automaton.start_state(Anchored::No).map_err(|error| too_many(&error))?;
        Ok(Self { automaton, start, actions })
    }

    /// The built-in detectors alone, compiled once.
    ///
    /// # Panics
    /// Never: the built-in words are fixed, and every test that scans a text builds them.
    #[must_use]
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Scanner>> = OnceLock::new();
        Arc::clone(BUILT_IN.get_or_init(|| Arc::new(Self::new(&Words::default()).expect("the built-in words fit"))))
    }

    /// Finds everything `text` tells; what `facts` held before is forgotten.
    pub fn scan(&self, text: &str, facts: &mut Facts) {
        facts.clear();
        let found = self.walk(text, facts);
        if found & FULL_WIDTH == 0 {
            look(text, found, facts);
        } else {
            // Mentions keep the letters a name is written with; everything else reads the folded text.
            facts.clear();
            let folded: String = text.nfkc().collect();
            let found = self.walk(&folded, facts);
            look(text, found & MENTIONS, facts);
            look(&folded, found & !MENTIONS, facts);
        }
        if is_long_text(text) {
            facts.features |= Features::LONG_TEXT;
        }
    }

    /// One pass: what is sure goes to `facts`, who must look comes back, one bit a detector.
    fn walk(&self, text: &str, facts: &mut Facts) -> u32 {
        let mut state = self.start;
        let mut found = 0;
        for (at, byte) in text.bytes().enumerate() {
            state = self.automaton.next_state(Anchored::No, state, byte);
            if self.automaton.is_match(state) {
                found |= self.matched(state, text.as_bytes(), at + 1, facts);
            }
        }
        found
    }

    /// Acts on every word that ends before `end`.
    fn matched(&self, state: StateID, text: &[u8], end: usize, facts: &mut Facts) -> u32 {
        let mut found = 0;
        for index in 0..self.automaton.match_len(state) {
            let pattern = self.automaton.match_pattern(state, index).as_usize();
            match self.actions.get(pattern) {
                Some(Action::Sure(fact)) => facts.features |= *fact,
                Some(Action::Word(fact, length)) if stands_alone(text, end, *length) => facts.features |= *fact,
                Some(Action::Look(detector)) => found |= 1 << detector,
                Some(Action::FullWidth) => found |= FULL_WIDTH,
                Some(Action::Programme(number)) => {
                    let mark = Mark::Programme(*number);
                    if !facts.marks.contains(&mark) {
                        facts.marks.push(mark);
                    }
                }
                Some(Action::Word(..)) | None => (),
            }
        }
        found
    }
}

/// The bit after those of the detectors.
const FULL_WIDTH: u32 = 1 << 31;
/// The bit of the mentions, the first of the table.
const MENTIONS: u32 = 1;

fn look(text: &str, found: u32, facts: &mut Facts) {
    let mut left = found;
    while left != 0 {
        let detector = left.trailing_zeros() as usize;
        left &= left - 1;
        if let Some(detector) = DETECTORS.get(detector) {
            (detector.look)(text, facts);
        }
    }
}

/// Whether the word of `length` bytes before `end` is no part of a longer Latin word.
fn stands_alone(text: &[u8], end: usize, length: usize) -> bool {
    let start = end.saturating_sub(length);
    let latin = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let goes_on = |first: usize, second: usize| latin(first) && latin(second);
    (start == 0 || !goes_on(start - 1, start)) && (end == 0 || !goes_on(end - 1, end))
}

/// Every word looked for, with what it means.
fn patterns(words: &Words) -> (Vec<Vec<u8>>, Vec<Action>) {
    let mut all: Vec<(Vec<u8>, Action)> = Vec::new();
    for (number, detector) in DETECTORS.iter().enumerate() {
        for (fact, sure) in detector.sure {
            all.extend(sure.iter().map(|word| {
                let edges = [word.bytes().next(), word.bytes().last()];
                let latin = edges.iter().flatten().any(u8::is_ascii_alphanumeric);
                let action = if latin { Action::Word(*fact, word.len()) } else { Action::Sure(*fact) };
                (word.as_bytes().to_vec(), action)
            }));
        }
        all.extend(detector.cues.iter().map(|cue| (cue.as_bytes().to_vec(), Action::Look(number))));
    }
    all.extend(emoji::prefixes().map(|bytes| (bytes, Action::Sure(Features::EMOJI))));
    let full_width = ('０'..='９').chain('Ａ'..='Ｚ').chain('ａ'..='ｚ');
    all.extend(full_width.map(|character| (character.to_string().into_bytes(), Action::FullWidth)));
    for (number, keyword) in (0u16..).zip(&words.programmes) {
        let folded: String = keyword.nfkc().collect();
        let both = [keyword.trim(), folded.trim()];
        let different = if both[0] == both[1] { &both[..1] } else { &both[..] };
        let kept = different.iter().filter(|word| !word.is_empty());
        all.extend(kept.map(|word| (word.as_bytes().to_vec(), Action::Programme(number))));
    }
    all.into_iter().unzip()
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The facts of a text by the built-in detectors.
    pub(in crate::feature) fn facts(text: &str) -> Facts {
        let mut facts = Facts::default();
        Scanner::built_in().scan(text, &mut facts);
        facts
    }

    /// Asserts for each text whether it bears a fact.
    pub(in crate::feature) fn check(fact: Features, rows: &[(&str, bool)]) {
        for (text, want) in rows {
            assert_eq!(facts(text).features.has(fact), *want, "{text}");
        }
    }

    #[test]
    fn keywords_of_programmes() {
        let scanner = Scanner::new(&Words {
            programmes: ["行业快报", "AMA", " ", "案例：复盘", "快报"].map(String::from).to_vec(),
        })
        .unwrap();
        let mut facts = Facts::default();
        for (text, want) in [
            ("【行业快报】第12期", &[0u16, 4][..]),
            ("今晚ama开始，行业快报也来", &[1, 0, 4]),
            ("ＡＭＡ 今晚", &[1]),
            ("３月 案例：复盘", &[3]),
            ("快报快报", &[4]),
            ("没有", &[]),
        ] {
            scanner.scan(text, &mut facts);
            let want: Vec<Mark> = want.iter().map(|number| Mark::Programme(*number)).collect();
            assert_eq!(facts.marks, want, "{text}");
        }
    }

    #[test]
    fn folded_only_where_needed() {
        check(Features::AD_PRICE, &[("面膜９９元", true), ("面膜九元", false)]);
        let facts = facts("@Ａlice ９９元");
        assert_eq!(&*facts.mentions[0], "Ａlice ９９元");
    }

    #[test]
    fn every_detector_has_a_bit() {
        assert!(DETECTORS.len() < 31);
        let mut marked = Facts::default();
        (DETECTORS[0].look)("@A", &mut marked);
        assert!(marked.features.has(Features::MENTION));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC*") {
            facts(&text);
        }

        #[test]
        fn cues_in_any_order_are_read(
            words in prop::collection::vec(prop::sample::select(&[
                "吗", "?", "？", "://", "http", "元", "¥", "9", "广告", "#", "微信", "qq", "day", "点", ":", "-", "客服",
                "接龙", "\n", "1.", "@", "出", "求", "【", "】", "９", "警告", "1380013", "taobao.com", ".", "待办", "完成",
                "é", "\u{1f600}", " ", "公告", "我叫", "禁止", "hours", "25", "99", "半",
            ][..]), 0..40)
        ) {
            facts(&words.concat());
        }
    }
}
