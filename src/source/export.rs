//! An export as found: the files it lies in, opened when they are read and closed after, and the
//! files around them. In: paths and archives. Out: bytes in UTF-8, pushed through the format.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;
use xxhash_rust::xxh3::Xxh3;

use super::archive::{Archive, Entry};
use super::encoding;
use super::open::Bytes;
use super::stored::Group;
use crate::error::{Error, Result};
use crate::format::{Carries, Content, Folder, Format, Input, Mapping, Nearby, Part, Progress, Read};
use crate::frame::Writer;

/// Where the bytes of a file are.
pub enum Place {
    /// On disk.
    Disk,
    /// In a zip.
    Zip(Archive, Entry),
    /// In memory, from standard input.
    Memory(Vec<u8>),
}

/// One file of an export.
pub struct ExportFile {
    /// Path as given; for a zip entry `archive.zip/entry`.
    pub path: PathBuf,
    /// File name without folders.
    pub name: String,
    /// Bytes as they lie; in a zip, unpacked.
    pub size: u64,
    /// What it is written in; `None` for UTF-8.
    pub encoding: Option<&'static Encoding>,
    /// Where its bytes are.
    pub place: Place,
}

/// One export and its format.
pub struct Export {
    /// The file, or the folder of several.
    pub path: PathBuf,
    /// Its files, by path; at least one.
    pub files: Vec<ExportFile>,
    /// The format that claims them.
    pub format: &'static Format,
    /// What its columns are, for a table of no known format.
    pub mapping: Option<Arc<Mapping>>,
    /// The group of a store it is; then it has no files.
    pub stored: Option<Group>,
}

impl Export {
    /// Bytes of all files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.stored.as_ref().map_or_else(|| self.files.iter().map(|file| file.size).sum(), Group::size)
    }

    /// What it carries: the format's word, narrowed to the columns a mapping names.
    #[must_use]
    pub fn carries(&self) -> Carries {
        if let Some(stored) = &self.stored {
            return stored.carries();
        }
        let carries = self.format.carries;
        self.mapping.as_ref().map_or(carries, |mapping| mapping.carries(carries))
    }

    /// The format it is written in; for a group of a store those it was made of.
    #[must_use]
    pub fn formats(&self) -> Vec<&'static Format> {
        self.stored.as_ref().map_or_else(|| vec![self.format], Group::formats)
    }

    /// XXH3-128 of its bytes, those of several files one after the other by name.
    ///
    /// # Errors
    /// [`crate::error::Error::Io`] when a file cannot be read.
    pub fn hash(&self) -> Result<String> {
        let mut hash = Xxh3::new();
        for file in &self.files {
            if self.files.len() > 1 {
                hash.update(file.name.as_bytes());
                hash.update(&file.size.to_le_bytes());
            }
            hash.update(&file.raw()?);
        }
        Ok(format!("{:032x}", hash.digest128()))
    }

    /// Pushes every record into `writer`. `progress` is told of bytes.
    ///
    /// # Errors
    /// When a file cannot be read, or not as the format.
    pub fn read(&self, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
        let encodings: std::collections::BTreeSet<&str> =
            self.files.iter().filter_map(|file| Some(file.encoding?.name())).collect();
        for name in encodings {
            writer.note(format!("written in {name}; read as such"));
        }
        match (self.format.read, self.files.as_slice()) {
            (Read::File(read), [file]) => {
                let bytes = file.bytes()?;
                let input = Input { bytes: &bytes, path: &file.path, name: &file.name, nearby: file };
                read(&input, writer, progress)
            }
            (Read::File(read), files) => files.iter().try_for_each(|file| {
                writer.part(&file.name);
                let bytes = file.bytes()?;
                read(&Input { bytes: &bytes, path: &file.path, name: &file.name, nearby: file }, writer, progress)
            }),
            (Read::Mapped(table), files) => {
                let Some(mapping) = self.mapping.as_deref() else {
                    return Err(Error::Usage(format!("{}: needs --map mapping.toml", self.path.display())));
                };
                files.iter().try_for_each(|file| {
                    let bytes = file.bytes()?;
                    let input = Input { bytes: &bytes, path: &file.path, name: &file.name, nearby: file };
                    (table.read)(&input, mapping, writer, progress)
                })
            }
            (Read::Folder(_), []) => Ok(()),
            (Read::Folder(read), [first, ..]) => {
                let parts: Vec<&dyn Part> = self.files.iter().map(|file| -> &dyn Part { file }).collect();
                let folder = first.path.parent().unwrap_or(Path::new(""));
                let name = folder.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
                read(&Folder { path: &self.path, name: &name, parts: &parts, nearby: first }, writer, progress)
            }
        }
    }
}

impl Export {
    /// Reads the beginning of an export that is one file on disk; anything else, and what breaks off, gives nothing
    /// or less.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn peek(&self, writer: &mut Writer) -> Result<()> {
        let (Read::File(read), [file]) = (self.format.read, self.files.as_slice()) else { return Ok(()) };
        let (Place::Disk, None) = (&file.place, file.encoding) else { return Ok(()) };
        let bytes = Bytes::map(&file.path)?;
        let bytes = bytes.get(..super::sniff::HEAD).unwrap_or(&bytes);
        read(&Input { bytes, path: &file.path, name: &file.name, nearby: file }, writer, &|_| ())
    }
}

impl ExportFile {
    fn raw(&self) -> Result<Bytes> {
        Ok(match &self.place {
            Place::Disk => Bytes::map(&self.path)?,
            Place::Zip(archive, entry) => Bytes::Owned(archive.unpack(entry)?),
            Place::Memory(bytes) => Bytes::Owned(bytes.clone()),
        })
    }

    /// Its bytes in UTF-8.
    ///
    /// # Errors
    /// [`crate::error::Error::Io`] or [`crate::error::Error::Format`] when they cannot be read.
    pub fn bytes(&self) -> Result<Bytes> {
        let raw = self.raw()?;
        Ok(match self.encoding {
            Some(encoding) => Bytes::Owned(encoding::decode(&raw, encoding)),
            None => raw,
        })
    }
}

impl Part for ExportFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self) -> Result<Content> {
        Ok(Box::new(self.bytes()?))
    }
}

impl Nearby for ExportFile {
    fn file(&self, relative: &str) -> Option<Vec<u8>> {
        match &self.place {
            Place::Disk => {
                let bytes = Bytes::map(&self.path.parent()?.join(relative)).ok()?;
                Some(bytes.to_vec())
            }
            Place::Zip(archive, entry) => {
                let wanted = plain(&Path::new(&entry.name).parent()?.join(relative))?;
                let name: Vec<_> = wanted.iter().map(|part| part.to_string_lossy()).collect();
                archive.unpack(archive.entry(&name.join("/"))?).ok()
            }
            Place::Memory(_) => None,
        }
    }
}

/// A path inside an archive with its `..` resolved; `None` when it leads out.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::ParentDir if plain.pop() => {}
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(plain)
}
