//! QQ's own web archive (`.mht` of the message manager of QQ and TIM for Windows). In: a MIME file
//! whose one page is a table of messages, behind it the pictures, which are never looked at. Out:
//! messages, and events from the lines QQ itself wrote. Parts: `page` finds the page, `rows` takes a
//! table row apart, `reading` makes rows of it.

mod page;
mod reading;
mod rows;
#[cfg(test)]
mod tests;

use memchr::memmem::find;

use super::{Carries, Confidence, Format, Head, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const QQ_MHT: Format = Format {
    id: "qq-mht",
    name: Text { zh: "QQ 消息管理器导出（MHT）", en: "QQ message manager export (MHT)" },
    platform: "qq",
    how_to_export: Text {
        zh: "要用电脑上的旧版 QQ（9.7 及以前）或 TIM；新版 QQ（QQNT）没有这个功能，请改用 qq-chat-exporter。\n\
             1. 点左下角的三横 →“消息管理”。\n\
             2. 在左边右键要分析的群，选“导出消息记录”。\n\
             3. 保存类型选“网页格式(*.mht，不支持导入)”，保存。\n\
             得到的 .mht 就是要用的文件；里面的图片不会被读取，几百 MB 也不要紧。\
             只做统计的话选“文本文件(*.txt)”更小。时间没有时区，请用 --tz 指明导出电脑所在时区。",
        en: "Needs the old QQ for Windows (9.7 or earlier) or TIM; the new QQ (QQNT) cannot do it: use qq-chat-exporter there.\n\
             1. Click the three lines at the bottom left, then the message manager.\n\
             2. Right-click the group on the left and choose to export its messages.\n\
             3. As file type choose web page (*.mht) and save.\n\
             The .mht is the file to use; its pictures are not read, however many hundred MB. The text file type (*.txt) \
             is smaller and tells as much. Times carry no zone: give the computer's with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；图片只知道有，文件没有名字和大小；入群、退群、撤回只是系统消息里的名字，同名的人对不上；\
             客户端没有印出 QQ 号的地方只有名字。另存为网页后再保存的 .mht（引用可打印或 base64 编码）读不了。",
        en: "No message ids, no replies, no reactions. Of pictures only that they were there; files have neither name nor size. \
             Joins, leaves and recalls name people by display name only, so namesakes stay unmatched; where the client printed no \
             QQ number there is only a name. An archive saved again by a browser (quoted-printable or base64) is not read.",
    },
    extensions: &["mht", "mhtml"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: true,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: true,
        reactions: false,
        files: false,
    },
    sniff,
    beside: &[],
    read: Read::File(reading::read),
};

/// The saver names itself; where its lines were lost, the page and its rows tell.
fn sniff(head: &Head<'_>) -> Confidence {
    let has = |text: &str| find(head.bytes, text.as_bytes()).is_some();
    let saver = has("Save by Tencent MsgMgr") || has("Tencent IM Message");
    let rows = || ["<td", "消息对象", "日期"].into_iter().all(has) && page::page(head.bytes).is_ok();
    if saver && has("multipart/related") || rows() { Confidence::Sure } else { Confidence::No }
}
