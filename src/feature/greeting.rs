//! Greetings of a group: welcomes, introductions, rules read, birthdays, milestones, thanks. In: a body.
//! Out: six facts. Source: `newcomer_onboarding`, `birthday_greetings`, `milestones` and
//! `admin_response_time` (solved by a peer) in docs/metrics.md.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Features};
use super::pattern::fixed;
use super::table::Detector;

const THANKS: &[&str] = &[
    "谢谢",
    "感谢",
    "多谢",
    "谢啦",
    "谢了",
    "3q",
    "搞定了",
    "thanks",
    "thank you",
    "thx",
    "ty",
    "that worked",
    "it works now",
];

/// Words of celebration and thanks.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[
        (Features::BIRTHDAY, &["生日快乐", "生日祝福", "生快", "happy birthday", "hbd"]),
        (Features::MILESTONE, &["百日", "100天", "周年", "100 days", "100th day", "anniversary"]),
        (Features::THANKS, THANKS),
    ],
    cues: &["解决了", "已解决", "solved", "fixed it", "fixed now"],
    look: look_for_solved,
};
/// Words of welcome.
pub(super) const WELCOMES: Detector = Detector { sure: &[], cues: &["欢迎", "welcome"], look: look_for_welcome };
/// Words of introduction.
pub(super) const INTRODUCTIONS: Detector = Detector {
    sure: &[],
    cues: &["自我介绍", "我是", "我叫", "新人报", "i'm", "i am", "my name is", "introduce myself"],
    look: look_for_introduction,
};
/// Words of having read the rules.
pub(super) const CONFIRMATIONS: Detector =
    Detector { sure: &[], cues: &["群规", "已阅", "the rules"], look: look_for_confirmation };

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    fixed(concat!(
        r"(?i)(?:大家好|各位好|群友们好|老师们好|你们好|哈喽|hello|hi)[^。\n]{0,8}?我(?:是|叫)",
        r"|(?:^|[，。！,.!~\s])我叫\p{Han}{1,4}|新人报[到道]|^[\s【\[（(]*自我介绍",
        r"|(?-u:\b)my name is(?-u:\b)|(?-u:\b)introduce myself(?-u:\b)|(?-u:\b)(?:i'm|i am) new (?:here|to)(?-u:\b)",
        r"|^(?:hi|hello|hey)(?-u:\b)[^.!\n]{0,20}[,.! ]\s*(?:i'm|i am) "
    ))
});
static RULES_READ: LazyLock<Regex> = LazyLock::new(|| {
    fixed(concat!(
        r"(?i)^[^，。,\n]{0,4}已阅|已(?:经)?(?:阅读|读|看|学习|了解|知悉)(?:完|过|了)?[^，。\n]{0,4}群规|(?:遵守|同意|收到|看完)[^，。\n]{0,2}群规",
        r"|群规[^，。\n]{0,2}(?:已阅|已读|收到|看完)|(?-u:\b)(?:i(?:'ve| have)? (?:read|agree (?:to|with)|accept)|read and (?:agree|accept)[a-z]*) (?:all )?the rules(?-u:\b)"
    ))
});

fn look_for_welcome(text: &str, facts: &mut Facts) {
    if welcomes(text) {
        facts.features |= Features::WELCOME;
    }
}

fn look_for_introduction(text: &str, facts: &mut Facts) {
    if INTRODUCTION.is_match(text) {
        facts.features |= Features::INTRODUCTION;
    }
}

fn look_for_confirmation(text: &str, facts: &mut Facts) {
    if RULES_READ.is_match(text) && !text.contains("请") {
        facts.features |= Features::RULES_READ;
    }
}

fn look_for_solved(text: &str, facts: &mut Facts) {
    if !facts.features.has(Features::THANKS) && solved(text) {
        facts.features |= Features::THANKS;
    }
}

/// 不欢迎 and "you're welcome" welcome nobody.
fn welcomes(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let before = |at: usize| lower.get(..at).unwrap_or_default().trim_end();
    lower.match_indices("欢迎").any(|(at, _)| !before(at).ends_with(['不', '受']))
        || lower.match_indices("welcome").any(|(at, _)| {
            !["you're", "you’re", "u r", "ur", "you are", "are", "not", "your"]
                .iter()
                .any(|word| before(at).ends_with(word))
        })
}

/// Solved, and not asked how or complained of.
fn solved(text: &str) -> bool {
    let done = |(at, word): (usize, &str)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        !before.ends_with('没') && !before.ends_with("没有") && !after.starts_with('吗') && !after.starts_with('没')
    };
    ["解决了", "已解决"].iter().any(|word| text.match_indices(word).any(done))
        || ["solved", "fixed it", "fixed now"].iter().any(|word| {
            let lower = text.to_ascii_lowercase();
            lower.contains(word) && !lower.contains("not ") && !lower.contains("unsolved") && !lower.contains('?')
        })
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn newcomers() {
        check(
            Features::WELCOME,
            &[
                ("@K 欢迎", true),
                ("欢迎新人", true),
                ("不欢迎广告", false),
                ("Welcome aboard", true),
                ("You're welcome", false),
            ],
        );
        check(
            Features::INTRODUCTION,
            &[
                ("大家好，我是做教育的李四", true),
                ("新人报到", true),
                ("自我介绍：李四，教育", true),
                ("我叫李四", true),
                ("请新人做个自我介绍", false),
                ("我是说明天", false),
                ("大家好", false),
                ("Hi all, I'm Ann from Oslo", true),
                ("I'm new here", true),
                ("I'm late", false),
            ],
        );
        check(
            Features::RULES_READ,
            &[
                ("已阅", true),
                ("已阅读群规，会遵守", true),
                ("群规已读", true),
                ("遵守群规", true),
                ("看完群规请回复已阅", false),
                ("群规在哪", false),
                ("I have read the rules", true),
                ("Where are the rules", false),
            ],
        );
    }

    #[test]
    fn celebrations() {
        check(
            Features::BIRTHDAY,
            &[
                ("@王五 生日快乐", true),
                ("送上生日祝福", true),
                ("我生日是五月", false),
                ("Happy Birthday!", true),
                ("hbd", true),
            ],
        );
        check(
            Features::MILESTONE,
            &[("建群百日", true), ("100天啦", true), ("三周年", true), ("千日", false), ("anniversary", true)],
        );
    }

    #[test]
    fn thanks() {
        check(
            Features::THANKS,
            &[
                ("谢谢", true),
                ("解决了", true),
                ("已解决", true),
                ("没解决了", false),
                ("解决了吗", false),
                ("怎么解决", false),
                ("Thanks!", true),
                ("solved", true),
                ("party", false),
            ],
        );
    }
}
