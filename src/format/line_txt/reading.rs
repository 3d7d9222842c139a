//! The walk over the lines: each begins a day, begins a message, tells an event, or goes on with the
//! message above. In: the file. Out: rows through the writer.

use std::borrow::Cow;

use super::day::{self, Day};
use super::members::Members;
use super::{body, header, wordings};
use crate::error::{Error, Place, Result};
use crate::format::half_day;
use crate::format::lines::{self, Line, Lines, Meter};
use crate::format::wording::Told;
use crate::format::{Input, Progress};
use crate::frame::{EventKind, EventRow, GroupRow, MessageRow, Time, Who, Writer};

/// What stands between clock, name and text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Phones.
    Tabs,
    /// Computers.
    Spaces,
}

/// How far the closing quote of a text of several lines is looked for.
const QUOTED: usize = 16 << 10;
/// How often it may be missing before quotes are taken for plain signs.
const UNCLOSED: u32 = 64;
/// Lines that tell the form.
const SEARCHED: usize = 2000;

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when no line begins a day.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = lines::text(input.bytes, writer);
    let title = Lines::new(&text).find(|line| !line.text.trim().is_empty()).and_then(|line| header::title(line.text));
    let name = title.unwrap_or_else(|| header::name_of_file(input.name));
    writer.group(GroupRow { platform: "line", id: None, name: Some(name) });
    let form = form(&text);
    let mut members = Members::default();
    if form == Form::Spaces {
        learn(&text, &mut members);
    }
    let mut reading = Reading {
        text: &text,
        form,
        members,
        titled: title.is_some(),
        begun: false,
        day: None,
        month_first: None,
        open: None,
        quoted: 0,
        unclosed: 0,
        writer,
    };
    let mut meter = Meter::new(progress);
    for line in Lines::new(&text) {
        reading.line(line);
        meter.at(line.end);
    }
    reading.close();
    meter.end(text.len());
    let empty = reading.day.is_none();
    if empty && !(title.is_some() && Lines::new(&text).any(|line| header::is_saved(line.text))) {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message:
                "no line begins a day, such as `2024/01/02(Tue)` or `2024.01.02 Tuesday`; export the chat again and \
                      pass the .txt as it is"
                    .to_owned(),
        });
    }
    Ok(())
}

fn form(text: &str) -> Form {
    let clocks = Lines::new(text).take(SEARCHED).filter_map(|line| half_day::clock(line.text));
    let (tabs, spaces): (Vec<_>, Vec<_>) = clocks.partition(|(_, rest)| rest.starts_with('\t'));
    if tabs.is_empty() && spaces.iter().any(|(_, rest)| rest.starts_with(' ')) { Form::Spaces } else { Form::Tabs }
}

fn learn(text: &str, members: &mut Members) {
    let mut behind = Vec::new();
    for line in Lines::new(text) {
        let Some((_, rest)) = half_day::clock(line.text) else { continue };
        let Some(rest) = rest.strip_prefix(' ') else { continue };
        match wordings::find(rest) {
            Some(told) => {
                let named = told.subjects.into_iter().flat_map(wordings::people).chain(told.actor);
                named.for_each(|name| members.know(name));
            }
            None => behind.push(rest),
        }
    }
    members.learn(behind);
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
    form: Form,
    members: Members,
    /// The first line is the title.
    titled: bool,
    /// A record, or a reject, was seen.
    begun: bool,
    /// Local midnight of the day at hand.
    day: Option<i64>,
    /// Whether months stand before days, once that was settled.
    month_first: Option<bool>,
    open: Option<Open<'a>>,
    /// Lines before this offset belong to a quoted text.
    quoted: usize,
    unclosed: u32,
    writer: &'w mut Writer,
}

