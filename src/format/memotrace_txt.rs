//! `MemoTrace`'s text of one chat: blocks of `time name`, body, blank line; system lines are `time
//! wording` without a body. In: the text. Out: messages under display names, events from system
//! lines. Kinds of messages the exporter left out are simply not there.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::blocks::{Block, Blocks, stem};
use super::system_text::tell;
use super::wechat::{Conversation, Kind, SystemLine, mark};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock, utf8};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// Blocks between two reports of progress.
const STRIDE: u64 = 4096;
/// Blocks looked at while sniffing.
const SNIFFED: usize = 200;

/// The format.
pub const MEMOTRACE_TXT: Format = Format {
    id: "memotrace-txt",
    name: Text { zh: "留痕 MemoTrace（WeChatMsg）导出的文本", en: "MemoTrace (WeChatMsg) text export" },
    platform: "wechat",
    how_to_export: Text {
        zh: "在电脑上登录微信，用留痕（MemoTrace，旧名 WeChatMsg）读取本机聊天记录，选中群聊，导出格式选 TXT，并勾选全部消息类型。\n\
             得到的 <群备注>.txt 就是要用的文件，文件名会被当作群名。能选 CSV 时请选 CSV：CSV 有成员账号和准确时间戳。\n\
             时间没有时区，请用 --tz 指明导出那台电脑所在的时区。",
        en: "Log in to WeChat on a computer, open its chats in MemoTrace (formerly WeChatMsg), choose the group, export as TXT \
             with every message type ticked.\n\
             The file <remark>.txt is the one to use; its name is taken for the group's. Choose CSV where you can: it holds \
             account ids and exact times.\n\
             Times carry no zone: give that computer's with --tz.",
    },
    lacks: Text {
        zh: "没有账号 id、消息编号、表情回应和文件名；成员只有显示名，改名会被当成两个人；引用了哪一条无从得知；未勾选的消息类型整条缺失；普通成员看不到别人退群。",
        en: "No account ids, message ids, reactions or file names. People are display names: a rename makes two of one. Which \
             message a reply answers is not told. Types that were not ticked are missing. WeChat shows leaves to the owner \
             and admins only.",
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
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// `2024-01-02 03:04:05 name`: the time as written, and the name, which may hold spaces.
fn head(line: &str) -> Option<(&str, &str)> {
    let (time, rest) = (line.get(..19)?, line.get(19..)?);
    let model = b"0000-00-00 00:00:00";
    let fits = time.bytes().zip(model).all(|(byte, model)| match model {
        b'0' => byte.is_ascii_digit(),
        mark => byte == *mark,
    });
    (fits && (rest.is_empty() || rest.starts_with(' '))).then(|| (time, rest.trim()))
}

fn sniff(input: &Head<'_>) -> Confidence {
    let text = utf8::text(input.bytes);
    let blocks = Blocks::new(&text, head);
    let whole = blocks.stray.is_none();
    let (mut heads, mut foreign, mut marks) = (0, 0, 0);
    for block in blocks.take(SNIFFED) {
        let (_, name) = block.head;
        heads += 1;
        foreign += usize::from(name.is_empty() || is_foreign(name));
        let system = block.body.is_empty() && tell(name).is_some();
        marks += usize::from(
            system || block.body.contains("\n引用:") || Body::of(block.body).kind != Kind::Message(MessageKind::Text),
        );
    }
    match heads {
        2.. if foreign * 2 > heads => Confidence::No,
        2.. if marks > 0 => Confidence::Sure,
        2.. if whole => Confidence::Maybe,
        _ => Confidence::No,
    }
}

/// Other exports have the same layout, but put names in quotes or numbers and addresses behind them.
fn is_foreign(name: &str) -> bool {
    let quoted = name.len() > 1 && name.starts_with('\'') && name.ends_with('\'');
    let number = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let numbered = number.is_some_and(|(_, digits)| digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit()));
    quoted || numbered || name.ends_with('>') && name.contains('<')
}

/// What the body of a block is.
#[derive(Debug, PartialEq, Eq)]
struct Body<'a> {
    kind: Kind,
    text: Option<Cow<'a, str>>,
    url: Option<&'a str>,
}

impl<'a> Body<'a> {
    fn of(body: &'a str) -> Self {
        let own = body.rfind("\n引用:").and_then(|at| body.get(..at)).unwrap_or(body).trim_end();
        if let Some(card) = body.trim_start().strip_prefix("[链接]:title:") {
            return Self::card(card);
        }
        if let Some(marked) = mark(own).filter(|marked| marked.title.is_none()) {
            return Self { kind: marked.kind, text: None, url: None };
        }
        let text = if own.contains('\r') { Cow::Owned(own.replace("\r\n", "\n")) } else { Cow::Borrowed(own) };
        let text = Some(text).filter(|text| !text.is_empty());
        Self { kind: Kind::Message(MessageKind::Text), text, url: None }
    }

