//! Numbers and dates as people read them. Rounding happens here and nowhere else; verdicts are
//! reached on unrounded values, so a value that rounding would carry across its bound keeps more
//! digits.

use chrono::Datelike;

use super::direction::closed;
use crate::calendar::{Day, date};
use crate::unit::{Lang, Text, Unit};

/// A thin space: groups thousands without looking like a decimal sign.
const THIN: char = '\u{2009}';

/// A ratio as per cent with one decimal: `48.2%` (zh), `48.2 %` (en); more decimals where rounding
/// would cross `bound`.
#[must_use]
pub fn percent(ratio: f64, bound: Option<f64>, lang: Lang) -> String {
    let digits = bound.map_or(1, |bound| digits_apart(ratio * 100.0, bound * 100.0));
    match lang {
        Lang::Zh => format!("{:.digits$}%", ratio * 100.0),
        Lang::En => format!("{:.digits$} %", ratio * 100.0),
    }
}

/// A count in full, thousands grouped by thin spaces; from ten million on 万 (zh) or k (en).
#[must_use]
pub fn count_text(count: u64, lang: Lang) -> String {
    #[expect(clippy::cast_precision_loss, reason = "rounded to one decimal on purpose")]
    if count >= 10_000_000 {
        return match lang {
            Lang::Zh => format!("{:.1}万", count as f64 / 10_000.0),
            Lang::En => format!("{:.1}M", count as f64 / 1_000_000.0),
        };
    }
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

const HOURS: Text = Text { zh: "小时", en: "h" };

/// The word of a unit behind a value: minutes past two hours are told as hours.
#[must_use]
pub fn unit_word(value: f64, unit: Unit, lang: Lang) -> &'static str {
    if unit == Unit::Minutes && value.abs() >= 120.0 { HOURS.get(lang) } else { unit.label().get(lang) }
}

/// A value in its unit, with the unit's word: `48.2%`, `263.4 条/天`, `12 人`.
#[must_use]
pub fn value_text(value: f64, unit: Unit, bound: Option<f64>, lang: Lang) -> String {
    if unit == Unit::Ratio {
        return percent(value, bound, lang);
    }
    let label = unit_word(value, unit, lang);
    let (value, bound) =
        if label == HOURS.get(lang) { (value / 60.0, bound.map(|bound| bound / 60.0)) } else { (value, bound) };
    let number = if value.fract().abs() < 1e-9 && value.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and small")]
        let whole = count_text(value.abs() as u64, lang);
        if value < 0.0 { format!("−{whole}") } else { whole }
    } else {
        let least = if unit == Unit::Index || value.abs() < 1.0 { 3 } else { 1 };
        let digits = bound.map_or(least, |bound| digits_apart(value, bound).max(least));
        format!("{value:.digits$}")
    };
    match label {
        "" => number,
        label => format!("{number} {label}"),
    }
}

/// Fewest decimals (1–6) at which value and bound, when unequal, do not print the same.
fn digits_apart(value: f64, bound: f64) -> usize {
    if value.total_cmp(&bound).is_eq() {
        return 1;
    }
    (1..6).find(|digits| format!("{value:.digits$}") != format!("{bound:.digits$}")).unwrap_or(6)
}

/// `2026-03-09` as `3月9日` or `9 Mar`.
#[must_use]
pub fn date_text(day: Day, lang: Lang) -> String {
    let date = date(day);
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => format!("{} {}", date.day(), month_name(date.month())),
    }
}

/// A range of days: `3月9日–3月15日`, `9–15 Mar`; the year when it is not `year`'s.
#[must_use]
pub fn date_range(first: Day, last: Day, lang: Lang) -> String {
    if first == last {
        return date_text(first, lang);
    }
    let (a, b) = (date(first), date(last));
    match lang {
        Lang::En if a.month() == b.month() && a.year() == b.year() => format!("{}–{}", a.day(), date_text(last, lang)),
        _ => format!("{}–{}", date_text(first, lang), date_text(last, lang)),
    }
}

/// English short month name.
const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

/// A long name cut in the middle to at most `most` characters: `技术交…流群`; one written from right to left is
/// closed, so that it may stand in a sentence.
#[must_use]
pub fn middle_cut(name: &str, most: usize) -> String {
    let letters: Vec<char> = name.chars().filter(|letter| *letter != '\u{200e}').collect();
    if letters.len() <= most || most < 3 {
        return closed(name.trim_end_matches('\u{200e}'));
    }
    let head = most / 2;
    let tail = most - head - 1;
    let cut: String = letters[..head].iter().chain(&['…']).chain(&letters[letters.len() - tail..]).collect();
    closed(&cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_never_crosses_a_bound() {
        assert_eq!(percent(0.482, Some(0.6), Lang::Zh), "48.2%");
        assert_eq!(percent(0.5996, Some(0.6), Lang::Zh), "59.96%");
        assert_eq!(percent(0.6, Some(0.6), Lang::En), "60.0 %");
        assert_eq!(value_text(4.999, Unit::MessagesPerDay, Some(5.0), Lang::En), "4.999 messages/day");
    }

    #[test]
    fn numbers_and_dates() {
        assert_eq!(count_text(1_842, Lang::Zh), "1\u{2009}842");
        assert_eq!(count_text(12_345_678, Lang::Zh), "1234.6万");
        assert_eq!(value_text(12.0, Unit::Persons, None, Lang::Zh), "12 人");
        assert_eq!(value_text(41.0, Unit::Minutes, Some(15.0), Lang::Zh), "41 分钟");
        assert_eq!(value_text(2688.8, Unit::Minutes, Some(15.0), Lang::Zh), "44.8 小时");
        assert_eq!(value_text(180.0, Unit::Minutes, None, Lang::En), "3 h");
        assert_eq!(value_text(0.6212, Unit::Index, None, Lang::En), "0.621");
        let day = crate::calendar::parse_day("", "2026-03-09").unwrap();
        assert_eq!(date_range(day, day + 6, Lang::Zh), "3月9日–3月15日");
        assert_eq!(date_range(day, day + 6, Lang::En), "9–15 Mar");
        assert_eq!(middle_cut("abcdefgh", 5), "ab…gh");
    }
}
