//! What a text tells that Meta wrote in a person's name: `Ann added Bo to the group.` In: the sender
//! and the text. Out: the event and the names in it. English only; patterns begin with the sender
//! and are anchored, so that people may write what they like.

use rustc_hash::FxHashSet;

use crate::frame::EventKind;

/// Most people one line is believed to add without naming them.
const MOST: usize = 500;

/// To whom something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject<'a> {
    /// Who sent the line.
    Sender,
    /// A name.
    Named(&'a str),
    /// `you`, or one of `2 others`.
    Unnamed,
}

/// What a line tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// The event.
    pub kind: EventKind,
    /// To whom, one for each; none for what happens to the group.
    pub subjects: Vec<Subject<'a>>,
    /// New name, or a word for what has no kind.
    pub detail: Option<&'a str>,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Somebody wrote it.
    Written,
    /// A stand-in for an attachment, nobody's words.
    StandIn,
    /// An event.
    Event(Told<'a>),
}

use EventKind::{
    Call, Created, GroupEdit, Join, Leave, MemberRename, Other, Pin, Poke, Recall, Remove, Rename, RoleChange,
};

/// Beginning, end, event and whom the middle names: one, many, the new name, or nobody.
#[derive(Debug, Clone, Copy)]
enum Middle {
    People,
    Detail,
    Oneself,
    Anything,
}

const WORDINGS: &[(&str, &str, EventKind, Middle)] = &[
    ("added ", " to the group.", Join, Middle::People),
    ("added ", " to the group chat.", Join, Middle::People),
    ("removed ", " from the group.", Remove, Middle::People),
    ("removed ", " from the group chat.", Remove, Middle::People),
    ("left the group.", "", Leave, Middle::Oneself),
    ("left the group chat.", "", Leave, Middle::Oneself),
    ("joined the group", "", Join, Middle::Oneself),
    ("joined using ", "", Join, Middle::Oneself),
    ("named the group ", ".", Rename, Middle::Detail),
    ("changed the group name to ", ".", Rename, Middle::Detail),
    ("removed the group name.", "", Rename, Middle::Anything),
    ("created the group.", "", Created, Middle::Anything),
    ("created this group.", "", Created, Middle::Anything),
    ("made ", " a group admin.", RoleChange, Middle::People),
    ("added ", " as a group admin.", RoleChange, Middle::People),
    ("removed ", " as a group admin.", RoleChange, Middle::People),
    ("changed the group photo.", "", GroupEdit, Middle::Anything),
    ("removed the group photo.", "", GroupEdit, Middle::Anything),
    ("changed the group's ", "", GroupEdit, Middle::Anything),
    ("changed the theme ", "", GroupEdit, Middle::Anything),
    ("changed the chat theme", "", GroupEdit, Middle::Anything),
    ("changed the chat colors", "", GroupEdit, Middle::Anything),
    ("set the emoji to ", "", GroupEdit, Middle::Anything),
    ("set the quick reaction to ", "", GroupEdit, Middle::Anything),
    ("turned on ", "", GroupEdit, Middle::Anything),
    ("turned off ", "", GroupEdit, Middle::Anything),
    ("pinned a message", "", Pin, Middle::Anything),
    ("unpinned a message", "", Other, Middle::Anything),
    ("unsent a message", "", Recall, Middle::Anything),
    ("waved at ", "", Poke, Middle::Anything),
    ("waved hello ", "", Poke, Middle::Anything),
    ("started a call", "", Call, Middle::Anything),
    ("started an audio call", "", Call, Middle::Anything),
    ("started a video c", "", Call, Middle::Anything),
    ("started sharing video", "", Call, Middle::Anything),
    ("called you", "", Call, Middle::Anything),
    ("called ", ".", Call, Middle::Anything),
    ("missed your ", "call.", Call, Middle::Anything),
    ("missed a ", "call.", Call, Middle::Anything),
    ("joined the call", "", Other, Middle::Anything),
    ("joined the video c", "", Other, Middle::Anything),
    ("created a poll", "", Other, Middle::Anything),
    ("voted for ", "", Other, Middle::Anything),
    ("changed vote to ", "", Other, Middle::Anything),
    ("removed vote for ", "", Other, Middle::Anything),
];
const STAND_INS: &[&str] =
    &["sent an attachment.", "sent a photo.", "sent a video.", "sent a voice message.", "shared a story."];

/// What a text of a sender is. `known` tells a name with `and` or a comma in it from a list.
pub(super) fn read<'a>(sender: &str, text: &'a str, known: &FxHashSet<String>) -> Line<'a> {
    if text == "Liked a message" || text.starts_with("Reacted ") && text.trim_end().ends_with(" to your message") {
        return Line::Event(Told { kind: Other, subjects: Vec::new(), detail: Some("reaction") });
    }
    if matches!(text, "The video chat ended." | "The call ended." | "Video chat ended" | "Call ended") {
        return Line::Event(Told { kind: Other, subjects: Vec::new(), detail: Some("call_ended") });
    }
    let after = |name: &str| text.strip_prefix(name)?.strip_prefix(' ');
    let Some(rest) = after(sender).or_else(|| after("You")) else {
        // Calls name people by their first name.
        let call = sender.split(' ').next().and_then(after).and_then(|rest| told(rest, known));
        return call.filter(|told| told.kind == Call).map_or(Line::Written, Line::Event);
    };
    if STAND_INS.contains(&rest) {
        return Line::StandIn;
    }
    nickname(rest).or_else(|| told(rest, known)).map_or(Line::Written, Line::Event)
}

