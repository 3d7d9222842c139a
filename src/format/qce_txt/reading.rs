//! The walk over the lines: a sender line above a `时间:` line opens a message, which goes on to the
//! next. In: the whole input. Out: rows through the writer.

use std::borrow::Cow;

use super::block::block;
use crate::error::{Error, Place, Result};
use crate::format::qq::{Conversation, Line, day, fallback_name, hour};
use crate::format::system_text::{Person, tell};
use crate::format::{Input, Progress};
use crate::frame::{EventKind, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// Records between two reports of progress.
const STRIDE: u64 = 4096;
/// Names under which the exporter writes what QQ itself told.
const SYSTEM: &[&str] = &["", "0", "未知", "未知用户", "系统消息"];

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when no message with a full time is in it.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = str::from_utf8(input.bytes).map_or_else(|_| String::from_utf8_lossy(input.bytes), Cow::Borrowed);
    if let Cow::Owned(_) = text {
        writer.note("some bytes are not UTF-8 and were read as \u{fffd}");
    }
    let (walked, whole, total) = without_footer(&text);
    let fallback = fallback_name(input.path);
    writer.group(GroupRow { platform: "qq", id: None, name: Some(chat_name(walked).unwrap_or(&fallback)) });
    let mut reading = Reading { text: walked, writer, conversation: Conversation::default(), records: 0 };
    reading.walk(progress);
    let records = reading.records;
    reading.conversation.finish(reading.writer);
    progress((text.len() - walked.len()) as u64);
    if records == 0 && total != Some(0) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message: "no message with a full time such as `时间: 2024-01-02 03:04:05`; \
                      export the chat again with full times, or as JSON"
                .to_owned(),
        });
    }
    if !whole {
        writer.cut_short(Place::Byte(text.len() as u64), "the closing lines of the export are missing");
    }
    if let Some(total) = total.filter(|total| *total != records) {
        writer.note(format!("the export says it holds {total} messages, {records} were found"));
    }
    Ok(())
}

/// The text without its closing lines, whether they were there, and the number of messages they tell.
fn without_footer(text: &str) -> (&str, bool, Option<u64>) {
    let tail = text.len().saturating_sub(1024);
    let tail = (tail..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let closing = text.get(tail..).and_then(|end| Some((tail + end.rfind("导出完成")?, end)));
    let Some((at, end)) = closing else { return (text, false, None) };
    let before = text.get(..at).unwrap_or(text).trim_end();
    let Some(walked) = before.strip_suffix(|letter| letter == '=') else { return (text, false, None) };
    let total = end.rsplit_once("总计导出 ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    (walked.trim_end_matches('='), true, total)
}

/// `聊天名称: 某群` in the banner.
fn chat_name(text: &str) -> Option<&str> {
    let lines = text.lines().take(20);
    lines.filter_map(|line| line.strip_prefix("聊天名称: ")).map(str::trim).find(|name| !name.is_empty())
}

struct Reading<'a, 'w> {
    text: &'a str,
    writer: &'w mut Writer,
    conversation: Conversation,
    records: u64,
}

/// A message whose block is still read.
struct Open<'a> {
    sender: &'a str,
    time: Option<Time>,
    line: u64,
    behind: usize,
}

/// A line seen before: where it begins, and what it says.
#[derive(Clone, Copy, Default)]
struct Seen<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Reading<'a, '_> {
    fn walk(&mut self, progress: Progress<'_>) {
        let mut open: Option<Open<'a>> = None;
        let [mut above, mut last] = [Seen::default(); 2];
        let (mut at, mut told, mut stray) = (0, 0, false);
        for number in 1_u64.. {
            let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) else { break };
            let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |newline| newline + 1);
            let line = Seen { start: at, text: rest.get(..length).unwrap_or(rest).trim_end() };
            at += length;
            if let Some((sender, time)) = header(above.text, last.text, line.text) {
                let end = if above.text.is_empty() { last.start } else { above.start };
                let next = Open { sender, time, line: number, behind: at };
                if let Some(open) = open.replace(next) {
                    self.record(&open, end);
                }
                if self.records.is_multiple_of(STRIDE) {
                    progress(at.saturating_sub(told) as u64);
                    told = at;
                }
            } else if open.is_none() && !stray && !is_banner(above.text) {
                stray = true;
                let reason = "text before the first message: the message it belongs to is not in the file";
                self.writer.reject(Place::Line(number - 2), reason);
            }
            (above, last) = (last, line);
        }
        if let Some(open) = open {
            self.record(&open, self.text.len());
        }
        progress(self.text.len().saturating_sub(told) as u64);
    }

    fn record(&mut self, open: &Open<'a>, end: usize) {
        self.records += 1;
        let Some(time) = open.time else {
            self.writer.reject(Place::Line(open.line), "no such date or time of day");
            return;
        };
        let text = self.text.get(open.behind..end).unwrap_or("");
        let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
        let block = block(&text);
        if SYSTEM.contains(&open.sender) {
            self.conversation.told(Line { time, sender: None, msg_id: None, text: block.content.into() });
            return;
        }
        let who = Some(Who::name(open.sender));
        if takes_back(block.content, open.sender) {
            self.writer.message(&MessageRow::new(time, who, MessageKind::Recalled));
            return;
        }
        self.writer.message(&MessageRow {
            text: block.body.text,
            scan_urls: true,
            file_name: block.body.file_name,
            ..MessageRow::new(time, who, block.body.kind)
        });
    }
}

