//! WhatsApp chat exports (`_chat.txt`, `WhatsApp Chat with X.txt`), Android and iOS, in the layouts of
//! every locale known to us (dossier §5). In: text lines. Out: messages, and events from system lines.
//! Two passes: the layout and the order of the date are settled for the whole file, then rows are
//! pushed. Parts: `header` a line, `order` the date, `records` the walk, `system` what the messenger
//! says, `attachment` what a body is, `names` who, `group` where.

mod attachment;
mod cursor;
mod group;
mod header;
mod marker;
mod names;
mod order;
mod phrases;
mod reading;
mod records;
mod sniff;
mod system;
#[cfg(test)]
mod tests;

use super::{Carries, Format, Read, TimeKind};
use crate::unit::Text;

/// WhatsApp's "export chat".
pub const WHATSAPP_TXT: Format = Format {
    id: "whatsapp-txt",
    name: Text { zh: "WhatsApp 导出聊天", en: "WhatsApp chat export" },
    platform: "whatsapp",
    how_to_export: Text {
        zh: "在手机上打开群聊：Android 点右上角 ⋮ →“更多”→“导出聊天”；iPhone 点群名 →“导出聊天”。选“不附加媒体”（可导出的消息更多），\
             得到 .txt 或含 _chat.txt 的 .zip，原样交给本工具即可。时间没有时区，请用 --tz 指明导出手机所在时区。",
        en: "Open the group on the phone: on Android tap ⋮ → More → Export chat; on iPhone tap the group's name → Export \
             chat. Choose \"without media\" (more messages fit). The .txt, or the .zip with _chat.txt in it, is read as it \
             is. Times carry no zone: give the phone's with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；成员只有显示名或号码，没有账号 id，改名会被当成两个人；导出者自己在系统消息里只是“你”。\
             最多约 40,000 条（附带媒体时 10,000 条），更早的被截去。",
        en: "No message ids, no replies, no reactions. People are display names or numbers, not account ids: a rename makes \
             two of one. The exporter is only \"you\" in system lines. At most about 40,000 messages (10,000 with media): \
             older ones are cut off.",
    },
    extensions: &["txt", "zip"],
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
    sniff: sniff::sniff,
    beside: &[],
    read: Read::File(reading::read),
};
