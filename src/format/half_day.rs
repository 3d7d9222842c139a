//! Clocks as exports write them by hand: `15:04`, `3:04 PM`, `午後3:04`. In: a marker with dots and
//! spaces taken out, or a text that begins with a clock. Out: milliseconds since midnight. Shared by
//! the text formats; the markers are a table of words.

/// Half of the day a twelve-hour clock speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// 中午: 11 to 1 o'clock around noon.
    Noon,
}

/// A clock as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Clock {
    /// As written: 0–23, or 1–12 with a half of the day.
    pub hour: u16,
    /// 0–59
    pub minute: u16,
    /// 0–59
    pub second: u16,
    /// The marker beside it.
    pub half: Option<Half>,
}

impl Clock {
    /// Milliseconds since midnight; `None` for a clock that cannot be (25:99).
    pub fn ms(self) -> Option<i64> {
        let hour = match self.half {
            None | Some(Half::Pm) if self.hour > 23 => return None,
            Some(Half::Am | Half::Noon) if self.hour > 12 => return None,
            Some(Half::Am) if self.hour == 12 => 0,
            Some(Half::Pm) if self.hour < 12 => self.hour + 12,
            Some(Half::Noon) if self.hour < 10 => self.hour + 12,
            _ => self.hour,
        };
        if self.minute > 59 || self.second > 59 {
            return None;
        }
        Some(((i64::from(hour) * 60 + i64::from(self.minute)) * 60 + i64::from(self.second)) * 1000)
    }
}

/// Markers with dots and spaces taken out, lower case where ASCII.
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Am),
    ("pm", Half::Pm),
    ("上午", Half::Am),
    ("下午", Half::Pm),
    ("凌晨", Half::Am),
    ("清晨", Half::Am),
    ("早上", Half::Am),
    ("早晨", Half::Am),
    ("中午", Half::Noon),
    ("傍晚", Half::Pm),
    ("晚上", Half::Pm),
    ("午前", Half::Am),
    ("午後", Half::Pm),
    ("오전", Half::Am),
    ("오후", Half::Pm),
    ("ص", Half::Am),
    ("قم", Half::Am),
    ("م", Half::Pm),
    ("قظ", Half::Am),
    ("بظ", Half::Pm),
    ("πμ", Half::Am),
    ("μμ", Half::Pm),
    ("öö", Half::Am),
    ("ös", Half::Pm),
    ("ÖÖ", Half::Am),
    ("ÖS", Half::Pm),
    ("fm", Half::Am),
    ("em", Half::Pm),
    ("de", Half::Am),
    ("du", Half::Pm),
    ("sa", Half::Am),
    ("ch", Half::Pm),
    ("pg", Half::Am),
    ("ptg", Half::Pm),
    ("vm", Half::Am),
    ("nm", Half::Pm),
    ("dop", Half::Am),
    ("odp", Half::Pm),
    ("ก่อนเที่ยง", Half::Am),
    ("หลังเที่ยง", Half::Pm),
    ("पूर्वाह्न", Half::Am),
    ("अपराह्न", Half::Pm),
    ("मपू", Half::Am),
    ("मउ", Half::Pm),
    ("לפנה״צ", Half::Am),
    ("אחה״צ", Half::Pm),
    ("לפנה\"צ", Half::Am),
    ("אחה\"צ", Half::Pm),
    ("முற்பகல்", Half::Am),
    ("பிற்பகல்", Half::Pm),
];

/// The half of the day a marker means.
pub(in crate::format) fn half_of(word: &[u8]) -> Option<Half> {
    HALVES.iter().find(|(known, _)| known.as_bytes() == word).map(|(_, half)| *half)
}

/// The clock a text begins with, in milliseconds since midnight, and what follows it.
pub(in crate::format) fn clock(text: &str) -> Option<(i64, &str)> {
    let (before, rest) = marker(text);
    let (hour, rest) = number(rest)?;
    let (minute, mut rest) = number(rest.strip_prefix(':')?)?;
    let mut second = 0;
    if let Some((seconds, after)) = rest.strip_prefix(':').and_then(number) {
        (second, rest) = (seconds, after);
    }
    let mut half = before;
    if half.is_none() {
        (half, rest) = marker(rest);
    }
    Some((Clock { hour, minute, second, half }.ms()?, rest))
}

/// A marker at the start of a text, and what follows it; the text as it is when there is none.
fn marker(text: &str) -> (Option<Half>, &str) {
    let word = text.trim_start_matches(SPACES);
    let length = word.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(word.len());
    let (word, rest) = word.split_at(length);
    if word.is_empty() || word.len() > 16 {
        return (None, text);
    }
    let plain: Vec<u8> = word.bytes().filter(|byte| *byte != b'.').map(|byte| byte.to_ascii_lowercase()).collect();
    match half_of(&plain) {
        Some(half) => (Some(half), rest.trim_start_matches(SPACES)),
        None => (None, text),
    }
}

const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// One or two digits.
fn number(text: &str) -> Option<(u16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    (1..=2).contains(&length).then_some(())?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        for (text, want) in [
            ("15:04 rest", Some((904, " rest"))),
            ("9:05", Some((545, ""))),
            ("09:05:30x", Some((545, "x"))),
            ("上午09:05\tx", Some((545, "\tx"))),
            ("午後3:05", Some((905, ""))),
            ("下午 12:05", Some((725, ""))),
            ("오전 12:05] x", Some((5, "] x"))),
            ("오후 2:30, x", Some((870, ", x"))),
            ("03:05PM\tx", Some((905, "\tx"))),
            ("3:05\u{202f}p.m. x", Some((905, "x"))),
            ("3:05 Paul x", Some((185, " Paul x"))),
            ("25:00", None),
            ("13:00 AM", None),
            ("100:00", None),
            ("9.05", None),
            ("", None),
        ] {
            assert_eq!(clock(text).map(|(ms, rest)| (ms / 60_000, rest)), want, "{text}");
        }
    }
}
