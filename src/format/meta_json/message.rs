//! An element of `messages` as rows: what somebody sent, or the event its wording tells. In: the
//! fields of an element and who takes part. Out: one message row, or the rows of one event.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::fields::Fields;
use super::repair::word;
use super::wording::{self, Line, Subject, Told};
use crate::format::clock;
use crate::format::json::Value;
use crate::frame::{EventKind, EventRow, MessageKind, MessageRow, ReactionRow, Time, Who, Writer};

/// Reactions of one message that are looked at.
const REACTIONS: usize = 10_000;

/// What is known of a thread while it is read.
#[derive(Debug, Default)]
pub(super) struct Thread {
    /// Names of those in it.
    pub people: FxHashSet<String>,
}

impl Thread {
    /// One element; `Err` says why it cannot be kept.
    pub fn take(&self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let at = fields.time().ok_or("no readable timestamp")?;
        let sender = word(fields.sender);
        let who = sender.as_deref().map(Who::name);
        if fields.unsent.is_true() {
            writer.message(&MessageRow::new(at, who, MessageKind::Recalled));
            return Ok(());
        }
        let text = word(fields.text);
        let line = match (&sender, &text) {
            (Some(sender), Some(text)) => wording::read(sender, text, &self.people),
            _ => Line::Written,
        };
        match (fields.kind.inner(), line) {
            (Some(b"Subscribe"), line) => crossing(writer, fields, EventKind::Join, line, (at, who)),
            (Some(b"Unsubscribe"), line) => crossing(writer, fields, EventKind::Remove, line, (at, who)),
            (_, Line::Event(told)) => event(writer, &told, (at, who)),
            (Some(b"Call"), _) => event(writer, &call(), (at, who)),
            (_, Line::Written) if fields.call.is_number() => event(writer, &call(), (at, who)),
            (_, Line::StandIn) => message(writer, fields, None, (at, who)),
            (_, Line::Written) => message(writer, fields, text.as_deref(), (at, who)),
        }
        Ok(())
    }
}

fn call() -> Told<'static> {
    Told { kind: EventKind::Call, subjects: Vec::new(), detail: None }
}

fn event(writer: &mut Writer, told: &Told<'_>, (time, sender): (Time, Option<Who<'_>>)) {
    let row = EventRow { time, kind: told.kind, actor: sender, subject: None, msg_id: None, detail: told.detail };
    let rows: Vec<EventRow<'_>> = told
        .subjects
        .iter()
        .map(|subject| match subject {
            // Nobody let those in or out who came or went themselves.
            Subject::Sender => EventRow { actor: None, subject: sender, ..row },
            Subject::Named(name) => EventRow { subject: Some(Who::name(name)), ..row },
            Subject::Unnamed => row,
        })
        .collect();
    writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
}

/// Downloads before 2022 list who came or went; of the others only the wording tells.
fn crossing(
    writer: &mut Writer,
    fields: &Fields<'_>,
    kind: EventKind,
    line: Line<'_>,
    (time, sender): (Time, Option<Who<'_>>),
) {
    let names: Vec<Cow<'_, str>> = fields.users.items().filter_map(|user| word(user.get(b"name"))).collect();
    let alone = if kind == EventKind::Remove { EventKind::Leave } else { kind };
    let row = EventRow { time, kind, actor: sender, subject: None, msg_id: None, detail: None };
    let rows: Vec<EventRow<'_>> = names
        .iter()
        .map(|name| match Some(Who::name(name)) {
            who if who == sender => EventRow { kind: alone, actor: None, subject: sender, ..row },
            who => EventRow { subject: who, ..row },
        })
        .collect();
    match line {
        _ if !rows.is_empty() => writer.events(&rows),
        Line::Event(told) => event(writer, &told, (time, sender)),
        _ => writer.events(&[EventRow { kind: alone, actor: None, subject: sender, ..row }]),
    }
}

fn message(writer: &mut Writer, fields: &Fields<'_>, text: Option<&str>, (time, sender): (Time, Option<Who<'_>>)) {
    let kind = kind(fields, text.is_some());
    let shared = word(fields.share.get(b"link"));
    let urls: Vec<&str> = shared.as_deref().into_iter().collect();
    let name = if kind == MessageKind::File { file_name(fields) } else { None };
    writer.message(&MessageRow {
        text,
        urls: &urls,
        // What is shared stands in the text as well, perhaps a little differently.
        scan_urls: shared.is_none(),
        file_name: name.as_deref(),
        ..MessageRow::new(time, sender, kind)
    });
    for reaction in fields.reactions.items().take(REACTIONS) {
        let Some(seconds) = reaction.get(b"timestamp").integer().filter(|number| *number > 0) else { continue };
        if let Some(actor) = word(reaction.get(b"actor")) {
            writer.reaction(&ReactionRow { time: clock::epoch(seconds), actor: Who::name(&actor), target: None });
        }
    }
}

fn kind(fields: &Fields<'_>, text: bool) -> MessageKind {
    match fields {
        _ if fields.photos.is_filled() || fields.gifs.is_filled() => MessageKind::Image,
        _ if fields.videos.is_filled() => MessageKind::Video,
        _ if fields.audio.is_filled() => MessageKind::Voice,
        _ if fields.files.is_filled() => MessageKind::File,
        _ if fields.sticker.is_filled() => MessageKind::Sticker,
        _ if fields.media.is_filled() => kind_of_file(fields.media),
        _ if fields.share.is_filled() && !text => MessageKind::Link,
        _ if text => MessageKind::Text,
        _ => MessageKind::Other,
    }
}

fn kind_of_file(media: Value<'_>) -> MessageKind {
    let uri = media.items().next().and_then(|file| file.get(b"uri").word()).unwrap_or_default();
    let ending = uri.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" => MessageKind::Image,
        "mp4" | "mov" | "webm" => MessageKind::Video,
        "aac" | "m4a" | "mp3" | "ogg" | "opus" | "wav" => MessageKind::Voice,
        _ => MessageKind::File,
    }
}

/// The name a file was sent under: Meta puts a number behind it.
fn file_name(fields: &Fields<'_>) -> Option<String> {
    let files = if fields.files.is_filled() { fields.files } else { fields.media };
    let uri = word(files.items().next()?.get(b"uri"))?;
    let name = uri.rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = match stem.rsplit_once('_') {
        Some((short, number)) if number.len() >= 10 && number.bytes().all(|byte| byte.is_ascii_digit()) => short,
        _ => stem,
    };
    Some(if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") })
}
