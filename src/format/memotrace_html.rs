//! `MemoTrace`'s (`WeChatMsg`'s) HTML page of one chat, whose messages stand in a script as JavaScript
//! objects. In: the page. Out: messages under display names, events from system lines. Damage costs
//! the object it is in. Parts: `literals` the objects.

mod literals;

use super::blocks::stem;
use super::wechat::{Code, Conversation, Kind, SystemLine};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

use literals::{Found, Literal, Object, next_object, object, space};

/// Objects between two reports of progress.
const STRIDE: u64 = 4096;

/// The format.
pub const MEMOTRACE_HTML: Format = Format {
    id: "memotrace-html",
    name: Text { zh: "留痕 MemoTrace（WeChatMsg）导出的网页", en: "MemoTrace (WeChatMsg) HTML page" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用留痕（MemoTrace，旧名 WeChatMsg）读取本机聊天记录，选中群聊，导出格式选 HTML，勾选全部消息类型。\n\
             得到的 <群备注>.html 就是要用的文件，旁边的图片、语音文件夹不需要。能选 CSV 时请选 CSV：CSV 有成员账号。",
        en: "Log in to WeChat on a computer, open its chats in MemoTrace (formerly WeChatMsg), choose the group and export as HTML \
             with every message type ticked.\n\
             The file <remark>.html is the one to use; the folders of pictures and voices beside it are not needed. Choose CSV \
             where you can: it holds account ids.",
    },
    lacks: Text {
        zh: "没有账号 id 和消息编号：成员只有显示名，改名会被当成两个人；没有引用关系（只有引用的文字）和表情回应；找不到原文件的图片、视频整条缺失；未勾选的消息类型缺失；普通成员看不到别人退群。",
        en: "No account ids, no message ids: people are display names, a rename makes two of one. No reply ids (only quoted \
             words), no reactions. Pictures and videos whose file was gone are missing as messages, and so are types that were \
             not ticked. WeChat shows leaves to the owner and admins only.",
    },
    extensions: &["html", "htm"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: false,
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

/// Where the first object, or the end of an empty array, is expected.
fn array(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"chatMessages").find_map(|at| {
        let equals = space(bytes, at + b"chatMessages".len());
        let bracket = space(bytes, equals + 1);
        (bytes.get(equals) == Some(&b'=') && bytes.get(bracket) == Some(&b'[')).then(|| space(bytes, bracket + 1))
    })
}

fn sniff(head: &Head<'_>) -> Confidence {
    let Some(at) = array(head.bytes) else { return Confidence::No };
    let rest = head.bytes.get(at..).unwrap_or_default();
    let has = |key: &[u8]| memchr::memmem::find(rest, key).is_some();
    let typed = next_object(head.bytes, at) == Some(at);
    if typed && has(b"is_send:") && has(b"timestamp:") { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let bytes = input.bytes;
    let Some(at) = array(bytes) else {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message: "no script with `chatMessages = [` in it; export the group again as HTML, or better as CSV"
                .to_owned(),
        });
    };
    let title = title(bytes);
    writer.group(GroupRow { platform: "wechat", id: None, name: Some(title.as_deref().unwrap_or(stem(input.name))) });
    let mut conversation = Conversation::default();
    let (mut at, mut told, mut count) = (at, 0, 0_u64);
    while let Some(next) = step(bytes, at, writer, &mut conversation) {
        at = next;
        count += 1;
        if count.is_multiple_of(STRIDE) {
            progress((at - told) as u64);
            told = at;
        }
    }
    progress(bytes.len().saturating_sub(told) as u64);
    conversation.finish(writer);
    Ok(())
}

/// Reads what stands at `at`; gives where to go on, `None` at the end.
fn step(bytes: &[u8], at: usize, writer: &mut Writer, conversation: &mut Conversation) -> Option<usize> {
    let at = space(bytes, at);
    let place = Place::Byte(at as u64);
    match bytes.get(at) {
        Some(b']') => None,
        Some(b',') => Some(at + 1),
        Some(b'{') => match object(bytes, at) {
            Found::Whole(object, next) => {
                take(&object, writer, conversation);
                Some(next)
            }
            Found::Damaged(Some(next)) => {
                writer.reject(place, "damaged: a message that is not closed, or has no type or time");
                Some(next)
            }
            Found::Damaged(None) => {
                lost(bytes, at, writer);
                None
            }
        },
        Some(_) => {
            let next = next_object(bytes, at);
            if next.is_some() {
                writer.reject(place, "damaged: a message is expected here");
            } else {
                writer.cut_short(place, "the messages are not closed; what follows is missing");
            }
            next
        }
        None => {
            writer.cut_short(place, "the file ends between two messages");
            None
        }
    }
}

