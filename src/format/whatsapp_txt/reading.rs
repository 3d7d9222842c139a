//! The second pass: every record becomes a message, an event or a reject. In: the whole input. Out:
//! rows through the writer. Here alone is decided whether a line is somebody's or the messenger's.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::header::{Header, Layout, Style};
use super::order::{Decision, Order};
use super::records::{self, Record, Records, Survey};
use super::system::{self, Found, Language};
use super::{attachment, group, names};
use crate::error::{Error, Place, Result};
use crate::format::{Input, Progress, utf8};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

const DAY_MS: i64 = 86_400_000;
/// Records between two reports of progress.
const STRIDE: u64 = 4096;
/// Sizes at which the app cuts an export off: without and with media.
const CAPS: [u64; 2] = [40_000, 10_000];

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when no line begins with a header.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = utf8::text(input.bytes);
    let Some(survey) = records::survey(records::lines(text.as_bytes())) else {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message: "no line begins with a WhatsApp date and time such as `02/01/2024, 15:04 - ` or `[02/01/24, 15:04:05] `; \
                      export the chat again (without media) and pass the .txt or .zip as it is"
                .to_owned(),
        });
    };
    let group = group::name(input, &text, survey.layout);
    writer.group(GroupRow { platform: "whatsapp", id: None, name: Some(&group) });
    if let Cow::Owned(_) = text {
        writer.note("some bytes are not UTF-8 and were read as \u{fffd}");
    }
    let order = order(&survey, &text, writer);
    let mut reading = Reading {
        text: &text,
        layout: survey.layout,
        order,
        group,
        senders: FxHashMap::default(),
        names: Vec::new(),
        is_group: OnceCell::new(),
        told: Vec::new(),
        language: Language::default(),
        day: ([0; 3], None),
        messages: 0,
        writer,
    };
    reading.run(progress);
    reading.tell();
    reading.close(&survey);
    Ok(())
}

/// The order of day and month; says so when it had to be guessed.
fn order(survey: &Survey, text: &str, writer: &mut Writer) -> Order {
    if let Decision::Sure(order) = survey.votes.decide(survey.layout.year) {
        return order;
    }
    let american = survey.layout.half
        && survey.layout.separator == b'/'
        && dominant_language(text, survey.layout) == Some(Language::En);
    let (order, words) = if american { (Order::Mdy, "month first") } else { (Order::Dmy, "day first") };
    writer.note(format!(
        "dates fit both day/month and month/day order; read {words}: check a date you know, a longer export settles it"
    ));
    order
}

/// The language most system lines of the first records are in.
fn dominant_language(text: &str, layout: Layout) -> Option<Language> {
    const SEARCHED: usize = 2000;
    let mut votes: Vec<(Language, u32)> = Vec::new();
    for record in Records::new(text, layout).take(SEARCHED) {
        let line = match record.sender() {
            None => record.first_line(),
            Some((_, body)) if body.starts_with(names::is_mark) => body,
            Some(_) => continue,
        };
        let Some(found) = system::find(line, Language::default()) else { continue };
        match votes.iter_mut().find(|(language, _)| *language == found.language) {
            Some((_, count)) => *count += 1,
            None => votes.push((found.language, 1)),
        }
    }
    votes.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language)
}

/// Who speaks in a record.
enum Speaker {
    /// Somebody: the index of the name.
    Person(usize),
    /// The messenger itself, and what it tells if that is understood.
    App(Option<Found>),
}

struct Reading<'a, 'w> {
    text: &'a str,
    layout: Layout,
    order: Order,
    group: String,
    /// Senders as written → index into `names`; what is in here is no system line.
    senders: FxHashMap<&'a str, usize>,
    /// Names of accounts, by sender as written.
    names: Vec<Box<str>>,
    is_group: OnceCell<bool>,
    /// What the messenger told. Kept to the end, when everybody who wrote is known: the lists of names
    /// in it cannot be taken apart before.
    told: Vec<(Time, Option<Found>)>,
    /// Language of the last system line.
    language: Language,
    /// The last date and what it was read as.
    day: ([u16; 3], Option<i64>),
    messages: u64,
    writer: &'w mut Writer,
}

