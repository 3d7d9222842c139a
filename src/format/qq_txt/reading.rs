//! The second pass: every header with the lines below it becomes a message, a line QQ told, or a
//! reject. In: the whole input. Out: rows through the writer.

use std::borrow::Cow;

use super::lines::{Header, Lines, Parser};
use super::sections::{self, Section};
use crate::error::{Error, Place, Result};
use crate::format::qq::{Conversation, Line, body, fallback_name};
use crate::format::{Input, Progress, utf8};
use crate::frame::{GroupRow, MessageRow, Writer};

/// Records between two reports of progress.
const STRIDE: u64 = 4096;

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when there is neither a banner nor a header in it.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = utf8::text(input.bytes);
    let mut parser = Parser::default();
    let sections = sections::sections(&text, &mut parser);
    if let Cow::Owned(_) = text {
        writer.note("some bytes are not UTF-8 and were read as \u{fffd}");
    }
    let fallback = fallback_name(input.path);
    let mut reading = Reading { text: &text, parser, writer, progress, records: 0, told: 0 };
    let mut found = false;
    for section in &sections {
        found |= reading.section(section, &fallback);
    }
    progress(text.len().saturating_sub(reading.told) as u64);
    if found {
        return Ok(());
    }
    Err(Error::Format {
        path: input.path.to_owned(),
        place: Place::Whole,
        message: "no line begins with a QQ date, time and sender such as `2024-01-02 3:04:05 name(10001)`; \
                  export the group again from the message manager as text"
            .to_owned(),
    })
}

struct Reading<'a, 'w> {
    text: &'a str,
    parser: Parser<'a>,
    writer: &'w mut Writer,
    progress: Progress<'w>,
    records: u64,
    told: usize,
}

/// A header whose body is still read.
struct Open<'a> {
    header: Header<'a>,
    line: u64,
    /// Offset behind the line of the header.
    behind: usize,
}

impl<'a> Reading<'a, '_> {
    /// Reads one conversation; tells whether it has a name or a message.
    fn section(&mut self, section: &Section<'a>, fallback: &str) -> bool {
        let text = self.text.get(..section.end).unwrap_or(self.text);
        let mut conversation = Conversation::default();
        let mut open: Option<Open<'a>> = None;
        let (mut stray, mut silent, mut started) = (false, true, section.object.is_some());
        if started {
            self.group(section, fallback);
        }
        for line in Lines::from(text, section.start, section.lines) {
            let first = silent;
            silent &= sections::is_silent(&line);
            let header = self.parser.header(line.text);
            let Some(header) = header.filter(|header| section.headers.takes(header, line.after_blank || first)) else {
                if open.is_none() && !stray && !silent {
                    stray = true;
                    let reason = "text before the first message: the message it belongs to is not in the file";
                    self.writer.reject(Place::Line(line.number), reason);
                }
                continue;
            };
            if !started {
                self.group(section, fallback);
                started = true;
            }
            if let Some(open) = open.replace(Open { header, line: line.number, behind: line.end }) {
                self.record(&mut conversation, &open, line.start);
            }
        }
        if let Some(open) = open {
            self.record(&mut conversation, &open, section.end);
        }
        conversation.finish(self.writer);
        started
    }

    fn group(&mut self, section: &Section<'_>, fallback: &str) {
        let name = section.object.unwrap_or(fallback);
        self.writer.group(GroupRow { platform: "qq", id: None, name: Some(name) });
    }

    fn record(&mut self, conversation: &mut Conversation, open: &Open<'a>, end: usize) {
        self.records += 1;
        if self.records.is_multiple_of(STRIDE) {
            (self.progress)(end.saturating_sub(self.told) as u64);
            self.told = end;
        }
        let Some(time) = open.header.time else {
            self.writer.reject(Place::Line(open.line), "no such date or time of day");
            return;
        };
        let text = utf8::even(utf8::trim(self.text.get(open.behind..end).unwrap_or("")));
        let sender = &open.header.sender;
        if sender.is_system() {
            conversation.told(Line { time, sender: None, msg_id: None, text: text.as_ref().into() });
            return;
        }
        conversation.speaks(self.writer, sender);
        let body = body(&text);
        self.writer.message(&MessageRow {
            text: body.text,
            scan_urls: true,
            file_name: body.file_name,
            ..MessageRow::new(time, sender.who(), body.kind)
        });
    }
}
