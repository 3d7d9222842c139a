//! QQ chats as qq-chat-exporter (shuakami, v5 and v6) writes long ones: a folder with `manifest.json`
//! and `chunks/*.jsonl`, one message a line. In: the chunks of one folder, the manifest beside them.
//! Out: messages, and events from grey system lines.

use super::json::{Fault, Line, Lines, Reading, Value, head_keys, record};
use super::qce::{self, Fields};
use super::qq::{Conversation, fallback_name};
use super::{Carries, Confidence, Content, Folder, Format, Head, Progress, Read, TimeKind};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const QCE_JSONL: Format = Format {
    id: "qce-jsonl",
    name: Text {
        zh: "qq-chat-exporter 分块导出（JSONL 文件夹）", en: "qq-chat-exporter (folder of JSONL chunks)"
    },
    platform: "qq",
    how_to_export: Text {
        zh: "步骤与 qq-chat-exporter 的 JSON 相同，适合上百万条的群：\n\
             1. 选好群，点“导出”，格式选 JSON，再打开“分块导出（JSONL）”。\n\
             2. 得到一个文件夹，里面有 manifest.json 和 chunks 文件夹。把整个文件夹（或打成的 .zip）交给本工具，不要只给 manifest.json。\n\
             只导出你自己有权查看的聊天。",
        en: "As for the JSON of qq-chat-exporter; meant for groups of a million messages and more.\n\
             1. Choose the group, click export, choose JSON and switch on export in chunks (JSONL).\n\
             2. The result is a folder with manifest.json and a folder chunks. Pass the whole folder, or a .zip of it, not manifest.json alone.\n\
             Export only chats you may read.",
    },
    lacks: Text {
        zh: "与 qq-chat-exporter 的 JSON 相同：没有表情回应；入群和退群只是系统提示里的文字，按名字对应账号；普通成员看不到别人退群；不含成员名单和管理员。\
             缺了 manifest.json 就没有群号和群名，用文件夹名代替。",
        en: "As for the JSON of qq-chat-exporter: no reactions; joins and leaves are texts of system lines, matched to accounts by \
             name; ordinary members are not shown who leaves; no list of members or admins. Without manifest.json the group has \
             neither number nor name and goes by the folder's.",
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
    beside: &["manifest.json", "avatars.json"],
    read: Read::Folder(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let Some(Line { content: line, .. }) = Lines::new(head.bytes).next() else { return Confidence::No };
    // A line may be longer than the head.
    let keys = head_keys(line);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let id = !get(b"id").is_absent() || !get(b"messageId").is_absent();
    let person = !get(b"sender").get(b"uid").is_absent() && !get(b"timestamp").is_absent();
    let content = get(b"content").raw().starts_with(b"{");
    let flagged = [b"seq".as_slice(), b"recalled", b"isRecalled", b"messageType"];
    let flagged = flagged.into_iter().any(|key| !get(key).raw().is_empty());
    if id && person && content && flagged { Confidence::Sure } else { Confidence::No }
}

fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let manifest = ["../manifest.json", "manifest.json"].into_iter().find_map(|path| folder.nearby.file(path));
    let manifest = manifest.unwrap_or_default();
    let keys = head_keys(&manifest);
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value);
    let mut conversation = qce::open(writer, get(b"chatInfo"), &folder_name(folder));
    let mut kept = 0;
    for part in folder.parts {
        writer.part(part.name());
        match part.open() {
            Ok(content) => kept += chunk(&content, &mut conversation, writer, progress),
            Err(error) if folder.parts.len() == 1 => return Err(error),
            Err(error) => writer.cut_short(Place::Whole, format!("cannot be opened: {error}")),
        }
    }
    conversation.finish(writer);
    if kept == 0 && writer.read() > 0 {
        return Err(Error::Format {
            path: folder.path.to_owned(),
            place: Place::Whole,
            message: "no line is a message of qq-chat-exporter; export the chat again".to_owned(),
        });
    }
    let told = get(b"chunked").get(b"chunks").items().count();
    if told > folder.parts.len() {
        writer.note(format!("manifest.json lists {told} chunks, {} are here", folder.parts.len()));
    }
    Ok(())
}

/// Chunks lie in a folder of their own, below the one that is named after the chat.
fn folder_name(folder: &Folder<'_>) -> String {
    let above = |name: &str| !matches!(name, "chunks" | "" | "." | "..");
    let names = folder.path.components().rev().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let mut names = names.filter(|name| !name.to_ascii_lowercase().ends_with(".jsonl") && above(name));
    names
        .next()
        .or_else(|| above(folder.name).then(|| folder.name.to_owned()))
        .unwrap_or_else(|| fallback_name(folder.path))
}

/// Reads one chunk; gives how many messages were taken.
fn chunk(content: &Content, conversation: &mut Conversation, writer: &mut Writer, progress: Progress<'_>) -> u64 {
    let bytes: &[u8] = (**content).as_ref();
    let mut reading = Reading::new(bytes, writer, progress);
    let mut lines = Lines::new(bytes);
    let mut kept = 0;
    while let Some(Line { number, content: line, ended }) = lines.next() {
        let place = Place::Line(number);
        match object(line) {
            Ok(fields) => match qce::take(conversation, reading.writer, &fields) {
                Ok(()) => kept += 1,
                Err(reason) => reading.writer.reject(place, reason),
            },
            Err(fault) if fault.ended && !ended => {
                reading.writer.truncated(place, "the file ends inside this line");
            }
            Err(fault) if fault.ended => reading.writer.reject(place, "the line ends inside its object"),
            Err(fault) => reading.writer.reject(place, fault.what),
        }
        reading.tick(lines.at());
    }
    kept
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::format::Alone;

    #[test]
    fn what_is_claimed() {
        for (text, sure) in [
            (r#"{"id":"7","seq":"1","timestamp":1,"sender":{"uid":"u_a"},"type":"type_1","content":{"text":"x""#, true),
            (r#"{"messageId":"7","timestamp":"2024-01-01","sender":{"uid":"u_a"},"messageType":2,"content":{}}"#, true),
            (r#"{"id":"7","timestamp":1,"sender":"u_a","content":"x"}"#, false),
            (r#"{"_type":"message","sender":"u_a","timestamp":1,"content":"x"}"#, false),
            (r#"{"messages":[{"role":"user","content":"hi"}]}"#, false),
        ] {
            let claim = sniff(&Head { bytes: text.as_bytes(), name: "c000001.jsonl" });
            assert_eq!(claim == Confidence::Sure, sure, "{text}");
        }
    }

    #[test]
    fn names_of_folders() {
        for (path, name, want) in [
            ("out/读书会_chunked_jsonl/chunks", "chunks", "读书会_chunked_jsonl"),
            ("out/读书会_chunked_jsonl/chunks/c000001.jsonl", "chunks", "读书会_chunked_jsonl"),
            ("c000001.jsonl", "", "c000001"),
        ] {
            let folder = Folder { path: Path::new(path), name, parts: &[], nearby: &Alone };
            assert_eq!(folder_name(&folder), want, "{path}");
        }
    }
}
