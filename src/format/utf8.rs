//! Bytes as text, borrowed where they are sound. In: bytes of a cell, a line or a whole file. Out:
//! the text, U+FFFD where it is damaged. Apart because every text format does it for every message,
//! and the vectorised check is several times as fast as the standard one.

use std::borrow::Cow;

/// The text of `bytes`.
#[must_use]
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// A text without white space at its ends. Most texts begin and end with a letter, ASCII or Han, whose
/// bytes tell.
#[inline]
#[must_use]
pub(super) fn trim(text: &str) -> &str {
    let han = |byte: &u8| matches!(byte, 0xE4..=0xE9);
    if let [first, .., third, _, last] = text.as_bytes()
        && (first.is_ascii_graphic() || han(first))
        && (last.is_ascii_graphic() || (han(third) && *last >= 0x80))
    {
        return text;
    }
    text.trim()
}

/// A body with plain line breaks and no byte order marks at the start of its lines.
#[must_use]
pub(super) fn even(body: &str) -> Cow<'_, str> {
    let several = memchr::memchr2(b'\n', b'\r', body.as_bytes()).is_some();
    if several && (body.contains('\r') || body.contains("\n\u{feff}")) {
        Cow::Owned(body.replace("\r\n", "\n").replace("\n\u{feff}", "\n"))
    } else {
        Cow::Borrowed(body)
    }
}

/// Nothing but white space.
#[inline]
#[must_use]
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_trimmed_as_the_standard_library_does() {
        for text in [
            "",
            " ",
            "a",
            "早",
            "早上好",
            " 早上好",
            "早上好\u{3000}",
            "abc\u{a0}",
            "a\u{2003}b ",
            "\u{3000}早",
            "a🌧\u{fe0f}",
        ] {
            assert_eq!(trim(text), text.trim(), "{text:?}");
            assert_eq!(is_blank(text), text.trim().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn sound_text_is_borrowed() {
        assert!(matches!(text("早".as_bytes()), Cow::Borrowed("早")));
        assert_eq!(text(b"a\xffb"), "a\u{fffd}b");
    }
}
