//! What a message body is: text, a file, something left out of the export, a deleted message, a
//! poll, a place. In: the body behind `sender: `. Out: kind, text, file name, edited. The wordings
//! that mark files and what was left out stand in `marker.rs`.

use super::marker::{ATTACHED_BEFORE, ATTACHED_BEHIND, Marker, marker};
use super::names::trim;
use crate::frame::MessageKind;

/// A body understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body<'a> {
    pub kind: MessageKind,
    /// What the person wrote: the text, or the caption.
    pub text: Option<&'a str>,
    pub file_name: Option<&'a str>,
    pub edited: bool,
}

impl<'a> Body<'a> {
    const fn of(kind: MessageKind) -> Self {
        Self { kind, text: None, file_name: None, edited: false }
    }

    fn with_text(self, text: &'a str) -> Self {
        let text = trim(text);
        Self { text: (!text.is_empty()).then_some(text), ..self }
    }
}

/// Says what a body is.
pub(super) fn classify(body: &str) -> Body<'_> {
    let (body, edited) = strip_edited(trim(body));
    let understood = if body.is_empty() && !edited { Body::of(MessageKind::Other) } else { understand(body) };
    Body { edited, ..understood }
}

fn understand(body: &str) -> Body<'_> {
    let (first, following) = body.split_once('\n').unwrap_or((body, ""));
    let first = trim(first);
    if let Some(media) = media_line(first) {
        return if media.kind == MessageKind::Recalled || media.text.is_some() {
            media
        } else {
            media.with_text(following)
        };
    }
    if !following.is_empty() && is_poll(first, following) {
        return Body::of(MessageKind::Poll).with_text(body);
    }
    if is_location(first) {
        return Body::of(MessageKind::Location).with_text(body);
    }
    Body::of(MessageKind::Text).with_text(body)
}

fn strip_edited(body: &str) -> (&str, bool) {
    if body.ends_with('>')
        && let Some(at) = body.rfind('<')
        && body.get(at..).and_then(marker) == Some(Marker::Edited)
    {
        return (body.get(..at).map_or("", trim), true);
    }
    (body, false)
}

/// The first line of a body as a file, something omitted or a deleted message.
fn media_line(first: &str) -> Option<Body<'_>> {
    if let Some(Marker::Is(kind)) = marker(first) {
        return Some(Body::of(kind));
    }
    if first.ends_with(')')
        && let Some(name) = ATTACHED_BEHIND.iter().find_map(|suffix| first.strip_suffix(suffix))
    {
        return Some(file(trim(name)));
    }
    if first.ends_with('>')
        && let Some(at) = first.rfind('<')
        && let Some(name) = first.get(at + 1..first.len() - 1).and_then(attached_name)
    {
        return Some(title_or_caption(file(name), first.get(..at).unwrap_or("")));
    }
    memchr::memchr(0xE2, first.as_bytes())?;
    // iOS sets U+200E before the marker: `caption‎image omitted`, `a.pdf • ‎3 pages ‎document omitted`.
    let at = first.rfind('\u{200e}')?;
    let Some(Marker::Is(kind)) = first.get(at..).and_then(marker) else { return None };
    if kind == MessageKind::Recalled {
        return None;
    }
    Some(title_or_caption(Body::of(kind), first.get(..at).unwrap_or("")))
}

/// What stands before a marker on its line is a document's title or a caption.
fn title_or_caption<'a>(media: Body<'a>, before: &'a str) -> Body<'a> {
    let before = trim(before);
    match before.split_once('•') {
        Some((title, _)) => Body { file_name: media.file_name.or(Some(trim(title))), ..media },
        None => media.with_text(before),
    }
}

fn attached_name(inner: &str) -> Option<&str> {
    let inner = trim(inner);
    ATTACHED_BEFORE.iter().find_map(|prefix| inner.strip_prefix(prefix)).map(trim).filter(|name| !name.is_empty())
}

fn file(name: &str) -> Body<'_> {
    Body { file_name: Some(name), ..Body::of(kind_of_file(name)) }
}

/// The kind of an attached file, by the messenger's own naming, else by its ending.
fn kind_of_file(name: &str) -> MessageKind {
    const INFIXES: &[(&str, MessageKind)] = &[
        ("-PHOTO-", MessageKind::Image),
        ("-VIDEO-", MessageKind::Video),
        ("-GIF-", MessageKind::Video),
        ("-AUDIO-", MessageKind::Voice),
        ("-STICKER-", MessageKind::Sticker),
    ];
    const PREFIXES: &[(&str, MessageKind)] = &[
        ("IMG-", MessageKind::Image),
        ("VID-", MessageKind::Video),
        ("PTT-", MessageKind::Voice),
        ("AUD-", MessageKind::Voice),
        ("STK-", MessageKind::Sticker),
    ];
    const ENDINGS: &[(MessageKind, &[&str])] = &[
        (MessageKind::Image, &["jpg", "jpeg", "png", "heic", "avif", "bmp"]),
        (MessageKind::Video, &["mp4", "mov", "3gp", "mkv", "gif", "webm", "avi"]),
        (MessageKind::Voice, &["opus", "m4a", "mp3", "aac", "ogg", "amr", "wav"]),
        (MessageKind::Sticker, &["webp", "was"]),
        (MessageKind::Card, &["vcf"]),
    ];
    let named = INFIXES.iter().find(|(infix, _)| name.contains(infix));
    if let Some((_, kind)) = named.or_else(|| PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix))) {
        return *kind;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let known = ENDINGS.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
    known.map_or(MessageKind::File, |(kind, _)| *kind)
}