/// The last object, which cannot be read: in a page that goes on it is damaged, else cut off.
fn lost(bytes: &[u8], at: usize, writer: &mut Writer) {
    let rest = bytes.get(at..).unwrap_or_default();
    let place = Place::Byte(at as u64);
    if memchr::memmem::find(rest, b"</script>").is_some() {
        writer.reject(place, "damaged: a message that is not closed, or has no type or time");
    } else {
        writer.truncated(place, "the file ends inside this message");
    }
}

fn take(object: &Object<'_>, writer: &mut Writer, conversation: &mut Conversation) {
    let (Some(code), Some(seconds)) = (object.kind.integer(), object.timestamp.integer()) else { return };
    let time = clock::epoch(seconds);
    if code == 0 {
        // Every few minutes the page shows the time; that is nobody's doing.
        if object.name.is_present() {
            let text = object.text.shown().unwrap_or_default();
            conversation.system(&SystemLine { time, kind: Kind::System, sender: None, msg_id: None, text: &text });
        }
        return;
    }
    let kind = match Code::split(code, object.sub.integer().unwrap_or(0)).kind() {
        Kind::Message(MessageKind::Image) if is_sticker(object.text) => MessageKind::Sticker,
        Kind::Message(kind) => kind,
        kind => {
            let text = object.text.shown().unwrap_or_default();
            conversation.system(&SystemLine { time, kind, sender: None, msg_id: None, text: &text });
            return;
        }
    };
    message(object, time, kind, writer, conversation);
}

fn message(object: &Object<'_>, time: Time, kind: MessageKind, writer: &mut Writer, conversation: &mut Conversation) {
    let name = object.name.shown();
    let sender = name.as_deref().map(Who::name);
    if let Some(who) = sender.filter(|_| object.is_send.integer() == Some(1)) {
        conversation.exported_by(who);
    }
    let text = match kind {
        MessageKind::Text | MessageKind::Relay | MessageKind::Announcement => object.text.shown(),
        MessageKind::Link | MessageKind::MiniProgram => object.title.shown().or_else(|| object.description.shown()),
        MessageKind::Voice => object.voice.shown(),
        _ => None,
    };
    let url = object.url.text().filter(|_| kind != MessageKind::File);
    let file = object.file_name.text().filter(|_| kind == MessageKind::File);
    writer.message(&MessageRow {
        text: text.as_deref(),
        urls: url.as_deref().as_slice(),
        scan_urls: true,
        file_name: file.as_deref(),
        file_size: object.file_size.integer().and_then(|size| u64::try_from(size).ok()),
        ..MessageRow::new(time, sender, kind)
    });
}

/// Stickers are written as pictures, but lie on WeChat's servers or in their own folder.
fn is_sticker(text: Literal<'_>) -> bool {
    text.text().is_some_and(|path| path.starts_with("http") || path.contains("emoji"))
}

/// The title of the page: the name of the chat.
fn title(bytes: &[u8]) -> Option<String> {
    let start = memchr::memmem::find(bytes, b"<title>")? + b"<title>".len();
    let rest = bytes.get(start..)?;
    let title = rest.get(..memchr::memmem::find(rest, b"</title>")?)?;
    let title = literals::without_markup(&String::from_utf8_lossy(title));
    let title = title.trim();
    // What the template bears before it is filled.
    (!matches!(title, "" | "Chat Records" | "出错了")).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, want) in [
            ("<html><script>const chatMessages = [\n{ type:1, text: 'x',is_send:0,timestamp:1},];", Confidence::Sure),
            ("<script>const chatMessages=[{\"type\":1}]", Confidence::No),
            ("<script>let chatMessages = [];</script>{ type:1, is_send:0, timestamp:1}", Confidence::No),
            ("<html>{ type:1, is_send:0, timestamp:1}", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.html" }), want, "{text}");
        }
    }
}
