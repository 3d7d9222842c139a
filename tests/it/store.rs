//! What a store holds is what its exports told, each message once, whatever came twice, in whatever order, and whenever
//! a change was stopped.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use assert_cmd::cargo::cargo_bin;
use chatvitals::calendar::Zone;
use chatvitals::feature::Scanner;
use chatvitals::format;
use chatvitals::frame::{Frames, Projection, Writer};
use chatvitals::pipeline::{self, Question};
use chatvitals::store::{self, Disk, Incoming, Reading, Real, Source, Store, verify};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use tempfile::TempDir;

use crate::run;

/// The rows of `metrics.json` but those that speak of the reading itself.
fn rows(path: &Path) -> Vec<Value> {
    let question =
        Question { exports: vec![path.to_owned()], as_of: Some("2024-02-11".to_owned()), ..Question::default() };
    let document: Value = serde_json::from_slice(&run::json(&run::report(&question).unwrap())).unwrap();
    let rows = document["metrics"].as_array().unwrap().clone();
    rows.into_iter().filter(|row| row["id"] != "data_quality").collect()
}

fn same(one: &[Value], other: &[Value]) {
    assert!(one.len() > 40, "only {} rows", one.len());
    for (a, b) in one.iter().zip(other) {
        assert_eq!(a, b);
    }
    assert_eq!(one.len(), other.len());
}

/// Adds exports through the pipeline, in order.
fn ingest(store: &Path, exports: &[&Path]) -> Vec<pipeline::Ingested> {
    let store = Store::create(store, &Real).unwrap();
    let question = Question { exports: exports.iter().map(|path| path.to_path_buf()).collect(), ..Question::default() };
    pipeline::ingest(&question, &store, &|_| (), &mut |_| ()).unwrap()
}

fn whole(store: &Path) {
    let faults = verify(&Store::open(store).unwrap()).unwrap();
    assert!(faults.iter().all(|fault| fault.harmless), "{faults:?}");
}

#[test]
fn a_store_tells_what_its_export_told() {
    for format in ["telegram-json", "chatlab-jsonl", "whatsapp-txt", "discord-json", "slack-json", "qq-txt"] {
        let place = TempDir::new().unwrap();
        let name = if format.ends_with("txt") { "chat.txt" } else { "chat.json" };
        let export = place.path().join(name);
        fs::write(&export, run::synth(format, 900, 5, 40)).unwrap();
        let question =
            Question { exports: vec![export.clone()], input_format: Some(format.to_owned()), ..Question::default() };
        let store = place.path().join("store");
        let opened = Store::create(&store, &Real).unwrap();
        pipeline::ingest(&question, &opened, &|_| (), &mut |_| ()).unwrap();
        let direct = Question { as_of: Some("2024-02-11".to_owned()), ..question };
        let document: Value = serde_json::from_slice(&run::json(&run::report(&direct).unwrap())).unwrap();
        let expected: Vec<Value> =
            document["metrics"].as_array().unwrap().iter().filter(|row| row["id"] != "data_quality").cloned().collect();
        same(&expected, &rows(&store));
        whole(&store);
    }
}

#[test]
fn the_demo_in_a_store_is_the_demo() {
    let place = TempDir::new().unwrap();
    let community = run::demo(chatvitals::synth::Health::Good);
    let store = place.path().join("store");
    ingest(&store, &[&community]);
    // Side files and charter lie beside it as beside any export.
    for name in ["charter.toml", "groups.csv", "identities.csv"] {
        let _ = fs::copy(community.join(name), store.join(name));
    }
    let report = run::report(&Question { exports: vec![store.clone()], ..Question::default() }).unwrap();
    let direct = run::report(&Question { exports: vec![community], ..Question::default() }).unwrap();
    assert_eq!(report.groups.len(), direct.groups.len());
    for (stored, group) in report.groups.iter().zip(&direct.groups) {
        assert_eq!((&stored.id, stored.messages, &stored.coverage), (&group.id, group.messages, &group.coverage));
        assert_eq!(stored.formats, group.formats);
        assert_eq!(stored.lacks, group.lacks);
    }
    whole(&store);
}

/// A synthetic ChatLab export as header, members and messages.
fn world(seed: u64) -> (String, Vec<String>) {
    world_of(500, seed)
}

