//! Gitter rooms as the old interface answered and archives keep: a list of messages, or one a line.
//! Shape read from recorded answers. In: the file, named after the room. Out: messages.

use std::borrow::Cow;

use super::json::{Reading, Record, Value, first_record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::Result;
use crate::frame::{GroupRow, MessageKind, MessageRow, Who, Writer};
use crate::unit::Text;

/// The format.
pub const GITTER_JSON: Format = Format {
    id: "gitter-json",
    name: Text { zh: "Gitter 房间（JSON）", en: "Gitter room (JSON)" },
    platform: "gitter",
    how_to_export: Text {
        zh: "Gitter 已搬到 Matrix，旧接口关了，这个格式给已有的存档用。\n\
             1. 找到当时用 /v1/rooms/房间ID/chatMessages 存下的 JSON（一页一个数组，或一行一条消息）。\n\
             2. 一个房间一个文件，文件名改成房间名，例如 org_room.json：消息里没有房间名。\n\
             3. 搬到 Matrix 以后的消息请用 Element 导出。",
        en: "Gitter moved to Matrix and its interface is closed; this reads archives made before.\n\
             1. Find the JSON saved from /v1/rooms/ID/chatMessages (a list a page, or one message a line).\n\
             2. One room a file, named after the room, for instance org_room.json: the messages do not name it.\n\
             3. Messages since the move are exported with Element.",
    },
    lacks: Text {
        zh: "没有加入和退出，没有表情回应；消息里没有房间名，用文件名代替；附件只是文字里的链接。",
        en: "No joins or leaves, no reactions; the messages do not name their room, the file's name stands for it; files are links in the text.",
    },
    extensions: &["json", "jsonl"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: false,
        leaves: false,
        reactions: false,
        files: false,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, &[]);
    let get = |name: &[u8]| value_of(&keys, name);
    let user = get(b"fromUser");
    let sent = get(b"sent").inner().and_then(clock::iso).is_some();
    let author = !user.get(b"username").is_absent() && !user.get(b"id").is_absent();
    // The author's key may be cut by the end of the head.
    let more = author || !user.is_absent() && !get(b"html").is_absent();
    if sent && more && !get(b"id").is_absent() && !get(b"text").is_absent() { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let stem = input.name.rsplit_once('.').map_or(input.name, |(stem, _)| stem);
    writer.group(GroupRow { platform: "gitter", id: None, name: Some(stem) });
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(&[], |writer, fields: &Fields<'_>| take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "messages of Gitter"))?;
    Ok(())
}

/// The keys read of a message.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    id: Value<'a>,
    text: Value<'a>,
    sent: Value<'a>,
    edited: Value<'a>,
    user: Value<'a>,
    urls: Value<'a>,
    parent: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"text" => &mut self.text,
            b"sent" => &mut self.sent,
            b"editedAt" => &mut self.edited,
            b"fromUser" => &mut self.user,
            b"urls" => &mut self.urls,
            b"parentId" => &mut self.parent,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.sent.inner().and_then(clock::iso).is_some()
    }
}

fn take(writer: &mut Writer, fields: &Fields<'_>) -> std::result::Result<(), &'static str> {
    let time = fields.sent.inner().and_then(clock::iso).ok_or("no readable sent")?;
    let (msg_id, reply_to, text) = (fields.id.id(), fields.parent.id(), fields.text.text());
    let (mut id, mut username, mut shown) = (None, None, None);
    for (key, value) in fields.user.members() {
        match key {
            b"id" => id = value.id(),
            b"username" => username = value.word(),
            b"displayName" => shown = value.word(),
            _ => {}
        }
    }
    let name: Option<Cow<'_, str>> = shown.or(username);
    let known = id.is_some() || name.is_some();
    let urls: Vec<_> = fields.urls.items().filter_map(|url| url.get(b"url").word()).collect();
    let urls: Vec<&str> = urls.iter().map(AsRef::as_ref).collect();
    writer.message(&MessageRow {
        msg_id: msg_id.as_deref(),
        reply_to: reply_to.as_deref(),
        text: text.as_deref().filter(|text| !text.is_empty()),
        urls: &urls,
        scan_urls: urls.is_empty(),
        edited: fields.edited.is_filled(),
        ..MessageRow::new(time, known.then_some(Who { id: id.as_deref(), name: name.as_deref() }), MessageKind::Text)
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gitter() {
        for (text, want) in [
            (
                r#"[{"id":"5","text":"x","html":"x","sent":"2016-03-01T02:00:00.000Z","fromUser":{"id":"u","username":"ann"}}]"#,
                true,
            ),
            (
                "{\"id\":\"5\",\"text\":\"x\",\"html\":\"x\",\"sent\":\"2016-03-01T02:00:00.000Z\",\"fromUser\":{\"id\":\"cut",
                true,
            ),
            (r#"[{"id":"5","text":"x","sent":"soon","fromUser":{"id":"u","username":"ann"}}]"#, false),
            (r#"[{"id":"5","text":"x","sent":"2016-03-01T02:00:00.000Z"}]"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
