//! One JSON value as a slice of its file, decoded when asked and leniently: a value of another
//! shape than asked for is simply not there, so one odd field never costs a whole message.

use std::borrow::Cow;

use crate::format::utf8;

use super::escape;
use super::scan::{self, Fault, skip_space};

/// How far from the end of a file its header is looked for.
const TAIL: usize = 1 << 20;

/// A value as written; empty when the key is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::format) struct Value<'a>(&'a [u8]);

impl<'a> Value<'a> {
    /// The value a text holds, for JSON kept in a string; absent when it is none.
    pub fn parse(text: &'a str) -> Self {
        let bytes = text.trim().as_bytes();
        match scan::value(bytes, 0) {
            Ok(end) if end == bytes.len() => Self(bytes),
            _ => Self::default(),
        }
    }

    /// What stands between two offsets.
    pub(super) fn between(bytes: &'a [u8], at: usize, end: usize) -> Self {
        Self(bytes.get(at..end).unwrap_or_default())
    }

    /// Everything from `at` on, for heads that end inside a value.
    pub(super) fn rest(bytes: &'a [u8], at: usize) -> Self {
        Self(bytes.get(skip_space(bytes, at)..).unwrap_or_default())
    }

    /// The bytes as written.
    pub fn raw(self) -> &'a [u8] {
        self.0
    }

    /// Missing or `null`.
    pub fn is_absent(self) -> bool {
        matches!(self.0, b"" | b"null")
    }

    /// Present and neither `null`, `false` nor an empty text, array or object.
    pub fn is_filled(self) -> bool {
        !matches!(self.0, b"" | b"null" | b"false" | b"\"\"" | b"[]" | b"{}")
    }

    /// `true`.
    pub fn is_true(self) -> bool {
        self.0 == b"true"
    }

    /// A text, escapes resolved, bytes that are no UTF-8 replaced.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.inner()?;
        if memchr::memchr(b'\\', inner).is_some() {
            return Some(Cow::Owned(escape::resolved(inner)));
        }
        // Checking first is twice as fast as repairing what needs no repair.
        Some(utf8::text(inner))
    }

    /// A text that could hold a web link: a slash, bare or escaped, is in it.
    pub fn may_hold_link(self) -> bool {
        self.inner().is_some_and(|inner| memchr::memchr2(b'/', b'\\', inner).is_some())
    }

    /// A text that is not empty.
    pub fn word(self) -> Option<Cow<'a, str>> {
        self.text().filter(|text| !text.is_empty())
    }

    /// The bytes between the quotes, escapes as written: for comparing with plain words.
    pub fn inner(self) -> Option<&'a [u8]> {
        match self.0 {
            [b'"', inner @ .., b'"'] => Some(inner),
            _ => None,
        }
    }

    /// An id: a text that is not empty, or a number with every digit as written.
    pub fn id(self) -> Option<Cow<'a, str>> {
        if self.is_number() { std::str::from_utf8(self.0).ok().map(Cow::Borrowed) } else { self.word() }
    }

    /// A number.
    pub fn is_number(self) -> bool {
        matches!(self.0, [b'0'..=b'9' | b'-', ..])
    }

    /// A whole number, also from a text that holds one; fractions are cut.
    pub fn integer(self) -> Option<i64> {
        let digits = self.inner().unwrap_or(self.0);
        if !digits.is_empty() && digits.len() <= 18 && digits.iter().all(u8::is_ascii_digit) {
            return Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')));
        }
        let text = std::str::from_utf8(digits).ok()?;
        text.parse().ok().or_else(|| {
            let number: f64 = text.parse().ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "bounded by the condition")]
            (number.abs() < 9e15).then_some(number as i64)
        })
    }

    /// The members, none when it is no object.
    pub fn members(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        let mut members = Members::open(self.0, 0).ok();
        std::iter::from_fn(move || {
            let members = members.as_mut()?;
            let key = members.key().ok()??;
            Some((key, members.value().ok()?))
        })
    }

    /// The value of a key, absent when it is no object.
    pub fn get(self, key: &[u8]) -> Value<'a> {
        self.members().find(|(known, _)| *known == key).map_or(Value::default(), |(_, value)| value)
    }

    /// The items, none when it is no array.
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        let bytes = self.0;
        let mut at = usize::from(bytes.first() == Some(&b'['));
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            at = skip_space(bytes, at);
            while bytes.get(at) == Some(&b',') {
                at = skip_space(bytes, at + 1);
            }
            let end = scan::value(bytes, at).ok()?;
            let item = Value(bytes.get(at..end)?);
            at = end;
            Some(item)
        })
    }
}

/// Walks the members of one object in place.
#[derive(Debug, Clone, Copy)]
pub(in crate::format) struct Members<'a> {
    bytes: &'a [u8],
    at: usize,
    first: bool,
}

impl<'a> Members<'a> {
    /// The members of the object that opens at `at`.
    pub fn open(bytes: &'a [u8], at: usize) -> Result<Self, Fault> {
        if bytes.get(at) == Some(&b'{') {
            Ok(Self { bytes, at: at + 1, first: true })
        } else {
            Err(Fault::new(bytes, at, "an object is expected here"))
        }
    }

