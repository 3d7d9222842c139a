//! Which part of the date is day, month and year: decided once a file from all its dates, never a
//! line at a time. In: the date parts of every header in file order. Out: a [`Decision`].

use chrono::NaiveDate;

use super::header::YearPlace;
use crate::calendar::{Day, day_number};

/// An order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Dmy,
    Mdy,
    Ymd,
    Ydm,
}

/// Tried in this order; the earlier wins among equals.
const ORDERS: [Order; 4] = [Order::Dmy, Order::Mdy, Order::Ymd, Order::Ydm];
/// Years a chat of this messenger can lie in; a reading outside counts as impossible.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 2009..=2056;

impl Order {
    /// The day of date parts read in this order; `None` when there is no such day.
    pub(super) fn day(self, parts: [u16; 3]) -> Option<Day> {
        let (year, date) = self.date(parts)?;
        (2000..2100).contains(&year).then(|| day_number(date))
    }

    fn date(self, [first, second, third]: [u16; 3]) -> Option<(i32, NaiveDate)> {
        let (year, month, day) = match self {
            Self::Dmy => (third, second, first),
            Self::Mdy => (third, first, second),
            Self::Ymd => (first, second, third),
            Self::Ydm => (first, third, second),
        };
        let year = full_year(year);
        Some((year, NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day))?))
    }
}

/// Two digits are of this century, or of the Buddhist 25xx where this century's would lie decades
/// ahead; Buddhist years are brought back by 543.
fn full_year(year: u16) -> i32 {
    let year = i32::from(year);
    match year {
        0..=51 => year + 2000,
        52..=99 => year + 2500 - 543,
        2400.. => year - 543,
        _ => year,
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Track {
    /// Headers whose date cannot be.
    impossible: u64,
    /// The last date was one of them.
    lost: bool,
    /// Steps back in time.
    backward: u64,
    /// Largest step, in days.
    gap: Day,
    last: Option<Day>,
}

/// What the dates of one layout say about each order.
#[derive(Debug, Clone, Default)]
pub(super) struct Votes {
    tracks: [Track; 4],
    last: [u16; 3],
    /// Some date is another day when its parts change places: 5/5/24 is not.
    differ: bool,
}

/// The order of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// The dates leave one order only, or one that fits best.
    Sure(Order),
    /// Day and month could be either: every date fits both ways equally well.
    DayOrMonth,
}

impl Votes {
    /// Takes the date of one more header, in file order.
    pub(super) fn add(&mut self, date: [u16; 3]) {
        if date == self.last {
            for track in &mut self.tracks {
                track.impossible += u64::from(track.lost);
            }
            return;
        }
        self.last = date;
        self.differ |= date[0] != date[1];
        for (track, order) in self.tracks.iter_mut().zip(ORDERS) {
            let Some((_, date)) = order.date(date).filter(|(year, _)| PLAUSIBLE.contains(year)) else {
                track.impossible += 1;
                track.lost = true;
                continue;
            };
            track.lost = false;
            let day = day_number(date);
            if let Some(last) = track.last {
                track.backward += u64::from(day < last);
                track.gap = track.gap.max((day - last).abs());
            }
            track.last = Some(day);
        }
    }

    /// The order with the fewest impossible dates, then the fewest steps back, then the smallest
    /// gap between neighbours.
    pub(super) fn decide(&self, year: YearPlace) -> Decision {
        let score = |order: Order| {
            let track = self.tracks.iter().zip(ORDERS).find(|(_, known)| *known == order).map(|(track, _)| *track);
            track.map_or((u64::MAX, 0, 0), |track| (track.impossible, track.backward, track.gap))
        };
        let fits = |order: &Order| match year {
            YearPlace::First => matches!(order, Order::Ymd | Order::Ydm),
            YearPlace::Last => matches!(order, Order::Dmy | Order::Mdy),
            YearPlace::Unknown => true,
        };
        let best = ORDERS.into_iter().filter(fits).min_by_key(|order| score(*order)).unwrap_or(Order::Dmy);
        if best == Order::Dmy && score(Order::Dmy) == score(Order::Mdy) && self.differ {
            Decision::DayOrMonth
        } else {
            Decision::Sure(best)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(dates: &[[u16; 3]], year: YearPlace) -> Decision {
        let mut votes = Votes::default();
        for date in dates {
            votes.add(*date);
        }
        votes.decide(year)
    }

    #[test]
    fn decisions() {
        use YearPlace::{First, Last, Unknown};
        for (dates, year, want) in [
            (&[[1, 2, 2024], [13, 2, 2024]][..], Last, Decision::Sure(Order::Dmy)),
            (&[[1, 2, 2024], [2, 13, 2024]], Last, Decision::Sure(Order::Mdy)),
            // Days in a row, not firsts of months in a row.
            (&[[1, 2, 24], [2, 2, 24], [3, 2, 24]], Unknown, Decision::Sure(Order::Dmy)),
            (&[[2, 1, 24], [2, 2, 24], [2, 3, 24]], Unknown, Decision::Sure(Order::Mdy)),
            // Steps back count before gaps.
            (&[[11, 1, 2024], [1, 2, 2024]], Last, Decision::Sure(Order::Dmy)),
            (&[[3, 4, 24]], Unknown, Decision::DayOrMonth),
            (&[[5, 5, 24]], Unknown, Decision::Sure(Order::Dmy)),
            (&[[2024, 4, 3]], First, Decision::Sure(Order::Ymd)),
            (&[[2024, 25, 3]], First, Decision::Sure(Order::Ydm)),
            (&[[24, 4, 3], [24, 4, 20], [24, 5, 2]], Unknown, Decision::Sure(Order::Ymd)),
            (&[[3, 4, 67], [4, 4, 67]], Unknown, Decision::Sure(Order::Dmy)),
            // One impossible date does not turn the file.
            (&[[45, 13, 2024], [1, 2, 2024], [20, 2, 2024]], Last, Decision::Sure(Order::Dmy)),
        ] {
            assert_eq!(decide(dates, year), want, "{dates:?}");
        }
    }

    #[test]
    fn days_of_parts() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(day_number);
        assert_eq!(Order::Dmy.day([2, 1, 24]), day(2024, 1, 2));
        assert_eq!(Order::Dmy.day([2, 1, 2567]), day(2024, 1, 2));
        assert_eq!(Order::Dmy.day([2, 1, 67]), day(2024, 1, 2));
        assert_eq!(Order::Ydm.day([2024, 2, 1]), day(2024, 1, 2));
        assert_eq!(Order::Dmy.day([1, 13, 2024]), None);
        assert_eq!(Order::Ymd.day([1402, 1, 1]), None);
    }
}
