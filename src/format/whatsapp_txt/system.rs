//! System lines: what the messenger itself says, in seven languages. In: a line's text behind its
//! header. Out: event kind, actor, subjects, detail. A phrase matches the whole line or not at all:
//! "I added sugar" is nobody's joining.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::names::{person, plain, split_list};
use super::phrases;
use crate::frame::EventKind;

/// Languages of the phrase tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Language {
    #[default]
    En,
    De,
    Es,
    Pt,
    Fr,
    It,
    /// Simplified and traditional Chinese.
    Zh,
}

impl Language {
    const ALL: [Self; 7] = [Self::En, Self::De, Self::Es, Self::Pt, Self::Fr, Self::It, Self::Zh];

    /// Words before the last name of a list.
    pub(super) fn conjunctions(self) -> &'static [&'static str] {
        match self {
            Self::En => &[" and "],
            Self::De => &[" und "],
            Self::Es => &[" y ", " e "],
            Self::Pt => &[" e "],
            Self::Fr => &[" et "],
            Self::It => &[" e ", " ed "],
            Self::Zh => &[" 和 ", " 与 ", " 與 ", " 及 ", "和", "与", "與", "及"],
        }
    }

    /// How the exporter is spoken to; such a one is known by another name.
    fn exporter(self) -> &'static [&'static str] {
        match self {
            Self::En => &["You", "you"],
            Self::De => &["Du", "du", "dich", "Dich", "Sie"],
            Self::Es => &["Tú", "tú", "Usted", "usted", "ti", "Vos", "vos"],
            Self::Pt => &["Você", "você", "Tu", "tu", "ti"],
            Self::Fr => &["Vous", "vous", "Tu", "tu"],
            Self::It => &["Tu", "tu", "te"],
            Self::Zh => &["你", "您"],
        }
    }

    fn phrases(self) -> &'static [phrases::Phrase] {
        match self {
            Self::En => phrases::EN,
            Self::De => phrases::DE,
            Self::Es => phrases::ES,
            Self::Pt => phrases::PT,
            Self::Fr => phrases::FR,
            Self::It => phrases::IT,
            Self::Zh => phrases::ZH,
        }
    }
}

/// A system line understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub kind: EventKind,
    pub language: Language,
    /// `None` for the exporter ("You") and where nobody is named.
    pub actor: Option<String>,
    /// Whom it happened to, names not yet taken apart; `None` for the exporter or nobody.
    subjects: Option<String>,
    pub detail: Option<String>,
}

impl Found {
    /// The people it happened to; empty for the exporter or nobody.
    pub(super) fn subjects(&self, known: &dyn Fn(&str) -> bool) -> Vec<Option<String>> {
        let Some(list) = &self.subjects else { return vec![None] };
        let exporter = self.language.exporter();
        let people = split_list(list, self.language, known);
        people.into_iter().map(|name| (!exporter.contains(&name.as_str())).then_some(name)).collect()
    }
}

/// The system line a text is, looked for in `first` before the other languages.
pub(super) fn find(text: &str, first: Language) -> Option<Found> {
    let text = plain(text);
    let even;
    let text = if text.contains('’') {
        even = text.replace('’', "'");
        even.as_str()
    } else {
        &*text
    };
    let text = text.trim_end_matches(['.', '。']);
    let others = Language::ALL.into_iter().filter(|language| *language != first);
    std::iter::once(first).chain(others).find_map(|language| find_in(text, language))
}

fn find_in(text: &str, language: Language) -> Option<Found> {
    let compiled = COMPILED.get(language as usize)?;
    compiled.iter().find_map(|phrase| phrase.read(text, language))
}

/// A place in a phrase where something varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// `{A}`: who did it.
    Actor,
    /// `{S}`: to whom; may be a list.
    Subjects,
    /// `{N}`: a new name or number; may hold a colon.
    New,
    /// `{*}`: anything or nothing.
    Any,
}

enum Piece {
    /// Fixed words, and a finder built once for them.
    Words(&'static str, Box<Finder<'static>>),
    Slot(Slot),
}

struct Compiled {
    kind: EventKind,
    pieces: Vec<Piece>,
    detail: &'static str,
}

static COMPILED: LazyLock<Vec<Vec<Compiled>>> = LazyLock::new(|| {
    let compile = |(kind, pattern, detail): &phrases::Phrase| Compiled { kind: *kind, pieces: pieces(pattern), detail };
    Language::ALL.iter().map(|language| language.phrases().iter().map(compile).collect()).collect()
});

