//! The walk over the lines: each begins a day, begins a message, tells an event, or goes on with the
//! message above. In: the file. Out: rows through the writer.

use super::header;
use super::stamp;
use crate::error::{Error, Place, Result};
use crate::format::kakaotalk;
use crate::format::lines::{self, Line, Lines, Meter};
use crate::format::{Input, Progress};
use crate::frame::{GroupRow, Time, Writer};

/// Lines that may stand before the first day.
const HEAD: u64 = 5;

/// Reads an export.
///
/// # Errors
/// [`Error::Format`] when no line bears a date or a day.
pub(super) fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let text = lines::text(input.bytes, writer);
    let title = Lines::new(&text).take(2).find_map(|line| header::title(line.text));
    let name = title.unwrap_or_else(|| header::name_of_file(input.name));
    writer.group(GroupRow { platform: "kakaotalk", id: None, name: Some(name) });
    let mut reading = Reading { text: &text, day: None, last: None, open: None, stray: false, saved: false, writer };
    let mut meter = Meter::new(progress);
    for line in Lines::new(&text) {
        reading.line(line);
        meter.at(line.end);
    }
    reading.close();
    meter.end(text.len());
    if reading.day.is_none() && !reading.saved {
        return Err(Error::Format {
            path: input.path.to_owned(),
            place: Place::Whole,
            message:
                "no line bears a KakaoTalk date such as `2024년 1월 2일 오후 2:30, 이름 : ` or `[이름] [오후 2:30] `; \
                      export the chat again as text and pass the .txt as it is"
                    .to_owned(),
        });
    }
    Ok(())
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
    /// Local midnight of the day at hand.
    day: Option<i64>,
    /// Time of the last record.
    last: Option<i64>,
    open: Option<Open<'a>>,
    /// Text before the first message was already rejected.
    stray: bool,
    saved: bool,
    writer: &'w mut Writer,
}

impl<'a> Reading<'a, '_> {
    fn line(&mut self, line: Line<'a>) {
        match stamp::read(line.text) {
            stamp::Line::Day(day) => {
                self.close();
                self.day = Some(day);
                self.last = self.last.filter(|last| *last >= day);
            }
            stamp::Line::Stamped(time, rest) => {
                self.close();
                self.seen(time);
                self.record(line, time, rest);
            }
            stamp::Line::Told(time, rest) => {
                self.close();
                self.seen(time);
                kakaotalk::event(self.writer, Time::Local(time), kakaotalk::find(rest).as_ref());
            }
            stamp::Line::Bracketed(sender, clock, text) => {
                self.close();
                let Some(day) = self.day else {
                    self.writer.reject(Place::Line(line.number), "no day stands above this message");
                    return;
                };
                self.last = Some(day + clock);
                let from = line.offset(text);
                self.open = Some(Open { time: Time::Local(day + clock), sender, from, to: line.end });
            }
            stamp::Line::Plain => self.plain(line),
        }
    }

    fn seen(&mut self, time: i64) {
        self.day = Some(time - time.rem_euclid(86_400_000));
        self.last = Some(time);
    }

    /// What follows a date: `name : text`, or what the app says.
    fn record(&mut self, line: Line<'a>, time: i64, rest: &'a str) {
        if kakaotalk::is_plain_event(rest) && !rest.contains(" : ") {
            kakaotalk::event(self.writer, Time::Local(time), kakaotalk::find(rest).as_ref());
            return;
        }
        let named = rest.split_once(" : ").or_else(|| Some((rest.strip_suffix(" :")?, "")));
        match named {
            Some((sender, text)) => {
                let from = line.offset(text);
                self.open = Some(Open { time: Time::Local(time), sender, from, to: line.end });
            }
            None => kakaotalk::event(self.writer, Time::Local(time), kakaotalk::find(rest).as_ref()),
        }
    }

    /// A line without a date: on Windows the app's, else text of the message above.
    fn plain(&mut self, line: Line<'a>) {
        let told = kakaotalk::is_plain_event(line.text);
        if let Some(time) = self.last.or(self.day).filter(|_| told) {
            self.close();
            kakaotalk::event(self.writer, Time::Local(time), kakaotalk::find(line.text).as_ref());
        } else if let Some(open) = &mut self.open {
            open.to = line.end;
        } else {
            self.strays(line);
        }
    }

    fn strays(&mut self, line: Line<'_>) {
        let saved = self.day.is_none() && header::is_saved(line.text);
        self.saved |= saved;
        let head = self.day.is_none()
            && line.number <= HEAD
            && (line.number == 1 || saved || header::title(line.text).is_some());
        if head || line.text.trim().is_empty() {
            return;
        }
        if self.day.is_some() {
            self.writer.reject(Place::Line(line.number), "no date in front, and no message above to go on with");
        } else if !std::mem::replace(&mut self.stray, true) {
            self.writer.reject(Place::Line(line.number), "text before the first message");
        }
    }

    /// Hands over the message at hand.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = lines::body(self.text, open.from, open.to);
        kakaotalk::message(self.writer, open.time, open.sender, &text);
    }
}
