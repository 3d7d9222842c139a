//! What a copy for others must not tell: names, nicknames and ids of people and groups. In: the words.
//! Out: whether a text holds one, and addresses without them.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use url::Url;

use crate::error::{Error, Result};
use crate::feature::personal;

/// Letters a name must have to be looked for: one letter stands in every text.
const SHORTEST: usize = 2;
/// Digits in a row that may be an id.
const DIGITS: usize = 7;

/// Words that must not be told.
pub struct Secrets {
    words: Vec<String>,
    finder: AhoCorasick,
}

impl Secrets {
    /// Of these names and ids, those long enough to be told apart from any other text.
    ///
    /// # Errors
    /// [`Error::Frame`] when there are more than can be looked for at once: hundreds of millions.
    pub fn new(words: impl IntoIterator<Item = String>) -> Result<Self> {
        let words: BTreeSet<String> = words
            .into_iter()
            .map(|word| word.trim().to_owned())
            .filter(|word| word.chars().count() >= SHORTEST)
            .collect();
        let words: Vec<String> = words.into_iter().collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&words)
            .map_err(|error| Error::Frame(format!("names to look for: {error}")))?;
        Ok(Self { words, finder })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Positions in [`Secrets::word`] of those that stand in `bytes`, each once.
    #[must_use]
    pub fn found_in(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let hits = self.finder.find_overlapping_iter(bytes);
        hits.filter(|hit| alone(bytes, hit.start(), hit.end())).map(|hit| hit.pattern().as_usize()).collect()
    }

    /// The word at a position of [`Secrets::found_in`].
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Whether the text holds one, or a phone, a card, a mail address.
    #[must_use]
    pub fn told_by(&self, text: &str) -> bool {
        !self.found_in(text.as_bytes()).is_empty() || !personal(text).is_empty()
    }

    /// The address without what may tell a person: parameters and fragment (but those that name an article
    /// of a WeChat account), and parts of the path that are a name, an id, a phone.
    #[must_use]
    pub fn without(&self, address: &str) -> String {
        let Ok(mut url) = Url::parse(address) else {
            return if self.told_by(address) { "…".to_owned() } else { address.to_owned() };
        };
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        if url.host_str() == Some("mp.weixin.qq.com") {
            let kept: Vec<(String, String)> = url
                .query_pairs()
                .filter(|(name, _)| matches!(name.as_ref(), "__biz" | "mid" | "idx" | "sn"))
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            if kept.is_empty() {
                url.set_query(None);
            } else {
                url.query_pairs_mut().clear().extend_pairs(kept);
            }
        } else {
            url.set_query(None);
        }
        if self.told_by(url.host_str().unwrap_or_default()) {
            return format!("{}://…", url.scheme());
        }
        let path: Vec<String> = url.path().split('/').map(|part| self.part(part)).collect();
        url.set_path("");
        let head = url.as_str();
        let (head, query) = head.split_once('?').map_or((head, None), |(head, query)| (head, Some(query)));
        let path = path.join("/");
        // An address without a path is kept without one.
        let path = if path == "/" && !address.ends_with('/') { String::new() } else { path };
        let whole = format!("{}{path}", head.trim_end_matches('/'));
        match query {
            Some(query) => format!("{whole}?{query}"),
            None => whole,
        }
    }

    fn part(&self, part: &str) -> String {
        let said = percent_encoding(part);
        let digits = said.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        let hidden = digits >= DIGITS || said.contains('@') || self.told_by(&said);
        if hidden { "…".to_owned() } else { part.to_owned() }
    }
}

/// A part of a path as it reads.
fn percent_encoding(part: &str) -> String {
    url::form_urlencoded::parse(format!("x={}", part.replace('+', "%2B").replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// A word of Latin letters or digits counts only by itself: `al` is no part of `daily`.
fn alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let joined_before = word(start) && start.checked_sub(1).is_some_and(word);
    let joined_behind = end.checked_sub(1).is_some_and(word) && word(end);
    !joined_before && !joined_behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        Secrets::new(["张三", "Al", "x", "wxid_k3", "10001234"].map(str::to_owned)).unwrap()
    }

    #[test]
    fn latin_words_stand_alone_and_han_names_anywhere() {
        let secrets = secrets();
        assert_eq!(secrets.len(), 4, "a single letter is no word to look for");
        for (text, told) in [
            ("daily", false),
            ("by al.", true),
            ("来自张三的", true),
            ("id=10001234;", true),
            ("910001234", false),
            ("x", false),
            ("13800138000", true),
        ] {
            assert_eq!(secrets.told_by(text), told, "{text}");
        }
    }

    #[test]
    fn addresses_keep_the_article_and_lose_the_reader() {
        let secrets = secrets();
        for (from, to) in [
            ("https://ex.com/a?uid=77&phone=13800138000#me", "https://ex.com/a"),
            ("https://ex.com/u/10001234/post", "https://ex.com/u/…/post"),
            ("https://ex.com/%E5%BC%A0%E4%B8%89/blog", "https://ex.com/…/blog"),
            ("https://al:pw@ex.com/x", "https://ex.com/x"),
            ("https://al.com/x", "https://…"),
            (
                "https://mp.weixin.qq.com/s?__biz=MzA&mid=2&idx=1&sn=ab&scene=1&openid=o6_",
                "https://mp.weixin.qq.com/s?__biz=MzA&mid=2&idx=1&sn=ab",
            ),
            ("https://ex.com", "https://ex.com"),
        ] {
            assert_eq!(secrets.without(from), to);
        }
    }
}
