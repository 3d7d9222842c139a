//! Signal chats as its exporters write them: `[2024-01-02, 15:04] Name: text`, and Markdown with
//! `[2024-01-02 15:04:05] Name: text` (signal-export). In: text lines. Out: messages under display
//! names. Signal itself exports nothing readable; system lines are not written.

use std::borrow::Cow;

use super::lines::{self, Line, Lines, Meter};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind, clock, file_kind};
use crate::error::{Error, Place, Result};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};
use crate::unit::Text;

/// The format.
pub const SIGNAL_TXT: Format = Format {
    id: "signal-txt",
    name: Text { zh: "Signal 聊天记录（文本或 Markdown）", en: "Signal chat (text or Markdown)" },
    platform: "signal",
    how_to_export: Text {
        zh: "Signal 自己不能导出成文字，要用电脑上的免费命令行工具 signal-export（sigexport）。\n\
             1. 在电脑上安装并登录 Signal Desktop，等它同步完。\n\
             2. 安装 signal-export（pip install signal-export），运行 sigexport 输出文件夹。\n\
             3. 每个聊天得到一个文件夹，其中 chat.md（旧版 index.md）就是要用的文件；请连文件夹一起保留，群名取自文件夹名。\n\
             时间没有时区，请用 --tz 指明。",
        en: "Signal itself exports no text; the free command-line tool signal-export (sigexport) does.\n\
             1. Install Signal Desktop on a computer, log in, let it synchronise.\n\
             2. Install signal-export (pip install signal-export) and run: sigexport <folder>.\n\
             3. Each chat becomes a folder; the file chat.md (index.md in old versions) in it is the one to use. Keep it in \
             its folder: the chat's name is the folder's.\n\
             Times carry no zone: give it with --tz.",
    },
    lacks: Text {
        zh: "没有消息编号和回复关系（引用的文字会去掉）；表情回应没有时间；没有加入和退出的记录；成员只有显示名，没有账号 id，改名会被当成两个人；导出者写作 Me。只含 Signal Desktop 登录之后的消息。",
        en: "No message ids, no replies (quoted words are left out); reactions have no dates; no joins or leaves. People are display names, not account ids: a rename makes two of one; the exporter is called Me. Only messages since Signal Desktop was linked.",
    },
    extensions: &["md", "txt"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: false,
        message_ids: false,
        replies: false,
        joins: false,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

/// Lines that vote.
const LINES: usize = 200;

/// Time and rest of a line that begins a message.
fn stamp(line: &str) -> Option<(Time, &str)> {
    let (date, rest) = line.strip_prefix('[')?.split_once(']').filter(|(date, _)| date.len() <= 24)?;
    let rest = rest.strip_prefix(' ').or(rest.is_empty().then_some(rest))?;
    let time = match date.split_once(',') {
        Some((day, time)) => clock::iso(format!("{day} {}", time.trim()).as_bytes())?,
        None => clock::iso(date.as_bytes())?,
    };
    Some((time, rest))
}

/// Sender and text of what follows the time.
fn sender(rest: &str) -> Option<(&str, &str)> {
    let (name, text) = rest.split_once(':')?;
    let text = text.strip_prefix(' ').or(text.is_empty().then_some(text))?;
    (!name.trim().is_empty() && name.len() <= 240 && !name.starts_with(['<', '*'])).then_some((name.trim(), text))
}

fn sniff(head: &Head<'_>) -> Confidence {
    let text = lines::head(head.bytes, LINES);
    let markdown = head.name.to_ascii_lowercase().ends_with(".md");
    let (mut short, mut long, mut others, mut ours, mut first) = (0_u64, 0_u64, 0_u64, false, None);
    for line in Lines::new(&text).filter(|line| !line.text.trim().is_empty()) {
        let found = stamp(line.text).and_then(|(_, rest)| sender(rest));
        first.get_or_insert(found.is_some());
        ours |= line.text.contains("](./media/") || line.text.contains("](media/");
        match found {
            Some(_) if line.text.find(']') == Some("[2024-01-02, 15:04".len()) && line.text.contains(", ") => {
                short += 1;
            }
            Some((name, _)) => {
                long += 1;
                ours |= name == "Me";
            }
            None => others += u64::from(line.text.starts_with('[')),
        }
    }
    if first != Some(true) || (short + long) <= others {
        return Confidence::No;
    }
    match (short > 0, markdown || ours) {
        // Other messengers write seconds too; WhatsApp never writes Markdown.
        (true, _) | (false, true) => Confidence::Sure,
        (false, false) => Confidence::No,
    }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = lines::text(input.bytes, writer);
    let name = name(input);
    writer.group(GroupRow { platform: "signal", id: None, name: Some(&name) });
    let mut reading = Reading { text: &text, open: None, stray: false, seen: false, writer };
    let mut meter = Meter::new(progress);
    for line in Lines::new(&text) {
        reading.line(line);
        meter.at(line.end);
    }
    reading.close();
    meter.end(text.len());
    if !reading.seen {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message: "no line begins with a date such as `[2024-01-02, 15:04] ` or `[2024-01-02 15:04:05] `".to_owned(),
        });
    }
    Ok(())
}

