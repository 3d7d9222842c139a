//! Tables of no known format: which mapping reads which file, what is said when none fits, drafts that
//! `formats map` makes, and the pages and examples that describe it all.

use std::fs;
use std::path::{Path, PathBuf};

use chatvitals::calendar::Zone;
use chatvitals::error::Error;
use chatvitals::format::Mapping;
use chatvitals::frame::{Frames, Projection, Writer};
use chatvitals::source;
use proptest::prelude::*;
use serde_json::Value;

use crate::binary::{folder, say, say_to, text};

const MAP: &str = "platform = \"wecom\"\n[columns]\ntime = \"时间\"\nsender_name = \"发送人\"\ntext = \"内容\"\n";
const TABLE: &str = "时间,发送人,内容\n2026-03-02 09:00:00,甲,早\n2026-03-02 09:01:00,乙,看 https://example.com/a\n2026-03-03 09:01:00,乙,晚\n";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn frames(path: &Path, maps: &[PathBuf]) -> Frames {
    let found = source::find_mapped(&[path.to_owned()], None, maps).unwrap();
    let mut writer = Writer::new(Zone::new("Asia/Shanghai").unwrap(), Projection::Full);
    found.exports.iter().for_each(|export| export.read(&mut writer, &|_| ()).unwrap());
    writer.finish()
}

