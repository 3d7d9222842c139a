//! A Matrix message as a row: text without the quote clients put before replies, files, what it
//! answers. In: the fields of an event. Out: one message row, or an event for an edit.

use std::borrow::Cow;

use super::fields::Fields;
use crate::format::json::Value;
use crate::frame::{EventKind, MessageKind, MessageRow, Time, Who, Writer};

/// The content of a message.
#[derive(Debug, Default)]
struct Content<'a> {
    kind: Value<'a>,
    body: Value<'a>,
    file_name: Value<'a>,
    info: Value<'a>,
    /// How it stands to another event: `m.thread`, `m.replace`.
    relation: Value<'a>,
    /// That event.
    related: Value<'a>,
    /// The event it answers.
    answered: Value<'a>,
    /// The answer only stands for "in this thread".
    falling_back: bool,
    poll: Value<'a>,
}

impl<'a> Content<'a> {
    fn of(value: Value<'a>) -> Self {
        let mut content = Self::default();
        for (key, value) in value.members() {
            match key {
                b"msgtype" => content.kind = value,
                b"body" => content.body = value,
                b"filename" => content.file_name = value,
                b"info" => content.info = value,
                b"m.relates_to" => content.relate(value),
                b"m.poll" | b"m.poll.start" | b"org.matrix.msc3381.poll.start" => content.poll = value,
                _ => {}
            }
        }
        content
    }

    fn relate(&mut self, value: Value<'a>) {
        for (key, value) in value.members() {
            match key {
                b"rel_type" => self.relation = value,
                b"event_id" => self.related = value,
                b"m.in_reply_to" => self.answered = value.get(b"event_id"),
                b"is_falling_back" => self.falling_back = value.is_true(),
                _ => {}
            }
        }
    }

    fn is(&self, relation: &[u8]) -> bool {
        self.relation.inner() == Some(relation)
    }

    fn reply_to(&self) -> Option<Cow<'a, str>> {
        let threaded = self.is(b"m.thread");
        if threaded && (self.falling_back || self.answered.is_absent()) {
            self.related.word()
        } else {
            self.answered.word()
        }
    }

    fn kind(&self) -> MessageKind {
        match self.kind.inner() {
            Some(b"m.image") => MessageKind::Image,
            Some(b"m.file") => MessageKind::File,
            Some(b"m.video") => MessageKind::Video,
            Some(b"m.audio") => MessageKind::Voice,
            Some(b"m.location") => MessageKind::Location,
            Some(_) => MessageKind::Text,
            None => MessageKind::Other,
        }
    }
}

impl Fields<'_> {
    /// What somebody sent.
    pub(super) fn message(&self, writer: &mut Writer, at: Time, by: Option<Who<'_>>) {
        let content = Content::of(self.content);
        if content.is(b"m.replace") {
            // An edit is a second event about one message; the first bears its time.
            return self.event(writer, EventKind::Other, (at, by), Some("edit"));
        }
        if content.kind.inner() == Some(b"m.key.verification.request") {
            return self.event(writer, EventKind::Other, (at, by), Some("m.key.verification.request"));
        }
        let (msg_id, reply_to) = (self.id.word(), content.reply_to());
        let row = MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            ..MessageRow::new(at, by, MessageKind::Recalled)
        };
        let encrypted = self.kind.inner() == Some(b"m.room.encrypted");
        let (mut recalled, mut edited) = (!self.content.is_filled() && !encrypted, false);
        for (key, value) in self.unsigned.members() {
            match key {
                b"redacted_because" | b"redacted_by" => recalled |= value.is_filled(),
                b"m.relations" => edited = value.get(b"m.replace").is_filled(),
                _ => {}
            }
        }
        if recalled {
            return writer.message(&row);
        }
        self.sent(writer, &MessageRow { edited, ..row }, &content);
    }

    fn sent(&self, writer: &mut Writer, row: &MessageRow<'_>, content: &Content<'_>) {
        use MessageKind::{File, Image, Video, Voice};
        let kind = match self.kind.inner() {
            Some(b"m.sticker") => MessageKind::Sticker,
            Some(b"m.room.message") => content.kind(),
            Some(b"m.room.encrypted") => MessageKind::Other,
            _ => MessageKind::Poll,
        };
        let is_file = matches!(kind, File | Image | Video | Voice);
        let wanted = writer.wants_text(row.msg_id) || content.body.may_hold_link();
        let body = if wanted { content.body.text() } else { None };
        let file_name = content.file_name.word().or_else(|| content.body.word()).filter(|_| is_file);
        let text = match kind {
            MessageKind::Poll => question(content.poll),
            MessageKind::Sticker => None,
            // The body is the file's name, unless it is a caption and the name stands apart.
            _ if is_file => body.filter(|body| content.file_name.is_filled() && file_name.as_deref() != Some(body)),
            _ => body,
        };
        let text = text.as_deref().map(|text| if content.answered.is_absent() { text } else { own_words(text) });
        let size = content.info.get(b"size").integer().and_then(|size| u64::try_from(size).ok());
        writer.message(&MessageRow {
            kind,
            text: text.filter(|text| !text.is_empty()),
            scan_urls: true,
            file_name: file_name.as_deref(),
            file_size: size.filter(|_| is_file),
            ..*row
        });
    }
}

/// The question of a poll: written as text in one of several ways.
fn question(poll: Value<'_>) -> Option<Cow<'_, str>> {
    let question = poll.get(b"question");
    let text = [b"m.text".as_slice(), b"body", b"org.matrix.msc1767.text"];
    text.iter().find_map(|key| question.get(key).word())
}

/// A text without the lines quoted before it and the empty line behind them.
fn own_words(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with("> ") || rest.starts_with(">\n") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    if rest.len() == text.len() { text } else { rest.strip_prefix('\n').unwrap_or(rest) }
}
