//! What a service line tells. The pages are written in English whatever the interface speaks. In: the
//! line. Out: the event, who did it, to whom; details are the action words of the JSON export.

use rustc_hash::FxHashSet;

use crate::frame::EventKind;

/// A line understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub kind: EventKind,
    pub actor: Option<String>,
    /// To whom it happened; nobody for a deleted account.
    pub subjects: Vec<Option<String>>,
    pub detail: String,
}

impl Told {
    /// Something without a kind.
    pub fn other(detail: &str) -> Self {
        Self { kind: EventKind::Other, actor: None, subjects: Vec::new(), detail: detail.to_owned() }
    }
}

/// What stands behind the words of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Nothing: the line ends with the words.
    End,
    /// A list of people.
    People,
    /// A title in `«»`, and perhaps a list of people.
    Title,
    /// Anything.
    Rest,
}

use Behind::{End, People, Rest, Title};
use EventKind::{Call, Created, GroupEdit, Join, Migrate, Other, Pin, Remove, Rename, Topic};

/// Words between the one who did it and the rest; the earlier row wins.
const WORDS: &[(&str, Behind, EventKind, &str)] = &[
    (" created group ", Title, Created, "create_group"),
    (" changed group title to ", Title, Rename, "edit_group_title"),
    (" changed group photo", End, GroupEdit, "edit_group_photo"),
    (" removed group photo", End, GroupEdit, "delete_group_photo"),
    (" joined group by link from ", Rest, Join, "join_group_by_link"),
    (" joined group by link", End, Join, "join_group_by_link"),
    (" joined group by request", End, Join, "join_group_by_request"),
    (" joined group via community", Rest, Join, "join_group_via_community"),
    (" converted this group to a supergroup", End, Migrate, "migrate_to_supergroup"),
    (" converted a basic group to this supergroup ", Title, Migrate, "migrate_from_group"),
    (" pinned ", Rest, Pin, "pin_message"),
    (" started voice chat", Rest, Call, "group_call"),
    (" started group call", Rest, Call, "group_call"),
    (" scheduled group call", Rest, Call, "group_call_scheduled"),
    (" created topic ", Title, Topic, "topic_created"),
    (" changed topic ", Rest, Topic, "topic_edit"),
    (" has set messages to auto-delete", Rest, GroupEdit, "set_messages_ttl"),
    (" disabled messages auto-delete", Rest, GroupEdit, "set_messages_ttl"),
    (" changed chat theme", Rest, GroupEdit, "edit_chat_theme"),
    (" disabled chat theme", Rest, GroupEdit, "edit_chat_theme"),
    (" took a screenshot", End, Other, "take_screenshot"),
    (" joined Telegram", End, Other, "joined_telegram"),
    (" scored ", Rest, Other, "score_in_game"),
    (" invited ", People, Join, "invite_members"),
    (" removed ", People, Remove, "remove_members"),
];
/// Lines that name nobody.
const BARE: &[(&str, Behind, EventKind, &str)] = &[
    ("Channel title changed to ", Title, Rename, "edit_group_title"),
    ("Channel photo changed", End, GroupEdit, "edit_group_photo"),
    ("Channel photo removed", End, GroupEdit, "delete_group_photo"),
    ("Channel «", Rest, Created, "create_channel"),
    ("Group call", Rest, Call, "group_call"),
    ("Voice chat", Rest, Call, "group_call"),
    ("History cleared", End, Other, "clear_history"),
    ("This message is not supported", Rest, Other, "unsupported"),
];

/// What a line tells; `None` for words not known. `names` are people who wrote: where a line can be
/// cut in several places, such a name in front decides.
pub(super) fn tell(text: &str, names: &FxHashSet<String>) -> Option<Told> {
    let text = text.trim();
    if let Some(told) = BARE.iter().find_map(|row| bare(text, row)) {
        return Some(told);
    }
    WORDS.iter().find_map(|(words, behind, kind, action)| {
        let (actor, rest) = cut(text, words, names)?;
        if *behind == End && !rest.is_empty() {
            return None;
        }
        if *behind == People && rest.ends_with(" to the voice chat") {
            return Some(Told { actor: person(actor), ..Told::other("invite_to_group_call") });
        }
        Some(told(*kind, *behind, action, actor, rest, names))
    })
}

fn bare(text: &str, (words, behind, kind, action): &(&str, Behind, EventKind, &str)) -> Option<Told> {
    let rest = text.strip_prefix(words)?;
    if *behind == End && !rest.is_empty() || *kind == Created && !rest.ends_with("» created") {
        return None;
    }
    let title = match behind {
        Title => quoted(rest).map(|(title, _)| title),
        _ if *kind == Created => rest.strip_suffix("» created"),
        _ => None,
    };
    Some(Told { kind: *kind, actor: None, subjects: Vec::new(), detail: title.unwrap_or(action).to_owned() })
}

