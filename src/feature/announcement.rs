//! What an announcement states (群公告): rules, values, what follows a breach; and whether a text opens
//! as one. In: a body. Out: four facts. Source: `announcement_completeness` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;

const RULES: &[&str] = &[
    "群规",
    "禁止",
    "不得",
    "严禁",
    "请勿",
    "不允许",
    "rules",
    "guidelines",
    "not allowed",
    "prohibited",
    "must not",
    "forbidden",
    "no spam",
    "no ads",
];
const VALUES: &[&str] = &[
    "宗旨",
    "价值观",
    "我们相信",
    "使命",
    "愿景",
    "初心",
    "理念",
    "we believe",
    "our values",
    "our mission",
    "we value",
    "our purpose",
];
const HANDLING: &[&str] = &[
    "警告",
    "禁言",
    "移出",
    "违规",
    "踢出",
    "违反者",
    "拉黑",
    "warning",
    "be warned",
    "muted",
    "banned",
    "be removed",
    "will be kicked",
    "violations",
    "violators",
];
/// Words a notice opens with; a bare 通知 or "notice" only before a colon or a bracket.
const OPENERS: &[&str] = &["群公告", "公告", "重要通知", "announcement", "group notice"];
const WEAK_OPENERS: &[&str] = &["通知", "notice"];

/// Keyword sets, and the words a notice opens with.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[(Features::RULES, RULES), (Features::VALUES, VALUES), (Features::HANDLING, HANDLING)],
    cues: &["公告", "通知", "announcement", "notice"],
    look,
};

fn look(text: &str, facts: &mut Facts) {
    let mut opening = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    for call in ["所有人", "全体成员", "everyone", "all"] {
        let after = strip(opening, call).filter(|rest| !rest.starts_with(char::is_alphanumeric));
        opening = after.unwrap_or(opening).trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    let closes = |rest: &str| rest.starts_with([':', '：', '】', ']', '》', '」']);
    if OPENERS.iter().any(|word| strip(opening, word).is_some())
        || WEAK_OPENERS.iter().any(|word| strip(opening, word).is_some_and(closes))
    {
        facts.features |= Features::NOTICE;
    }
}

/// What follows `word` at the head of `text`, whatever the case of Latin letters.
fn strip<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| text.get(word.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::{check, facts};
    use super::*;

    #[test]
    fn sections() {
        let three = Features::RULES.with(Features::VALUES).with(Features::HANDLING);
        for (text, rules, values, handling) in [
            ("群规：禁止广告。违规：警告-禁言-移出", true, false, true),
            ("我们相信互助。群规：不得刷屏，违规移出", true, true, true),
            ("We believe in kindness. Rules: be nice. Violators will be removed", true, true, true),
            ("今晚开会", false, false, false),
        ] {
            let features = facts(text).features;
            let want = u32::from(rules) + u32::from(values) + u32::from(handling);
            assert_eq!(features.count(three), want, "{text}");
            assert_eq!(features.has(Features::RULES), rules, "{text}");
            assert_eq!(features.has(Features::VALUES), values, "{text}");
        }
    }

    #[test]
    fn openings() {
        check(
            Features::NOTICE,
            &[
                ("群公告\n客服时间 9:00-18:00", true),
                ("【公告】今晚停机", true),
                ("@所有人 公告：今晚停机", true),
                ("@所有人 【通知】开会", true),
                ("通知：开会", true),
                ("通知一下小王", false),
                ("看看公告", false),
                ("Announcement: we moved", true),
                ("Noticed that too", false),
            ],
        );
    }
}