/// The chat's name: of the folder around `chat.md`, else of the file.
fn name<'a>(input: &Input<'a>) -> Cow<'a, str> {
    let stem = input.name.rsplit_once('.').map_or(input.name, |(stem, _)| stem);
    let folder = input.path.parent().and_then(|folder| folder.file_name()).map(|name| name.to_string_lossy());
    folder.filter(|_| matches!(stem, "chat" | "index")).unwrap_or(Cow::Borrowed(stem))
}

/// A message whose text may go on.
struct Open<'a> {
    time: Time,
    sender: &'a str,
    from: usize,
    to: usize,
}

struct Reading<'a, 'w> {
    text: &'a str,
    open: Option<Open<'a>>,
    /// Text before the first message was already rejected.
    stray: bool,
    seen: bool,
    writer: &'w mut Writer,
}

impl<'a> Reading<'a, '_> {
    fn line(&mut self, line: Line<'a>) {
        let Some((time, rest)) = stamp(line.text) else {
            match &mut self.open {
                Some(open) => open.to = line.end,
                None if line.text.trim().is_empty() || std::mem::replace(&mut self.stray, true) => {}
                None => self.writer.reject(Place::Line(line.number), "text before the first message"),
            }
            return;
        };
        self.close();
        self.seen = true;
        if let Some((sender, text)) = sender(rest) {
            self.open = Some(Open { time, sender, from: line.offset(text), to: line.end });
        } else {
            let kind = EventKind::Other;
            self.writer.events(&[EventRow::new(time, kind)]);
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let whole = lines::body(self.text, open.from, open.to);
        let (text, file_name) = understand(&whole);
        let kind = match (file_name, text) {
            (Some(name), _) => file_kind::of_name(name),
            (None, "") => MessageKind::Other,
            (None, _) => MessageKind::Text,
        };
        self.writer.message(&MessageRow {
            text: Some(text).filter(|text| !text.is_empty()),
            scan_urls: true,
            file_name,
            ..MessageRow::new(open.time, Some(Who::name(open.sender)), kind)
        });
    }
}

/// What the person wrote, without words quoted above and reactions below, and the file's name.
fn understand(body: &str) -> (&str, Option<&str>) {
    let mut text = body.trim();
    while let Some(rest) = text.strip_prefix('>') {
        text = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    if let Some(rest) = text.strip_suffix("-)")
        && let Some(at) = rest.rfind("(- ")
        && rest.get(at..).is_some_and(|reactions| !reactions.contains('\n'))
    {
        text = text.get(..at).unwrap_or(text).trim_end();
    }
    let link = text.strip_prefix('!').unwrap_or(text).strip_prefix('[').and_then(|rest| rest.split_once("]("));
    let Some((name, path)) = link.filter(|(_, path)| path.starts_with("./media/") || path.starts_with("media/")) else {
        return (text, None);
    };
    // The link may have brackets in it; it ends with its line.
    let (line, rest) = path.split_once('\n').unwrap_or((path, ""));
    let own = line.rsplit_once(')').map_or(line, |(path, _)| path).rsplit('/').next().unwrap_or(name);
    (rest.trim_start(), Some(if name.is_empty() || !name.contains('.') { own } else { name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        for (body, want) in [
            ("hi", ("hi", None)),
            ("\n\n> quoted\n> more\n\nanswer", ("answer", None)),
            ("hi (- Ann: 👍, Bo: ❤️ -)", ("hi", None)),
            ("![cat.jpg](./media/2024_cat.jpg)\nlook", ("look", Some("cat.jpg"))),
            ("[plan (1).pdf](./media/plan%20(1).pdf)", ("", Some("plan (1).pdf"))),
            ("![](./media/a.png)", ("", Some("a.png"))),
            ("[a](https://ex.com)", ("[a](https://ex.com)", None)),
            ("", ("", None)),
        ] {
            assert_eq!(understand(body), want, "{body}");
        }
    }

    #[test]
    fn sniffing() {
        for (name, text, want) in [
            ("x.txt", "[2024-01-02, 15:04] Ann: hi\n[2024-01-02, 15:05] Bo: yes\n", Confidence::Sure),
            ("chat.md", "[2024-01-02 15:04:05] Ann: hi\n", Confidence::Sure),
            ("x.txt", "[2024-01-02 15:04:05] Me: ![a.jpg](./media/a.jpg)\n", Confidence::Sure),
            ("x.txt", "[2024-01-02 15:04:05] Ann: hi\n", Confidence::No),
            ("x.txt", "[2024-01-02 15:04:05] <ann> hi\n", Confidence::No),
            ("x.log", "[2024-01-02 15:04:05] INFO started\n", Confidence::No),
            ("x.md", "# Notes\n[2024-01-02 15:04:05] Ann: hi\n", Confidence::No),
            ("x.txt", "", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name }), want, "{text}");
        }
    }
}
