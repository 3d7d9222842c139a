//! chatlog's CSV (`format=csv`): `Time,SenderName,Sender,TalkerName,Talker,Content`, of one group or
//! several. In: the file. Out: messages and events, each in the group its row names.

use super::chatlog::Told;
use super::table::{Row, Rows, header};
use super::wechat::Conversations;
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const CHATLOG_CSV: Format = Format {
    id: "chatlog-csv",
    name: Text { zh: "chatlog 导出的 CSV（微信）", en: "chatlog CSV (WeChat)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，启动 chatlog 的 HTTP 服务，在浏览器里打开\n\
             http://127.0.0.1:5030/api/v1/chatlog?time=2024-01-01~2024-12-31&talker=群聊ID&format=csv\n\
             浏览器会下载一个 .csv，原样交给本工具。JSON（format=json）还带引用关系，能选时更好。\n\
             时间没有时区，请用 --tz 指明导出那台电脑所在的时区。",
        en: "Log in to WeChat on a computer, start chatlog's HTTP service and open in a browser\n\
             http://127.0.0.1:5030/api/v1/chatlog?time=2024-01-01~2024-12-31&talker=GROUP_ID&format=csv\n\
             The .csv it downloads is the file to use. JSON (format=json) also holds quotes: better where you can choose.\n\
             Times carry no zone: give that computer's with --tz.",
    },
    lacks: Text {
        zh: "没有可靠的消息编号、引用关系和表情回应；文件没有大小；入群和退群只是系统消息里的文字，按名字对应账号（同名的人对不上）；普通成员看不到别人退群。",
        en: "No dependable message ids, no replies, no reactions; files have no size. Joins and leaves are texts of system \
             messages, matched to accounts by name (namesakes stay unmatched); WeChat shows leaves to the owner and admins only.",
    },
    extensions: &["csv"],
    time: TimeKind::Local,
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

const COLUMNS: [&str; 6] = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"];

/// Where the columns begin: some builds put `MessageID` before them, which counts differently from
/// build to build and is not used.
fn first(header: &[String]) -> Option<usize> {
    let first = usize::from(header.first().is_some_and(|name| name == "MessageID"));
    header.get(first..).is_some_and(|rest| rest == COLUMNS).then_some(first)
}

fn sniff(head: &Head<'_>) -> Confidence {
    if first(&header(head.bytes, b',')).is_some() { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let Some(first) = first(&header(input.bytes, b',')) else {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: "the first line is not Time,SenderName,Sender,TalkerName,Talker,Content; \
                      export again with &format=csv and pass the file as it is"
                .to_owned(),
        });
    };
    let mut rows = Rows::new(input.bytes, b',', progress);
    let mut conversations = Conversations::default();
    let _header = rows.next();
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => {
                if let Err(reason) = take(&row, first, writer, &mut conversations) {
                    writer.reject(Place::Line(row.line), reason);
                }
            }
            Err(unclosed) => unclosed.reject(writer),
        }
    }
    conversations.finish(writer);
    Ok(())
}

fn take(
    row: &Row<'_>,
    first: usize,
    writer: &mut Writer,
    conversations: &mut Conversations,
) -> std::result::Result<(), &'static str> {
    let time = clock::sheet(row.bytes(first)).ok_or("no readable time")?;
    let [name, id, group, talker, content] = [1, 2, 3, 4, 5].map(|column| row.get(first + column));
    if talker.is_none() && group.is_none() {
        return Err("no group: the row ends before its Talker");
    }
    let (conversation, _) = conversations.of(writer, talker.as_deref(), group.as_deref());
    let content = content.unwrap_or_default();
    Told { time, name: name.as_deref(), id: id.as_deref(), content: &content }.push(writer, conversation);
    Ok(())
}
