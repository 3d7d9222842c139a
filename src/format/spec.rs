//! The contract of an export format: a const that carries everything said about it. A format file
//! fills one in; lists, help, docs and tests are loops over them.

use std::path::Path;
use std::sync::Arc;

use super::Mapping;
use crate::error::{Error, Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The first bytes of an input and its name: all that sniffing may look at.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Up to 64 KiB from the start, decoded to UTF-8 where the source was something else.
    pub bytes: &'a [u8],
    /// File name without folders (inside a zip: the entry's).
    pub name: &'a str,
}

/// How sure a format is that an input is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Not this format.
    No,
    /// Looks like it, but a more specific format goes first.
    Maybe,
    /// Distinctive keys or lines were seen.
    Sure,
}

/// A whole input in memory (mapped or unpacked) with what is known of it.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Every byte; UTF-8 as far as the file is sound, whatever it was written in.
    pub bytes: &'a [u8],
    /// Path as given, for messages.
    pub path: &'a Path,
    /// File name without folders; inside a zip the zip's stem is in `path`.
    pub name: &'a str,
    /// The files around it.
    pub nearby: &'a dyn Nearby,
}

/// The files around an input, on disk or in the same archive.
pub trait Nearby: Sync {
    /// Every byte of the file at a path relative to the input's folder, with slashes and `..`;
    /// `None` when there is none or it cannot be read.
    fn file(&self, relative: &str) -> Option<Vec<u8>>;
}

/// An input with nothing around it.
pub struct Alone;

impl Nearby for Alone {
    fn file(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

/// The bytes of a part while it is open.
pub type Content = Box<dyn AsRef<[u8]> + Send + Sync>;

/// One of several files that are one export.
pub trait Part: Sync {
    /// File name without folders.
    fn name(&self) -> &str;
    /// Path as given, for messages.
    fn path(&self) -> &Path;
    /// Maps or unpacks it.
    ///
    /// # Errors
    /// [`crate::error::Error::Io`] or [`crate::error::Error::Format`] when it cannot be read.
    fn open(&self) -> Result<Content>;
}

/// Files of one folder that are one export, opened one after the other.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// The folder as given, for messages.
    pub path: &'a Path,
    /// Its name without the folders above it.
    pub name: &'a str,
    /// The files the format claims, by path.
    pub parts: &'a [&'a dyn Part],
    /// The files around and above them.
    pub nearby: &'a dyn Nearby,
}

/// How an export of the format lies on disk. The function pushes every record into the writer;
/// `Err` only when nothing can be read as this format; bad records are rejects.
#[derive(Clone, Copy)]
pub enum Read {
    /// Every file is an export of its own.
    File(fn(&Input<'_>, &mut Writer, Progress<'_>) -> Result<()>),
    /// The files of one folder are one export. The reading function tells the writer of each part
    /// it opens ([`Writer::part`]), and progress of each part's bytes.
    Folder(fn(&Folder<'_>, &mut Writer, Progress<'_>) -> Result<()>),
    /// Every file is an export of its own whose columns a mapping names.
    Mapped(Mapped),
}

/// How a table that needs a mapping is read.
#[derive(Clone, Copy)]
pub struct Mapped {
    /// What telling whether a mapping fits takes.
    pub looks_at: Looks,
    /// How many of its columns a mapping finds; the words for why it does not fit.
    pub fits: fn(&Mapping, &Head<'_>) -> std::result::Result<usize, String>,
    /// Reads an export.
    pub read: fn(&Input<'_>, &Mapping, &mut Writer, Progress<'_>) -> Result<()>,
}

/// How much of a file must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Its first bytes.
    Head,
    /// Every byte, as they are.
    Whole,
}

/// Reports how many bytes of an input have been read; called every few thousand records.
pub type Progress<'a> = &'a (dyn Fn(u64) + Sync);

