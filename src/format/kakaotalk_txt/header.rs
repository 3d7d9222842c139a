//! The first lines of an export, and whether a file is one. In: the head. Out: the name of the chat,
//! and how sure.

use super::stamp::{self, Line};
use crate::format::lines::{self, Lines};
use crate::format::{Confidence, Head};

/// What stands around the name of the chat in the first line; the earlier row wins.
const TITLES: &[(&str, &str)] = &[
    ("", " 님과 카카오톡 대화"),
    ("", "님과 카카오톡 대화"),
    ("", " 카카오톡 대화"),
    ("", " with KakaoTalk Chats"),
    ("KakaoTalk Chats with ", ""),
];
/// The line of the export's date, up to the date.
const SAVED: &[&str] = &["저장한 날짜", "Date Saved", "Saved Date"];
/// Lines that vote.
const LINES: usize = 200;

/// The name of the chat in a first line.
pub(super) fn title(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = TITLES.iter().find_map(|(before, behind)| line.strip_prefix(before)?.strip_suffix(behind))?.trim();
    // `Ann and 12 others` on phones: `Ann (13)` the number of people is not the name.
    let bare = name.rsplit_once(" (").filter(|(_, tail)| tail.trim_end_matches(')').parse::<u32>().is_ok());
    Some(bare.map_or(name, |(name, _)| name)).filter(|name| !name.is_empty())
}

/// Whether a line says when the export was made.
pub(super) fn is_saved(line: &str) -> bool {
    SAVED.iter().any(|words| line.trim().strip_prefix(words).is_some_and(|rest| rest.trim_start().starts_with(':')))
}

/// The name of the chat in a file name: numbered parts of one export are one chat.
pub(super) fn name_of_file(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let numbered = |tail: &str| !tail.is_empty() && tail.len() <= 3 && tail.bytes().all(|byte| byte.is_ascii_digit());
    match stem.rsplit_once('-') {
        Some((front, tail)) if stem.starts_with("Talk_") && numbered(tail) => front,
        _ => stem,
    }
}

/// Whether a head is one of an export.
pub(super) fn sniff(head: &Head<'_>) -> Confidence {
    let text = lines::head(head.bytes, LINES);
    let (mut titled, mut saved) = (false, false);
    let (mut days, mut stamped, mut bracketed, mut korean) = (0, 0, 0, 0);
    for (at, line) in Lines::new(&text).filter(|line| !line.text.trim().is_empty()).enumerate() {
        titled |= at == 0 && title(line.text).is_some();
        saved |= at < 4 && is_saved(line.text);
        match stamp::read(line.text) {
            Line::Day(_) => days += 1,
            Line::Stamped(_, rest) if rest.contains(" : ") => {
                stamped += 1;
                korean += u64::from(line.text.contains("오전") || line.text.contains("오후"));
            }
            Line::Bracketed(..) if days > 0 => bracketed += 1,
            Line::Told(..) => korean += 1,
            _ => {}
        }
    }
    let records = stamped + bracketed;
    match (titled || saved, records) {
        (true, 1..) => Confidence::Sure,
        (true, 0) if titled && saved || korean > 0 => Confidence::Sure,
        (false, 1..) if bracketed > 0 || korean > 0 && stamped > 0 => Confidence::Sure,
        (false, 2..) if head.name.to_lowercase().contains("talk") => Confidence::Maybe,
        _ => Confidence::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (line, want) in [
            ("독서모임 님과 카카오톡 대화", Some("독서모임")),
            ("독서모임 (12) 님과 카카오톡 대화", Some("독서모임")),
            ("Tea Club with KakaoTalk Chats", Some("Tea Club")),
            ("KakaoTalk Chats with Tea Club", Some("Tea Club")),
            ("Talk_2024.1.2 14:30-1.txt", None),
            ("hello", None),
        ] {
            assert_eq!(title(line), want, "{line}");
        }
        for (name, want) in [
            ("Talk_2024.1.2 14:30-1.txt", "Talk_2024.1.2 14:30"),
            ("Talk_2024.1.2 14:30-12.txt", "Talk_2024.1.2 14:30"),
            ("KakaoTalkChats.txt", "KakaoTalkChats"),
            ("club-1.txt", "club-1"),
        ] {
            assert_eq!(name_of_file(name), want, "{name}");
        }
    }

    #[test]
    fn sniffing() {
        let windows = "독서모임 님과 카카오톡 대화\n저장한 날짜 : 2024-01-02 15:00:00\n";
        for (text, want) in [
            (windows, Confidence::Sure),
            ("--------------- 2024년 1월 2일 화요일 ---------------\n[철수] [오후 2:30] 안녕\n", Confidence::Sure),
            ("2024년 1월 2일 오후 2:30, 철수 : 안녕\n", Confidence::Sure),
            (
                "Talk_2024.1.2 14:30-1.txt\n저장한 날짜 : 2024. 1. 2. 오후 8:06\n\n2024년 1월 2일 화요일\n2024. 1. 2. 오전 10:28: A님이 나갔습니다.\n",
                Confidence::Sure,
            ),
            ("[철수] [오후 2:30] 안녕\n", Confidence::No),
            ("January 2, 2024 at 2:30 PM, we met : twice\n", Confidence::No),
            ("2024년 1월 2일 화요일\n오늘은 맑음\n", Confidence::No),
            ("[12:30] <ann> hi\n", Confidence::No),
            ("", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "x.txt" }), want, "{text}");
        }
    }
}
