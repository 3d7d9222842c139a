//! What stands in front of a line: a date with a clock (phones), a name with a clock (Windows), or
//! nothing but a day. In: a line. Out: the time and what follows. No regex: it runs once a line.

use crate::format::clock::midnight;
use crate::format::half_day::clock;

/// A line as its beginning tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// It says which day it is: local midnight.
    Day(i64),
    /// Date and clock, then something behind a comma.
    Stamped(i64, &'a str),
    /// Date and clock, then something behind a colon: the app speaks.
    Told(i64, &'a str),
    /// Name and clock in brackets: milliseconds since midnight, and the text.
    Bracketed(&'a str, i64, &'a str),
    /// None of these.
    Plain,
}

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

/// Tells a line by its beginning.
pub(super) fn read(line: &str) -> Line<'_> {
    let beginning = match line.as_bytes().first() {
        Some(b'[') => bracketed(line),
        Some(b'-') => ruled(line).map(Line::Day),
        Some(b'0'..=b'9' | b'A'..=b'Z') => dated(line),
        _ => None,
    };
    beginning.unwrap_or(Line::Plain)
}

/// `[Name] [오후 2:30] text`; a name may hold brackets.
fn bracketed(line: &str) -> Option<Line<'_>> {
    line.match_indices("] [").find_map(|(at, gap)| {
        let (ms, rest) = clock(line.get(at + gap.len()..)?)?;
        let text = rest.strip_prefix(']')?;
        let text = text.strip_prefix(' ').or(text.is_empty().then_some(text))?;
        Some(Line::Bracketed(line.get(1..at)?, ms, text))
    })
}

/// `--------------- 2024년 1월 2일 화요일 ---------------`
fn ruled(line: &str) -> Option<i64> {
    let inner = line.trim().strip_prefix("-----")?.strip_suffix("-----")?.trim_matches(['-', ' ']);
    // `Tuesday, January 2, 2024`
    let date = inner.split_once(", ").filter(|(word, _)| !word.contains(' ')).map_or(inner, |(_, date)| date);
    day(date).map(|(day, _)| day)
}

fn dated(line: &str) -> Option<Line<'_>> {
    // Nothing longer than a date stands in front of a year.
    if !line.as_bytes().iter().take(32).any(u8::is_ascii_digit) {
        return None;
    }
    // `Tuesday, January 2, 2024` alone.
    if let Some(date) = line.split_once("day, ").map(|(_, date)| date)
        && let Some((day, "")) = day(date).map(|(day, rest)| (day, rest.trim()))
    {
        return Some(Line::Day(day));
    }
    let (day, rest) = day(line)?;
    let gap = rest.trim_start_matches(',').trim_start();
    let gap = gap.strip_prefix("at ").unwrap_or(gap);
    let Some((ms, rest)) = clock(gap) else {
        return is_weekday(rest.trim()).then_some(Line::Day(day));
    };
    match rest.as_bytes() {
        [] => Some(Line::Day(day)),
        [b',', b' ', ..] => Some(Line::Stamped(day + ms, rest.get(2..)?)),
        [b':', b' ', ..] => Some(Line::Told(day + ms, rest.get(2..)?)),
        _ => None,
    }
}

/// Nothing, or a word such as 화요일.
fn is_weekday(rest: &str) -> bool {
    rest.is_empty() || rest.ends_with("요일") && rest.chars().count() == 3
}

/// Local midnight of the date a text begins with, and what follows.
fn day(text: &str) -> Option<(i64, &str)> {
    if text.starts_with(|c: char| c.is_ascii_uppercase()) {
        // `January 2, 2024`
        let (month, rest) = month(text)?;
        let (day, rest) = number(rest.trim_start())?;
        let (year, rest) = number(rest.trim_start_matches(',').trim_start())?;
        return Some((midnight(year, month, day)?, rest));
    }
    let (first, rest) = number(text)?;
    if let Some(rest) = rest.strip_prefix('년') {
        let (month, rest) = number(rest.trim_start())?;
        let (day, rest) = number(rest.strip_prefix('월')?.trim_start())?;
        return Some((midnight(first, month, day)?, rest.strip_prefix('일')?));
    }
    if let Some(rest) = rest.strip_prefix('.') {
        let (month, rest) = number(rest.trim_start())?;
        let (day, rest) = number(rest.strip_prefix('.')?.trim_start())?;
        return Some((midnight(first, month, day)?, rest.strip_prefix('.')?));
    }
    // `2 January 2024`
    let (month, rest) = month(rest.strip_prefix(' ')?)?;
    let (year, rest) = number(rest.trim_start())?;
    Some((midnight(year, month, first)?, rest))
}

/// The number of a month's name, whole or its first three letters.
fn month(text: &str) -> Option<(i64, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(length);
    let at = MONTHS.iter().position(|name| *name == word || name.get(..3) == Some(word))?;
    Some((i64::try_from(at).ok()? + 1, rest.strip_prefix('.').unwrap_or(rest)))
}

fn number(text: &str) -> Option<(i64, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok().filter(|_| length <= 4)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 1_704_153_600_000;
    const AT: i64 = DAY + (14 * 60 + 30) * 60_000;

    #[test]
    fn beginnings() {
        for (line, want) in [
            ("--------------- 2024년 1월 2일 화요일 ---------------", Line::Day(DAY)),
            ("--------------- Tuesday, January 2, 2024 ---------------", Line::Day(DAY)),
            ("2024년 1월 2일 화요일", Line::Day(DAY)),
            ("2024년 1월 2일 오후 2:30", Line::Day(DAY)),
            ("Tuesday, January 2, 2024", Line::Day(DAY)),
            ("[철수] [오후 2:30] 안녕", Line::Bracketed("철수", AT - DAY, "안녕")),
            ("[a] [b] [2:30 PM] hi] x", Line::Bracketed("a] [b", AT - DAY, "hi] x")),
            ("[철수] [14:30] 안녕", Line::Bracketed("철수", AT - DAY, "안녕")),
            ("2024년 1월 2일 오후 2:30, 철수 : 안녕", Line::Stamped(AT, "철수 : 안녕")),
            ("2024. 1. 2. 오후 2:30, 철수 : 안녕", Line::Stamped(AT, "철수 : 안녕")),
            ("2024. 1. 2. 14:30, 철수 : 안녕", Line::Stamped(AT, "철수 : 안녕")),
            ("2024. 1. 2. 오후 2:30: 철수님이 나갔습니다.", Line::Told(AT, "철수님이 나갔습니다.")),
            ("January 2, 2024 at 2:30 PM, Ann : hi", Line::Stamped(AT, "Ann : hi")),
            ("Jan 2, 2024 at 2:30 PM, Ann : hi", Line::Stamped(AT, "Ann : hi")),
            ("2 January 2024 14:30, Ann : hi", Line::Stamped(AT, "Ann : hi")),
            ("2 January 2024 at 14:30, Ann : hi", Line::Stamped(AT, "Ann : hi")),
            ("2024년 1월 2일 만나요", Line::Plain),
            ("2024년 13월 2일 오후 2:30, 철수 : 안녕", Line::Plain),
            ("[철수] 안녕", Line::Plain),
            ("Monday, see you", Line::Plain),
            ("May I?", Line::Plain),
            ("--- 1 ---", Line::Plain),
            ("2 apples", Line::Plain),
            ("", Line::Plain),
        ] {
            assert_eq!(read(line), want, "{line}");
        }
    }
}
