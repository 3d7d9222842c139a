//! The walk over the logs of a folder. In: files, a day each or all days in one. Out: rows through the
//! writer, a group a channel. Lines are decoded one by one: clients logged bytes as they came.

use std::borrow::Cow;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::line::{self, Said};
use super::nicks::Nicks;
use super::place;
use super::stamp::{self, Mark, Stamp};
use super::told::Told;
use crate::error::{Error, Place, Result};
use crate::format::clock::midnight;
use crate::format::lines::Meter;
use crate::format::{Folder, Part, Progress};
use crate::frame::{EventKind, EventRow, GroupRow, MessageKind, MessageRow, Time, Who, Writer};

const DAY_MS: i64 = 86_400_000;
/// Lines searched for the channel where the path does not name it.
const SEARCHED: usize = 500;

/// Reads the logs of a folder.
///
/// # Errors
/// [`Error::Format`] when no file tells a day.
pub(super) fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let mut parts: Vec<&dyn Part> = folder.parts.to_vec();
    parts.sort_by_key(|part| (place::day(part.path()), part.name().to_owned()));
    let mut channels: FxHashMap<String, Nicks> = FxHashMap::default();
    let mut dated = false;
    for part in &parts {
        if parts.len() > 1 {
            writer.part(part.name());
        }
        let content = part.open()?;
        let bytes = (*content).as_ref();
        let name = channel(part.path(), bytes);
        writer.group(GroupRow { platform: "irc", id: None, name: Some(&name) });
        let nicks = channels.entry(name).or_default();
        let day = place::day(part.path());
        let mut reading = Reading { nicks, day, dated: day.is_some(), clock: 0, month: 0, last: None, writer };
        reading.run(bytes, progress);
        dated |= reading.dated || reading.last.is_some();
    }
    if dated {
        return Ok(());
    }
    Err(Error::Format {
        path: folder.path.to_owned(),
        place: Place::Whole,
        message: "no line tells which day it was; name the log after its day, such as 2024-01-02.log".to_owned(),
    })
}

/// The channel of a log: as its path names it, else as people join it in the log, else the likeliest
/// name in the path.
fn channel(path: &Path, bytes: &[u8]) -> String {
    place::channel(path)
        .or_else(|| joined(bytes))
        .or_else(|| place::likely(path))
        .unwrap_or_else(|| "unknown".to_owned())
}

fn joined(bytes: &[u8]) -> Option<String> {
    bytes.split(|byte| *byte == b'\n').take(SEARCHED).find_map(|line| {
        let line = String::from_utf8_lossy(line);
        let marks = [" has joined #", "Now talking on #", "Session Ident: #"];
        let (_, rest) = marks.iter().find_map(|mark| line.split_once(mark))?;
        let name = rest.split_whitespace().next()?;
        Some(format!("#{name}").to_lowercase())
    })
}

struct Reading<'c, 'w> {
    nicks: &'c mut Nicks,
    /// Local midnight of the day at hand.
    day: Option<i64>,
    /// Some line or the path told a day.
    dated: bool,
    /// The last clock, to see a day pass that no line announces.
    clock: i64,
    /// The last month, to see a year pass.
    month: i64,
    last: Option<Time>,
    writer: &'w mut Writer,
}