impl<'a> Reading<'a, '_> {
    fn line(&mut self, line: Line<'a>) {
        if line.start >= self.quoted {
            if let Some(day) = day::parse(line.text) {
                self.close();
                self.day = Some(self.settle(day, line));
                return;
            }
            if let Some((clock, rest)) = self.clock(line.text) {
                self.close();
                self.record(line, clock, rest);
                return;
            }
        }
        match &mut self.open {
            Some(open) => open.to = line.end,
            None => self.stray(line),
        }
    }

    /// Clock and rest of a line that begins a record.
    fn clock(&self, text: &'a str) -> Option<(i64, &'a str)> {
        let (clock, rest) = half_day::clock(text)?;
        Some((clock, rest.strip_prefix(if self.form == Form::Tabs { '\t' } else { ' ' })?))
    }

    /// A line that belongs nowhere: the first lines of the file, or the rest of what is lost.
    fn stray(&mut self, line: Line<'_>) {
        let head = self.day.is_none() && (header::is_saved(line.text) || self.titled && !self.begun);
        if line.text.trim().is_empty() {
            return;
        }
        if !head && self.day.is_none() && !std::mem::replace(&mut self.begun, true) {
            self.writer.reject(Place::Line(line.number), "text before the first message");
        } else if !head && self.day.is_some() {
            self.writer.reject(Place::Line(line.number), "no clock in front, and no message above to go on with");
        }
        self.titled = false;
    }

    fn record(&mut self, line: Line<'a>, clock: i64, rest: &'a str) {
        self.begun = true;
        let Some(day) = self.day else {
            self.writer.reject(Place::Line(line.number), "no day stands above this message");
            return;
        };
        let time = Time::Local(day + clock);
        let (sender, body) = match self.form {
            Form::Tabs => rest.split_once('\t').unwrap_or(("", rest)),
            Form::Spaces => match wordings::find(rest) {
                Some(told) => return self.event(time, Some(&told)),
                None => self.members.split(rest),
            },
        };
        if sender.trim().is_empty() {
            let told = wordings::find(body);
            self.event(time, told.as_ref());
            return;
        }
        let from = line.offset(body);
        self.open = Some(Open { time, sender: sender.trim(), from, to: line.end });
        if self.form == Form::Tabs && body.starts_with('"') {
            self.quote(line, body);
        }
    }

    /// A text of several lines stands in quotes; its lines may look like anything.
    fn quote(&mut self, line: Line<'a>, body: &str) {
        let odd = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1;
        let next = self.text.get(line.end..).unwrap_or_default().trim_start_matches(['\r', '\n']);
        let begins = Lines::new(next).next().is_none_or(|line| self.clock(line.text).is_some());
        if !odd(body) || begins || self.unclosed >= UNCLOSED {
            return;
        }
        let mut open = true;
        for next in Lines::new(self.text.get(line.end..).unwrap_or_default()).skip(1) {
            let end = line.end + next.end;
            open ^= odd(next.text);
            if !open && next.text.ends_with('"') {
                self.quoted = end;
                return;
            }
            if end - line.end > QUOTED {
                break;
            }
        }
        self.unclosed += 1;
    }

    /// The day at hand becomes another.
    fn settle(&mut self, day: Day, line: Line<'_>) -> i64 {
        match day {
            Day::At(day) => day,
            Day::Either { dmy, mdy } => {
                let month_first = *self.month_first.get_or_insert_with(|| month_first(self.text));
                if self.day.is_none() {
                    let words = if month_first { "month" } else { "day" };
                    self.writer
                        .note(format!("line {}: the date could be read both ways; read {words} first", line.number));
                }
                if month_first { mdy } else { dmy }
            }
        }
    }

    fn event(&mut self, time: Time, told: Option<&Told<'_>>) {
        let row = EventRow::new(time, EventKind::Other);
        let Some(told) = told else {
            self.writer.events(&[row]);
            return;
        };
        let actor = told.actor.and_then(wordings::person).map(Who::name);
        let row = EventRow { kind: told.kind, actor, detail: told.detail, ..row };
        let mut rows: Vec<EventRow<'_>> = Vec::new();
        for name in told.subjects.into_iter().flat_map(wordings::people) {
            rows.push(EventRow { subject: wordings::person(name).map(Who::name), ..row });
        }
        self.writer.events(if rows.is_empty() { std::slice::from_ref(&row) } else { &rows });
    }

    /// Hands over the message at hand.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let whole = lines::body(self.text, open.from, open.to);
        let text = if self.form == Form::Tabs { unquoted(&whole) } else { Cow::Borrowed(&*whole) };
        let understood = body::classify(&text);
        self.writer.message(&MessageRow {
            text: understood.text,
            scan_urls: true,
            file_name: understood.file_name,
            ..MessageRow::new(open.time, Some(Who::name(open.sender)), understood.kind)
        });
    }
}

/// A text of several lines without the quotes around it.
fn unquoted(text: &str) -> Cow<'_, str> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner.filter(|inner| inner.contains('\n')) {
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(text),
    }
}

/// Whether the dates of a file, by their weekdays, have the month first.
fn month_first(text: &str) -> bool {
    let (mut months, mut days) = (0_u64, 0_u64);
    for line in Lines::new(text) {
        let Some(Day::At(day)) = day::parse(line.text) else { continue };
        let first = line.text.split([',', '/']).nth(1).and_then(|number| number.trim().parse::<u32>().ok());
        let of_month = chrono::DateTime::from_timestamp_millis(day).map(|date| chrono::Datelike::day(&date));
        if first == of_month {
            days += 1;
        } else {
            months += 1;
        }
    }
    months > days
}
