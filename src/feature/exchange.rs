//! Offers, requests and their settlement (供需对接). In: a body. Out: three facts. Source:
//! `resource_match_rate` in docs/metrics.md. 供, 需, 求 and 出 count as tags only at the head of a
//! clause or in brackets: elsewhere they are parts of words.

use super::facts::{Facts, Features};
use super::table::Detector;

/// Words that may stand between the head of a clause and its tag.
const FORE: &[&str] =
    &["提", "急", "长期", "诚", "有偿", "高价", "低价", "本人", "我", "现", "可", "个人", "自用", "同城"];
/// 供 or 出 before one of these offers nothing.
const NO_SUPPLY: &[&str] = &[
    "来", "去", "现", "差", "门", "国", "发", "生", "版", "台", "于", "口", "事", "错", "席", "线", "游", "院", "名",
    "道", "品方", "局", "身", "色", "力", "场", "了", "不", "参考", "销", "电局", "暖", "应链", "血", "汗", "入", "奇",
    "乎", "问题", "太阳", "分", "成绩",
];
/// 求 or 需 before one of these asks for nothing.
const NO_DEMAND: &[&str] = &["是", "真", "知", "婚", "学", "和", "要注意", "注意", "求", "饶", "稳", "同存", "生"];

/// Words of trade in both languages, and the tags.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[
        (Features::SUPPLY, &["转让", "【供】", "[供]", "for sale", "selling my", "wts", "[offer]", "giving away"]),
        (
            Features::DEMAND,
            &[
                "招募",
                "合作",
                "【需】",
                "[需]",
                "【求】",
                "looking for",
                "wtb",
                "[wanted]",
                "in search of",
                "seeking a",
                "we are hiring",
            ],
        ),
        (
            Features::SETTLED,
            &[
                "已对接",
                "已转让",
                "已成交",
                "已售",
                "已找到",
                "[closed]",
                "[sold]",
                "now sold",
                "no longer available",
                "position filled",
            ],
        ),
    ],
    cues: &["供", "需", "求", "出"],
    look,
};

fn look(text: &str, facts: &mut Facts) {
    for (at, tag) in text.match_indices(['供', '出', '求', '需']) {
        let after = text.get(at + tag.len()..).unwrap_or_default();
        let (fact, not) =
            if matches!(tag, "供" | "出") { (Features::SUPPLY, NO_SUPPLY) } else { (Features::DEMAND, NO_DEMAND) };
        if heads_a_clause(text.get(..at).unwrap_or_default()) && !not.iter().any(|word| after.starts_with(word)) {
            facts.features |= fact;
        }
    }
    let gone = |(at, word): (usize, &str)| {
        let after = text.get(at + word.len()..).unwrap_or_default();
        after.starts_with("出") && !NO_SUPPLY.iter().any(|word| *word != "了" && after["出".len()..].starts_with(word))
    };
    if text.match_indices('已').any(gone) {
        facts.features |= Features::SETTLED;
    }
}

/// Whether nothing but words that may stand there lies between a tag and the head of its clause.
fn heads_a_clause(before: &str) -> bool {
    let mut rest = before;
    while let Some(shorter) = FORE.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    !rest.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn offers() {
        check(
            Features::SUPPLY,
            &[
                ("【供】会议室两间", true),
                ("供：会议室", true),
                ("出闲置显示器", true),
                ("急出一张票", true),
                ("你好，转让店铺", true),
                ("出来吃饭", false),
                ("供应链怎么管", false),
                ("For sale: bike", true),
                ("早", false),
            ],
        );
    }

    #[test]
    fn requests() {
        check(
            Features::DEMAND,
            &[
                ("【需】UI一名", true),
                ("求推荐律师", true),
                ("大家好，求一份模板", true),
                ("需要一位设计师", true),
                ("招募志愿者", true),
                ("寻求合作", true),
                ("需要注意安全", false),
                ("这个要求不高", false),
                ("Looking for a designer", true),
            ],
        );
    }

    #[test]
    fn settlement() {
        check(
            Features::SETTLED,
            &[
                ("已对接，谢谢", true),
                ("已出", true),
                ("显示器已出了", true),
                ("结果已出来", false),
                ("已出发", false),
                ("[SOLD] bike", true),
            ],
        );
    }
}
