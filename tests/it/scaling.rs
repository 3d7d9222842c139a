//! Reading takes time in proportion to size. In: files built to be slow, and, asked for, every fixture, grown in many ways (a line or record said
//! again and again, as it is or with one word ever new, one piece without end). Out: the growths for
//! which four times the bytes take far more than four times as long. Minutes long, so asked for:
//! `cargo test --test it scaling -- --ignored --nocapture`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chatvitals::calendar::Zone;
use chatvitals::format::{self, Alone, FORMATS, Format, Input, Mapping, Read};
use chatvitals::frame::{Frames, Projection, Writer};
use serde_json::Value;

use crate::support;

/// Bytes of the smaller of the two that are compared; the larger has four times as many.
const SIZE: usize = 64 << 10;
/// What is too fast to be measured.
const NOISE: Duration = Duration::from_millis(60);
/// Growth of time that four times the bytes may take.
const GROWTH: u128 = 7;
/// Pieces that make readers look far ahead or go deep.
const PIECES: [&str; 32] = [
    "http://a.b/# ",
    "<a",
    "</",
    "&#",
    "<a href=\"",
    "=\n",
    "[[",
    "<@",
    "[",
    "{\"a\":",
    "[{\"a\":[",
    "\"",
    "\\",
    "\\\"",
    ",",
    "<div>",
    "<",
    "</td>",
    "<!--",
    "&lt;",
    "&",
    "http://a.b/c ",
    "a",
    " ",
    "\n",
    "\n\n",
    "@a ",
    "Subject: x\n",
    ":",
    "：",
    "--",
    "(\u{200e}",
];

/// What the columns of a table for a mapping are.
const MAP: &str = "platform = \"x\"\n[columns]\ntime = \"time\"\nsender_name = \"name\"\ngroup = \"group\"\n";

/// A way a fixture grows to a size.
struct Grown<'a> {
    what: String,
    make: Box<dyn Fn(usize) -> Vec<u8> + 'a>,
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut inner: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inner.sort();
        for path in &inner {
            files(path, found);
        }
    } else if !path.to_string_lossy().ends_with(".expected.csv") {
        found.push(path.to_owned());
    }
}

/// `before`, then `piece` of a number until the size is reached, then `after`.
fn filled(before: &[u8], after: &[u8], size: usize, piece: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let mut out = before.to_vec();
    let mut number = 0;
    while out.len() < size {
        out.extend(piece(number));
        number += 1;
    }
    out.extend_from_slice(after);
    out
}

fn numbered(piece: &str, count: usize) -> Vec<u8> {
    piece.replace('#', &count.to_string()).into_bytes()
}

