//! Announcements of what is to come (预告): naming a programme with one of these words does not yet
//! deliver it. In: a body. Out: [`Features::PREVIEW`]. Source: `calendar_compliance` in
//! docs/metrics.md. Keywords of programmes themselves come with the charter, through the scanner.

use super::facts::Features;
use super::table::{Detector, nothing_more};

const WORDS: &[&str] =
    &["明天", "明日", "明晚", "后天", "预告", "敬请期待", "tomorrow", "coming soon", "stay tuned", "preview"];

/// Words for what is to come.
pub(super) const DETECTOR: Detector = Detector { sure: &[(Features::PREVIEW, WORDS)], cues: &[], look: nothing_more };

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn what_is_to_come() {
        check(
            Features::PREVIEW,
            &[("明天行业快报", true), ("预告：行业快报", true), ("行业快报第3期", false), ("AMA tomorrow", true)],
        );
    }
}
