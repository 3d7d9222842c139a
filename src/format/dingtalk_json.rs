//! What a DingTalk bot or event listener saved: robot callbacks and group events, a list or one a
//! line, bare or as the stream client wraps them. Field names from the open platform's pages; no
//! real file was seen. In: the file. Out: messages, comings and goings.

mod event;
mod fields;

use std::borrow::Cow;

use fields::Fields;

use super::json::{Reading, Value, first_record, record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const DINGTALK_JSON: Format = Format {
    id: "dingtalk-json",
    name: Text {
        zh: "钉钉机器人回调与群事件（JSON）", en: "DingTalk robot callbacks and group events (JSON)"
    },
    platform: "dingtalk",
    how_to_export: Text {
        zh: "钉钉标准版不能导出群聊。能用的是机器人自己收到的记录：\n\
             1. 在钉钉开放平台建企业内部应用，添加机器人，消息接收模式选 HTTP 或 Stream。\n\
             2. 把机器人加进要分析的群。\n\
             3. 让程序把收到的每条回调（含 conversationId、msgId、createAt、senderNick）原样存成一行 JSON。\n\
             4. 想要入群和退群：在应用的“事件订阅”里勾选群会话事件（chat_add_member、chat_remove_member、chat_quit、chat_update_title 等），同样一行一个，存进同一个文件。\n\
             专属版、旗舰版的会话存档导出是表格，各家列名不同，不是这个格式。",
        en: "DingTalk's standard edition cannot export a group. What can be read is what a bot of your own was sent:\n\
             1. On the open platform create an app of your company with a robot; receive messages by HTTP or Stream.\n\
             2. Add the robot to the group.\n\
             3. Let your program save every callback (with conversationId, msgId, createAt, senderNick) as it comes, one JSON a line.\n\
             4. For joins and leaves subscribe to the app's group events (chat_add_member, chat_remove_member, chat_quit, chat_update_title and others) and save them to the same file, one a line.\n\
             The conversation archive of the exclusive edition exports tables with columns of its own; that is another format.",
    },
    lacks: Text {
        zh: "机器人只看得到 @ 它的消息（除非有特别权限），所以每天的条数不是全群的条数，不能拿来判断活跃；外部联系人没有员工号；回复、撤回和表情回应大多没有；字段按公开文档写成，没有真实文件核对过。",
        en: "A robot sees only messages that mention it (unless it has special rights), so daily counts are not those of the group and say nothing of activity; outsiders have no staff id; replies, recalls and reactions are mostly missing; written from the public pages, not checked against real files.",
    },
    extensions: &["json", "jsonl", "log"],
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
    let keys = first_record(head.bytes, &[]);
    let has = |name: &[u8]| !value_of(&keys, name).is_absent();
    let callback =
        has(b"conversationId") && has(b"msgId") && has(b"createAt") && (has(b"senderNick") || has(b"senderId"));
    let kind = value_of(&keys, b"EventType").inner().or_else(|| value_of(&keys, b"eventType").inner());
    let chat = has(b"ChatId") || has(b"chatId") || has(b"openConversationId") || has(b"OpenConversationId");
    let event = kind.is_some_and(|kind| kind.starts_with(b"chat_")) && chat;
    let headers = value_of(&keys, b"headers");
    let topic = headers.get(b"topic").inner().is_some_and(|topic| topic == b"/v1.0/im/bot/messages/get");
    let born = headers.get(b"eventType").inner().is_some_and(|kind| kind.starts_with(b"chat_"));
    let stream = (topic || born) && has(b"data");
    if callback || event || stream { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut open = String::new();
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(&[], |writer, fields: &Fields<'_>| take(&mut open, writer, fields))
        .map_err(|fault| unreadable(input, fault, "callbacks of a DingTalk robot"))?;
    Ok(())
}

/// One callback or event. The stream client puts it as JSON in a string, its kind beside it.
fn take(open: &mut String, writer: &mut Writer, fields: &Fields<'_>) -> std::result::Result<(), &'static str> {
    if fields.data.is_absent() {
        return row(open, writer, fields);
    }
    let text = fields.data.text();
    let data = text.as_deref().map_or(fields.data, Value::parse);
    let mut inner = Fields::default();
    record(data.raw(), 0, &mut inner).map_err(|_| "its data is no object")?;
    for (key, value) in fields.headers.members() {
        match key {
            b"eventType" if inner.event.is_absent() => inner.event = value,
            b"eventBornTime" if inner.timestamp.is_absent() => inner.timestamp = value,
            b"eventId" => inner.event_id = value,
            _ => {}
        }
    }
    row(open, writer, &inner)
}

fn row(open: &mut String, writer: &mut Writer, fields: &Fields<'_>) -> std::result::Result<(), &'static str> {
    let time = fields.time().ok_or("no readable createAt or timeStamp")?;
    let chat = fields.chat().ok_or("no conversationId")?;
    let title = fields.conversation_title.word();
    if *open != *chat {
        writer.group(GroupRow { platform: "dingtalk", id: Some(&chat), name: title.as_deref() });
        *open = chat.into_owned();
    }
    if fields.event.is_absent() {
        message(writer, fields, time);
    } else {
        event::push(writer, fields, time);
    }
    Ok(())
}

fn message(writer: &mut Writer, fields: &Fields<'_>, time: Time) {
    let (msg_id, name) = (fields.msg_id.id(), fields.sender_nick.word());
    // The staff id is what events name people by; outsiders have none.
    let id = fields.sender_staff_id.id().or_else(|| fields.sender_id.id());
    let reply_to = fields.text.get(b"repliedMsg").get(b"msgId").id().or_else(|| fields.original_msg_id.id());
    let file_name = fields.content.get(b"fileName").word();
    let text = text(fields);
    let known = id.is_some() || name.is_some();
    writer.message(&MessageRow {
        msg_id: msg_id.as_deref(),
        reply_to: reply_to.as_deref(),
        text: text.as_deref().filter(|text| !text.is_empty()),
        scan_urls: true,
        file_name: file_name.as_deref(),
        ..MessageRow::new(time, known.then_some(Who { id: id.as_deref(), name: name.as_deref() }), kind(fields))
    });
}

fn kind(fields: &Fields<'_>) -> MessageKind {
    match fields.msgtype.inner().unwrap_or_default() {
        b"text" | b"richText" | b"markdown" => MessageKind::Text,
        b"picture" => MessageKind::Image,
        b"audio" => MessageKind::Voice,
        b"video" => MessageKind::Video,
        b"file" => MessageKind::File,
        b"chatRecord" => MessageKind::Forward,
        b"link" => MessageKind::Link,
        _ => MessageKind::Other,
    }
}

fn text<'b>(fields: &Fields<'b>) -> Option<Cow<'b, str>> {
    let plain = fields.text.get(b"content").text();
    if plain.is_some() {
        return plain;
    }
    let parts = fields.content.get(b"richText");
    if parts.is_filled() {
        let words: String = parts.items().filter_map(|part| part.get(b"text").text()).collect();
        return Some(Cow::Owned(words));
    }
    // What was understood of a voice.
    fields.content.get(b"recognition").text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dingtalk() {
        for (text, want) in [
            (
                r#"{"conversationId":"cid1","msgId":"m","createAt":1709258400000,"senderNick":"A","msgtype":"text"}"#,
                true,
            ),
            (r#"[{"EventType":"chat_add_member","ChatId":"chat1","TimeStamp":"1"}]"#, true),
            (r#"{"eventType":"chat_quit","openConversationId":"cid1","timeStamp":1}"#, true),
            (
                r#"{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/messages/get"},"data":"{}"}"#,
                true,
            ),
            (r#"{"specVersion":"1.0","type":"EVENT","headers":{"eventType":"chat_quit"},"data":"{}"}"#, true),
            (r#"{"specVersion":"1.0","type":"EVENT","headers":{"eventType":"user_add_org"},"data":"{}"}"#, false),
            (r#"{"EventType":"user_add_org","UserId":["a"]}"#, false),
            (r#"{"conversationId":"1","msgId":"2"}"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