fn world_of(count: u64, seed: u64) -> (String, Vec<String>) {
    let text = String::from_utf8(run::synth("chatlab-jsonl", count, seed, 40)).unwrap();
    let (head, messages): (Vec<&str>, Vec<&str>) = text
        .lines()
        .partition(|line| line.starts_with(r#"{"_type":"header""#) || line.starts_with(r#"{"_type":"member""#));
    (head.join("\n"), messages.into_iter().map(str::to_owned).collect())
}

fn export(place: &Path, name: &str, head: &str, messages: &[String]) -> PathBuf {
    let path = place.join(name);
    fs::write(&path, format!("{head}\n{}\n", messages.join("\n"))).unwrap();
    path
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 10, ..ProptestConfig::with_cases(6) })]

    /// Overlapping exports in any order, one of them twice, come to the same as the whole chat at once.
    #[test]
    fn what_comes_twice_counts_once(seed in 0_u64..500, cuts in prop::collection::vec(any::<Index>(), 4), turn in any::<bool>()) {
        let place = TempDir::new().unwrap();
        let (head, messages) = world(seed);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(messages.len())).collect();
        cuts.sort_unstable();
        let all = export(place.path(), "all.jsonl", &head, &messages);
        let early = export(place.path(), "early.jsonl", &head, &messages[..cuts[2]]);
        let middle = export(place.path(), "middle.jsonl", &head, &messages[cuts[0]..cuts[3]]);
        let late = export(place.path(), "late.jsonl", &head, &messages[cuts[1]..]);
        let mut order = [&*early, &*middle, &*late, &*early];
        if turn {
            order.reverse();
        }
        let (at_once, by_parts) = (place.path().join("a"), place.path().join("b"));
        ingest(&at_once, &[&all]);
        ingest(&by_parts, &order);
        same(&rows(&at_once), &rows(&by_parts));
        whole(&by_parts);
        let again = ingest(&by_parts, &order);
        prop_assert!(again.iter().all(|one| one.before));
        // The whole export after its parts: nothing new.
        let whole = ingest(&by_parts, &[&all]);
        let new: u64 = whole.iter().flat_map(|one| &one.groups).map(|group| group.tally.new).sum();
        prop_assert_eq!(new, 0);
        same(&rows(&at_once), &rows(&by_parts));
    }
}

#[test]
fn the_last_edit_stands_and_a_recall_takes_the_text() {
    let place = TempDir::new().unwrap();
    let at = |seconds: u64| 1_706_000_000 + seconds;
    let chat = |name: &str, texts: &[(u64, u64, &str, &str)]| {
        let messages: Vec<String> = texts
            .iter()
            .map(|(id, seconds, edited, text)| {
                let edited = if edited.is_empty() {
                    String::new()
                } else {
                    format!(r#""edited": "2024-01-23T18:00:00", "edited_unixtime": "{edited}", "#)
                };
                format!(
                    r#"{{"id": {id}, "type": "message", "date": "2024-01-23T16:53:20", "date_unixtime": "{}", {edited}"from": "A", "from_id": "user1", "text": "{text}", "text_entities": []}}"#,
                    at(*seconds)
                )
            })
            .collect();
        let path = place.path().join(name);
        let text = format!(
            r#"{{"name": "G", "type": "private_supergroup", "id": 7, "messages": [{}]}}"#,
            messages.join(",\n  ")
        );
        fs::write(&path, text).unwrap();
        path
    };
    let old = chat("old.json", &[(1, 0, "", "first words"), (2, 5, "", "stays")]);
    let new = chat("new.json", &[(1, 0, "1706003000", "better words"), (2, 5, "", "stays"), (3, 9, "", "later")]);
    for order in [[&old, &new], [&new, &old]] {
        let store = TempDir::new().unwrap();
        let store = store.path().join("s");
        for one in order {
            ingest(&store, &[one]);
        }
        let question = Question { exports: vec![store.clone()], ..Question::default() };
        let reading = pipeline::read(&question, Projection::Full, &|_| ()).unwrap();
        let columns = &reading.frames[0].messages;
        let texts: Vec<Option<&str>> = (0..columns.len()).map(|row| columns.text.get(row)).collect();
        assert_eq!(texts, [Some("better words"), Some("stays"), Some("later")]);
        assert_eq!(columns.edited, [true, false, false]);
        whole(&store);
    }
}

/// A disk that breaks at a step: half of what was to be written is there, and nothing works any more.
struct Breaking {
    steps: AtomicU64,
    at: u64,
}

impl Breaking {
    fn step(&self) -> io::Result<bool> {
        match self.steps.fetch_add(1, Ordering::SeqCst) {
            step if step < self.at => Ok(false),
            step if step == self.at => Ok(true),
            _ => Err(io::Error::other("the power is gone")),
        }
    }

    fn then(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        if self.step()? { Err(io::Error::new(io::ErrorKind::StorageFull, "no room")) } else { work() }
    }
}

impl Disk for Breaking {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.then(|| Real.make_folder(folder))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.step()? {
            // What was not synced may be there in part, or not at all.
            fs::write(path, &bytes[..bytes.len() / 2])?;
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no room"));
        }
        Real.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.then(|| Real.rename(from, to))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.then(|| Real.sync_folder(folder))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.then(|| Real.remove(path))
    }
}

