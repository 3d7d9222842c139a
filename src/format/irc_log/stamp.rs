//! The clock in front of a line, in each client's way, and the lines that say which day it is. In: a
//! line. Out: what is told of the time, and what follows.

use crate::format::clock::{self, midnight};
use crate::frame::Time;

/// What is told of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// Milliseconds since midnight.
    Clock(i64),
    /// All of it.
    Whole(Time),
    /// Month, day and milliseconds since midnight; no year.
    NoYear(i64, i64, i64),
}

/// Lines the client writes about the log itself; a day where they name one.
const MARKS: &[&str] = &[
    "--- Log opened ",
    "--- Log closed ",
    "--- Day changed ",
    "**** BEGIN LOGGING AT ",
    "**** ENDING LOGGING AT ",
    "Session Start: ",
    "Session Time: ",
    "Session Close: ",
    "Session Ident: ",
];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A line about the log itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It names a day: local midnight.
    Day(i64),
    /// It names none.
    Dayless,
}

/// What a line says about the log itself; `None` for every other line.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let rest = MARKS.iter().find_map(|mark| line.strip_prefix(mark))?;
    Some(date(rest).map_or(Mark::Dayless, Mark::Day))
}

/// `Tue Jan  2 15:04:05 2024`
fn date(text: &str) -> Option<i64> {
    let words = || text.split([' ', ',']).filter(|word| !word.is_empty());
    let month = words().find_map(month)?;
    let mut numbers = words().filter_map(|word| word.parse::<i64>().ok());
    let day = numbers.clone().find(|number| (1..=31).contains(number))?;
    let year = numbers.find(|number| *number > 1000)?;
    midnight(year, month, day)
}

/// The number of a month by its first three letters.
fn month(word: &str) -> Option<i64> {
    let at = MONTHS.iter().position(|name| word.get(..3) == Some(name))?;
    (word.len() == 3 || word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .then(|| i64::try_from(at + 1).ok())?
}

/// The clock a line begins with, and what follows; one space or tab between them belongs to it.
pub(super) fn read(line: &str) -> Option<(Stamp, &str)> {
    match line.as_bytes() {
        [b'[', ..] => {
            let (inner, rest) = line.strip_prefix('[')?.split_once(']')?;
            let stamp = match clock(inner) {
                Some(ms) => Stamp::Clock(ms),
                None => Stamp::Whole(clock::iso(inner.as_bytes())?),
            };
            Some((stamp, after(rest)?))
        }
        [b'0'..=b'9', _, b':', ..] => {
            let (word, _) = line.split_once([' ', '\t']).unwrap_or((line, ""));
            Some((Stamp::Clock(clock(word)?), after(line.get(word.len()..)?)?))
        }
        [b'0'..=b'9', _, _, _, b'-', _, _, b'-', _, _, b'T', ..] => {
            let (word, _) = line.split_once([' ', '\t'])?;
            Some((Stamp::Whole(clock::iso(word.as_bytes())?), after(line.get(word.len()..)?)?))
        }
        [b'0'..=b'9', _, _, _, b'-', _, _, b'-', _, _, b' ', ..] => {
            let (word, rest) = (line.get(..19)?, line.get(19..)?);
            Some((Stamp::Whole(clock::iso(word.as_bytes())?), after(rest)?))
        }
        [b'A'..=b'Z', _, _, b' ', ..] => {
            let month = month(line.get(..3)?)?;
            let rest = line.get(4..)?.trim_start_matches(' ');
            let (day, rest) = rest.split_once(' ')?;
            let (word, _) = rest.split_once([' ', '\t'])?;
            let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
            Some((Stamp::NoYear(month, day, clock(word)?), after(rest.get(word.len()..)?)?))
        }
        _ => None,
    }
}

fn after(rest: &str) -> Option<&str> {
    rest.strip_prefix([' ', '\t']).or(rest.is_empty().then_some(rest))
}

/// `15:04` or `15:04:05`, whole.
fn clock(text: &str) -> Option<i64> {
    let two = |high: u8, low: u8| {
        (high.is_ascii_digit() && low.is_ascii_digit()).then(|| i64::from(high - b'0') * 10 + i64::from(low - b'0'))
    };
    let (hour, minute, second) = match *text.as_bytes() {
        [h0, h1, b':', m0, m1] => (two(h0, h1)?, two(m0, m1)?, 0),
        [h0, h1, b':', m0, m1, b':', s0, s1] => (two(h0, h1)?, two(m0, m1)?, two(s0, s1)?),
        _ => return None,
    };
    (hour < 24 && minute < 60 && second < 61).then_some(((hour * 60 + minute) * 60 + second) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps() {
        let at = (15 * 60 + 4) * 60_000;
        let day = midnight(2024, 1, 2).unwrap();
        for (line, want) in [
            ("[15:04] <a> x", Some((Stamp::Clock(at), "<a> x"))),
            ("[15:04:05] *** x", Some((Stamp::Clock(at + 5000), "*** x"))),
            ("[2024-01-02 15:04:05] <a> x", Some((Stamp::Whole(Time::Local(day + at + 5000)), "<a> x"))),
            ("15:04 <@a> x", Some((Stamp::Clock(at), "<@a> x"))),
            ("15:04  * a x", Some((Stamp::Clock(at), " * a x"))),
            ("2024-01-02 15:04:05\ta\tx", Some((Stamp::Whole(Time::Local(day + at + 5000)), "a\tx"))),
            ("2024-01-02T15:04:05+0000  <a> x", Some((Stamp::Whole(Time::Utc(day + at + 5000)), " <a> x"))),
            ("Jan 02 15:04:05 <a>\tx", Some((Stamp::NoYear(1, 2, at + 5000), "<a>\tx"))),
            ("Jan  2 15:04:05 <a>\tx", Some((Stamp::NoYear(1, 2, at + 5000), "<a>\tx"))),
            ("25:04 <a> x", None),
            ("[x] <a> x", None),
            ("1504 <a> x", None),
            ("January came", None),
            ("", None),
        ] {
            assert_eq!(read(line), want, "{line}");
        }
    }

    #[test]
    fn marks() {
        let day = Mark::Day(midnight(2024, 1, 2).unwrap());
        for (line, want) in [
            ("--- Log opened Tue Jan 02 15:04:05 2024", Some(day)),
            ("--- Day changed Tue Jan 02 2024", Some(day)),
            ("**** BEGIN LOGGING AT Tue Jan  2 15:04:05 2024", Some(day)),
            ("Session Start: Tue Jan 02 15:04:05 2024", Some(day)),
            ("Session Ident: #tea", Some(Mark::Dayless)),
            ("--- Log", None),
        ] {
            assert_eq!(mark(line), want, "{line}");
        }
    }
}
