//! Signal Desktop's messages one JSON object a line, as tools write them that read its database:
//! many conversations in one file. In: the file. Out: a group a conversation, its messages, and the
//! changes of its group. What Signal's own text exports look like is another format.

mod change;

use std::borrow::Cow;

use super::clock;
use super::json::{Fault, Line, Lines, Reading, Record, Value, head_keys, record, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::{Place, Result};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const SIGNAL_JSONL: Format = Format {
    id: "signal-jsonl",
    name: Text { zh: "Signal 桌面版消息（JSONL）", en: "Signal Desktop messages (JSONL)" },
    platform: "signal",
    how_to_export: Text {
        zh: "Signal 自己不导出这种文件，要用能读 Signal 桌面版数据库的工具，由懂技术的人帮忙最稳妥。\n\
             1. 在电脑上装好 Signal 桌面版，与手机关联，等消息同步完，然后退出 Signal。\n\
             2. 用工具（例如 sigtop）打开它的数据库。\n\
             3. 把 messages 表的 json 一列存成 .jsonl 文件，每条消息一行。\n\
             只有关联桌面版以后的消息。",
        en: "Signal itself writes no such file; a tool that reads Signal Desktop's database does. Ask somebody technical to help.\n\
             1. Install Signal Desktop on a computer, link it to your phone, wait until it has caught up, then quit it.\n\
             2. Open its database with a tool, sigtop for example.\n\
             3. Save the column json of the table messages as a .jsonl file, one message a line.\n\
             Only messages since the computer was linked are in it.",
    },
    lacks: Text {
        zh: "没有群名和人名，只有编号（可以用 identities.csv 和 groups.csv 补上）；自己发的消息可能没有编号，算作 self；表情回应按会话编号记人，对不上发消息的人，所以不读；阅后即焚和关联之前的消息不在里面。",
        en: "No names of people or groups, only ids (identities.csv and groups.csv can tell them); what you sent may bear no id and counts as `self`; reactions name people by conversation, not by account, and are not read; disappearing messages, and those from before the computer was linked, are missing.",
    },
    extensions: &["jsonl", "json"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// What Signal Desktop calls its records.
const KINDS: &[&[u8]] = &[
    b"incoming",
    b"outgoing",
    b"group-v2-change",
    b"group-v1-migration",
    b"call-history",
    b"profile-change",
    b"timer-notification",
    b"keychange",
    b"verified-change",
    b"message-request-response-event",
    b"delivery-issue",
    b"change-number-notification",
    b"universal-timer-notification",
    b"title-transition-notification",
    b"contact-removed-notification",
    b"conversation-merge",
    b"pinned-message-notification",
    b"poll-terminate",
    b"story",
];

fn sniff(head: &Head<'_>) -> Confidence {
    let Some(Line { content: line, .. }) = Lines::new(head.bytes).next() else { return Confidence::No };
    let keys = head_keys(line);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let kind = get(b"type").inner().is_some_and(|kind| KINDS.contains(&kind));
    let dated = get(b"sent_at").is_number() || get(b"received_at").is_number();
    if kind && dated && get(b"conversationId").inner().is_some() { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut lines = Lines::new(input.bytes);
    let mut open: Option<&[u8]> = None;
    let mut known = false;
    while let Some(Line { number, content: line, ended }) = lines.next() {
        let place = Place::Line(number);
        match object(line) {
            Ok(fields) => {
                known |= fields.is_whole();
                // Lines of many conversations stand in one another's way; most follow their own.
                if open != fields.conversation.inner() && fields.time().is_some() {
                    let id = fields.conversation.word();
                    reading.writer.group(GroupRow { platform: "signal", id: id.as_deref(), name: None });
                    open = fields.conversation.inner();
                }
                if let Err(reason) = fields.take(reading.writer) {
                    reading.writer.reject(place, reason);
                }
            }
            Err(fault) if fault.ended && !ended => {
                reading.writer.truncated(place, "the file ends inside this line");
            }
            Err(fault) if fault.ended => reading.writer.reject(place, "the line ends inside its object"),
            Err(fault) => reading.writer.reject(place, fault.what),
        }
        reading.tick(lines.at());
    }
    if known {
        return Ok(());
    }
    let fault = Fault { at: 0, ended: false, what: "no line of it is a message of Signal Desktop" };
    Err(unreadable(input, fault, "Signal Desktop's messages"))
}

/// The one object of a line.
fn object(line: &[u8]) -> std::result::Result<Fields<'_>, Fault> {
    let mut fields = Fields::default();
    let end = record(line, 0, &mut fields)?;
    if end == line.len() {
        Ok(fields)
    } else {
        Err(Fault { at: end, ended: false, what: "more than one object in a line" })
    }
}

/// The keys read of a line.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    conversation: Value<'a>,
    kind: Value<'a>,
    sent: Value<'a>,
    timestamp: Value<'a>,
    received: Value<'a>,
    body: Value<'a>,
    account: Value<'a>,
    number: Value<'a>,
    quote: Value<'a>,
    attachments: Value<'a>,
    previews: Value<'a>,
    sticker: Value<'a>,
    contact: Value<'a>,
    poll: Value<'a>,
    erased: Value<'a>,
    edits: Value<'a>,
    change: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"conversationId" => &mut self.conversation,
            b"type" => &mut self.kind,
            b"sent_at" => &mut self.sent,
            b"timestamp" => &mut self.timestamp,
            b"received_at_ms" => &mut self.received,
            b"body" => &mut self.body,
            b"sourceServiceId" | b"sourceUuid" => &mut self.account,
            b"source" => &mut self.number,
            b"quote" => &mut self.quote,
            b"attachments" => &mut self.attachments,
            b"preview" => &mut self.previews,
            b"sticker" => &mut self.sticker,
            b"contact" => &mut self.contact,
            b"poll" => &mut self.poll,
            b"deletedForEveryone" => &mut self.erased,
            b"editHistory" => &mut self.edits,
            b"groupV2Change" => &mut self.change,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.conversation.is_absent() && self.time().is_some()
    }
}

/// Stands for whoever made the export, whose own lines may bear no account.
const SELF: &str = "self";

impl<'a> Fields<'a> {
    fn time(&self) -> Option<Time> {
        let all = [self.sent, self.timestamp, self.received];
        all.iter().find_map(|value| value.integer().filter(|ms| *ms > 0)).map(clock::epoch)
    }

    fn account(&self) -> Option<Cow<'a, str>> {
        let own = || (self.kind.inner() == Some(b"outgoing")).then_some(Cow::Borrowed(SELF));
        self.account.word().or_else(|| self.number.word()).or_else(own)
    }

    fn take(&self, writer: &mut Writer) -> std::result::Result<(), &'static str> {
        let time = self.time().ok_or("no readable sent_at")?;
        if self.conversation.is_absent() {
            return Err("a line without a conversation");
        }
        let account = self.account();
        let by = account.as_deref().map(|id| Who::id(id, None));
        let kind = self.kind.word().ok_or("a line without a type")?;
        match &*kind {
            "incoming" | "outgoing" | "story" => self.message(writer, time, by),
            "group-v2-change" => change::push(writer, self.change, time, by),
            "call-history" => event(writer, EventKind::Call, time, by, &kind),
            "pinned-message-notification" => event(writer, EventKind::Pin, time, by, &kind),
            "change-number-notification" => event(writer, EventKind::MemberRename, time, by, &kind),
            "group-v1-migration" => event(writer, EventKind::Migrate, time, by, &kind),
            _ => event(writer, EventKind::Other, time, by, &kind),
        }
        Ok(())
    }

    fn message(&self, writer: &mut Writer, time: Time, by: Option<Who<'_>>) {
        // A quote names what it answers by when that was sent, so that is the id.
        let (msg_id, reply_to) = (self.sent.id(), self.quote.get(b"id").id());
        let row = MessageRow {
            msg_id: msg_id.as_deref(),
            reply_to: reply_to.as_deref(),
            edited: self.edits.is_filled(),
            ..MessageRow::new(time, by, MessageKind::Recalled)
        };
        if self.erased.is_true() {
            writer.message(&row);
            return;
        }
        let wanted = writer.wants_text(msg_id.as_deref()) || self.body.may_hold_link();
        let text = if wanted { self.body.word() } else { None };
        // A long text is an attachment too.
        let mut files = self.attachments.items();
        let file = files.find(|file| file.get(b"contentType").inner() != Some(b"text/x-signal-plain"));
        let file = file.unwrap_or_default();
        let file_name = file.get(b"fileName").word();
        let previewed: Vec<Cow<'_, str>> = self.previews.items().filter_map(|card| card.get(b"url").word()).collect();
        let urls: Vec<&str> = previewed.iter().map(AsRef::as_ref).collect();
        writer.message(&MessageRow {
            kind: self.kind(file),
            text: text.as_deref(),
            // What is previewed stands in the text.
            urls: if self.body.is_filled() { &[] } else { &urls },
            scan_urls: true,
            file_name: file_name.as_deref(),
            file_size: file.get(b"size").integer().and_then(|size| u64::try_from(size).ok()),
            ..row
        });
    }

    fn kind(&self, file: Value<'_>) -> MessageKind {
        if !file.is_absent() {
            let mime = file.get(b"contentType").inner().unwrap_or_default();
            return match mime.split(|byte| matches!(byte, b'/' | b'\\')).next() {
                Some(b"image") => MessageKind::Image,
                Some(b"video") => MessageKind::Video,
                Some(b"audio") => MessageKind::Voice,
                _ => MessageKind::File,
            };
        }
        match self {
            _ if self.sticker.is_filled() => MessageKind::Sticker,
            _ if self.contact.is_filled() => MessageKind::Card,
            _ if self.poll.is_filled() => MessageKind::Poll,
            _ if self.body.is_filled() => MessageKind::Text,
            _ => MessageKind::Other,
        }
    }
}

