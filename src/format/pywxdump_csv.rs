//! `PyWxDump`'s CSV, and the same without `room_name` as `WeClone` and `WeFlow` write it for it. In: the
//! file, and `users.json` beside it. Out: messages and events. A long chat lies in several files of
//! 5,000 rows; each is read alone, and its rows name the one group they belong to.

use super::pywxdump::{Reading, Row, USERS};
use super::table::{self, Rows, header};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const PYWXDUMP_CSV: Format = Format {
    id: "pywxdump-csv",
    name: Text {
        zh: "PyWxDump 导出的 CSV（微信；WeClone 同款）", en: "PyWxDump CSV (WeChat; also WeClone's)"
    },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用 PyWxDump 打开本机聊天记录，选中群聊，导出为 CSV。\n\
             每 5000 条一个文件，旁边还有 users.json：整个文件夹一起交给本工具，名字要靠 users.json。\n\
             WeFlow 选“WeClone”导出的 CSV 也是这种格式。不要用表格软件另存：消息编号会被截断。\n\
             时间没有时区，请用 --tz 指明导出那台电脑所在的时区。",
        en: "Log in to WeChat on a computer, open its chats in PyWxDump, choose the group and export as CSV.\n\
             It writes a file for every 5,000 messages and a users.json beside them: pass the whole folder, names come from \
             users.json. WeFlow's WeClone export is the same format. Do not save the files from a spreadsheet program: it cuts \
             the message ids.\n\
             Times carry no zone: give that computer's with --tz.",
    },
    lacks: Text {
        zh: "没有引用关系（只有引用的文字）、表情回应和文件大小；导出者自己只是“我”；没有 users.json 就没有名字；入群和退群只是系统消息里的文字，按名字对应账号；普通成员看不到别人退群。",
        en: "No reply ids (only quoted words), no reactions, no file sizes; the exporter is only \"me\"; without users.json nobody \
             has a name. Joins and leaves are texts of system messages, matched to accounts by name; WeChat shows leaves to the \
             owner and admins only.",
    },
    extensions: &["csv"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[USERS],
    read: Read::File(read),
};

const COLUMNS: [&str; 9] =
    ["id", "MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "src", "CreateTime"];
/// Where `room_name` stands when it is there.
const ROOM: usize = 5;

/// Whether rows name their group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Rooms,
    NoRooms,
}

impl Layout {
    fn of(header: &[String]) -> Option<Self> {
        if header == COLUMNS {
            return Some(Self::Rooms);
        }
        let without = COLUMNS.iter().enumerate().filter(|(at, _)| *at != ROOM).map(|(_, name)| *name);
        header.iter().map(String::as_str).eq(without).then_some(Self::NoRooms)
    }

    /// The column of a name in [`COLUMNS`].
    fn column(self, at: usize) -> usize {
        at - usize::from(self == Self::NoRooms && at > ROOM)
    }
}

fn sniff(head: &Head<'_>) -> Confidence {
    if Layout::of(&header(head.bytes, b',')).is_some() { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let Some(layout) = Layout::of(&header(input.bytes, b',')) else {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: format!("the first line is not {}; export the chat again as CSV", COLUMNS.join(",")),
        });
    };
    let mut rows = Rows::new(input.bytes, b',', progress);
    let mut reading = Reading::new(input);
    let _header = rows.next();
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => {
                if let Err(reason) = take(&row, layout, writer, &mut reading) {
                    writer.reject(Place::Line(row.line), reason);
                }
            }
            Err(unclosed) => unclosed.reject(writer),
        }
    }
    reading.finish(writer);
    Ok(())
}

fn take(
    row: &table::Row<'_>,
    layout: Layout,
    writer: &mut Writer,
    reading: &mut Reading,
) -> std::result::Result<(), &'static str> {
    let cell = |at: usize| row.get(layout.column(at)).unwrap_or_default();
    let [id, label, own, talker, text, source] = [1, 2, 3, 4, 6, 7].map(cell);
    let time = clock::sheet(row.bytes(layout.column(8)));
    let room = cell(ROOM);
    let row = Row {
        time,
        id: &id,
        label: &label,
        own: &own,
        talker: &talker,
        room: Some(&*room).filter(|room| layout == Layout::Rooms && !room.is_empty()),
        text: &text,
        source: &source,
    };
    reading.take(writer, &row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\r\n", Confidence::Sure),
            ("id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\r\n1,", Confidence::Sure),
            ("id,MsgSvrID,type_name,is_sender,talker,msg\n", Confidence::No),
            ("id,name,msg\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.csv" }), want, "{text}");
        }
    }
}
