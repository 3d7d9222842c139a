//! Wordings of system lines with gaps in them: `{A} added {S} to the group`. In: a table of wordings
//! and a line. Out: the event and who is named. A wording fits a whole line or not at all, since a
//! name may hold any word. Shared by formats whose lines are sentences around display names.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use crate::frame::EventKind;

/// Kind, wording, detail. `{A}` who did it, `{S}` to whom (perhaps a list), `{N}` a new name, `{*}`
/// anything or nothing. No full stop at the end.
pub(super) type Phrase = (EventKind, &'static str, &'static str);

/// A line understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// The event.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Option<&'a str>,
    /// To whom, as written: perhaps a list.
    pub subjects: Option<&'a str>,
    /// New name, or the detail of the phrase.
    pub detail: Option<&'a str>,
}

/// A table of phrases, made ready: nearly every line is told from them by its last letters.
pub(super) struct Wordings {
    phrases: &'static [Phrase],
    /// Phrases by their last bytes.
    endings: FxHashMap<[u8; ENDING], Vec<usize>>,
    /// Phrases that end with a gap, and words that stand in them.
    open: Vec<(usize, Finder<'static>)>,
}

/// How many bytes of an ending are compared.
const ENDING: usize = 3;

impl Wordings {
    /// Makes a table ready.
    pub fn new(phrases: &'static [Phrase]) -> Self {
        let mut table = Self { phrases, endings: FxHashMap::default(), open: Vec::new() };
        for (at, (_, wording, _)) in phrases.iter().enumerate() {
            if let Some(ending) = wording.rsplit('}').next().and_then(|last| last.as_bytes().last_chunk()) {
                table.endings.entry(*ending).or_default().push(at);
            } else {
                let words = wording.split(['{', '}']).max_by_key(|part| part.len()).unwrap_or_default();
                table.open.push((at, Finder::new(words)));
            }
        }
        table
    }

    /// The first phrase that fits a line.
    pub fn tell<'a>(&self, line: &'a str) -> Option<Told<'a>> {
        let line = line.trim().trim_end_matches(['.', '。', '!', '！']);
        let told = |at: usize| Some((at, fit(line, self.phrases.get(at)?)?));
        let ended = line.as_bytes().last_chunk().and_then(|ending| self.endings.get(ending));
        let ended = ended.and_then(|phrases| phrases.iter().find_map(|at| told(*at)));
        let mut likely = self.open.iter().filter(|(_, words)| words.find(line.as_bytes()).is_some());
        let open = likely.find_map(|(at, _)| told(*at));
        let first = match (ended, open) {
            (Some(ended), Some(open)) => Some(if ended.0 < open.0 { ended } else { open }),
            (ended, open) => ended.or(open),
        };
        first.map(|(_, told)| told)
    }
}

fn fit<'a>(line: &'a str, (kind, wording, detail): &Phrase) -> Option<Told<'a>> {
    let last = wording.rsplit_once('}').map_or(*wording, |(_, last)| last);
    if !line.ends_with(last) {
        return None;
    }
    let detail = (!detail.is_empty()).then_some(*detail);
    let mut told = Told { kind: *kind, actor: None, subjects: None, detail };
    let (first, mut wording) = wording.split_once('{').map_or((*wording, ""), |(first, gaps)| (first, gaps));
    let mut rest = line.strip_prefix(first)?;
    while let Some((gap, after)) = wording.split_once('}') {
        let (words, next) = after.split_once('{').map_or((after, ""), |(words, next)| (words, next));
        let value;
        (value, rest) = match words {
            "" => (rest, ""),
            words if next.is_empty() => (rest.strip_suffix(words)?, ""),
            words => rest.split_once(words)?,
        };
        let value = value.trim();
        let place = match gap {
            "A" => &mut told.actor,
            "S" => &mut told.subjects,
            "N" => &mut told.detail,
            _ => {
                wording = next;
                continue;
            }
        };
        if value.is_empty() {
            return None;
        }
        *place = Some(if gap == "N" { unquoted(value) } else { value });
        wording = next;
    }
    rest.is_empty().then_some(told)
}

/// A name without the quotes around it.
fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('\'', '\'')];
    PAIRS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use EventKind::{Join, Other, Rename};

    #[test]
    fn phrases_fit_whole_lines() {
        const PHRASES: &[Phrase] = &[
            (Join, "{A} added {S} to the group", ""),
            (Rename, "{A} named it {N}", ""),
            (Join, "{S} came{*}", "open"),
            (Other, "a call", "call"),
        ];
        let table = Wordings::new(PHRASES);
        let told = |line| {
            table.tell(line).map(|told| {
                format!("{}|{}|{}", told.actor.unwrap_or(""), told.subjects.unwrap_or(""), told.detail.unwrap_or(""))
            })
        };
        for (line, want) in [
            ("Ann came to the group", Some("|Ann|open")),
            ("Ann added Bo, Cy to the group.", Some("Ann|Bo, Cy|")),
            ("Ann named it \"a: b\"", Some("Ann||a: b")),
            ("Bo came and more", Some("|Bo|open")),
            ("Bo came", Some("|Bo|open")),
            ("a call", Some("||call")),
            ("a call now", None),
            (" added Bo to the group", None),
            ("she added sugar", None),
            ("", None),
        ] {
            assert_eq!(told(line).as_deref(), want, "{line}");
        }
    }
}
