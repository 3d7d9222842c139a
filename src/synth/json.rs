//! The little JSON writing the dialects share: strings, quoted. Everything else they write by hand,
//! since the layout itself (indents, key order) is what they imitate.

use std::fmt::Write as _;

/// A value as JSON text; a `Quoted` text gets its marks and escapes.
pub(super) struct Quoted<'a>(pub &'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_char('"')?;
        let mut rest = self.0;
        while let Some(at) = rest.find(|c: char| c == '"' || c == '\\' || c < ' ') {
            let (plain, from) = rest.split_at(at);
            f.write_str(plain)?;
            let Some(c) = from.chars().next() else { break };
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c => write!(f, "\\u{:04x}", u32::from(c))?,
            }
            rest = &from[c.len_utf8()..];
        }
        f.write_str(rest)?;
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_reads_back() {
        for text in ["", "plain", "a\"b\\c", "行一\n行二\t\r", "\u{1}\u{1f}", "👩‍💻 \u{2028} end\""] {
            assert_eq!(serde_json::from_str::<String>(&Quoted(text).to_string()).unwrap(), text);
        }
    }
}
