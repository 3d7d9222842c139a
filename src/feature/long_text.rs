//! Which texts are long enough to be an article (长文): in Chinese by characters, in spaced scripts by
//! words. Source: `quality_shares_weekly` in docs/metrics.md.

/// Han characters of a long text.
const HAN: usize = 300;
/// Words of a long text.
const WORDS: usize = 180;
/// Bytes below which no text is long: 180 words of a letter and the spaces between them.
pub const SHORTEST_LONG_TEXT: usize = 2 * WORDS - 1;

/// CJK unified ideographs, with their extensions.
const fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

/// At least 300 Han characters or 180 words.
#[must_use]
pub fn is_long_text(text: &str) -> bool {
    text.len() >= SHORTEST_LONG_TEXT
        && (text.chars().filter(|character| is_han(*character)).take(HAN).count() == HAN
            || text.split_whitespace().take(WORDS).count() == WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_or_words() {
        for (text, long) in [
            ("字".repeat(300), true),
            ("字".repeat(299), false),
            ("字，".repeat(300), true),
            ("w ".repeat(180), true),
            ("w ".repeat(179), false),
            (["w"; 180].join(" "), true),
            ("w".repeat(5000), false),
            ("，".repeat(5000), false),
        ] {
            assert_eq!(is_long_text(&text), long, "{}", &text[..12]);
        }
    }
}
