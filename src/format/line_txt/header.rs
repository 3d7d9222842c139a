//! The first lines of an export, and whether a file is one. In: the head. Out: the name of the chat,
//! and how sure. A vote of lines, since computers write no header.

use super::day;
use crate::format::half_day;
use crate::format::lines::{self, Lines};
use crate::format::{Confidence, Head};

/// What stands around the name of the chat in the first line; the earlier row wins.
const TITLES: &[(&str, &str)] = &[
    ("Chat history with ", ""),
    ("Chat history in ", ""),
    ("Chat history of ", ""),
    ("", "とのトーク履歴"),
    ("", "のトーク履歴"),
    ("與", "的聊天記錄"),
    ("", "的聊天記錄"),
    ("与", "的聊天记录"),
    ("", "的聊天记录"),
    ("ประวัติการสนทนากับ ", ""),
    ("ประวัติการแชทกับ ", ""),
    ("ประวัติการแชทใน ", ""),
    ("", "님과의 대화"),
    ("", "님과의 대화내용"),
    ("", "의 대화내용"),
];
/// The second line, up to the date.
const SAVED: &[&str] =
    &["Saved on", "保存日時", "儲存日期", "保存日期", "บันทึกวันที่", "บันทึกเมื่อ", "저장한 날짜", "저장 일시"];
/// What file names put around the name of the chat.
const FILES: &[(&str, &str)] = &[
    ("[LINE] ", "とのトーク"),
    ("[LINE]", "とのトーク"),
    ("[LINE] ", "のトーク"),
    ("[LINE]", "のトーク"),
    ("[LINE] Chat with ", ""),
    ("[LINE] Chat in ", ""),
    ("[LINE] 與", "的聊天"),
    ("[LINE]與", "的聊天"),
    ("[LINE] ", ""),
    ("[LINE]", ""),
];
/// Lines that vote.
const LINES: usize = 200;

/// The name of the chat in a first line.
pub(super) fn title(line: &str) -> Option<&str> {
    let (marked, line) = match line.trim().strip_prefix("[LINE]") {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line.trim()),
    };
    let name = TITLES.iter().find_map(|(before, behind)| line.strip_prefix(before)?.strip_suffix(behind));
    let name = name.or(marked.then_some(line)).map(str::trim).filter(|name| !name.is_empty())?;
    Some(name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name))
}

/// Whether a line says when the export was made.
pub(super) fn is_saved(line: &str) -> bool {
    let line = line.trim();
    SAVED.iter().any(|words| line.strip_prefix(words).is_some_and(|rest| rest.trim_start().starts_with([':', '：'])))
}

/// The name of the chat in a file name.
pub(super) fn name_of_file(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    FILES.iter().find_map(|(before, behind)| stem.strip_prefix(before)?.strip_suffix(behind)).unwrap_or(stem).trim()
}

/// Whether a head is one of an export.
pub(super) fn sniff(head: &Head<'_>) -> Confidence {
    let text = lines::head(head.bytes, LINES);
    let mut all = Lines::new(&text).filter(|line| !line.text.trim().is_empty()).peekable();
    let Some(first) = all.peek().copied() else { return Confidence::No };
    let marked = first.text.trim().starts_with("[LINE]");
    let titled = title(first.text).is_some();
    let (mut saved, mut days, mut tabs, mut spaces, mut others) = (false, 0, 0, 0, 0);
    for line in all.skip(usize::from(titled)) {
        saved |= is_saved(line.text);
        match half_day::clock(line.text) {
            _ if day::parse(line.text).is_some() => days += 1,
            Some((_, rest)) if days > 0 && rest.starts_with('\t') => tabs += 1,
            Some((_, rest)) if days > 0 && rest.starts_with(' ') => spaces += 1,
            _ => others += 1,
        }
    }
    let ours = marked || titled && saved;
    if days == 0 && ours && saved {
        // A chat without a message.
        return Confidence::Sure;
    }
    if days == 0 || tabs + spaces == 0 {
        return Confidence::No;
    }
    if ours || tabs > spaces || head.name.starts_with("[LINE]") {
        return Confidence::Sure;
    }
    if (days + spaces) * 10 >= (days + spaces + others) * 6 { Confidence::Maybe } else { Confidence::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        for (line, want) in [
            ("[LINE] Chat history with Ann", Some("Ann")),
            ("[LINE] Chat history in \"Tea\"", Some("Tea")),
            ("Chat history in Tea", Some("Tea")),
            ("[LINE] 花子とのトーク履歴", Some("花子")),
            ("[LINE] お茶会のトーク履歴", Some("お茶会")),
            ("[LINE] 與小明的聊天記錄", Some("小明")),
            ("讀書會的聊天記錄", Some("讀書會")),
            ("与小明的聊天记录", Some("小明")),
            ("ประวัติการสนทนากับ ชา", Some("ชา")),
            ("차님과의 대화", Some("차")),
            ("[LINE] Tea", Some("Tea")),
            ("hello", None),
            ("", None),
        ] {
            assert_eq!(title(line), want, "{line}");
        }
    }

    #[test]
    fn names_of_files() {
        for (name, want) in [
            ("[LINE] Tea.txt", "Tea"),
            ("[LINE]お茶会とのトーク.txt", "お茶会"),
            ("[LINE] 與小明的聊天.txt", "小明"),
            ("chat.txt", "chat"),
        ] {
            assert_eq!(name_of_file(name), want, "{name}");
        }
    }

    #[test]
    fn sniffing() {
        for (name, text, want) in [
            (
                "x.txt",
                "[LINE] Chat history in Tea\nSaved on: 2024/01/02 15:04\n\n2024/01/02(Tue)\n15:04\tAnn\thi\n",
                Confidence::Sure,
            ),
            (
                "x.txt",
                "讀書會的聊天記錄\n儲存日期：2024/01/02 15:04\n\n2024/01/02（二）\n下午03:04\tA\t嗨\n",
                Confidence::Sure,
            ),
            ("x.txt", "[LINE] Chat history in Tea\nSaved on: 2024/01/02 15:04\n", Confidence::Sure),
            ("x.txt", "2024/01/02(Tue)\n15:04\tAnn\thi\n", Confidence::Sure),
            ("x.txt", "2024.01.02 Tuesday\n15:04 Ann hi\n15:05 Bo yes\n", Confidence::Maybe),
            ("[LINE]Tea.txt", "2024.01.02 Tuesday\n15:04 Ann hi\n", Confidence::Sure),
            ("x.txt", "2024.01.02 Tuesday\nslept late\nread\nwrote\n15:04 ran 5 km\n", Confidence::No),
            ("x.txt", "15:04 Ann hi\n", Confidence::No),
            ("x.txt", "15:04 <ann> hi\n", Confidence::No),
            ("x.txt", "[LINE] is an app\n", Confidence::No),
            ("x.txt", "", Confidence::No),
        ] {
            assert_eq!(sniff(&Head { bytes: text.as_bytes(), name }), want, "{text}");
        }
    }
}
