//! What is remembered between the rows of a chat: who spoke last, which day it is, which service lines
//! wait for a clock. In: rows. Out: messages at once, events when the chat is read through, because
//! they name people in lists that only known names take apart.

use rustc_hash::FxHashSet;

use super::block::{Block, Style};
use super::service::{self, Told};
use crate::format::clock;
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

/// How a page names accounts that no longer exist, all of them alike.
const DELETED: &[&str] = &["Deleted Account", "Deleted"];

/// A service line, and when it was.
#[derive(Debug)]
struct Line {
    id: String,
    text: String,
    /// Local midnight of its day, if the page tells.
    day: Option<i64>,
    time: Option<Time>,
}

/// State of the chat being read.
#[derive(Debug, Default)]
pub(super) struct Chat {
    group: Option<String>,
    /// Sender of the row before; a joined row has no other.
    sender: Option<String>,
    /// Local midnight of the day the page is at.
    day: Option<i64>,
    /// Time and day of the last message.
    last: Option<(Time, i64)>,
    lines: Vec<Line>,
    /// The lines from here on have no time yet.
    waiting: usize,
    /// Ids of lines that opened a forum topic: a message of the topic "answers" them.
    topics: FxHashSet<String>,
    names: FxHashSet<String>,
}

impl Chat {
    /// Goes on with the page of a chat; another chat than before ends that one.
    pub fn turn_to(&mut self, writer: &mut Writer, group: GroupRow<'_>) {
        let name = group.name.unwrap_or_default();
        if self.group.as_deref() != Some(name) {
            if self.group.is_some() {
                self.finish(writer);
            }
            *self = Self { group: Some(name.to_owned()), ..Self::default() };
            writer.group(group);
        }
    }

    /// The row before could not be read: who spoke is not known.
    pub fn forget(&mut self) {
        self.sender = None;
    }

    /// Takes a row.
    pub fn take(&mut self, writer: &mut Writer, block: &Block) -> Result<(), &'static str> {
        if block.style == Style::Service {
            self.sender = None;
            self.line(block);
            return Ok(());
        }
        if block.style == Style::Named {
            self.sender = sender(&block.name);
        }
        let (time, day) = block.time().ok_or("no readable date")?;
        (self.last, self.day) = (Some((time, day)), Some(day));
        let waiting = self.lines.iter_mut().skip(self.waiting);
        for line in waiting.filter(|line| line.day.is_none_or(|known| known == day)) {
            line.time = Some(time);
        }
        self.waiting = self.lines.len();
        if let Some(name) = self.sender.as_ref().filter(|name| !self.names.contains(*name)) {
            self.names.insert(name.clone());
        }
        self.message(writer, block, time);
        Ok(())
    }

    /// Pushes the events and leaves nothing behind.
    pub fn finish(&mut self, writer: &mut Writer) {
        let names = std::mem::take(&mut self.names);
        for line in std::mem::take(&mut self.lines) {
            // A day on which nobody wrote: its lines have no better time than its beginning.
            let time = line.time.or_else(|| line.day.map(Time::Local)).or(self.last.map(|(time, _)| time));
            match time {
                Some(time) => push(writer, &line, time, &names),
                None => writer.reject(crate::error::Place::Whole, "a service line without a date"),
            }
        }
        self.waiting = 0;
    }

    /// A service line, or the line that begins a day.
    fn line(&mut self, block: &Block) {
        if let Some(day) = date_line(&block.text) {
            self.day = Some(day);
            self.waiting = self.lines.len();
            return;
        }
        if service::tell(&block.text, &self.names).is_some_and(|told| told.kind == EventKind::Topic) {
            self.topics.insert(block.id.clone());
        }
        let known = self.last.filter(|(_, day)| self.day == Some(*day)).map(|(time, _)| time);
        self.lines.push(Line { id: block.id.clone(), text: block.text.clone(), day: self.day, time: known });
        if known.is_some() {
            self.waiting = self.lines.len();
        }
    }

    fn message(&self, writer: &mut Writer, block: &Block, time: Time) {
        let sender = self.sender.as_deref().map(Who::name);
        let msg_id = (!block.id.is_empty()).then_some(block.id.as_str());
        if block.call {
            let detail = Some("phone_call");
            writer.events(&[EventRow { time, kind: EventKind::Call, actor: sender, subject: None, msg_id, detail }]);
            return;
        }
        let kind = match (block.media, block.title.as_str()) {
            (Some(MessageKind::Image), "Sticker") => MessageKind::Sticker,
            (Some(MessageKind::Video), "Animation") => MessageKind::Image,
            (Some(kind), _) => kind,
            (None, _) => MessageKind::Text,
        };
        let urls: Vec<&str> = block.links.iter().map(String::as_str).collect();
        let reply_to = Some(block.reply.as_str()).filter(|id| !id.is_empty() && !self.topics.contains(*id));
        writer.message(&MessageRow {
            msg_id,
            reply_to,
            text: Some(block.text.as_str()).filter(|text| !text.is_empty()),
            urls: &urls,
            file_name: file_name(block, kind),
            ..MessageRow::new(time, sender, kind)
        });
    }
}

