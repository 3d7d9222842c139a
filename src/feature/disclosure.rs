//! The mark 广告 (广告标识): as a word of its own it discloses, in a ban or a compound it does not. In: a
//! body. Out: [`Features::DISCLOSED`], or the weak mark. Source: `ad_disclosure` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;

/// What before 广告, in the same clause, turns it into talk about ads.
const BANS: &[&str] = &[
    "禁", "勿", "别", "不", "无", "非", "反", "拒", "发", "打广", "刷", "投", "踢", "举报", "垃圾", "屏蔽", "拦截",
    "杜绝", "清理", "删", "招", "做广", "看广", "去广", "免广", "全是", "都是", "没", "小广",
];
/// What after 广告 makes it a part of a longer word.
const COMPOUNDS: &[&str] = &[
    "位", "招租", "商", "公司", "费", "词", "语", "法", "狗", "主", "部", "片", "牌", "设计", "策划", "投放", "收入",
    "太多", "党", "人", "学", "行业", "合作", "标识", "一律", "者", "屏蔽", "拦截", "吗", "群", "号", "联盟", "营销",
    "创意", "文案",
];
const WEAK: &[&str] = &["推广", "赞助", "合作", "sponsored", "promoted", "promotion", "paid partnership"];

/// The mark in both languages.
pub(super) const DETECTOR: Detector = Detector {
    sure: &[(Features::DISCLOSED, &["#ad", "[ad]", "(ad)", "advertisement"]), (Features::DISCLOSED_WEAK, WEAK)],
    cues: &["广告", "推广", "赞助", "合作", "sponsored", "promot", "paid partnership"],
    look,
};

fn look(text: &str, facts: &mut Facts) {
    if text.match_indices("广告").any(|(at, word)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        is_word(before, after)
    }) {
        facts.features |= Features::DISCLOSED;
    }
    // The weak mark is what a message says instead of the strong one.
    if facts.features.has(Features::DISCLOSED) {
        facts.features = facts.features.without(Features::DISCLOSED_WEAK);
    }
}

fn is_word(before: &str, after: &str) -> bool {
    let clause = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // Six characters are as far as a ban reaches: 禁止任何形式的广告.
    let near = clause.char_indices().rev().take(8).last().map_or(0, |(at, _)| at);
    let near = clause.get(near..).unwrap_or_default();
    let banned = BANS.iter().any(|ban| match ban.strip_suffix('广') {
        Some(verb) => near.ends_with(verb),
        None => near.contains(ban),
    });
    !banned && !COMPOUNDS.iter().any(|compound| after.starts_with(compound))
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn the_mark_as_a_word() {
        check(
            Features::DISCLOSED,
            &[
                ("【广告】面膜99元", true),
                ("广告：面膜99元，加微信下单", true),
                ("广告 面膜99元", true),
                ("广告面膜99元", true),
                ("面膜99元，加微信下单（广告）", true),
                ("不忘初心！【广告】面膜99元", true),
                ("打个广告：面膜99元", true),
                ("禁止广告", false),
                ("群内禁止任何形式的广告", false),
                ("广告位招租，加微信", false),
                ("广告公司招聘", false),
                ("请勿发广告", false),
                ("别打广告了", false),
                ("面膜99元 #ad", true),
                ("面膜99元 #adidas", false),
                ("面膜99元，加微信", false),
            ],
        );
    }

    #[test]
    fn the_weak_mark() {
        check(
            Features::DISCLOSED_WEAK,
            &[("推广：面膜99元", true), ("【广告】品牌合作", false), ("sponsored post", true), ("面膜99元", false)],
        );
    }
}
