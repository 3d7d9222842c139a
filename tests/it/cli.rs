//! The command line from outside, on the real binary: exit codes, streams, and what each command
//! writes.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};

use chatvitals::charter;
use chatvitals::synth::Health;
use serde_json::Value;

use crate::binary::{Said, export, folder, say, say_to, text};
use crate::outputs::files;
use crate::run;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_good_community_passes_and_a_sick_one_fails() {
    let place = folder();
    let good = say(place.path(), &["check", text(&run::demo(Health::Good)), "--lang", "en"]);
    assert_eq!(good.code, 0, "{}{}", good.out, good.err);
    let bad = say(place.path(), &["check", text(&run::demo(Health::Bad)), "--lang", "en"]);
    assert_eq!(bad.code, 1, "{}{}", bad.out, bad.err);
    assert!(bad.out.contains("weekly_retention") || bad.out.contains("Weekly retention"), "{}", bad.out);
    let never = say(place.path(), &["check", text(&run::demo(Health::Bad)), "--fail-on", "never", "-q"]);
    assert_eq!((never.code, never.out.as_str()), (0, ""), "{}", never.err);
}

#[test]
fn jobs_that_cannot_be_done_say_why() {
    let place = folder();
    let strange = place.path().join("strange");
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("notes.txt"), "nothing of interest").unwrap();
    fs::write(strange.join("image.bin"), [0, 159, 146, 150]).unwrap();
    let charter = place.path().join("wrong.toml");
    fs::write(&charter, "[grup]\nprofile = \"learning\"\n").unwrap();
    let roster = place.path().join("aside/roster.csv");
    fs::create_dir(roster.parent().unwrap()).unwrap();
    fs::write(&roster, "account_id,join_time\nA,not a time\n").unwrap();
    let good = export(&strange, "../export.jsonl", "chatlab-jsonl", 1);
    let good = text(&good);
    for (arguments, words) in [
        (vec!["check", "no/such/file"], vec!["no/such/file"]),
        (vec!["check", text(&strange)], vec!["notes.txt", "image.bin"]),
        (vec!["check"], vec!["EXPORT"]),
        (vec!["check", good, "--no-such-flag"], vec!["--no-such-flag"]),
        (vec!["check", good, "--charter", text(&charter)], vec!["wrong.toml", "grup", "group"]),
        (vec!["check", good, "--side", text(&roster)], vec!["roster.csv", "2", "join_time"]),
        (vec!["check", good, "--tz", "Mars/Base"], vec!["Mars/Base"]),
        (vec!["check", good, "--as-of", "2026-02-30"], vec!["--as-of"]),
        (vec!["check", good, "--group", "nobody"], vec!["nobody"]),
        (vec!["check", good, "--input-format", "no-txt"], vec!["no-txt", "telegram-json"]),
        (vec!["check", "-"], vec!["--input-format"]),
        (vec!["metrics", "weekly_retentoin"], vec!["weekly_retention"]),
        (vec!["formats", "telegram"], vec!["telegram-json"]),
        (vec!["synth", "--format", "no-txt", "-o", "-"], vec!["no-txt"]),
        (vec!["report", good, "-o", text(&strange)], vec!["strange"]),
        (vec!["nonsense"], vec!["nonsense"]),
    ] {
        let said = say(place.path(), &arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}{}", said.out, said.err);
        for word in words {
            assert!(said.err.contains(word), "{arguments:?} says {}", said.err);
        }
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
    assert_eq!(files(&strange).len(), 2, "a refused report leaves the folder alone");
}

