//! Ticks: which values an axis names, and the words. In: the range drawn and the room. Out: at most
//! six round values inside the range, dates at Mondays or month starts, none so close that words
//! touch. Knows no shapes.

use chrono::Datelike;

use super::text::{Size, real, width};
use crate::calendar::{Day, date, monday, month};
use crate::chart::spec::Scale;
use crate::look::date_text;
use crate::unit::Lang;

/// A tick: where, and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Value on the axis.
    pub at: f64,
    /// What stands there.
    pub words: String,
}

/// Most ticks a side.
pub const MOST: usize = 6;

/// A round step so that `low..=high` holds at most `most` of its multiples; never below `least`.
pub fn step(low: f64, high: f64, most: usize, least: f64) -> f64 {
    let span = (high - low).abs();
    if !span.is_finite() || span <= 0.0 || most < 2 {
        return least.max(1.0);
    }
    let mut power = 10_f64.powf((span / real(most)).log10().floor());
    for _ in 0..3 {
        // Quarters are round where they are whole, or parts of a whole.
        let quarters = 2.5 * power >= 10.0 || (2.5 * power - 0.25).abs() < 1e-9;
        let factors: &[f64] = if quarters { &[1.0, 2.0, 2.5, 5.0] } else { &[1.0, 2.0, 5.0] };
        for factor in factors {
            let step = factor * power;
            let count = (high / step + 1e-9).floor() - (low / step - 1e-9).ceil() + 1.0;
            if count <= real(most) && step >= least {
                return step;
            }
        }
        power *= 10.0;
    }
    power.max(least)
}

/// The multiples of `step` inside `low..=high`, at most [`MOST`].
pub fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step - 1e-9).ceil();
    (0..MOST).map(|at| (first + real(at)) * step).filter(|value| *value <= high + step * 1e-9).collect()
}

/// The range widened to round values, from 0 when `from_zero` asks for it or the lowest value is
/// nearer to 0 than to the highest.
pub fn round_range((low, high): (f64, f64), base: Base, scale: Scale) -> (f64, f64) {
    let anchored = base == Base::Zero || (low >= 0.0 && low < high * 0.5);
    let low = if anchored { low.min(0.0) } else { low };
    let high = if base == Base::Zero { high.max(0.0) } else { high };
    let least: f64 = if scale == Scale::Percent { 0.01 } else { 0.0 };
    let (low, high) = if high - low > 1e-12 { (low, high) } else { (low, low + least.max(1.0)) };
    let grid = step(low, high, MOST - 1, least);
    let high = (high / grid - 1e-9).ceil() * grid;
    let low = (low / grid + 1e-9).floor() * grid;
    match scale {
        Scale::Percent if high > 1.0 && high < 1.2 => (low, 1.0_f64.max(low + grid)),
        _ => (low, high),
    }
}

/// Where a value axis begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// At zero: there are bars.
    Zero,
    /// Near the lowest value.
    Free,
}

/// Ticks of a value axis over `low..=high`.
pub fn value_ticks((low, high): (f64, f64), scale: Scale, lang: Lang) -> Vec<Tick> {
    let step = step(low, high, MOST, if scale == Scale::Percent { 0.001 } else { 0.0 });
    let words = |value: f64| tick_words(value, step, scale, lang);
    multiples(low, high, step).into_iter().map(|at| Tick { at, words: words(at) }).collect()
}

/// A tick's number, with as many decimals as its step needs.
pub fn tick_words(value: f64, step: f64, scale: Scale, lang: Lang) -> String {
    let (value, step) = if scale == Scale::Percent { (value * 100.0, step * 100.0) } else { (value, step) };
    let unit = match (scale, lang) {
        (Scale::Percent, Lang::Zh) => "%",
        (Scale::Percent, Lang::En) => " %",
        _ => "",
    };
    let (value, step, unit) = match lang {
        Lang::Zh if value.abs() >= 10_000.0 => (value / 10_000.0, step / 10_000.0, "万"),
        Lang::En if value.abs() >= 10_000.0 => (value / 1000.0, step / 1000.0, "k"),
        _ => (value, step, unit),
    };
    let digits = (0..4).find(|digits| {
        let scaled = step * 10_f64.powi(*digits);
        (scaled - scaled.round()).abs() < 1e-6
    });
    let digits = usize::try_from(digits.unwrap_or(4)).unwrap_or(0);
    let text = format!("{value:.digits$}");
    let sign = if text.starts_with('-') && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "−" } else { "" };
    format!("{sign}{}{unit}", text.trim_start_matches('-'))
}

