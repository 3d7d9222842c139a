//! The contract of an export format: a const that carries everything said about it. A format file
//! fills one in; lists, help, docs and tests are loops over them.

use std::path::Path;

use crate::error::Result;
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
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Every byte.
    pub bytes: &'a [u8],
    /// Path as given, for messages.
    pub path: &'a Path,
    /// File name without folders; inside a zip the zip's stem is in `path`.
    pub name: &'a str,
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
    /// Pushes every record into the writer. `Err` only when nothing can be read as this format;
    /// bad records are rejects.
    pub read: fn(&Input<'_>, &mut Writer, Progress<'_>) -> Result<()>,
}
