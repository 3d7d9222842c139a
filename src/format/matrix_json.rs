//! A Matrix room as Element's "Export chat" writes it in JSON: the room's events as the server gave
//! them, one room a file. In: the file. Out: messages, events, and what dated reactions are in it.

mod fields;
mod message;
mod state;

use fields::Fields;

use super::json::{Fault, Members, Reading, Value, head_keys, start, unreadable};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error;
use crate::frame::GroupRow;
use crate::unit::Text;

/// The format.
pub const MATRIX_JSON: Format = Format {
    id: "matrix-json",
    name: Text { zh: "Matrix 房间（Element 导出，JSON）", en: "Matrix room (Element export, JSON)" },
    platform: "matrix",
    how_to_export: Text {
        zh: "1. 在电脑上打开 Element（桌面版或网页版，手机版不能导出），进入要分析的房间。\n\
             2. 点右上角的房间信息，选“导出聊天”。\n\
             3. 格式选 JSON；消息范围选“从开头”；大小上限调大；“包含附件”不用勾。\n\
             4. 点“导出”。得到的 .json（或 .zip）就是要用的文件。\n\
             加密的房间：先确认这台设备能看到旧消息，看不到的内容导出后也是空的。",
        en: "1. Open Element on a computer (desktop or web; phones cannot export) and enter the room.\n\
             2. Click the room's name or info at the top right and choose \"Export Chat\".\n\
             3. As format choose JSON, as messages \"From the beginning\"; raise the size limit; leave attachments out.\n\
             4. Click \"Export\". The .json (or .zip) is the file to use.\n\
             In an encrypted room first make sure this device can read the old messages: what it cannot read is empty in the export too.",
    },
    lacks: Text {
        zh: "只有这台设备能解密的消息有文字，其余只剩谁在什么时候发过；表情回应多半不在导出里；Element 隐藏不显示的记录（有的改名、换头像、进出）可能缺失；消息只到导出时加载得到的最早一条。",
        en: "Only messages this device could decrypt have text, of the others who and when remain; most reactions are not exported; records Element does not show (some renames, pictures, joins) may be missing; the export begins where the server's history visible to you begins.",
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
    let has = |name: &[u8]| keys.iter().any(|(key, value)| *key == name && !value.raw().is_empty());
    let ours = has(b"room_name") && has(b"exported_by") && (has(b"messages") || has(b"export_date"));
    if ours { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut crate::frame::Writer, progress: Progress<'_>) -> error::Result<()> {
    let mut reading = Reading::new(input.bytes, writer, progress);
    let mut found = false;
    if let Err(fault) = room(&mut reading, &mut found) {
        if !found {
            return Err(unreadable(input, fault, "a room exported by Element"));
        }
        reading.breaks_off(fault);
    }
    Ok(())
}

fn room(reading: &mut Reading<'_, '_>, found: &mut bool) -> Result<(), Fault> {
    let mut name = Value::default();
    let mut members = Members::open(reading.bytes, start(reading.bytes))?;
    while let Some(key) = members.key()? {
        if key != b"messages" {
            let value = members.value()?;
            if key == b"room_name" {
                name = value;
            }
            continue;
        }
        if name.is_absent() {
            [name] = members.look_ahead([b"room_name"]);
        }
        *found = true;
        let at = members.at();
        // Every event names its room; the header does not.
        let head = reading.bytes.get(at + 1..reading.bytes.len().min(at + (64 << 10))).unwrap_or_default();
        let first = head_keys(head);
        let id = first.iter().find(|(key, _)| *key == b"room_id").and_then(|(_, value)| value.word());
        let name = name.word();
        reading.writer.group(GroupRow { platform: "matrix", id: id.as_deref(), name: name.as_deref() });
        let Some(end) = reading.records(at, |writer, fields: &Fields<'_>| fields.take(writer)) else { return Ok(()) };
        members.go_on(end);
    }
    if *found { Ok(()) } else { Err(Fault { at: members.at(), ended: false, what: "no messages in it" }) }
}

#[cfg(test)]
mod tests;
