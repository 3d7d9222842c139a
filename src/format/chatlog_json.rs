//! WeChat as chatlog's HTTP interface answers with `format=json`: one array of messages, of one chat
//! or several. Shape read from its message model. In: the file. Out: messages and events.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::clock;
use super::json::{Fault, Reading, Record, Value, head_keys, skip_space, start, unreadable};
use super::wechat::{Code, Conversation, Kind, Names, SystemLine, rendered, shared_page};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const CHATLOG_JSON: Format = Format {
    id: "chatlog-json",
    name: Text { zh: "微信群聊（chatlog，JSON）", en: "WeChat group (chatlog, JSON)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "用的是运行在自己电脑上的 chatlog。\n\
             1. 在电脑上登录微信，启动 chatlog，按提示取得密钥、解密数据，再选“启动 HTTP 服务”。\n\
             2. 用浏览器打开 http://127.0.0.1:5030/api/v1/chatlog?time=2000-01-01~2099-12-31&talker=群名&format=json（群名换成要分析的群，时间按需要改；不要加 limit）。\n\
             3. 等页面出完，用浏览器的“另存为”存成 .json 文件，就是要用的文件。只导出你自己有权查看的聊天。",
        en: "chatlog runs on your own computer.\n\
             1. Log in to WeChat on the computer, start chatlog, get the key and decrypt as it explains, then start its HTTP service.\n\
             2. Open http://127.0.0.1:5030/api/v1/chatlog?time=2000-01-01~2099-12-31&talker=GROUP&format=json in a browser (put your group's name; change the dates as needed; set no limit).\n\
             3. When the page is complete, save it as a .json file: that is the one to use. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有可靠的消息编号，所以看不出引用的是哪一条，也没有表情回应；文件没有大小；撤回只剩一条空的系统消息，看不出是谁；哪些消息是导出者自己发的可能有错，系统消息里的“你”按此推断；微信里普通成员看不到别人退群，所以退群偏少。",
        en: "No reliable message ids, so which message is quoted is unknown, and no reactions; files have no size; of a recalled message an empty system message remains, without its author; which messages the exporter sent may be wrong, and so who \"you\" is in system messages; WeChat shows leaves to the owner and admins only, so they are undercounted.",
    },
    extensions: &["json"],
    time: TimeKind::Offset,
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
    let at = start(head.bytes);
    if head.bytes.get(at) != Some(&b'[') {
        return Confidence::No;
    }
    let first = head.bytes.get(skip_space(head.bytes, at + 1)..).unwrap_or_default();
    let keys = head_keys(first);
    let ours = [b"seq".as_slice(), b"time", b"talker", b"isChatRoom", b"isSelf"];
    if ours.iter().all(|key| keys.iter().any(|(known, _)| known == key)) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let at = start(input.bytes);
    if input.bytes.get(at) != Some(&b'[') {
        let fault = Fault { at, ended: false, what: "an array of messages is expected here" };
        return Err(unreadable(input, fault, "chatlog JSON"));
    }
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut chats = Chats::default();
    reading.records(at, |writer, fields: &Fields<'_>| chats.take(writer, fields));
    chats.finish(reading.writer);
    Ok(())
}

/// The keys read of a message.
#[derive(Debug, Clone, Copy, Default)]
struct Fields<'a> {
    seq: Value<'a>,
    time: Value<'a>,
    talker: Value<'a>,
    talker_name: Value<'a>,
    sender: Value<'a>,
    sender_name: Value<'a>,
    own: Value<'a>,
    base: Value<'a>,
    sub: Value<'a>,
    content: Value<'a>,
    contents: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"seq" => &mut self.seq,
            b"time" => &mut self.time,
            b"talker" => &mut self.talker,
            b"talkerName" => &mut self.talker_name,
            b"sender" => &mut self.sender,
            b"senderName" => &mut self.sender_name,
            b"isSelf" => &mut self.own,
            b"type" => &mut self.base,
            b"subType" => &mut self.sub,
            b"content" => &mut self.content,
            b"contents" => &mut self.contents,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        // A quoted message has all of this too, but no talker.
        self.time().is_some() && self.talker.is_filled() && self.base.is_number()
    }
}

impl<'a> Fields<'a> {
    fn time(&self) -> Option<Time> {
        let told = self.time.inner().and_then(clock::iso);
        // The number begins with the time: seconds, then three digits that order the second.
        told.or_else(|| Some(clock::epoch(self.seq.integer().filter(|seq| *seq >= 1_000_000_000_000)? / 1000)))
    }

    fn shared(&self, key: &[u8]) -> Option<Cow<'a, str>> {
        self.contents.get(key).word()
    }
}

/// One chat of the answer.
#[derive(Default)]
struct Chat {
    name: Option<String>,
    inner: Conversation,
    /// How often each account is said to be the exporter's: the answer errs at times.
    own: FxHashMap<Box<str>, u32>,
}

/// The chats met so far, by talker, in the order met.
#[derive(Default)]
struct Chats {
    list: Vec<(String, Chat)>,
    /// Where in `list` a talker stands: an answer about everyone holds thousands.
    places: FxHashMap<Box<str>, usize>,
    current: usize,
}