/// Ticks of a date axis over `first..=last`, `room` pixels wide: Mondays for up to ten weeks, else
/// month starts; thinned until the words stand apart.
pub fn date_ticks(first: Day, last: Day, room: f64, lang: Lang) -> Vec<Tick> {
    if last < first {
        return Vec::new();
    }
    let weeks = last - first <= 70;
    let all: Vec<Day> = if last - first < 7 {
        (first..=last).collect()
    } else if weeks {
        mondays(first, last)
    } else {
        month_starts(first, last)
    };
    let scale = |day: Day| f64::from(day - first) / f64::from((last - first).max(1)) * room;
    for every in 1..=all.len() {
        let kept: Vec<Day> = all.iter().copied().filter(|day| keeps(*day, every, weeks, first)).collect();
        let ticks = date_words(&kept, weeks, lang);
        if ticks.len() <= MOST && apart(&ticks, |tick| scale(tick.0)) {
            return ticks.into_iter().map(|(day, words)| Tick { at: f64::from(day), words }).collect();
        }
    }
    Vec::new()
}

/// Whether a Monday or month start survives when only every `every`-th is kept; months count from
/// January, so that quarters and half-years begin where people expect them.
fn keeps(day: Day, every: usize, weeks: bool, first: Day) -> bool {
    let every = i32::try_from(every).unwrap_or(i32::MAX);
    if weeks {
        let unit = if (day - first) % 7 == 0 || monday(day) == day { 7 } else { 1 };
        return (day - first).div_euclid(unit) % every == 0;
    }
    let day = date(day);
    let months = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let every = match every {
        1..=3 => every,
        4 | 5 => 6,
        _ => (every - 5) * 12,
    };
    months.rem_euclid(every) == 0
}

fn mondays(first: Day, last: Day) -> Vec<Day> {
    let start = monday(first + 6);
    (start..=last).step_by(7).collect()
}

fn month_starts(first: Day, last: Day) -> Vec<Day> {
    let (own, next) = month(first);
    let mut day = if own == first { own } else { next };
    let mut out = Vec::new();
    while day <= last && out.len() < 1200 {
        out.push(day);
        day = month(day).1;
    }
    out
}

/// The words of date ticks: days, or months with the year on the first and where it changes.
fn date_words(days: &[Day], weeks: bool, lang: Lang) -> Vec<(Day, String)> {
    let mut year = None;
    days.iter()
        .map(|day| {
            let when = date(*day);
            let new_year = year.replace(when.year()) != Some(when.year());
            let words = match (weeks, lang) {
                (true, _) => date_text(*day, lang),
                (false, Lang::Zh) if new_year => format!("{}年{}月", when.year(), when.month()),
                (false, Lang::Zh) => format!("{}月", when.month()),
                (false, Lang::En) => {
                    let name = date_text(*day, lang);
                    let name = name.split(' ').next_back().unwrap_or_default().to_owned();
                    if new_year { format!("{name} {}", when.year()) } else { name }
                }
            };
            (*day, words)
        })
        .collect()
}

