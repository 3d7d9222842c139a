//! What a line says behind its clock: somebody speaks, acts, or the server tells. In: the rest of a
//! line. Out: nick and text, or what was told. Colours and marks of rank are taken off.

use std::borrow::Cow;

use super::told::{self, Told};

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// Somebody spoke or acted.
    Message(&'a str, &'a str),
    /// The server told.
    Told(Told<'a>),
}

/// Longest nick, in bytes.
const LONGEST: usize = 64;

/// What the rest of a line says; `None` for what is neither.
pub(super) fn read(rest: &str) -> Option<Said<'_>> {
    let plain = rest.trim_start();
    match plain.as_bytes() {
        [b'<', ..] => {
            // weechat's arrows
            if let Some(text) = plain.strip_prefix("<--\t").or_else(|| plain.strip_prefix("<-- ")) {
                return Some(Said::Told(told::tell(text)));
            }
            let (name, text) = plain.strip_prefix('<')?.split_once('>')?;
            message(name, text.strip_prefix([' ', '\t']).unwrap_or(text))
        }
        [b'*', b'*', b'*', ..] => Some(Said::Told(told::tell(plain.trim_start_matches('*').trim_start()))),
        [b'-', b'!', b'-', ..] => Some(Said::Told(told::tell(plain.strip_prefix("-!-")?.trim_start()))),
        [b'=', b'=', b'=', ..] => Some(Said::Told(told::tell(plain.strip_prefix("===")?.trim_start()))),
        [b'-', b'-', b'>', ..] => Some(Said::Told(told::tell(plain.strip_prefix("-->")?.trim_start()))),
        [b'-', b'-', b'\t' | b' ', ..] => Some(Said::Told(told::tell(plain.strip_prefix("--")?.trim_start()))),
        [b'*', b' ' | b'\t', ..] => act(plain.strip_prefix('*')?.trim_start()),
        // `-nick:#tea- text`, `-nick- text`
        [b'-', ..] => {
            let (name, text) = plain.strip_prefix('-')?.split_once("- ")?;
            message(name.split(':').next()?, text)
        }
        _ => {
            let (name, text) = plain.split_once('\t')?;
            message(name, text)
        }
    }
}

/// `nick waves`; some clients write so what the server tells.
fn act(text: &str) -> Option<Said<'_>> {
    match told::tell(text) {
        Told::Other => {
            let (name, text) = text.split_once([' ', '\t']).unwrap_or((text, ""));
            message(name, text)
        }
        told => Some(Said::Told(told)),
    }
}

fn message<'a>(name: &'a str, text: &'a str) -> Option<Said<'a>> {
    let name = told::nick(name)?;
    (name.len() <= LONGEST).then_some(Said::Message(name, text))
}

/// A line without the codes of colours and weights.
pub(super) fn plain(line: &str) -> Cow<'_, str> {
    let is_code = |byte: &u8| *byte < 0x20 && *byte != b'\t';
    if !line.as_bytes().iter().any(is_code) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '\u{3}' => rest = colour(rest),
            '\u{4}' => {
                let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
                rest = if digits == 6 { rest.get(6..).unwrap_or_default() } else { rest };
            }
            c if u32::from(c) < 0x20 && c != '\t' => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Skips `4`, `04` or `04,12`.
fn colour(rest: &str) -> &str {
    let digits = |text: &str| text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let front = digits(rest);
    let after = rest.get(front..).unwrap_or_default();
    match after.strip_prefix(',').map(|back| (back, digits(back))) {
        Some((back, length @ 1..)) if front > 0 => back.get(length..).unwrap_or_default(),
        _ => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let said = |rest| match read(rest) {
            Some(Said::Message(name, text)) => format!("{name}|{text}"),
            Some(Said::Told(told)) => format!("{told:?}"),
            None => "-".to_owned(),
        };
        for (rest, want) in [
            ("<ann> hi", "ann|hi"),
            ("<@ann> hi", "ann|hi"),
            ("< ann> hi", "ann|hi"),
            ("<ann>\thi", "ann|hi"),
            (" * ann waves", "ann|waves"),
            ("* ann has joined the choir", "ann|has joined the choir"),
            ("*\tann (~a@h) has joined", "Join(\"ann\")"),
            ("-bot:#tea- news", "bot|news"),
            ("ann\thi", "ann|hi"),
            ("@ann\thi", "ann|hi"),
            (" *\tann waves", "ann|waves"),
            ("-->\tann (~a@h) has joined #tea", "Join(\"ann\")"),
            ("<--\tann (~a@h) has quit (bye)", "Gone(\"ann\")"),
            ("--\tann is now known as bo", "Nick(\"ann\", \"bo\")"),
            ("*** Joins: ann (a@h)", "Join(\"ann\")"),
            ("-!- ann [a@h] has joined #tea", "Join(\"ann\")"),
            ("=== ann [a@h]  has joined #tea", "Join(\"ann\")"),
            ("[Users #tea]", "-"),
            ("<two words> hi", "-"),
            ("<>", "-"),
            ("", "-"),
        ] {
            assert_eq!(said(rest), want, "{rest}");
        }
    }

    #[test]
    fn codes_are_taken_off() {
        for (line, want) in [
            ("plain\ttext", "plain\ttext"),
            ("\u{2}bold\u{2} \u{3}04,12red\u{3} \u{3}4x\u{f}", "bold red x"),
            ("\u{3}12,text", ",text"),
            ("\u{4}ff00aahex\u{1d}", "hex"),
        ] {
            assert_eq!(plain(line), want);
        }
    }
}
