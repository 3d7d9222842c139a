//! The state of one group in a store: which files are live, what they were read from, who its people are. In: the
//! state before and what came. Out: `manifest.json`, written last and in one step, so that whoever reads it sees the
//! old state or the new one. What no manifest names is not part of the store.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, put};
use crate::error::{Error, Result};

/// What this program writes.
pub const SCHEMA: &str = "chatvitals/store-group/1";
/// Its name in the folder of a group.
pub const NAME: &str = "manifest.json";

/// The state of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `chatvitals/store-group/1`.
    pub schema: String,
    /// Counts the changes.
    pub generation: u64,
    /// `platform:id`.
    pub id: String,
    /// Display name, the latest known.
    pub name: String,
    /// The platform's word.
    pub platform: String,
    /// Exports added, in the order they came.
    pub sources: Vec<Source>,
    /// Everybody the exports name, by id, then name.
    pub accounts: Vec<Account>,
    /// Live files, by path.
    pub files: Vec<Stored>,
    /// People who were forgotten.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub forgotten: Vec<Forgotten>,
    /// Texts before this instant have been removed, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub purged_before: Option<i64>,
}

/// An export that was added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// XXH3-128 of its bytes.
    pub hash: String,
    /// Its path as given.
    pub path: String,
    /// Format id.
    pub format: String,
    /// What the export can show, by the words of `chatvitals formats`.
    pub carries: Vec<String>,
    /// Bytes.
    pub bytes: u64,
    /// Records of the whole export: read.
    pub read: u64,
    /// … rejected.
    pub rejected: u64,
    /// Rows of this group that were new.
    pub added: u64,
    /// Rows of this group that were known.
    pub known: u64,
    /// First and last record of this group, UTC milliseconds.
    pub span: (i64, i64),
    /// Where it breaks off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub truncated: Option<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Account {
    /// The platform's id; `None` when only a name is known.
    pub id: Option<String>,
    /// Latest display name.
    pub name: Option<String>,
    /// A bot, says an export.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub bot: bool,
    /// Roles the exports name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub roles: Vec<String>,
}

impl Account {
    /// What rows name it by: its id, or its name where it has none.
    #[must_use]
    pub fn word(&self) -> Option<(String, bool)> {
        match (&self.id, &self.name) {
            (Some(id), _) => Some((id.clone(), false)),
            (None, Some(name)) => Some((name.clone(), true)),
            (None, None) => None,
        }
    }
}

/// An account that must not come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Which nobody it became.
    pub number: u64,
    /// Salt of the mark, in hexadecimal digits.
    pub salt: String,
    /// HMAC-SHA256 of the account under the salt.
    pub mark: String,
}

/// A live file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stored {
    /// Path from the folder of the group, with slashes.
    pub path: String,
    /// `messages`, `events` or `reactions`.
    pub table: String,
    /// Month of its rows, UTC, such as `2026-03`.
    pub month: String,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// XXH3-128 of its bytes.
    pub hash: String,
    /// First and last row, UTC milliseconds.
    pub span: (i64, i64),
}

impl Manifest {
    /// Reads the state of the group in `folder`; `None` when there is none yet.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Usage`] when it is none this program reads.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::io(path, source)),
        };
        let wrong = |what: String| Error::Usage(format!("{}: {what}", path.display()));
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("is no manifest of a store ({error}); restore it from a copy")))?;
        if manifest.schema != SCHEMA {
            return Err(wrong(format!(
                "has the schema {}, this program reads {SCHEMA}; use a version of chatvitals that knows it, or ingest anew",
                manifest.schema
            )));
        }
        Ok(Some(manifest))
    }

    /// Puts the state in place: from here on it is the one in force.
    ///
    /// # Errors
    /// [`Error::Io`]; then the old state is in force.
    pub fn write(&self, disk: &dyn Disk, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| Error::Frame(format!("manifest: {error}")))?;
        bytes.push(b'\n');
        put(disk, &path, &bytes).map_err(|source| Error::io(path, source))
    }

    /// Where a live file lies.
    #[must_use]
    pub fn place(&self, folder: &Path, stored: &Stored) -> PathBuf {
        stored.path.split('/').fold(folder.to_owned(), |path, part| path.join(part))
    }

    /// Message rows.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.files.iter().filter(|file| file.table == "messages").map(|file| file.rows).sum()
    }
}
