//! Channel and day of a log by where it lies: `net_#tea_20240102.log`, `#tea/2024-01-02.log`,
//! `2024/01/02/%23tea.txt`. In: a path. Out: the channel's name, local midnight of the day.

use std::path::Path;

use crate::format::clock::midnight;

/// Folders looked at above the file.
const LEVELS: usize = 4;

/// Parts of a path, the file first.
fn parts(path: &Path) -> Vec<String> {
    let parts = path.components().rev().take(LEVELS + 1);
    parts.map(|part| part.as_os_str().to_string_lossy().replace("%23", "#")).collect()
}

/// The channel a path names with its mark.
pub(super) fn channel(path: &Path) -> Option<String> {
    parts(path).iter().find_map(|part| {
        let name = part.get(part.find('#')?..)?;
        let name = without_date(without_ending(name));
        (name.trim_matches('#').len() > 1).then(|| name.to_lowercase())
    })
}

/// What a path without a mark may mean: the file's name, or its folder's where that is only a date.
pub(super) fn likely(path: &Path) -> Option<String> {
    parts(path).iter().find_map(|part| {
        let name = without_date(without_ending(part)).trim_matches(['_', '-', '.', ' ', '/']);
        let digits = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        (!digits && !matches!(name, "log" | "logs" | "irclogs")).then(|| name.to_lowercase())
    })
}

/// Local midnight of the day in a path.
pub(super) fn day(path: &Path) -> Option<i64> {
    let parts = parts(path);
    if let Some(day) = parts.iter().take(2).find_map(|part| find_date(part)) {
        return Some(day.1);
    }
    // `2024/01/02/#tea.txt`, `2024/01/02.log`
    let numbers: Vec<Option<i64>> = parts.iter().map(|part| number(without_ending(part))).collect();
    numbers.windows(3).find_map(|three| match three {
        [Some(day), Some(month), Some(year)] => midnight(*year, *month, *day),
        _ => None,
    })
}

fn number(text: &str) -> Option<i64> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn without_ending(name: &str) -> &str {
    const ENDINGS: [&str; 5] = [".weechatlog", ".log", ".txt", ".irc", ".md"];
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

fn without_date(name: &str) -> &str {
    match find_date(name) {
        Some((at, _)) if at > 0 => name.get(..at).unwrap_or(name).trim_end_matches(['_', '-', '.', ' ']),
        Some(_) => "",
        None => name,
    }
}

/// Where in a name a date stands (`2024-01-02`, `2024.01.02`, `20240102`), and local midnight of it.
fn find_date(name: &str) -> Option<(usize, i64)> {
    let bytes = name.as_bytes();
    let digits = |from: usize, to: usize| {
        let part = bytes.get(from..to)?;
        part.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    };
    (0..bytes.len()).find_map(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if before.is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let year = digits(at, at + 4).filter(|year| (1988..2100).contains(year))?;
        let (month, day, end) = match bytes.get(at + 4) {
            Some(mark @ (b'-' | b'.' | b'_')) if bytes.get(at + 7) == Some(mark) => (at + 5, at + 8, at + 10),
            _ => (at + 4, at + 6, at + 8),
        };
        let after = bytes.get(end).is_some_and(u8::is_ascii_digit);
        let date = midnight(year, digits(month, month + 2)?, digits(day, day + 2)?)?;
        (!after).then_some((at, date))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let at = midnight(2024, 1, 2);
        for (path, name, date) in [
            ("logs/libera_#tea_20240102.log", Some("#tea"), at),
            ("libera/#tea/2024-01-02.log", Some("#tea"), at),
            ("2024/01/02/%23tea.txt", Some("#tea"), at),
            ("2024/01/02/#tea-books.txt", Some("#tea-books"), at),
            ("irc.libera.#tea.weechatlog", Some("#tea"), None),
            ("##Tea.log", Some("##tea"), None),
            ("#tea.2024-01-02.log", Some("#tea"), at),
            ("tea.log.20240102", None, at),
            ("tea/2024.01.02.log", None, at),
            ("#tea_20241302.log", Some("#tea_20241302"), None),
            ("x.log", None, None),
        ] {
            let path = Path::new(path);
            assert_eq!((channel(path).as_deref(), day(path)), (name, date), "{}", path.display());
        }
        for (path, want) in [
            ("tea/2024-01-02.log", Some("tea")),
            ("tea-2024-01-02.log", Some("tea")),
            ("2024-01-02.log", None),
            ("logs/tea.log", Some("tea")),
        ] {
            assert_eq!(likely(Path::new(path)).as_deref(), want, "{path}");
        }
    }
}
