//! ChatLab's standard format as one JSON document (`.json`): what ChatLab, `WeFlow`, `qce2chatlab` and
//! other converters write for WeChat, QQ and other platforms. Spec: ChatLab `chatlab-format.md`.
//! In: the file. Out: members, messages, events.

use super::chatlab::{Conversation, Fields};
use super::json::{Fault, Members, Reading, Value, head_keys, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const CHATLAB_JSON: Format = Format {
    id: "chatlab-json",
    name: Text {
        zh: "ChatLab 标准格式（JSON；微信、QQ 等）",
        en: "ChatLab standard format (JSON; WeChat, QQ and others)",
    },
    platform: "wechat",
    how_to_export: Text {
        zh: "微信和 QQ 自己不能导出群聊，要先用别的软件把记录导出来，再存成 ChatLab 格式。\n\
             微信：在电脑上登录微信，用 WeFlow 打开要分析的群，点“导出”，格式选“ChatLab（JSON）”。\n\
             QQ：用 qq-chat-exporter 导出群聊的 JSON，再用 qce2chatlab 转成 ChatLab 格式。\n\
             已经导入 ChatLab 的聊天：在 ChatLab 里打开这个聊天，选导出，格式选 JSON。\n\
             得到的 .json 文件就是要用的文件。只导出你自己有权查看的聊天。",
        en: "WeChat and QQ cannot export a group themselves: another program does, and saves it in ChatLab's format.\n\
             WeChat: log in on a computer, open the group in WeFlow, choose Export and the format ChatLab (JSON).\n\
             QQ: export the group as JSON with qq-chat-exporter, then convert it with qce2chatlab.\n\
             A chat already in ChatLab: open it there, choose Export and JSON.\n\
             The .json file is the one to use. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有表情回应；文件没有大小；入群和退群只是系统消息里的文字，按名字对应账号（同名的人对不上）；微信里普通成员看不到别人退群，所以退群偏少。",
        en: "No reactions; files have no size; joins and leaves are texts of system messages, matched to accounts by name (namesakes stay unmatched); WeChat shows leaves to the owner and admins only, so they are undercounted.",
    },
    extensions: &["json"],
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

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = head_keys(head.bytes);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let version = !get(b"chatlab").get(b"version").is_absent();
    // Group and member pictures in the header may be cut by the end of the head.
    if version && get(b"meta").raw().first() == Some(&b'{') && get(b"_type").is_absent() {
        return Confidence::Sure;
    }
    let first = get(b"messages").items().next().unwrap_or_default();
    let ours = ["sender", "accountName", "timestamp", "type", "content"];
    let alone = ours.iter().all(|key| !first.get(key.as_bytes()).raw().is_empty());
    if alone && first.get(b"type").is_number() && first.get(b"timestamp").is_number() {
        Confidence::Sure
    } else {
        Confidence::No
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut conversation = None;
    let outcome = document(&mut reading, &mut conversation);
    if let Some(conversation) = &mut conversation {
        conversation.finish(reading.writer);
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(fault) if conversation.is_some() => {
            reading.breaks_off(fault);
            Ok(())
        }
        Err(fault) => Err(unreadable(input, fault, "ChatLab JSON")),
    }
}

fn document<'a>(reading: &mut Reading<'a, '_>, conversation: &mut Option<Conversation>) -> Result<(), Fault> {
    let (mut chatlab, mut meta) = (Value::default(), Value::default());
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if !matches!(key, b"members" | b"messages") {
            let value = members.value()?;
            match key {
                b"chatlab" => chatlab = value,
                b"meta" => meta = value,
                _ => {}
            }
            continue;
        }
        if meta.is_absent() {
            [chatlab, meta] = members.look_ahead([b"chatlab", b"meta"]);
        }
        let open = conversation.get_or_insert_with(|| Conversation::open(reading.writer, chatlab, meta));
        let end = if key == b"messages" {
            reading.records(members.at(), |writer, fields: &Fields<'a>| open.message(writer, fields))
        } else {
            listed(reading, open, members)
        };
        let Some(end) = end else { return Ok(()) };
        members.go_on(end);
    }
    if conversation.is_some() {
        Ok(())
    } else {
        Err(Fault { at: members.at(), ended: false, what: "neither members nor messages in it" })
    }
}

/// Members are no records of their own: one that cannot be read is a note, not a reject.
fn listed<'a>(
    reading: &mut Reading<'a, '_>,
    conversation: &mut Conversation,
    mut members: Members<'a>,
) -> Option<usize> {
    let value = match members.value() {
        Ok(value) => value,
        Err(fault) => {
            reading.breaks_off(fault);
            return None;
        }
    };
    let mut unread = 0_u32;
    for item in value.items() {
        let mut fields = Fields::default();
        item.members().for_each(|(key, value)| super::json::Record::set(&mut fields, key, value));
        unread += u32::from(conversation.member(reading.writer, &fields).is_err());
    }
    if unread > 0 {
        reading.writer.note(format!("{unread} members are listed without platformId"));
    }
    Some(members.at())
}
