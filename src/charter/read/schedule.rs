//! Times people promise, as they write them: service hours (`Mon-Fri 09:00-18:00`) and recurrences
//! (`weekly Wed`, `monthly 15`). In: text. Out: minutes and days of the week, or a sentence saying
//! what was expected.

use crate::charter::{Recurrence, ServiceHours};

use crate::config::text_day;

const WEEKDAYS: [(&str, &str, char); 7] = [
    ("mon", "monday", '一'),
    ("tue", "tuesday", '二'),
    ("wed", "wednesday", '三'),
    ("thu", "thursday", '四'),
    ("fri", "friday", '五'),
    ("sat", "saturday", '六'),
    ("sun", "sunday", '日'),
];

/// A day of the week, 0 = Monday: `Mon`, `Monday`, `周一`, `星期一`, `周天`.
fn weekday(word: &str) -> Option<usize> {
    let word = word.trim().to_lowercase();
    let han = ["周", "星期"].iter().find_map(|prefix| word.strip_prefix(prefix)).map(|rest| rest.replace('天', "日"));
    WEEKDAYS.iter().position(|(short, long, one)| {
        *short == word || *long == word || han.as_ref().is_some_and(|han| han.chars().eq([*one]))
    })
}

/// Minutes after midnight of `HH:MM`; `24:00` is the end of the day.
pub fn minutes(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.trim().split_once(':')?;
    let digits = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// Days of `Mon-Fri`, `Sat`, `Mon,Wed`, `Sat-Mon` (over the week's end).
fn days(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (weekday(from)?, weekday(to)?);
        let span = (to + 7 - from) % 7;
        for step in 0..=span {
            *days.get_mut((from + step) % 7)? = true;
        }
    }
    Some(days)
}

/// Service hours: days, then a span of the clock. A span past midnight gives two.
///
/// # Errors
/// A sentence that goes after the key.
pub fn hours(text: &str) -> Result<Vec<ServiceHours>, String> {
    let wrong =
        || format!("holds \"{text}\", which is no span of service hours; write such as \"Mon-Sun 09:00-18:00\"");
    let (named, clock) = text.rsplit_once(char::is_whitespace).ok_or_else(wrong)?;
    let days = days(named).ok_or_else(wrong)?;
    let (from, to) = clock.split_once('-').ok_or_else(wrong)?;
    let (from_min, to_min) = (minutes(from).ok_or_else(wrong)?, minutes(to).ok_or_else(wrong)?);
    if from_min < to_min {
        return Ok(vec![ServiceHours { days, from_min, to_min }]);
    }
    if from_min == to_min || from_min == 24 * 60 {
        return Err(format!("holds \"{text}\", which lasts no minute; write 00:00-24:00 for the whole day"));
    }
    let mut next_days = days;
    next_days.rotate_right(1);
    let mut spans = vec![ServiceHours { days, from_min, to_min: 24 * 60 }];
    if to_min > 0 {
        spans.push(ServiceHours { days: next_days, from_min: 0, to_min });
    }
    Ok(spans)
}

/// A recurrence: `weekly Wed`, `monthly 15`, or one date.
///
/// # Errors
/// A sentence that goes after the key.
pub fn recurrence(text: &str) -> Result<Recurrence, String> {
    let wrong = || {
        format!(
            "is \"{text}\", which says no day; write \"weekly Wed\", \"monthly 15\" or a date such as \"2026-03-15\""
        )
    };
    let Some((how_often, when)) = text.split_once(char::is_whitespace) else {
        return text_day(text).map(Recurrence::Once).ok_or_else(wrong);
    };
    match how_often.to_lowercase().as_str() {
        "weekly" => {
            let day = weekday(when).and_then(|day| u8::try_from(day).ok());
            day.map(Recurrence::Weekly).ok_or_else(wrong)
        }
        "monthly" => {
            let day = when.trim().parse().ok().filter(|day| (1..=31).contains(day));
            day.map(Recurrence::Monthly).ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [bool; 7] = [true; 7];
    const WORK: [bool; 7] = [true, true, true, true, true, false, false];

    fn span(days: [bool; 7], from_min: u16, to_min: u16) -> ServiceHours {
        ServiceHours { days, from_min, to_min }
    }

    #[test]
    fn hours_are_understood() {
        for (text, expected) in [
            ("Mon-Sun 09:00-18:00", vec![span(ALL, 540, 1080)]),
            ("mon-FRI  9:00-18:30", vec![span(WORK, 540, 1110)]),
            ("周一-周五 00:00-24:00", vec![span(WORK, 0, 1440)]),
            ("Sat-Mon 09:00-10:00", vec![span([true, false, false, false, false, true, true], 540, 600)]),
            ("Mon, 星期三,Sunday 09:00-10:00", vec![span([true, false, true, false, false, false, true], 540, 600)]),
            (
                "Sun 22:00-02:00",
                vec![
                    span([false, false, false, false, false, false, true], 1320, 1440),
                    span([true, false, false, false, false, false, false], 0, 120),
                ],
            ),
            ("Mon-Sun 18:00-00:00", vec![span(ALL, 1080, 1440)]),
        ] {
            assert_eq!(hours(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_hours_are_refused() {
        for text in [
            "",
            "09:00-18:00",
            "Mon-Sun",
            "Mon-Sun 9-18",
            "Mon-Sun 09:00-25:00",
            "Mon-Sun 09:60-10:00",
            "Mon-Sun 09:00",
            "Mon-Sun 09:00-09:00",
            "Mo-Su 09:00-18:00",
            "Mon 09：00-18:00",
            "Mon, 09:00-18:00",
            "Mon +9:00-18:00",
        ] {
            assert!(hours(text).is_err(), "{text}");
        }
    }

    #[test]
    fn recurrences_are_understood() {
        for (text, expected) in [
            ("weekly Wed", Some(Recurrence::Weekly(2))),
            ("WEEKLY 周日", Some(Recurrence::Weekly(6))),
            ("monthly 15", Some(Recurrence::Monthly(15))),
            ("1970-01-11", Some(Recurrence::Once(10))),
            ("monthly 0", None),
            ("monthly 32", None),
            ("weekly", None),
            ("daily Wed", None),
            ("weekly Wodensday", None),
        ] {
            assert_eq!(recurrence(text).ok(), expected, "{text}");
        }
    }
}
