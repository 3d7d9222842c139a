//! Local time in one place: zones, local days, ISO weeks, months. In: milliseconds UTC or local
//! wall clocks. Out: day numbers (days since 1970-01-01 of the local calendar, shifted by
//! `day_start`). Everything that buckets by day uses this file, so a day means one thing.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;

use crate::error::{Error, Result};

/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 3_600_000;
const SPAN_MS: i64 = 900_000;

/// A local calendar day: days since 1970-01-01.
pub type Day = i32;

/// A time zone with a cache of the offset last used; conversions of neighbouring times are cheap.
#[derive(Debug, Clone)]
pub struct Zone {
    tz: Tz,
    local: (i64, i64),
    utc: (i64, i64),
}

impl Zone {
    /// The zone of an IANA name such as `Asia/Shanghai`.
    ///
    /// # Errors
    /// [`Error::Usage`] when no such zone exists, naming the flag.
    pub fn new(name: &str) -> Result<Self> {
        let tz = name.parse::<Tz>().map_err(|_| {
            Error::Usage(format!("--tz {name}: no such time zone; use an IANA name such as Asia/Shanghai or UTC"))
        })?;
        Ok(Self { tz, local: (i64::MIN, 0), utc: (i64::MIN, 0) })
    }

    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self { tz: Tz::UTC, local: (i64::MIN, 0), utc: (i64::MIN, 0) }
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.tz.name()
    }

    /// UTC of a local wall clock in milliseconds. Of two readings (clocks set back) the earlier;
    /// a clock that never was (clocks set forward) is read with the offset before the jump.
    pub fn to_utc(&mut self, local_ms: i64) -> i64 {
        let span = local_ms.div_euclid(SPAN_MS);
        if self.local.0 != span {
            self.local = (span, self.offset_of_local(local_ms));
        }
        local_ms - self.local.1
    }

    /// Local wall clock of a UTC instant, both in milliseconds.
    pub fn to_local(&mut self, utc_ms: i64) -> i64 {
        let span = utc_ms.div_euclid(SPAN_MS);
        if self.utc.0 != span {
            self.utc = (span, self.offset_of_utc(utc_ms));
        }
        utc_ms + self.utc.1
    }

    fn offset_of_utc(&self, utc_ms: i64) -> i64 {
        let naive = DateTime::from_timestamp_millis(utc_ms).unwrap_or_default().naive_utc();
        i64::from(self.tz.offset_from_utc_datetime(&naive).fix().local_minus_utc()) * 1000
    }

    fn offset_of_local(&self, local_ms: i64) -> i64 {
        let naive = DateTime::from_timestamp_millis(local_ms).unwrap_or_default().naive_utc();
        match self.tz.offset_from_local_datetime(&naive).earliest() {
            Some(offset) => i64::from(offset.fix().local_minus_utc()) * 1000,
            None => self.offset_of_utc(local_ms - 3 * HOUR_MS),
        }
    }
}

/// A zone together with where its days begin.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Zone,
    day_start_ms: i64,
}

impl Calendar {
    /// Days of `zone` that begin `day_start_ms` after midnight (0 for natural days).
    #[must_use]
    pub fn new(zone: Zone, day_start_ms: i64) -> Self {
        Self { zone, day_start_ms }
    }

    /// The zone.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Local day of a UTC instant.
    pub fn day(&mut self, utc_ms: i64) -> Day {
        self.day_hour(utc_ms).0
    }

    /// Local day and clock hour (0–23) of a UTC instant. With a shifted day start, the small hours
    /// belong to the day before while the hour stays the clock's.
    pub fn day_hour(&mut self, utc_ms: i64) -> (Day, u8) {
        let local = self.zone.to_local(utc_ms);
        let day = (local - self.day_start_ms).div_euclid(24 * HOUR_MS);
        let hour = local.rem_euclid(24 * HOUR_MS) / HOUR_MS;
        (i32::try_from(day).unwrap_or(i32::MAX), u8::try_from(hour).unwrap_or(0))
    }

