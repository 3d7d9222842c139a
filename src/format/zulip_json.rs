//! Zulip: answers of its message interface, the message files of a server export (`realm.json`
//! beside them), and the topic files zulip-archive keeps. Shape read from recorded files. In: the
//! file. Out: messages, what the notification bot says, and joins and leaves of the audit log.

mod content;
mod fields;
mod realm;
mod room;

use fields::Fields;
use realm::Realm;
use room::Rooms;

use super::json::{Reading, first_record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const ZULIP_JSON: Format = Format {
    id: "zulip-json",
    name: Text {
        zh: "Zulip（服务器导出、接口 JSON、zulip-archive）",
        en: "Zulip (server export, API JSON, zulip-archive)",
    },
    platform: "zulip",
    how_to_export: Text {
        zh: "方法一（最全）：组织管理员在“组织设置 → 数据导出”里导出；自建服务器运行 ./manage.py export。解压得到的文件夹里有 realm.json 和 messages-000001.json，整个文件夹给群脉，有名字，也有每个频道的加入和退出。\n\
             方法二：用接口取 /api/v1/messages（narrow 选频道，anchor 翻页，num_before 最多 5000，apply_markdown=false），每页的返回原样接在一个 .json 文件里。\n\
             方法三：zulip-archive 存下的文件夹（每个频道一个文件夹，每个话题一个 .json）。",
        en: "Way one (tells most): an organization administrator exports under Organization settings, Data exports; on a server of your own run ./manage.py export. The unpacked folder holds realm.json and messages-000001.json: pass the whole folder; it has names, and joins and leaves of every channel.\n\
             Way two: fetch /api/v1/messages (narrow to the channel, page with anchor, num_before up to 5000, apply_markdown=false) and keep every answer as it is in one .json file.\n\
             Way three: the folder zulip-archive keeps (a folder a channel, a .json a topic).",
    },
    lacks: Text {
        zh: "加入和退出只有服务器导出有（来自 realm.json 的审计记录，早年的可能没有）；表情回应没有时间；回复只有用“引用回复”时才知道回复了哪条；已删除的消息不在导出里；zulip-archive 只有名字，没有账号 ID。",
        en: "Joins and leaves only in server exports (from the audit log in realm.json, which may miss early years); reactions have no dates; an answer is known only where it quotes; deleted messages are missing; zulip-archive has names only, no account ids.",
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
    beside: &["realm.json", "attachment.json", "stats.json", "analytics.json", "migration_status.json"],
    read: Read::File(read),
};

/// Where the messages stand in an answer of the interface, and in a file of a server export.
const API: &[&[u8]] = &[b"messages"];
const SERVER: &[&[u8]] = &[b"zerver_message"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, API);
    let number = |name: &[u8]| value_of(&keys, name).is_number();
    let filled = |name: &[u8]| !value_of(&keys, name).is_absent();
    let message = number(b"id") && number(b"timestamp") && filled(b"sender_full_name") && filled(b"content");
    if message || is_server(head.bytes) { Confidence::Sure } else { Confidence::No }
}

fn is_server(head: &[u8]) -> bool {
    let keys = first_record(head, SERVER);
    [b"sender".as_slice(), b"recipient", b"date_sent"].iter().all(|key| value_of(&keys, key).is_number())
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let head = input.bytes.get(..input.bytes.len().min(64 << 10)).unwrap_or_default();
    let server = is_server(head);
    let beside = if server { input.nearby.file("realm.json").unwrap_or_default() } else { Vec::new() };
    let realm = Realm::of(&beside);
    if server && beside.is_empty() {
        writer.note("realm.json does not lie beside: people and channels have no names, joins and leaves are missing");
    }
    let mut rooms = Rooms::of_file(&realm, input);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(if server { SERVER } else { API }, |writer, fields: &Fields<'_>| rooms.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "messages of Zulip"))?;
    // The audit log belongs to the whole export; its first file hands it over.
    if input.name.contains("000001") {
        realm.describe(reading.writer);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_zulip() {
        for (text, want) in [
            (
                r#"{"result":"success","msg":"","messages":[{"id":1,"sender_id":2,"sender_full_name":"A","timestamp":1,"content":"x"}]}"#,
                true,
            ),
            (r#"[{"id":1,"sender_full_name":"A","timestamp":1,"content":"<p>cut"#, true),
            (
                r#"{"zerver_message":[{"id":1,"sender":2,"recipient":3,"subject":"s","content":"x","date_sent":1709258400.1}]}"#,
                true,
            ),
            (r#"{"zerver_message":[],"zerver_usermessage":[]}"#, false),
            (r#"[{"id":1,"sender":"A","timestamp":1,"content":"x"}]"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
