//! The name of the group: exports have no other id. Looked for in the path, then in the first
//! records, then taken from the file name as it is.

use std::path::Path;

use super::header::Layout;
use super::names::{person, plain};
use super::records::Records;
use super::system::{self, Language};
use crate::format::Input;
use crate::frame::EventKind;

/// What localized file names put around the name of the chat.
const TEMPLATES: &[(&str, &str)] = &[
    ("WhatsApp Chat with ", ""),
    ("WhatsApp chat with ", ""),
    ("WhatsApp Chat - ", ""),
    ("WhatsApp-Chat mit ", ""),
    ("WhatsApp Chat mit ", ""),
    ("WhatsApp-Chat - ", ""),
    ("Chat de WhatsApp con ", ""),
    ("Chat de WhatsApp - ", ""),
    ("Conversa do WhatsApp com ", ""),
    ("Conversa do WhatsApp - ", ""),
    ("Discussion WhatsApp avec ", ""),
    ("Discussion WhatsApp - ", ""),
    ("Chat WhatsApp con ", ""),
    ("Chat WhatsApp - ", ""),
    ("WhatsApp-chat met ", ""),
    ("与", "的 WhatsApp 聊天"),
    ("与", "的 WhatsApp 聊天记录"),
    ("與", "的 WhatsApp 對話"),
    ("與", "的 WhatsApp 聊天"),
    ("與", "的 WhatsApp 聊天記錄"),
    ("WhatsApp 聊天 - ", ""),
    ("WhatsApp 對話 - ", ""),
];
/// How many records are searched for the group's name.
const SEARCHED: usize = 500;

/// The name of the group of an input.
pub(super) fn name(input: &Input<'_>, text: &str, layout: Layout) -> String {
    from_path(input).or_else(|| from_records(text, layout)).unwrap_or_else(|| fallback(input))
}

/// Parts of the path, the file first.
fn parts<'a>(input: &Input<'a>) -> impl Iterator<Item = String> + use<'a> {
    let path: &'a Path = input.path;
    let name = input.name;
    let components = path.components().rev().map(|part| part.as_os_str().to_string_lossy().into_owned());
    std::iter::once(name.to_owned()).chain(components)
}

fn stem(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let ending = [".txt", ".zip"].into_iter().find(|ending| lower.ends_with(ending));
    ending.and_then(|ending| name.get(..name.len() - ending.len())).unwrap_or(name)
}

fn from_path(input: &Input<'_>) -> Option<String> {
    parts(input).find_map(|part| {
        let whole = plain(stem(&part)).into_owned();
        let stem = if whole.contains("WhatsApp_") { whole.replace('_', " ") } else { whole };
        let name = TEMPLATES
            .iter()
            .find_map(|(before, behind)| stem.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)))?;
        Some(person(name)).filter(|name| !name.is_empty())
    })
}

/// The group as the first records name it: the sender of system lines on iOS, else the name it was
/// created with.
fn from_records(text: &str, layout: Layout) -> Option<String> {
    let mut created = None;
    for record in Records::new(text, layout).take(SEARCHED) {
        if let Some((sender, body)) = record.sender()
            && body.starts_with('\u{200e}')
            && system::find(body, Language::En)
                .is_some_and(|found| matches!(found.kind, EventKind::Created | EventKind::Other))
        {
            return Some(person(sender));
        }
        if created.is_none()
            && record.sender().is_none()
            && let Some(found) = system::find(record.rest, Language::En)
            && found.kind == EventKind::Created
        {
            created = found.detail;
        }
    }
    created.map(|name| person(&name)).filter(|name| !name.is_empty())
}

fn fallback(input: &Input<'_>) -> String {
    let own = |part: &String| {
        let stem = stem(part);
        !stem.is_empty() && stem != "_chat" && stem != "/" && stem != "." && stem != ".."
    };
    let part = parts(input).find(own).unwrap_or_else(|| "WhatsApp".to_owned());
    person(stem(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Alone;

    fn of(path: &str) -> Option<String> {
        let path = Path::new(path);
        let name = path.file_name()?.to_str()?;
        from_path(&Input { bytes: b"", path, name, nearby: &Alone })
    }

    #[test]
    fn names_of_paths() {
        for (path, want) in [
            ("WhatsApp Chat with Tea.txt", Some("Tea")),
            ("a/WhatsApp Chat - Tea.zip/_chat.txt", Some("Tea")),
            ("与读书会的 WhatsApp 聊天.txt", Some("读书会")),
            ("與讀書會的 WhatsApp 對話.txt", Some("讀書會")),
            ("WhatsApp-Chat mit Tee.txt", Some("Tee")),
            ("Chat de WhatsApp con Té.txt", Some("Té")),
            ("Conversa do WhatsApp com Chá.txt", Some("Chá")),
            ("Discussion WhatsApp avec Thé.txt", Some("Thé")),
            ("Chat WhatsApp con Tè.zip", Some("Tè")),
            ("WhatsApp_Chat_with_Tea_Club.txt", Some("Tea Club")),
            ("\u{200e}WhatsApp Chat - Tea/_chat.txt", Some("Tea")),
            ("a/_chat.txt", None),
            ("chat.txt", None),
        ] {
            assert_eq!(of(path).as_deref(), want, "{path}");
        }
    }

    #[test]
    fn names_of_last_resort() {
        for (path, want) in [("a/club/_chat.txt", "club"), ("team.zip/_chat.txt", "team"), ("x/mine.txt", "mine")] {
            let path = Path::new(path);
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
            assert_eq!(fallback(&Input { bytes: b"", path, name, nearby: &Alone }), want);
        }
    }
}