fn inputs(document: &str) -> Vec<(String, String, u64)> {
    let document: Value = serde_json::from_str(document).unwrap();
    let inputs = document["inputs"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    inputs.map(|input| (word(&input["path"]), word(&input["format"]), input["kept"].as_u64().unwrap())).collect()
}

#[test]
fn a_mapping_given_or_lying_reads_a_table() {
    let place = folder();
    let exports = place.path().join("exports");
    fs::create_dir_all(exports.join("inner")).unwrap();
    fs::write(exports.join("inner/chat.csv"), TABLE).unwrap();
    fs::write(place.path().join("given.toml"), MAP).unwrap();
    let flags = ["--json", "--fail-on", "never"];
    let said = say(place.path(), &[&["check", "exports", "--map", "given.toml"], &flags[..]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let want = vec![("exports/inner/chat.csv".to_owned(), "mapped-csv".to_owned(), 3)];
    assert_eq!(inputs(&said.out), want);
    let said = say(place.path(), &[&["check", "exports"], &flags[..]].concat());
    assert!(said.code == 2 && said.err.contains("formats map"), "{}", said.err);
    fs::write(exports.join("mapping.toml"), MAP).unwrap();
    for arguments in [vec!["check", "exports"], vec!["check", "exports/inner"]] {
        let said = say(place.path(), &[&arguments[..], &flags[..]].concat());
        // A mapping speaks for its folder and below, so the inner folder alone does not know it.
        assert_eq!(said.code, if arguments[1] == "exports" { 0 } else { 2 }, "{}", said.err);
    }
    fs::write(exports.join("inner/mapping.toml"), MAP).unwrap();
    let said = say(place.path(), &[&["check", "exports/inner/chat.csv"], &flags[..]].concat());
    assert_eq!(said.code, 0, "beside a file it is found too: {}", said.err);
    let said = say(place.path(), &["convert", "exports", "--map", "given.toml", "--to", "csv", "-o", "-"]);
    assert!(said.code == 0 && said.out.contains("https://example.com/a"), "{}", said.err);
}

#[test]
fn of_several_mappings_the_one_that_fits_wins() {
    let place = folder();
    fs::write(place.path().join("one.csv"), TABLE).unwrap();
    fs::write(place.path().join("two.csv"), "when;who;编号;what\n2026/3/2 9:00;甲;17;早\n").unwrap();
    fs::write(place.path().join("three.csv"), "a,b\n1,2\n").unwrap();
    fs::write(place.path().join("a.toml"), MAP).unwrap();
    let narrow = "platform = \"qq\"\n[columns]\ntime = \"when\"\nsender_name = \"who\"\n";
    fs::write(place.path().join("b.toml"), narrow).unwrap();
    fs::write(place.path().join("c.toml"), format!("{narrow}text = \"what\"\nmessage_id = \"编号\"\n")).unwrap();
    let maps = ["a.toml", "b.toml", "c.toml"].map(|name| place.path().join(name));
    let found = source::find_mapped(&[place.path().to_owned()], None, &maps).unwrap();
    let chosen: Vec<(String, String)> = found
        .exports
        .iter()
        .map(|export| {
            (
                export.files[0].name.clone(),
                export.mapping.as_ref().unwrap().path.file_name().unwrap().to_string_lossy().into_owned(),
            )
        })
        .collect();
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(chosen, [pair("one.csv", "a.toml"), pair("two.csv", "c.toml")]);
    let unread: Vec<&str> =
        found.unread.iter().filter(|(path, _)| path.ends_with("three.csv")).map(|(_, why)| why.as_str()).collect();
    assert!(unread.len() == 1 && unread[0].contains("`时间`") && unread[0].contains("a.toml"), "{unread:?}");
}

#[test]
fn a_mapping_that_fits_nothing_is_an_error() {
    let place = folder();
    let good = crate::binary::export(place.path(), "good.jsonl", "chatlab-jsonl", 3);
    fs::write(place.path().join("map.toml"), MAP).unwrap();
    fs::write(place.path().join("other.csv"), "消息时间,发送人,内容\n2026-03-02 09:00:00,甲,秘密的话\n").unwrap();
    fs::write(place.path().join("wrong.toml"), MAP.replace("sender_name", "sender_nmae")).unwrap();
    fs::write(place.path().join("forced.txt"), TABLE.replace(',', "\t")).unwrap();
    for (arguments, words) in [
        (vec!["check", "other.csv", "--map", "map.toml"], vec!["map.toml", "`时间`", "消息时间"]),
        (vec!["check", text(&good), "--map", "map.toml"], vec!["fits no file"]),
        (vec!["check", "other.csv", "--map", "missing.toml"], vec!["missing.toml"]),
        (vec!["check", "other.csv", "--map", "wrong.toml"], vec!["wrong.toml:4", "sender_nmae", "sender_name"]),
        (vec!["check", "other.csv", "--input-format", "mapped-csv"], vec!["mapped-csv", "--map"]),
        (vec!["check", "other.csv", "--input-format", "mapped-csv", "--map", "map.toml"], vec!["`时间`"]),
    ] {
        let said = say(place.path(), &arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        for word in words {
            assert!(said.err.contains(word), "{arguments:?} says {}", said.err);
        }
        assert!(!said.err.contains("秘密") && !said.err.contains("panicked"), "{}", said.err);
    }
    let forced = ["--input-format", "mapped-csv", "--map", "map.toml", "--json", "--fail-on", "never"];
    let said = say(place.path(), &[&["check", "forced.txt"], &forced[..]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let said = say_to(place.path(), &[&["check", "-"], &forced[..]].concat(), TABLE.as_bytes());
    assert!(said.code == 0 && inputs(&said.out)[0].2 == 3, "{}", said.err);
}

#[test]
fn encodings_and_archives_are_mapped() {
    let place = folder();
    let map = place.path().join("map.toml");
    fs::write(&map, MAP).unwrap();
    let chinese = TABLE.replace("早", "今天晚上八点在群里分享，大家记得来听");
    let gbk = place.path().join("gbk.csv");
    fs::write(&gbk, encoding_rs::GB18030.encode(&chinese).0).unwrap();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("out/chat.csv", options).unwrap();
    std::io::Write::write_all(&mut archive, chinese.as_bytes()).unwrap();
    let zip = place.path().join("chat.zip");
    fs::write(&zip, archive.finish().unwrap().into_inner()).unwrap();
    for path in [gbk, zip] {
        let said = say(place.path(), &["check", text(&path)]);
        assert!(said.code == 2 && said.err.lines().count() == 3, "{}", said.err);
        let frames = frames(&path, std::slice::from_ref(&map));
        assert_eq!((frames.messages.len(), frames.rejected), (3, 0), "{}", path.display());
        assert!(frames.messages.text.get(0).unwrap().contains("大家记得来听"), "{}", path.display());
    }
}

/// What a table's columns cannot show is told like any format's blindness.
#[test]
fn what_is_carried_follows_the_columns() {
    let carried = |extra: &str| {
        let mapping = Mapping::parse(Path::new("m.toml"), &format!("{MAP}{extra}")).unwrap();
        let c = mapping.carries(chatvitals::format::find("mapped-csv").unwrap().carries);
        (c.account_ids, c.message_ids, c.replies, c.joins, c.leaves, c.files)
    };
    assert_eq!(carried(""), (false, false, false, false, false, false));
    assert_eq!(
        carried("sender_id = \"id\"\nmessage_id = \"m\"\nreply_to = \"r\"\n"),
        (true, true, true, false, false, false)
    );
    assert_eq!(carried("reply_to = \"r\"\nfile_name = \"f\"\n"), (false, false, false, false, false, true));
    assert_eq!(carried("event = \"e\"\n"), (false, false, false, true, true, false));
    assert_eq!(carried("kind = \"k\"\n[kinds]\n\"进群\" = \"join\"\n"), (false, false, false, true, false, false));
}

#[test]
fn drafts_read_back_and_show_no_text() {
    let place = folder();
    for (fixture, format, rows) in [
        ("mapped-csv/dingtalk/会话存档.csv", "format = [\"excel\", \"epoch_ms\"]", 3),
        ("mapped-jsonl/wrapped/log.json", "records = \"rows\"", 2),
        ("mapped-jsonl/array/dump.json", "sender_name = \"sender.name\"  # ", 3),
        ("mapped-xlsx/weflow/读书共学群.xlsx", "sheet = \"读书共学群\"", 3),
    ] {
        let path = root("fixtures").join(fixture);
        for lang in ["zh", "en"] {
            let said = say(place.path(), &["formats", "map", text(&path), "--lang", lang]);
            assert_eq!(said.code, 0, "{fixture}: {}", said.err);
            assert!(said.out.contains(format), "{fixture}: {}", said.out);
            Mapping::parse(Path::new("mapping.toml"), &said.out).unwrap();
            assert_eq!(said.err.lines().filter(|line| line.starts_with("  ")).count(), rows, "{fixture}: {}", said.err);
            for secret in ["大家早", "作业 https", "大家好", "同意"] {
                assert!(
                    !said.out.contains(secret) && !said.err.contains(secret),
                    "{fixture}: {}{}",
                    said.out,
                    said.err
                );
            }
        }
        let map = place.path().join("mapping.toml");
        let said = say(place.path(), &["formats", "map", text(&path), "-o", text(&map), "--force"]);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        let read = frames(&path, &[map]);
        assert!(read.messages.len() >= rows, "{fixture}: {}", read.messages.len());
    }
    let said = say(
        place.path(),
        &["formats", "map", text(&root("fixtures/mapped-csv/dingtalk/会话存档.csv")), "-o", "mapping.toml"],
    );
    assert!(said.code == 2 && said.err.contains("--force"), "{}", said.err);
}

#[test]
fn drafts_say_what_they_are_unsure_of() {
    let place = folder();
    let draft = |name: &str, table: &str| {
        fs::write(place.path().join(name), table).unwrap();
        say(place.path(), &["formats", "map", name, "--lang", "en"])
    };
    let strange = "甲列,乙列,丙列\n2026/3/2 9:00,Ann,a long enough sentence\n2026/3/2 9:01,Bo,another long sentence\n2026/3/2 9:02,Ann,and one more of them\n2026/3/2 9:03,Bo,the last one for today\n";
    let said = draft("strange.csv", strange);
    for words in [
        "time = \"甲列\"  # unsure",
        "sender_name = \"乙列\"  # unsure",
        "text = \"丙列\"  # unsure",
        "format = \"excel\"",
        "platform = \"unknown\"  # unsure",
    ] {
        assert!(said.out.contains(words), "{words} in {}", said.out);
    }
    let said = draft(
        "kinds.csv",
        "time;user;text;type;msgid\n31/12/2026 09:00;Ann;x;text;6.37E+17\n31/12/2026 09:01;Ann;y;审批;1\n",
    );
    for words in [
        "\"审批\" = \"other\"  # unsure",
        "\"text\" = \"text\"\n",
        "delimiter = \";\"",
        "check which of the two is the day",
        "scientific",
    ] {
        assert!(said.out.contains(words), "{words} in {}", said.out);
    }
    let said = draft("timeless.csv", "user,text\nAnn,x\nBo,y\n");
    assert!(
        said.code == 0 && said.out.contains("# time = \"\"") && said.err.contains("Fill in"),
        "{}{}",
        said.out,
        said.err
    );
    for (name, table, words) in [
        ("one.csv", "nothing\n", "no header"),
        ("notes.txt", "time,user\n1,2\n", "no table"),
        ("known.jsonl", "{\"_type\":\"header\",\"chatlab\":{\"version\":\"0.0.2\"},\"meta\":{}}\n", "chatlab-jsonl"),
    ] {
        let said = draft(name, table);
        assert!(said.code == 2 && said.err.contains(words), "{name}: {}{}", said.out, said.err);
    }
    let page = say(place.path(), &["formats", "mapped-csv", "--lang", "en"]);
    assert!(page.code == 0 && page.out.contains("formats map"), "{}", page.out);
}

/// The blocks of a page that are TOML.
fn blocks(page: &str) -> Vec<String> {
    let text = fs::read_to_string(root(page)).unwrap();
    let parts: Vec<&str> = text.split("```").collect();
    parts.iter().skip(1).step_by(2).filter_map(|block| block.strip_prefix("toml\n")).map(str::to_owned).collect()
}

#[test]
fn pages_and_examples_are_mappings() {
    let keys = [
        "platform",
        "group",
        "optional",
        "sheet",
        "delimiter",
        "header_row",
        "skip",
        "records",
        "[columns]",
        "[time]",
        "format",
        "zone",
        "[kinds]",
        "time",
        "sender_id",
        "sender_name",
        "text",
        "kind",
        "message_id",
        "reply_to",
        "url",
        "file_name",
        "file_size",
        "recalled",
        "event",
        "actor",
        "subject",
        "group_id",
    ];
    for page in ["docs/mapping.md", "docs/mapping.zh-CN.md"] {
        let blocks = blocks(page);
        for block in &blocks {
            Mapping::parse(Path::new(page), block).unwrap_or_else(|error| panic!("{error}\n{block}"));
        }
        let all = blocks.concat();
        for key in keys {
            let said = all.lines().any(|line| line == key || line.starts_with(&format!("{key} = ")));
            assert!(said, "{page} shows no `{key}`");
        }
    }
    for (name, fixture) in [("dingtalk", "mapped-csv/dingtalk"), ("weflow-xlsx", "mapped-xlsx/weflow")] {
        let example = fs::read_to_string(root(&format!("examples/mappings/{name}.toml"))).unwrap();
        let tested = fs::read_to_string(root(&format!("fixtures/{fixture}/mapping.toml"))).unwrap();
        assert_eq!(example, tested, "{name}");
    }
}

#[test]
fn mistakes_in_a_mapping_name_line_and_cure() {
    for (text, line, words) in [
        ("", 1, "[columns]"),
        ("[columns]\ntime = \"a\"\nsender_name = \"b\"\n", 1, "platform"),
        (&MAP.replace("time =", "tiem ="), 3, "did you mean `time`"),
        (&MAP.replace("time = \"时间\"\n", ""), 2, "needs `time`"),
        (&MAP.replace("sender_name = \"发送人\"\n", ""), 2, "needs `sender_name`"),
        (&MAP.replace("[columns]", "text = \"x\"\n[columns]"), 2, "belongs in [columns]"),
        (&format!("group = \"x\"\n{MAP}group = \"群\"\n"), 1, "keep one"),
        (&format!("optional = [\"txet\"]\n{MAP}"), 1, "did you mean `text`"),
        (&format!("delimiter = \"||\"\n{MAP}"), 1, "one character"),
        (&format!("header_row = 0\n{MAP}"), 1, "from 1"),
        (&format!("{MAP}[time]\nformat = \"epoch\"\n"), 7, "epoch_ms"),
        (&format!("{MAP}[time]\nformat = [\"iso\", \"%H:%M\"]\n"), 7, "year"),
        (&format!("{MAP}[time]\nformat = \"%Y-%m-%d %Q\"\n"), 7, "letter"),
        (&format!("{MAP}[time]\nzone = \"Shanghai\"\n"), 7, "IANA"),
        (&format!("{MAP}[kinds]\n\"图\" = \"imag\"\n"), 7, "did you mean `image`"),
        (&format!("{MAP}[kinds]\n1 = 2\n"), 7, "in quotes"),
        (&MAP.replace("\"时间\"", "“时间”"), 3, "English keyboard"),
    ] {
        let Err(Error::Config { line: at, message, .. }) = Mapping::parse(Path::new("m.toml"), text) else {
            panic!("{text} is taken");
        };
        assert!(at == line && message.contains(words), "line {at}: {message}\n{text}");
    }
}

fn damaged() -> impl Strategy<Value = (PathBuf, Vec<u8>, PathBuf)> {
    let mut files = Vec::new();
    for fixture in [
        "mapped-csv/backoffice/export.csv",
        "mapped-csv/damaged/workspace.tsv",
        "mapped-jsonl/array/dump.json",
        "mapped-xlsx/spreadsheet/log.xlsx",
        "mapped-xlsx/old/旧表.xls",
    ] {
        let path = root("fixtures").join(fixture);
        let map = path.with_file_name("mapping.toml");
        files.push((path, map));
    }
    let change = (any::<prop::sample::Index>(), 0..20_usize, prop::collection::vec(any::<u8>(), 0..6));
    (prop::sample::select(files), prop::collection::vec(change, 0..4)).prop_map(|((path, map), changes)| {
        let mut bytes = fs::read(&path).unwrap();
        for (at, length, new) in changes {
            let start = at.index(bytes.len() + 1);
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, new);
        }
        (path, bytes, map)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn damaged_tables_lose_no_count((path, bytes, map) in damaged()) {
        let place = folder();
        let copy = place.path().join(path.file_name().unwrap());
        fs::write(&copy, bytes).unwrap();
        let Ok(found) = source::find_mapped(&[copy], None, &[map]) else { return Ok(()) };
        let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
        for export in &found.exports {
            let _ = export.read(&mut writer, &|_| ());
        }
        let frames = writer.finish();
        let records: std::collections::BTreeSet<u32> = frames.events.record.iter().copied().collect();
        prop_assert_eq!(frames.read, (frames.messages.len() + records.len()) as u64 + frames.rejected);
    }
}