fn told<'a>(rest: &'a str, known: &FxHashSet<String>) -> Option<Told<'a>> {
    WORDINGS.iter().find_map(|(start, end, kind, middle)| {
        let inner = rest.strip_prefix(start)?.strip_suffix(end)?;
        // A whole sentence has nothing behind it.
        if start.ends_with('.') && !inner.is_empty() {
            return None;
        }
        let mut told = Told { kind: *kind, subjects: Vec::new(), detail: None };
        match middle {
            Middle::People if inner.is_empty() => return None,
            Middle::People => told.subjects = people(inner, known),
            Middle::Oneself => told.subjects.push(Subject::Sender),
            Middle::Detail => told.detail = Some(inner),
            Middle::Anything => {}
        }
        Some(told)
    })
}

/// `set the nickname for Bo to Bobby.`, `set her own nickname to A.`, `set your nickname to C.`
fn nickname(rest: &str) -> Option<Told<'_>> {
    let told = |subject, detail| Some(Told { kind: MemberRename, subjects: vec![subject], detail });
    if let Some(cleared) = rest.strip_prefix("cleared ").and_then(|rest| rest.strip_suffix('.')) {
        return match cleared.strip_prefix("the nickname for ") {
            Some(name) => told(Subject::Named(name), None),
            None if cleared == "your nickname" => told(Subject::Unnamed, None),
            None if cleared.ends_with("own nickname") => told(Subject::Sender, None),
            None => None,
        };
    }
    let rest = rest.strip_prefix("set ")?.strip_suffix('.')?;
    if let Some((name, new)) = rest.strip_prefix("the nickname for ").and_then(|rest| rest.split_once(" to ")) {
        return told(Subject::Named(name), Some(new));
    }
    let (whose, new) = rest.split_once(" nickname to ")?;
    match whose {
        "your" => told(Subject::Unnamed, Some(new)),
        "his own" | "her own" | "their own" | "your own" => told(Subject::Sender, Some(new)),
        _ => None,
    }
}

/// `A`, `A and B`, `A, B and C`, `A, B, and 3 others`.
fn people<'a>(list: &'a str, known: &FxHashSet<String>) -> Vec<Subject<'a>> {
    if known.contains(list) {
        return vec![Subject::Named(list)];
    }
    let (front, last) = match list.rsplit_once(" and ") {
        Some((front, last)) => (Some(front.trim_end_matches(',')), last),
        None => (None, list),
    };
    let front = front.into_iter().flat_map(|front| front.split(", "));
    let rest: Vec<&str> = if front.clone().next().is_some() { vec![last] } else { last.split(", ").collect() };
    front.chain(rest).flat_map(one).collect()
}

fn one(name: &str) -> Vec<Subject<'_>> {
    let others =
        name.strip_suffix(" others").or_else(|| name.strip_suffix(" other")).and_then(|count| count.parse().ok());
    match (others, name) {
        (Some(count), _) => vec![Subject::Unnamed; usize::min(count, MOST)],
        (None, "you" | "You") => vec![Subject::Unnamed],
        (None, name) => vec![Subject::Named(name)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind subjects (detail)`; `@` the sender, `?` somebody unnamed.
    fn line(text: &str) -> String {
        let known = FxHashSet::from_iter(["Salt and Pepper".to_owned()]);
        match read("Ann Lee", text, &known) {
            Line::Written => "written".to_owned(),
            Line::StandIn => "stand-in".to_owned(),
            Line::Event(told) => {
                let name = |subject: &Subject<'_>| match subject {
                    Subject::Sender => "@".to_owned(),
                    Subject::Unnamed => "?".to_owned(),
                    Subject::Named(name) => (*name).to_owned(),
                };
                let names: Vec<String> = told.subjects.iter().map(name).collect();
                let detail = told.detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
                format!("{} {}{detail}", told.kind.name(), names.join("+"))
            }
        }
    }

    #[test]
    fn lines() {
        for (text, want) in [
            ("Ann Lee added Bo to the group.", "join Bo"),
            ("Ann Lee added Bo Chen and Cy to the group.", "join Bo Chen+Cy"),
            ("Ann Lee added Bo, Cy and Di to the group.", "join Bo+Cy+Di"),
            ("Ann Lee added Bo, Cy, and 2 others to the group.", "join Bo+Cy+?+?"),
            ("Ann Lee added Salt and Pepper to the group.", "join Salt and Pepper"),
            ("Ann Lee added you to the group.", "join ?"),
            ("You added Bo to the group.", "join Bo"),
            ("Ann Lee left the group.", "leave @"),
            ("Ann Lee removed Bo from the group.", "remove Bo"),
            ("Ann Lee joined the group via the link.", "join @"),
            ("Ann Lee named the group Books. And tea.", "rename  (Books. And tea)"),
            ("Ann Lee set the nickname for Bo to Bobby.", "member_rename Bo (Bobby)"),
            ("Ann Lee set her own nickname to A.", "member_rename @ (A)"),
            ("Ann Lee cleared the nickname for Bo.", "member_rename Bo"),
            ("Ann Lee made Bo a group admin.", "role_change Bo"),
            ("Ann called you.", "call "),
            ("Ann Lee started a video chat.", "call "),
            ("The video chat ended.", "other  (call_ended)"),
            ("Ann Lee sent an attachment.", "stand-in"),
            ("Reacted \u{1f60d} to your message ", "other  (reaction)"),
            ("Liked a message", "other  (reaction)"),
            ("Bo left the group.", "written"),
            ("Ann left the group.", "written"),
            ("Ann Lee left the group. Sad.", "written"),
            ("Ann Lee is here", "written"),
            ("I added Bo to the group.", "written"),
            ("", "written"),
        ] {
            assert_eq!(line(text), want, "{text}");
        }
    }
}
