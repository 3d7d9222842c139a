//! Text in columns of a terminal: widths of CJK letters, wrapping, and letters that would move the
//! cursor taken out. In: any text, names from exports included. Out: text safe to print.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Whether a letter would move the cursor, turn the reading order or hide text.
#[must_use]
pub fn unruly(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// The text on one line, without letters that would move the cursor or turn the reading order.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(|letter| if unruly(letter) { ' ' } else { letter }).collect()
}

/// The text cut in the middle to at most `most` columns: `技术交…流群`.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most || most < 3 {
        return text.to_owned();
    }
    let room = most - 1;
    let head = take(text.chars(), room.div_ceil(2));
    let tail: String = take(text.chars().rev(), room / 2).chars().rev().collect();
    format!("{head}…{tail}")
}

fn take(letters: impl Iterator<Item = char>, most: usize) -> String {
    let mut used = 0;
    letters
        .take_while(|letter| {
            used += letter.width().unwrap_or(0);
            used <= most
        })
        .collect()
}

/// Lines of at most `most` columns: broken at spaces, and between CJK letters, never before
/// closing punctuation.
#[must_use]
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if columns(&line) + columns(piece.trim_end()) > most && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            piece.trim_start().clone_into(&mut line);
        } else {
            line.push_str(piece);
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Pieces that stay together: words with the space behind them, CJK letters with the punctuation
/// behind them.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let breaks = before.is_some_and(|before| {
            let glued = "，。：；、！？）」』%…–,.;:!?)".contains(letter) || "（「『(".contains(before);
            !glued && (before == ' ' || (letter != ' ' && (wide(before) || wide(letter))))
        });
        if breaks {
            out.extend(text.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    out.extend(text.get(start..));
    out
}

fn wide(letter: char) -> bool {
    letter.width() == Some(2)
}

/// The text followed by spaces up to `most` columns.
#[must_use]
pub fn pad(text: &str, most: usize) -> String {
    format!("{text}{}", " ".repeat(most.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_columns_not_letters() {
        assert_eq!(columns("周活跃 48.2%"), 12);
        assert_eq!(cut("技术交流学习互助群", 9), "技术…助群");
        assert_eq!(cut("short", 9), "short");
        assert_eq!(pad("群", 4), "群  ");
    }

    #[test]
    fn wrapping_keeps_punctuation_with_its_word() {
        assert_eq!(wrap("一二三四，五六", 8), ["一二三", "四，五六"]);
        assert_eq!(wrap("to be or not", 6), ["to be", "or not"]);
        assert!(wrap("", 6).is_empty());
        assert_eq!(wrap("abcdefghij", 4), ["abcdefghij"]);
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d"), "a [31mb c d");
    }
}