fn told(kind: EventKind, behind: Behind, action: &str, actor: &str, rest: &str, names: &FxHashSet<String>) -> Told {
    let mut told = Told { kind, actor: person(actor), subjects: Vec::new(), detail: action.to_owned() };
    match behind {
        Title => {
            let (title, after) = quoted(rest).unwrap_or((rest, ""));
            title.clone_into(&mut told.detail);
            if let Some(list) = after.trim_start().strip_prefix("with members ") {
                let creator = told.actor.clone();
                told.subjects = people(list, names);
                told.subjects.retain(|name| name.is_none() || *name != creator);
            }
        }
        People => {
            told.subjects = people(rest, names);
            if told.subjects.len() == 1 && told.subjects.first() == Some(&told.actor) {
                // Who removes themselves left; who invites themselves joined.
                told.kind = if kind == Remove { EventKind::Leave } else { kind };
                told.actor = None;
            }
        }
        Rest if kind == Join => {
            told.subjects = vec![told.actor.take()];
            told.actor = person(rest);
        }
        End if kind == Join => told.subjects = vec![told.actor.take()],
        End | Rest => {}
    }
    told
}

/// Cuts a line at some words: where the front is somebody who wrote, else at the first place.
fn cut<'a>(text: &'a str, words: &str, names: &FxHashSet<String>) -> Option<(&'a str, &'a str)> {
    let mut cuts = text.match_indices(words).map(|(at, _)| (&text[..at], &text[at + words.len()..]));
    cuts.clone().find(|(front, _)| names.contains(*front)).or_else(|| cuts.next())
}

/// A title in angle quotes, up to the last closing one, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('«')?.rsplit_once('»')
}

/// `A, B and C`; a name that wrote is never taken apart.
fn people(list: &str, names: &FxHashSet<String>) -> Vec<Option<String>> {
    if names.contains(list) {
        return vec![person(list)];
    }
    let (front, last) = list.rsplit_once(" and ").map_or((list, None), |(front, last)| (front, Some(last)));
    front.split(", ").chain(last).map(person).collect()
}

fn person(name: &str) -> Option<String> {
    let name = name.trim();
    (!name.is_empty() && !matches!(name, "Deleted" | "Deleted Account")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let names = ["Ann", "Tom and Jerry", "x invited y"].map(str::to_owned).into_iter().collect();
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        tell(text, &names).map_or("-".to_owned(), |told| {
            let subjects: Vec<String> = told.subjects.iter().map(name).collect();
            format!("{} {}>{} ({})", told.kind.name(), name(&told.actor), subjects.join(","), told.detail)
        })
    }

    #[test]
    fn lines() {
        for (text, want) in [
            ("Ann created group «Tea» with members Ann, Bo and Cy", "created Ann>Bo,Cy (Tea)"),
            ("Ann created group «Tea»", "created Ann> (Tea)"),
            ("Ann invited Bo", "join Ann>Bo (invite_members)"),
            ("Ann invited Bo, Cy and Di", "join Ann>Bo,Cy,Di (invite_members)"),
            ("Ann invited Tom and Jerry", "join Ann>Tom and Jerry (invite_members)"),
            ("x invited y invited Bo", "join x invited y>Bo (invite_members)"),
            ("Bo invited Bo", "join >Bo (invite_members)"),
            ("Bo invited Deleted Account", "join Bo> (invite_members)"),
            ("Ann invited Bo to the voice chat", "other Ann> (invite_to_group_call)"),
            ("Bo removed Bo", "leave >Bo (remove_members)"),
            ("Ann removed Bo", "remove Ann>Bo (remove_members)"),
            ("Ann removed group photo", "group_edit Ann> (delete_group_photo)"),
            ("Bo joined group by link from Ann", "join Ann>Bo (join_group_by_link)"),
            ("Bo joined group by link from Group", "join Group>Bo (join_group_by_link)"),
            ("Bo joined group by request", "join >Bo (join_group_by_request)"),
            ("Ann changed group title to «a» «b»", "rename Ann> (a» «b)"),
            ("Channel «Tea» created", "created > (Tea)"),
            ("Channel title changed to «Tea»", "rename > (Tea)"),
            ("Ann pinned this message", "pin Ann> (pin_message)"),
            ("Ann converted a basic group to this supergroup «Tea»", "migrate Ann> (Tea)"),
            ("Group call (12 seconds)", "call > (group_call)"),
            ("Ann created topic «News»", "topic Ann> (News)"),
            ("History cleared", "other > (clear_history)"),
            ("Something new", "-"),
        ] {
            assert_eq!(told(text), want, "{text}");
        }
    }
}
