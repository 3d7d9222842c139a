//! Lines that begin a day: a date with its weekday, in the seven languages of the app. In: a line.
//! Out: local midnight. The weekday settles which number is the month where the year stands last.

use crate::format::clock::midnight;

/// The day a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Local midnight.
    At(i64),
    /// Day first or month first: the weekday fits both.
    Either {
        /// Read day first.
        dmy: i64,
        /// Read month first.
        mdy: i64,
    },
}

/// Longest line taken for a day, in bytes.
const LONGEST: usize = 48;

/// Words for Monday to Sunday.
const WEEKDAYS: [&[&str]; 7] = [
    &["mon", "monday", "月", "月曜日", "一", "周一", "週一", "星期一", "월", "월요일", "จ", "จันทร์"],
    &["tue", "tuesday", "火", "火曜日", "二", "周二", "週二", "星期二", "화", "화요일", "อ", "อังคาร"],
    &["wed", "wednesday", "水", "水曜日", "三", "周三", "週三", "星期三", "수", "수요일", "พ", "พุธ"],
    &["thu", "thursday", "木", "木曜日", "四", "周四", "週四", "星期四", "목", "목요일", "พฤ", "พฤหัสบดี"],
    &["fri", "friday", "金", "金曜日", "五", "周五", "週五", "星期五", "금", "금요일", "ศ", "ศุกร์"],
    &["sat", "saturday", "土", "土曜日", "六", "周六", "週六", "星期六", "토", "토요일", "ส", "เสาร์"],
    &["sun", "sunday", "日", "日曜日", "周日", "週日", "星期日", "星期天", "일", "일요일", "อา", "อาทิตย์"],
];

/// The day a line begins, if it is nothing but a date with its weekday.
pub(super) fn parse(line: &str) -> Option<Day> {
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let line = line.trim();
    let (front, date) = match line.split_once(',') {
        Some((word, date)) => (Some(weekday(word)?), date.trim_start()),
        None => (None, line),
    };
    let ([first, second, third], rest) = numbers(date)?;
    let weekday = match front {
        Some(weekday) if rest.trim().is_empty() => weekday,
        Some(_) => return None,
        None => weekday(rest)?,
    };
    if first > 31 {
        return midnight(year(first), second, third).map(Day::At);
    }
    let on_weekday = |day: &i64| (day / 86_400_000 + 3).rem_euclid(7) == weekday;
    let dmy = midnight(year(third), second, first).filter(on_weekday);
    let mdy = midnight(year(third), first, second).filter(on_weekday);
    match (dmy, mdy) {
        (Some(dmy), Some(mdy)) if dmy != mdy => Some(Day::Either { dmy, mdy }),
        (day, other) => day.or(other).map(Day::At),
    }
}

/// Buddhist years are brought back.
fn year(year: i64) -> i64 {
    if year >= 2400 { year - 543 } else { year }
}

/// Three numbers with one kind of sign between them, and what follows.
fn numbers(text: &str) -> Option<([i64; 3], &str)> {
    let (first, rest) = number(text)?;
    let rest = rest.trim_start_matches(' ');
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-' | '年' | '년'))?;
    let rest = rest.get(separator.len_utf8()..)?.trim_start();
    let (second, rest) = number(rest)?;
    let rest = rest.trim_start_matches(' ');
    let next = match separator {
        '年' => '月',
        '년' => '월',
        same => same,
    };
    let (third, rest) = number(rest.strip_prefix(next)?.trim_start())?;
    let rest = match separator {
        '年' => rest.strip_prefix('日')?,
        '년' => rest.strip_prefix('일')?,
        '.' => rest.strip_prefix('.').unwrap_or(rest),
        _ => rest,
    };
    Some(([first, second, third], rest))
}

fn number(text: &str) -> Option<(i64, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    Some((digits.parse().ok().filter(|_| length <= 4)?, rest))
}

/// 0 for Monday; brackets, spaces and the dot of an abbreviation around the word do not count.
fn weekday(word: &str) -> Option<i64> {
    let word = word.trim_matches([' ', '(', ')', '（', '）', '.']).to_lowercase();
    let word = word.strip_prefix("วัน").map_or(word.as_str(), |word| word.trim_end_matches("ที่"));
    let at = WEEKDAYS.iter().position(|words| words.contains(&word))?;
    i64::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let at = |y, m, d| Some(Day::At(midnight(y, m, d).unwrap()));
        for (line, want) in [
            ("2024/01/02(Tue)", at(2024, 1, 2)),
            ("2024/01/02(火)", at(2024, 1, 2)),
            ("2024/01/02（二）", at(2024, 1, 2)),
            ("2024/1/2周二", at(2024, 1, 2)),
            ("2024/1/2 星期二", at(2024, 1, 2)),
            ("2024.01.02 Tuesday", at(2024, 1, 2)),
            ("2024.01.02 火曜日", at(2024, 1, 2)),
            ("2024.01.02 星期二", at(2024, 1, 2)),
            ("2024년 1월 2일 화요일", at(2024, 1, 2)),
            ("2024. 1. 2. 화요일", at(2024, 1, 2)),
            ("Tue, 1/2/2024", at(2024, 1, 2)),
            ("Tue, 02/01/2024", at(2024, 1, 2)),
            ("อ., 2/1/2567", at(2024, 1, 2)),
            ("2024/01/02(日)", at(2024, 1, 2)),
            ("Tue, 4/2/2024", Some(Day::At(midnight(2024, 4, 2).unwrap()))),
            ("Fri, 1/3/2019", Some(Day::At(midnight(2019, 3, 1).unwrap()))),
            ("Wed, 2/1/2023", Some(Day::At(midnight(2023, 2, 1).unwrap()))),
            (
                "Fri, 2/3/2023",
                Some(Day::Either { dmy: midnight(2023, 3, 2).unwrap(), mdy: midnight(2023, 2, 3).unwrap() })
                    .map(|_| Day::At(midnight(2023, 2, 3).unwrap())),
            ),
            ("2024/01/02", None),
            ("2024/13/02(Tue)", None),
            ("Tue, 2/1/2023 x", None),
            ("Tue, see you", None),
            ("on 2024/01/02(Tue) we met", None),
            ("15:04 Ann hi", None),
            ("", None),
        ] {
            assert_eq!(parse(line), want, "{line}");
        }
    }

    #[test]
    fn a_weekday_that_fits_both_orders() {
        let either = (1..=12).flat_map(|a| (a + 1..=12).map(move |b| (a, b))).find_map(|(a, b)| {
            let words = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            let day = midnight(2024, a, b)? / 86_400_000;
            let word = words[usize::try_from((day + 3).rem_euclid(7)).ok()?];
            parse(&format!("{word}, {a}/{b}/2024")).filter(|day| matches!(day, Day::Either { .. }))
        });
        assert!(either.is_some());
    }
}
