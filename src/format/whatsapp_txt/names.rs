//! Names as people bear them: marks of direction out, odd spaces even, the tilde of unsaved
//! numbers off. In: raw slices of a line. Out: names that compare equal when they mean the same
//! account, and lists of names taken apart.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::system::Language;

/// Marks that steer direction or byte order and show nothing.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text without marks and white space at its ends.
pub(super) fn trim(text: &str) -> &str {
    // Most texts begin and end with a letter, ASCII or Han, whose bytes tell.
    let shown = |byte: &u8| byte.is_ascii_graphic();
    let han = |byte: &u8| matches!(byte, 0xE4..=0xE9);
    if let [first, .., third, _, last] = text.as_bytes()
        && (shown(first) || han(first))
        && (shown(last) || (han(third) && *last >= 0x80))
    {
        return text;
    }
    text.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// A text without marks, its spaces and hyphens the plain ones, trimmed.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text.trim());
    }
    let even = |c: char| match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '\u{2011}' => '-',
        _ => c,
    };
    let out: String = text.chars().filter(|c| !is_mark(*c)).map(even).collect();
    Cow::Owned(out.trim().to_owned())
}

/// The name an account is known by: [`plain`], without the `~ ` of unsaved numbers, in NFC.
pub(super) fn person(raw: &str) -> String {
    let name = plain(raw);
    let name = name.strip_prefix("~ ").map_or(&*name, str::trim_start);
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

/// The people of a list such as `A, B and C`. `known` tells whether a name is somebody who wrote:
/// `Tom and Jerry` may be one account.
pub(super) fn split_list(list: &str, language: Language, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let whole = person(list);
    let one = !list.contains([',', '、', '，', '،']) && !language.conjunctions().iter().any(|word| list.contains(word));
    if one || known(&whole) {
        return vec![whole];
    }
    let mut people: Vec<&str> =
        list.split([',', '、', '，', '،']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let several = people.len() > 1;
    if let Some(last) = people.pop() {
        people.extend(split_last(last, several, language, known));
    }
    people.into_iter().map(person).filter(|name| !name.is_empty()).collect()
}

/// The last part of a list: `B and C`, `and C` after a comma, or one name.
fn split_last<'a>(last: &'a str, several: bool, language: Language, known: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    for word in language.conjunctions() {
        let spaced = word.starts_with(' ');
        if several && let Some(name) = last.strip_prefix(word.trim_start()) {
            return vec![name];
        }
        if known(&person(last)) {
            break;
        }
        let Some((left, right)) = last.split_once(word) else { continue };
        // 和 and 与 stand inside names too (李和平): two letters on each side, or a known name.
        let long = |part: &str| spaced || part.trim().chars().count() > 1 || known(&person(part));
        if !left.trim().is_empty() && !right.trim().is_empty() && long(left) && long(right) {
            return vec![left, right];
        }
    }
    vec![last]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people() {
        for (raw, want) in [
            ("Ann", "Ann"),
            ("~\u{202f}Ann", "Ann"),
            ("\u{200e}~ Ann\u{200e}", "Ann"),
            ("~Moon~", "~Moon~"),
            ("\u{2068}+49\u{a0}170\u{a0}123\u{2011}4567\u{2069}", "+49 170 123-4567"),
            ("Jose\u{301}", "José"),
        ] {
            assert_eq!(person(raw), want, "{raw}");
        }
    }

    #[test]
    fn lists() {
        for (list, language, want) in [
            ("Bob", Language::En, &["Bob"][..]),
            ("Bob and Cy", Language::En, &["Bob", "Cy"]),
            ("Bob, Cy, and Di", Language::En, &["Bob", "Cy", "Di"]),
            ("Bob, Cy and Di", Language::En, &["Bob", "Cy", "Di"]),
            ("Tom and Jerry", Language::En, &["Tom and Jerry"]),
            ("Bob und Cy", Language::De, &["Bob", "Cy"]),
            ("Bob y Cy", Language::Es, &["Bob", "Cy"]),
            ("Bob e Inés", Language::Es, &["Bob", "Inés"]),
            ("Bob et Cy", Language::Fr, &["Bob", "Cy"]),
            ("小明、小红和小刚", Language::Zh, &["小明", "小红", "小刚"]),
            ("小明和小红", Language::Zh, &["小明", "小红"]),
            ("李和平", Language::Zh, &["李和平"]),
        ] {
            assert_eq!(split_list(list, language, &|name| name == "Tom and Jerry"), want, "{list}");
        }
    }
}