/// Name of what somebody shared as a file: its title, or the end of its path. Pictures and voices
/// carry names made by the program.
fn file_name(block: &Block, kind: MessageKind) -> Option<&str> {
    match kind {
        MessageKind::File => Some(block.title.as_str()).filter(|name| !name.is_empty() && *name != "File"),
        MessageKind::Video if block.file.starts_with("video_files/") => block.file.rsplit('/').next(),
        MessageKind::Voice if block.file.starts_with("files/") => block.file.rsplit('/').next(),
        _ => None,
    }
}

/// The sender's name, without the bot it was sent through; nobody for a deleted account.
fn sender(name: &str) -> Option<String> {
    let plain = name.rsplit_once(" via @").map_or(name, |(name, _)| name).trim();
    (!plain.is_empty() && !DELETED.contains(&plain)).then(|| plain.to_owned())
}

/// Local midnight of `2 January 2024`.
fn date_line(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut words = text.split(' ');
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let day: u8 = day.parse().ok()?;
    if words.next().is_some() || year.len() != 4 {
        return None;
    }
    match clock::iso(format!("{year}-{month:02}-{day:02}T00:00").as_bytes())? {
        Time::Local(day) => Some(day),
        Time::Utc(_) => None,
    }
}

fn push(writer: &mut Writer, line: &Line, time: Time, names: &FxHashSet<String>) {
    let told = service::tell(&line.text, names).unwrap_or_else(|| Told::other("unknown"));
    let msg_id = (!line.id.is_empty()).then_some(line.id.as_str());
    let who = |name: &'_ Option<String>| name.clone();
    let actor = who(&told.actor);
    let row = EventRow {
        time,
        kind: told.kind,
        actor: actor.as_deref().map(Who::name),
        subject: None,
        msg_id,
        detail: Some(told.detail.as_str()),
    };
    let mut rows: Vec<EventRow<'_>> = Vec::new();
    if told.kind == EventKind::Created {
        rows.push(row);
    }
    rows.extend(told.subjects.iter().map(|subject| {
        let kind = if told.kind == EventKind::Created { EventKind::Join } else { told.kind };
        EventRow { kind, subject: subject.as_deref().map(Who::name), ..row }
    }));
    writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders() {
        for (name, want) in
            [("Ann Lee", Some("Ann Lee")), ("Ann via @gif", Some("Ann")), ("Deleted Account", None), ("", None)]
        {
            assert_eq!(sender(name).as_deref(), want, "{name}");
        }
    }

    #[test]
    fn lines_that_begin_a_day() {
        for (text, want) in [
            ("2 January 1970", Some(86_400_000)),
            ("31 February 2024", None),
            ("2 January 1970 x", None),
            ("Ann invited Bo", None),
        ] {
            assert_eq!(date_line(text), want, "{text}");
        }
    }
}
