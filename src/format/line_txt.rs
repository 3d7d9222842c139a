//! LINE's chat history as text, from phones (`15:04⇥name⇥text`) and from computers (`15:04 name text`).
//! In: text lines. Out: messages under display names, events from system lines. Parts: `header` the
//! first lines, `day` the lines that begin a day, `members` who is who where spaces divide name and
//! text, `reading` the walk, `wordings` what LINE itself says, `body` what a text stands for.

mod body;
mod day;
mod header;
mod members;
mod reading;
mod wordings;

use super::{Carries, Format, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const LINE_TXT: Format = Format {
    id: "line-txt",
    name: Text { zh: "LINE 聊天记录（文本）", en: "LINE chat history (text)" },
    platform: "line",
    how_to_export: Text {
        zh: "手机：打开群聊，点右上角菜单 → 设置（齿轮）→“导出聊天记录”（トーク履歴を送信），发给自己，得到 [LINE] 群名.txt。\n\
             电脑：打开群聊窗口，点右上角“⋮”→“保存聊天记录”（トークを保存），得到同样名字的 .txt。\n\
             请优先用手机导出：其中姓名与内容用制表符分开，多行消息也有引号，电脑版只用空格。\n\
             时间没有时区，请用 --tz 指明导出设备所在时区。",
        en: "Phone: open the chat, tap the menu at the top right, Settings, \"Export chat history\", and send the file to \
             yourself: [LINE] <chat>.txt.\n\
             Computer: open the chat window, click the three dots at the top right, \"Save chat\".\n\
             Prefer the phone: it divides names from texts by tabs and quotes texts of several lines; computers write \
             spaces only.\n\
             Times carry no zone: give the device's with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；时间只到分钟；成员只有显示名，没有账号 id，改名会被当成两个人；图片、文件只有占位，没有文件名。电脑版的姓名若含空格，要靠同一姓名多次出现才能认出。退出后又不再发言的成员只在退出记录里出现。",
        en: "No message ids, replies or reactions; times to the minute. People are display names, not account ids: a rename makes two of one. Pictures and files are placeholders without names. In files from a computer a name with spaces is told from the text only by its recurring.",
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
        files: false,
    },
    sniff: header::sniff,
    beside: &[],
    read: Read::File(reading::read),
};
