//! Check-ins (打卡): a word of it, or the number of the day. In: a body. Out: [`Features::CHECK_IN`].
//! Source: `checkin_rate` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;

/// Words of checking in, and the day.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[(Features::CHECK_IN, &["打卡", "签到", "checked in", "checking in", "check-in", "check in"])],
    cues: &["day"],
    look,
};

/// `Day 12`, and no Monday 12.
fn look(text: &str, facts: &mut Facts) {
    let bytes = text.as_bytes();
    let numbered = memchr::memchr2_iter(b'd', b'D', bytes).any(|at| {
        let word = bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"day"));
        let apart = at == 0 || bytes.get(at - 1).is_some_and(|byte| !byte.is_ascii_alphanumeric());
        word && apart
            && text.get(at + 3..).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    });
    if numbered {
        facts.features |= Features::CHECK_IN;
    }
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn words_and_days() {
        check(
            Features::CHECK_IN,
            &[
                ("打卡", true),
                ("今日签到", true),
                ("Day12 背单词", true),
                ("读书day 3", true),
                ("Day\t7", true),
                ("ＤＡＹ７", true),
                ("Monday 12", false),
                ("day off", false),
                ("Checked in at 7", true),
                ("everyday1", false),
            ],
        );
    }
}
