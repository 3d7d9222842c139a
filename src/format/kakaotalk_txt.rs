//! `KakaoTalk`'s chats as text, in the four layouts of Windows, Android, iOS and English phones. In: text
//! lines. Out: messages under display names, events from lines of the app. Parts: `header` the first
//! lines, `stamp` the date and clock in front of a line, `reading` the walk.

mod header;
mod reading;
mod stamp;

use super::{Carries, Format, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const KAKAOTALK_TXT: Format = Format {
    id: "kakaotalk-txt",
    name: Text { zh: "KakaoTalk 聊天记录（文本）", en: "KakaoTalk chat (text)" },
    platform: "kakaotalk",
    how_to_export: Text {
        zh: "手机：打开聊天室，右上角菜单 → 右下角齿轮 →“导出对话内容”（대화 내용 내보내기）→ 只导出文字，得到 KakaoTalkChats.txt 或 Talk_日期-1.txt 等（分成几份时都要给）。\n\
             Windows：打开聊天室，右上角菜单 →“对话内容”→“导出”（대화 내보내기），得到 KakaoTalk_日期_….txt。\n\
             时间没有时区，请用 --tz 指明导出设备所在时区。",
        en: "Phone: open the chatroom, menu at the top right, gear, \"Export chat\" (대화 내용 내보내기), text only: \
             KakaoTalkChats.txt, or Talk_<date>-1.txt and so on (give all of them).\n\
             Windows: open the chatroom, menu at the top right, \"Export messages\" (대화 내보내기).\n\
             Times carry no zone: give the device's with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；时间只到分钟；成员只有显示名，没有账号 id，改名会被当成两个人；图片只有占位。Windows 导出里进出群的记录没有钟点，取前一条消息的时间。iPhone 导出里没有群名，取自文件名。",
        en: "No message ids, replies or reactions; times to the minute. People are display names, not account ids: a rename makes two of one. Pictures are placeholders. In files from Windows who came and went bears no clock and takes the time of the message before. Files from an iPhone do not name the chat; the file's name stands for it.",
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
    sniff: header::sniff,
    beside: &[],
    read: Read::File(reading::read),
};
