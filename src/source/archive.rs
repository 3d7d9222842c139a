//! What a zip holds, read without unpacking to disk and within limits that a bomb breaks and an
//! export does not. In: the bytes of the archive. Out: its text-like entries, unpacked one by one
//! when they are read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use super::open::Bytes;
use crate::error::{Error, Place, Result};
use crate::format::FORMATS;

/// Entries of a zip that are looked at.
const ENTRIES: usize = 100_000;
/// Largest entry unpacked.
const ENTRY_BYTES: u64 = 4 << 30;
/// Largest growth of an entry while unpacking, once it is not small.
const RATIO: u64 = 200;
const SMALL: u64 = 16 << 20;

/// The archive's bytes, shared by all that read from it.
#[derive(Clone)]
struct Shared(Arc<Bytes>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// An opened zip. A copy shares bytes and directory.
#[derive(Clone)]
pub struct Archive {
    /// The zip file, for messages.
    pub path: PathBuf,
    zip: ZipArchive<Cursor<Shared>>,
    entries: Arc<BTreeMap<String, Entry>>,
    nested: Arc<[String]>,
}

/// An entry of a zip worth looking at.
#[derive(Debug, Clone)]
pub struct Entry {
    index: usize,
    /// Name inside the archive, made safe, with slashes.
    pub name: String,
    /// Bytes when unpacked, as the archive says.
    pub size: u64,
}

impl Archive {
    /// Opens a zip.
    ///
    /// # Errors
    /// [`Error::Format`] for a broken archive, or one with more entries than an export has.
    pub fn open(path: &Path, bytes: Bytes) -> Result<Self> {
        let mut zip =
            ZipArchive::new(Cursor::new(Shared(Arc::new(bytes)))).map_err(|error| broken(path, &error.to_string()))?;
        if zip.len() > ENTRIES {
            return Err(broken(path, &format!("{} entries, more than {ENTRIES}", zip.len())));
        }
        let (mut entries, mut nested) = (BTreeMap::new(), Vec::new());
        for index in 0..zip.len() {
            let Ok(entry) = zip.by_index_raw(index) else { continue };
            let Some(name) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
            let name = name.to_string_lossy().replace('\\', "/");
            let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if hidden {
                continue;
            }
            if is_archive(&name) {
                nested.push(name);
            } else if is_readable(&name) {
                entries.insert(name.clone(), Entry { index, name, size: entry.size() });
            }
        }
        Ok(Self { path: path.to_owned(), zip, entries: Arc::new(entries), nested: nested.into() })
    }

    /// Entries that could be an export or lie beside one: files with a sound name and an ending
    /// some format uses, by name.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The entry of a name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// Archives inside the archive: not opened.
    #[must_use]
    pub fn nested(&self) -> &[String] {
        &self.nested
    }

    /// The first bytes of an entry, at most `most`.
    ///
    /// # Errors
    /// [`Error::Format`] when the entry cannot be unpacked.
    pub fn head(&self, entry: &Entry, most: u64) -> Result<Vec<u8>> {
        let mut zip = self.zip.clone();
        let file = zip.by_index(entry.index).map_err(|error| broken(&self.path, &error.to_string()))?;
        let mut out = Vec::new();
        file.take(most).read_to_end(&mut out).map_err(|error| broken(&self.path, &error.to_string()))?;
        Ok(out)
    }

    /// All bytes of an entry.
    ///
    /// # Errors
    /// [`Error::Format`] when the entry cannot be unpacked or grows like a bomb.
    pub fn unpack(&self, entry: &Entry) -> Result<Vec<u8>> {
        let mut zip = self.zip.clone();
        let file = zip.by_index(entry.index).map_err(|error| broken(&self.path, &error.to_string()))?;
        let (packed, size) = (file.compressed_size().max(1), file.size());
        let limit = packed.saturating_mul(RATIO).clamp(SMALL, ENTRY_BYTES);
        if size > limit {
            return Err(broken(&self.path, &format!("{} would unpack to {size} bytes from {packed}", entry.name)));
        }
        let mut out = Vec::new();
        file.take(limit + 1).read_to_end(&mut out).map_err(|error| broken(&self.path, &error.to_string()))?;
        if out.len() as u64 > limit {
            return Err(broken(&self.path, &format!("{} unpacks to more than {limit} bytes", entry.name)));
        }
        Ok(out)
    }
}

fn is_readable(name: &str) -> bool {
    let lower = name.to_lowercase();
    FORMATS
        .iter()
        .flat_map(|format| format.extensions)
        .any(|ending| lower.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')))
}

fn is_archive(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".zip", ".7z", ".rar", ".tar", ".gz"].iter().any(|ending| lower.ends_with(ending))
}

fn broken(path: &Path, what: &str) -> Error {
    Error::Format {
        path: path.to_owned(),
        place: Place::Whole,
        message: format!("this zip cannot be read ({what}); export it again or unpack it and pass the folder"),
    }
}