fn frames(text: &[u8]) -> Frames {
    let mut writer = Writer::new(Zone::new("Asia/Shanghai").unwrap(), Projection::Full);
    format::find("chatlab-jsonl").unwrap().read_alone(text, "a.jsonl", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

fn source(name: &str) -> Source {
    let carries = format::find("chatlab-jsonl").unwrap().carries.words().into_iter().map(str::to_owned).collect();
    Source {
        hash: format!("{name:0>32}"),
        path: name.to_owned(),
        format: "chatlab-jsonl".to_owned(),
        carries,
        ..Source::default()
    }
}

/// Every message id of a store.
fn ids(store: &Path) -> Vec<String> {
    let scanner = Scanner::built_in();
    let reading = Reading { projection: Projection::Full, scanner: &scanner, keywords: false, words: false };
    let groups = Store::open(store).unwrap().groups().unwrap();
    let frames: Vec<Frames> = groups.iter().map(|(folder, _)| store::frames(folder, reading).unwrap()).collect();
    let columns = frames.iter().map(|frames| &frames.messages);
    columns
        .flat_map(|columns| (0..columns.len()).map(|row| columns.msg_id_text.get(row).unwrap_or("none").to_owned()))
        .collect()
}

/// The disk without waiting for it: for states that are not to survive anything.
struct Quick;

impl Disk for Quick {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        Real.make_folder(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Real.rename(from, to)
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Real.remove(path)
    }
}

/// Stops a second addition at every single step, hundreds of times over several worlds.
#[test]
fn wherever_it_is_stopped_the_old_state_or_the_new_one_stands() {
    let mut stops = 0;
    for seed in 0..10 {
        let (head, messages) = world_of(90, seed);
        let cut = messages.len() * 2 / 3;
        let text = |part: &[String]| format!("{head}\n{}\n", part.join("\n")).into_bytes();
        let (first, second) = (frames(&text(&messages[..cut])), frames(&text(&messages[cut / 2..])));
        let add = |store: &Store, disk: &dyn Disk, frames: &Frames, name: &str| {
            store.ingest(disk, &Incoming { frames, source: source(name) })
        };
        let begun = || {
            let place = TempDir::new().unwrap();
            let store = Store::create(&place.path().join("s"), &Quick).unwrap();
            add(&store, &Quick, &first, "1").unwrap();
            (place, store)
        };
        let (_place, store) = begun();
        let old = ids(store.root());
        add(&store, &Quick, &second, "2").unwrap();
        let new = ids(store.root());
        assert!(old.len() < new.len());
        for at in 0.. {
            let (_place, store) = begun();
            let disk = Breaking { steps: AtomicU64::new(0), at };
            let done = add(&store, &disk, &second, "2");
            whole(store.root());
            let now = ids(store.root());
            assert!(now == old || now == new, "stopped at step {at} of world {seed}");
            // Whatever stood there, adding it again comes to the whole.
            add(&store, &Quick, &second, "2").unwrap();
            assert_eq!(ids(store.root()), new, "taken up again after step {at} of world {seed}");
            whole(store.root());
            stops += 1;
            if done.is_ok() && disk.steps.load(Ordering::SeqCst) <= at {
                break;
            }
        }
    }
    assert!(stops > 200, "only {stops} stops");
}

/// The program itself, killed at some instant, again and again.
#[test]
fn a_killed_program_leaves_a_whole_store() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(3);
    let parts: Vec<PathBuf> = messages
        .chunks(60)
        .enumerate()
        .map(|(at, part)| export(place.path(), &format!("{at}.jsonl"), &head, part))
        .collect();
    let store = place.path().join("store");
    for wait in 0..24_u64 {
        let mut child = Command::new(cargo_bin("chatvitals"))
            .arg("ingest")
            .args(&parts)
            .arg("--store")
            .arg(&store)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(8 * wait));
        let _ = child.kill();
        child.wait().unwrap();
        if store.join("chatvitals-store.json").is_file() {
            whole(&store);
            let ids = ids(&store);
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no message twice");
        }
    }
    ingest(&store, &parts.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let other = place.path().join("other");
    ingest(&other, &[&all]);
    same(&rows(&other), &rows(&store));
    assert!(verify(&Store::open(&store).unwrap()).unwrap().is_empty());
}

#[test]
fn two_at_once_are_told_apart() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(4);
    let (a, b) = messages.split_at(200);
    let (a, b) = (export(place.path(), "a.jsonl", &head, a), export(place.path(), "b.jsonl", &head, b));
    let store = place.path().join("store");
    ingest(&store, &[&a]);
    let opened = Store::open(&store).unwrap();
    let (folder, before) = opened.groups().unwrap().remove(0);
    let lock = fs::File::options().write(true).open(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let output =
        Command::new(cargo_bin("chatvitals")).arg("ingest").arg(&b).arg("--store").arg(&store).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("another chatvitals is changing this group"), "{said}");
    assert_eq!(opened.groups().unwrap().remove(0).1, before);
    lock.unlock().unwrap();
    ingest(&store, &[&b]);
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let whole = place.path().join("whole");
    ingest(&whole, &[&all]);
    assert_eq!(ids(&store), ids(&whole));
}

