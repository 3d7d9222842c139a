//! A Slack message as a row: its text out of markup or blocks, its links, its first file, what it
//! answers. In: the fields of a record. Out: one message row; text is only put together where
//! somebody will read it.

use std::borrow::Cow;

use super::fields::Fields;
use super::markup;
use super::workspace::Workspace;
use crate::format::json::Value;
use crate::frame::{MessageKind, MessageRow, Time, Writer};

/// Cards beneath one message that are looked at: Slack shows no more.
const CARDS: usize = 100;
/// How deep the elements of a block are followed.
const DEEPEST: u32 = 12;

/// Text and links of a message while they are put together.
struct Body {
    text: Option<String>,
    links: Vec<String>,
}

impl Workspace {
    /// What somebody wrote or shared.
    pub(super) fn message(&self, writer: &mut Writer, fields: &Fields<'_>, at: Time) {
        let author = self.author(fields);
        let (msg_id, reply_to) = (fields.ts.id(), self.reply_to(fields));
        let wanted = writer.wants_text(msg_id.as_deref());
        let mut body = Body { text: wanted.then(String::new), links: Vec::new() };
        let file = first_file(fields);
        let text = if fields.files.is_absent() && is_notice(fields) {
            file.get(b"initial_comment").get(b"comment")
        } else {
            fields.text
        };
        self.fill(&mut body, fields, text);
        // Slack marks the links of a text; only what programs post may hold bare ones.
        let scan_urls = body.links.is_empty();
        attached(&mut body, fields.attachments, |body, text| self.text(body, text));
        let (file_name, file_size) = described(file);
        let urls: Vec<&str> = body.links.iter().map(String::as_str).collect();
        let bare = scan_urls && body.text.is_none() && text.may_hold_link();
        let plain = if bare { text.text() } else { body.text.as_deref().map(Cow::Borrowed) };
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            text: plain.as_deref().filter(|text| !text.is_empty()),
            urls: &urls,
            scan_urls,
            file_name: file_name.as_deref(),
            file_size,
            edited: fields.edited.is_filled(),
            bot: author.bot,
            ..MessageRow::new(at, author.who(), kind(fields, file))
        });
    }

    /// What somebody wrote beneath a file.
    pub(super) fn comment(&self, writer: &mut Writer, fields: &Fields<'_>, at: Time) {
        let user = if fields.user.is_filled() { fields.user } else { fields.comment.get(b"user") };
        let author = self.person(user);
        let msg_id = fields.ts.id();
        let mut body = Body { text: Some(String::new()), links: Vec::new() };
        self.text(&mut body, fields.comment.get(b"comment"));
        let urls: Vec<&str> = body.links.iter().map(String::as_str).collect();
        writer.message(&MessageRow {
            msg_id: msg_id.as_deref(),
            text: body.text.as_deref().filter(|text| !text.is_empty()),
            urls: &urls,
            bot: author.bot,
            ..MessageRow::new(at, author.who(), MessageKind::Text)
        });
    }

    /// The first message of the thread a message stands in, but for that message itself.
    #[expect(clippy::unused_self, reason = "reads beside its siblings")]
    pub(super) fn reply_to<'b>(&self, fields: &Fields<'b>) -> Option<Cow<'b, str>> {
        fields.thread_ts.id().filter(|_| fields.thread_ts.raw() != fields.ts.raw())
    }

    /// The text of a message; blocks speak where it is empty.
    fn fill(&self, body: &mut Body, fields: &Fields<'_>, text: Value<'_>) {
        if text.is_filled() {
            self.text(body, text);
        } else if fields.blocks.is_filled() {
            self.block(body, fields.blocks, DEEPEST);
        }
    }

    fn text(&self, body: &mut Body, text: Value<'_>) {
        if body.text.is_none() && !text.may_hold_link() {
            return;
        }
        let Some(text) = text.text() else { return };
        markup::read(&text, |id| self.name(id), body.text.as_mut(), &mut body.links);
    }

    /// The words of a block and of all in it.
    fn block(&self, body: &mut Body, value: Value<'_>, deeper: u32) {
        if deeper == 0 {
            return;
        }
        value.items().for_each(|item| self.block(body, item, deeper - 1));
        let (mut kind, mut url) = (None, None);
        for (key, value) in value.members() {
            match key {
                b"type" => kind = value.inner(),
                b"url" => url = value.word(),
                b"text" if value.inner().is_some() => self.text(body, value),
                b"text" | b"elements" | b"fields" => self.block(body, value, deeper - 1),
                b"user_id" => add(body, &["@", self.person(value).name.as_deref().unwrap_or_default()]),
                _ => {}
            }
        }
        match kind {
            Some(b"link") => body.links.extend(url.map(Cow::into_owned)),
            Some(b"rich_text_section" | b"section" | b"header" | b"context") => add(body, &["\n"]),
            _ => {}
        }
        if let Some(text) = body.text.as_mut().filter(|_| deeper == DEEPEST) {
            text.truncate(text.trim_end().len());
        }
    }
}

