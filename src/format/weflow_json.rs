//! WeChat as `WeFlow` writes it in its detailed JSON (1.x) and the compact one it calls `arkme-json`: one
//! chat a file. Shape read from its JSON writer. In: the file. Out: messages, members, events.

use super::json::{Value, head_keys};
use super::wechat::read_detailed;
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const WEFLOW_JSON: Format = Format {
    id: "weflow-json",
    name: Text { zh: "微信群聊（WeFlow，JSON）", en: "WeChat group (WeFlow, JSON)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "微信自己不能导出群聊，要用运行在自己电脑上的 WeFlow。\n\
             1. 在电脑上登录微信，等聊天记录同步完。\n\
             2. 打开 WeFlow，按提示连接微信的数据。\n\
             3. 进“导出”，选要分析的群，时间选“全部”，格式选“JSON”（“ArkMe JSON”也可以），消息类型全部勾上，不要按发送者筛选。\n\
             4. 头像和媒体文件不需要，可以不导出。每个群得到一个 .json 文件，就是要用的文件。只导出你自己有权查看的聊天。",
        en: "WeChat cannot export a group itself; WeFlow on your own computer can.\n\
             1. Log in to WeChat on the computer and wait until the chats are synced.\n\
             2. Open WeFlow and connect it to WeChat's data as it explains.\n\
             3. Under Export choose the group, all time, the format JSON (ArkMe JSON also works), every message type and no filter by sender.\n\
             4. Avatars and media are not needed. Each group becomes one .json file. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有表情回应；文件没有大小；入群和退群只是系统消息里的文字，按名字对应账号（同名的人对不上）；微信里普通成员看不到别人退群，所以退群偏少；只有这台电脑上有的记录。",
        en: "No reactions; files have no size; joins and leaves are texts of system messages, matched to accounts by name (namesakes stay unmatched); WeChat shows leaves to the owner and admins only, so they are undercounted; only what this computer holds.",
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
    let session = get(b"session");
    // Pictures push the messages far beyond the head: a header of WeFlow's own and a session are enough.
    let ours = !get(b"weflow").get(b"version").is_absent() && session.raw().first() == Some(&b'{');
    // Sorted by another program, its header comes last; a sender's number or server id tells it from EchoTrace.
    let row = get(b"messages").items().next().unwrap_or_default();
    let known = ["createTime", "formattedTime", "localType", "isSend"];
    let alone = session.raw().is_empty()
        && known.iter().all(|key| !row.get(key.as_bytes()).raw().is_empty())
        && [b"senderID".as_slice(), b"platformMessageId"].iter().any(|key| !row.get(key).is_absent());
    if ours || alone { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    read_detailed(input, writer, progress, "WeFlow JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        let picture = "A".repeat(100 << 10);
        let row = r#"{"createTime":1,"formattedTime":"x","localType":1,"isSend":0"#;
        for (text, ours) in [
            (r#"{"weflow":{"version":"1.0.3"},"session":{"wxid":"1@chatroom"},"messages":[]}"#.to_owned(), true),
            (format!(r#"{{"weflow":{{"version":"1"}},"session":{{"wxid":"1","avatar":"{picture}"}}"#), true),
            (format!(r#"{{"avatars":{{}},"messages":[{row},"senderID":1}}]}}"#), true),
            (format!(r#"{{"messages":[{row}}}]}}"#), false),
            (r#"{"weflow":{"version":"1.0.3"}}"#.to_owned(), false),
            (r#"{"session":{"wxid":"1","messageCount":0},"messages":[]}"#.to_owned(), false),
        ] {
            let bytes = &text.as_bytes()[..text.len().min(64 << 10)];
            let claimed = sniff(&Head { bytes, name: "x.json" }) == Confidence::Sure;
            assert_eq!(claimed, ours, "{}", &text[..text.len().min(90)]);
        }
    }
}
