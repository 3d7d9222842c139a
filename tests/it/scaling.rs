//! Reading takes time in proportion to size. In: every fixture, grown in many ways (a line or record said
//! again and again, as it is or with one word ever new, one piece without end). Out: the growths for
//! which four times the bytes take far more than four times as long. Minutes long, so asked for:
//! `cargo test --test it scaling -- --ignored --nocapture`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chatvitals::format::{FORMATS, Format};
use serde_json::Value;

use crate::support;

/// Bytes of the smaller of the two that are compared; the larger has four times as many.
const SIZE: usize = 64 << 10;
/// What is too fast to be measured.
const NOISE: Duration = Duration::from_millis(60);
/// Growth of time that four times the bytes may take.
const GROWTH: u32 = 7;
/// Pieces that make readers look far ahead or go deep.
const PIECES: [&str; 24] = [
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

/// A way a fixture grows to a size.
struct Grown<'a> {
    what: String,
    make: Box<dyn Fn(usize) -> Vec<u8> + 'a>,
}

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut inner: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inner.sort();
        inner.iter().for_each(|path| files(path, found));
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
    let every = lines.len().div_ceil(10).max(1);
    for (number, line) in lines.iter().enumerate() {
        let (line, end): (&[u8], usize) = (line, start + line.len());
        let (before, after) = (&bytes[..start], &bytes[end..]);
        start = end;
        if number % every != 0 && number > 2 || line.len() > 4096 {
            continue;
        }
        let make = move |size| filled(before, after, size, |_| line.to_vec());
        ways.push(Grown { what: format!("line {}", number + 1), make: Box::new(make) });
        for (from, to) in words(line).into_iter().step_by(3) {
            let piece = move |count: usize| [&line[..to], count.to_string().as_bytes(), &line[to..]].concat();
            let what = format!("line {} word {}", number + 1, String::from_utf8_lossy(&line[from..to]));
            ways.push(Grown { what, make: Box::new(move |size| filled(before, after, size, piece)) });
        }
        let middle = before.len() + line.len() / 2;
        for piece in PIECES {
            let make = move |size| filled(&bytes[..middle], &bytes[middle..], size, |_| piece.as_bytes().to_vec());
            ways.push(Grown { what: format!("line {} with {piece:?}", number + 1), make: Box::new(make) });
        }
    }
    for piece in PIECES {
        let make = move |size| filled(&[], &[], size, |_| piece.as_bytes().to_vec());
        ways.push(Grown { what: format!("only {piece:?}"), make: Box::new(make) });
    }
    if let Ok(document) = serde_json::from_slice::<Value>(bytes) {
        let mut places = Vec::new();
        lists(&document, String::new(), &mut places);
        for (place, leaf) in places {
            let what = format!("records {place} {leaf}");
            let document = document.clone();
            ways.push(Grown { what, make: Box::new(move |size| multiplied(&document, &place, &leaf, size)) });
        }
    }
    ways
}

/// Lists and objects of a document, each with the leaves of what it holds.
fn lists(value: &Value, place: String, found: &mut Vec<(String, String)>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => return,
    };
    if let Some((_, first)) = inner.first() {
        found.push((place.clone(), "-".to_owned()));
        let mut under = Vec::new();
        leaves(first, String::new(), &mut under);
        found.extend(under.into_iter().map(|leaf| (place.clone(), leaf)));
    }
    for (key, value) in inner.into_iter().take(12) {
        lists(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found);
    }
}

fn leaves(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().take(1).enumerate().for_each(|(at, item)| leaves(item, format!("{place}/{at}"), found));
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            leaves(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found)
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

fn time(format: &Format, bytes: &[u8], name: &str) -> Duration {
    let start = Instant::now();
    let _ = support::read(format, bytes, name);
    let _ = support::claims(bytes, name);
    start.elapsed()
}

fn grows_badly(format: &Format, name: &str, grown: &Grown<'_>) -> Option<String> {
    let large = (grown.make)(SIZE * 4);
    let long = time(format, &large, name);
    if long < NOISE {
        return None;
    }
    let small = (grown.make)(SIZE);
    let short = time(format, &small, name).min(time(format, &small, name));
    // The length of the fixture itself counts for both.
    let fair = u32::try_from(large.len() / small.len().max(1)).unwrap_or(4).clamp(1, 4) * GROWTH / 4;
    let long = long.min(time(format, &large, name));
    (long > NOISE && long > short * fair.max(2)).then(|| {
        format!("{} {name}: {}: {short:?} for {}, {long:?} for {}", format.id, grown.what, small.len(), large.len())
    })
}

#[test]
#[ignore = "minutes long"]
fn reading_time_follows_size() {
    let only = std::env::var("CHATVITALS_SCALING").unwrap_or_default();
    let mut bad = Vec::new();
    for format in FORMATS.iter().filter(|format| format.id.contains(&only)) {
        let mut found = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(format.id), &mut found);
        for path in found {
            let bytes = fs::read(&path).unwrap();
            if bytes.len() > SIZE || bytes.starts_with(b"PK") {
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap();
            let found = grown(&bytes).iter().filter_map(|way| grows_badly(format, name, way)).collect::<Vec<_>>();
            found.iter().for_each(|line| eprintln!("{line}"));
            bad.extend(found);
        }
    }
    assert!(bad.is_empty(), "{} growths", bad.len());
}
