//! Bytes of an input: a memory map for files, memory for standard input and zip entries. Zips are
//! read without unpacking to disk, within limits that a bomb breaks and an export does not.

use std::fs::File;
use std::io::{Cursor, Read};
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;
use zip::ZipArchive;

use crate::error::{Error, Place, Result};

use super::sniff::HEAD;

/// Entries of a zip that are looked at.
const ENTRIES: usize = 100_000;
/// Largest entry unpacked.
const ENTRY_BYTES: u64 = 4 << 30;
/// Largest growth of an entry while unpacking, once it is not small.
const RATIO: u64 = 200;
const SMALL: u64 = 16 << 20;

/// The bytes of an input.
pub enum Bytes {
    /// A mapped file: pages are the system's cache, not this program's memory.
    Mapped(Mmap),
    /// Bytes in memory.
    Owned(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl Bytes {
    /// Maps a file.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened or mapped.
    pub fn map(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|source| Error::io(path, source))?;
        let metadata = file.metadata().map_err(|source| Error::io(path, source))?;
        if metadata.len() == 0 || !metadata.is_file() {
            let mut bytes = Vec::new();
            (&file).read_to_end(&mut bytes).map_err(|source| Error::io(path, source))?;
            return Ok(Self::Owned(bytes));
        }
        #[expect(
            unsafe_code,
            reason = "an export is read-only input; another program cutting it while it is read is \
                                        the risk every mapped reader takes, and the gain is that memory does not follow \
                                        the file"
        )]
        // SAFETY: the map is read-only and lives as long as the value; see the reason above.
        let map = unsafe { Mmap::map(&file) };
        map.map(Self::Mapped).map_err(|source| Error::io(path, source))
    }

    /// Everything on standard input.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read.
    pub fn standard_input() -> Result<Self> {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|source| Error::io("-", source))?;
        Ok(Self::Owned(bytes))
    }

    /// Begins like a zip archive.
    #[must_use]
    pub fn is_zip(&self) -> bool {
        self.starts_with(b"PK\x03\x04")
    }
}

/// An entry of a zip worth looking at.
pub struct Entry {
    index: usize,
    /// Name inside the archive, made safe.
    pub name: String,
}

fn archive<'a>(path: &Path, bytes: &'a [u8]) -> Result<ZipArchive<Cursor<&'a [u8]>>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(path, &error.to_string()))
}

fn broken(path: &Path, what: &str) -> Error {
    Error::Format {
        path: path.to_owned(),
        place: Place::Whole,
        message: format!("this zip cannot be read ({what}); export it again or unpack it and pass the folder"),
    }
}

/// Entries that could be text: files with a sound name and a plain ending.
///
/// # Errors
/// [`Error::Format`] for a broken archive, or one with more entries than an export has.
pub fn zip_entries(path: &Path, bytes: &[u8]) -> Result<Vec<Entry>> {
    let mut zip = archive(path, bytes)?;
    if zip.len() > ENTRIES {
        return Err(broken(path, &format!("{} entries, more than {ENTRIES}", zip.len())));
    }
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let Ok(entry) = zip.by_index_raw(index) else { continue };
        let safe = entry.enclosed_name().map(|name| name.to_string_lossy().into_owned());
        let text = |name: &String| {
            let lower = name.to_lowercase();
            [".txt", ".json", ".jsonl"].iter().any(|ending| lower.ends_with(ending))
        };
        if let Some(name) = safe.filter(text).filter(|_| entry.is_file()) {
            entries.push(Entry { index, name });
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// The first bytes of an entry.
///
/// # Errors
/// [`Error::Format`] when the entry cannot be unpacked.
pub fn zip_head(path: &Path, bytes: &[u8], entry: &Entry) -> Result<Vec<u8>> {
    unpack(path, bytes, entry, HEAD as u64)
}

/// All bytes of an entry.
///
/// # Errors
/// [`Error::Format`] when the entry cannot be unpacked or grows like a bomb.
pub fn zip_bytes(path: &Path, bytes: &[u8], entry: &Entry) -> Result<Bytes> {
    unpack(path, bytes, entry, ENTRY_BYTES).map(Bytes::Owned)
}

fn unpack(path: &Path, bytes: &[u8], entry: &Entry, most: u64) -> Result<Vec<u8>> {
    let mut zip = archive(path, bytes)?;
    let file = zip.by_index(entry.index).map_err(|error| broken(path, &error.to_string()))?;
    let (packed, size) = (file.compressed_size().max(1), file.size());
    let limit = packed.saturating_mul(RATIO).clamp(SMALL, ENTRY_BYTES);
    if size > limit && most == ENTRY_BYTES {
        return Err(broken(path, &format!("{} would unpack to {size} bytes from {packed}", entry.name)));
    }
    let mut out = Vec::new();
    file.take(most.min(limit + 1)).read_to_end(&mut out).map_err(|error| broken(path, &error.to_string()))?;
    if out.len() as u64 > limit && most == ENTRY_BYTES {
        return Err(broken(path, &format!("{} unpacks to more than {limit} bytes", entry.name)));
    }
    Ok(out)
}
