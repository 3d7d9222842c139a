//! Texts of Meta's downloads as they were typed. Meta writes each byte of UTF-8 as a character of
//! its own (`\u00e5\u00ae\u0089` for 安). In: a text. Out: the text meant, where that is what happened.

use std::borrow::Cow;

use crate::format::json::{Value, bytes_escaped};

/// A text that is not empty, repaired.
pub(super) fn word(value: Value<'_>) -> Option<Cow<'_, str>> {
    // Nearly every text is written so: its bytes are had at once.
    let meant = |inner: &[u8]| String::from_utf8(bytes_escaped(inner)?).ok();
    match value.inner().filter(|inner| inner.is_ascii() && inner.contains(&b'\\')).and_then(meant) {
        Some(meant) => Some(Cow::Owned(meant)),
        None => value.word().map(repaired),
    }
}

/// A text whose characters are all bytes, and as bytes UTF-8, was UTF-8 once. Anything else is left
/// as it is: newer downloads write it well.
fn repaired(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() {
        return text;
    }
    let bytes: Result<Vec<u8>, _> = text.chars().map(|c| u8::try_from(u32::from(c))).collect();
    match bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(meant) => Cow::Owned(meant),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_characters() {
        for (text, want) in [
            ("plain", "plain"),
            ("\u{e5}\u{ae}\u{89}", "安"),
            ("I\u{f0}\u{9f}\u{98}\u{80}", "I😀"),
            ("caf\u{c3}\u{a9}", "café"),
            // written well: alone it is no UTF-8, or it is beyond a byte
            ("café", "café"),
            ("安", "安"),
            ("\u{e5}\u{ae}\u{89}安", "\u{e5}\u{ae}\u{89}安"),
        ] {
            assert_eq!(repaired(Cow::Borrowed(text)), want, "{text}");
        }
    }
}
