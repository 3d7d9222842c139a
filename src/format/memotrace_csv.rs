//! `MemoTrace`'s (`WeChatMsg`'s) CSV: one row of WeChat's own table a message, type codes and XML as
//! they are. In: the file. Out: messages and events. The file's name names the conversation;
//! `messages.csv` holds them all, and there only `TalkerId` tells them apart.

use super::blocks::stem;
use super::table::{Id, Row, Rows, header};
use super::wechat::{Body, Code, Conversation, Conversations, Kind, SystemLine, body};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::{Error, Place, Result};
use crate::frame::{MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const MEMOTRACE_CSV: Format = Format {
    id: "memotrace-csv",
    name: Text { zh: "留痕 MemoTrace（WeChatMsg）导出的 CSV", en: "MemoTrace (WeChatMsg) CSV" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用留痕（MemoTrace，旧名 WeChatMsg）读取本机聊天记录，选中群聊，导出格式选 CSV，勾选全部消息类型。\n\
             得到的 <群备注>_utf8.csv 就是要用的文件，文件名会被当作群名，请不要改成别的群的名字。\n\
             请一个群一个群地导出：“导出全部”的 messages.csv 不写群名，早期版本连发送者也不写。",
        en: "Log in to WeChat on a computer, open its chats in MemoTrace (formerly WeChatMsg), choose the group and export as CSV \
             with every message type ticked.\n\
             The file <remark>_utf8.csv is the one to use; its name is taken for the group's.\n\
             Export group by group: the messages.csv of \"export all\" names no group, and early builds not even the senders.",
    },
    lacks: Text {
        zh: "没有消息编号和表情回应；卡片、文件和引用的内容有的版本是空的，那时没有链接、文件名和引用关系；入群和退群只是系统消息里的文字，按名字对应账号（同名的人对不上）；普通成员看不到别人退群。",
        en: "No message ids, no reactions; in some builds cards, files and quotes are empty, and links, file names and replies \
             are missing then. Joins and leaves are texts of system messages, matched to accounts by name (namesakes stay \
             unmatched); WeChat shows leaves to the owner and admins only.",
    },
    extensions: &["csv"],
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

/// What every build writes; the three that follow them in groups may be missing or unnamed.
const COLUMNS: [&str; 9] =
    ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"];
/// `Remark`, `NickName`, `Sender`.
const WHO: [usize; 3] = [9, 10, 11];
/// The exporter, where no id is written.
const SELF: &str = "我";

fn sniff(head: &Head<'_>) -> Confidence {
    if header(head.bytes, b',').starts_with(&COLUMNS.map(str::to_owned)) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    if !header(input.bytes, b',').starts_with(&COLUMNS.map(str::to_owned)) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: format!("the first line does not begin with {}; export the group again as CSV", COLUMNS.join(",")),
        });
    }
    let mut reading =
        Reading { named: conversation_of(stem(input.name)), conversations: Conversations::default(), private: true };
    let mut rows = Rows::new(input.bytes, b',', progress);
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
    if reading.holds_all() {
        writer.note(format!(
            "{} holds {} conversations and names none of them; their numbers hold for this file only and one may \
             stand for several: export group by group",
            input.name,
            reading.conversations.len()
        ));
    }
    reading.conversations.finish(writer);
    Ok(())
}

/// The conversation a file is named by; a second download is `name_utf8 (1)`.
fn conversation_of(stem: &str) -> &str {
    match stem.rsplit_once("_utf8") {
        Some((name, copy)) if copy.is_empty() || copy.trim_start().starts_with('(') => name,
        _ => stem,
    }
}

struct Reading<'a> {
    /// The conversation, by the file's name.
    named: &'a str,
    conversations: Conversations,
    /// No row has named an account so far: in a chat of two none does.
    private: bool,
}

