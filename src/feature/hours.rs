//! Published service hours (响应时段): a range of clock times near a word of service. In: a body. Out:
//! [`Mark::Hours`], minutes after local midnight. Source: `service_hours_published` in docs/metrics.md.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Mark};
use super::pattern::fixed;
use super::table::Detector;

/// Characters between a range and its word of service.
const NEAR: usize = 24;
const MINUTES_OF_DAY: u16 = 24 * 60;
const SERVICE: &[&str] = &[
    "客服",
    "响应",
    "值班",
    "服务时间",
    "service hours",
    "support hours",
    "office hours",
    "response hours",
    "on duty",
    "on call",
];

/// Words of service.
pub(super) const DETECTOR: Detector = Detector { sure: &[], cues: SERVICE, look };

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"([0-9]{1,2})(?:[:：]([0-9]{2})|\s*点|\s*(am|pm)(?-u:\b))";
    fixed(&format!(r"(?i){clock}(.{{0,6}}?)(?:-|—|–|~|～|至|到|to(?-u:\b))(.{{0,6}}?){clock}(半|\s?pm)?"))
});

fn look(text: &str, facts: &mut Facts) {
    // Lower case keeps byte positions: only ASCII changes.
    let lower = text.to_ascii_lowercase();
    for found in RANGE.captures_iter(&lower) {
        let Some(whole) = found.get(0) else { continue };
        if !near_service(&lower, whole.start(), whole.end()) {
            continue;
        }
        let group = |index: usize| found.get(index).map_or("", |piece| piece.as_str());
        let before = lower.get(..whole.start()).unwrap_or_default();
        let head: String = before.chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
        let from = minutes(group(1), group(2), group(3), &head, group(4));
        let to = minutes(group(6), group(7), group(8), group(5), group(9));
        if let (Some(from_min), Some(to_min)) = (from, to) {
            let mark = Mark::Hours { from_min, to_min };
            if !facts.marks.contains(&mark) {
                facts.marks.push(mark);
            }
        }
    }
}

fn near_service(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().take(NEAR).last().map_or(start, |(at, _)| at);
    let after = text.get(end..).unwrap_or_default();
    let to = after.char_indices().nth(NEAR).map_or(text.len(), |(at, _)| end + at);
    let around = text.get(from..to).unwrap_or_default();
    SERVICE.iter().any(|word| around.contains(word))
}

/// Minutes after midnight of a clock time with what stands before and after it; 24:00 ends a day.
fn minutes(hour: &str, minute: &str, half_day: &str, before: &str, after: &str) -> Option<u16> {
    let hour: u16 = hour.parse().ok()?;
    let minute: u16 = if minute.is_empty() { 30 * u16::from(after.starts_with('半')) } else { minute.parse().ok()? };
    let later = half_day == "pm"
        || after.trim_start().starts_with("pm")
        || ["下午", "晚上", "晚"].iter().any(|word| before.contains(word));
    let hour = match hour {
        12 if half_day == "am" => 0,
        0..=11 if later => hour + 12,
        _ => hour,
    };
    let total = hour * 60 + minute;
    (minute < 60 && total <= MINUTES_OF_DAY).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::facts;
    use super::*;

    #[test]
    fn ranges_near_a_word_of_service() {
        for (text, want) in [
            ("客服时间 9:00-18:00", &[(540, 1080)][..]),
            ("值班：上午9点到下午6点", &[(540, 1080)]),
            ("服务时间 9点半至21点", &[(570, 1260)]),
            ("响应时段：09：00—12：00，14：00—18：00", &[(540, 720), (840, 1080)]),
            ("客服 ９：００～１８：００", &[(540, 1080)]),
            ("工作日 8:00-24:00 有人值班", &[(480, 1440)]),
            ("Support hours: 9am to 6pm", &[(540, 1080)]),
            ("Support hours 9:00 - 18:00", &[(540, 1080)]),
            ("夜间值班 22:00-06:00", &[(1320, 360)]),
            ("客服时间 9:75-18:00", &[]),
            ("客服时间 9:00-27:00", &[]),
            ("今晚 20:00-21:00 直播", &[]),
            ("找客服", &[]),
        ] {
            let want: Vec<Mark> =
                want.iter().map(|(from_min, to_min)| Mark::Hours { from_min: *from_min, to_min: *to_min }).collect();
            assert_eq!(facts(text).marks, want, "{text}");
        }
    }
}
