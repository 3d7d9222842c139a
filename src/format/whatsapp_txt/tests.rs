//! The format as a whole: all layouts of a chat against one another, sniffing, and that no bytes at
//! all can lose a record or stop the reading. The fixtures' rows are checked with all formats'.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{WHATSAPP_TXT, reading};
use crate::calendar::Zone;
use crate::error::Place;
use crate::format::{Alone, Confidence, Head, Input};
use crate::frame::{Frames, MessageKind, Projection, Writer};

/// Name and bytes of every fixture.
static FIXTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/whatsapp-txt");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
});

fn read(path: &str, bytes: &[u8]) -> crate::error::Result<Frames> {
    let path = Path::new(path);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let zone = Zone::new("Asia/Shanghai")?;
    let mut writer = Writer::new(zone, Projection::Full);
    reading::read(&Input { bytes, path, name, nearby: &Alone }, &mut writer, &|_| {})?;
    Ok(writer.finish())
}

/// Local days of all messages, as RFC 3339.
fn times(frames: &Frames) -> Vec<String> {
    let utc = Zone::new("UTC").map(|zone| crate::calendar::Calendar::new(zone, 0)).unwrap();
    frames.messages.ts.iter().map(|ts| utc.rfc3339(*ts)).collect()
}

/// Records kept and rejected: must be what was read.
fn accounted(frames: &Frames) -> u64 {
    let mut records = frames.events.record.clone();
    records.dedup();
    frames.messages.len() as u64 + records.len() as u64 + frames.rejected
}

/// One chat in one of the layouts: order of the date, separator, clock, style, width of the year.
fn chat(order: &str, separator: char, clock: (bool, bool), bracket: bool, wide: bool, comma: &str) -> String {
    let (twelve, seconds) = clock;
    let mut out = String::new();
    for (day, month, hour, minute, second) in CHAT {
        let year = if wide { "2024" } else { "24" };
        let parts: Vec<String> = order
            .chars()
            .map(|part| match part {
                'y' => year.to_owned(),
                'm' => format!("{month:02}"),
                _ => format!("{day:02}"),
            })
            .collect();
        let date = parts.join(&separator.to_string());
        let second = if seconds { format!(":{second:02}") } else { String::new() };
        let time = if twelve {
            let half = if *hour < 12 { "AM" } else { "PM" };
            format!("{}:{minute:02}{second} {half}", (hour + 11) % 12 + 1)
        } else {
            format!("{hour:02}:{minute:02}{second}")
        };
        let header = if bracket { format!("[{date}{comma} {time}] ") } else { format!("{date}{comma} {time} - ") };
        out.push_str(&format!("{header}Ann: day {day}\nand more\n"));
    }
    out
}

/// Day, month, hour, minute, second.
const CHAT: &[(u32, u32, u32, u32, u32)] = &[
    (5, 11, 0, 5, 1),
    (6, 11, 12, 5, 2),
    (6, 11, 23, 59, 3),
    (28, 11, 9, 30, 4),
    (1, 12, 11, 0, 5),
    (13, 12, 13, 0, 6),
];

