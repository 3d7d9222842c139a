//! Wordings of system lines with gaps in them: `{A} added {S} to the group`. In: a table of wordings
//! and a line. Out: the event and who is named. A wording fits a whole line or not at all, since a
//! name may hold any word. Shared by formats whose lines are sentences around display names.

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

/// The first phrase that fits a line.
pub(super) fn tell<'a>(line: &'a str, phrases: &[Phrase]) -> Option<Told<'a>> {
    let line = line.trim().trim_end_matches(['.', '。', '!', '！']);
    phrases.iter().find_map(|phrase| fit(line, phrase))
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
        let phrases: &[Phrase] = &[
            (Join, "{A} added {S} to the group", ""),
            (Rename, "{A} named it {N}", ""),
            (Join, "{S} came{*}", "open"),
            (Other, "a call", "call"),
        ];
        let told = |line| {
            tell(line, phrases).map(|told| {
                format!("{}|{}|{}", told.actor.unwrap_or(""), told.subjects.unwrap_or(""), told.detail.unwrap_or(""))
            })
        };
        for (line, want) in [
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