/// How a format tells time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// Seconds or milliseconds since the epoch.
    Epoch,
    /// A clock with its offset.
    Offset,
    /// A clock without zone, read in `--tz`.
    Local,
}

/// What an export of the format can show. What it cannot reaches the report as `degraded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a capability list, each read by name")]
pub struct Carries {
    /// Immutable account ids; without them people are display names.
    pub account_ids: bool,
    /// Message ids.
    pub message_ids: bool,
    /// Which message a message answers.
    pub replies: bool,
    /// Joins.
    pub joins: bool,
    /// Leaves and removals.
    pub leaves: bool,
    /// Dated reactions.
    pub reactions: bool,
    /// Names and sizes of files.
    pub files: bool,
}

impl Carries {
    /// Everything.
    pub const ALL: Self = Self {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: true,
        files: true,
    };

    /// Its words, for keeping.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        let all = [
            ("account_ids", self.account_ids),
            ("message_ids", self.message_ids),
            ("replies", self.replies),
            ("joins", self.joins),
            ("leaves", self.leaves),
            ("reactions", self.reactions),
            ("files", self.files),
        ];
        all.into_iter().filter(|(_, carried)| *carried).map(|(word, _)| word).collect()
    }

    /// Reads such words.
    #[must_use]
    pub fn of_words(words: &[String]) -> Self {
        let has = |word: &str| words.iter().any(|known| known == word);
        Self {
            account_ids: has("account_ids"),
            message_ids: has("message_ids"),
            replies: has("replies"),
            joins: has("joins"),
            leaves: has("leaves"),
            reactions: has("reactions"),
            files: has("files"),
        }
    }

    /// What both carry.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self {
            account_ids: self.account_ids && other.account_ids,
            message_ids: self.message_ids && other.message_ids,
            replies: self.replies && other.replies,
            joins: self.joins && other.joins,
            leaves: self.leaves && other.leaves,
            reactions: self.reactions && other.reactions,
            files: self.files && other.files,
        }
    }
}

/// One export format.
pub struct Format {
    /// Id on the command line and in `inputs[].format`.
    pub id: &'static str,
    /// Name a person knows it by.
    pub name: Text,
    /// Platform word; for formats of many platforms the usual one.
    pub platform: &'static str,
    /// Step by step, how a person obtains such an export.
    pub how_to_export: Text,
    /// What the export lacks, in words.
    pub lacks: Text,
    /// Usual file endings.
    pub extensions: &'static [&'static str],
    /// How time is told.
    pub time: TimeKind,
    /// What it carries.
    pub carries: Carries,
    /// Looks at the head only; strict.
    pub sniff: fn(&Head<'_>) -> Confidence,
    /// Names of files that are no exports but read beside one (`users.json`).
    pub beside: &'static [&'static str],
    /// Reads an export.
    pub read: Read,
}

impl Format {
    /// Reads bytes in memory, with nothing around them, as an export of this format.
    ///
    /// # Errors
    /// As [`Read`].
    pub fn read_alone(&self, bytes: &[u8], name: &str, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
        let path = Path::new(name);
        match self.read {
            Read::File(read) => read(&Input { bytes, path, name, nearby: &Alone }, writer, progress),
            Read::Folder(read) => {
                let part = InMemory { bytes: bytes.into(), name };
                read(&Folder { path, name, parts: &[&part], nearby: &Alone }, writer, progress)
            }
            Read::Mapped(_) => {
                let message = format!("{} is read by a mapping; pass --map mapping.toml", self.id);
                Err(Error::Format { path: path.to_owned(), place: Place::Whole, message })
            }
        }
    }
}

struct InMemory<'a> {
    bytes: Arc<[u8]>,
    name: &'a str,
}

impl Part for InMemory<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn path(&self) -> &Path {
        Path::new(self.name)
    }

    fn open(&self) -> Result<Content> {
        Ok(Box::new(Arc::clone(&self.bytes)))
    }
}