impl Reading<'_> {
    /// The file holds every conversation.
    fn holds_all(&self) -> bool {
        self.named.eq_ignore_ascii_case("messages")
    }

    fn take(&mut self, writer: &mut Writer, row: &Row<'_>) -> std::result::Result<(), &'static str> {
        let time = time(row).ok_or("no readable CreateTime")?;
        let code = number(row.bytes(2)).ok_or("no readable Type")?;
        let sub = number(row.bytes(3)).unwrap_or(0);
        let kind = if code > i64::from(u32::MAX) { Code::packed(code) } else { Code::split(code, sub) }.kind();
        let all = self.holds_all();
        let talker = row.get(1).filter(|_| all).map(|number| format!("{}#{number}", self.named));
        let group = talker.as_deref().unwrap_or(self.named);
        let (conversation, _) = self.conversations.of(writer, talker.as_deref(), Some(group));
        let content = row.get(7).unwrap_or_default();
        // A row of ten cells ends with the server's id under no name.
        let last = row.get(9).filter(|_| row.len() == 10);
        let msg_id = last.as_deref().map_or(Id::None, Id::read).known();
        let [remark, nickname, id] = WHO.map(|column| row.get(column).filter(|_| row.len() > 10));
        self.private &= id.is_none();
        let body = body(kind, &content, id.as_deref());
        let id = id.as_deref().or(body.sender);
        let name = nickname.as_deref().or(remark.as_deref());
        let own = row.bytes(4) == b"1";
        let Kind::Message(kind) = body.kind else {
            conversation.system(&SystemLine { time, kind: body.kind, sender: None, msg_id, text: &content });
            return Ok(());
        };
        introduce(conversation, id, nickname.as_deref(), remark.as_deref());
        let sender = match id {
            Some(id) => Some(Who::id(id, name)),
            None if own => Some(Who::name(SELF)),
            // The other one of a chat of two bears the file's name.
            None => Some(Who::name(self.named)).filter(|_| self.private && !all),
        };
        if let Some(who) = sender.filter(|_| own) {
            conversation.exported_by(who);
        }
        push(writer, time, sender, msg_id, kind, &body);
        Ok(())
    }
}

fn push(
    writer: &mut Writer,
    time: Time,
    sender: Option<Who<'_>>,
    msg_id: Option<&str>,
    kind: MessageKind,
    body: &Body<'_>,
) {
    // Pictures, voices and the like carry XML for programs.
    let text = body.text.as_deref().filter(|text| !text.starts_with('<') || kind == MessageKind::Text);
    writer.message(&MessageRow {
        msg_id,
        reply_to: body.reply_to.as_deref(),
        text,
        urls: body.url.as_deref().as_slice(),
        scan_urls: true,
        file_name: body.file_name.as_deref(),
        file_size: body.file_size,
        ..MessageRow::new(time, sender, kind)
    });
}

fn introduce(conversation: &mut Conversation, id: Option<&str>, nickname: Option<&str>, remark: Option<&str>) {
    let Some(id) = id else { return };
    if let Some(name) = nickname.or(remark) {
        conversation.see(id, name);
    }
    if let Some(remark) = remark {
        conversation.bears(id, remark);
    }
}

fn number(cell: &[u8]) -> Option<i64> {
    if !cell.is_empty() && cell.len() <= 18 && cell.iter().all(u8::is_ascii_digit) {
        return Some(cell.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')));
    }
    std::str::from_utf8(cell.trim_ascii()).ok()?.parse().ok()
}

/// `CreateTime`, else the local `StrTime`.
fn time(row: &Row<'_>) -> Option<Time> {
    number(row.bytes(5)).map(clock::epoch).or_else(|| clock::sheet(row.bytes(8)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::frame::Projection;

    /// Rows of WeChat 4 hold both codes in one number; a row of ten cells ends with the server's id.
    #[test]
    fn codes_and_ids() {
        let text = format!(
            "{}\n1,3,244813135921,0,0,1709258400,3,去,,甲,甲,wxid_a\n2,3,1,0,0,1709258401,3,早,,8000000000000000501\n",
            COLUMNS.join(",")
        );
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
        MEMOTRACE_CSV.read_alone(text.as_bytes(), "群(1)_utf8 (1).csv", &mut writer, &|_| ()).unwrap();
        let frames = writer.finish();
        assert_eq!(frames.messages.kind, [MessageKind::Text as u8; 2]);
        assert_eq!(frames.messages.msg_id_text.get(0), None);
        assert_eq!(frames.messages.msg_id_text.get(1), Some("8000000000000000501"));
        assert_eq!(frames.groups[0].name, "群(1)");
    }

    #[test]
    fn sniffing() {
        let columns = COLUMNS.join(",");
        for (text, want) in [
            (format!("\u{feff}{columns},Remark,NickName,Sender\r\n"), Confidence::Sure),
            (format!("{columns}\n"), Confidence::Sure),
            ("localId,TalkerId,Type,SubType\n".to_owned(), Confidence::No),
            (String::new(), Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.csv" }), want, "{text}");
        }
    }
}
