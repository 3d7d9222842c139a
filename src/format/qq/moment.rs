//! Days and hours as QQ prints them in the locale of the computer: `2024-01-02`, `2012/4/11`,
//! `3:04:05`, `9:16:35 AM`, `上午 08:00:00`. In: the bytes. Out: the value and what follows it.

use crate::format::clock;
use crate::frame::Time;

/// A date, not yet known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A time of day, not yet known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Clock {
    hour: u8,
    minute: u8,
    second: u8,
}

/// Half of a day, for clocks of twelve hours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

impl Date {
    /// The local time of an hour of this day; `None` when there is no such day or hour.
    pub fn at(self, hour: Clock) -> Option<Time> {
        let Self { year, month, day } = self;
        let Clock { hour, minute, second } = hour;
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let midnight = clock::midnight(i64::from(year), i64::from(month), i64::from(day))?;
        let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        Some(Time::Local(midnight + seconds * 1000))
    }
}

/// The date that `text` begins with.
pub(in crate::format) fn day(text: &[u8]) -> Option<(Date, &[u8])> {
    let (year, 4, rest) = number(text)? else { return None };
    let (separator @ (b'-' | b'/' | b'.'), rest) = rest.split_first()? else { return None };
    let (month, 1..=2, rest) = number(rest)? else { return None };
    let rest = rest.strip_prefix(&[*separator])?;
    let (day, 1..=2, rest) = number(rest)? else { return None };
    Some((Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? }, rest))
}

/// The time of day that `text` begins with, blanks before it and the half of the day on either
/// side included.
pub(in crate::format) fn hour(text: &[u8]) -> Option<(Clock, &[u8])> {
    let (before, rest) = half(blanks(text));
    let (hour, 1..=2, rest) = number(blanks(rest))? else { return None };
    let (minute, 2, rest) = number(rest.strip_prefix(b":")?)? else { return None };
    let (second, 2, rest) = number(rest.strip_prefix(b":")?)? else { return None };
    // A name may begin with such a word: `3:04:05 上午班长`.
    let (after, behind) = match half(blanks(rest)) {
        (after @ Some(_), behind) if behind.is_empty() || blanks(behind).len() < behind.len() => (after, behind),
        _ => (None, rest),
    };
    let rest = behind;
    let hour = match (before.or(after), hour) {
        (Some(Half::Am), 12) => 0,
        (Some(Half::Pm), 1..=11) => hour + 12,
        _ => hour,
    };
    let byte = |value: u16| u8::try_from(value).unwrap_or(u8::MAX);
    Some((Clock { hour: byte(hour), minute: byte(minute), second: byte(second) }, rest))
}

/// Digits, their value and count; at most four are taken.
#[inline]
fn number(text: &[u8]) -> Option<(u16, usize, &[u8])> {
    let (mut value, mut length) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = text.get(length) {
        if length == 4 {
            return None;
        }
        value = value * 10 + u16::from(digit - b'0');
        length += 1;
    }
    (length > 0).then_some((value, length, text.get(length..)?))
}

#[inline]
fn half(text: &[u8]) -> (Option<Half>, &[u8]) {
    const HALVES: &[(&str, Half)] = &[
        ("AM", Half::Am),
        ("PM", Half::Pm),
        ("上午", Half::Am),
        ("下午", Half::Pm),
        ("am", Half::Am),
        ("pm", Half::Pm),
    ];
    // Nearly every clock is one of 24 hours: nothing to compare.
    if !matches!(text.first(), Some(b'A' | b'P' | b'a' | b'p' | 0xe4)) {
        return (None, text);
    }
    let mut halves = HALVES.iter().filter_map(|(word, half)| Some((Some(*half), text.strip_prefix(word.as_bytes())?)));
    halves.next().unwrap_or((None, text))
}

/// Without the blanks at the start, the wide and unbreakable ones too.
#[inline]
fn blanks(mut text: &[u8]) -> &[u8] {
    // U+00A0, U+202F and U+2009 beside the plain ones.
    while let [b' ' | b'\t', rest @ ..] | [0xc2, 0xa0, rest @ ..] | [0xe2, 0x80, 0xaf | 0x89, rest @ ..] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Time, &str)> {
        let (day, rest) = day(text.as_bytes())?;
        let (hour, rest) = hour(rest)?;
        Some((day.at(hour)?, str::from_utf8(rest).unwrap()))
    }

    #[test]
    fn moments() {
        for (text, iso, rest) in [
            ("2024-01-02 3:04:05 x", "2024-01-02T03:04:05", " x"),
            ("2024-01-02 13:04:05", "2024-01-02T13:04:05", ""),
            ("2012/4/1 23:59:59", "2012-04-01T23:59:59", ""),
            ("2024-01-02 12:04:05 AM 某甲", "2024-01-02T00:04:05", " 某甲"),
            ("2024-01-02 12:04:05 PM 某甲", "2024-01-02T12:04:05", " 某甲"),
            ("2024-01-02 8:43:38 PM 某甲", "2024-01-02T20:43:38", " 某甲"),
            ("2024-01-02 上午 08:00:00 某甲", "2024-01-02T08:00:00", " 某甲"),
            ("2024-01-02 下午 12:30:00 某甲", "2024-01-02T12:30:00", " 某甲"),
            ("2024-01-02\u{a0}3:04:05\u{a0}PM", "2024-01-02T15:04:05", ""),
            ("2024-01-02 3:04:05 上午班长", "2024-01-02T03:04:05", " 上午班长"),
            ("2024-01-02 3:04:05 AMY", "2024-01-02T03:04:05", " AMY"),
        ] {
            assert_eq!(read(text), clock::iso(iso.as_bytes()).map(|time| (time, rest)), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment() {
        for text in [
            "",
            "2024-01-02",
            "24-01-02 3:04:05",
            "2024-01/02 3:04:05",
            "2024-1-32 3:04:05",
            "2024-02-30 3:04:05",
            "2024-01-02 25:04:05",
            "2024-01-02 3:04",
            "2024-01-02 3:4:5",
            "20240-01-02 3:04:05",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
