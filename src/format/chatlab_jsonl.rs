//! ChatLab's standard format line by line (`.jsonl`): a header, members, messages, one object a
//! line; what converters write for very long chats. In: the file. Out: members, messages, events.

use super::chatlab::{Conversation, Fields};
use super::json::{Fault, Line, Lines, Reading, record, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::{Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const CHATLAB_JSONL: Format = Format {
    id: "chatlab-jsonl",
    name: Text {
        zh: "ChatLab 标准格式（JSONL；微信、QQ 等）",
        en: "ChatLab standard format (JSONL; WeChat, QQ and others)",
    },
    platform: "wechat",
    how_to_export: Text {
        zh: "步骤与 ChatLab JSON 相同，只是格式选 JSONL，适合上百万条的聊天。\n\
             微信：在电脑上登录微信，用 WeFlow 打开要分析的群，点“导出”，格式选“ChatLab（JSONL）”。\n\
             QQ：用 qq-chat-exporter 导出群聊，再用 qce2chatlab 转成 ChatLab 格式。\n\
             得到的 .jsonl 文件就是要用的文件。只导出你自己有权查看的聊天。",
        en: "As for ChatLab JSON, with JSONL as the format; meant for chats of a million messages and more.\n\
             WeChat: log in on a computer, open the group in WeFlow, choose Export and the format ChatLab (JSONL).\n\
             QQ: export the group with qq-chat-exporter, then convert it with qce2chatlab.\n\
             The .jsonl file is the one to use. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有表情回应；文件没有大小；入群和退群只是系统消息里的文字，按名字对应账号（同名的人对不上）；微信里普通成员看不到别人退群，所以退群偏少。",
        en: "No reactions; files have no size; joins and leaves are texts of system messages, matched to accounts by name (namesakes stay unmatched); WeChat shows leaves to the owner and admins only, so they are undercounted.",
    },
    extensions: &["jsonl"],
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
    let Some(Line { content: line, .. }) = Lines::new(head.bytes).find(holds) else { return Confidence::No };
    // A header with a picture in it may be longer than the head.
    let keys = super::json::head_keys(line);
    let has =
        |name: &[u8], start: u8| keys.iter().any(|(key, value)| *key == name && value.raw().first() == Some(&start));
    let header = keys.iter().any(|(key, value)| *key == b"_type" && value.inner() == Some(b"header"));
    if header && (has(b"chatlab", b'{') || has(b"meta", b'{')) { Confidence::Sure } else { Confidence::No }
}

/// Lines beginning with `#` are comments.
fn holds(line: &Line<'_>) -> bool {
    !line.content.starts_with(b"#")
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut lines = Lines::new(input.bytes);
    let header = lines.by_ref().find(holds).map(|line| object(line.content)).transpose();
    let header = header.map_err(|fault| unreadable(input, fault, "ChatLab JSONL"))?.unwrap_or_default();
    if header.line.inner() != Some(b"header") {
        let fault = Fault { at: 0, ended: false, what: "its first line is no header" };
        return Err(unreadable(input, fault, "ChatLab JSONL"));
    }
    let mut conversation = Conversation::open(reading.writer, header.chatlab, header.meta);
    while let Some(Line { number, content: line, ended }) = lines.by_ref().find(holds) {
        let place = Place::Line(number);
        match object(line) {
            Ok(fields) => {
                if let Err(reason) = take(&mut conversation, reading.writer, &fields) {
                    reading.writer.reject(place, reason);
                }
            }
            Err(fault) if fault.ended && !ended => {
                reading.writer.truncated(place, "the file ends inside this line");
            }
            Err(fault) if fault.ended => reading.writer.reject(place, "the line ends inside its object"),
            Err(fault) => reading.writer.reject(place, fault.what),
        }
        reading.tick(lines.at());
    }
    conversation.finish(reading.writer);
    Ok(())
}

/// The one object of a line.
fn object(line: &[u8]) -> std::result::Result<Fields<'_>, Fault> {
    let mut fields = Fields::default();
    let end = record(line, 0, &mut fields)?;
    if end == line.len() {
        Ok(fields)
    } else {
        Err(Fault { at: end, ended: false, what: "more than one object in a line" })
    }
}

fn take(
    conversation: &mut Conversation,
    writer: &mut Writer,
    fields: &Fields<'_>,
) -> std::result::Result<(), &'static str> {
    match fields.line.inner() {
        Some(b"message") => conversation.message(writer, fields),
        Some(b"member") => conversation.member(writer, fields),
        Some(b"header") => Err("a second header; one file holds one chat"),
        _ => Err("a line whose _type is neither member nor message"),
    }
}