/// A line of the banner.
fn is_banner(line: &str) -> bool {
    const LINES: &[&str] = &[
        "[QQChatExporter",
        "[本软件",
        "====",
        "QQ聊天记录导出文件",
        "聊天名称:",
        "聊天类型:",
        "参与人数:",
        "导出时间:",
        "消息总数:",
        "时间范围:",
    ];
    let line = line.trim_start_matches('\u{feff}').trim_start();
    line.is_empty() || LINES.iter().any(|start| line.starts_with(start))
}

/// Sender and time, where three lines open a message: an empty one or a number, the sender, the time.
fn header<'a>(above: &str, sender: &'a str, time: &str) -> Option<(&'a str, Option<Time>)> {
    let time = time.strip_prefix("时间: ")?;
    let sender = sender.strip_suffix(':')?;
    let number = above.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if !above.is_empty() && !number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (day, rest) = day(time.as_bytes())?;
    let (hour, rest) = hour(rest)?;
    rest.is_empty().then_some((without_title(sender.trim()), day.at(hour)))
}

/// A name without the title the group gave: `[课代表] 某甲`.
fn without_title(sender: &str) -> &str {
    let rest = sender.strip_prefix('[').and_then(|rest| rest.split_once("] ")).map(|(_, name)| name.trim());
    rest.filter(|name| !name.is_empty()).unwrap_or(sender)
}

/// The message is only told to have been taken back by its sender.
fn takes_back(content: &str, sender: &str) -> bool {
    content.contains("撤回了")
        && tell(content).is_some_and(|told| {
            let by = matches!(told.actor, Some(Person::Exporter)) || told.actor == Some(Person::Named(sender));
            told.kind == EventKind::Recall && by
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_message() {
        for (above, sender, time, want) in [
            ("", "某甲:", "时间: 2024-01-02 03:04:05", Some("某甲")),
            ("[12]", "某甲:", "时间: 2024/1/2 3:04:05", Some("某甲")),
            ("", "[课代表] 某甲:", "时间: 2024-01-02 03:04:05", Some("某甲")),
            ("", "a: b:", "时间: 2024-01-02 03:04:05", Some("a: b")),
            ("", ":", "时间: 2024-01-02 03:04:05", Some("")),
            ("前面还有话", "某甲:", "时间: 2024-01-02 03:04:05", None),
            ("", "活动安排:", "时间: 20:00", None),
            ("", "活动安排:", "时间: 2024-01-02 03:04:05 开始", None),
            ("", "某甲", "时间: 2024-01-02 03:04:05", None),
        ] {
            assert_eq!(header(above, sender, time).map(|(sender, _)| sender), want, "{sender} {time}");
        }
    }

    #[test]
    fn closing_lines() {
        let footer = "\n===\n              导出完成\n===\n总计导出 12 条消息\n导出时间: x";
        assert_eq!(without_footer(&format!("正文\n{footer}")), ("正文\n\n", true, Some(12)));
        assert_eq!(without_footer("正文 导出完成"), ("正文 导出完成", false, None));
    }
}