impl Reading<'_, '_> {
    fn run(&mut self, bytes: &[u8], progress: Progress<'_>) {
        let mut meter = Meter::new(progress);
        let (mut at, mut number) = (0, 0);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let raw = rest.get(..length).unwrap_or_default();
            let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
            at += length + 1;
            number += 1;
            let text = decode(raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw));
            self.line(&line::plain(&text), number);
            meter.at(at);
        }
        meter.end(bytes.len());
    }

    fn line(&mut self, line: &str, number: u64) {
        match stamp::mark(line) {
            Some(Mark::Day(day)) => return (self.day, self.clock, self.dated, self.month) = (Some(day), 0, true, 0),
            Some(Mark::Dayless) => return,
            None if line.trim().is_empty() => return,
            None => {}
        }
        let (time, rest) = match stamp::read(line) {
            Some((stamp, rest)) => (self.time(stamp), rest),
            // Some bots write what the server tells without a clock.
            None if line.starts_with("=== ") => (self.last.or(self.day.map(Time::Local)), line),
            None => return self.writer.reject(Place::Line(number), "no clock in front of this line"),
        };
        let Some(time) = time else {
            return self
                .writer
                .reject(Place::Line(number), "nothing tells which day this was: no date in the log or its name");
        };
        self.last = Some(time);
        match line::read(rest) {
            Some(Said::Message(nick, text)) => self.message(time, nick, text),
            Some(Said::Told(told)) => self.told(time, told),
            None => self.event(time, EventKind::Other, [None, None], Some("unknown")),
        }
    }

    fn time(&mut self, stamp: Stamp) -> Option<Time> {
        match stamp {
            Stamp::Whole(time) => {
                self.dated = true;
                Some(time)
            }
            Stamp::Clock(clock) => {
                // Midnight passed without a word.
                if self.clock - clock > DAY_MS / 2 {
                    self.day = self.day.map(|day| day + DAY_MS);
                }
                self.clock = clock;
                Some(Time::Local(self.day? + clock))
            }
            Stamp::NoYear(month, day, clock) => {
                let start = self.day?;
                let (mut year, first) = year_and_month(start);
                // Months count from the line that told the year.
                let before = if self.month == 0 { first } else { self.month };
                if before - month > 6 {
                    year += 1;
                }
                let midnight = midnight(year, month, day)?;
                (self.day, self.month) = (Some(midnight), month);
                Some(Time::Local(midnight + clock))
            }
        }
    }

    fn message(&mut self, time: Time, nick: &str, text: &str) {
        let person = self.nicks.person(nick);
        let sender = Some(Who::name(self.nicks.name(person)));
        let text = Some(text.trim()).filter(|text| !text.is_empty());
        self.writer.message(&MessageRow { text, scan_urls: true, ..MessageRow::new(time, sender, MessageKind::Text) });
    }

    fn told(&mut self, time: Time, told: Told<'_>) {
        match told {
            Told::Join(nick) => {
                let person = self.nicks.person(nick);
                let (kind, detail) =
                    if self.nicks.joins(person) { (EventKind::Join, None) } else { (EventKind::Other, Some("back")) };
                self.event(time, kind, [None, Some(person)], detail);
            }
            Told::Gone(nick) => {
                let person = self.nicks.person(nick);
                self.event(time, EventKind::Other, [None, Some(person)], Some("gone"));
            }
            Told::Nick(old, new) => {
                let person = self.nicks.rename(old, new);
                self.event(time, EventKind::MemberRename, [None, Some(person)], Some(new));
            }
            Told::Kick(nick, by) => {
                let (person, by) = (self.nicks.person(nick), self.nicks.person(by));
                self.nicks.kicked(person);
                self.event(time, EventKind::Remove, [Some(by), Some(person)], None);
            }
            Told::Topic(by) => {
                let by = self.nicks.person(by);
                self.event(time, EventKind::GroupEdit, [Some(by), None], Some("topic"));
            }
            // Servers set modes too; they are nobody.
            Told::Mode(by) => {
                let by = by.filter(|nick| !nick.contains('.')).map(|nick| self.nicks.person(nick));
                self.event(time, EventKind::Other, [by, None], Some("mode"));
            }
            Told::Remark | Told::Other => self.event(time, EventKind::Other, [None, None], None),
        }
    }

    fn event(&mut self, time: Time, kind: EventKind, people: [Option<usize>; 2], detail: Option<&str>) {
        let [actor, subject] = people.map(|person| person.map(|person| Who::name(self.nicks.name(person))));
        self.writer.events(&[EventRow { time, kind, actor, subject, msg_id: None, detail }]);
    }
}

/// Year and month of a local midnight.
fn year_and_month(day: i64) -> (i64, i64) {
    use chrono::Datelike;
    let date = chrono::DateTime::from_timestamp_millis(day).unwrap_or_default();
    (i64::from(date.year()), i64::from(date.month()))
}

/// A line as UTF-8, else as Latin-1, in which every byte is a letter.
fn decode(line: &[u8]) -> Cow<'_, str> {
    str::from_utf8(line).map_or_else(|_| Cow::Owned(line.iter().map(|byte| char::from(*byte)).collect()), Cow::Borrowed)
}