fn event(writer: &mut Writer, kind: EventKind, time: Time, actor: Option<Who<'_>>, detail: &str) {
    writer.events(&[EventRow { time, kind, actor, subject: None, msg_id: None, detail: Some(detail) }]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::frame::{Frames, Projection};

    fn read(text: &str) -> Frames {
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
        SIGNAL_JSONL.read_alone(text.as_bytes(), "messages.jsonl", &mut writer, &|_| ()).unwrap();
        writer.finish()
    }

    #[test]
    fn what_is_signals() {
        for (text, want) in [
            (r#"{"type":"incoming","conversationId":"c","sent_at":1704153600000,"body":"cut"#, Confidence::Sure),
            ("\n{\"conversationId\":\"c\",\"type\":\"group-v2-change\",\"sent_at\":1}\n", Confidence::Sure),
            (r#"{"type":"message","conversationId":"c","sent_at":1}"#, Confidence::No),
            (r#"{"type":"incoming","conversationId":"c"}"#, Confidence::No),
            (r#"{"type":"incoming","sent_at":1}"#, Confidence::No),
            (r#"[{"type":"incoming","conversationId":"c","sent_at":1}]"#, Confidence::No),
            (r#"{"messages":[{"role":"user"}]}"#, Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.jsonl" }), want, "{text}");
        }
    }

    #[test]
    fn odd_lines() {
        for (line, want) in [
            (r#"{"type":"incoming","conversationId":"c","sent_at":1704153600000}"#, (1, 0, 0)),
            (r#"{"type":"of-tomorrow","conversationId":"c","sent_at":1704153600000}"#, (0, 1, 0)),
            (r#"{"type":"group-v2-change","conversationId":"c","sent_at":1704153600000}"#, (0, 1, 0)),
            (r#"{"type":"incoming","conversationId":"c","sent_at":"soon"}"#, (0, 0, 1)),
            (r#"{"type":"incoming","sent_at":1704153600000}"#, (0, 0, 1)),
            (r#"{"conversationId":"c","sent_at":1704153600000}"#, (0, 0, 1)),
            (r#"{"type":"incoming"} {}"#, (0, 0, 1)),
            (r#"{"type":"inc"#, (0, 0, 1)),
        ] {
            let good = r#"{"type":"incoming","conversationId":"c","sent_at":1704153500000}"#;
            let frames = read(&format!("{good}\n{line}"));
            assert_eq!((frames.messages.len() - 1, frames.events.ts.len(), frames.rejected), want, "{line}");
            assert_eq!(frames.read, 2, "{line}");
        }
    }
}
