//! Where a text may mention somebody (艾特): what follows an `@`. In: a body. Out: at most 32
//! characters after each `@`, for names are only known once every input has been read.

use super::facts::{Facts, Features};
use super::table::Detector;

/// An `@` of either width.
pub(super) const DETECTOR: Detector = Detector { sure: &[], cues: &["@", "＠"], look: find };

/// Longest name looked for, in characters.
const LONGEST: usize = 32;
/// Words that call everybody.
const EVERYBODY: [&str; 6] = ["所有人", "全体成员", "全体", "everyone", "all", "here"];

/// Finds the mentions of `text`. An `@` inside an address (`a@b.c`) is none.
pub(super) fn find(text: &str, facts: &mut Facts) {
    for at in memchr::memchr2_iter(b'@', 0xef, text.as_bytes()) {
        let Some((before, rest)) = text.split_at_checked(at) else { continue };
        let Some(rest) = rest.strip_prefix(['@', '＠']) else { continue };
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')) {
            continue;
        }
        // WhatsApp wraps names in direction marks.
        let rest = rest.trim_start_matches(['\u{2068}', '\u{2066}', '\u{200e}', '\u{200f}', '\u{202a}']);
        let end = rest
            .char_indices()
            .take(LONGEST + 1)
            .enumerate()
            .find(|(count, (_, c))| *count == LONGEST || matches!(c, '\n' | '\r' | '@' | '\u{2069}' | '\u{202c}'))
            .map_or(rest.len(), |(_, (byte, _))| byte);
        let name = rest.get(..end).unwrap_or_default();
        if EVERYBODY.iter().any(|word| calls(name, word)) {
            facts.features |= Features::MENTION_ALL;
        } else if name.starts_with(|c: char| !c.is_whitespace()) {
            facts.features |= Features::MENTION;
            facts.mentions.push(name.into());
        }
    }
}

/// Whether `name` begins with `word` and does not go on as a longer word.
fn calls(name: &str, word: &str) -> bool {
    let Some(head) = name.get(..word.len()) else { return false };
    let rest = name.get(word.len()..).unwrap_or_default();
    head.eq_ignore_ascii_case(word) && !(word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_an_at() {
        for (text, mentions, everybody) in [
            ("@A 报名链接在哪？", &["A 报名链接在哪？"][..], false),
            ("谢谢@李四 和@王五", &["李四 和", "王五"], false),
            ("写信到 a@b.cn", &[], false),
            ("@所有人 开会", &[], true),
            ("@All hands", &[], true),
            ("@allen 好", &["allen 好"], false),
            ("＠张三 好", &["张三 好"], false),
            ("@\u{2068}Wang Wu\u{2069} hi", &["Wang Wu"], false),
            ("@ nobody", &[], false),
            ("，没有", &[], false),
        ] {
            let mut facts = Facts::default();
            find(text, &mut facts);
            let found: Vec<&str> = facts.mentions.iter().map(|name| &**name).collect();
            assert_eq!(found, mentions, "{text}");
            assert_eq!(facts.features.has(Features::MENTION_ALL), everybody, "{text}");
            assert_eq!(facts.features.has(Features::MENTION), !mentions.is_empty(), "{text}");
        }
        let mut facts = Facts::default();
        find(&format!("@{}", "长".repeat(99)), &mut facts);
        assert_eq!(facts.mentions[0].chars().count(), LONGEST);
    }
}
