//! QQ chats as qq-chat-exporter (shuakami, v4 to v6) writes them in one JSON file: `metadata`,
//! `chatInfo`, `statistics`, `messages`. In: the file. Out: messages, and events from grey system lines.

use super::json::{Fault, Members, Reading, Value, head_keys, start, unreadable};
use super::qce::{self, Fields};
use super::qq::{Conversation, fallback_name};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const QCE_JSON: Format = Format {
    id: "qce-json",
    name: Text { zh: "qq-chat-exporter 导出（JSON）", en: "qq-chat-exporter (JSON)" },
    platform: "qq",
    how_to_export: Text {
        zh: "新版 QQ（QQNT）自己不能导出聊天，要用免费开源的 qq-chat-exporter。\n\
             1. 从它的 GitHub 发布页下载适合你电脑的版本，解压并运行，用手机 QQ 扫码登录。\n\
             2. 用浏览器打开它给出的地址，填入窗口里显示的令牌。\n\
             3. 在列表里选要分析的群，点“导出”，格式选 JSON，时间范围选全部；只做统计不必下载图片等资源。\n\
             4. 完成后在任务列表里打开导出文件夹，其中的 .json 就是要用的文件。只导出你自己有权查看的聊天。",
        en: "The new QQ (QQNT) cannot export chats itself; the free program qq-chat-exporter can.\n\
             1. Download it from its GitHub releases page, unpack and run it, and log in by scanning the code with QQ on the phone.\n\
             2. Open the address it gives in a browser and enter the token shown in its window.\n\
             3. Choose the group, click export, choose JSON and the whole time range; pictures and files need not be downloaded.\n\
             4. Open the folder of the finished task: the .json in it is the file to use. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有表情回应；入群和退群只是灰色系统提示里的文字，按名字对应账号（同名的人对不上），导出时勾掉“系统消息”就没有；\
             普通成员看不到别人退群，所以退群偏少；被引用的消息不在导出范围内时没有回复关系；不含成员名单和管理员。",
        en: "No reactions. Joins and leaves are texts of grey system lines, matched to accounts by name (namesakes stay unmatched), \
             and missing when system messages were left out of the export; ordinary members are not shown who leaves, so leaves are \
             undercounted. A reply whose original lies outside the export is not linked. No list of members or admins.",
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
    let metadata = get(b"metadata");
    let chunked = !get(b"chunked").is_absent() || !metadata.get(b"format").is_absent();
    if chunked || head.name.eq_ignore_ascii_case("manifest.json") || get(b"chatInfo").raw().first() != Some(&b'{') {
        return Confidence::No;
    }
    let named = |key: &[u8]| {
        let value = metadata.get(key).word().unwrap_or_default().to_ascii_lowercase();
        value.contains("qqchatexporter") || value.contains("qq-chat-exporter")
    };
    if named(b"name") || named(b"copyright") {
        return Confidence::Sure;
    }
    // Rewritten without its metadata: the first message tells.
    let first = get(b"messages").items().next().unwrap_or_default();
    let has = |key: &[u8]| !first.get(key).raw().is_empty();
    let flagged = has(b"recalled") || has(b"isRecalled");
    let ours = !first.get(b"sender").get(b"uid").is_absent() && has(b"content") && has(b"timestamp") && flagged;
    if ours { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let fallback = fallback_name(input.path);
    let mut conversation = None;
    let outcome = document(&mut reading, &mut conversation, &fallback);
    if let Some(conversation) = &mut conversation {
        conversation.finish(reading.writer);
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(fault) if conversation.is_some() => {
            reading.breaks_off(fault);
            Ok(())
        }
        Err(fault) => Err(unreadable(input, fault, "a chat exported by qq-chat-exporter")),
    }
}

fn document(
    reading: &mut Reading<'_, '_>,
    conversation: &mut Option<Conversation>,
    fallback: &str,
) -> Result<(), Fault> {
    let (mut chat, mut statistics) = (Value::default(), Value::default());
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    let mut seen = 0;
    while let Some(key) = members.key()? {
        if key != b"messages" {
            let value = members.value()?;
            match key {
                b"chatInfo" => chat = value,
                b"statistics" => statistics = value,
                _ => {}
            }
            continue;
        }
        if chat.is_absent() {
            [chat] = members.look_ahead([b"chatInfo"]);
        }
        let open = conversation.get_or_insert_with(|| qce::open(reading.writer, chat, fallback));
        let before = reading.writer.read();
        // Lines told by QQ are counted when they are handed over, at the end.
        let mut told = 0;
        let end = reading.records(members.at(), |writer, fields: &Fields<'_>| {
            let read = writer.read();
            let taken = qce::take(open, writer, fields);
            told += u64::from(taken.is_ok() && writer.read() == read);
            taken
        });
        seen += reading.writer.read() - before + told;
        let Some(end) = end else { return Ok(()) };
        members.go_on(end);
    }
    if conversation.is_none() {
        return Err(Fault { at: members.at(), ended: false, what: "no messages in it" });
    }
    let total = statistics.get(b"totalMessages").integer();
    if let Some(total) = total.filter(|total| u64::try_from(*total).ok() != Some(seen)) {
        reading.writer.note(format!("the export says it holds {total} messages, {seen} were found"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_claimed() {
        let metadata =
            r#""metadata":{"name":"QQChatExporter V5 / https://github.com/x/qq-chat-exporter","version":"5.0.0"}"#;
        let chat = r#""chatInfo":{"name":"某群","type":"group"}"#;
        let message = r#"{"id":"1","timestamp":1,"sender":{"uid":"u_a"},"content":{"text":"x"},"recalled":false}"#;
        for (name, text, sure) in [
            ("a.json", format!("{{{metadata},{chat},\"statistics\":{{"), true),
            ("a.json", format!("{{{metadata},\"chatInfo\":{{\"avatar\":\"data:{}", "A".repeat(99)), true),
            ("a.json", format!("{{{chat},\"messages\":[{message}]}}"), true),
            ("a.json", format!("{{{chat},\"messages\":[{{\"id\":1,\"text\":\"x\"}}]}}"), false),
            ("a.json", format!("{{{metadata},\"messages\":[{message}]}}"), false),
            ("a.json", format!("{{{metadata},{chat},\"chunked\":{{\"format\":\"jsonl\"}}}}"), false),
            ("manifest.json", format!("{{{metadata},{chat},\"statistics\":{{"), false),
            (
                "a.json",
                r#"{"metadata":{"format":"chunked-jsonl","name":"QQChatExporter"},"chatInfo":{}}"#.to_owned(),
                false,
            ),
        ] {
            let claim = sniff(&Head { bytes: text.as_bytes(), name });
            assert_eq!(claim == Confidence::Sure, sure, "{name} {text}");
        }
    }
}