impl Chats {
    /// Opens the chat of a record.
    fn open(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<&mut Chat, &'static str> {
        let talker = fields.talker.word().ok_or("no talker")?;
        let same = self.list.get(self.current).is_some_and(|(known, _)| *known == *talker);
        if !same {
            let list = &mut self.list;
            self.current = *self.places.entry(talker.as_ref().into()).or_insert_with(|| {
                let group = Some(talker.as_ref()).filter(|id| id.ends_with("@chatroom"));
                let inner = Conversation::of(group).naming(Names::WithIds);
                let name = fields.talker_name.word().map(Cow::into_owned);
                list.push((talker.clone().into_owned(), Chat { name, inner, own: FxHashMap::default() }));
                list.len() - 1
            });
        }
        let (id, chat) = self.list.get_mut(self.current).ok_or("no talker")?;
        if !same {
            writer.group(GroupRow { platform: "wechat", id: Some(id), name: chat.name.as_deref() });
        }
        Ok(chat)
    }

    fn take(&mut self, writer: &mut Writer, fields: &Fields<'_>) -> Result<(), &'static str> {
        let time = fields.time().ok_or("no readable time")?;
        self.open(writer, fields)?.message(writer, fields, time);
        Ok(())
    }

    fn finish(&mut self, writer: &mut Writer) {
        for (id, chat) in &mut self.list {
            writer.group(GroupRow { platform: "wechat", id: Some(id), name: chat.name.as_deref() });
            if let Some((own, _)) = chat.own.iter().max_by_key(|(id, times)| (**times, std::cmp::Reverse(*id))) {
                chat.inner.exported_by(Who::id(own, None));
            }
            chat.inner.finish(writer);
        }
    }
}

impl Chat {
    fn message(&mut self, writer: &mut Writer, fields: &Fields<'_>, time: Time) {
        let code = Code::split(fields.base.integer().unwrap_or(0), fields.sub.integer().unwrap_or(0));
        let sender = fields.sender.word();
        let system = sender.as_deref().is_some_and(|id| self.inner.is_system(id));
        let name = fields.sender_name.word();
        let who = match (sender.as_deref().filter(|_| !system), name.as_deref()) {
            (Some(id), name) => Some(Who::id(id, name)),
            (None, Some(name)) if !system => Some(Who::name(name)),
            // On a Mac the exporter's own messages have no sender.
            (None, None) if fields.own.is_true() && !system => Some(Who::name("我")),
            _ => None,
        };
        if let Some(Who { id: Some(id), name }) = who {
            if let Some(name) = name {
                self.inner.see(id, name);
            }
            if fields.own.is_true() {
                *self.own.entry(id.into()).or_default() += 1;
            }
        }
        match code.kind() {
            Kind::Message(kind) if !system || kind == MessageKind::Announcement => {
                push(writer, fields, code, MessageRow::new(time, who, kind));
            }
            kind => {
                let text = fields.content.text().unwrap_or_default();
                let kind = if matches!(kind, Kind::Message(_)) { Kind::System } else { kind };
                self.inner.system(&SystemLine { time, kind, sender: who, msg_id: None, text: &text });
            }
        }
    }
}

fn push(writer: &mut Writer, fields: &Fields<'_>, code: Code, message: MessageRow<'_>) {
    let kind = message.kind;
    let content = fields.content.word();
    let title = if code.base == 49 { fields.shared(b"title") } else { None };
    let place = if kind == MessageKind::Location { fields.shared(b"label") } else { None };
    let about = if kind == MessageKind::Announcement { fields.shared(b"desc") } else { None };
    let text = content.or(about).or(title.clone()).or(place);
    let url = fields.shared(b"url").filter(|url| matches!(code.sub, 3..=5) && shared_page(url).is_some());
    let urls: Vec<&str> = url.as_deref().into_iter().collect();
    writer.message(&MessageRow {
        text: text.as_deref().and_then(|text| rendered(kind, text)),
        urls: &urls,
        scan_urls: true,
        file_name: title.as_deref().filter(|_| kind == MessageKind::File),
        ..message
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        let row = r#"{"seq":1709258400001,"time":"2024-03-01T10:00:00+08:00","talker":"1@chatroom","talkerName":"","isChatRoom":true,"sender":"a","isSelf":false,"type":1,"content":"x"}"#;
        for (text, ours) in [
            (format!("[{row}]"), true),
            (format!("\u{feff}[\n  {row},\n  {{\"seq\":1"), true),
            (row.to_owned(), false),
            ("[]".to_owned(), false),
            (r#"[{"id":1,"MsgSvrID":"2","type_name":"文本","talker":"a"}]"#.to_owned(), false),
            (r#"[{"conversations":[{"role":"user","content":"hi"}]}]"#.to_owned(), false),
        ] {
            let claimed = sniff(&Head { bytes: text.as_bytes(), name: "x.json" }) == Confidence::Sure;
            assert_eq!(claimed, ours, "{text}");
        }
    }
}