#[test]
fn every_layout_tells_the_same_instants() {
    let mut layouts = 0;
    for order in ["ymd", "ydm", "dmy", "mdy"] {
        for separator in ['-', '/', '.'] {
            for clock in [(false, false), (false, true), (true, false), (true, true)] {
                for bracket in [false, true] {
                    for wide in [false, true] {
                        for comma in ["", ","] {
                            let text = chat(order, separator, clock, bracket, wide, comma);
                            let frames = read("_chat.txt", text.as_bytes()).unwrap();
                            let second = |second: u32| if clock.1 { second } else { 0 };
                            let want: Vec<i64> = CHAT
                                .iter()
                                .map(|(d, m, h, min, s)| {
                                    let date = chrono::NaiveDate::from_ymd_opt(2024, *m, *d).unwrap();
                                    let time = date.and_hms_opt(*h, *min, second(*s)).unwrap();
                                    time.and_utc().timestamp_millis() - 8 * crate::calendar::HOUR_MS
                                })
                                .collect();
                            assert_eq!(frames.messages.ts, want, "{text}");
                            assert_eq!((frames.rejected, frames.events.ts.len()), (0, 0), "{text}");
                            layouts += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(layouts, 96 * 4);
}

#[test]
fn a_file_without_headers_is_not_this_format() {
    for bytes in [&b""[..], b"hello\nworld\n", b"\n\n", b"1/2/24 no clock\n"] {
        assert!(read("chat.txt", bytes).is_err());
    }
}

#[test]
fn guessed_order_is_said() {
    let english = b"3/4/24, 9:00 AM - Ann created group \"X\"\n3/4/24, 9:01 AM - Ann: hi\n";
    let german = "03.04.24, 09:00 - Ann hat Bob hinzugef\u{fc}gt\n".as_bytes();
    for (bytes, day) in [(&english[..], "2024-03-04"), (german, "2024-04-03")] {
        let frames = read("x.txt", bytes).unwrap();
        assert!(times(&frames).iter().all(|time| time.starts_with(day)), "{day}");
        assert_eq!(frames.notes.len(), 1);
    }
    let sure = read("x.txt", b"5/5/24, 9:00 AM - Ann: hi\n").unwrap();
    assert!(sure.notes.is_empty());
}

#[test]
fn capped_exports_are_noted() {
    for (messages, noted) in [(9_899, false), (9_900, true), (10_000, true), (10_101, false)] {
        let text = "13/02/2024, 09:00 - Ann: hi\n".repeat(messages);
        assert_eq!(read("x.txt", text.as_bytes()).unwrap().notes.len(), usize::from(noted), "{messages}");
    }
}

#[test]
fn a_pasted_log_longer_than_the_chat_is_text() {
    let text = "13/02/2024, 09:00 - Ann: look\n[1/2/24, 9:00:00 AM] A: x\n[1/2/24, 9:00:00 AM] B: y\n\
                13/02/2024, 09:01 - Bob: yes\n";
    let frames = read("x.txt", text.as_bytes()).unwrap();
    assert_eq!(frames.messages.len(), 2);
    assert_eq!(frames.notes.len(), 1);
}

#[test]
fn in_a_chat_of_two_the_other_bears_the_name_of_the_chat() {
    let text = "[13/02/24, 09:00:00] Ann: \u{200e}Messages and calls are end-to-end encrypted.\n\
                [13/02/24, 09:00:01] Ann: hi\n[13/02/24, 09:00:02] Bob: hello\n\
                [13/02/24, 09:00:03] Ann: \u{200e}Missed voice call\n";
    let frames = read("WhatsApp Chat - Ann.zip/_chat.txt", text.as_bytes()).unwrap();
    let kinds: Vec<&str> = frames.messages.kind.iter().map(|kind| MessageKind::from_code(*kind).name()).collect();
    assert_eq!(kinds, ["text", "text", "call"]);
    assert_eq!(frames.events.ts.len(), 1);
}

#[test]
fn group_named_sender_is_the_app() {
    let text = "[13/02/24, 09:00:00] Tea: \u{200e}Ann added Bob\n[13/02/24, 09:00:01] Ann: hi\n\
                [13/02/24, 09:00:02] Bob: hello\n[13/02/24, 09:00:03] Tea: something new\n";
    let frames = read("WhatsApp Chat - Tea.zip/_chat.txt", text.as_bytes()).unwrap();
    assert_eq!((frames.messages.len(), frames.events.ts.len()), (2, 2));
}

#[test]
fn sniffing() {
    for (name, text, want) in [
        ("x.txt", "13/02/2024, 09:00 - Ann: hi\n", Confidence::Maybe),
        ("_chat.txt", "13/02/2024, 09:00 - Ann: hi\n", Confidence::Sure),
        ("WhatsApp Chat with X.txt", "[13/02/24, 09:00:00] Ann: hi\n", Confidence::Sure),
        ("x.txt", "13/02/2024, 09:00 - Ann: <Media omitted>\n", Confidence::Sure),
        ("x.txt", "[2024-01-02, 15:04] Ann: hi\n", Confidence::No),
        ("x.txt", "[2024-01-02 15:04] <ann> hi\n", Confidence::No),
        ("x.txt", "[12:30] <ann> hi\n", Confidence::No),
        ("x.txt", "[Ann] [오후 2:30] hi\n", Confidence::No),
        ("x.txt", "2024. 1. 2. 오후 2:30, Ann : hi\n", Confidence::No),
        ("x.txt", "2024-01-02 15:04:05 - INFO started\n2024-01-02 15:04:06 - INFO done\n", Confidence::No),
        ("x.txt", "[LINE] Chat history with X\nSaved on: 2024/01/02 15:04\n15:04\tAnn\thi\n", Confidence::No),
        ("_chat.txt", "hello\n", Confidence::No),
        ("x.csv", "", Confidence::No),
    ] {
        assert_eq!((WHATSAPP_TXT.sniff)(&Head { bytes: text.as_bytes(), name }), want, "{name}: {text}");
    }
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..40);
    (0..FIXTURES.len(), edits).prop_map(|(case, edits)| {
        let mut bytes = FIXTURES[case].1.clone();
        for (at, byte, how) in edits {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    })
}

proptest! {
    #[test]
    fn any_bytes_are_accounted_for(bytes in prop_oneof![mutated(), prop::collection::vec(any::<u8>(), 0..400)]) {
        let _confidence = (WHATSAPP_TXT.sniff)(&Head { bytes: &bytes, name: "_chat.txt" });
        if let Ok(frames) = read("_chat.txt", &bytes) {
            prop_assert_eq!(frames.read, accounted(&frames));
            prop_assert!(frames.rejects.iter().all(|reject| matches!(reject.place, Place::Line(1..))));
        }
    }
}