    /// UTC instant at which a local day begins; `start(day + 1)` is where it ends.
    pub fn start(&mut self, day: Day) -> i64 {
        self.zone.to_utc(i64::from(day) * 24 * HOUR_MS + self.day_start_ms)
    }

    /// The same wall clock `days` calendar days later (23 or 25 hours a day where clocks change).
    pub fn add_days(&mut self, utc_ms: i64, days: i32) -> i64 {
        let local = self.zone.to_local(utc_ms);
        self.zone.to_utc(local + i64::from(days) * 24 * HOUR_MS)
    }

    /// RFC 3339 with the zone's offset, to the second.
    #[must_use]
    pub fn rfc3339(&self, utc_ms: i64) -> String {
        let utc = DateTime::from_timestamp_millis(utc_ms).unwrap_or_default();
        utc.with_timezone(&self.zone.tz).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }
}

/// The calendar date of a day number.
#[must_use]
pub fn date(day: Day) -> NaiveDate {
    let epoch = NaiveDate::default();
    if day >= 0 {
        epoch.checked_add_days(Days::new(u64::from(day.unsigned_abs()))).unwrap_or(epoch)
    } else {
        epoch.checked_sub_days(Days::new(u64::from(day.unsigned_abs()))).unwrap_or(epoch)
    }
}

/// The day number of a calendar date.
#[must_use]
pub fn day_number(date: NaiveDate) -> Day {
    i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(0)
}

/// Monday of the ISO week a day lies in.
#[must_use]
pub fn monday(day: Day) -> Day {
    // 1970-01-01 was a Thursday.
    day - (day + 3).rem_euclid(7)
}

/// Weekday of a day, 0 = Monday.
#[must_use]
pub fn weekday(day: Day) -> u8 {
    u8::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// ISO week label such as `2026-W10`.
#[must_use]
pub fn week_label(day: Day) -> String {
    let week = date(day).iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// First day of the month `day` lies in, and first day of the next.
#[must_use]
pub fn month(day: Day) -> (Day, Day) {
    let date = date(day);
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
    (day_number(first), day_number(next))
}

/// Sunday of an ISO week written `2026-W46`.
///
/// # Errors
/// [`Error::Usage`] when the text is no ISO week.
pub fn sunday_of_week(text: &str) -> Result<Day> {
    let wrong = || Error::Usage(format!("--week {text}: expected an ISO week such as 2026-W46"));
    let (year, week) = text.split_once("-W").ok_or_else(wrong)?;
    let year = year.parse().map_err(|_| wrong())?;
    let week = week.parse().map_err(|_| wrong())?;
    NaiveDate::from_isoywd_opt(year, week, Weekday::Sun).map(day_number).ok_or_else(wrong)
}

/// A day written `2026-03-20`.
///
/// # Errors
/// [`Error::Usage`] when the text is no date; `flag` names where it stood.
pub fn parse_day(flag: &str, text: &str) -> Result<Day> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map(day_number)
        .map_err(|_| Error::Usage(format!("{flag} {text}: expected a date such as 2026-03-20")))
}

/// A time in a side file: RFC 3339 or local `YYYY-MM-DD[ T]HH:MM[:SS[.fff]]` or a bare date
/// (midnight), local ones read in `zone`. `/` may stand for `-` and parts may lack their zero, as
/// after a round trip through a spreadsheet. Epoch seconds and milliseconds are taken too.
#[must_use]
pub fn parse_time(text: &str, zone: &mut Zone) -> Option<i64> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.timestamp_millis());
    }
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        return Some(if number >= 100_000_000_000 { number } else { number * 1000 });
    }
    let plain = text.replace('/', "-").replacen('T', " ", 1);
    for layout in ["%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%d %H:%M:%S%.f%z"] {
        if let Ok(time) = DateTime::parse_from_str(&plain, layout) {
            return Some(time.timestamp_millis());
        }
    }
    for layout in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"] {
        if let Ok(time) = NaiveDateTime::parse_from_str(&plain, layout) {
            return Some(zone.to_utc(time.and_utc().timestamp_millis()));
        }
    }
    let date = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok()?;
    Some(zone.to_utc(i64::from(day_number(date)) * 24 * HOUR_MS))
}
