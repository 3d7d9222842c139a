//! Times as Takeout writes them: for people, in the language of the account, always UTC. In:
//! `Tuesday, January 2, 2024 at 3:04:05 PM UTC`, `2024年1月2日星期二 UTC 15:04:05` and their like.
//! Out: the time. Read by what the numbers stand beside, since order and words vary.

use crate::format::clock;
use crate::frame::Time;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Parts of a time as they are found.
#[derive(Debug, Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    /// Hour, minute, second.
    clock: [Option<u32>; 3],
    afternoon: Option<bool>,
}

/// The time a text tells; `None` when it is in no known form, or not in UTC.
pub(super) fn read(text: &str) -> Option<Time> {
    if let Some(time) = clock::iso(text.as_bytes()) {
        return Some(match time {
            Time::Local(ms) | Time::Utc(ms) => Time::Utc(ms),
        });
    }
    let mut parts = Parts::default();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest.get(length..)?.chars().next().unwrap_or(' ');
            parts.number(rest.get(..length)?, before, after)?;
            length
        } else if first.is_ascii_alphabetic() {
            let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            parts.word(rest.get(..length)?);
            length
        } else {
            parts.sign(rest);
            first.len_utf8()
        };
        before = rest.get(..length)?.chars().next_back()?;
        rest = rest.get(length..)?;
    }
    parts.time()
}

impl Parts {
    fn number(&mut self, digits: &str, before: char, after: char) -> Option<()> {
        let value: u32 = digits.parse().ok()?;
        match (before, after) {
            // A clock ahead of UTC or behind it: Takeout never writes one, and nobody may guess.
            ('+' | '-', _) => return None,
            (':' | '.', _) if self.clock[0].is_some() => self.clock_part(value)?,
            (_, ':' | '時' | '时' | '点' | '分' | '秒' | '시') => self.clock_part(value)?,
            (_, '年' | '년') => self.year = Some(value),
            (_, '月' | '월') => self.month = Some(value),
            (_, '日' | '일') => self.day = Some(value),
            _ if digits.len() == 4 => self.year = Some(value),
            _ if self.day.is_none() => self.day = Some(value),
            _ => return None,
        }
        Some(())
    }

    fn clock_part(&mut self, value: u32) -> Option<()> {
        *self.clock.iter_mut().find(|part| part.is_none())? = Some(value);
        Some(())
    }

    fn word(&mut self, word: &str) {
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            word if word.len() >= 3 && self.month.is_none() => {
                let short = |month: &&str| {
                    *month == word || month.get(..3) == Some(word) || word == "sept" && **month == *"september"
                };
                self.month = MONTHS.iter().position(short).and_then(|at| u32::try_from(at + 1).ok());
            }
            _ => {}
        }
    }

    fn sign(&mut self, rest: &str) {
        const HALVES: [(&str, bool); 8] = [
            ("上午", false),
            ("凌晨", false),
            ("早上", false),
            ("午前", false),
            ("下午", true),
            ("晚上", true),
            ("中午", true),
            ("午後", true),
        ];
        if let Some((_, half)) = HALVES.iter().find(|(word, _)| rest.starts_with(word)) {
            self.afternoon = Some(*half);
        }
    }

    fn time(&self) -> Option<Time> {
        let [hour, minute, second] = self.clock;
        let hour = match (hour?, self.afternoon) {
            (12, Some(false)) => 0,
            (hour @ 1..12, Some(true)) => hour + 12,
            (hour, _) => hour,
        };
        let mut text = *b"0000-00-00T00:00:00Z";
        let places = [
            (0, 4, self.year?),
            (5, 2, self.month?),
            (8, 2, self.day?),
            (11, 2, hour),
            (14, 2, minute?),
            (17, 2, second.unwrap_or(0)),
        ];
        for (at, length, mut value) in places {
            for digit in text.get_mut(at..at + length)?.iter_mut().rev() {
                *digit = b'0' + u8::try_from(value % 10).ok()?;
                value /= 10;
            }
            if value > 0 {
                return None;
            }
        }
        clock::iso(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_forms() {
        for text in [
            "Tuesday, January 2, 2024 at 3:04:05 PM UTC",
            "Tuesday, January 2, 2024 at 3:04:05\u{202f}PM UTC",
            "January 2, 2024 at 3:04:05 PM UTC",
            "Tuesday, 2 January 2024 at 15:04:05 UTC",
            "Jan 2, 2024, 3:04:05 PM UTC",
            "2024年1月2日星期二 UTC 15:04:05",
            "2024年1月2日 星期二 UTC 下午3:04:05",
            "2024年1月2日 下午3:04:05 [UTC]",
            "2024年1月2日火曜日 15時04分05秒 UTC",
            "2024-01-02T15:04:05Z",
        ] {
            assert_eq!(read(text), Some(Time::Utc(1_704_207_845_000)), "{text}");
        }
        for (text, want) in [
            ("Monday, May 6, 2024 at 12:00:00 AM UTC", Some(1_714_953_600_000)),
            ("Monday, May 6, 2024 at 12:00:00 PM UTC", Some(1_714_996_800_000)),
            ("2024年5月6日星期一 UTC 上午12:00:00", Some(1_714_953_600_000)),
            ("Monday, March 4, 2024 at 1:02 AM UTC", Some(1_709_514_120_000)),
            ("Tuesday, January 2, 2024 at 3:04:05 PM GMT+8", None),
            ("Tuesday, January 32, 2024 at 3:04:05 PM UTC", None),
            ("Dienstag, 2. Januar 2024 um 15:04:05 UTC", None),
            ("2 2 2024 3:04", None),
            ("99999999999999999999:1", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(read(text), want.map(Time::Utc), "{text}");
        }
    }
}
