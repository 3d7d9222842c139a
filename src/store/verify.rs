//! Whether a store holds what it says. In: a store. Out: what is wrong: files that are gone or changed, rows that are
//! not those counted, months and orders that do not hold, messages that stand twice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::manifest::{Manifest, Stored};
use super::rows::month;
use super::table::Held;
use super::{Store, files_in};
use crate::error::Result;

/// Something wrong in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub what: String,
    /// It harms nothing: a file an interrupted change left, which the next change removes.
    pub harmless: bool,
}

/// Looks at every file of every group.
///
/// # Errors
/// As [`Store::groups`].
pub fn verify(store: &Store) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for (folder, manifest) in store.groups()? {
        let live: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        for (name, path) in files_in(&folder) {
            if !live.contains(name.as_str()) {
                let what = "left by an interrupted change; the next one removes it".to_owned();
                faults.push(Fault { path, what, harmless: true });
            }
        }
        let mut ids = BTreeSet::new();
        for file in &manifest.files {
            if let Err(what) = look_at(&folder, &manifest, file, &mut ids) {
                faults.push(Fault { path: manifest.place(&folder, file), what, harmless: false });
            }
        }
    }
    Ok(faults)
}

fn look_at(
    folder: &Path,
    manifest: &Manifest,
    file: &Stored,
    ids: &mut BTreeSet<String>,
) -> std::result::Result<(), String> {
    let path = manifest.place(folder, file);
    let bytes = std::fs::read(&path).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 != file.bytes || format!("{:032x}", xxh3_128(&bytes)) != file.hash {
        return Err("is not the file that was written; restore it from a copy, or ingest the exports anew".to_owned());
    }
    let table = match file.table.as_str() {
        "messages" => "messages",
        "events" => "events",
        _ => "reactions",
    };
    let held = Held::read(&path, table, false).map_err(|error| error.to_string())?;
    let messages = held.messages();
    let times: Vec<i64> = match table {
        "messages" => messages.iter().map(|row| row.ts).collect(),
        "events" => held.events().iter().map(|row| row.ts).collect(),
        _ => held.reactions().iter().map(|row| row.ts).collect(),
    };
    if times.len() as u64 != file.rows {
        return Err(format!("holds {} rows, {} were written", times.len(), file.rows));
    }
    if !times.is_sorted() {
        return Err("is not in time order".to_owned());
    }
    if times.iter().any(|ts| month(*ts) != file.month) {
        return Err(format!("holds rows outside {}", file.month));
    }
    for id in messages.iter().filter_map(|row| row.msg_id) {
        if !ids.insert(id.to_owned()) {
            return Err(format!("message {id} stands twice"));
        }
    }
    Ok(())
}
