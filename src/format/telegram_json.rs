//! Telegram Desktop, machine-readable JSON: `result.json` of one chat (`ChatExport_…`) or of a whole
//! account (`DataExport_…`, one group a chat). Written by Telegram Desktop since 1.6; shape read
//! from its `export_output_json.cpp`. In: the file. Out: messages, events, dated reactions.

mod fields;
mod message;
mod service;

use fields::{Chat, Fields};

use super::json::{Fault, Members, Reading, Value, head_keys, skip_space, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::{GroupRow, Writer};
use crate::unit::Text;

/// The format.
pub const TELEGRAM_JSON: Format = Format {
    id: "telegram-json",
    name: Text { zh: "Telegram 桌面版导出（JSON）", en: "Telegram Desktop export (JSON)" },
    platform: "telegram",
    how_to_export: Text {
        zh: "1. 在电脑上打开 Telegram Desktop（手机版不能导出；macOS 请装 Telegram Desktop，不是 Telegram for macOS 的旧版）。\n\
             2. 打开要分析的群，点右上角“⋮”，选“导出聊天记录”。\n\
             3. 不必勾选照片、视频等文件：只要文字记录就够。\n\
             4. 点“格式”，选“机器可读的 JSON”；时间范围选“全部”。\n\
             5. 点“导出”。完成后打开文件夹 ChatExport_日期，里面的 result.json 就是要用的文件。\n\
             6. 一次导出所有群：设置 → 高级 → 导出 Telegram 数据，勾选群组，同样选 JSON。",
        en: "1. Open Telegram Desktop on a computer (phones cannot export).\n\
             2. Open the group, click the three dots at the top right, choose \"Export chat history\".\n\
             3. Photos, videos and files need not be ticked: the text log is enough.\n\
             4. Click \"Format\" and choose \"Machine-readable JSON\"; leave the dates at \"all\".\n\
             5. Click \"Export\". In the folder ChatExport_<date> the file result.json is the one to use.\n\
             6. For all groups at once: Settings, Advanced, Export Telegram data, tick the groups, again as JSON.",
    },
    lacks: Text {
        zh: "大群（成员隐藏或很多人）不写入群记录；邀请与移出只写名字，不写账号（名字在群里唯一时才能对上）；表情回应只有最近几个人有时间；已删除的消息不在导出里；机器人没有标记。",
        en: "Large groups with hidden members write no joins; invitations and removals name people without ids (matched only when the name is unique in the group); only the latest few reactions of a message are dated; deleted messages are missing; bots are not marked.",
    },
    extensions: &["json"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: true,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// What Telegram Desktop writes as the type of a chat.
const CHAT_TYPES: &[&[u8]] = &[
    b"saved_messages",
    b"replies",
    b"verification_codes",
    b"personal_chat",
    b"bot_chat",
    b"private_group",
    b"private_supergroup",
    b"public_supergroup",
    b"private_channel",
    b"public_channel",
];
/// Parts of an account export that may push its chats beyond the head.
const ACCOUNT_PARTS: &[&[u8]] = &[b"contacts", b"frequent_contacts", b"profile_pictures", b"sessions", b"stories"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let messages = get(b"messages");
    let typed = get(b"type").inner().is_some_and(|kind| CHAT_TYPES.contains(&kind));
    let one = messages.raw().first() == Some(&b'[')
        && (typed && get(b"id").is_number() || messages.items().next().is_some_and(is_message));
    let has_list = |name: &[u8]| head_keys(get(name).raw()).iter().any(|(key, _)| *key == b"list");
    let account = get(b"personal_information").get(b"user_id").is_number()
        && ACCOUNT_PARTS.iter().any(|part| !get(part).is_absent());
    if one || account || has_list(b"chats") || has_list(b"left_chats") { Confidence::Sure } else { Confidence::No }
}

/// For exports rewritten with the chat's own keys last.
fn is_message(first: Value<'_>) -> bool {
    let kind = first.get(b"type").inner();
    matches!(kind, Some(b"message" | b"service"))
        && first.get(b"id").is_number()
        && (!first.get(b"from_id").is_absent() || !first.get(b"actor_id").is_absent())
        && !first.get(b"date").is_absent()
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = account(&mut reading, &mut found) {
        if !found {
            return Err(unreadable(input, fault, "a Telegram Desktop export"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

/// The top of the file: one chat, or lists of chats. `found` turns true at the first of them.
fn account(reading: &mut Reading<'_, '_>, found: &mut bool) -> Result<(), Fault> {
    let mut header = Header::default();
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        let end = match key {
            b"messages" => header.messages(reading, members),
            b"chats" | b"left_chats" => chats(reading, members.at())?,
            _ => {
                header.set(key, members.value()?);
                continue;
            }
        };
        *found = true;
        let Some(end) = end else { return Ok(()) };
        members.go_on(end);
    }
    if *found { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages and no chats in it" }) }
}

fn chats(reading: &mut Reading<'_, '_>, at: usize) -> Result<Option<usize>, Fault> {
    if reading.bytes.get(at) != Some(&b'{') {
        return Ok(reading.skip(at));
    }
    let mut members = Members::open(reading.bytes, at)?;
    while let Some(key) = members.key()? {
        let end = if key == b"list" { list(reading, members.at())? } else { reading.skip(members.at()) };
        let Some(end) = end else { return Ok(None) };
        members.go_on(end);
    }
    Ok(Some(members.at()))
}

fn list(reading: &mut Reading<'_, '_>, at: usize) -> Result<Option<usize>, Fault> {
    if reading.bytes.get(at) != Some(&b'[') {
        return Ok(reading.skip(at));
    }
    let mut at = at + 1;
    loop {
        at = skip_space(reading.bytes, at);
        let end = match reading.bytes.get(at) {
            Some(b']') => return Ok(Some(at + 1)),
            Some(b',') => Some(at + 1),
            Some(b'{') => chat(reading, at)?,
            _ => reading.skip(at),
        };
        match end {
            Some(end) => at = end,
            None => return Ok(None),
        }
    }
}

fn chat(reading: &mut Reading<'_, '_>, at: usize) -> Result<Option<usize>, Fault> {
    let mut header = Header::default();
    let mut members = Members::open(reading.bytes, at)?;
    while let Some(key) = members.key()? {
        if key == b"messages" {
            let Some(end) = header.messages(reading, members) else { return Ok(None) };
            members.go_on(end);
        } else {
            header.set(key, members.value()?);
        }
    }
    Ok(Some(members.at()))
}

/// What stands beside the messages of a chat.
#[derive(Debug, Clone, Copy, Default)]
struct Header<'a> {
    id: Value<'a>,
    name: Value<'a>,
}

impl<'a> Header<'a> {
    fn set(&mut self, key: &[u8], value: Value<'a>) {
        match key {
            b"id" => self.id = value,
            b"name" => self.name = value,
            _ => {}
        }
    }

    /// Reads the messages `members` stands before; the offset behind them.
    fn messages(&mut self, reading: &mut Reading<'a, '_>, members: Members<'a>) -> Option<usize> {
        if self.id.is_absent() {
            [self.id, self.name] = members.look_ahead([b"id", b"name"]);
        }
        let (id, name) = (self.id.id(), self.name.word());
        reading.writer.group(GroupRow { platform: "telegram", id: id.as_deref(), name: name.as_deref() });
        let mut chat = Chat::default();
        let end = reading.records(members.at(), |writer, fields: &Fields<'a>| chat.take(writer, fields));
        chat.finish(reading.writer);
        end
    }
}
