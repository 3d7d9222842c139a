//! Feishu (Lark) messages as programs fetch and keep them: pages of the message list, their items,
//! or the events a bot is sent, in any row. Shape read from the open platform's pages. In: the
//! file, and `members.json` and `chat.json` beside it. Out: messages, comings and goings, reactions.

mod chats;
mod content;
mod event;
mod fields;
mod message;
mod system;

use chats::Chats;
use fields::Fields;

use super::json::{Reading, first_record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const FEISHU_JSON: Format = Format {
    id: "feishu-json",
    name: Text { zh: "飞书 / Lark 消息（开放平台 JSON）", en: "Feishu / Lark messages (open platform JSON)" },
    platform: "feishu",
    how_to_export: Text {
        zh: "飞书客户端不能导出群聊，要用开放平台的接口。\n\
             1. 在飞书开放平台建一个企业自建应用，打开机器人能力，申请“获取群组中所有消息”和“获取群信息”权限并发布。\n\
             2. 把这个机器人加进要分析的群。\n\
             3. 调用“获取会话历史消息”（GET /open-apis/im/v1/messages，container_id_type=chat，container_id=群的 oc_ ID），一页一页取完，把每页的返回原样接在同一个 .json 文件里（一个接一个、一行一个或放进数组都行）。话题群的回复要再用 container_id_type=thread 取。\n\
             4. 要名字：把“获取群成员列表”的返回存成同一文件夹的 members.json；要群名：把“获取群信息”的返回存成 chat.json。\n\
             5. 机器人收到的事件（im.message.receive_v1、群成员进出、表情回复）一行一个存下来也能读，可以和上面的放在一个文件里。",
        en: "The Feishu app cannot export a group; the open platform's interface can.\n\
             1. On the open platform create an app of your company with the bot feature, ask for the permissions to read all group messages and group information, and publish it.\n\
             2. Add the bot to the group.\n\
             3. Call GET /open-apis/im/v1/messages with container_id_type=chat and the group's oc_ id as container_id, page by page to the end, and keep every answer as it is in one .json file (one behind the other, one a line, or in a list). Replies in topic groups need container_id_type=thread as well.\n\
             4. For names keep the answer of the group's member list as members.json in the same folder; for the group's name its chat information as chat.json.\n\
             5. Events the bot is sent (im.message.receive_v1, members added and deleted, reactions), one a line, are read too, also in the same file.",
    },
    lacks: Text {
        zh: "没有发送者名字（除非旁边有 members.json，或有人 @ 过）；系统消息里的入群、退群只写名字，名字在群里唯一时才能对上账号，最好有成员进出事件；表情回复和已读要另外的接口；普通群的话题回复不在列表里；撤回的消息只剩时间和发送者；附件没有大小。",
        en: "No names of senders (unless members.json lies beside, or somebody mentioned them); joins and leaves in system messages name people without ids, matched only when the name is unique, so member events are better; reactions and read marks come from other interfaces; replies inside threads of ordinary groups are not listed; of recalled messages only time and sender are left; files have no size.",
    },
    extensions: &["json", "jsonl"],
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
    beside: &["members.json", "chat.json"],
    read: Read::File(read),
};

/// Where the messages stand on a page.
const PATH: &[&[u8]] = &[b"data", b"items"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, PATH);
    let begins = |name: &[u8], with: &[u8]| value_of(&keys, name).inner().is_some_and(|word| word.starts_with(with));
    let has = |name: &[u8]| !value_of(&keys, name).is_absent();
    let item = begins(b"message_id", b"om_") && has(b"msg_type") && (has(b"create_time") || has(b"chat_id"));
    let kind = value_of(&keys, b"header").get(b"event_type").inner().unwrap_or_default();
    let event = kind.starts_with(b"im.message.") || kind.starts_with(b"im.chat.");
    if item || event && has(b"event") { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut chats = Chats::around(input.nearby, input.bytes);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(PATH, |writer, fields: &Fields<'_>| chats.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "Feishu messages"))?;
    chats.finish(reading.writer);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_feishu() {
        for (text, want) in [
            (
                r#"{"code":0,"msg":"success","data":{"has_more":true,"page_token":"x","items":[{"message_id":"om_1","msg_type":"text","create_time":"1"}]}}"#,
                true,
            ),
            (
                r#"{"code":0,"data":{"items":[{"message_id":"om_1","root_id":"","msg_type":"post","create_time":"1","body":{"content":"{\"cut"#,
                true,
            ),
            (r#"[{"message_id":"om_1","msg_type":"text","chat_id":"oc_1"}]"#, true),
            (
                r#"{"schema":"2.0","header":{"event_id":"e","event_type":"im.message.receive_v1"},"event":{"message":{}}}"#,
                true,
            ),
            (r#"[{"schema":"2.0","header":{"event_type":"im.chat.member.user.added_v1"},"event":{}}]"#, true),
            (r#"{"schema":"2.0","header":{"event_type":"contact.user.created_v3"},"event":{}}"#, false),
            (r#"{"code":0,"msg":"success","data":{"items":[{"member_id":"ou_1","name":"A"}]}}"#, false),
            (r#"[{"message_id":"5","msg_type":"text","create_time":"1"}]"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
