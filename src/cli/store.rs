//! `ingest` and `store`: the messages of years, kept. In: exports and the folder of a store. Out: what was new and what
//! was known, by group; what a store holds; whether it is whole.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::pipeline::{self, Ingested};
use crate::store::{Manifest, Real, Store, verify};

use super::Outcome;
use super::args::{InfoArgs, IngestArgs, StoreArgs, StoreCommand, VerifyArgs};
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
/// [`Error::Usage`] when there is no store, or when one is not whole.
pub fn run(args: &StoreArgs) -> Result<Outcome> {
    match &args.command {
        StoreCommand::Info(args) => info(args),
        StoreCommand::Verify(args) => verified(args),
    }
}

fn info(args: &InfoArgs) -> Result<Outcome> {
    let groups = Store::open(&args.store)?.groups()?;
    if args.json {
        let groups: Vec<&Manifest> = groups.iter().map(|(_, manifest)| manifest).collect();
        return Out::stdout().text(&format!("{:#}\n", json!({ "store": args.store, "groups": groups })));
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

fn verified(args: &VerifyArgs) -> Result<Outcome> {
    let store = Store::open(&args.store)?;
    let faults = verify(&store)?;
    let shown = |path: &Path| path.strip_prefix(store.root()).unwrap_or(path).display().to_string();
    for fault in &faults {
        remark(&format!("{}: {}", shown(&fault.path), fault.what));
    }
    let wrong = faults.iter().filter(|fault| !fault.harmless).count();
    if wrong > 0 {
        return Err(Error::Usage(format!("{}: {wrong} files are not as they were written", args.store.display())));
    }
    let groups = store.groups()?;
    let files: usize = groups.iter().map(|(_, manifest)| manifest.files.len()).sum();
    let rows: u64 = groups.iter().flat_map(|(_, manifest)| &manifest.files).map(|file| file.rows).sum();
    Out::stdout().text(&format!("{} groups, {files} files, {rows} rows: all as they were written\n", groups.len()))
}
