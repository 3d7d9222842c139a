//! Zips and legacy encodings as inputs. Zips: read without unpacking to disk, with names that stay inside, a limit on growth,
//! and archives within archives named instead of opened.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use chatvitals::source::{self, Found};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::run;

fn zip(entries: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("exports.zip");
    fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
    (place, path)
}

fn found(entries: &[(&str, &[u8])]) -> Result<Found, String> {
    let (_place, path) = zip(entries);
    source::find(&[path], None).map_err(|error| error.to_string())
}

#[test]
fn entries_are_exports_and_nested_archives_are_named() {
    let chat = run::synth("chatlab-jsonl", 50, 1, 7);
    let entries: [(&str, &[u8]); 4] = [
        ("a/chat.jsonl", &chat),
        ("a/more.zip", b"PK\x03\x04"),
        ("__MACOSX/a/._chat.jsonl", &chat),
        ("../outside.jsonl", &chat),
    ];
    let found = found(&entries).unwrap();
    let read: Vec<_> = found.exports.iter().map(|export| export.path.file_name().unwrap().to_owned()).collect();
    assert_eq!(read, ["chat.jsonl"]);
    let unread: Vec<String> = found.unread.iter().map(|(path, why)| format!("{} {why}", path.display())).collect();
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert!(unread[0].contains("more.zip") && unread[0].contains("unpack"), "{unread:?}");
}

#[test]
fn a_bomb_is_an_error_when_it_is_read() {
    let mut chat = run::synth("chatlab-jsonl", 50, 1, 7);
    chat.extend(std::iter::repeat_n(b' ', 40 << 20));
    let (_place, path) = zip(&[("chat.jsonl", &chat)]);
    let question = chatvitals::pipeline::Question { exports: vec![path], ..Default::default() };
    let error = run::report(&question).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("chat.jsonl") && error.contains("unpack"), "{error}");
}

#[test]
fn a_broken_zip_says_so() {
    let (_place, path) = zip(&[("chat.jsonl", b"{}")]);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let error = source::find(&[path], None).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("exports.zip") && error.contains("zip cannot be read"), "{error}");
}

#[test]
fn which_encoding_was_read_is_told_on_request() {
    let text = String::from_utf8(run::synth("qq-txt", 200, 1, 7)).unwrap();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("群.txt");
    fs::write(&path, encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}')).0).unwrap();
    let arguments = ["check", path.to_str().unwrap(), "-v", "--fail-on", "never"];
    let said = crate::binary::say(place.path(), &arguments);
    assert!(said.code == 0 && said.err.contains("gb18030"), "{}", said.err);
    assert_eq!(said.err.matches("0 rejected").count(), 1, "{}", said.err);
}
