//! Escapes inside a JSON text. In: the bytes between its quotes. Out: the text they stand for.

/// Escapes resolved. Half a surrogate pair becomes U+FFFD.
pub(super) fn resolved(inner: &[u8]) -> String {
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(slash) = next_escape(rest) {
        let (plain, escape) = rest.split_at(slash);
        out.extend_from_slice(plain);
        let used = match escape.get(1) {
            Some(b'u') => unicode(escape, &mut out),
            Some(letter) => {
                out.push(plain_escape(*letter));
                2
            }
            None => 1,
        };
        rest = escape.get(used..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Where the next escape is. Texts that are escaped at all are mostly escaped throughout.
#[inline]
fn next_escape(rest: &[u8]) -> Option<usize> {
    if rest.first() == Some(&b'\\') { Some(0) } else { memchr::memchr(b'\\', rest) }
}

/// The unit that a `\u` escape of four digits at the start of `escape` stands for.
#[inline]
fn unit(escape: &[u8]) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = escape else { return None };
    let digit = |digit: u8| u32::from(HEX[usize::from(digit)]);
    let [a, b, c, d] = *digits.first_chunk::<4>()?;
    let (a, b, c, d) = (digit(a), digit(b), digit(c), digit(d));
    (a | b | c | d < 16).then_some(a << 12 | b << 8 | c << 4 | d)
}

/// Value of a hexadecimal digit, 255 for any other byte.
const HEX: [u8; 256] = {
    let mut table = [255; 256];
    let mut value = 0_u8;
    while value < 16 {
        table[b"0123456789abcdef"[value as usize] as usize] = value;
        table[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    table
};

/// Decodes the `\u` escape of four digits (or the pair of them) that `escape` begins with; gives the bytes used.
#[inline]
fn unicode(escape: &[u8], out: &mut Vec<u8>) -> usize {
    let Some(code) = unit(escape) else {
        out.extend_from_slice("\u{fffd}".as_bytes());
        return 2;
    };
    let low = if let 0xd800..0xdc00 = code { escape.get(6..).and_then(unit) } else { None };
    let (code, used) = match low {
        Some(low @ 0xdc00..0xe000) => (0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), 12),
        _ => (code, 6),
    };
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    used
}

/// The bytes of a text in which every byte beyond ASCII was escaped as a character of its own;
/// `None` when any other character is in it.
pub(in crate::format) fn bytes_escaped(inner: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(slash) = next_escape(rest) {
        let (plain, escape) = rest.split_at(slash);
        out.extend_from_slice(plain);
        let used = if let Some(byte) = unit(escape) {
            out.push(u8::try_from(byte).ok()?);
            6
        } else {
            out.push(plain_escape(*escape.get(1).filter(|byte| **byte != b'u')?));
            2
        };
        rest = escape.get(used..)?;
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// What a letter behind a backslash stands for.
#[inline]
const fn plain_escape(letter: u8) -> u8 {
    match letter {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 8,
        b'f' => 12,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_their_own() {
        for (inner, want) in [
            (r"plain", Some("plain")),
            (r#"\u00e5\u00ae\u0089 \n\"x\""#, Some("安 \n\"x\"")),
            (r"\u00E5\u00aE\u0089", Some("安")),
            (r"\u5b89", None),
            (r"\u00e5\u00", None),
            ("\\", None),
        ] {
            assert_eq!(bytes_escaped(inner.as_bytes()).as_deref(), want.map(str::as_bytes), "{inner}");
        }
    }
}
