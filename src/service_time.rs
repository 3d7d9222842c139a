//! The clock of service hours (服务时段): how many minutes somebody should have answered in, between two
//! instants. Wall-clock spans of local days, so that a day of 23 or 25 hours counts what it had.

use std::collections::BTreeSet;

use crate::calendar::{Day, HOUR_MS, Zone, weekday};
use crate::charter::ServiceHours;

const DAY_MS: i64 = 24 * HOUR_MS;
const MINUTE_MS: i64 = 60_000;

/// Hours of service with the days they do not hold on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceTime {
    /// Spans of the clock; none means around the clock.
    pub hours: Vec<ServiceHours>,
    /// Local days without service (节假日).
    pub closed: BTreeSet<Day>,
}

impl ServiceTime {
    /// Whether anybody serves on a local day.
    #[must_use]
    pub fn serves(&self, day: Day) -> bool {
        !self.closed.contains(&day) && (self.hours.is_empty() || self.hours.iter().any(|span| on(span, day)))
    }

    /// Spans of the clock of a local day in minutes, ascending; what overlaps is one.
    #[must_use]
    pub fn spans(&self, day: Day) -> Vec<(u16, u16)> {
        if !self.serves(day) {
            return Vec::new();
        }
        if self.hours.is_empty() {
            return vec![(0, 24 * 60)];
        }
        let mut spans: Vec<(u16, u16)> =
            self.hours.iter().filter(|span| on(span, day)).map(|span| (span.from_min, span.to_min)).collect();
        spans.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// Minutes of service in `[from, to)`, UTC milliseconds; 0 when `to` is not later.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of years stay far below 2^53")]
    pub fn minutes(&self, from: i64, to: i64, zone: &mut Zone) -> f64 {
        if to <= from {
            return 0.0;
        }
        if self.hours.is_empty() && self.closed.is_empty() {
            return (to - from) as f64 / MINUTE_MS as f64;
        }
        let day = |ms: i64| Day::try_from(ms.div_euclid(DAY_MS)).unwrap_or(Day::MAX);
        let (first, last) = (day(zone.to_local(from)), day(zone.to_local(to)));
        let mut sum = 0;
        for day in (first..=last).filter(|day| self.serves(*day)) {
            let midnight = i64::from(day) * DAY_MS;
            for (from_min, to_min) in self.spans(day) {
                let open = zone.to_utc(midnight + i64::from(from_min) * MINUTE_MS).max(from);
                let close = zone.to_utc(midnight + i64::from(to_min) * MINUTE_MS).min(to);
                sum += (close - open).max(0);
            }
        }
        sum as f64 / MINUTE_MS as f64
    }
}

fn on(span: &ServiceHours, day: Day) -> bool {
    span.days.get(usize::from(weekday(day))).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_time;

    fn minutes(zone: &str, days: [bool; 7], spans: &[(u16, u16)], from: &str, to: &str) -> f64 {
        let mut zone = Zone::new(zone).unwrap();
        let hours = spans.iter().map(|(from_min, to_min)| ServiceHours { days, from_min: *from_min, to_min: *to_min });
        let service = ServiceTime { hours: hours.collect(), closed: BTreeSet::new() };
        let (from, to) = (parse_time(from, &mut zone).unwrap(), parse_time(to, &mut zone).unwrap());
        service.minutes(from, to, &mut zone)
    }

    /// The five questions of the worked example F4: 09:00–18:00 every day.
    #[test]
    fn worked_latencies() {
        let daily = |from: &str, to: &str| minutes("Asia/Shanghai", [true; 7], &[(540, 1080)], from, to);
        for (from, to, want) in [
            ("2026-03-02 10:00", "2026-03-02 10:08", 8.0),
            ("2026-03-02 10:30", "2026-03-02 10:52", 22.0),
            ("2026-03-02 17:50", "2026-03-03 09:10", 20.0),
            ("2026-03-02 21:00", "2026-03-02 21:05", 0.0),
            ("2026-03-02 15:00", "2026-03-03 18:00", 720.0),
            ("2026-03-02 15:00", "2026-03-02 14:00", 0.0),
        ] {
            assert!((daily(from, to) - want).abs() < 1e-9, "{from} {to}: {}", daily(from, to));
        }
    }

    #[test]
    fn weekends_nights_and_changed_clocks() {
        let work = [true, true, true, true, true, false, false];
        let got = minutes("Asia/Shanghai", work, &[(540, 1080)], "2026-03-06 17:00", "2026-03-09 10:00");
        assert!((got - 120.0).abs() < 1e-9, "{got}");
        // A span past midnight is two: 22:00–24:00 and 00:00–02:00.
        let got =
            minutes("Asia/Shanghai", [true; 7], &[(1320, 1440), (0, 120)], "2026-03-06 21:00", "2026-03-07 03:00");
        assert!((got - 240.0).abs() < 1e-9, "{got}");
        // Hours that overlap are served once.
        let got =
            minutes("Asia/Shanghai", [true; 7], &[(540, 1080), (600, 780)], "2026-03-06 11:00", "2026-03-06 12:00");
        assert!((got - 60.0).abs() < 1e-9, "{got}");
        // On 29 March 2026 Berlin's clocks skip an hour: 00:00–06:00 lasts five.
        let got = minutes("Europe/Berlin", [true; 7], &[(0, 360)], "2026-03-29 00:00", "2026-03-29 12:00");
        assert!((got - 300.0).abs() < 1e-9, "{got}");
        assert!(
            (minutes("Asia/Shanghai", [true; 7], &[], "2026-03-06 21:00", "2026-03-07 03:00") - 360.0).abs() < 1e-9
        );
    }
}
