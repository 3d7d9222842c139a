//! The format as a whole: sniffing, days that pass without a word, and a folder of daily logs in which
//! only the first coming of a person is a join.

use super::IRC_LOG;
use crate::calendar::Zone;
use crate::format::{Confidence, Head};
use crate::frame::{Frames, Projection, Writer};

fn read(name: &str, text: &[u8]) -> crate::error::Result<Frames> {
    let mut writer = Writer::new(Zone::new("UTC")?, Projection::Full);
    IRC_LOG.read_alone(text, name, &mut writer, &|_| {})?;
    Ok(writer.finish())
}

fn days(frames: &Frames) -> Vec<String> {
    let day = |ts: &i64| chrono::DateTime::from_timestamp_millis(*ts).unwrap().format("%F %H:%M").to_string();
    frames.messages.ts.iter().map(day).collect()
}

#[test]
fn sniffing() {
    for (name, text, want) in [
        ("x.log", "[12:30] <ann> hi\n", Confidence::Sure),
        ("x.log", "[12:30:01] *** Joins: ann (a@h)\n[12:31:00] <ann> hi\n", Confidence::Sure),
        ("x.log", "--- Log opened Tue Jan 02 15:04:05 2024\n15:04 -!- ann [a@h] has joined #tea\n", Confidence::Sure),
        (
            "x.log",
            "2024-01-02 15:04:05\t-->\tann (a@h) has joined #tea\n2024-01-02 15:04:06\tann\thi\n",
            Confidence::Sure,
        ),
        ("irc.#tea.weechatlog", "2024-01-02 15:04:06\tann\thi\n", Confidence::Sure),
        ("x.log", "2024-01-02T15:04:05+0000  <ann> hi\n", Confidence::Sure),
        ("x.log", "Jan 02 15:04:05 <ann>\thi\n", Confidence::Sure),
        ("x.tsv", "2024-01-02 15:04:06\tann\thi\n", Confidence::No),
        ("x.log", "2024-01-02 15:04:05 - INFO started\n", Confidence::No),
        ("x.log", "Jan 02 15:04:05 host sshd[1]: hi\n", Confidence::No),
        ("x.txt", "[2024-01-02, 15:04] Ann: hi\n", Confidence::No),
        ("x.txt", "15:04 Ann hi\n", Confidence::No),
        ("x.md", "=== title\ntext\ntext\n", Confidence::No),
        ("x.txt", "", Confidence::No),
    ] {
        assert_eq!((IRC_LOG.sniff)(&Head { bytes: text.as_bytes(), name }), want, "{name}: {text}");
    }
}

#[test]
fn midnight_passes_without_a_word() {
    let frames =
        read("#tea_20240102.log", b"[23:59] <ann> late\n[00:01] <ann> early\n[00:00] <bo> slow clock\n").unwrap();
    assert_eq!(days(&frames), ["2024-01-02 23:59", "2024-01-03 00:01", "2024-01-03 00:00"]);
}

#[test]
fn a_year_passes_in_logs_without_years() {
    let text =
        b"**** BEGIN LOGGING AT Sun Dec 31 23:00:00 2023\nDec 31 23:59:00 <ann>\tlate\nJan 01 00:01:00 <ann>\tearly\n\
                 Feb 02 00:00:00 <ann>\tlater\n";
    let frames = read("tea.log", text).unwrap();
    assert_eq!(days(&frames), ["2023-12-31 23:59", "2024-01-01 00:01", "2024-02-02 00:00"]);
}

#[test]
fn clocks_without_a_day_are_refused() {
    assert!(read("tea.log", b"[12:30] <ann> hi\n").is_err());
    let frames = read("tea.log", b"[12:30] <ann> hi\n--- Day changed Tue Jan 02 2024\n[12:30] <ann> hi\n").unwrap();
    assert_eq!((frames.messages.len(), frames.rejected), (1, 1));
}

#[test]
fn lines_of_either_encoding() {
    let frames = read("#tea_20240102.log", b"[12:30] <ann> caf\xe9\n[12:31] <ann> caf\xc3\xa9\n").unwrap();
    assert_eq!((frames.messages.text.get(0), frames.messages.text.get(1)), (Some("café"), Some("café")));
}