#[test]
fn damage_is_found_and_named() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(5);
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let store = place.path().join("store");
    ingest(&store, &[&all]);
    let (folder, manifest) = Store::open(&store).unwrap().groups().unwrap().remove(0);
    let file = manifest.files.iter().find(|file| file.table == "messages").unwrap();
    let path = manifest.place(&folder, file);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&path, bytes).unwrap();
    let output = Command::new(cargo_bin("chatvitals")).arg("store").arg("verify").arg(&store).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("is not the file that was written"));
    fs::remove_file(&path).unwrap();
    let faults = verify(&Store::open(&store).unwrap()).unwrap();
    assert!(faults.iter().any(|fault| fault.what.starts_with("cannot be read")), "{faults:?}");
    // A folder of other things is never taken for a store, nor one of a later kind.
    assert!(Store::create(place.path(), &Real).is_err());
    fs::write(store.join("chatvitals-store.json"), r#"{"schema": "chatvitals/store/9"}"#).unwrap();
    let error = Store::open(&store).unwrap_err().to_string();
    assert!(error.contains("chatvitals/store/9") && error.contains("ingest anew"), "{error}");
}

/// Every byte of a store, unpacked: what stands in its columns, manifests and file names.
fn told(store: &Path) -> String {
    let mut text = String::new();
    for (folder, manifest) in Store::open(store).unwrap().groups().unwrap() {
        text += &serde_json::to_string(&manifest.accounts).unwrap();
        let scanner = Scanner::built_in();
        let reading = Reading { projection: Projection::Full, scanner: &scanner, keywords: false, words: false };
        let frames = store::frames(&folder, reading).unwrap();
        let columns = &frames.messages;
        for row in 0..columns.len() {
            text += &format!("{:?} {:?}\n", columns.text.get(row), columns.file_name.get(row));
        }
        text += &format!("{:?} {:?} {:?} {:?}", frames.accounts, frames.links, frames.mentions, frames.files);
        for row in 0..frames.events.ts.len() {
            text += &format!("{:?}\n", frames.events.detail.get(row));
        }
    }
    text
}

