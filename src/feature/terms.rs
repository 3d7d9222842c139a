//! Texts → words worth counting (分词): what people talk of, without addresses, names after an `@`,
//! numbers and small words. Segmentation is ICU's dictionary; characters it leaves alone are put together,
//! for that is how it leaves words it does not know.

use std::borrow::Cow;
use std::collections::BTreeSet;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use rustc_hash::FxHashSet;

use super::url;

/// Longest run of single characters taken for one word.
const LONGEST_RUN: usize = 6;
/// Fewest letters of a word in a spaced script.
const SHORTEST_WORD: usize = 3;

/// Chinese words too common to be a topic.
const STOP_ZH: &str = "我们 你们 他们 她们 它们 大家 自己 一个 一下 一些 一样 一起 一直 什么 怎么 怎样 为什么 哪里 哪个 这个 那个 这些 那些 这里 那里 这样 那样 这么 那么 可以 可能 应该 需要 没有 不是 不会 不能 不要 不用 不过 就是 还是 还有 但是 因为 所以 如果 虽然 然后 或者 而且 并且 已经 现在 今天 明天 昨天 刚才 时候 时间 知道 觉得 感觉 看看 看到 说说 谢谢 感谢 收到 好的 你好 早上好 晚上好 早安 晚安 哈哈 哈哈哈 哈哈哈哈 请问 欢迎 有没有 是不是 能不能 真的 非常 比较 特别 多少 几个 出来 进来 起来 下来 上来 过来 直接 其实 只有 只是 只要 图片 表情 视频 语音 链接 文件 群里 群主 各位 老师 朋友 东西 问题 事情 的话 的人 不错 可是 以后 以前 之后 之前 里面 上面 下面 我的 你的 他的 是的 对的 也是 都是 这是 那是 还没 有人 有点";
/// English words too common to be a topic.
const STOP_EN: &str = "the and for are but not you all any can had her was one our out day get has him his how man new now old see two way who boy did its let put say she too use that with have this will your from they know want been good much some time very when come here just like long make many more only over such take than them well were what would there their about which could other these think could should because where while after before again also into then really yeah okay yes thanks thank please hello sorry going dont cant lol got gonna one two http https www com";

/// The segmenter with its small words.
pub struct Terms {
    stop: FxHashSet<&'static str>,
    segmenter: WordSegmenterBorrowed<'static>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            stop: STOP_ZH.split(' ').chain(STOP_EN.split(' ')).collect(),
            segmenter: WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()),
        }
    }
}

impl Terms {
    /// The distinct words of a text that may be a topic, lower-cased.
    #[must_use]
    pub fn of(&self, text: &str) -> BTreeSet<String> {
        let mut rest = Cow::Borrowed(text);
        for link in url::find(text) {
            rest = Cow::Owned(rest.replace(link, " "));
        }
        let mut words = BTreeSet::new();
        for (at, part) in rest.split(['@', '＠']).enumerate() {
            // What follows an `@` up to the next blank is a name.
            let spoken = if at == 0 { part } else { part.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) };
            self.segment(spoken, &mut words);
        }
        words
    }

    fn segment(&self, text: &str, words: &mut BTreeSet<String>) {
        let (mut start, mut run) = (0, String::new());
        for end in self.segmenter.segment_str(text) {
            let piece = text.get(start..end).unwrap_or_default();
            start = end;
            let mut letters = piece.chars();
            match (letters.next(), letters.next()) {
                (Some(one), None) if is_han(one) && !SMALL.contains(one) => run.push(one),
                _ => {
                    self.take(&std::mem::take(&mut run), words);
                    self.take(piece, words);
                }
            }
        }
        self.take(&run, words);
    }

    fn take(&self, word: &str, words: &mut BTreeSet<String>) {
        let han = word.chars().filter(|c| is_han(*c)).count();
        let letters = word.chars().count();
        let whole = if han > 0 { han == letters && (2..=LONGEST_RUN).contains(&han) } else { latin(word) };
        if whole {
            let word = word.to_lowercase();
            if !self.stop.contains(word.as_str()) {
                words.insert(word);
            }
        }
    }
}

/// Single characters that join nothing.
const SMALL: &str = "的了是在有和就不人都一上也很到说要去你会着没看好自己这那我他她它吗呢吧啊哦嗯呀么与及或从对把被让给为以之其个们来过还可得地能多大小中下里外前后年月日时分点再才又将向跟等每各该何谁请带做想用当最真新见听问写买卖吃喝玩走跑打开关讲谈聊发搞弄拿给叫找收放送换比只已正总太更最吧嘛哇";

fn latin(word: &str) -> bool {
    word.chars().count() >= SHORTEST_WORD
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '-' | '_' | '.'))
        && word.chars().any(char::is_alphabetic)
        && word.chars().filter(char::is_ascii_digit).count() < 4
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_may_be_a_topic() {
        let terms = Terms::default();
        for (text, want) in [
            ("今天行业快报讲跨境电商的关税政策", &["关税", "快报", "政策", "行业", "跨境电商"][..]),
            ("大家觉得 GitHub Copilot 怎么样？", &["copilot", "github"]),
            ("@张三 关税涨了", &["关税"]),
            ("看 https://ex.com/tariff-news 这个", &[]),
            ("电话13800138000", &["电话"]),
            ("the tariff on new phones", &["phones", "tariff"]),
            ("哈哈哈 好的", &[]),
        ] {
            let found: Vec<String> = terms.of(text).into_iter().collect();
            let missing: Vec<&&str> = want.iter().filter(|word| !found.iter().any(|known| known == **word)).collect();
            assert!(missing.is_empty(), "{text}: {found:?} lacks {missing:?}");
            assert!(
                !found.iter().any(|word| word.contains("http") || word.contains("138") || word == "张三"),
                "{found:?}"
            );
        }
    }
}
