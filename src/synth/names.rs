//! Names of people who do not exist: common Chinese surnames with common given characters, English
//! given names with an initial, and a few screen names. No real person is meant. Unique in a group,
//! since some exports know people by name only.

use std::collections::BTreeSet;

use super::chance::Dice;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡",
    "蒋", "余", "欧阳", "上官",
];
const GIVEN: &[&str] = &[
    "婧", "喆", "彧", "琪", "瑶", "岚", "帆", "宁", "璇", "磊", "洋", "静", "敏", "晨", "曦", "悦", "楠", "昊", "睿",
    "梓", "涵", "一", "文", "博", "思", "远", "子", "墨", "若", "溪", "佳", "怡", "浩", "然", "雨", "桐", "晓", "峰",
    "安", "淇", "诗", "雯",
];
const ENGLISH: &[&str] = &[
    "Alice", "Ben", "Chloe", "Daniel", "Emma", "Felix", "Grace", "Henry", "Iris", "Jack", "Kate", "Leo", "Mia", "Noah",
    "Olivia", "Paul", "Quinn", "Ruth", "Sam", "Tina", "Victor", "Wendy", "Xander", "Yara", "Zoe", "Aisha", "Diego",
    "Priya", "Hana", "Omar",
];
const SCREEN: &[&str] = &[
    "小满",
    "阿树",
    "一碗面",
    "北岛来信",
    "橘子汽水",
    "慢慢来",
    "晚风",
    "打工人",
    "咸鱼翻身",
    "早睡星人",
    "night_owl",
    "rustacean",
    "pixel",
    "kiwi",
    "null_pointer",
    "tea & code",
];

/// Hands out names no two alike.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

/// Which names a group mostly bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Chinese,
    English,
}

impl Names {
    /// A new name.
    pub(super) fn next(&mut self, dice: &mut Dice, tongue: Tongue) -> String {
        let mut name = draw(dice, tongue);
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = match number {
                2..6 => draw(dice, tongue),
                _ => format!("{}{number}", draw(dice, tongue)),
            };
            number += 1;
        }
        name
    }
}

fn draw(dice: &mut Dice, tongue: Tongue) -> String {
    let foreign = dice.permille(120);
    if dice.permille(80) {
        return dice.word(SCREEN).to_owned();
    }
    if (tongue == Tongue::English) == foreign {
        let second = if dice.permille(650) { dice.word(GIVEN) } else { "" };
        return format!("{}{}{second}", dice.word(SURNAMES), dice.word(GIVEN));
    }
    let initial = char::from(b'A' + u8::try_from(dice.below(26)).unwrap_or(0));
    format!("{} {initial}", dice.word(ENGLISH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thousand_members_have_two_thousand_names() {
        for tongue in [Tongue::Chinese, Tongue::English] {
            let (mut names, mut dice) = (Names::default(), Dice::new(3, 0));
            let all: BTreeSet<String> = (0..2000).map(|_| names.next(&mut dice, tongue)).collect();
            assert_eq!(all.len(), 2000);
            assert!(all.iter().all(|name| !name.contains(": ") && !name.contains(',')));
        }
    }
}
