//! The CSV of `MemoTrace` 3 (留痕 新版): `消息ID,类型,发送人,时间,内容,备注,昵称,更多信息`. In: the file.
//! Out: messages and events. It has ids of messages, but only names of people, and times without a
//! zone, so it is a format apart from the older CSV.

use super::blocks::stem;
use super::table::{Id, Row, Rows, header, spoilt};
use super::wechat::{Conversation, Kind, SystemLine, label, mark};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, MessageKind, MessageRow, Who, Writer};
use crate::unit::Text;

/// The format.
pub const MEMOTRACE_NEW_CSV: Format = Format {
    id: "memotrace-new-csv",
    name: Text { zh: "留痕 MemoTrace 新版导出的 CSV（中文表头）", en: "MemoTrace 3 CSV (Chinese header)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用新版留痕（MemoTrace 3）读取本机聊天记录，选中群聊，导出格式选 CSV，勾选全部消息类型。\n\
             得到的 <群备注>.csv 就是要用的文件，文件名会被当作群名。不要用表格软件另存：消息编号会被截断。\n\
             时间没有时区，请用 --tz 指明导出那台电脑所在的时区。",
        en: "Log in to WeChat on a computer, open its chats in MemoTrace 3, choose the group and export as CSV with every message \
             type ticked.\n\
             The file <remark>.csv is the one to use; its name is taken for the group's. Do not save it from a spreadsheet \
             program: it cuts the message ids.\n\
             Times carry no zone: give that computer's with --tz.",
    },
    lacks: Text {
        zh: "没有账号 id：成员只有显示名，改名会被当成两个人，同名的两个人会被当成一个；没有引用关系（只有引用的文字）、表情回应和文件大小；普通成员看不到别人退群。",
        en: "No account ids: people are display names, a rename makes two of one and namesakes become one. No reply ids (only \
             quoted words), no reactions, no file sizes. WeChat shows leaves to the owner and admins only.",
    },
    extensions: &["csv"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: false,
        message_ids: true,
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

const COLUMNS: [&str; 5] = ["消息ID", "类型", "发送人", "时间", "内容"];

fn is_ours(bytes: &[u8]) -> bool {
    header(bytes, b',').starts_with(&COLUMNS.map(str::to_owned))
}

fn sniff(head: &Head<'_>) -> Confidence {
    if is_ours(head.bytes) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    if !is_ours(input.bytes) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: format!("the first line does not begin with {}; export the group again as CSV", COLUMNS.join(",")),
        });
    }
    writer.group(GroupRow { platform: "wechat", id: None, name: Some(stem(input.name)) });
    let mut rows = Rows::new(input.bytes, b',', progress);
    let mut reading = Reading::default();
    let _header = rows.next();
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => {
                if let Err(reason) = reading.take(writer, &row) {
                    writer.reject(Place::Line(row.line), reason);
                }
            }
            Err(unclosed) => unclosed.reject(writer),
        }
    }
    reading.conversation.finish(writer);
    if reading.spoilt > 0 {
        writer.note(spoilt(reading.spoilt));
    }
    Ok(())
}

#[derive(Default)]
struct Reading {
    conversation: Conversation,
    spoilt: u64,
}

impl Reading {
    fn take(&mut self, writer: &mut Writer, row: &Row<'_>) -> std::result::Result<(), &'static str> {
        let time = clock::sheet(row.bytes(3)).ok_or("no readable time")?;
        let [id, word, name, content] = [0, 1, 2, 4].map(|column| row.get(column).unwrap_or_default());
        let msg_id = Id::read(&id);
        self.spoilt += u64::from(msg_id == Id::Spoilt);
        let msg_id = msg_id.known();
        // A label that is not known leaves what the content is marked as.
        let kind = label(&word).or_else(|| Some(mark(&content)?.kind)).unwrap_or(Kind::Message(MessageKind::Other));
        let Kind::Message(kind) = kind else {
            self.conversation.system(&SystemLine { time, kind, sender: None, msg_id, text: &content });
            return Ok(());
        };
        let own = content.rfind("\n引用:").and_then(|at| content.get(..at)).unwrap_or(&content);
        let marked = mark(own).filter(|_| kind != MessageKind::Text);
        let title = marked.map_or(Some(own), |marked| marked.title).filter(|title| !title.is_empty());
        let is_file = kind == MessageKind::File;
        let worded = matches!(
            kind,
            MessageKind::Text
                | MessageKind::Link
                | MessageKind::MiniProgram
                | MessageKind::Relay
                | MessageKind::Announcement
                | MessageKind::Other
        );
        let sender = Some(&*name).filter(|name| !name.is_empty()).map(Who::name);
        writer.message(&MessageRow {
            msg_id,
            text: title.filter(|_| worded),
            urls: marked.and_then(|marked| marked.url).filter(|_| worded).as_slice(),
            scan_urls: true,
            file_name: title.filter(|_| is_file),
            ..MessageRow::new(time, sender, kind)
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("\u{feff}消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\r\n", Confidence::Sure),
            ("消息ID,类型,发送人,时间,内容\n", Confidence::Sure),
            ("序号,时间,发送者身份,消息类型,内容\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.csv" }), want, "{text}");
        }
    }
}
