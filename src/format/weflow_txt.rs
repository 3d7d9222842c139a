//! WeChat as `WeFlow` writes it in TXT: `2024-03-01 10:00:00 'name'` on a line, the body below it, an
//! empty line behind. Shape read from its TXT writer. In: the file. Out: messages, and events from
//! the lines of the group itself, which stand under a name like everybody's.

mod blocks;

use rustc_hash::FxHashMap;

use self::blocks::{Block, Blocks, header};
use super::json::start;
use super::system_text::tell;
use super::wechat::{Conversation, Kind, SystemLine, file_name, mark, media_path, rendered, without_quote};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::{self, Error, Place};
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const WEFLOW_TXT: Format = Format {
    id: "weflow-txt",
    name: Text { zh: "微信群聊（WeFlow，TXT）", en: "WeChat group (WeFlow, TXT)" },
    platform: "wechat",
    how_to_export: Text {
        zh: "用的是运行在自己电脑上的 WeFlow。能选 JSON 就选 JSON：TXT 里没有微信号和消息编号。\n\
             1. 在电脑上登录微信，等聊天记录同步完。\n\
             2. 打开 WeFlow，进“导出”，选要分析的群，时间选“全部”，格式选“TXT”，消息类型全部勾上。\n\
             3. 不要改文件名：群名只在文件名里。每个群得到一个 .txt 文件，就是要用的文件。只导出你自己有权查看的聊天。",
        en: "WeFlow runs on your own computer. Choose JSON if you can: TXT has neither account nor message ids.\n\
             1. Log in to WeChat on the computer and wait until the chats are synced.\n\
             2. In WeFlow, under Export, choose the group, all time, the format TXT and every message type.\n\
             3. Keep the file's name: only it tells the group. Each group becomes one .txt file. Export only chats you may read.",
    },
    lacks: Text {
        zh: "没有微信号，人只有名字（重名的人会合并，改名的人会分开）；没有消息编号，看不出引用的是哪一条；时间没有时区；语音只写成“其他消息”；入群和退群只是文字；微信里普通成员看不到别人退群，所以退群偏少。",
        en: "No account ids, so people are names (namesakes merge, renamed people split); no message ids, so which message is quoted is unknown; times have no zone; voice is written as \"other message\"; joins and leaves are texts; WeChat shows leaves to the owner and admins only, so they are undercounted.",
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
    sniff,
    beside: &[],
    read: Read::File(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let bytes = head.bytes.get(start(head.bytes)..).unwrap_or_default();
    // Nothing may stand before the first header.
    if bytes.split(|byte| *byte == b'\n').next().and_then(header).is_some() { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> error::Result<()> {
    let from = start(input.bytes);
    if Blocks::new(input.bytes, from).all(|piece| piece.is_err()) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Line(1),
            message: "not readable as WeFlow TXT: no line of date, time and quoted name; export the chat again".into(),
        });
    }
    let name = group_name(input);
    let voices = voices(input.bytes, from, &name);
    // Of several ids the smallest: the order of a map must not show.
    let id = voices.keys().filter(|name| is_id(name)).min().map(|id| String::from_utf8_lossy(id));
    writer.group(GroupRow { platform: "wechat", id: id.as_deref(), name: Some(&name) });
    let mut inner = Conversation::default();
    inner.exported_by(Who::name("我"));
    let (mut seen, mut told) = (0_u64, 0);
    for piece in Blocks::new(input.bytes, from) {
        match piece {
            Ok(block) => {
                take(writer, &mut inner, &block, voices.get(block.name).copied());
                seen += 1;
                if seen.is_multiple_of(4096) {
                    progress((block.end - told) as u64);
                    told = block.end;
                }
            }
            Err(line) => writer.reject(Place::Line(line), "text before the first message"),
        }
    }
    progress((input.bytes.len() - told) as u64);
    inner.finish(writer);
    Ok(())
}

/// The group's name is the file's, behind the word for what it is.
fn group_name(input: &Input<'_>) -> String {
    let stem = input.name.strip_suffix(".txt").unwrap_or(input.name);
    let bare = ["群聊_", "私聊_"].iter().find_map(|prefix| stem.strip_prefix(prefix)).unwrap_or(stem);
    bare.to_owned()
}

/// What stands under a name besides what a person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// Nothing but the group's own lines.
    Group,
    /// A person's messages, and those system lines that name no sender: they go to the exporter.
    Both,
}

