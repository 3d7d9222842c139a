//! Every fixture (a file, an archive or a folder) is claimed by the one format whose folder it lies
//! in and reads as the CSV beside it; damaged bytes never panic and every record is accounted for. `CHATVITALS_BLESS=1` writes the
//! CSVs anew: check them by eye and by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chatvitals::format::{self, FORMATS};
use chatvitals::frame::Frames;
use proptest::prelude::*;

use crate::support;

const EXPECTED: &str = ".expected.csv";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every fixture with the id of its folder, in order.
fn fixtures() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for id in FORMATS.iter().map(|format| format.id) {
        let Ok(folder) = fs::read_dir(root().join(id)) else { continue };
        let files = folder.map(|entry| entry.unwrap().path()).filter(|path| !name(path).ends_with(EXPECTED));
        found.extend(files.map(|path| (id.to_owned(), path)));
    }
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn expected(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}{EXPECTED}", path.file_stem().unwrap().to_str().unwrap()))
}

fn kept(frames: &Frames) -> u64 {
    let records: BTreeSet<u32> = frames.events.record.iter().copied().collect();
    (frames.messages.len() + records.len()) as u64
}

#[test]
fn every_format_has_a_fixture() {
    let folders: BTreeSet<String> = fixtures().into_iter().map(|(id, _)| id).collect();
    for format in FORMATS {
        assert!(folders.contains(format.id), "{} has none in fixtures/{}", format.id, format.id);
    }
}

