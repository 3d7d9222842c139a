//! The script array of the HTML export: JavaScript object literals, not JSON. In: bytes and the
//! offset of an object. Out: its fields as slices, and where the object ends. A quote that was not
//! escaped does not end a text; an object never reads on beyond the next ones.

use std::borrow::Cow;

/// How many beginnings of further objects a text may hold.
const REACH: usize = 6;

/// A value as written; empty when the key is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Literal<'a>(&'a [u8]);

/// The fields of one message.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Object<'a> {
    pub kind: Literal<'a>,
    pub sub: Literal<'a>,
    pub text: Literal<'a>,
    pub is_send: Literal<'a>,
    pub timestamp: Literal<'a>,
    pub name: Literal<'a>,
    pub url: Literal<'a>,
    pub title: Literal<'a>,
    pub description: Literal<'a>,
    pub file_name: Literal<'a>,
    pub file_size: Literal<'a>,
    pub voice: Literal<'a>,
}

impl<'a> Object<'a> {
    fn set(&mut self, key: &[u8], value: Literal<'a>) {
        let field = match key {
            b"type" => &mut self.kind,
            b"sub_type" => &mut self.sub,
            b"text" => &mut self.text,
            b"is_send" => &mut self.is_send,
            b"timestamp" => &mut self.timestamp,
            b"displayname" => &mut self.name,
            b"url" | b"link_url" => &mut self.url,
            b"title" => &mut self.title,
            b"description" => &mut self.description,
            b"file_name" => &mut self.file_name,
            b"file_size" => &mut self.file_size,
            b"voice_to_text" => &mut self.voice,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.kind.integer().is_some() && self.timestamp.integer().is_some()
    }
}

impl<'a> Literal<'a> {
    /// The key stands in the object.
    pub fn is_present(self) -> bool {
        !self.0.is_empty()
    }

    /// A whole number, also from a text that holds one.
    pub fn integer(self) -> Option<i64> {
        let inner = self.inner().unwrap_or(self.0).trim_ascii();
        (!inner.is_empty() && inner.len() <= 18).then_some(())?;
        inner.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    }

    /// What a reader would see of a text: escapes resolved, markup taken out; `None` when empty.
    pub fn shown(self) -> Option<Cow<'a, str>> {
        let text = self.text()?;
        let text = if text.contains(['<', '&']) { Cow::Owned(without_markup(&text)) } else { text };
        (!text.is_empty()).then_some(text)
    }

    /// A text with its escapes resolved; `None` when empty or Python's word for nothing.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let inner = self.inner()?;
        if inner.is_empty() || inner == b"None" {
            return None;
        }
        let text = String::from_utf8_lossy(inner);
        Some(if text.contains('\\') { Cow::Owned(unescape(&text)) } else { text })
    }

    fn inner(self) -> Option<&'a [u8]> {
        match self.0 {
            [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] | [b'`', inner @ .., b'`'] => Some(inner),
            _ => None,
        }
    }
}

/// What stands where an object is expected.
pub(super) enum Found<'a> {
    /// An object, and the offset behind it.
    Whole(Object<'a>, usize),
    /// A damaged one, and where the next begins.
    Damaged(Option<usize>),
}

/// Reads the object that begins at `at`.
pub(super) fn object(bytes: &[u8], at: usize) -> Found<'_> {
    let first = next_object(bytes, at + 1);
    let mut bound = first;
    for _ in 0..REACH {
        let end = bound.unwrap_or(bytes.len());
        if let Some((object, behind)) = within(bytes, at, end)
            && object.is_whole()
        {
            return Found::Whole(object, behind);
        }
        // A text may hold what looks like an object; a whole one behind it is the next message.
        let Some(next) = bound else { break };
        let after = next_object(bytes, next + 1);
        if within(bytes, next, after.unwrap_or(bytes.len())).is_some_and(|(object, _)| object.is_whole()) {
            break;
        }
        bound = after;
    }
    Found::Damaged(first)
}

/// Where the next object begins that names its type first.
pub(super) fn next_object(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memchr::memchr_iter(b'{', rest).map(|brace| from + brace).find(|brace| {
        let key = space(bytes, brace + 1);
        let key = bytes.get(key..).unwrap_or_default();
        let key = key.strip_prefix(b"\"").or(key.strip_prefix(b"'")).unwrap_or(key);
        key.strip_prefix(b"type").is_some_and(|rest| matches!(rest.first(), Some(b':' | b' ' | b'"' | b'\'')))
    })
}

/// The first offset from `at` that holds no white space.
pub(super) fn space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The object at `at` if it ends before `end`.
fn within(bytes: &[u8], at: usize, end: usize) -> Option<(Object<'_>, usize)> {
    let bytes = bytes.get(..end)?;
    let mut object = Object::default();
    let mut at = space(bytes, at + 1);
    loop {
        match bytes.get(at)? {
            b'}' => return Some((object, at + 1)),
            b',' => at = space(bytes, at + 1),
            _ => {
                let (key, colon) = key(bytes, at)?;
                let start = space(bytes, colon + 1);
                let behind = value(bytes, start)?;
                object.set(key, Literal(bytes.get(start..behind)?.trim_ascii_end()));
                at = space(bytes, behind);
            }
        }
    }
}

