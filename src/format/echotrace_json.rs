//! WeChat as `EchoTrace` writes it in JSON: one chat a file, people's pictures behind the messages.
//! Shape read from its export service. In: the file. Out: messages and events.

use super::json::{Value, head_keys};
use super::wechat::{is_detailed, read_detailed};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const ECHOTRACE_JSON: Format = Format {
    id: "echotrace-json",
    name: Text { zh: "微信群聊（EchoTrace，JSON）", en: "WeChat group (EchoTrace, JSON)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "用的是运行在自己电脑上的 EchoTrace（已停止更新，新用户请用 WeFlow）。\n\
             1. 在电脑上登录微信，等聊天记录同步完。\n\
             2. 打开 EchoTrace，按提示连接微信的数据。\n\
             3. 进“导出聊天记录”，选要分析的群，时间选“全部”，格式选“JSON”。\n\
             4. 每个群得到一个 .json 文件，就是要用的文件。只导出你自己有权查看的聊天。",
        en: "EchoTrace runs on your own computer (no longer updated; if you start anew, take WeFlow).\n\
             1. Log in to WeChat on the computer and wait until the chats are synced.\n\
             2. Open EchoTrace and connect it to WeChat's data as it explains.\n\
             3. Under export choose the group, all time and the format JSON.\n\
             4. Each group becomes one .json file. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有消息编号，所以看不出引用的是哪一条，也没有表情回应；链接多半只有标题没有网址；文件没有大小；入群和退群只是系统消息里的文字，按名字对应账号；微信里普通成员看不到别人退群，所以退群偏少。",
        en: "No message ids, so which message is quoted is unknown, and no reactions; links are mostly titles without addresses; files have no size; joins and leaves are texts matched to accounts by name; WeChat shows leaves to the owner and admins only, so they are undercounted.",
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
    let messages = get(b"messages");
    let ours = get(b"weflow").is_absent() && messages.raw().first() == Some(&b'[');
    if ours && is_detailed(get(b"session"), messages) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    read_detailed(input, writer, progress, "EchoTrace JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        let session = r#""session":{"wxid":"1@chatroom","messageCount":1}"#;
        let row = r#"{"localId":1,"createTime":1,"formattedTime":"x","localType":1}"#;
        for (text, ours) in [
            (format!(r#"{{{session},"messages":[{row}]}}"#), true),
            (format!(r#"{{{session},"messages":[]}}"#), true),
            (format!(r#"{{{session},"messages":[{row},{{"localId":2,"content":"cut"#), true),
            (format!(r#"{{"weflow":{{"version":"1"}},{session},"messages":[{row}]}}"#), false),
            (format!(r#"{{{session},"messages":[{{"role":"user"}}]}}"#), false),
            (format!(r#"{{"messages":[{row}]}}"#), false),
        ] {
            let claimed = sniff(&Head { bytes: text.as_bytes(), name: "x.json" }) == Confidence::Sure;
            assert_eq!(claimed, ours, "{text}");
        }
    }
}
