//! The store: years of messages in Parquet, by group and month, each message once. In: frames of exports. Out: frames
//! again, for every command that takes an EXPORT. A group is a folder of its own with its own manifest and lock, so that
//! machines may add different groups at once; a change is new files beside the old ones and then, in one step, a new
//! manifest.
//!
//! ```text
//! STORE/chatvitals-store.json            what it is
//! STORE/sources/<hash>.json              exports that were added whole
//! STORE/groups/<group>/manifest.json     the state in force: live files, sources, accounts
//! STORE/groups/<group>/messages/month=2026-03/<hash>.parquet
//! STORE/groups/<group>/{events,reactions}/month=…
//! ```

mod care;
mod disk;
mod gone;
mod ingest;
mod manifest;
mod merge;
mod reader;
mod rows;
mod table;
mod verify;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Result};

pub use care::Change;
pub use disk::{Disk, Real};
pub use ingest::{Added, Incoming};
pub use manifest::{Account, Forgotten, Manifest, Source, Stored};
pub use merge::Tally;
pub use reader::{Reading, frames};
pub use table::{EVENTS, REACTIONS, TOLD};
pub use verify::{Fault, verify};

/// The file a store is known by.
pub const MARK: &str = "chatvitals-store.json";
/// What it says.
const SCHEMA: &str = "chatvitals/store/1";

/// A store on disk.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens a store.
    ///
    /// # Errors
    /// [`Error::Usage`] when the folder holds none, or one of a newer kind.
    pub fn open(root: &Path) -> Result<Self> {
        let path = root.join(MARK);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::Usage(format!(
                "{}: no store here ({MARK} is missing); `chatvitals ingest EXPORT --store {}` makes one",
                root.display(),
                root.display()
            )),
            _ => Error::io(&path, error),
        })?;
        let mark: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        match mark.get("schema").and_then(serde_json::Value::as_str) {
            Some(SCHEMA) => Ok(Self { root: root.to_owned() }),
            other => Err(Error::Usage(format!(
                "{}: has the schema {}, this program reads {SCHEMA}; use a version of chatvitals that knows it, or ingest anew",
                path.display(),
                other.unwrap_or("of no store")
            ))),
        }
    }

    /// Opens a store, or makes one in a folder that is empty or not there yet.
    ///
    /// # Errors
    /// [`Error::Usage`] when the folder holds other things, [`Error::Io`] when it cannot be made.
    pub fn create(root: &Path, disk: &dyn Disk) -> Result<Self> {
        if root.join(MARK).is_file() {
            return Self::open(root);
        }
        let ours = |name: &str| name == "groups" || name == "sources" || name.ends_with(disk::ASIDE);
        let others = fs::read_dir(root)
            .map_or(0, |entries| entries.flatten().filter(|entry| !ours(&entry.file_name().to_string_lossy())).count());
        if others > 0 {
            return Err(Error::Usage(format!(
                "{}: holds other files and is no store; choose a folder that is empty or not there yet",
                root.display()
            )));
        }
        disk.make_folder(root).map_err(|source| Error::io(root, source))?;
        let path = root.join(MARK);
        let text = format!("{{\n  \"schema\": \"{SCHEMA}\"\n}}\n");
        disk::put(disk, &path, text.as_bytes()).map_err(|source| Error::io(path, source))?;
        Ok(Self { root: root.to_owned() })
    }

    /// Where it lies.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of a group: its id as far as file systems bear it, and eight digits that tell it from its like.
    #[must_use]
    pub fn folder(&self, id: &str) -> PathBuf {
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        let name: String = id.chars().take(48).map(plain).collect();
        self.root.join("groups").join(format!("{name}-{:08x}", xxh3_64(id.as_bytes()) >> 32))
    }

    /// Folders and states of its groups, by folder.
    ///
    /// # Errors
    /// As [`Manifest::read`].
    pub fn groups(&self) -> Result<Vec<(PathBuf, Manifest)>> {
        let folder = self.root.join("groups");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(Error::io(folder, source)),
        };
        let mut folders: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        let mut groups = Vec::new();
        for folder in folders {
            // A folder without a state is a group whose first addition never came to its end.
            groups.extend(Manifest::read(&folder)?.map(|manifest| (folder, manifest)));
        }
        Ok(groups)
    }
}

/// Keeps others from changing a group while the value lives.
fn locked(folder: &Path) -> Result<File> {
    let path = folder.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| Error::io(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Usage(format!(
            "{}: another chatvitals is changing this group; run again when it has ended (nothing was changed here)",
            folder.display()
        ))),
        Err(TryLockError::Error(source)) => Err(Error::io(path, source)),
    }
}

/// Every data file below the folder of a group, by its path from there with slashes.
fn files_in(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    let list = |folder: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for table in ["messages", "events", "reactions"] {
        for month in list(&folder.join(table)) {
            for path in list(&month) {
                files.push((format!("{table}/{}/{}", name(&month), name(&path)), path));
            }
        }
    }
    let aside = list(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == disk::ASIDE));
    files.extend(aside.map(|path| (name(&path), path)));
    files
}
