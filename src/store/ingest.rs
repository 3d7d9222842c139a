//! An export → the groups of a store. In: frames with every column, and what is known of the export. Out: new files
//! for the months that changed and, last, the new manifest of each group.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::disk::{Disk, put};
use super::gone::Gone;
use super::manifest::{self, Manifest, Stored};
use super::merge::{Tally, merge};
use super::rows::{GroupRows, Words, accounts};
use super::table::{self, Held, Message};
use super::{Store, locked};
use crate::error::{Error, Result};
use crate::frame::Frames;

/// An export to be added.
pub struct Incoming<'a> {
    /// Its rows, read with every column.
    pub frames: &'a Frames,
    /// What is known of it; counts and span are filled in group by group.
    pub source: manifest::Source,
}

/// What came of an export in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Group id.
    pub group: String,
    /// Its name.
    pub name: String,
    /// Messages, events and reactions.
    pub tally: Tally,
}

impl Store {
    /// Adds an export. A group is done in one step; whatever happens, each holds all of it or nothing, and adding it
    /// again finishes what was left.
    ///
    /// # Errors
    /// [`Error::Io`] when the disk is full or not to be written, [`Error::Usage`] when another program is at it.
    pub fn ingest(&self, disk: &dyn Disk, incoming: &Incoming<'_>) -> Result<Vec<Added>> {
        let mut added = Vec::new();
        for code in 0..incoming.frames.groups.len() {
            added.extend(self.ingest_group(disk, incoming, code)?);
        }
        self.remember(disk, &incoming.source, added.iter().map(|added| added.group.as_str()))?;
        Ok(added)
    }

    fn ingest_group(&self, disk: &dyn Disk, incoming: &Incoming<'_>, code: usize) -> Result<Option<Added>> {
        let Some(info) = incoming.frames.groups.get(code) else { return Ok(None) };
        let folder = self.folder(&info.id);
        disk.make_folder(&folder).map_err(|source| Error::io(&folder, source))?;
        let _lock = locked(&folder)?;
        let known = Manifest::read(&folder)?;
        let name = info.name.clone();
        if known.as_ref().is_some_and(|known| known.sources.iter().any(|source| source.hash == incoming.source.hash)) {
            return Ok(Some(Added { group: info.id.clone(), name, tally: Tally::default() }));
        }
        let mut manifest = known.unwrap_or_else(|| Manifest::new(info));
        sweep(disk, &folder, &manifest);
        let words = Words::of(incoming.frames);
        let gone = Gone::of(&manifest, incoming.frames)?;
        let mut rows = GroupRows::of(incoming.frames, code, &incoming.source.path, &words);
        gone.leave(&mut rows);
        let version = rows.span.1;
        let newest = manifest.sources.iter().map(|source| source.span.1).max();
        if newest.is_none_or(|newest| newest <= version) {
            manifest.name.clone_from(&info.name);
        }
        manifest.accounts =
            accounts(&manifest, incoming.frames, code, newest.is_none_or(|newest| newest <= version), &gone.words());
        let mut tally = Tally::default();
        let mut files = BTreeMap::new();
        for file in &manifest.files {
            files.insert((file.table.clone(), file.month.clone()), file.clone());
        }
        let tool = tools(&manifest, &incoming.source);
        messages(disk, &folder, &manifest, &rows, &tool, &mut files, &mut tally)?;
        others(disk, &folder, &manifest, &rows, &mut files, &mut tally)?;
        manifest.files = files.into_values().collect();
        manifest.files.sort();
        manifest.sources.push(manifest::Source {
            added: tally.new,
            known: tally.known,
            span: rows.span,
            ..incoming.source.clone()
        });
        manifest.generation += 1;
        manifest.write(disk, &folder)?;
        sweep(disk, &folder, &manifest);
        Ok(Some(Added { group: info.id.clone(), name, tally }))
    }

    /// Notes that an export has been added whole, so that it need not be read to know it again.
    fn remember<'a>(
        &self,
        disk: &dyn Disk,
        source: &manifest::Source,
        groups: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let folder = self.root.join("sources");
        disk.make_folder(&folder).map_err(|error| Error::io(&folder, error))?;
        let groups: Vec<&str> = groups.collect();
        let note = serde_json::json!({
            "hash": source.hash, "path": source.path, "format": source.format,
            "bytes": source.bytes, "read": source.read, "rejected": source.rejected, "groups": groups,
        });
        let path = folder.join(format!("{}.json", source.hash));
        put(disk, &path, format!("{note:#}\n").as_bytes()).map_err(|error| Error::io(path, error))
    }

    /// Whether an export of these bytes has been added whole.
    #[must_use]
    pub fn knows(&self, hash: &str) -> bool {
        self.root.join("sources").join(format!("{hash}.json")).is_file()
    }
}