/// A key, bare or quoted, and the offset of its colon.
fn key(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let start = at + usize::from(quote.is_some());
    let rest = bytes.get(start..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let behind = start + length;
    let behind = if quote.is_some() && bytes.get(behind) == quote.as_ref() { behind + 1 } else { behind };
    let colon = space(bytes, behind);
    (length > 0 && bytes.get(colon) == Some(&b':')).then(|| (rest.get(..length).unwrap_or_default(), colon))
}

/// The offset behind the value at `at`.
fn value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        quote @ (b'\'' | b'"' | b'`') => string(bytes, at + 1, *quote),
        b'{' | b'[' => None,
        _ => {
            let rest = bytes.get(at..)?;
            let length = rest.iter().position(|byte| matches!(byte, b',' | b'}'))?;
            (length > 0).then_some(at + length)
        }
    }
}

/// The offset behind a text whose inside begins at `at`: behind the first quote after which the
/// object goes on or ends.
fn string(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'\\') {
            at += 2;
        } else if goes_on(bytes, space(bytes, at + 1)) {
            return Some(at + 1);
        } else {
            at += 1;
        }
    }
}

/// `}` or `, key:` stands here.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'}') => matches!(bytes.get(space(bytes, at + 1)), Some(b',' | b']' | b'{') | None),
        Some(b',') => {
            let next = space(bytes, at + 1);
            bytes.get(next) == Some(&b'}') || key(bytes, next).is_some()
        }
        _ => false,
    }
}

/// Escapes of JavaScript resolved.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('r') | None => {}
            Some('t') => out.push('\t'),
            Some('u') => {
                let rest = letters.as_str();
                let unit = rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match unit {
                    Some(unit) => {
                        out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
                        letters = rest.get(4..).unwrap_or_default().chars();
                    }
                    None => out.push('u'),
                }
            }
            Some(other) => out.push(other),
        }
    }
    out
}

/// Text without tags, `<br>` as a line break, entities as what they stand for.
pub(super) fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Where no tag can end any more none is looked for, however many open.
    let behind_last = text.rfind('>').map_or(0, |last| text.len() - last);
    while let Some(at) = rest.find(['<', '&']) {
        let (plain, mark) = rest.split_at(at);
        out.push_str(plain);
        let (written, used) = match mark.starts_with('<') {
            true if mark.len() < behind_last || behind_last == 0 => ("<", 1),
            true => tag(mark),
            false => entity(mark),
        };
        out.push_str(written);
        rest = mark.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// What a tag shows, and its length.
fn tag(mark: &str) -> (&'static str, usize) {
    let named = mark.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    match mark.find('>').filter(|_| named) {
        Some(end) => (if mark.starts_with("<br") { "\n" } else { "" }, end + 1),
        None => ("<", 1),
    }
}

/// What an entity stands for, and its length.
fn entity(mark: &str) -> (&'static str, usize) {
    const ENTITIES: &[(&str, &str)] = &[
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", " "),
        ("&emsp;", "\t"),
    ];
    let known = ENTITIES.iter().find(|(entity, _)| mark.starts_with(entity));
    known.map_or(("&", 1), |(entity, plain)| (*plain, entity.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(String, String)> {
        match object(text.as_bytes(), 0) {
            Found::Whole(object, end) => {
                Some((object.text.shown().unwrap_or_default().into_owned(), text[end..].to_owned()))
            }
            Found::Damaged(_) => None,
        }
    }

    #[test]
    fn objects() {
        for (text, want) in [
            (r"{ type:1, text: 'a\'b\n\\c &lt;d&gt; &amp; <img src=x>e<br>f',timestamp:17},", "a'b\n\\c <d> & e\nf"),
            ("{ type:1, text: 'it's, right', timestamp:17 }", "it's, right"),
            ("{ type:1,\n text: 'a\nb'\n ,timestamp:17\n }\n,", "a\nb"),
            (r#"{ "type": 1, "text": "quoted 'x'", "timestamp": "17" }]"#, "quoted 'x'"),
            ("{ type:1, text: 'like { type:1, this',timestamp:17},", "like { type:1, this"),
            (r"{ type:1, text: '\u4f60好\u00',timestamp:17}", "你好u00"),
            ("{ type:1, text: None,timestamp:17,is_send:0,}", ""),
            ("{ type:1, text: 'a < b & c',timestamp:17}", "a < b & c"),
        ] {
            assert_eq!(first(text).map(|(shown, _)| shown).as_deref(), Some(want), "{text}");
        }
        for text in ["{ type:1, text: 'x", "{ type:1, text: 'x'}", "{ type:1 }", "{", "{ type:1, timestamp:{}}", ""] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn a_lost_quote_costs_one_object() {
        let text =
            "{ type:1, text: 'x',timestamp:1,displayname:'甲},{ type:1, text: 'y',timestamp:2,displayname:'乙'},";
        let Found::Damaged(Some(next)) = object(text.as_bytes(), 0) else { panic!("{text}") };
        assert_eq!(first(&text[next..]).unwrap(), ("y".to_owned(), ",".to_owned()));
    }

    #[test]
    fn many_unclosed_objects_end_in_time() {
        let text = "{ type:1, text: 'x".repeat(20_000);
        let (mut at, mut count) = (0, 0);
        while let Found::Damaged(Some(next)) = object(text.as_bytes(), at) {
            (at, count) = (next, count + 1);
        }
        assert_eq!(count, 19_999);
    }
}
