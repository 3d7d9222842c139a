//! Telegram Desktop, pages for reading: `messages.html`, `messages2.html` … of one chat in one folder.
//! Shape read from its HTML writer. In: the pages, in the order of their numbers. Out: messages under
//! display names, events from service lines. Apart from telegram-json: pages know no account ids and
//! no clock for service lines. Parts: `block` one row of a page, `chat` what is remembered between
//! rows, `service` what a service line tells.

mod block;
mod chat;
mod service;

use memchr::memmem;

use super::{Carries, Confidence, Folder, Format, Head, Part, Progress, Read, TimeKind};
use crate::error::{Error, Place, Result};
use crate::frame::{GroupRow, Writer};
use crate::unit::Text;

use block::{Block, page_title};
use chat::Chat;

/// The format.
pub const TELEGRAM_HTML: Format = Format {
    id: "telegram-html",
    name: Text { zh: "Telegram 桌面版导出（HTML 网页）", en: "Telegram Desktop export (HTML pages)" },
    platform: "telegram",
    how_to_export: Text {
        zh: "能选 JSON 时请选 JSON（见 telegram-json）：网页里没有成员账号。\n\
             1. 在电脑上打开 Telegram Desktop，打开要分析的群，点右上角“⋮”，选“导出聊天记录”。\n\
             2. 格式选“人类可读的 HTML”，时间范围选“全部”，点“导出”。\n\
             3. 把整个文件夹 ChatExport_日期 交给本工具；messages.html、messages2.html 等都要在里面。",
        en: "Choose JSON instead where you can (see telegram-json): the pages hold no account ids.\n\
             1. Open Telegram Desktop on a computer, open the group, click the three dots at the top right, choose \"Export \
             chat history\".\n\
             2. As \"Format\" choose \"Human-readable HTML\", leave the dates at \"all\", click \"Export\".\n\
             3. Give the whole folder ChatExport_<date>, with messages.html, messages2.html and so on in it.",
    },
    lacks: Text {
        zh: "没有账号 id：成员只有显示名，同名的人会合成一个，改过名的人在整个导出里只有新名；已注销的账号没有名字，消息不归任何人。群记录（加入、退出等）只有日期没有钟点，取前一条消息的时间。看不出消息是否编辑过；表情回应没有时间；旧版导出的时间没有时区，请用 --tz 指明。",
        en: "No account ids: people are display names, and two of the same name are one. Messages of deleted accounts belong to nobody. Service lines (joins, leaves) bear a date but no clock: they take the time of the message before them. Edits are not marked; reactions have no dates. Times of older exports carry no zone: give it with --tz.",
    },
    extensions: &["html"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: false,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::Folder(read),
};

/// How every row of a page begins; text cannot hold it, since `<` is escaped there.
const ROW: &[u8] = b"<div class=\"message ";
/// Rows between two calls of the progress function.
const STRIDE: u64 = 4096;

fn sniff(head: &Head<'_>) -> Confidence {
    let has = |needle: &[u8]| memmem::find(head.bytes, needle).is_some();
    let rows = has(b"<div class=\"message default clearfix") || has(b"<div class=\"message service\"");
    let parts = has(b"class=\"pull_right date details\"") || has(b"class=\"body details\"");
    if rows && parts && has(b"class=\"history\"") { Confidence::Sure } else { Confidence::No }
}

fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut parts: Vec<&dyn Part> = folder.parts.to_vec();
    parts.sort_by_key(|part| (page_number(part.name()), part.name().to_owned()));
    let mut chat = Chat::default();
    let mut rows = 0;
    for part in &parts {
        if parts.len() > 1 {
            writer.part(part.name());
        }
        let content = part.open()?;
        let bytes = (*content).as_ref();
        let title = page_title(bytes);
        let name = title.as_deref().filter(|name| !name.is_empty()).unwrap_or(folder.name);
        chat.turn_to(writer, GroupRow { platform: "telegram", id: None, name: Some(name) });
        rows += page(bytes, &mut chat, writer, progress);
    }
    chat.finish(writer);
    if rows == 0 {
        return Err(Error::Format {
            path: folder.path.to_owned(),
            place: Place::Whole,
            message: "no messages in it; give the folder of a Telegram Desktop export, with messages.html in it"
                .to_owned(),
        });
    }
    Ok(())
}

/// `messages.html` is page 1, `messages2.html` page 2.
fn page_number(name: &str) -> u64 {
    let digits: String = name.chars().filter(char::is_ascii_digit).take(9).collect();
    digits.parse().unwrap_or(1)
}

/// Reads the rows of one page; gives how many there are.
fn page(bytes: &[u8], chat: &mut Chat, writer: &mut Writer, progress: Progress<'_>) -> u64 {
    let mut starts = memmem::find_iter(bytes, ROW).peekable();
    let mut lines = Lines::default();
    let mut block = Block::default();
    let (mut count, mut told) = (0, 0);
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(bytes.len());
        let row = bytes.get(start..end).unwrap_or_default();
        let read = block.read(row);
        let place = Place::Line(lines.at(bytes, start));
        if read && (block.is_whole() || starts.peek().is_some()) {
            if let Err(reason) = chat.take(writer, &block) {
                writer.reject(place, reason);
            }
        } else if starts.peek().is_some() || memmem::find(row, b"</html>").is_some() {
            chat.forget();
            writer.reject(place, "damaged: the row has no body");
        } else {
            writer.truncated(place, "the page ends inside this message");
        }
        count += 1;
        if count % STRIDE == 0 {
            progress((end - told) as u64);
            told = end;
        }
    }
    if block.is_whole() && memmem::find(bytes.get(told..).unwrap_or_default(), b"</html>").is_none() {
        writer.cut_short(Place::Line(lines.at(bytes, bytes.len())), "the page is not closed; what follows is missing");
    }
    progress((bytes.len() - told) as u64);
    count
}

/// Line numbers of offsets asked for in order.
#[derive(Debug, Default)]
struct Lines {
    at: usize,
    line: u64,
}

impl Lines {
    fn at(&mut self, bytes: &[u8], at: usize) -> u64 {
        let between = bytes.get(self.at..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', between).count() as u64;
        self.at = at.max(self.at);
        self.line + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_the_order_of_their_numbers() {
        let mut names = ["messages10.html", "messages2.html", "messages.html", "messages100.html"];
        names.sort_by_key(|name| page_number(name));
        assert_eq!(names, ["messages.html", "messages2.html", "messages10.html", "messages100.html"]);
    }

    #[test]
    fn sniffing() {
        let row = "<div class=\"message default clearfix\" id=\"message1\"><div class=\"body\">\
                   <div class=\"pull_right date details\" title=\"01.02.2024 10:00:00\">10:00</div>";
        for (text, want) in [
            (format!("<div class=\"history\">{row}"), Confidence::Sure),
            (
                "<div class=\"history\"><div class=\"message service\" id=\"message-1\"><div class=\"body details\">x"
                    .into(),
                Confidence::Sure,
            ),
            (row.to_owned(), Confidence::No),
            ("<div class=\"history\"></div>".to_owned(), Confidence::No),
            ("<html><body><p>messages</p></body></html>".to_owned(), Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "messages.html" }), want, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_once() {
        let mut lines = Lines::default();
        let bytes = b"a\nb\nc\n";
        assert_eq!([0, 2, 4, 6].map(|at| lines.at(bytes, at)), [1, 2, 3, 4]);
    }
}