/// Whether a source was written by the tool that wrote the incoming one.
fn tools(manifest: &Manifest, incoming: &manifest::Source) -> impl Fn(&str) -> bool + use<> {
    let mut formats: BTreeMap<String, String> =
        manifest.sources.iter().map(|source| (source.path.clone(), source.format.clone())).collect();
    formats.insert(incoming.path.clone(), incoming.format.clone());
    let format = incoming.format.clone();
    move |source: &str| formats.get(source).is_none_or(|known| *known == format)
}

/// Live files by table and month.
type Files = BTreeMap<(String, String), Stored>;

fn messages(
    disk: &dyn Disk,
    folder: &Path,
    manifest: &Manifest,
    rows: &GroupRows<'_>,
    same_tool: &dyn Fn(&str) -> bool,
    files: &mut Files,
    tally: &mut Tally,
) -> Result<()> {
    let elsewhere = elsewhere(folder, manifest, rows)?;
    let touched: BTreeSet<&String> = rows.messages.keys().chain(elsewhere.gone.keys()).collect();
    for month in touched {
        let key = ("messages".to_owned(), month.clone());
        let held =
            files.get(&key).map(|file| Held::read(&manifest.place(folder, file), "messages", true)).transpose()?;
        let mut known = held.as_ref().map(Held::messages).unwrap_or_default();
        let before = known.len();
        if let Some(gone) = elsewhere.gone.get(month) {
            known.retain(|row| row.msg_id.is_none_or(|id| !gone.contains(id)));
        }
        let left = known.len() != before;
        let incoming = rows.messages.get(month).map(Vec::as_slice).unwrap_or_default();
        let stays = |row: &&Message<'_>| row.msg_id.is_none_or(|id| !elsewhere.older.contains(id));
        let mut fresh: Vec<Message<'_>> = incoming.iter().filter(stays).cloned().collect();
        // A text that was removed for its age does not come back with a second copy.
        let purged = manifest.purged_before.unwrap_or(i64::MIN);
        fresh.iter_mut().filter(|row| row.ts < purged).for_each(|row| row.text = None);
        tally.known += (incoming.len() - fresh.len()) as u64;
        let (merged, of_month) = merge(known, fresh, same_tool);
        let moved = elsewhere.came.get(month).copied().unwrap_or(0);
        tally.new += of_month.new.saturating_sub(moved);
        tally.known += of_month.known + moved;
        tally.changed += of_month.changed + moved;
        if left || of_month.new > 0 || of_month.changed > 0 {
            let span = (merged.first().map_or(0, |row| row.ts), merged.last().map_or(0, |row| row.ts));
            let bytes = table::messages(&manifest.id, &manifest.platform, &merged)?;
            keep(disk, folder, files, (key, merged.len() as u64, span), &bytes)?;
        }
    }
    Ok(())
}

/// Messages that lie in another month than they come for: their time was told otherwise before.
#[derive(Default)]
struct Elsewhere {
    /// Month → ids that leave it for a newer version in another.
    gone: BTreeMap<String, BTreeSet<String>>,
    /// Month → how many of its incoming rows lay elsewhere.
    came: BTreeMap<String, u64>,
    /// Ids whose known version is newer and stays where it is.
    older: BTreeSet<String>,
}

fn elsewhere(folder: &Path, manifest: &Manifest, rows: &GroupRows<'_>) -> Result<Elsewhere> {
    let mut found = Elsewhere::default();
    let mut at: FxHashMap<&str, (&String, i64)> = FxHashMap::default();
    for (month, rows) in &rows.messages {
        at.extend(rows.iter().filter_map(|row| Some((row.msg_id?, (month, row.version)))));
    }
    for file in manifest.files.iter().filter(|file| file.table == "messages") {
        // Clocks and zones are a day apart at most; months farther away hold none of these.
        let near = rows.messages.keys().any(|other| *other != file.month) && rows.near(file.span);
        if !near {
            continue;
        }
        let held = Held::read(&manifest.place(folder, file), "messages", false)?;
        for row in held.messages() {
            let Some(id) = row.msg_id else { continue };
            let Some((month, version)) = at.get(id).filter(|(month, _)| **month != file.month) else { continue };
            if *version >= row.version && row.kind != "recalled" {
                found.gone.entry(file.month.clone()).or_default().insert(id.to_owned());
                *found.came.entry((*month).clone()).or_default() += 1;
            } else {
                found.older.insert(id.to_owned());
            }
        }
    }
    Ok(found)
}

/// Service messages of which the new record names more people by id than the known one: an export of a part of the
/// chat may know people by name only whom the whole one knows.
fn better(known: &[table::Event<'_>], incoming: &[table::Event<'_>]) -> BTreeSet<i64> {
    let by_id = |events: &[table::Event<'_>]| {
        let mut people: BTreeMap<i64, usize> = BTreeMap::new();
        for event in events.iter().filter(|event| event.msg_code != 0) {
            let actor = event.actor.is_some() && !event.actor_is_name;
            let subject = event.subject.is_some() && !event.subject_is_name;
            *people.entry(event.msg_code).or_default() += usize::from(actor) + usize::from(subject);
        }
        people
    };
    let known = by_id(known);
    let better = |(code, people): (i64, usize)| (*known.get(&code)? < people).then_some(code);
    by_id(incoming).into_iter().filter_map(better).collect()
}