/// No two neighbouring words, centred on their places, come closer than 10 pixels.
fn apart(ticks: &[(Day, String)], place: impl Fn(&(Day, String)) -> f64) -> bool {
    ticks.windows(2).all(|pair| match pair {
        [a, b] => place(b) - place(a) >= f64::midpoint(width(&a.1, Size::Small), width(&b.1, Size::Small)) + 10.0,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{parse_day, weekday};

    proptest! {
        #[test]
        fn value_ticks_are_few_round_and_inside(low in -1e6_f64..1e6, span in 1e-3_f64..1e7) {
            let high = low + span;
            let ticks = value_ticks((low, high), Scale::Number, Lang::Zh);
            prop_assert!((1..=MOST).contains(&ticks.len()), "{ticks:?}");
            let step = step(low, high, MOST, 0.0);
            let mantissa = step / 10_f64.powf(step.log10().floor());
            prop_assert!([1.0, 2.0, 2.5, 5.0, 10.0].iter().any(|good| (mantissa - good).abs() < 1e-6), "{step}");
            for tick in ticks {
                prop_assert!(tick.at >= low - step * 1e-6 && tick.at <= high + step * 1e-6);
                prop_assert!((tick.at / step - (tick.at / step).round()).abs() < 1e-6);
            }
        }

        #[test]
        fn date_ticks_are_mondays_or_firsts_and_stand_apart(first in 0_i32..40_000, span in 7_i32..4000, room in 120.0_f64..760.0) {
            for lang in [Lang::Zh, Lang::En] {
                let last = first + span;
                let ticks = date_ticks(first, last, room, lang);
                prop_assert!(ticks.len() <= MOST);
                let place = |tick: &Tick| (tick.at - f64::from(first)) / f64::from(span) * room;
                for pair in ticks.windows(2) {
                    let words = width(&pair[0].words, Size::Small) / 2.0 + width(&pair[1].words, Size::Small) / 2.0;
                    prop_assert!(place(&pair[1]) - place(&pair[0]) >= words, "{ticks:?}");
                }
                for tick in ticks {
                    #[expect(clippy::cast_possible_truncation, reason = "a day number")]
                    let day = tick.at as Day;
                    prop_assert!((first..=last).contains(&day));
                    let round = if span <= 70 { weekday(day) == 0 } else { date(day).day() == 1 };
                    prop_assert!(round);
                }
            }
        }
    }

    #[test]
    fn words_follow_step_and_language() {
        let cases = [
            (0.2, 0.2, Scale::Percent, Lang::Zh, "20%"),
            (0.025, 0.005, Scale::Percent, Lang::En, "2.5 %"),
            (12_000.0, 2000.0, Scale::Number, Lang::Zh, "1.2万"),
            (12_000.0, 2000.0, Scale::Number, Lang::En, "12k"),
            (-20.0, 10.0, Scale::Number, Lang::En, "−20"),
            (-0.0, 10.0, Scale::Number, Lang::En, "0"),
        ];
        for (value, step, scale, lang, words) in cases {
            assert_eq!(tick_words(value, step, scale, lang), words);
        }
    }

    #[test]
    fn a_year_is_named_by_a_few_months_with_their_year() {
        let day = |text| parse_day("", text).unwrap();
        let words = |first, last, lang| -> Vec<String> {
            date_ticks(day(first), day(last), 600.0, lang).into_iter().map(|tick| tick.words).collect()
        };
        assert_eq!(
            words("2025-03-16", "2026-03-15", Lang::Zh),
            ["2025年5月", "7月", "9月", "11月", "2026年1月", "3月"]
        );
        assert_eq!(words("2025-03-16", "2026-03-15", Lang::En), ["May 2025", "Jul", "Sep", "Nov", "Jan 2026", "Mar"]);
        assert_eq!(words("2026-03-01", "2026-03-22", Lang::Zh), ["3月2日", "3月9日", "3月16日"]);
    }

    #[test]
    fn ranges_widen_to_round_values_and_bars_keep_zero() {
        assert_eq!(round_range((3.0, 97.0), Base::Zero, Scale::Number), (0.0, 100.0));
        assert_eq!(round_range((0.52, 0.88), Base::Free, Scale::Percent), (0.5, 0.9));
        assert_eq!(round_range((0.3, 0.97), Base::Free, Scale::Percent), (0.0, 1.0));
        assert_eq!(round_range((-30.0, 42.0), Base::Zero, Scale::Number), (-40.0, 60.0));
        assert_eq!(round_range((0.0, 0.0), Base::Zero, Scale::Number), (0.0, 1.0));
    }
}
