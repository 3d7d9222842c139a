//! The ways a table writes time: ISO, epochs, what a spreadsheet makes of a date, or a layout the
//! mapping spells out. In: a cell. Out: a [`Time`], or none; digits that a spreadsheet rounded away
//! are never guessed.

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::format::clock;
use crate::frame::Time;

/// Milliseconds of a day.
const DAY_MS: f64 = 86_400_000.0;
/// Serial number of 1970-01-01 in a spreadsheet.
const EPOCH_SERIAL: f64 = 25_569.0;
/// Serial number of the year 9999's end.
const LAST_SERIAL: f64 = 2_958_466.0;

/// One way of writing time.
#[derive(Debug, Clone)]
pub(in crate::format) enum TimeFormat {
    /// `2024-10-04 11:42:05`, `2024-10-04T11:42:05+08:00`.
    Iso,
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMillis,
    /// Either, told apart by size.
    Epoch,
    /// Serial numbers, and dates without their zeros: `2024/10/4 11:42`.
    Excel,
    /// A layout in `strftime` letters.
    Layout(Vec<Item<'static>>),
}

impl TimeFormat {
    /// What is tried when a mapping says nothing.
    pub fn usual() -> Vec<Self> {
        vec![Self::Iso, Self::Excel, Self::Epoch]
    }

    /// The way a word or layout of `[time]` names; the reason when it names none.
    pub fn named(word: &str) -> Result<Self, String> {
        match word {
            // The common layouts by hand: an order of magnitude faster.
            "iso" | "%Y-%m-%d %H:%M:%S" | "%Y-%m-%d %H:%M" | "%Y-%m-%dT%H:%M:%S" => Ok(Self::Iso),
            "epoch_s" => Ok(Self::EpochSeconds),
            "epoch_ms" => Ok(Self::EpochMillis),
            "excel" => Ok(Self::Excel),
            layout if layout.contains('%') => Self::layout(layout),
            _ => Err(
                "is none of \"iso\", \"epoch_s\", \"epoch_ms\", \"excel\" and no layout such as \"%Y-%m-%d %H:%M:%S\""
                    .to_owned(),
            ),
        }
    }

    fn layout(layout: &str) -> Result<Self, String> {
        let items = StrftimeItems::new(layout).parse_to_owned();
        let items = items.map_err(|_| "holds a letter that layouts do not know".to_owned())?;
        // What was written by a layout must be told by it again.
        let sample =
            NaiveDate::from_ymd_opt(2024, 10, 4).and_then(|day| day.and_hms_opt(21, 42, 0)).unwrap_or_default();
        let mut text = String::new();
        let written = std::fmt::Write::write_fmt(
            &mut text,
            format_args!("{}", sample.and_utc().fixed_offset().format_with_items(items.iter())),
        );
        let format = Self::Layout(items);
        match written.ok().and_then(|()| format.read(&text)) {
            Some(Time::Utc(ms) | Time::Local(ms)) if ms == sample.and_utc().timestamp_millis() => Ok(format),
            _ => Err("does not tell a time: year, month, day, hour and minute are needed".to_owned()),
        }
    }

    /// The time a cell tells.
    pub fn read(&self, text: &str) -> Option<Time> {
        match self {
            Self::Iso => clock::iso(text.as_bytes()),
            Self::EpochSeconds => Some(Time::Utc(decimal(text, 1000.0)?)),
            Self::EpochMillis => Some(Time::Utc(decimal(text, 1.0)?)),
            Self::Epoch => {
                let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
                (whole.len() >= 9).then(|| decimal(text, 1.0)).flatten().map(clock::epoch)
            }
            Self::Excel => excel(text).map(Time::Local),
            Self::Layout(items) => told(items, text),
        }
    }
}

/// A number that a spreadsheet wrote as `6.37E+17`: its last digits are gone.
pub(in crate::format) fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['e', 'E']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match number.split_once(['.', ',']) {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    };
    // An id of hexadecimal letters such as `1e5` is short; a rounded number never has so small a power.
    let power = power.strip_prefix('+').unwrap_or(power);
    whole && digits(power) && power.parse::<u32>().is_ok_and(|power| (9..=40).contains(&power))
}

/// A plain decimal number, times `factor`.
fn decimal(text: &str, factor: f64) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let number = text.parse::<f64>().ok()? * factor;
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the condition")]
    (number < 9e15).then_some(number.round() as i64)
}

/// Local milliseconds of a serial number; those of whole seconds are not whole in binary.
pub(in crate::format) fn serial(number: f64) -> Option<i64> {
    if !(1.0..LAST_SERIAL).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the condition")]
    let ms = ((number - EPOCH_SERIAL) * DAY_MS).round() as i64;
    let second = (ms + 500).div_euclid(1000) * 1000;
    Some(if (ms - second).abs() <= 5 { second } else { ms })
}

fn excel(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return serial(text.parse().ok()?);
    }
    loose(text)
}

