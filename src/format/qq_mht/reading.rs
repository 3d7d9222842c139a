//! Every row of the table becomes a message, a line QQ told, a day or banner for those that follow, or
//! a reject. In: the whole input. Out: rows through the writer.

use super::page::{self, Page};
use super::rows::{Parts, Rows};
use crate::error::{Error, Place, Result};
use crate::format::qq::{Conversation, Date, Line, body, day, fallback_name, hour, sender};
use crate::format::{Input, Progress};
use crate::frame::{GroupRow, MessageKind, MessageRow, Time, Writer};

/// Rows between two reports of progress.
const STRIDE: u64 = 4096;

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when there is no page in it.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let page = page::page(input.bytes).map_err(|what| Error::Format {
        path: input.path.to_owned(),
        place: Place::Whole,
        message: format!("not readable as an .mht of QQ's message manager: {what}; export the group again"),
    })?;
    let mut reading = Reading {
        writer,
        fallback: fallback_name(input.path),
        conversation: Conversation::default(),
        grouped: false,
        day: None,
        exporter: false,
    };
    let told = reading.page(page, progress);
    reading.conversation.finish(reading.writer);
    progress(input.bytes.len().saturating_sub(told) as u64);
    Ok(())
}

struct Reading<'w> {
    writer: &'w mut Writer,
    fallback: String,
    conversation: Conversation,
    grouped: bool,
    day: Option<Date>,
    exporter: bool,
}

impl Reading<'_> {
    /// Reads every row; gives the bytes progress was told of.
    fn page(&mut self, page: Page<'_>, progress: Progress<'_>) -> usize {
        let mut parts = Parts::default();
        let mut told = 0;
        let mut whole = true;
        for (count, row) in (1_u64..).zip(Rows::new(page.html)) {
            let at = page.start + row.start;
            let place = Place::Byte(at as u64);
            if !row.closed && page.cut {
                whole = false;
                self.writer.truncated(place, "the file ends inside this row");
                break;
            }
            parts.fill(row.inner);
            if let Err(reason) = self.row(&parts) {
                self.writer.reject(place, reason);
            }
            if count.is_multiple_of(STRIDE) {
                progress(at.saturating_sub(told) as u64);
                told = at;
            }
        }
        if page.cut && whole {
            let end = page.start + page.html.len();
            self.writer.cut_short(Place::Byte(end as u64), "the file ends between two rows");
        }
        told
    }

    fn row(&mut self, parts: &Parts) -> std::result::Result<(), &'static str> {
        let (outside, head) = (parts.outside.trim(), parts.head.trim());
        if let Some((hour, rest)) = hour(head.as_bytes())
            && rest.trim_ascii().is_empty()
        {
            let day = self.day.ok_or("a message before the first day")?;
            let time = day.at(hour).ok_or("no such date or time of day")?;
            self.record(parts, time);
            return Ok(());
        }
        if let Some(text) = outside.strip_prefix("日期").and_then(|text| text.strip_prefix([':', '：'])) {
            self.day = day(text.trim().as_bytes()).map(|(day, _)| day);
            return self.day.map(|_| ()).ok_or("a day that cannot be read: the messages below it have none");
        }
        if let Some(object) = head.strip_prefix("消息对象").and_then(|text| text.strip_prefix([':', '：'])) {
            self.open(object.trim());
            return Ok(());
        }
        let silent = [outside, head, parts.name.trim(), parts.body.trim()].iter().all(|text| text.is_empty());
        let banner = ["消息分组", "消息记录"].iter().any(|word| head.starts_with(word) || outside.starts_with(word));
        if silent && parts.pictures == 0 || banner {
            return Ok(());
        }
        Err("a row that is neither message, day nor banner")
    }

    /// Another conversation begins.
    fn open(&mut self, name: &str) {
        self.conversation.finish(self.writer);
        self.conversation = Conversation::default();
        (self.day, self.exporter, self.grouped) = (None, false, true);
        let name = if name.is_empty() { self.fallback.as_str() } else { name };
        self.writer.group(GroupRow { platform: "qq", id: None, name: Some(name) });
    }

    fn record(&mut self, parts: &Parts, time: Time) {
        if !self.grouped {
            let day = self.day;
            self.open("");
            self.day = day;
        }
        let sender = sender(parts.name.trim());
        let text = parts.body.trim();
        if sender.is_system() {
            self.conversation.told(Line { time, sender: None, msg_id: None, text: text.into() });
            return;
        }
        if parts.own && !self.exporter {
            self.exporter = true;
            self.conversation.exported_by(sender.id, sender.name);
        }
        self.conversation.speaks(self.writer, &sender);
        let mut body = body(text);
        if body.kind == MessageKind::Other && parts.pictures > 0 {
            body.kind = MessageKind::Image;
        }
        self.writer.message(&MessageRow {
            text: body.text,
            scan_urls: true,
            file_name: body.file_name,
            ..MessageRow::new(time, sender.who(), body.kind)
        });
    }
}
