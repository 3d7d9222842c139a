//! QQ's own text export (`.txt` of the message manager of QQ and TIM for Windows). In: text lines; one
//! file may hold many conversations. Out: messages, and events from the lines QQ itself wrote. Two
//! passes: the conversations and the way their headers are written, then the rows. Parts: `lines` a
//! line, `sections` the first pass, `reading` the second.

mod lines;
mod reading;
mod sections;
#[cfg(test)]
mod tests;

use super::{Carries, Confidence, Format, Head, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const QQ_TXT: Format = Format {
    id: "qq-txt",
    name: Text { zh: "QQ 消息管理器导出（TXT）", en: "QQ message manager export (TXT)" },
    platform: "qq",
    how_to_export: Text {
        zh: "要用电脑上的旧版 QQ（9.7 及以前）或 TIM；新版 QQ（QQNT）没有这个功能，请改用 qq-chat-exporter。\n\
             1. 点左下角的三横 →“消息管理”（或在群窗口点“消息记录”旁的喇叭图标）。\n\
             2. 在左边右键要分析的群，选“导出消息记录”；想一次导出多个群，就在分组上右键。\n\
             3. 保存类型选“文本文件(*.txt，不支持导入)”，保存。\n\
             得到的 .txt 就是要用的文件，编码不用改。时间没有时区，请用 --tz 指明导出电脑所在时区。",
        en: "Needs the old QQ for Windows (9.7 or earlier) or TIM; the new QQ (QQNT) cannot do it: use qq-chat-exporter there.\n\
             1. Click the three lines at the bottom left, then the message manager.\n\
             2. Right-click the group on the left and choose to export its messages; a whole folder of groups works too.\n\
             3. As file type choose text (*.txt) and save.\n\
             The .txt is the file to use, in whatever encoding. Times carry no zone: give the computer's with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；图片、表情、语音只剩占位文字，文件没有大小；入群、退群、撤回只是系统消息里的名字，同名的人对不上；\
             同一个人可能有时以 QQ 号、有时以邮箱出现；私聊里只有名字没有 QQ 号。从聊天窗口或手机上复制粘贴的文字不是这种导出，读不了。",
        en: "No message ids, no replies, no reactions. Pictures, stickers and voice are placeholders; files have no size. Joins, \
             leaves and recalls name people by display name only, so namesakes stay unmatched. One person may appear under a QQ \
             number and under a mail address; private chats hold names only. Text copied from a chat window or a phone is no such export and is not read.",
    },
    extensions: &["txt"],
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
    read: Read::File(reading::read),
};

/// Lines that vote where no banner stands.
const LINES: usize = 200;

/// The banner of a conversation is sure; headers alone, of an export cut in pieces, must be many.
fn sniff(head: &Head<'_>) -> Confidence {
    let text = String::from_utf8_lossy(head.bytes);
    let mut parser = lines::Parser::default();
    let banner = sections::sections(&text, &mut parser).iter().any(|section| section.object.is_some());
    let titled = text.trim_start_matches('\u{feff}').trim_start().starts_with(lines::TITLE);
    let (mut dated, mut addressed) = (0_usize, 0_usize);
    for line in lines::Lines::new(&text).take(LINES) {
        let Some(header) = parser.header(line.text) else { continue };
        dated += 1;
        addressed += usize::from(header.style == lines::Style::Addressed && line.after_blank);
    }
    match (banner, titled) {
        (true, true) => Confidence::Sure,
        (true, _) | (_, true) if dated > 0 => Confidence::Sure,
        (false, false) if addressed >= 3 && addressed * 10 >= dated * 9 => Confidence::Maybe,
        _ => Confidence::No,
    }
}