fn text_of(message: &str) -> Option<String> {
    let message: Value = serde_json::from_str(message).unwrap();
    message["content"].as_str().map(str::to_owned)
}

#[test]
fn old_texts_go_and_what_they_told_stays() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(6);
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let store = place.path().join("store");
    ingest(&store, &[&all]);
    let before = rows(&store);
    let opened = Store::open(&store).unwrap();
    let manifest = opened.groups().unwrap().remove(0).1;
    let (first, last) = (manifest.sources[0].span.0, manifest.sources[0].span.1);
    let middle = first + (last - first) / 2;
    let changes = opened.purge(&Real, middle).unwrap();
    assert!(changes[0].rows > 100, "{changes:?}");
    for (old, new) in &changes[0].files {
        let folder = opened.folder(&manifest.id);
        assert!(!folder.join(old).exists() && folder.join(new).is_file());
    }
    let scanner = Scanner::built_in();
    let reading = Reading { projection: Projection::Full, scanner: &scanner, keywords: false, words: false };
    let texts = |store: &Store| {
        let columns = store::frames(&store.folder(&manifest.id), reading).unwrap().messages;
        let kept = (0..columns.len()).filter(|row| columns.text.get(*row).is_some());
        kept.map(|row| columns.ts[row]).min().unwrap()
    };
    assert!(texts(&opened) >= middle);
    // Topics are counted from texts; everything else told the same.
    let but_topics =
        |rows: Vec<Value>| -> Vec<Value> { rows.into_iter().filter(|row| row["id"] != "topic_trends").collect() };
    same(&but_topics(before), &but_topics(rows(&store)));
    // The same export again, under other bytes, brings nothing back.
    let again = export(place.path(), "again.jsonl", &head, &[&messages[..], &[String::new()]].concat());
    ingest(&store, &[&again]);
    assert!(texts(&opened) >= middle);
    assert!(opened.purge(&Real, middle).unwrap().is_empty(), "done already");
    whole(&store);
}

