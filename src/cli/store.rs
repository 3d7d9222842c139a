//! `ingest` and `store`: the messages of years, kept. In: exports and the folder of a store. Out: what was new and what
//! was known, by group; what a store holds; whether it is whole.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::charter::{self, Charter};
use crate::error::{Error, Result};
use crate::metric::{self, Bound, METRICS};
use crate::pipeline::{self, Ingested};
use crate::store::{Change, Fault, Manifest, Real, Store, verify};

use super::Outcome;
use super::args::{ForgetArgs, IngestArgs, Place, PurgeArgs, StoreArgs, StoreCommand};
use super::common;
use super::output::{Out, remark};

/// Runs `ingest`.
///
/// # Errors
/// As [`pipeline::ingest`].
pub fn ingest(args: &IngestArgs) -> Result<Outcome> {
    let question = common::question(&args.common, None)?;
    let store = Store::create(&args.store, &Real)?;
    let bar = common::begin(&args.common)?;
    let mut lines = Vec::new();
    let done = pipeline::ingest(&question, &store, &|bytes| bar.add(bytes), &mut |one| lines.push(line(one)));
    bar.done();
    // What was added before a failure is told too: it stays.
    if !args.common.quiet && !args.common.json {
        for line in &lines {
            remark(line);
        }
    }
    let done = done?;
    if args.common.json {
        let rows: Vec<Value> = done.iter().map(row).collect();
        return Out::stdout().text(&format!("{:#}\n", json!({ "store": args.store, "sources": rows })));
    }
    Ok(Outcome::Done)
}

/// What came of an export, in a line.
fn line(one: &Ingested) -> String {
    let source = &one.source;
    if one.before {
        return format!("{}: added before, nothing to do", source.path);
    }
    let sum = |of: fn(&crate::store::Tally) -> u64| one.groups.iter().map(|group| of(&group.tally)).sum::<u64>();
    let (new, known, changed) = (sum(|tally| tally.new), sum(|tally| tally.known), sum(|tally| tally.changed));
    let mut text = format!(
        "{}: {}, {} records read, {new} new, {known} known, {changed} of them edited or recalled since, {} rejected",
        source.path, source.format, source.read, source.rejected
    );
    if one.groups.len() > 1 {
        let _ = write!(text, ", {} groups", one.groups.len());
    }
    if let Some(place) = &source.truncated {
        let _ = write!(text, "; it breaks off ({place}): export it again");
    }
    text
}