    /// Lines of a shared link, each led by its word.
    fn card(card: &'a str) -> Self {
        let line = |word: &str| card.lines().rev().find_map(|line| line.trim().strip_prefix(word));
        let title = card.lines().next().map(str::trim).filter(|title| !title.is_empty());
        Self {
            kind: Kind::Message(MessageKind::Link),
            text: title.map(Cow::Borrowed),
            url: line("url:").filter(|url| !url.is_empty()),
        }
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = utf8::text(input.bytes);
    let mut blocks = Blocks::new(&text, head);
    let stray = blocks.stray;
    let Some(first) = blocks.next() else {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message: "no line such as `2024-03-01 10:00:00 name` begins a message; export the group again as TXT"
                .to_owned(),
        });
    };
    writer.group(GroupRow { platform: "wechat", id: None, name: Some(stem(input.name)) });
    if let Some(line) = stray {
        writer.reject(Place::Line(line), "text before the first message: the message it belongs to is not in the file");
    }
    let mut reading =
        Reading { writer, conversation: Conversation::default(), senders: FxHashSet::default(), bare: Vec::new() };
    let mut told = 0;
    for (count, block) in (1_u64..).zip(std::iter::once(first).chain(blocks)) {
        reading.take(&block);
        if count.is_multiple_of(STRIDE) {
            progress((block.end - told) as u64);
            told = block.end;
        }
    }
    progress((text.len() - told) as u64);
    reading.finish();
    Ok(())
}

struct Reading<'a, 'w> {
    writer: &'w mut Writer,
    conversation: Conversation,
    /// Who wrote something.
    senders: FxHashSet<&'a str>,
    /// Blocks without a body: a system line, or somebody who wrote nothing.
    bare: Vec<(Time, &'a str)>,
}

impl<'a> Reading<'a, '_> {
    fn take(&mut self, block: &Block<'a, (&'a str, &'a str)>) {
        let (time, name) = block.head;
        let Some(time) = clock::iso(time.as_bytes()) else {
            self.writer.reject(Place::Line(block.line), "no such date or time of day");
            return;
        };
        if block.body.is_empty() {
            self.bare.push((time, name));
            return;
        }
        let sender = Some(name).filter(|name| !name.is_empty()).map(Who::name);
        if matches!(name, "你" | "我") {
            self.conversation.exported_by(Who::name(name));
        }
        self.senders.insert(name);
        let body = Body::of(block.body);
        match body.kind {
            Kind::Message(kind) => self.writer.message(&MessageRow {
                text: body.text.as_deref(),
                urls: body.url.as_slice(),
                scan_urls: true,
                ..MessageRow::new(time, sender, kind)
            }),
            kind => self.conversation.system(&SystemLine { time, kind, sender, msg_id: None, text: block.body }),
        }
    }

    /// A line without a body is somebody's empty message only if somebody bears that name.
    fn finish(mut self) {
        for (time, name) in std::mem::take(&mut self.bare) {
            if self.senders.contains(name) && tell(name).is_none() {
                self.writer.message(&MessageRow::new(time, Some(Who::name(name)), MessageKind::Text));
            } else {
                self.conversation.system(&SystemLine {
                    time,
                    kind: Kind::System,
                    sender: None,
                    msg_id: None,
                    text: name,
                });
            }
        }
        self.conversation.finish(self.writer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffing() {
        use Confidence::{Maybe, No, Sure};
        for (text, want) in [
            ("2024-03-01 10:00:00 甲\n早\n\n2024-03-01 10:00:01 乙\n[图片]\n\n", Sure),
            ("2024-03-01 10:00:00 \"甲\"邀请\"乙\"加入了群聊\n\n2024-03-01 10:00:01 乙\n早\n\n", Sure),
            ("2024-03-01 10:00:00 甲\n早\n\n2024-03-01 10:00:01 乙 丙\n早\n\n", Maybe),
            ("2024-03-01 10:00:00 甲\n早\n", No),
            ("2024-03-01 10:00:00 '甲'\n早\n\n2024-03-01 10:00:01 '乙'\n早\n\n", No),
            ("2024-03-01 10:00:00 甲(123456)\n早\n\n2024-03-01 10:00:01 乙(654321)\n早\n\n", No),
            ("2024-03-01 10:00:00 甲<a@b.example>\n早\n\n2024-03-01 10:00:01 乙<c@d.example>\n早\n\n", No),
            ("2024-03-01 10:00:00 INFO start\n2024-03-01 10:00:01 INFO stop\n", No),
            ("消息记录\n\n2024-03-01 10:00:00 甲\n早\n\n2024-03-01 10:00:01 乙\n早\n\n", No),
            ("", No),
        ] {
            assert_eq!(sniff(&super::super::Head { bytes: text.as_bytes(), name: "x.txt" }), want, "{text}");
        }
    }

    #[test]
    fn bodies() {
        use MessageKind::{Image, Link, Text};
        for (body, kind, text, url) in [
            ("早", Text, "早", ""),
            ("去\r\n去", Text, "去\n去", ""),
            ("[图片]", Image, "", ""),
            ("[图片] 和字", Text, "[图片] 和字", ""),
            ("去\n引用:甲:早\n第二行", Text, "去", ""),
            ("去\n引用:未知", Text, "去", ""),
            (
                " [链接]:title:题\n  description:述\n  url:https://a.example\n  name:某\n",
                Link,
                "题",
                "https://a.example",
            ),
            ("[链接]:title:", Link, "", ""),
        ] {
            let filled = |text: &'static str| Some(text).filter(|text| !text.is_empty());
            let want = Body { kind: Kind::Message(kind), text: filled(text).map(Cow::Borrowed), url: filled(url) };
            assert_eq!(Body::of(body), want, "{body}");
        }
    }
}