/// Events and reactions: what is known is dropped.
fn others(
    disk: &dyn Disk,
    folder: &Path,
    manifest: &Manifest,
    rows: &GroupRows<'_>,
    files: &mut Files,
    tally: &mut Tally,
) -> Result<()> {
    for (month, incoming) in &rows.events {
        let key = ("events".to_owned(), month.clone());
        let held = files.get(&key).map(|file| Held::read(&manifest.place(folder, file), "events", true)).transpose()?;
        let mut merged = held.as_ref().map(Held::events).unwrap_or_default();
        let better = better(&merged, incoming);
        let old = merged.len();
        merged.retain(|event| event.msg_code == 0 || !better.contains(&event.msg_code));
        let replaced = old - merged.len();
        let told: BTreeSet<_> = merged.iter().map(table::Event::key).collect();
        let before = merged.len();
        let last = merged.iter().map(|event| event.record).max().unwrap_or(0);
        // The rows of one record stand together; a second record of the same message is a copy.
        let mut records: BTreeMap<i64, i64> = BTreeMap::new();
        let fresh = incoming.iter().filter(|event| {
            !told.contains(&event.key())
                && (event.msg_code == 0 || *records.entry(event.msg_code).or_insert(event.record) == event.record)
        });
        merged.extend(fresh.map(|event| table::Event { record: event.record + last, ..event.clone() }));
        let new = (merged.len() - before).saturating_sub(replaced);
        (tally.new, tally.known) = (tally.new + new as u64, tally.known + (incoming.len() - new) as u64);
        if new > 0 || replaced > 0 {
            merged.sort();
            let span = (merged.first().map_or(0, |row| row.ts), merged.last().map_or(0, |row| row.ts));
            keep(disk, folder, files, (key, merged.len() as u64, span), &table::events(&manifest.id, &merged)?)?;
        }
    }
    for (month, incoming) in &rows.reactions {
        let key = ("reactions".to_owned(), month.clone());
        let held =
            files.get(&key).map(|file| Held::read(&manifest.place(folder, file), "reactions", true)).transpose()?;
        let mut merged = held.as_ref().map(Held::reactions).unwrap_or_default();
        let before = merged.len();
        merged.extend(incoming.iter().copied());
        merged.sort();
        merged.dedup();
        if merged.len() > before {
            let span = (merged.first().map_or(0, |row| row.ts), merged.last().map_or(0, |row| row.ts));
            keep(disk, folder, files, (key, merged.len() as u64, span), &table::reactions(&manifest.id, &merged)?)?;
        }
    }
    Ok(())
}

/// Writes a file under a name that tells its content, and makes it the live one of its month.
pub(super) fn keep(
    disk: &dyn Disk,
    folder: &Path,
    files: &mut Files,
    (key, rows, span): ((String, String), u64, (i64, i64)),
    bytes: &[u8],
) -> Result<()> {
    let (table, month) = &key;
    let hash = format!("{:032x}", xxh3_128(bytes));
    let place = folder.join(table).join(format!("month={month}"));
    disk.make_folder(&place).map_err(|source| Error::io(&place, source))?;
    let name = format!("{hash}.parquet");
    let path = place.join(&name);
    put(disk, &path, bytes).map_err(|source| Error::io(&path, source))?;
    let stored = Stored {
        path: format!("{table}/month={month}/{name}"),
        table: table.clone(),
        month: month.clone(),
        rows,
        bytes: bytes.len() as u64,
        hash,
        span,
    };
    files.insert(key, stored);
    Ok(())
}

/// Removes files no manifest names: those an interrupted change left, and those a change replaced.
pub(super) fn sweep(disk: &dyn Disk, folder: &Path, manifest: &Manifest) {
    let live: BTreeSet<Cow<'_, str>> = manifest.files.iter().map(|file| file.path.as_str().into()).collect();
    for (name, path) in super::files_in(folder) {
        if !live.contains(name.as_str()) {
            // Left where it is, it does no harm; the next change tries again.
            let _ = disk.remove(&path);
        }
    }
}

impl Manifest {
    /// A group without anything.
    fn new(info: &crate::frame::GroupInfo) -> Self {
        Self {
            schema: manifest::SCHEMA.to_owned(),
            generation: 0,
            id: info.id.clone(),
            name: info.name.clone(),
            platform: info.platform.as_str().to_owned(),
            sources: Vec::new(),
            accounts: Vec::new(),
            files: Vec::new(),
            forgotten: Vec::new(),
            purged_before: None,
        }
    }
}