/// Runs of letters and digits in a line.
fn words(line: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in line.chunk_by(|a, b| is_word(*a) == is_word(*b)) {
        if is_word(run[0]) && run.len() > 1 {
            found.push((at, at + run.len()));
        }
        at += run.len();
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn grown(bytes: &[u8]) -> Vec<Grown<'_>> {
    let mut ways =
        vec![Grown { what: "whole".to_owned(), make: Box::new(|size| filled(&[], &[], size, |_| bytes.to_vec())) }];
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut start = 0;
    let every = lines.len().div_ceil(5).max(1);
    for (number, line) in lines.iter().enumerate() {
        let (line, end): (&[u8], usize) = (line, start + line.len());
        let (before, after) = (&bytes[..start], &bytes[end..]);
        start = end;
        if number % every != 0 && number > 0 || line.len() > 4096 {
            continue;
        }
        let make = move |size| filled(before, after, size, |_| line.to_vec());
        ways.push(Grown { what: format!("line {}", number + 1), make: Box::new(make) });
        for (from, to) in words(line).into_iter().step_by(4).take(8) {
            let piece = move |count: usize| [&line[..to], count.to_string().as_bytes(), &line[to..]].concat();
            let what = format!("line {} word {}", number + 1, String::from_utf8_lossy(&line[from..to]));
            ways.push(Grown { what, make: Box::new(move |size| filled(before, after, size, piece)) });
        }
        let middle = before.len() + line.len() / 2;
        for piece in PIECES.into_iter().skip(number % 3).step_by(3) {
            let make = move |size| filled(&bytes[..middle], &bytes[middle..], size, |count| numbered(piece, count));
            ways.push(Grown { what: format!("line {} with {piece:?}", number + 1), make: Box::new(make) });
        }
    }
    for piece in PIECES {
        let make = move |size| filled(&[], &[], size, |count| numbered(piece, count));
        ways.push(Grown { what: format!("only {piece:?}"), make: Box::new(make) });
    }
    if let Ok(document) = serde_json::from_slice::<Value>(bytes) {
        let mut places = Vec::new();
        lists(&document, "", &mut places);
        for (place, leaf) in places {
            let what = format!("records {place} {leaf}");
            let document = document.clone();
            ways.push(Grown { what, make: Box::new(move |size| multiplied(&document, &place, &leaf, size)) });
        }
    }
    ways
}

/// Lists and objects of a document, each with the leaves of what it holds.
fn lists(value: &Value, place: &str, found: &mut Vec<(String, String)>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => return,
    };
    if let Some((_, first)) = inner.first() {
        found.push((place.to_owned(), "-".to_owned()));
        let mut under = Vec::new();
        leaves(first, String::new(), &mut under);
        found.extend(under.into_iter().map(|leaf| (place.to_owned(), leaf)));
    }
    for (key, value) in inner.into_iter().take(8) {
        lists(value, &format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found);
    }
}

fn leaves(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().take(1).enumerate().for_each(|(at, item)| leaves(item, format!("{place}/{at}"), found));
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            leaves(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::String(_) | Value::Number(_) => found.push(place),
        _ => {}
    }
}

/// The document with what a list holds said again until the size is reached, one leaf ever new.
fn multiplied(document: &Value, place: &str, leaf: &str, size: usize) -> Vec<u8> {
    let mut document = document.clone();
    let list = document.pointer_mut(place).unwrap();
    let last = match &*list {
        Value::Array(items) => items.last().unwrap().clone(),
        Value::Object(members) => members.values().next_back().unwrap().clone(),
        _ => return Vec::new(),
    };
    let (mut bytes, mut number) = (0, 0_u64);
    while bytes < size && number < 20_000 {
        let mut copy = last.clone();
        match copy.pointer_mut(leaf) {
            Some(Value::String(text)) => text.push_str(&number.to_string()),
            Some(Value::Number(told)) => *told = (told.as_u64().unwrap_or(0) + number).into(),
            _ => {}
        }
        bytes += copy.to_string().len() + 1;
        match list {
            Value::Array(items) => items.push(copy),
            Value::Object(members) => drop(members.insert(format!("key{number}"), copy)),
            _ => {}
        }
        number += 1;
    }
    serde_json::to_vec(&document).unwrap()
}

fn frames(format: &Format, bytes: &[u8], name: &str) -> Frames {
    let Read::Mapped(table) = format.read else {
        return support::read(format, bytes, name).unwrap_or_default();
    };
    let mapping = Mapping::parse(Path::new("mapping.toml"), MAP).unwrap();
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    let input = Input { bytes, path: Path::new(name), name, nearby: &Alone };
    let _ = (table.read)(&input, &mapping, &mut writer, &|_| ());
    writer.finish()
}

fn time(format: &Format, bytes: &[u8], name: &str) -> Duration {
    let start = Instant::now();
    frames(format, bytes, name);
    support::claims(bytes, name);
    start.elapsed()
}