/// Names under which the group's own lines stand: its id, its name, a name most of whose lines are
/// system lines; or somebody with several of them. Who once typed such a line is not meant.
fn voices<'a>(bytes: &'a [u8], from: usize, group: &str) -> FxHashMap<&'a [u8], Voice> {
    let mut counts: FxHashMap<&[u8], (u64, u64)> = FxHashMap::default();
    for block in Blocks::new(bytes, from).flatten() {
        let (told, all) = counts.entry(block.name).or_default();
        *told += u64::from(is_told(block.body));
        *all += 1;
    }
    let voice = |(name, (told, all)): (&'a [u8], (u64, u64))| {
        let own = is_id(name) || name == group.as_bytes() || told * 2 > all;
        let voice = if own { Some(Voice::Group) } else { (told >= 3).then_some(Voice::Both) };
        voice.map(|voice| (name, voice))
    };
    counts.into_iter().filter_map(voice).collect()
}

fn is_id(name: &[u8]) -> bool {
    name.ends_with(b"@chatroom")
}

fn is_told(body: &[u8]) -> bool {
    looks_told(body) && tell(&String::from_utf8_lossy(body)).is_some()
}

/// Whether a body is worth a closer look: one short line that quotes somebody or says what WeChat says.
fn looks_told(body: &[u8]) -> bool {
    const SAYS: [&[u8]; 5] = ["你".as_bytes(), "一条消息".as_bytes(), "群聊".as_bytes(), "红包".as_bytes(), b"group"];
    body.len() < 2000
        && memchr::memchr(b'\n', body).is_none()
        && (body.first() == Some(&b'"') || SAYS.iter().any(|word| memchr::memmem::find(body, word).is_some()))
}

fn take(writer: &mut Writer, inner: &mut Conversation, block: &Block<'_>, voice: Option<Voice>) {
    let (name, body) = (String::from_utf8_lossy(block.name), String::from_utf8_lossy(block.body));
    let time = block.time;
    if voice == Some(Voice::Group) || voice == Some(Voice::Both) && is_told(block.body) {
        inner.system(&SystemLine { time, kind: Kind::System, sender: None, msg_id: None, text: &body });
        return;
    }
    let sender = Some(Who::name(&name));
    let own = without_quote(&body);
    let marked = mark(own).map(|marked| marked.kind);
    match marked.or_else(|| media_path(own).map(Kind::Message)).unwrap_or(Kind::Message(MessageKind::Text)) {
        Kind::Message(kind) => message(writer, time, sender, kind, own),
        kind => inner.system(&SystemLine { time, kind, sender, msg_id: None, text: own }),
    }
}

fn message(writer: &mut Writer, time: Time, sender: Option<Who<'_>>, kind: MessageKind, own: &str) {
    writer.message(&MessageRow {
        text: rendered(kind, own),
        scan_urls: true,
        file_name: if kind == MessageKind::File { file_name(own) } else { None },
        ..MessageRow::new(time, sender, kind)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        for (text, ours) in [
            ("2024-03-01 10:00:00 '阿甲'\n早\n\n", true),
            ("\u{feff}2024-03-01 10:00:00 '阿甲'\r\n早\r\n\r\n", true),
            ("2024-03-01 10:00:00 阿甲\n早\n\n", false),
            ("2024-03-01 10:00:00 'started\n", false),
            ("你好\n2024-03-01 10:00:00 '阿甲'\n早\n", false),
            ("", false),
        ] {
            let claimed = sniff(&Head { bytes: text.as_bytes(), name: "x.txt" }) == Confidence::Sure;
            assert_eq!(claimed, ours, "{text}");
        }
    }
}