/// A date and time in this order with any of the usual marks between: `2024/10/4 11:42`,
/// `2024年10月4日 下午1:05`.
fn loose(text: &str) -> Option<i64> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut half = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            numbers.push((rest.get(..digits)?.parse().ok()?, digits));
            rest = rest.get(digits..)?;
            continue;
        }
        let marks = [("上午", 0), ("下午", 12), ("AM", 0), ("PM", 12), ("am", 0), ("pm", 12)];
        if let Some((word, hours)) = marks.iter().find(|(word, _)| rest.starts_with(word)) {
            half = Some(*hours);
            rest = rest.get(word.len()..)?;
        } else if matches!(
            first,
            '/' | '-'
                | '.'
                | ':'
                | ' '
                | 'T'
                | '年'
                | '月'
                | '日'
                | '时'
                | '分'
                | '秒'
                | '，'
                | ','
                | '：'
                | '\u{a0}'
                | '\u{202f}'
        ) {
            rest = rest.get(first.len_utf8()..)?;
        } else {
            return None;
        }
    }
    let [(year, 4), (month, 1..=2), (day, 1..=2), (hour, 1..=2), (minute, 2), seconds @ ..] = numbers.as_slice() else {
        return None;
    };
    let second = match seconds {
        [] => 0,
        [(second, 2), ..] => *second,
        _ => return None,
    };
    let hour = match half {
        None => *hour,
        Some(hours) => hour.checked_rem(12)? + hours,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day)?;
    Some(date.and_hms_opt(hour, *minute, second.min(59))?.and_utc().timestamp_millis())
}

fn told(items: &[Item<'static>], text: &str) -> Option<Time> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, items.iter()).ok()?;
    if parsed.timestamp().is_some() || parsed.offset().is_some() {
        let time: DateTime<chrono::FixedOffset> = parsed.to_datetime().ok()?;
        return Some(Time::Utc(time.timestamp_millis()));
    }
    let time: NaiveDateTime = parsed.to_naive_datetime_with_offset(0).ok()?;
    Some(Time::Local(time.and_utc().timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, text: &str) -> Option<String> {
        let shown = |ms| DateTime::from_timestamp_millis(ms).unwrap().format("%Y-%m-%d %H:%M:%S%.f").to_string();
        match TimeFormat::named(format).unwrap().read(text)? {
            Time::Utc(ms) => Some(format!("{}Z", shown(ms))),
            Time::Local(ms) => Some(shown(ms)),
        }
    }

    #[test]
    fn cells_as_tables_write_them() {
        for (format, text, want) in [
            ("excel", "2024/10/4 11:42", Some("2024-10-04 11:42:00")),
            ("excel", "2024-10-4 9:05:07", Some("2024-10-04 09:05:07")),
            ("excel", "2024年10月4日 下午1:05", Some("2024-10-04 13:05:00")),
            ("excel", "2024/10/4 上午12:05", Some("2024-10-04 00:05:00")),
            ("excel", "2024/10/4 12:05 PM", Some("2024-10-04 12:05:00")),
            ("excel", "45569.4875", Some("2024-10-04 11:42:00")),
            ("excel", "45569", Some("2024-10-04 00:00:00")),
            ("excel", "45569.487511574071", Some("2024-10-04 11:42:01")),
            ("excel", "2024/10/4", None),
            ("excel", "10/4/2024 11:42", None),
            ("excel", "2024/13/4 11:42", None),
            ("excel", "4.56E+04", None),
            ("epoch_s", "1728013320", Some("2024-10-04 03:42:00Z")),
            ("epoch_s", "1728013320.25", Some("2024-10-04 03:42:00.250Z")),
            ("epoch_ms", "1728013320000", Some("2024-10-04 03:42:00Z")),
            ("epoch_ms", "1.72801E+12", None),
            ("iso", "2024-10-04T11:42:00+08:00", Some("2024-10-04 03:42:00Z")),
            ("%d/%m/%Y %H:%M", "04/10/2024 11:42", Some("2024-10-04 11:42:00")),
            ("%Y%m%d%H%M%S", "20241004114200", Some("2024-10-04 11:42:00")),
            ("%m/%d/%Y %I:%M %p", "10/04/2024 01:05 PM", Some("2024-10-04 13:05:00")),
            ("%Y/%m/%d %H:%M:%S %z", "2024/10/04 11:42:00 +0800", Some("2024-10-04 03:42:00Z")),
            ("%Y-%m-%d %H:%M:%S", "2024-10-04 25:00:00", None),
        ] {
            assert_eq!(read(format, text).as_deref(), want, "{format} {text}");
        }
    }

    #[test]
    fn formats_that_tell_no_time() {
        for word in ["epoch", "", "%Y-%m-%d", "%H:%M:%S", "%Y-%m-%d %I:%M", "%Y %K"] {
            assert!(TimeFormat::named(word).is_err(), "{word}");
        }
    }

    #[test]
    fn numbers_a_spreadsheet_rounded() {
        for (text, want) in [
            ("6.37E+17", true),
            ("6.37e17", true),
            ("6E+17", true),
            (" 5,02E+15 ", true),
            ("637012345678901234", false),
            ("1e5", false),
            ("6.37E+170", false),
            ("msg6E+17", false),
            ("0xe17", false),
            ("E+17", false),
            ("", false),
        ] {
            assert_eq!(is_scientific(text), want, "{text}");
        }
    }
}
