//! `PyWxDump`'s JSON: an array of the rows its CSV has. In: the file, and `users.json` beside it. Out:
//! messages and events. Its two short forms (`nickname, message, time`; `sender, content,
//! timestamp`) hold neither ids nor types and are refused.

use super::json::{Fault, Reading as Array, Record, Value, head_keys, start, unreadable};
use super::pywxdump::{Reading, Row, USERS};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const PYWXDUMP_JSON: Format = Format {
    id: "pywxdump-json",
    name: Text { zh: "PyWxDump 导出的 JSON（微信）", en: "PyWxDump JSON (WeChat)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用 PyWxDump 打开本机聊天记录，选中群聊，导出为 JSON（完整版，不是精简版或 AI 版）。\n\
             得到的 <群ID>_0_….json 和旁边的 users.json 要放在一起交给本工具：名字要靠 users.json。\n\
             时间没有时区，请用 --tz 指明导出那台电脑所在的时区。",
        en: "Log in to WeChat on a computer, open its chats in PyWxDump, choose the group and export as JSON (the full one, not \
             the mini or AI one).\n\
             Keep <group id>_0_….json and the users.json beside it together: names come from users.json.\n\
             Times carry no zone: give that computer's with --tz.",
    },
    lacks: Text {
        zh: "没有引用关系（只有引用的文字）、表情回应和文件大小；导出者自己只是“我”；没有 users.json 就没有名字；入群和退群只是系统消息里的文字，按名字对应账号；普通成员看不到别人退群。",
        en: "No reply ids (only quoted words), no reactions, no file sizes; the exporter is only \"me\"; without users.json nobody \
             has a name. Joins and leaves are texts of system messages, matched to accounts by name; WeChat shows leaves to the \
             owner and admins only.",
    },
    extensions: &["json"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[USERS],
    read: Read::File(read),
};

#[derive(Debug, Default)]
struct Fields<'a> {
    id: Value<'a>,
    label: Value<'a>,
    own: Value<'a>,
    talker: Value<'a>,
    room: Value<'a>,
    text: Value<'a>,
    source: Value<'a>,
    time: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"MsgSvrID" => &mut self.id,
            b"type_name" => &mut self.label,
            b"is_sender" => &mut self.own,
            b"talker" => &mut self.talker,
            b"room_name" => &mut self.room,
            b"msg" => &mut self.text,
            b"src" => &mut self.source,
            b"CreateTime" => &mut self.time,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.id.is_absent() && !self.label.is_absent() && !self.time.is_absent()
    }
}

fn sniff(head: &Head<'_>) -> Confidence {
    let array = head.bytes.get(start(head.bytes)..).unwrap_or_default().strip_prefix(b"[").unwrap_or_default();
    let keys = head_keys(array);
    let has = |name: &[u8]| keys.iter().any(|(key, _)| *key == name);
    if has(b"MsgSvrID") && has(b"type_name") && has(b"talker") { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let at = start(input.bytes);
    if input.bytes.get(at) != Some(&b'[') {
        let fault = Fault { at, ended: false, what: "an array of messages is expected here" };
        return Err(unreadable(input, fault, "PyWxDump JSON"));
    }
    let mut array = Array::new(input.bytes, writer, progress);
    let mut reading = Reading::new(input);
    array.records(at, |writer, fields: &Fields<'_>| take(fields, writer, &mut reading));
    reading.finish(array.writer);
    Ok(())
}

fn take(fields: &Fields<'_>, writer: &mut Writer, reading: &mut Reading) -> Result<(), &'static str> {
    if !fields.is_whole() {
        return Err("no MsgSvrID, type_name or CreateTime");
    }
    let [id, own] = [fields.id, fields.own].map(|value| value.id().unwrap_or_default());
    let [label, talker, text, source] =
        [fields.label, fields.talker, fields.text, fields.source].map(|value| value.text().unwrap_or_default());
    let room = fields.room.word();
    let row = Row {
        time: fields.time.inner().and_then(clock::sheet),
        id: &id,
        label: &label,
        own: &own,
        talker: &talker,
        room: room.as_deref(),
        text: &text,
        source: &source,
    };
    reading.take(writer, &row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, want) in [
            (r#"[{"id":1,"MsgSvrID":"8","type_name":"文本","is_sender":0,"talker":"a","msg":"cut"#, Confidence::Sure),
            (r#"[{"id":1,"MsgSvrID":"8","type_name":"文本"}]"#, Confidence::No),
            (r#"[{"nickname":"甲","message":"早","time":"2024-03-01 10:00:00"}]"#, Confidence::No),
            (r#"{"id":1,"MsgSvrID":"8","type_name":"文本","talker":"a"}"#, Confidence::No),
            ("[", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.json" }), want, "{text}");
        }
    }
}
