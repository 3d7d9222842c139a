//! QQ chats as qq-chat-exporter (shuakami, v4 to v6) writes them in plain text: a banner, then a block a
//! message. In: text lines. Out: messages, and events from grey system lines. Parts: `block` one
//! message, `reading` the walk.

mod block;
mod reading;

use super::{Carries, Confidence, Format, Head, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const QCE_TXT: Format = Format {
    id: "qce-txt",
    name: Text { zh: "qq-chat-exporter 导出（TXT）", en: "qq-chat-exporter (TXT)" },
    platform: "qq",
    how_to_export: Text {
        zh: "步骤与 qq-chat-exporter 的 JSON 相同，只是格式选 TXT，时间格式选完整日期和时间。\n\
             能选 JSON 就选 JSON：TXT 里没有 QQ 号，改名会被当成两个人。时间没有时区，请用 --tz 指明导出电脑所在时区。",
        en: "As for the JSON of qq-chat-exporter, with TXT as the format and full dates and times.\n\
             Choose JSON where you can: the text holds no account ids, so a rename makes two of one person. Times carry no zone: \
             give the computer's with --tz.",
    },
    lacks: Text {
        zh: "没有账号 id，只有显示名，改名会被当成两个人，同名会被当成一个人；没有消息编号、可用的回复关系和表情回应；文件没有大小；\
             入群和退群只是系统提示里的文字，普通成员看不到别人退群。",
        en: "No account ids, only display names: a rename makes two of one person, namesakes become one. No message ids, no replies \
             that can be followed, no reactions; files have no size. Joins and leaves are texts of system lines, and ordinary members \
             are not shown who leaves.",
    },
    extensions: &["txt"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: false,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(reading::read),
};

/// The exporter names itself in the first line; where that was cut off, its banner tells.
fn sniff(head: &Head<'_>) -> Confidence {
    let head = head.bytes.get(..head.bytes.len().min(4096)).unwrap_or_default();
    let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let named = start.starts_with(b"[QQChatExporter V");
    let banner = has("QQ聊天记录导出文件") && has("\n聊天名称: ");
    if named && has("聊天名称: ") || banner { Confidence::Sure } else { Confidence::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_claimed() {
        let name = "[QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter]\n";
        let banner = "====\n           QQ聊天记录导出文件\n====\n\n聊天名称: 某群\n聊天类型: 群聊\n";
        for (text, sure) in [
            (format!("{name}[免费]\n\n{banner}"), true),
            (format!("\u{feff}{name}{banner}"), true),
            (banner.to_owned(), true),
            (name.to_owned(), false),
            ("聊天名称: 某群\n时间: 2024-01-02 03:04:05\n".to_owned(), false),
        ] {
            let claim = sniff(&Head { bytes: text.as_bytes(), name: "x.txt" });
            assert_eq!(claim == Confidence::Sure, sure, "{text}");
        }
    }
}
