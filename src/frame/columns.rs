//! The columns themselves: plain vectors of codes and times, and an arena for texts. A row of the
//! message table costs 39 bytes without text.

use crate::feature::{Features, Mark};

/// Account code of "nobody named".
pub const NO_ACCOUNT: u32 = u32::MAX;
/// Id code of "no id".
pub const NO_ID: u64 = 0;

/// Texts end to end in one allocation; absent differs from empty.
#[derive(Debug, Clone, Default)]
pub struct Arena {
    bytes: String,
    ends: Vec<(u64, bool)>,
}

impl Arena {
    /// Appends a text, or its absence.
    pub fn push(&mut self, text: Option<&str>) {
        if let Some(text) = text {
            self.bytes.push_str(text);
        }
        self.ends.push((self.bytes.len() as u64, text.is_some()));
    }

    /// The text of row `row`; `None` when absent or out of range.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let (end, present) = *self.ends.get(row)?;
        let start = if row == 0 { 0 } else { self.ends.get(row - 1)?.0 };
        if !present {
            return None;
        }
        self.bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

/// The message table, one element a row in every column. The arenas are filled under
/// [`super::Projection::Full`] only.
#[derive(Debug, Clone, Default)]
pub struct MessageColumns {
    /// Code into `Frames::groups`.
    pub group: Vec<u32>,
    /// Milliseconds since the epoch, UTC.
    pub ts: Vec<i64>,
    /// Code into `Frames::accounts`, or [`NO_ACCOUNT`].
    pub account: Vec<u32>,
    /// Code of a [`super::MessageKind`].
    pub kind: Vec<u8>,
    /// [`super::id_code`] of the message id, or [`NO_ID`].
    pub msg_id: Vec<u64>,
    /// [`super::id_code`] of the id answered, or [`NO_ID`].
    pub reply_to: Vec<u64>,
    /// Hash of body, file and links, for duplicates without ids; 0 where an id is known.
    pub content: Vec<u64>,
    /// What the text tells.
    pub features: Vec<Features>,
    /// Message ids as written.
    pub msg_id_text: Arena,
    /// Ids answered as written.
    pub reply_to_text: Arena,
    /// Bodies.
    pub text: Arena,
    /// File names.
    pub file_name: Arena,
    /// File sizes.
    pub file_size: Vec<Option<u64>>,
    /// Edited flags.
    pub edited: Vec<bool>,
}

impl MessageColumns {
    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ts.len()
    }

    /// No rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ts.is_empty()
    }
}

/// The event table.
#[derive(Debug, Clone, Default)]
pub struct EventColumns {
    /// Code into `Frames::groups`.
    pub group: Vec<u32>,
    /// Milliseconds since the epoch, UTC.
    pub ts: Vec<i64>,
    /// Code of an [`super::EventKind`].
    pub kind: Vec<u8>,
    /// Who did it, or [`NO_ACCOUNT`].
    pub actor: Vec<u32>,
    /// To whom, or [`NO_ACCOUNT`].
    pub subject: Vec<u32>,
    /// Id code of the service record, or [`NO_ID`].
    pub msg_id: Vec<u64>,
    /// Number of the record in its input; rows of one record share it.
    pub record: Vec<u32>,
    /// Details (new names, raw actions).
    pub detail: Arena,
}

/// Dated reactions.
#[derive(Debug, Clone, Default)]
pub struct ReactionColumns {
    /// Code into `Frames::groups`.
    pub group: Vec<u32>,
    /// Milliseconds since the epoch, UTC.
    pub ts: Vec<i64>,
    /// Who reacted.
    pub actor: Vec<u32>,
    /// Id code of the message, or [`NO_ID`].
    pub target: Vec<u64>,
}

/// A link in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Row in the message table.
    pub message: u32,
    /// The link as found, glued punctuation cut.
    pub url: Box<str>,
}

/// A fact of a message that carries a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkRow {
    /// Row in the message table.
    pub message: u32,
    /// The fact.
    pub mark: Mark,
}

/// Somebody a message may mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionRow {
    /// Row in the message table.
    pub message: u32,
    /// What follows the `@`: a name, and perhaps more.
    pub text: Box<str>,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Row in the message table.
    pub message: u32,
    /// Its name as written.
    pub name: Option<Box<str>>,
    /// Its size in bytes.
    pub size: Option<u64>,
}