fn is_poll(first: &str, following: &str) -> bool {
    const HEADS: &[&str] =
        &["POLL", "UMFRAGE", "ENCUESTA", "ENQUETE", "SONDAGE", "SONDAGGIO", "投票", "投票活动", "投票活動"];
    const OPTIONS: &[&str] = &["OPTION", "OPCIÓN", "OPÇÃO", "OPZIONE", "选项", "選項"];
    let head = first.trim_end_matches([':', '：']).trim_end();
    head.len() < first.len()
        && HEADS.contains(&head)
        && following.lines().any(|line| OPTIONS.iter().any(|option| trim(line).starts_with(option)))
}

fn is_location(first: &str) -> bool {
    const MAPS: &[&str] = &["https://maps.google.", "https://www.google.com/maps", "https://foursquare.com/"];
    const WORDS: &[&str] =
        &["location", "standort", "ubicación", "localização", "localisation", "position", "posizione", "位置", "地點"];
    // Most lines are told apart here, without a look at their letters.
    let head = first.as_bytes().get(..48).unwrap_or(first.as_bytes());
    if !memchr::memchr_iter(b':', head).any(|at| matches!(head.get(at + 1), Some(b'/'))) {
        return false;
    }
    let Some((word, link)) = first.split_once([':', '：']) else { return false };
    word.len() <= 24
        && MAPS.iter().any(|maps| trim(link).starts_with(maps))
        && WORDS.contains(&trim(word).to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        use MessageKind::{Card, File, Image, Location, Other, Poll, Recalled, Sticker, Text, Video, Voice};
        for (body, kind, text, file_name, edited) in [
            ("hello", Text, Some("hello"), None, false),
            ("I added sugar", Text, Some("I added sugar"), None, false),
            ("", Other, None, None, false),
            ("<Media omitted>", Other, None, None, false),
            ("<Media omitted>\nlook", Other, Some("look"), None, false),
            ("\u{200e}image omitted", Image, None, None, false),
            ("nice view \u{200e}image omitted", Image, Some("nice view"), None, false),
            ("\u{200e}a.pdf • \u{200e}3 pages \u{200e}document omitted", File, None, Some("a.pdf"), false),
            (
                "IMG-20240101-WA0001.jpg (file attached)\ncaption",
                Image,
                Some("caption"),
                Some("IMG-20240101-WA0001.jpg"),
                false,
            ),
            ("\u{200e}IMG-1.webp (Datei angehängt)", Image, None, Some("IMG-1.webp"), false),
            ("plan.xlsx (archivo adjunto)", File, None, Some("plan.xlsx"), false),
            ("Ann.vcf (file attached)", Card, None, Some("Ann.vcf"), false),
            ("\u{200e}<attached: 00000012-AUDIO-2024.opus>", Voice, None, Some("00000012-AUDIO-2024.opus"), false),
            ("<已附加：0001-STICKER-1.webp>", Sticker, None, Some("0001-STICKER-1.webp"), false),
            ("GIF omitted", Video, None, None, false),
            ("貼圖已略去", Sticker, None, None, false),
            ("\u{200e}This message was deleted.", Recalled, None, None, false),
            ("Diese Nachricht wurde gelöscht.", Recalled, None, None, false),
            ("此訊息已刪除", Recalled, None, None, false),
            ("fixed \u{200e}<This message was edited>", Text, Some("fixed"), None, true),
            ("corregido <Se editó este mensaje.>", Text, Some("corregido"), None, true),
            ("a <b>", Text, Some("a <b>"), None, false),
            ("POLL:\nLunch?\nOPTION: Yes (2 votes)", Poll, Some("POLL:\nLunch?\nOPTION: Yes (2 votes)"), None, false),
            ("POLL: should we?", Text, Some("POLL: should we?"), None, false),
            (
                "location: https://maps.google.com/?q=1,2",
                Location,
                Some("location: https://maps.google.com/?q=1,2"),
                None,
                false,
            ),
            ("see https://maps.google.com/?q=1,2", Text, Some("see https://maps.google.com/?q=1,2"), None, false),
            ("an image omitted here", Text, Some("an image omitted here"), None, false),
        ] {
            assert_eq!(classify(body), Body { kind, text, file_name, edited }, "{body}");
        }
    }
}