#[test]
fn fixtures_read_as_expected() {
    let bless = std::env::var_os("CHATVITALS_BLESS").is_some();
    let mut wrong = Vec::new();
    for (id, path) in fixtures() {
        let bytes = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
        if path.is_file() && !bytes.starts_with(b"PK") {
            assert_eq!(support::claims(&bytes, name(&path)), [id.as_str()], "{} is claimed by", path.display());
        }
        let frames = support::read_fixture(&id, &path);
        assert_eq!(frames.read, kept(&frames) + frames.rejected, "{}", path.display());
        let got = support::render(&frames);
        if bless {
            fs::write(expected(&path), &got).unwrap();
        }
        let want = fs::read_to_string(expected(&path)).unwrap_or_default();
        if got != want {
            wrong.push(format!("{}\n--- expected\n{want}--- read\n{got}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_expected_file_without_its_fixture() {
    let sources: BTreeSet<PathBuf> = fixtures().into_iter().map(|(_, path)| expected(&path)).collect();
    for format in FORMATS {
        let Ok(folder) = fs::read_dir(root().join(format.id)) else { continue };
        for path in folder.map(|entry| entry.unwrap().path()).filter(|path| name(path).ends_with(EXPECTED)) {
            assert!(sources.contains(&path), "{} stands alone", path.display());
        }
    }
}

#[test]
fn near_misses_are_claimed_by_none() {
    for (name, text) in [
        ("package.json", r#"{"name":"x","type":"module","version":"1.0.0","messages":[]}"#),
        ("package.json", r#"{"name":"x","type":"module","id":1,"scripts":{}}"#),
        ("train.json", r#"[{"conversations":[{"role":"user","content":"hi"}]}]"#),
        ("train.jsonl", r#"{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yes"}]}"#),
        (
            "message_1.json",
            r#"{"participants":[{"name":"A"}],"messages":[{"sender":"A","timestamp":1,"content":"x"}],"title":"t"}"#,
        ),
        ("guild.json", r#"{"guild":{"id":"1"},"roles":[]}"#),
        ("string.json", r#"{"note":"\"chatlab\":{\"version\":\"0.0.2\"},\"meta\":{}","messages":[]}"#),
        ("log.jsonl", r#"{"_type":"message","text":"x"}"#),
        ("list.json", r#"{"chats":[1,2],"list":[]}"#),
        ("empty.json", "{}"),
        ("empty.json", ""),
        ("cut.json", r#"{"name":"x","ty"#),
    ] {
        let claims = support::claims(text.as_bytes(), name);
        assert!(claims.is_empty(), "{name} {text} is claimed by {claims:?}");
    }
}

/// Pictures in a header push the messages far beyond the head.
#[test]
fn a_cut_head_is_claimed() {
    let picture = "A".repeat(100 << 10);
    for (id, text) in [
        (
            "chatlab-json",
            format!(r#"{{"chatlab":{{"version":"0.0.2"}},"meta":{{"name":"x","groupAvatar":"{picture}"}}}}"#),
        ),
        (
            "chatlab-json",
            format!(r#"{{"chatlab":{{"version":"0.0.2"}},"meta":{{}},"members":[{{"avatar":"{picture}"}}]}}"#),
        ),
        (
            "chatlab-jsonl",
            format!(r#"{{"_type":"header","chatlab":{{"version":"0.0.2"}},"meta":{{"groupAvatar":"{picture}"}}}}"#),
        ),
        (
            "telegram-json",
            format!(r#"{{"name":null,"type":"private_group","id":-5,"messages":[{{"text":"{picture}"}}]}}"#),
        ),
        ("telegram-json", format!(r#"{{"about":"x","chats":{{"about":"x","list":[{{"name":"{picture}"}}]}}}}"#)),
        (
            "discord-json",
            format!(r#"{{"guild":{{"id":"1"}},"channel":{{"id":"2"}},"messages":[{{"content":"{picture}"}}]}}"#),
        ),
    ] {
        assert_eq!(support::claims(text.as_bytes(), "x"), [id], "{}", &text[..80]);
    }
}

/// Whatever is done to one message of a laid-out export, its neighbours are kept.
#[test]
fn damage_to_one_message_costs_one_message() {
    let message = |id: u32| {
        format!(
            "  {{\n   \"id\": {id},\n   \"type\": \"message\",\n   \"date_unixtime\": \"1709258400\",\n   \"from_id\": \"user1\",\n   \"text\": [\n    \"a\",\n    {{\n     \"text\": \"b\"\n    }}\n   ]\n  }}"
        )
    };
    let (first, second, third) = (message(1), message(2), message(3));
    let telegram = format::find("telegram-json").unwrap();
    for at in 3..second.len() {
        for new in ["", "\"", "{", "]", "\\", "\n"] {
            let mut broken = second.clone();
            broken.replace_range(at..=at, new);
            let head = "{\n \"name\": \"x\",\n \"type\": \"private_group\",\n \"id\": 1,\n \"messages\": [\n";
            let text = format!("{head}{first},\n{broken},\n{third}\n ]\n}}\n");
            let frames = support::read(telegram, text.as_bytes(), "x").unwrap();
            let ids: BTreeSet<&str> = (0..3).filter_map(|row| frames.messages.msg_id_text.get(row)).collect();
            assert!(ids.contains("1") && ids.contains("3"), "{text}");
            assert!(frames.truncated.is_none(), "{text}");
        }
    }
}

/// Reads bytes as every format; what comes back must account for every record.
fn survives(bytes: &[u8]) {
    for format in FORMATS {
        if let Ok(frames) = support::read(format, bytes, "x") {
            assert_eq!(frames.read, kept(&frames) + frames.rejected, "{}", format.id);
        }
    }
}

/// The bytes of a file, or of every file in a folder.
fn contents(path: &Path, files: &mut Vec<Vec<u8>>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            contents(&entry.unwrap().path(), files);
        }
    } else {
        files.push(fs::read(path).unwrap());
    }
}

/// A fixture with pieces cut out, doubled or overwritten.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let mut files = Vec::new();
    for (_, path) in fixtures() {
        contents(&path, &mut files);
    }
    let change = (any::<prop::sample::Index>(), 0..40_usize, prop::collection::vec(any::<u8>(), 0..6));
    (prop::sample::select(files), prop::collection::vec(change, 0..4), any::<prop::sample::Index>(), any::<bool>())
        .prop_map(|(mut bytes, changes, cut, whole)| {
            for (at, length, new) in changes {
                let start = at.index(bytes.len() + 1);
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, new);
            }
            if !whole {
                bytes.truncate(cut.index(bytes.len() + 1));
            }
            bytes
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn json_like_bytes_never_panic(text in r#"[\[\]{}",:0-9a-z\\ \n]{0,200}"#) {
        survives(text.as_bytes());
        survives(format!(r#"{{"name":"x","id":1,"guild":{{}},"channel":{{}},"chatlab":{{}},"meta":{{}},"messages":[{text}"#).as_bytes());
    }

    #[test]
    fn damage_loses_no_count(bytes in damaged()) {
        survives(&bytes);
    }
}
