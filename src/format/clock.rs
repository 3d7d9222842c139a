//! Times as exports write them: ISO 8601 with or without an offset, and bare epoch numbers. In: the
//! bytes of the text or the number. Out: a [`Time`]. By hand, because it runs once a message.

use crate::frame::Time;

/// `YYYY-MM-DD`, `T` or a space, `HH:MM[:SS[.fraction]]`, then `Z`, `±HH:MM` or nothing (local).
#[must_use]
pub(super) fn iso(text: &[u8]) -> Option<Time> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T' | b' ', h0, h1, b':', n0, n1, rest @ ..] = text else {
        return None;
    };
    let year = number(&[*y0, *y1, *y2, *y3])?;
    let (month, day) = (number(&[*m0, *m1])?, number(&[*d0, *d1])?);
    let (hour, minute) = (number(&[*h0, *h1])?, number(&[*n0, *n1])?);
    let (second, rest) = match rest {
        [b':', s0, s1, rest @ ..] => (number(&[*s0, *s1])?, rest),
        rest => (0, rest),
    };
    let (milli, rest) = fraction(rest)?;
    let days_in = |month: i64| match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=days_in(month)).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = (((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milli;
    match rest {
        [] => Some(Time::Local(local)),
        [b'Z' | b'z'] => Some(Time::Utc(local)),
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] | [sign @ (b'+' | b'-'), h0, h1, m0, m1] => {
            let offset = (number(&[*h0, *h1])? * 60 + number(&[*m0, *m1])?) * 60_000;
            Some(Time::Utc(if *sign == b'+' { local - offset } else { local + offset }))
        }
        _ => None,
    }
}

/// A wall clock as [`iso`] reads it, or as a spreadsheet leaves it after saving: `2024/3/1 9:05`,
/// without leading zeros and mostly without seconds.
#[must_use]
pub(super) fn sheet(text: &[u8]) -> Option<Time> {
    let text = text.trim_ascii();
    if let Some(time) = iso(text) {
        return Some(time);
    }
    let mut even = *b"0000-00-00 00:00:00";
    let mut parts = text.split(|byte| matches!(byte, b'/' | b'-' | b' ' | b':'));
    let mut count = 0;
    for (end, width) in [(4, 4), (7, 2), (10, 2), (13, 2), (16, 2), (19, 2)] {
        let Some(part) = parts.next() else { break };
        let fits = !part.is_empty() && part.len() <= width && part.iter().all(u8::is_ascii_digit);
        fits.then_some(())?;
        even.get_mut(end - part.len()..end)?.copy_from_slice(part);
        count += 1;
    }
    (count >= 5 && parts.next().is_none() && even[0] != b'0').then(|| iso(&even)).flatten()
}

/// Seconds, milliseconds or microseconds since the epoch, told apart by their size: as seconds,
/// 10^11 lies in the year 5138.
#[must_use]
pub(super) fn epoch(number: i64) -> Time {
    Time::Utc(match number {
        100_000_000_000_000.. => number / 1000,
        100_000_000_000.. => number,
        _ => number.saturating_mul(1000),
    })
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

/// Milliseconds of a fraction of any length, and what follows it.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.' | b',', digits @ ..] = rest else { return Some((0, rest)) };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let milli = (0..3).fold(0, |milli, at| {
        let digit = digits.get(at).filter(|_| at < length).map_or(0, |byte| i64::from(byte - b'0'));
        milli * 10 + digit
    });
    (length > 0).then(|| (milli, digits.get(length..).unwrap_or_default()))
}

/// Local midnight of a date, in milliseconds since 1970-01-01T00:00 local; `None` for a day that
/// is not in the calendar.
#[must_use]
pub(super) fn midnight(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    let fits = (1970..2100).contains(&year) && (1..=12).contains(&month) && (1..=length).contains(&day);
    fits.then(|| days(year, month, day) * 86_400_000)
}

/// Days since 1970-01-01 of a date in the Gregorian calendar: years begin in March, so the leap
/// day is a year's last.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn agrees_with_chrono() {
        let mut at = -62_135_596_800_000_i64;
        while at < 253_402_300_799_000 {
            let text = DateTime::from_timestamp_millis(at).unwrap().format("%Y-%m-%dT%H:%M:%S%.3f").to_string();
            assert_eq!(iso(text.as_bytes()), Some(Time::Local(at)), "{text}");
            at += 86_400_000 * 53 + 3_723_041;
        }
        for text in [
            "2024-02-29T23:59:59.1234567+08:00",
            "2024-01-01T00:00:00Z",
            "2023-12-31T20:15:00.5-05:30",
            "2024-03-10T02:30:00.001+00:00",
        ] {
            let want = DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
            assert_eq!(iso(text.as_bytes()), Some(Time::Utc(want)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "2024-01-01",
            "2024-13-01T00:00:00",
            "2023-02-29T00:00:00",
            "2024-01-01T24:00:00",
            "2024-01-01T00:00:00+8",
        ] {
            assert_eq!(iso(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn spreadsheets() {
        for (text, want) in [
            ("2024/3/1 9:05", "2024-03-01 09:05:00"),
            ("2024/10/4 11:42:07", "2024-10-04 11:42:07"),
            ("2024-3-1 09:05:00", "2024-03-01 09:05:00"),
            (" 2024-03-01 09:05:00 ", "2024-03-01 09:05:00"),
        ] {
            assert_eq!(sheet(text.as_bytes()), iso(want.as_bytes()), "{text}");
            assert!(sheet(text.as_bytes()).is_some(), "{text}");
        }
        for text in
            ["", "2024/3/1", "2024/13/1 9:05", "24/3/1 9:05", "2024/3/1 9:05:1:2", "2024/3/001 9:05", "2024/3/1 9:"]
        {
            assert_eq!(sheet(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn midnights() {
        for (date, want) in [
            ((1970, 1, 2), Some(86_400_000)),
            ((2024, 2, 29), Some(1_709_164_800_000)),
            ((2023, 2, 29), None),
            ((2024, 4, 31), None),
            ((2024, 0, 1), None),
            ((2567, 1, 1), None),
        ] {
            assert_eq!(midnight(date.0, date.1, date.2), want, "{date:?}");
        }
    }

    #[test]
    fn epochs() {
        for number in [1_700_000_000, 1_700_000_000_000, 1_700_000_000_000_000] {
            assert_eq!(epoch(number), Time::Utc(1_700_000_000_000), "{number}");
        }
    }
}
