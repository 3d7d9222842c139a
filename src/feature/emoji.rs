//! Emoji (表情符号), and the codes chats write for their own. In: a body. Out: [`Features::EMOJI`].
//! Source: `sticker_usage` in docs/metrics.md. Whole blocks are told by their first bytes, so that
//! the automaton need not know three thousand signs.

use super::facts::Features;
use super::table::{Detector, nothing_more};

/// Codes of WeChat, in both languages.
const CODES: &[&str] = &[
    "[微笑]",
    "[撇嘴]",
    "[色]",
    "[发呆]",
    "[得意]",
    "[流泪]",
    "[害羞]",
    "[闭嘴]",
    "[睡]",
    "[大哭]",
    "[尴尬]",
    "[发怒]",
    "[调皮]",
    "[呲牙]",
    "[惊讶]",
    "[难过]",
    "[囧]",
    "[抓狂]",
    "[吐]",
    "[偷笑]",
    "[愉快]",
    "[白眼]",
    "[傲慢]",
    "[困]",
    "[惊恐]",
    "[憨笑]",
    "[悠闲]",
    "[咒骂]",
    "[疑问]",
    "[嘘]",
    "[晕]",
    "[衰]",
    "[骷髅]",
    "[敲打]",
    "[再见]",
    "[擦汗]",
    "[抠鼻]",
    "[鼓掌]",
    "[坏笑]",
    "[鄙视]",
    "[委屈]",
    "[快哭了]",
    "[阴险]",
    "[亲亲]",
    "[可怜]",
    "[笑脸]",
    "[生病]",
    "[脸红]",
    "[破涕为笑]",
    "[恐惧]",
    "[失望]",
    "[无语]",
    "[嘿哈]",
    "[捂脸]",
    "[奸笑]",
    "[机智]",
    "[皱眉]",
    "[耶]",
    "[吃瓜]",
    "[加油]",
    "[汗]",
    "[天啊]",
    "[社会社会]",
    "[旺柴]",
    "[好的]",
    "[打脸]",
    "[哇]",
    "[翻白眼]",
    "[666]",
    "[让我看看]",
    "[叹气]",
    "[苦涩]",
    "[裂开]",
    "[嘴唇]",
    "[爱心]",
    "[心碎]",
    "[拥抱]",
    "[强]",
    "[弱]",
    "[握手]",
    "[胜利]",
    "[抱拳]",
    "[勾引]",
    "[拳头]",
    "[OK]",
    "[合十]",
    "[啤酒]",
    "[咖啡]",
    "[蛋糕]",
    "[玫瑰]",
    "[凋谢]",
    "[菜刀]",
    "[炸弹]",
    "[便便]",
    "[月亮]",
    "[太阳]",
    "[庆祝]",
    "[礼物]",
    "[红包]",
    "[發]",
    "[福]",
    "[烟花]",
    "[爆竹]",
    "[猪头]",
    "[跳跳]",
    "[发抖]",
    "[转圈]",
    "[Smile]",
    "[Grin]",
    "[Facepalm]",
    "[Chuckle]",
    "[ThumbsUp]",
    "[Rose]",
    "[Laugh]",
    "[Sob]",
    "[Salute]",
    "[Heart]",
    "[Doge]",
    "[Joyful]",
    "[Drool]",
    "[Shy]",
    "[Cry]",
    "[Wow]",
    "[Party]",
];
/// Signs below the emoji blocks that chats draw as emoji.
const SIGNS: &[&str] = &[
    "✅", "✨", "❌", "❎", "❓", "❔", "❕", "❗", "➕", "➖", "⚡", "⚽", "⚾", "⛄", "⛅", "⛔", "⛪", "⛵", "⛺",
    "⛽", "☔", "☕", "⚓", "⚪", "⚫", "⭐", "⭕", "⏰", "⏳", "⌚", "⌛", "❤", "☀", "☺", "☹", "✊", "✋", "✌", "☝",
    "‼", "⁉", "\u{fe0f}",
];

/// Signs and codes; blocks come from [`prefixes`].
pub(super) const DETECTOR: Detector =
    Detector { sure: &[(Features::EMOJI, CODES), (Features::EMOJI, SIGNS)], cues: &[], look: nothing_more };

/// The first three bytes of U+1F1C0–1F1FF (flags) and U+1F300–1FAFF (pictographs).
pub(super) fn prefixes() -> impl Iterator<Item = Vec<u8>> {
    std::iter::once(0x87).chain(0x8c..=0xab).map(|third| vec![0xf0, 0x9f, third])
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn signs_and_codes() {
        check(
            Features::EMOJI,
            &[
                ("好的👍", true),
                ("🇨🇳", true),
                ("🥰", true),
                ("🪿", true),
                ("[捂脸]", true),
                ("[动画表情]", false),
                ("[图片]", false),
                ("✅ 完成", true),
                ("❤️", true),
                ("𝔸", false),
                ("（笑）", false),
            ],
        );
    }
}
