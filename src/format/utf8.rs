//! Bytes as text, borrowed where they are sound. In: bytes of a cell, a line or a whole file. Out:
//! the text, U+FFFD where it is damaged. Apart because every text format does it for every message,
//! and the vectorised check is several times as fast as the standard one.

use std::borrow::Cow;

/// The text of `bytes`.
#[must_use]
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_text_is_borrowed() {
        assert!(matches!(text("早".as_bytes()), Cow::Borrowed("早")));
        assert_eq!(text(b"a\xffb"), "a\u{fffd}b");
    }
}