fn add(body: &mut Body, words: &[&str]) {
    if let Some(text) = &mut body.text {
        text.extend(words.iter().copied());
    }
}

/// Cards beneath a message: previews of its links, and all that old programs had to say.
fn attached(body: &mut Body, attachments: Value<'_>, mut text: impl FnMut(&mut Body, Value<'_>)) {
    if !attachments.is_filled() {
        return;
    }
    let empty = body.text.as_ref().is_some_and(String::is_empty);
    for card in attachments.items().take(CARDS) {
        let (mut from, mut title, mut preview) = (None, None, false);
        let mut parts = [Value::default(); 2];
        for (key, value) in card.members() {
            match key {
                b"from_url" | b"original_url" => {
                    from = value.word();
                    preview = true;
                }
                b"title_link" => title = value.word(),
                b"pretext" => parts[0] = value,
                b"text" => parts[1] = value,
                _ => {}
            }
        }
        if let Some(link) = from.or(title).filter(|link| !body.links.iter().any(|known| **known == **link)) {
            body.links.push(link.into_owned());
        }
        // A preview holds the words of the page, not of the sender.
        if preview {
            continue;
        }
        for part in parts.into_iter().filter(|part| part.is_filled()) {
            if empty {
                let first = body.text.as_ref().is_none_or(String::is_empty);
                add(body, if first { &[] } else { &["\n"] });
                text(body, part);
            } else {
                let mut aside = Body { text: None, links: std::mem::take(&mut body.links) };
                text(&mut aside, part);
                body.links = aside.links;
            }
        }
    }
}

/// `@somebody uploaded a file: …`: a sentence of Slack's, from when a message held one file.
fn is_notice(fields: &Fields<'_>) -> bool {
    fields.file.is_filled()
        && fields.text.inner().is_some_and(|text| text.starts_with(b"<@") || text.starts_with(b"\\u003c@"))
}

fn first_file<'b>(fields: &Fields<'b>) -> Value<'b> {
    fields.files.items().next().unwrap_or(fields.file)
}

/// Name and size of a file; one that was deleted or is hidden by the plan has neither.
fn described(file: Value<'_>) -> (Option<Cow<'_, str>>, Option<u64>) {
    if file.is_absent() || is_gone(file) {
        return (None, None);
    }
    let size = file.get(b"size").integer().and_then(|size| u64::try_from(size).ok());
    (file.get(b"name").word().or_else(|| file.get(b"title").word()), size)
}

fn is_gone(file: Value<'_>) -> bool {
    matches!(file.get(b"mode").inner(), Some(b"tombstone" | b"hidden_by_limit"))
}

fn kind(fields: &Fields<'_>, file: Value<'_>) -> MessageKind {
    if fields.subtype.inner() == Some(b"ekm_access_denied") {
        return MessageKind::Other;
    }
    if file.is_absent() || is_gone(file) && fields.text.is_filled() {
        return MessageKind::Text;
    }
    let mime = file.get(b"mimetype").inner().unwrap_or_default();
    match mime.split(|byte| matches!(byte, b'/' | b'\\')).next() {
        Some(b"image") => MessageKind::Image,
        Some(b"video") => MessageKind::Video,
        Some(b"audio") => MessageKind::Voice,
        _ => MessageKind::File,
    }
}