fn pieces(pattern: &'static str) -> Vec<Piece> {
    const SLOTS: [(&str, Slot); 4] =
        [("{A}", Slot::Actor), ("{S}", Slot::Subjects), ("{N}", Slot::New), ("{*}", Slot::Any)];
    let mut out = Vec::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let found = SLOTS.iter().find_map(|(mark, slot)| rest.strip_prefix(mark).map(|after| (*slot, after)));
        if let Some((slot, after)) = found {
            out.push(Piece::Slot(slot));
            rest = after;
        } else {
            let end = rest.find('{').filter(|at| *at > 0).unwrap_or(rest.len());
            out.push(Piece::Words(&rest[..end], Box::new(Finder::new(&rest[..end]))));
            rest = &rest[end..];
        }
    }
    out
}

impl Compiled {
    fn read(&self, text: &str, language: Language) -> Option<Found> {
        if let Some(Piece::Words(words, _)) = self.pieces.last()
            && !text.ends_with(words)
        {
            return None;
        }
        let values = self.values(text)?;
        let [actor, subjects, new] = values;
        let exporter = language.exporter();
        let name = |raw: &str| Some(person(raw)).filter(|name| !exporter.contains(&name.as_str()));
        let detail = new.map(unquote).or((!self.detail.is_empty()).then_some(self.detail));
        Some(Found {
            kind: self.kind,
            language,
            actor: actor.and_then(name),
            subjects: subjects.and_then(name),
            detail: detail.map(str::to_owned),
        })
    }

    /// Actor, subjects and new name of a text that fits; `None` when it does not.
    fn values<'t>(&self, text: &'t str) -> Option<[Option<&'t str>; 3]> {
        let mut values = [None; 3];
        let mut rest = text;
        let mut pieces = self.pieces.iter().enumerate();
        while let Some((at, piece)) = pieces.next() {
            let slot = match piece {
                Piece::Words(words, _) => {
                    rest = rest.strip_prefix(*words)?;
                    continue;
                }
                Piece::Slot(slot) => *slot,
            };
            let value;
            (value, rest) = match self.pieces.get(at + 1) {
                Some(Piece::Words(words, _)) if at + 2 == self.pieces.len() => (rest.strip_suffix(*words)?, ""),
                Some(Piece::Words(words, finder)) => {
                    let found = finder.find(rest.as_bytes())?;
                    (rest.get(..found)?, rest.get(found + words.len()..)?)
                }
                _ => (rest, ""),
            };
            pieces.next();
            keep(slot, value.trim(), &mut values)?;
        }
        rest.is_empty().then_some(values)
    }
}

/// Puts a slot's value in its place; `None` when it cannot stand there.
fn keep<'t>(slot: Slot, value: &'t str, values: &mut [Option<&'t str>; 3]) -> Option<()> {
    let [actor, subjects, new] = values;
    let place = match slot {
        Slot::Any => return Some(()),
        Slot::New => new,
        // A name in front of a colon is a sender: what follows is a message.
        Slot::Actor | Slot::Subjects if value.contains(": ") || value.contains('\n') => return None,
        Slot::Actor => actor,
        Slot::Subjects => subjects,
    };
    (!value.is_empty()).then(|| *place = Some(value))
}

