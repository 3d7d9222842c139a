//! Messages that need an answer (提问): a question mark or a question word, outside the turns of phrase
//! that ask nothing. In: a body. Out: [`Features::ASK`]. Source: `admin_response_time` in
//! docs/metrics.md. How often it errs is told by [`super::VALIDATION`].

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

/// Turns of phrase with a question word or mark that ask nothing (反问、套话).
const IDIOMS: &[&str] = &[
    "不知道怎么",
    "不知道为什么",
    "知道为什么",
    "怎么可能",
    "怎么都",
    "怎么这么",
    "怎么说",
    "不管怎么",
    "无论如何",
    "如何如何",
    "不管多少",
    "无论多少",
    "没多少",
    "多少有点",
    "多少有些",
    "多少年没",
    "哪里哪里",
    "到哪里都",
    "教大家怎么",
    "教你怎么",
    "为什么呢，因为",
    "我为什么",
    "讲如何",
    "讲为什么",
    "《如何",
    "《为什么",
    "教程：如何",
    "还用说吗",
    "不就是吗",
    "可不是吗",
    "难道",
    "有什么大不了的",
    "谁还没",
    "你以为呢",
    "何必呢",
    "真的假的",
    "不是吧",
    "really?",
    "seriously?",
    "who knew?",
    "see the doc on how",
];

/// Question words, and the marks and particles that need a second look.
pub(super) const DETECTOR: Detector =
    Detector { sure: &[(Features::ASK, WORDS)], cues: &["?", "？", "吗", "嗎"], look };

/// Takes back what only a turn of phrase asked; after [`DETECTOR`].
pub(super) const IDIOMATIC: Detector = Detector { sure: &[], cues: IDIOMS, look: reconsider };

fn look(text: &str, facts: &mut Facts) {
    let spoken = text.contains(char::is_alphanumeric);
    if spoken && !facts.features.has(Features::ASK) && (has_particle(text) || has_mark(text)) {
        facts.features |= Features::ASK;
    }
}

fn reconsider(text: &str, facts: &mut Facts) {
    let mut rest = text.to_ascii_lowercase();
    for idiom in IDIOMS {
        if rest.contains(idiom) {
            rest = rest.replace(idiom, " ");
        }
    }
    // A phrase alone with its own punctuation asks nothing, whatever mark it ends with.
    let spoken = rest.trim_matches(|c: char| !c.is_alphanumeric());
    // 难道 asks for agreement, not for an answer.
    let rhetorical = text.contains("难道");
    let asks =
        WORDS.iter().any(|word| spoken.contains(word)) || !rhetorical && has_particle(spoken) || has_mark(spoken);
    if !asks {
        facts.features = facts.features.without(Features::ASK);
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
                ("？？？", false),
                ("难道不是应该的吗", false),
                ("怎么可能，哈哈哈", false),
                ("怎么可能？那怎么办", true),
                ("真的假的？！太厉害了", false),
                ("Really?? That's amazing", false),
                ("不是吧，又加班？几点", true),
                ("@C 同意", false),
            ],
        );
    }
}