impl<'a> Reading<'a, '_> {
    fn run(&mut self, progress: Progress<'_>) {
        let records = Records::new(self.text, self.layout);
        if let Some(line) = records.stray {
            self.writer.reject(
                Place::Line(line),
                "text before the first message: the message it belongs to is not in the file",
            );
        }
        let mut told = 0;
        for (count, record) in (1_u64..).zip(records) {
            self.record(&record);
            if count.is_multiple_of(STRIDE) {
                progress(record.end.saturating_sub(told) as u64);
                told = record.end;
            }
        }
        progress(self.text.len().saturating_sub(told) as u64);
    }

    /// Notes on the whole file.
    fn close(&mut self, survey: &Survey) {
        if survey.others > 0 {
            self.writer.note(format!(
                "{} lines look like message headers in another layout than the file's and were read as text of the message above",
                survey.others
            ));
        }
        let messages = self.messages;
        if let Some(cap) = CAPS.into_iter().find(|cap| messages.abs_diff(*cap) * 100 <= *cap) {
            self.writer.note(format!(
                "{messages} messages: WhatsApp cuts exports at about {cap}, so older messages are probably missing"
            ));
        }
    }

    fn time(&mut self, header: &Header) -> Option<Time> {
        if self.day.0 != header.date {
            self.day = (header.date, self.order.day(header.date).map(|day| i64::from(day) * DAY_MS));
        }
        Some(Time::Local(self.day.1? + header.clock.ms()?))
    }

    fn record(&mut self, record: &Record<'a>) {
        let Some(time) = self.time(&record.header) else {
            self.writer.reject(Place::Line(record.line), "no such date or time of day");
            return;
        };
        let Some((sender, body)) = record.sender() else {
            let found = self.find(record.rest).or_else(|| self.find(record.first_line()));
            self.told.push((time, found));
            return;
        };
        match self.speaker(sender, body, record) {
            Speaker::App(found) => self.told.push((time, found)),
            Speaker::Person(sender) => self.message(time, sender, body),
        }
    }

    /// Whose a line with a colon is.
    fn speaker(&mut self, sender: &'a str, body: &'a str, record: &Record<'a>) -> Speaker {
        let known = self.senders.get(sender).copied();
        if known.is_none()
            && let Some(found) = self.find(record.rest)
        {
            // `Ann changed the subject to "a: b"`: the colon is not behind a sender.
            return Speaker::App(Some(found));
        }
        let index = known.unwrap_or_else(|| {
            self.names.push(names::person(sender).into());
            self.senders.insert(sender, self.names.len() - 1);
            self.names.len() - 1
        });
        if self.layout.style != Style::Bracket {
            return Speaker::Person(index);
        }
        let led = body.starts_with(names::is_mark);
        let named = self.names.get(index).is_some_and(|name| **name == *self.group);
        let by_group = named && self.is_group();
        if !led && !by_group || attachment::classify(body).kind != MessageKind::Text {
            return Speaker::Person(index);
        }
        match self.find(body) {
            // A call in a chat of two is told under the name of who called.
            Some(found) if found.kind == EventKind::Call && !by_group => Speaker::Person(index),
            Some(found) => Speaker::App(Some(found)),
            None if named => Speaker::App(None),
            None => Speaker::Person(index),
        }
    }

    /// Two people besides the sender named like the chat write in it. In a chat of two the other
    /// person bears the chat's name. Looked up once, ahead of the reading.
    fn is_group(&self) -> bool {
        *self.is_group.get_or_init(|| {
            let senders = Records::new(self.text, self.layout).filter_map(|record| record.sender());
            let mut others = senders.map(|(name, _)| names::person(name)).filter(|name| *name != self.group);
            others.next().is_some_and(|first| others.any(|other| other != first))
        })
    }

    fn find(&mut self, text: &str) -> Option<Found> {
        let found = system::find(text, self.language)?;
        self.language = found.language;
        Some(found)
    }

    /// Hands over what the messenger told.
    fn tell(&mut self) {
        let people: FxHashSet<&str> = self.names.iter().map(AsRef::as_ref).collect();
        for (time, found) in std::mem::take(&mut self.told) {
            let Some(found) = found else {
                self.writer.events(&[EventRow::new(time, EventKind::Other)]);
                continue;
            };
            let subjects = found.subjects(&|name| people.contains(name));
            let row = EventRow {
                actor: found.actor.as_deref().map(Who::name),
                detail: found.detail.as_deref(),
                ..EventRow::new(time, found.kind)
            };
            let rows: Vec<EventRow<'_>> =
                subjects.iter().map(|subject| EventRow { subject: subject.as_deref().map(Who::name), ..row }).collect();
            self.writer.events(&rows);
        }
    }

    fn message(&mut self, time: Time, sender: usize, body: &str) {
        let body = utf8::even(body);
        let understood = attachment::classify(&body);
        let name = self.names.get(sender).map(|name| Who::name(name));
        let mut row = MessageRow::new(time, name, understood.kind);
        row.text = understood.text;
        row.scan_urls = understood.kind != MessageKind::Location;
        row.file_name = understood.file_name;
        row.edited = understood.edited;
        if understood.kind == MessageKind::Text
            && self.layout.style == Style::Bracket
            && body.starts_with(names::is_mark)
            && system::find(&body, self.language).is_some_and(|found| found.kind == EventKind::Call)
        {
            (row.kind, row.text) = (MessageKind::Call, None);
        }
        self.messages += 1;
        self.writer.message(&row);
    }
}
