//! Rocket.Chat rooms: answers of its history interface, database rows, or the lines of its room
//! export. Shape read from recorded answers and the server's source. In: the file. Out: messages,
//! comings and goings; its reactions carry no dates and are left out.

mod fields;
mod room;

use fields::Fields;
use room::Rooms;

use super::json::{Reading, first_record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const ROCKETCHAT_JSON: Format = Format {
    id: "rocketchat-json",
    name: Text { zh: "Rocket.Chat 房间（JSON）", en: "Rocket.Chat room (JSON)" },
    platform: "rocketchat",
    how_to_export: Text {
        zh: "方法一（房间导出，要有导出权限）：打开频道 → 右上“⋮”→ 导出消息 → 导出为文件，格式选 JSON，收到邮件后下载 .zip，直接给群脉。\n\
             方法二（接口，内容更全）：用个人访问令牌取 /api/v1/channels.history?roomId=房间ID&count=100（私有频道用 groups.history），用 offset 或 latest 一页一页取完，每页的返回原样接在一个 .json 文件里。",
        en: "Way one (the room's export, needs the permission): open the channel, the three dots, Export messages, Export as file, format JSON; download the .zip from the mail and pass it as it is.\n\
             Way two (the interface, tells more): with a personal access token fetch /api/v1/channels.history?roomId=ID&count=100 (groups.history for private channels), page by page with offset or latest, and keep every answer as it is in one .json file.",
    },
    lacks: Text {
        zh: "表情回应没有时间；房间导出的 JSON 没有账号 ID、消息 ID 和回复关系，人只能按用户名认；已删除的消息要服务器设置了“显示已删除”才留下记号；接口的返回里没有频道名。",
        en: "Reactions have no dates; the room's own export has no ids of accounts or messages and no replies, people are user names; deleted messages leave a mark only where the server is set to show them; answers of the interface do not name the channel.",
    },
    extensions: &["json", "jsonl", "zip"],
    time: TimeKind::Offset,
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

/// Where the messages stand on a page.
const PATH: &[&[u8]] = &[b"messages"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, PATH);
    let get = |name: &[u8]| value_of(&keys, name);
    let listed = !get(b"_id").is_absent() && !get(b"rid").is_absent() && fields::time(get(b"ts")).is_some();
    let line =
        get(b"msg").inner().is_some() && get(b"username").inner().is_some() && fields::time(get(b"ts")).is_some();
    match (listed && (!get(b"u").is_absent() || !get(b"msg").is_absent()), line) {
        (true, _) => Confidence::Sure,
        (_, true) => Confidence::Maybe,
        _ => Confidence::No,
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut rooms = Rooms::of_file(input);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(PATH, |writer, fields: &Fields<'_>| rooms.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "messages of Rocket.Chat"))?;
    rooms.finish(reading.writer);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rocketchat() {
        for (text, want) in [
            (
                r#"{"messages":[{"_id":"a","rid":"r","msg":"x","ts":"2024-03-01T02:00:00.000Z","u":{"_id":"1"}}],"count":1}"#,
                Confidence::Sure,
            ),
            (r#"[{"_id":"a","rid":"r","msg":"x","ts":{"$date":1709258400000},"u":{"_id":"1"}}]"#, Confidence::Sure),
            (r#"{"_id":"a","rid":"r","ts":{"$date":"2024-03-01T02:00:00Z"},"u":{"_id":"cut"#, Confidence::Sure),
            ("{\"msg\":\"x\",\"username\":\"a\",\"ts\":\"2024-03-01T02:00:00.000Z\"}\n", Confidence::Maybe),
            (r#"{"msg":"x","user":"a","ts":"2024-03-01T02:00:00.000Z"}"#, Confidence::No),
            (r#"[{"type":"message","ts":"1709258400.000100","user":"U1","text":"slack"}]"#, Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x" }), want, "{text}");
        }
    }
}
