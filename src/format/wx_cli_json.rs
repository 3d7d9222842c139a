//! WeChat as wx-cli writes it with `wx export --format json` or `wx history --json`: one chat a file,
//! bodies already rendered as text. Shape read from its query code. In: the file. Out: messages and
//! events.

use super::clock;
use super::json::{Fault, Members, Reading, Record, Value, head_keys, start, unreadable};
use super::wechat::{Conversation, Kind, SystemLine, body, label, mark, rendered};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const WX_CLI_JSON: Format = Format {
    id: "wx-cli-json",
    name: Text { zh: "微信群聊（wx-cli，JSON）", en: "WeChat group (wx-cli, JSON)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "用的是运行在自己电脑上的命令行工具 wx-cli。\n\
             1. 按它的说明安装并执行一次 wx init（微信要在运行）。\n\
             2. 执行 wx export \"群名\" --format json -n 10000000 -o 群.json。一定要写 -n：不写就只导出最近的几百条，文件里看不出被截断。\n\
             3. 得到的 .json 文件就是要用的文件。只导出你自己有权查看的聊天。",
        en: "wx-cli is a command-line tool on your own computer.\n\
             1. Install it and run wx init once, as it explains, with WeChat running.\n\
             2. Run wx export \"GROUP\" --format json -n 10000000 -o group.json. Do give -n: without it only the latest few hundred messages are written, and the file does not say so.\n\
             3. The .json file is the one to use. Export only chats you may read.",
    },
    lacks: Text {
        zh: "不写 -n 时旧消息被悄悄截掉；旧版没有微信号，人只有名字（重名的人会合并，改名的人会分开），自己发的消息没有发送者；没有消息编号，看不出引用的是哪一条；链接多半只有标题；系统消息只留前 50 个字，新版微信的入群消息多半只剩一个“[系统消息]”，所以进出群人数偏少。",
        en: "Without -n older messages are silently left out; older versions write no account ids, so people are names (namesakes merge, renamed people split), and the exporter's own messages have no sender; no message ids, so which message is quoted is unknown; links are mostly titles; of system messages 50 characters remain, and of most joins not even the names, so joins and leaves are undercounted.",
    },
    extensions: &["json"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let first = get(b"messages").items().next().unwrap_or_default();
    let known = ["timestamp", "time", "sender", "content", "type"];
    let row = known.iter().all(|key| !first.get(key.as_bytes()).raw().is_empty());
    let header = get(b"chat").inner().is_some() && matches!(get(b"is_group").raw(), b"true" | b"false");
    let messages = get(b"messages").raw();
    if header && (row || matches!(messages, b"[]")) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut chat = None;
    let outcome = document(&mut reading, &mut chat);
    if let Some(chat) = &mut chat {
        chat.inner.finish(reading.writer);
    }
    match outcome {
        Err(fault) if chat.is_none() => Err(unreadable(input, fault, "wx-cli JSON")),
        Err(fault) => {
            reading.breaks_off(fault);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

fn document(reading: &mut Reading<'_, '_>, chat: &mut Option<Chat>) -> Result<(), Fault> {
    let (mut name, mut id) = (Value::default(), Value::default());
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key == b"messages" {
            // Its keys are sorted, so the group's id stands behind the messages.
            if name.is_absent() {
                [name, id] = members.look_ahead([b"chat", b"username"]);
            } else if id.is_absent() {
                [id] = members.look_ahead([b"username"]);
            }
            let open = chat.get_or_insert_with(|| Chat::open(reading.writer, id, name));
            let before = reading.writer.read();
            let end = reading.records(members.at(), |writer, fields: &Fields<'_>| open.message(writer, fields));
            let Some(end) = end else { return Ok(()) };
            members.go_on(end);
            capped(reading.writer, open.taken + reading.writer.read() - before);
            continue;
        }
        let value = members.value()?;
        match key {
            b"chat" => name = value,
            b"username" => id = value,
            _ => {}
        }
    }
    if chat.is_some() { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages in it" }) }
}

/// A number as round as a limit is most likely one.
fn capped(writer: &mut Writer, records: u64) {
    if records > 0 && records.is_multiple_of(50) {
        writer.note(format!(
            "exactly {records} messages: wx-cli writes only the latest ones up to its limit -n, older ones may be missing"
        ));
    }
}

/// The keys read of a message.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    timestamp: Value<'a>,
    clock: Value<'a>,
    sender: Value<'a>,
    account: Value<'a>,
    nickname: Value<'a>,
    contact: Value<'a>,
    content: Value<'a>,
    label: Value<'a>,
    url: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"timestamp" => &mut self.timestamp,
            b"time" => &mut self.clock,
            b"sender" => &mut self.sender,
            b"sender_username" => &mut self.account,
            b"sender_group_nickname" => &mut self.nickname,
            b"sender_contact_display" => &mut self.contact,
            b"content" => &mut self.content,
            b"type" => &mut self.label,
            b"url" => &mut self.url,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.time().is_some() && !self.content.raw().is_empty() && !self.label.is_absent()
    }
}

impl Fields<'_> {
    fn time(&self) -> Option<Time> {
        match self.timestamp.integer().filter(|seconds| *seconds > 0) {
            Some(seconds) => Some(clock::epoch(seconds)),
            None => clock::iso(self.clock.inner()?),
        }
    }
}

/// Whom rows without a sender come from, in a group.
const EXPORTER: &str = "我";

/// One chat while it is read.
struct Chat {
    inner: Conversation,
    /// The other person, where two talk.
    peer: Option<Box<str>>,
    /// System rows that wait for the end.
    taken: u64,
}

impl Chat {
    fn open(writer: &mut Writer, id: Value<'_>, name: Value<'_>) -> Self {
        let (id, name) = (id.word(), name.word());
        writer.group(GroupRow { platform: "wechat", id: id.as_deref(), name: name.as_deref() });
        let group = id.as_deref().is_none_or(|id| id.ends_with("@chatroom"));
        let mut inner = Conversation::of(id.as_deref().filter(|_| group));
        inner.exported_by(Who::name(EXPORTER));
        Self { inner, peer: if group { None } else { id.map(Into::into) }, taken: 0 }
    }

    fn message(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let time = fields.time().ok_or("no readable time")?;
        let account = fields.account.word().filter(|id| !self.inner.is_system(id));
        let name = [fields.nickname, fields.sender, fields.contact].into_iter().find_map(Value::word);
        let who = match (account.as_deref(), name.as_deref()) {
            (Some(id), name) => Some(Who::id(id, name)),
            (None, Some(name)) => Some(account_or_name(name)),
            (None, None) => None,
        };
        if let Some(id) = account.as_deref() {
            for name in [fields.sender, fields.contact, fields.nickname].into_iter().filter_map(Value::word) {
                self.inner.bears(id, &name);
            }
            if let Some(name) = name.as_deref() {
                self.inner.see(id, name);
            }
        }
        let content = fields.content.text().unwrap_or_default();
        match kind(&fields.label.text().unwrap_or_default(), &content) {
            Kind::Message(kind) => {
                let unnamed = self.peer.as_deref().map_or(Who::name(EXPORTER), |id| Who::id(id, None));
                push(writer, fields, &content, MessageRow::new(time, who.or(Some(unnamed)), kind));
            }
            kind => {
                self.taken += 1;
                let text = system_text(&content);
                self.inner.system(&SystemLine { time, kind, sender: who, msg_id: None, text });
            }
        }
        Ok(())
    }
}

/// Who is in no contact list is written by account.
fn account_or_name(name: &str) -> Who<'_> {
    if name.starts_with("wxid_") { Who::id(name, None) } else { Who::name(name) }
}

/// A label says no more than "app message" for half of the kinds; the body's mark says which.
fn kind(word: &str, content: &str) -> Kind {
    let told = label(word);
    match told {
        Some(Kind::Message(MessageKind::Link)) | None => {}
        Some(kind) => return kind,
    }
    if content.starts_with("[引用]") {
        return Kind::Message(MessageKind::Text);
    }
    let marked = mark(content).map(|marked| marked.kind);
    marked.or(told).unwrap_or(Kind::Message(MessageKind::Other))
}

/// A system row without the mark before it.
fn system_text(content: &str) -> &str {
    let marks = ["[系统]", "[撤回]", "[系统消息]"];
    let bare = marks.iter().find_map(|mark| content.strip_prefix(mark)).unwrap_or(content);
    bare.trim().trim_start_matches('[').trim_end_matches(']')
}

fn push(writer: &mut Writer, fields: &Fields<'_>, content: &str, message: MessageRow<'_>) {
    // What is quoted stands behind an arrow on a line of its own.
    let own = content.strip_prefix("[引用]").map(|answer| answer.split("\n  ↳").next().unwrap_or(answer).trim());
    // Cards and places stay XML.
    let read = body(Kind::Message(message.kind), own.unwrap_or(content), None);
    let url = fields.url.word();
    let urls: Vec<&str> = url.as_deref().into_iter().collect();
    writer.message(&MessageRow {
        text: read.text.as_deref().and_then(|text| rendered(message.kind, text)),
        urls: &urls,
        scan_urls: true,
        file_name: read.file_name.as_deref(),
        ..message
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        let row = r#"{"content":"x","local_id":1,"sender":"甲","time":"2024-03-01 10:00","timestamp":1709258400,"type":"文本"}"#;
        for (text, ours) in [
            (format!(r#"{{"chat":"群","chat_type":"group","count":1,"is_group":true,"messages":[{row}]}}"#), true),
            (format!(r#"{{"chat":"群","count":1,"is_group":true,"messages":[{row},{{"content":"cut"#), true),
            (r#"{"chat":"群","count":0,"is_group":true,"messages":[]}"#.to_owned(), true),
            (format!(r#"{{"chat":"群","messages":[{row}]}}"#), false),
            (r#"{"chat":{"id":1},"is_group":true,"messages":[{"text":"x"}]}"#.to_owned(), false),
        ] {
            let claimed = sniff(&Head { bytes: text.as_bytes(), name: "x.json" }) == Confidence::Sure;
            assert_eq!(claimed, ours, "{text}");
        }
    }

    #[test]
    fn kinds() {
        for (label, content, want) in [
            ("文本", "[文件] 我打的字", Kind::Message(MessageKind::Text)),
            ("链接/文件", "[文件] 周报.pdf", Kind::Message(MessageKind::File)),
            ("链接/文件", "[小程序] 打卡", Kind::Message(MessageKind::MiniProgram)),
            ("链接/文件", "[链接] 标题", Kind::Message(MessageKind::Link)),
            ("链接/文件", "[引用] 好\n  ↳ [链接] 标题", Kind::Message(MessageKind::Text)),
            ("撤回", "[撤回了一条消息]", Kind::Recall),
            ("type=9999", "?", Kind::Message(MessageKind::Other)),
        ] {
            assert_eq!(kind(label, content), want, "{content}");
        }
    }
}