#[test]
fn an_export_that_breaks_off_is_no_pass() {
    let place = folder();
    let cut = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/telegram-json/truncated.json");
    let said = say(place.path(), &["check", text(&cut)]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("truncated.json") && said.err.contains("--allow truncated"), "{}", said.err);
    let said = say(place.path(), &["check", text(&cut), "--allow", "truncated,no-complete-period"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = say(place.path(), &["check", text(&cut), "--allow", "truncated", "--strict"]);
    assert_eq!(said.code, 2, "{}", said.err);
}

#[test]
fn strict_takes_no_damaged_record() {
    let place = folder();
    let path = place.path().join("export.jsonl");
    let bytes = String::from_utf8(run::synth("chatlab-jsonl", 300, 5, 14)).unwrap();
    let mut lines: Vec<&str> = bytes.lines().collect();
    lines.insert(100, "{\"_type\":\"message\",\"broken");
    fs::write(&path, lines.join("\n")).unwrap();
    let said = say(place.path(), &["check", text(&path), "--json", "--fail-on", "never"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let input = &document["inputs"][0];
    let count = |key: &str| input[key].as_u64().unwrap();
    assert_eq!(count("rejected"), 1);
    assert_eq!(count("read"), count("kept") + count("duplicate") + count("rejected"));
    let said = say(place.path(), &["check", text(&path), "--strict"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("export.jsonl") && said.err.contains("101"), "{}", said.err);
}

#[test]
fn json_holds_the_keys_of_the_contract() {
    let place = folder();
    let said = say(place.path(), &["check", text(&run::demo(Health::Bad)), "--json"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let mut top = vec!["as_of", "charter", "groups", "inputs", "metrics", "schema", "tool", "tz"];
    assert_eq!(keys(&document), top);
    assert_eq!(document["schema"], "chatvitals/metrics/1");
    top.clear();
    let holds = |value: &Value, wanted: &[&str]| {
        let known = keys(value);
        assert!(wanted.iter().all(|key| known.contains(key)), "{known:?} lacks one of {wanted:?}");
    };
    holds(&document["tool"], &["name", "version"]);
    holds(&document["inputs"][0], &["path", "format", "bytes", "read", "kept", "duplicate", "rejected"]);
    holds(&document["groups"][0], &["id", "name", "platform", "messages", "events", "members", "coverage"]);
    let rows = document["metrics"].as_array().unwrap();
    for row in rows {
        holds(
            row,
            &[
                "id",
                "group",
                "segment",
                "period_start",
                "period_end",
                "value",
                "unit",
                "numerator",
                "denominator",
                "n",
                "ci_low",
                "ci_high",
                "ci_method",
                "status",
                "interval_status",
                "threshold",
                "basis",
                "partial",
                "degraded",
                "excluded",
                "advice_key",
                "advice",
            ],
        );
        holds(&row["excluded"], &["bot", "operator", "system", "recalled"]);
        let known = ["ok", "watch", "breach", "insufficient_n", "no_data", "not_applicable", "partial", "info"];
        assert!(known.contains(&row["status"].as_str().unwrap()), "{row}");
        assert!(row["status"] != "breach" || row["advice"].is_string(), "a breach without advice: {row}");
    }
    for input in document["inputs"].as_array().unwrap() {
        let count = |key: &str| input[key].as_u64().unwrap();
        assert_eq!(count("read"), count("kept") + count("duplicate") + count("rejected"), "{input}");
    }
    assert!(document["inputs"].as_array().unwrap().iter().any(|input| input["duplicate"].as_u64() > Some(0)));
    assert!(document["inputs"].as_array().unwrap().iter().any(|input| input["rejected"] == 1));
}

#[test]
fn charters_that_init_writes_parse_back() {
    let place = folder();
    for (profile, lang) in [("resource", "zh"), ("learning", "en"), ("service", "zh"), ("service", "en")] {
        let path = place.path().join(format!("{profile}-{lang}.toml"));
        let said = say(place.path(), &["init", "--profile", profile, "--lang", lang, "-o", text(&path)]);
        assert_eq!(said.code, 0, "{}", said.err);
        let written = fs::read_to_string(&path).unwrap();
        let parsed = charter::read(&path, &written, &[]).unwrap();
        assert_eq!(parsed.profile.unwrap().name(), profile);
        assert!(written.contains('#'), "no comments");
        let again = say(place.path(), &["init", "--profile", profile, "-o", text(&path)]);
        assert_eq!(again.code, 2, "an existing charter is kept");
        assert_eq!(fs::read_to_string(&path).unwrap(), written);
    }
}

#[test]
fn catalogues_list_and_page() {
    let place = folder();
    for (command, ids) in [
        ("metrics", chatvitals::metric::METRICS.iter().map(|metric| metric.id).collect::<Vec<_>>()),
        ("formats", chatvitals::format::FORMATS.iter().map(|format| format.id).collect::<Vec<_>>()),
    ] {
        let list = say(place.path(), &[command]);
        assert_eq!(list.code, 0);
        let json = say(place.path(), &[command, "--json"]);
        let rows: Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(rows.as_array().unwrap().len(), ids.len());
        for id in &ids {
            assert!(list.out.contains(id), "{id}");
        }
        let page = say(place.path(), &[command, ids[0], "--lang", "zh"]);
        assert!(page.out.starts_with(ids[0]) && page.out.lines().count() > 5, "{}", page.out);
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let said = say(place.path(), &["completions", shell]);
        assert!(said.code == 0 && said.out.contains("chatvitals"), "{shell}");
    }
    let man = say(place.path(), &["man"]);
    assert!(man.code == 0 && man.out.contains(".TH") && man.out.contains("EXIT CODES"), "{}", man.out);
    let help = say(place.path(), &["--help"]);
    assert!(help.code == 0 && help.out.contains("EXIT CODES") && help.err.is_empty());
    assert_eq!(say(place.path(), &["--version"]).out.trim(), format!("chatvitals {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn converted_tables_hold_every_message() {
    let place = folder();
    let source = export(place.path(), "export.json", "telegram-json", 8);
    let to = |kind: &str, name: &str| {
        let path = place.path().join(name);
        let said = say(place.path(), &["convert", text(&source), "--to", kind, "-o", text(&path)]);
        assert_eq!(said.code, 0, "{}", said.err);
        fs::read(path).unwrap()
    };
    let csv = to("csv", "out.csv");
    let rows = csv::Reader::from_reader(csv.as_slice()).records().map(Result::unwrap).count();
    let jsonl = String::from_utf8(to("jsonl", "out.jsonl")).unwrap();
    let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows, lines.len());
    assert!(rows >= 350, "{rows}");
    let parquet = to("parquet", "out.parquet");
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    let _ = to("chatlab", "chatlab.json");
    let said = say(place.path(), &["check", "chatlab.json", "--json", "--fail-on", "never"]);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["inputs"][0]["format"], "chatlab-json");
    assert_eq!(document["groups"][0]["messages"], rows, "{}", document["groups"]);
    let piped = say(place.path(), &["convert", text(&source), "--to", "jsonl", "-o", "-"]);
    assert_eq!(piped.out, jsonl);
}

#[test]
fn rules_and_points_name_evidence_and_hold_no_text() {
    let place = folder();
    let mut lines = vec![
        r#"{"_type":"header","chatlab":{"version":"0.0.2","exportedAt":1},"meta":{"name":"茶友群","platform":"qq","type":"group","groupId":"1"}}"#
            .to_owned(),
    ];
    // The worked example of suspected ads: two hits of four.
    let said = [
        "面膜99元，加微信abc123下单",
        "门票99元吗？",
        "看 https://item.taobao.com/item.htm?id=1",
        "看 https://mp.weixin.qq.com/s/abc",
    ];
    for (at, text) in said.iter().enumerate() {
        lines.push(format!(
            r#"{{"_type":"message","sender":"200{at}","accountName":"乙{at}","timestamp":{},"type":0,"content":"{text}","platformMessageId":"{}"}}"#,
            1_772_420_000 + at * 60,
            7_000_000_000_000_000_000_u64 + at as u64,
        ));
    }
    fs::write(place.path().join("group.jsonl"), lines.join("\n")).unwrap();
    fs::write(place.path().join("key"), "0123456789abcdef").unwrap();
    let json = |arguments: &[&str]| -> Value {
        let command = arguments[0];
        let told = say(
            place.path(),
            &[&[command, "group.jsonl", "--json", "--as-of", "2026-03-02"], &arguments[1..]].concat(),
        );
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(!said.iter().any(|text| told.out.contains(text)), "{}", told.out);
        serde_json::from_str(&told.out).unwrap()
    };
    let hits = json(&["rules"]);
    let told: Vec<(&str, &str, &str, bool)> = hits
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| {
            let word = |key: &str| hit[key].as_str().unwrap();
            (word("account"), word("cues"), word("evidence"), hit["sanctioned"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(told[0], ("2000", "price call contact", "7000000000000000000", false));
    assert_eq!((told[1].0, told[1].2, told.len()), ("2002", "7000000000000000002", 2), "{told:?}");
    assert!(told[1].1.ends_with("link_outside_allow_list"), "{told:?}");
    assert_eq!(hits[1]["confidence"], 1.0);
    let points = json(&["points"]);
    let (board, ledger) = (points["board"].as_array().unwrap(), points["ledger"].as_array().unwrap());
    // The ad earns nothing; an article is no message, and nobody answered it.
    assert_eq!(board.len(), 1, "{board:?}");
    assert_eq!((&board[0]["account"], &board[0]["points"]), (&"2001".into(), &1.into()));
    assert_eq!((ledger.len(), &ledger[0]["evidence"]), (1, &"7000000000000000001".into()));
    let hidden = json(&["rules", "--names", "pseudonym", "--key-file", "key"]);
    assert!(hidden[0]["account"].as_str().unwrap().starts_with("u_") && hidden[0]["evidence"].is_null());
}

#[cfg(unix)]
#[test]
fn a_device_or_a_link_is_written_to_and_never_replaced() {
    let place = folder();
    let source = export(place.path(), "export.json", "telegram-json", 2);
    let to = |path: &str| {
        let said = say(place.path(), &["convert", text(&source), "--to", "jsonl", "--quiet", "-o", path]);
        assert_eq!(said.code, 0, "{path}: {}", said.err);
        said.out
    };
    let printed = to("/dev/stdout");
    assert!(printed.lines().count() > 50, "{printed}");
    fs::write(place.path().join("real.jsonl"), "").unwrap();
    std::os::unix::fs::symlink("real.jsonl", place.path().join("link.jsonl")).unwrap();
    to("link.jsonl");
    assert!(place.path().join("link.jsonl").is_symlink());
    assert_eq!(fs::read_to_string(place.path().join("real.jsonl")).unwrap(), printed);
}

#[test]
fn a_seed_fixes_every_byte_written() {
    let place = folder();
    for format in chatvitals::synth::SYNTH_FORMATS {
        let arguments = ["synth", "--format", format, "--messages", "300", "--seed", "7", "-o"];
        let write = |name: &str| {
            let path = place.path().join(name);
            assert_eq!(say(place.path(), &[&arguments[..], &[text(&path)]].concat()).code, 0);
            fs::read(path).unwrap()
        };
        let (one, other) = (write("one"), write("other"));
        assert!(one == other, "{format}");
        assert_eq!(say(place.path(), &[&arguments[..], &["-"]].concat()).out.as_bytes(), one, "{format}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = folder();
    for arguments in
        [vec!["synth", "--format", "telegram-json", "--messages", "5000", "-o", "-"], vec!["metrics", "--json"]]
    {
        let mut child = Process::new(env!("CARGO_BIN_EXE_chatvitals"))
            .args(&arguments)
            .current_dir(place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 1]).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn standard_input_is_an_export() {
    let place = folder();
    let path = export(place.path(), "export.jsonl", "chatlab-jsonl", 2);
    let flags = ["--input-format", "chatlab-jsonl", "--json", "--fail-on", "never"];
    let file = say(place.path(), &[&["check", text(&path)], &flags[..]].concat());
    let piped = say_to(place.path(), &[&["check", "-"], &flags[..]].concat(), &fs::read(&path).unwrap());
    assert_eq!((file.code, piped.code), (0, 0), "{}{}", file.err, piped.err);
    let metrics = |said: &Said| serde_json::from_str::<Value>(&said.out).unwrap()["metrics"].clone();
    assert_eq!(metrics(&file), metrics(&piped));
}

#[test]
fn a_zip_from_whatsapp_is_an_export() {
    let place = folder();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("_chat.txt", options).unwrap();
    archive.write_all(&run::synth("whatsapp-txt", 400, 4, 21)).unwrap();
    archive.start_file("IMG-20260101-WA0001.jpg", options).unwrap();
    archive.write_all(b"\xFF\xD8\xFF\xE0 no picture").unwrap();
    let path = place.path().join("WhatsApp Chat - Readers.zip");
    fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
    let said = say(place.path(), &["check", text(&path), "--json", "--fail-on", "never"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["inputs"][0]["format"], "whatsapp-txt");
    assert_eq!(document["groups"][0]["name"], "Readers");
}

#[test]
fn two_platforms_and_strange_files_in_one_run() {
    let place = folder();
    let root = place.path().join("exports");
    fs::create_dir_all(root.join("a")).unwrap();
    export(&root, "a/result.json", "telegram-json", 6);
    export(&root, "chat.txt", "whatsapp-txt", 6);
    fs::write(root.join("readme.md"), "# notes").unwrap();
    fs::write(root.join("empty.json"), "").unwrap();
    let said = say(place.path(), &["check", text(&root), "--json", "--fail-on", "never"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let platforms: Vec<&str> =
        document["groups"].as_array().unwrap().iter().map(|group| group["platform"].as_str().unwrap()).collect();
    assert_eq!(platforms, ["telegram", "whatsapp"]);
    assert_eq!(document["inputs"].as_array().unwrap().len(), 2);
}
