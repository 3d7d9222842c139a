//! Where a JSON value ends. In: bytes and an offset. Out: the offset after the value, or where it
//! stops being JSON. Iterative and eight bytes a step inside strings: every byte of an export
//! passes here once.

/// Deepest nesting followed; deeper is no chat export but an attack on the stack.
const DEEPEST: u32 = 120;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A place where the bytes are not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Fault {
    /// Offset.
    pub at: usize,
    /// The bytes end here.
    pub ended: bool,
    /// What is wrong, lower case.
    pub what: &'static str,
}

impl Fault {
    pub(super) fn new(bytes: &[u8], at: usize, what: &'static str) -> Self {
        let ended = at >= bytes.len();
        Self { at, ended, what: if ended { "the file ends here" } else { what } }
    }
}

/// The first offset from `at` that holds no white space.
#[inline]
pub(in crate::format) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(space @ (b' ' | b'\n' | b'\r' | b'\t')) = bytes.get(at) {
        at += 1;
        if *space == b'\n' {
            at = skip_indent(bytes, at);
        }
    }
    at
}

/// The first offset from `at` that holds no blank: what begins the lines of most exports.
#[inline]
fn skip_indent(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = word(bytes, at) {
        let others = chunk ^ (ONES * 0x20);
        if others != 0 {
            return at + (others.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

#[inline]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk = bytes.get(at..at + 8)?;
    Some(u64::from_le_bytes(chunk.try_into().ok()?))
}

/// The offset after the string that opens at `at`. A raw control character ends the search: in
/// JSON it cannot stand in a string, so a quote was lost.
#[inline]
pub(super) fn string(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut at = at + 1;
    loop {
        while let Some(chunk) = word(bytes, at) {
            let stops = stops(chunk);
            if stops != 0 {
                at += (stops.trailing_zeros() / 8) as usize;
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(0x20..) => at += 1,
            _ => return Err(Fault::new(bytes, at, "a text is not closed")),
        }
    }
}

/// High bit of the first byte (and perhaps of later ones) that is a quote, a backslash or a
/// control character.
#[inline]
const fn stops(word: u64) -> u64 {
    let quote = word ^ (ONES * 0x22);
    let slash = word ^ (ONES * 0x5c);
    let zero_quote = quote.wrapping_sub(ONES) & !quote;
    let zero_slash = slash.wrapping_sub(ONES) & !slash;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zero_quote | zero_slash | control) & HIGHS
}

/// The offset after the value that begins at `at`.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"') => string(bytes, at),
        Some(b'{' | b'[') => container(bytes, at),
        _ => scalar(bytes, at),
    }
}

fn scalar(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut end = at;
    while let Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.') = bytes.get(end) {
        end += 1;
    }
    match bytes.get(at..end) {
        Some(b"true" | b"false" | b"null" | [b'0'..=b'9' | b'-', ..]) => Ok(end),
        _ => Err(Fault::new(bytes, end, "a value is expected here")),
    }
}

/// Brackets are matched by kind, texts must be followed by something that may follow a text: a
/// lost quote or bracket shows near the place where it was lost.
fn container(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    let (mut kinds, mut depth) = (0_u128, 0_u32);
    loop {
        match bytes.get(at) {
            Some(b'"') => {
                at = skip_space(bytes, string(bytes, at)?);
                if !matches!(bytes.get(at), Some(b',' | b':' | b'}' | b']')) {
                    return Err(Fault::new(bytes, at, "a comma or bracket is expected here"));
                }
            }
            Some(open @ (b'{' | b'[')) => {
                if depth == DEEPEST {
                    return Err(Fault::new(bytes, at, "nested too deeply"));
                }
                kinds = kinds << 1 | u128::from(*open == b'{');
                depth += 1;
                at += 1;
            }
            Some(close @ (b'}' | b']')) => {
                if (kinds & 1 == 1) != (*close == b'}') {
                    return Err(Fault::new(bytes, at, "a bracket closes what was not opened"));
                }
                kinds >>= 1;
                depth -= 1;
                at += 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
            Some(b',' | b':' | b' ') => at += 1,
            Some(b'\n' | b'\r' | b'\t') => at = skip_space(bytes, at),
            _ => at = scalar(bytes, at)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_values() {
        for (text, end) in [
            (r#""abc" x"#, 5),
            (r#""a\"b""#, 6),
            (r#""a\\" "#, 5),
            (r#""长一点的中文字符串" "#, 29),
            ("12.5e-3,", 7),
            ("null}", 4),
            (r#"{"a":[1,{"b":"}"}],"c":null} "#, 28),
            (r#"{"1234567\"9":"x"}"#, 18),
        ] {
            assert_eq!(value(text.as_bytes(), 0), Ok(end), "{text}");
        }
    }

    #[test]
    fn faults() {
        for (text, at, ended) in [
            ("\"ab\ncd\"", 3, false),
            (r#""abc"#, 4, true),
            (r#"{"a":"b,"c":1}"#, 9, false),
            ("[1,2}", 4, false),
            ("nul ", 3, false),
            (r#"{"a":[1,2"#, 9, true),
            ("", 0, true),
            ("\"a\\", 4, true),
        ] {
            let fault = value(text.as_bytes(), 0).unwrap_err();
            assert_eq!((fault.at, fault.ended), (at, ended), "{text}: {}", fault.what);
        }
    }

    #[test]
    fn a_nesting_bomb_is_a_fault() {
        let bomb = "[".repeat(1_000_000);
        assert_eq!(value(bomb.as_bytes(), 0).unwrap_err().what, "nested too deeply");
    }
}