/// What is wrong with the time a growth takes from `size` to four times that.
fn grows_badly(format: &Format, name: &str, grown: &Grown<'_>, size: usize) -> Option<String> {
    let large = (grown.make)(size * 4);
    let long = time(format, &large, name);
    if long < NOISE {
        return None;
    }
    let small = (grown.make)(size);
    let short = time(format, &small, name).min(time(format, &small, name));
    // What a fixture has of its own counts for both.
    let fair = |time: Duration, size: usize| time.as_nanos() * size as u128;
    let badly = |long: Duration| long > NOISE && fair(long, small.len()) * 4 > fair(short, large.len()) * GROWTH;
    // Once may be the machine's other work.
    let long = if badly(long) { long.min(time(format, &large, name)) } else { long };
    let of = |bytes: &[u8]| bytes.len() >> 10;
    badly(long).then(|| {
        let (what, small, large) = (&grown.what, of(&small), of(&large));
        format!("{} {name}: {what}: {short:?} for {small} KiB, {long:?} for {large} KiB", format.id)
    })
}

/// A file that repeats a numbered piece between two others.
fn repeated(head: &'static str, piece: &'static str, tail: &'static str) -> Grown<'static> {
    let make = move |size| filled(head.as_bytes(), tail.as_bytes(), size, |count| numbered(piece, count));
    Grown { what: piece.to_owned(), make: Box::new(make) }
}

/// Growths whose readings took time by the square of their size once: the format, the way, a size.
fn slow_once() -> Vec<(&'static Format, Grown<'static>, usize)> {
    const CHATLAB: &str = "{\"_type\":\"header\",\"chatlab\":{\"version\":\"0.0.2\"},\"meta\":{\"name\":\"x\"}}\n{\"_type\":\"message\",\"sender\":\"1\",\"timestamp\":1760000001,\"type\":0,\"content\":\"";
    const PAGE: &str = "<script>const chatMessages = [\n{ type:1, text: '";
    const PAGE_END: &str = "',is_send:0,timestamp:1709258400,is_chatroom:1,displayname:'x'},\n];</script></html>";
    const TALKER: &str = "{\"seq\":1709258400001,\"time\":\"2024-03-01T10:00:00+08:00\",\"talker\":\"#@chatroom\",\"sender\":\"a\",\"type\":1,\"content\":\"x\"},";
    let blank = Grown {
        what: "links before a long blank".to_owned(),
        make: Box::new(|size| {
            let links = filled(CHATLAB.as_bytes(), &[], size / 2, |_| b"http://a.b/c ".to_vec());
            filled(&links, b".\"}\n", size, |_| b" ".to_vec())
        }),
    };
    [
        ("chatlab-jsonl", repeated(CHATLAB, "http://a.b/# ", "\"}\n"), SIZE),
        ("chatlab-jsonl", blank, SIZE),
        ("memotrace-html", repeated(PAGE, "<a", PAGE_END), SIZE),
        ("chatlog-json", repeated("[", TALKER, "{}]"), SIZE * 16),
        ("mapped-csv", repeated("time,name,group\n", "2026-03-02 09:00:00,a,g#\n", ""), SIZE * 4),
    ]
    .map(|(id, grown, size)| (format::find(id).unwrap(), grown, size))
    .into()
}

/// Minutes without the mending.
#[test]
fn what_was_slow_once_ends() {
    for (format, grown, size) in slow_once() {
        let frames = frames(format, &(grown.make)(size * 4), "x");
        assert!(frames.messages.len() as u64 + frames.rejected == frames.read && frames.read > 0, "{}", grown.what);
    }
}

#[test]
#[ignore = "minutes long"]
fn reading_time_follows_size() {
    // Named, one format alone.
    let only = std::env::var("CHATVITALS_SCALING").unwrap_or_default();
    let mut bad: Vec<String> =
        slow_once().iter().filter_map(|(format, way, size)| grows_badly(format, "x", way, *size)).collect();
    for format in FORMATS.iter().filter(|format| format.id.contains(&only)) {
        let mut found = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(format.id), &mut found);
        for path in found {
            let bytes = fs::read(&path).unwrap();
            if bytes.len() > SIZE || bytes.starts_with(b"PK") {
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap();
            eprintln!("{} {name}", format.id);
            let found = grown(&bytes).iter().filter_map(|way| grows_badly(format, name, way, SIZE)).collect::<Vec<_>>();
            for line in &found {
                eprintln!("{line}");
            }
            bad.extend(found);
        }
    }
    assert!(bad.is_empty(), "{} growths", bad.len());
}