    /// The next key as written; the walk then stands before its value. `None` after the last, when
    /// it stands behind the object.
    #[inline]
    pub fn key(&mut self) -> Result<Option<&'a [u8]>, Fault> {
        self.at = skip_space(self.bytes, self.at);
        match self.bytes.get(self.at) {
            Some(b'}') => {
                self.at += 1;
                return Ok(None);
            }
            Some(b',') if !self.first => self.at = skip_space(self.bytes, self.at + 1),
            Some(b'"') if self.first => {}
            _ => return Err(self.fault("a comma or closing brace is expected here")),
        }
        self.first = false;
        if self.bytes.get(self.at) != Some(&b'"') {
            return Err(self.fault("a key is expected here"));
        }
        let end = scan::string(self.bytes, self.at)?;
        let key = self.bytes.get(self.at + 1..end - 1).unwrap_or_default();
        self.at = skip_space(self.bytes, end);
        if self.bytes.get(self.at) != Some(&b':') {
            return Err(self.fault("a colon is expected here"));
        }
        self.at = skip_space(self.bytes, self.at + 1);
        Ok(Some(key))
    }

    /// The value the walk stands before.
    #[inline]
    pub fn value(&mut self) -> Result<Value<'a>, Fault> {
        let end = scan::value(self.bytes, self.at)?;
        let value = Value(self.bytes.get(self.at..end).unwrap_or_default());
        self.at = end;
        Ok(value)
    }

    /// Where the walk stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes on at `at`, where the value that was walked by other means ends.
    pub fn go_on(&mut self, at: usize) {
        self.at = at;
    }

    /// Values of `keys` further on in the object, the walk itself unmoved: for exports whose
    /// header stands behind the records. In a long file they are looked for at its end first, so that
    /// the records need not be walked twice.
    pub fn look_ahead<const N: usize>(mut self, keys: [&[u8]; N]) -> [Value<'a>; N] {
        if self.bytes.len().saturating_sub(self.at) > TAIL {
            let tail = keys.map(|key| self.in_tail(key).unwrap_or_default());
            if tail.iter().any(|value| !value.is_absent()) {
                return tail;
            }
        }
        let mut found = [Value::default(); N];
        let mut whole = self.value().is_ok();
        while whole {
            let Ok(Some(key)) = self.key() else { return found };
            match (self.value(), keys.iter().position(|known| *known == key)) {
                (Ok(value), Some(at)) => found[at] = value,
                (read, _) => whole = read.is_ok(),
            }
        }
        keys.map(|key| self.in_tail(key).unwrap_or_default())
    }

    /// The value of a key at the end of the file: the last such key from which the object can be
    /// walked to its end.
    fn in_tail(&self, key: &[u8]) -> Option<Value<'a>> {
        let quoted = [b"\"", key, b"\""].concat();
        let tail = self.at.max(self.bytes.len().saturating_sub(TAIL));
        let at = tail + memchr::memmem::rfind(self.bytes.get(tail..)?, &quoted)?;
        let mut walk = Members { bytes: self.bytes, at, first: true };
        walk.key().ok()??;
        let value = walk.value().ok()?;
        while walk.key().ok()?.is_some() {
            walk.value().ok()?;
        }
        (skip_space(self.bytes, walk.at) == self.bytes.len()).then_some(value)
    }

    fn fault(&self, what: &'static str) -> Fault {
        Fault::new(self.bytes, self.at, what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers() {
        for (raw, want) in [
            (r#""plain""#, Some("plain")),
            (r#""a\n\"b\"\\\/""#, Some("a\n\"b\"\\/")),
            (r#""\u4f60\u597d \ud83d\ude00""#, Some("你好 😀")),
            (r#""\ud83d lone \u00""#, Some("\u{fffd} lone \u{fffd}00")),
            ("12", None),
            ("null", None),
        ] {
            assert_eq!(Value(raw.as_bytes()).text().as_deref(), want, "{raw}");
        }
        assert_eq!(Value(b"\"a\xffb\"").text().as_deref(), Some("a\u{fffd}b"));
        assert_eq!(Value(b"9223372036854775807").id().as_deref(), Some("9223372036854775807"));
        assert_eq!(Value(b"\"1700000000\"").integer(), Some(1_700_000_000));
        assert_eq!(Value(b"1.7e9").integer(), Some(1_700_000_000));
        assert_eq!(Value(b"\"soon\"").integer(), None);
    }

    #[test]
    fn members_and_items() {
        let value = Value(br#"{ "a" : [1, "x" ,{"b":2}], "c":null }"#);
        assert_eq!(value.get(b"a").items().count(), 3);
        assert!(value.get(b"c").is_absent());
        assert_eq!(value.get(b"zz").raw(), b"");
        assert_eq!(Value(b"17").items().count(), 0);
        assert_eq!(Value(b"17").members().count(), 0);
    }
}