fn unquote(text: &str) -> &str {
    const QUOTES: [char; 12] = ['"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '\'', '‘'];
    let bare = text.trim_matches(|c: char| QUOTES.contains(&c) || c.is_whitespace());
    if bare.is_empty() { text } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, actor, subjects joined by `|`, detail: `-` for nobody or nothing.
    fn told(line: &str) -> String {
        let Some(found) = find(line, Language::En) else { return "no".to_owned() };
        let subjects: Vec<String> =
            found.subjects(&|_| false).into_iter().map(|name| name.unwrap_or_else(|| "-".to_owned())).collect();
        let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        format!("{} {} {} {}", found.kind.name(), dash(found.actor), subjects.join("|"), dash(found.detail))
    }

    #[test]
    fn english() {
        for (line, want) in [
            ("Ann added Bob", "join Ann Bob -"),
            ("Ann added Bob, Cy and Di", "join Ann Bob|Cy|Di -"),
            ("You added Bob", "join - Bob -"),
            ("Ann added you", "join Ann - -"),
            ("~\u{202f}Bob was added", "join - Bob -"),
            ("Bob joined using this group's invite link", "join - Bob -"),
            ("Bob joined using this group’s invite link.", "join - Bob -"),
            ("Bob joined from the community", "join - Bob -"),
            ("\u{200e}Bob left", "leave - Bob -"),
            ("You left", "leave - - -"),
            ("Ann removed Bob", "remove Ann Bob -"),
            ("Ann removed you", "remove Ann - -"),
            ("Ann created group \"Tea\"", "created Ann - Tea"),
            ("Ann created this group", "created Ann - -"),
            ("Ann changed the subject from \"a\" to \"b: c\"", "rename Ann - b: c"),
            ("Ann changed the subject to “a: b”", "rename Ann - a: b"),
            ("Ann changed the group name to \"x\"", "rename Ann - x"),
            ("Ann changed this group's icon", "group_edit Ann - -"),
            ("Ann changed the group description", "group_edit Ann - -"),
            (
                "Bob changed their phone number. You're currently chatting with their new number.",
                "member_rename - Bob -",
            ),
            ("+1 555 changed to +1 666", "member_rename - +1 555 +1 666"),
            ("You're now an admin", "role_change - - admin"),
            ("Bob is no longer an admin", "role_change - Bob member"),
            ("Ann pinned a message", "pin Ann - -"),
            ("Ann turned on disappearing messages. New messages will disappear.", "other Ann - -"),
            ("Messages and calls are end-to-end encrypted. No one outside can read.", "other - - -"),
            ("Bob requested to join", "invite_pending - Bob -"),
            ("Missed voice call", "call - - -"),
            ("I added sugar: two spoons", "no"),
            ("Bob: Ann added Cy", "no"),
            ("Bob: I left", "no"),
            ("Tom left: hello", "no"),
        ] {
            assert_eq!(told(line), want, "{line}");
        }
    }

    #[test]
    fn other_languages() {
        for (line, want) in [
            ("Ann hat Bob hinzugefügt", "join Ann Bob -"),
            ("Du hast Bob und Cy hinzugefügt", "join - Bob|Cy -"),
            ("Ann hat dich hinzugefügt", "join Ann - -"),
            ("Bob hat die Gruppe verlassen", "leave - Bob -"),
            ("Ann hat Bob entfernt", "remove Ann Bob -"),
            ("Ann hat die Gruppe „Tee“ erstellt", "created Ann - Tee"),
            ("Ann hat den Betreff von „a“ zu „b“ geändert", "rename Ann - b"),
            ("Ann añadió a Bob y Cy", "join Ann Bob|Cy -"),
            ("Añadiste a Bob", "join - Bob -"),
            ("Bob salió del grupo", "leave - Bob -"),
            ("Ann eliminó a Bob", "remove Ann Bob -"),
            ("Ann creó el grupo \"Té\"", "created Ann - Té"),
            ("Você adicionou Bob", "join - Bob -"),
            ("Bob saiu", "leave - Bob -"),
            ("Bob entrou usando o link de convite deste grupo", "join - Bob -"),
            ("Ann removeu Bob", "remove Ann Bob -"),
            ("Ann a ajouté Bob et Cy", "join Ann Bob|Cy -"),
            ("Bob a quitté le groupe", "leave - Bob -"),
            ("Vous avez créé le groupe « Thé »", "created - - Thé"),
            ("Ann ha aggiunto Bob", "join Ann Bob -"),
            ("Bob ha abbandonato il gruppo", "leave - Bob -"),
            ("Ann ha rimosso Bob", "remove Ann Bob -"),
            ("小明 创建了此群组", "created 小明 - -"),
            ("小明 添加了 小红", "join 小明 小红 -"),
            ("小明添加了小红、小刚和小丽", "join 小明 小红|小刚|小丽 -"),
            ("您添加了 小红", "join - 小红 -"),
            ("小红 使用此群组的邀请链接加入", "join - 小红 -"),
            ("小红 退出了群组", "leave - 小红 -"),
            ("小明 移除了 小红", "remove 小明 小红 -"),
            ("小明將群組名稱由「甲」改為「乙」", "rename 小明 - 乙"),
            ("小紅離開了", "leave - 小紅 -"),
            ("消息和通话已进行端到端加密。", "other - - -"),
        ] {
            assert_eq!(told(line), want, "{line}");
        }
    }
}
