//! The format as a whole: every fixture against its rows written by hand, all layouts of a chat
//! against one another, sniffing, and that no bytes at all can lose a record or stop the reading.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::WHATSAPP_TXT;
use crate::calendar::Zone;
use crate::error::Place;
use crate::format::{Confidence, Head, Input};
use crate::frame::{EventKind, Frames, MessageKind, NO_ACCOUNT, Projection, Writer};

const HEADER: &str = "table,group,ts,sender,subject,kind,msg_id,reply_to,urls,file,text";

/// Name, bytes and expected rows of every fixture.
static FIXTURES: LazyLock<Vec<(String, Vec<u8>, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/whatsapp-txt");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let expected = |path: &Path| std::fs::read_to_string(path.with_extension("expected.csv")).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap(), expected(path))).collect()
});

fn read(path: &str, bytes: &[u8]) -> crate::error::Result<Frames> {
    let path = Path::new(path);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let zone = Zone::new("Asia/Shanghai")?;
    let mut writer = Writer::new(zone, Projection::Full);
    (WHATSAPP_TXT.read)(&Input { bytes, path, name }, &mut writer, &|_| {})?;
    Ok(writer.finish())
}

fn table(frames: &Frames) -> Vec<Vec<String>> {
    let utc = Zone::new("UTC").map(|zone| crate::calendar::Calendar::new(zone, 0)).unwrap();
    let time = |ts: i64| utc.rfc3339(ts).replace("+00:00", "Z");
    let who = |code: u32| {
        if code == NO_ACCOUNT { String::new() } else { frames.accounts[code as usize].name.clone().unwrap() }
    };
    let group = |code: u32| frames.groups[code as usize].name.clone();
    let cell = |text: Option<&str>| text.unwrap_or("").to_owned();
    let (messages, events) = (&frames.messages, &frames.events);
    let mut rows = Vec::new();
    for row in 0..messages.len() {
        let links = frames.links.iter().filter(|link| link.message as usize == row);
        rows.push(vec![
            "message".to_owned(),
            group(messages.group[row]),
            time(messages.ts[row]),
            who(messages.account[row]),
            String::new(),
            MessageKind::from_code(messages.kind[row]).name().to_owned(),
            String::new(),
            String::new(),
            links.map(|link| link.url.to_string()).collect::<Vec<_>>().join(" "),
            cell(messages.file_name.get(row)),
            cell(messages.text.get(row)),
        ]);
    }
    for row in 0..events.ts.len() {
        let mut cells = vec![String::new(); 11];
        cells[0] = "event".to_owned();
        cells[1] = group(events.group[row]);
        cells[2] = time(events.ts[row]);
        cells[3] = who(events.actor[row]);
        cells[4] = who(events.subject[row]);
        cells[5] = EventKind::from_code(events.kind[row]).name().to_owned();
        cells[10] = cell(events.detail.get(row));
        rows.push(cells);
    }
    for reject in &frames.rejects {
        let mut cells = vec![String::new(); 11];
        cells[0] = "reject".to_owned();
        cells[10] = reject.place.to_string();
        rows.push(cells);
    }
    rows
}

/// Records kept and rejected: must be what was read.
fn accounted(frames: &Frames) -> u64 {
    let mut records = frames.events.record.clone();
    records.dedup();
    frames.messages.len() as u64 + records.len() as u64 + frames.rejected
}

#[test]
fn fixtures_give_the_rows_written_by_hand() {
    for (name, bytes, expected) in FIXTURES.iter() {
        assert!(expected.starts_with(HEADER), "{name}");
        let want: Vec<Vec<String>> = csv::Reader::from_reader(expected.as_bytes())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let frames = read(name, bytes).unwrap();
        let got = table(&frames);
        for (row, (got, want)) in got.iter().zip(&want).enumerate() {
            assert_eq!(got, want, "{name} row {}", row + 1);
        }
        assert_eq!(got.len(), want.len(), "{name}");
        assert_eq!(frames.read, accounted(&frames), "{name}");
        let head = Head { bytes, name };
        assert_ne!((WHATSAPP_TXT.sniff)(&head), Confidence::No, "{name}");
    }
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
        assert!(table(&frames).iter().all(|row| row[2].starts_with(day)), "{day}");
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