fn row(one: &Ingested) -> Value {
    let group = |added: &crate::store::Added| {
        json!({ "id": added.group, "name": added.name, "new": added.tally.new, "known": added.tally.known,
                "changed": added.tally.changed })
    };
    let source = &one.source;
    json!({
        "path": source.path, "format": source.format, "hash": source.hash, "bytes": source.bytes,
        "read": source.read, "rejected": source.rejected, "truncated": source.truncated,
        "added_before": one.before, "groups": one.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

/// Runs `store`.
///
/// # Errors
/// [`Error::Usage`] when there is no store, when one is not whole, and when nobody is called as asked.
pub fn run(args: &StoreArgs) -> Result<Outcome> {
    match &args.command {
        StoreCommand::Info(place) => info(place),
        StoreCommand::Verify(place) => verified(place),
        StoreCommand::Compact(place) => compact(place),
        StoreCommand::Purge(args) => purge(args),
        StoreCommand::Forget(args) => forget(args),
    }
}

fn open(place: &Place) -> Result<Store> {
    Store::open(place.folder.as_deref().or(place.store.as_deref()).unwrap_or(Path::new(".")))
}

fn info(place: &Place) -> Result<Outcome> {
    let store = open(place)?;
    let groups = store.groups()?;
    if place.json {
        let groups: Vec<&Manifest> = groups.iter().map(|(_, manifest)| manifest).collect();
        return Out::stdout().text(&format!("{:#}\n", json!({ "store": store.root(), "groups": groups })));
    }
    let mut text = String::new();
    for (folder, manifest) in &groups {
        let months: Vec<&str> =
            manifest.files.iter().filter(|file| file.table == "messages").map(|file| file.month.as_str()).collect();
        let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
        let (first, last) = (months.first().copied().unwrap_or("–"), months.last().copied().unwrap_or("–"));
        let _ = writeln!(
            text,
            "{} · {} · {} messages, {first} – {last}, {} accounts, {} exports, {} files, {bytes} bytes · {}",
            manifest.name,
            manifest.id,
            manifest.messages(),
            manifest.accounts.len(),
            manifest.sources.len(),
            manifest.files.len(),
            folder.display()
        );
    }
    let messages: u64 = groups.iter().map(|(_, manifest)| manifest.messages()).sum();
    let _ = writeln!(text, "{} groups, {messages} messages", groups.len());
    Out::stdout().text(&text)
}

fn verified(place: &Place) -> Result<Outcome> {
    let store = open(place)?;
    let faults = verify(&store)?;
    let shown = |path: &Path| path.strip_prefix(store.root()).unwrap_or(path).display().to_string();
    for fault in &faults {
        remark(&format!("{}: {}", shown(&fault.path), fault.what));
    }
    let wrong = faults.iter().filter(|fault| !fault.harmless).count();
    let groups = store.groups()?;
    let files: usize = groups.iter().map(|(_, manifest)| manifest.files.len()).sum();
    let rows: u64 = groups.iter().flat_map(|(_, manifest)| &manifest.files).map(|file| file.rows).sum();
    if place.json {
        let fault =
            |fault: &Fault| json!({ "path": shown(&fault.path), "what": fault.what, "harmless": fault.harmless });
        let faults: Vec<Value> = faults.iter().map(fault).collect();
        let all = json!({ "groups": groups.len(), "files": files, "rows": rows, "faults": faults });
        Out::stdout().text(&format!("{all:#}\n"))?;
    }
    if wrong > 0 {
        return Err(Error::Usage(format!("{}: {wrong} files are not as they were written", store.root().display())));
    }
    if place.json {
        return Ok(Outcome::Done);
    }
    Out::stdout().text(&format!("{} groups, {files} files, {rows} rows: all as they were written\n", groups.len()))
}

fn compact(place: &Place) -> Result<Outcome> {
    let removed = open(place)?.compact(&Real)?;
    if place.json {
        return Out::stdout().text(&format!("{:#}\n", json!({ "removed": removed })));
    }
    Out::stdout().text(&format!("{} files removed\n", removed.len()))
}

fn purge(args: &PurgeArgs) -> Result<Outcome> {
    let store = open(&args.place)?;
    let days = match &args.older_than {
        Some(text) => text
            .trim()
            .trim_end_matches('d')
            .parse::<u32>()
            .map_err(|_| Error::Usage(format!("--older-than {text}: give a number of days, such as 30d")))?,
        None => promised(&store, args.charter.clone())?,
    };
    let before = common::now() - i64::from(days) * 86_400_000;
    let changes = store.purge(&Real, before)?;
    let (texts, files) = (changes.iter().map(|change| change.rows).sum::<u64>(), files(&changes));
    if args.place.json {
        return Out::stdout()
            .text(&format!("{:#}\n", json!({ "groups": changes.iter().map(proof).collect::<Vec<_>>() })));
    }
    Out::stdout().text(&format!("{texts} texts removed from {files} files of {} groups\n", changes.len()))
}

/// Days the charter lets raw texts grow old: its bound of the vital that watches over it, else the built-in one.
fn promised(store: &Store, charter: Option<PathBuf>) -> Result<u32> {
    const VITAL: &str = "raw_retention_age";
    let beside = store.root().join("charter.toml");
    let path = charter.or_else(|| beside.is_file().then_some(beside));
    let charter = match &path {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
            charter::read(path, &text, METRICS)?
        }
        None => Charter::default(),
    };
    let own =
        charter::overrides(&charter).into_iter().rev().find(|rule| rule.metric == VITAL && rule.segment.is_none());
    let built_in = metric::find(VITAL).and_then(|metric| metric.thresholds.first()).and_then(|rule| rule.watch);
    match own.and_then(|rule| rule.breach.or(rule.watch)).or(built_in) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the guard")]
        Some(Bound::Above(days) | Bound::AtLeast(days)) if (0.0..1e6).contains(&days) => Ok(days as u32),
        _ => Err(Error::Usage(format!("the charter's bound of {VITAL} tells no days; give --older-than 30d"))),
    }
}

fn files(changes: &[Change]) -> usize {
    changes.iter().map(|change| change.files.len()).sum()
}

/// What is gone from a group, and in which files it no longer is.
fn proof(change: &Change) -> Value {
    let file = |(before, after): &(String, String)| json!({ "removed": before, "written": after });
    json!({
        "group": change.group, "rows": change.rows, "files": change.files.iter().map(file).collect::<Vec<_>>(),
        "texts_of_others_that_name_them": change.named_by_others,
    })
}

fn forget(args: &ForgetArgs) -> Result<Outcome> {
    let (folder, member) = match (&args.what[..], &args.store) {
        ([folder, member], None) => (PathBuf::from(folder), member),
        ([member], Some(folder)) => (folder.clone(), member),
        _ => return Err(Error::Usage("give the store's folder and the person: `store forget DIR MEMBER`".to_owned())),
    };
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| Error::Usage(format!("no randomness for a mark: {error}")))?;
    let changes = Store::open(&folder)?.forget(&Real, member, &salt)?;
    let groups: Vec<Value> = changes.iter().map(proof).collect();
    Out::stdout().text(&format!("{:#}\n", json!({ "groups": groups })))
}