#[test]
fn a_person_is_forgotten_for_good() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(7);
    let (early, late) = (
        export(place.path(), "early.jsonl", &head, &messages[..400]),
        export(place.path(), "late.jsonl", &head, &messages[100..]),
    );
    let store = place.path().join("store");
    ingest(&store, &[&early]);
    let opened = Store::open(&store).unwrap();
    let manifest = opened.groups().unwrap().remove(0).1;
    // The one who wrote most.
    let mut count: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for message in &messages {
        let message: Value = serde_json::from_str(message).unwrap();
        *count.entry(message["sender"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let known = |id: &str| manifest.accounts.iter().any(|account| account.id.as_deref() == Some(id));
    let person = count.iter().filter(|(id, _)| known(id)).max_by_key(|(_, count)| **count).unwrap().0.clone();
    let name = manifest
        .accounts
        .iter()
        .find(|account| account.id.as_deref() == Some(&*person))
        .and_then(|account| account.name.clone())
        .unwrap();
    let theirs: Vec<String> = messages
        .iter()
        .filter(|message| serde_json::from_str::<Value>(message).unwrap()["sender"] == person.as_str())
        .filter_map(|message| text_of(message))
        .filter(|text| text.chars().count() > 12)
        .collect();
    assert!(!theirs.is_empty() && told(&store).contains(&theirs[0]));
    let number = ids(&store).len();
    assert!(opened.forget(&Real, "nobody at all", b"salt").unwrap_err().to_string().contains("nobody in this store"));
    let changes = opened.forget(&Real, &person, b"0123456789abcdef").unwrap();
    assert!(changes.len() == 1 && changes[0].rows > 0, "{changes:?}");
    let gone = |store: &Path| {
        let told = told(store);
        assert!(!told.contains(&person), "the id is gone");
        assert!(!told.contains(&format!("{name:?}")), "the name is gone");
        let others: Vec<String> = messages
            .iter()
            .filter(|message| serde_json::from_str::<Value>(message).unwrap()["sender"] != person.as_str())
            .filter_map(|message| text_of(message))
            .collect();
        for text in theirs.iter().filter(|text| !others.contains(text)) {
            assert!(!told.contains(&format!("{text:?}")), "a text of theirs stands there");
        }
    };
    gone(&store);
    assert_eq!(ids(&store).len(), number, "their messages stay as numbers");
    // An old export that still holds them does not bring them back.
    ingest(&store, &[&late]);
    gone(&store);
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let other = place.path().join("other");
    ingest(&other, &[&all]);
    assert_eq!(ids(&store).len(), ids(&other).len());
    whole(&store);
}

#[test]
fn the_commands_of_a_store_say_what_they_did() {
    let place = TempDir::new().unwrap();
    let (head, messages) = world(8);
    let all = export(place.path(), "all.jsonl", &head, &messages);
    let store = place.path().join("store");
    let chatvitals = |arguments: &[&str]| {
        let output = Command::new(cargo_bin("chatvitals")).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (all, folder) = (all.to_str().unwrap(), store.to_str().unwrap());
    let (code, _, said) = chatvitals(&["ingest", all, "--store", folder]);
    assert!(code == Some(0) && said.contains(" new, 0 known") && said.contains("0 rejected"), "{said}");
    let (_, json, _) = chatvitals(&["ingest", all, "--store", folder, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["sources"][0]["added_before"], true);
    let (_, info, _) = chatvitals(&["store", "info", folder]);
    assert!(
        info.contains("1 exports") && info.ends_with(&format!("1 groups, {} messages\n", ids(&store).len())),
        "{info}"
    );
    // Something an interrupted change left.
    let opened = Store::open(&store).unwrap();
    let left = opened.groups().unwrap().remove(0).0.join("messages/month=2024-01/0.parquet.part");
    fs::write(&left, b"half").unwrap();
    let (code, verified, remarks) = chatvitals(&["store", "verify", folder]);
    assert!(code == Some(0) && remarks.contains("left by an interrupted change"), "{verified}{remarks}");
    let (_, compacted, _) = chatvitals(&["store", "compact", "--store", folder]);
    assert!(compacted.starts_with("1 files removed") && !left.exists(), "{compacted}");
    // What the charter promises; 40,000 days ago nobody wrote.
    let charter = store.join("charter.toml");
    fs::write(&charter, "[[threshold]]\nmetric = \"raw_retention_age\"\nbreach = \"> 40000\"\n").unwrap();
    let (code, purged, said) = chatvitals(&["store", "purge", folder]);
    assert!(code == Some(0) && purged.starts_with("0 texts removed"), "{purged}{said}");
    fs::remove_file(&charter).unwrap();
    let (code, purged, _) = chatvitals(&["store", "purge", folder]);
    assert!(code == Some(0) && purged.contains("texts removed from"), "{purged}");
    let (code, _, said) = chatvitals(&["store", "purge", folder, "--older-than", "a month"]);
    assert!(code == Some(2) && said.contains("such as 30d"), "{said}");
    let member = opened.groups().unwrap()[0].1.accounts[0].id.clone().unwrap();
    let (code, proof, _) = chatvitals(&["store", "forget", folder, &member]);
    assert!(code == Some(0) && serde_json::from_str::<Value>(&proof).unwrap()["groups"][0]["files"].is_array());
    let (code, _, said) = chatvitals(&["store", "info", place.path().to_str().unwrap()]);
    assert!(code == Some(2) && said.contains("no store here"), "{said}");
    let (code, checked, _) = chatvitals(&["check", folder, "--as-of", "2024-02-11", "--json"]);
    assert!(code.is_some_and(|code| code < 2) && checked.contains("\"format\": \"store\""));
    // A folder above finds the store, and takes none of its files for exports.
    let (_, above, _) = chatvitals(&["check", place.path().to_str().unwrap(), "--as-of", "2024-02-11", "--json"]);
    let above: Value = serde_json::from_str(&above).unwrap();
    let formats: Vec<&str> =
        above["inputs"].as_array().unwrap().iter().map(|input| input["format"].as_str().unwrap()).collect();
    assert_eq!(formats, ["store", "chatlab-jsonl"]);
    let (code, _, said) = chatvitals(&["ingest", folder, "--store", place.path().join("b").to_str().unwrap()]);
    assert!(code == Some(2) && said.contains("is a store already"), "{said}");
}
