//! Messages that need an answer (提问): a question mark or a question word. In: a body. Out:
//! [`Features::ASK`]. Source: `admin_response_time` in docs/metrics.md. Rhetorical questions are
//! found too; [`super::VALIDATION`] says how many.

use super::facts::{Facts, Features};
use super::table::Detector;

/// Words that make a question wherever they stand.
const WORDS: &[&str] = &[
    "怎么",
    "如何",
    "为什么",
    "哪里",
    "多少",
    "能不能",
    "请问",
    "怎麼",
    "為什麼",
    "哪裡",
    "請問",
    "does anyone",
    "do anyone",
    "has anyone",
    "anyone know",
    "anybody know",
    "can someone",
    "can anyone",
    "could someone",
    "could anyone",
    "can i ask",
    "may i ask",
    "how do i",
    "how do you",
    "how do we",
    "how can i",
    "how can we",
    "how should i",
    "how much is",
    "where can i",
    "where do i",
    "what is the",
    "why does my",
    "why is my",
    "any idea how",
    "any idea why",
];

/// Question words, and the marks and particles that need a second look.
pub(super) const DETECTOR: Detector =
    Detector { sure: &[(Features::ASK, WORDS)], cues: &["?", "？", "吗", "嗎"], look };

fn look(text: &str, facts: &mut Facts) {
    if !facts.features.has(Features::ASK) && (has_particle(text) || has_mark(text)) {
        facts.features |= Features::ASK;
    }
}

/// 吗 before the end, a space or punctuation: inside a word (吗啡) it asks nothing.
fn has_particle(text: &str) -> bool {
    let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    text.match_indices(['吗', '嗎']).any(|(at, word)| ends(text.get(at + word.len()..).unwrap_or_default()))
}

/// A question mark outside every link. One inside `https://…` or before a key (`shop.example/a?id=1`)
/// opens a query; one that ends a link was typed behind it.
fn has_mark(text: &str) -> bool {
    text.contains('？')
        || text.match_indices('?').any(|(at, _)| {
            let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
            let goes_on = after.starts_with(|c: char| c.is_ascii_graphic() && c != '?');
            let key = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.%".contains(byte)).count();
            let opens_query = key > 0 && after.as_bytes().get(key) == Some(&b'=');
            !(opens_query || goes_on && in_link(before))
        })
}

/// Whether the last run of ASCII without a space has a scheme in it. Han text ends a link, as in
/// [`super::url`].
fn in_link(before: &str) -> bool {
    let start = before.bytes().rposition(|byte| !byte.is_ascii_graphic()).map_or(0, |at| at + 1);
    before.as_bytes().get(start..).unwrap_or_default().windows(3).any(|piece| piece == b"://")
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn questions() {
        check(
            Features::ASK,
            &[
                ("@A 报名链接在哪？", true),
                ("大家怎么看", true),
                ("能不能改时间", true),
                ("多少钱", true),
                ("在吗", true),
                ("在吗 老师", true),
                ("在吗。", true),
                ("吗啡是什么东西", false),
                ("早上好", false),
                ("https://ex.com/a?b=1", false),
                ("看 https://ex.com/a?b=1 可以?", true),
                ("可以? 看 https://ex.com/a?b=1", true),
                ("mp.weixin.qq.com/s?__biz=M&mid=1", false),
                ("Does anyone have the slides", true),
                ("ok?", true),
                ("https://ex.com/a?abc", false),
                ("https://ex.com/a?", true),
                ("看https://ex.com/a，好?不好", true),
                ("somehow do it", false),
                ("@C 同意", false),
            ],
        );
    }
}
