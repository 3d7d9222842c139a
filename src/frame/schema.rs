//! Every column of the frames, in one table: name, type, unit, meaning. `docs/schema.md`, `convert`
//! and the writer read the same rows.

/// One column of a frame.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name in frames and converted files.
    pub name: &'static str,
    /// Type as converted files hold it.
    pub kind: ColumnKind,
    /// Whether it can be null.
    pub nullable: bool,
    /// What it holds.
    pub doc: &'static str,
}

/// Type of a column in converted files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Unicode text.
    Text,
    /// Milliseconds since the epoch, UTC.
    TimestampMs,
    /// 64-bit integer.
    Int,
    /// True or false.
    Bool,
    /// A list of texts.
    TextList,
}

const fn column(name: &'static str, kind: ColumnKind, nullable: bool, doc: &'static str) -> Column {
    Column { name, kind, nullable, doc }
}

/// Columns of the message table.
pub const MESSAGES: &[Column] = &[
    column("group", ColumnKind::Text, false, "group id, `platform:id`"),
    column("platform", ColumnKind::Text, false, "platform word"),
    column("msg_id", ColumnKind::Text, true, "the platform's message id, unique in the group"),
    column("ts", ColumnKind::TimestampMs, false, "time of sending, UTC"),
    column("sender", ColumnKind::Text, true, "account id; the display name where the export has no ids"),
    column("sender_name", ColumnKind::Text, true, "latest display name of the account in the export"),
    column("kind", ColumnKind::Text, false, "text, image, voice, … (see message kinds)"),
    column("text", ColumnKind::Text, true, "body"),
    column("reply_to", ColumnKind::Text, true, "msg_id of the message answered"),
    column("urls", ColumnKind::TextList, false, "links in the message, raw, in order"),
    column("file_name", ColumnKind::Text, true, "name of the attached file"),
    column("file_size", ColumnKind::Int, true, "size of the attached file, bytes"),
    column("edited", ColumnKind::Bool, false, "edited after sending"),
    column("source", ColumnKind::Text, false, "path of the export it was read from"),
    column("seq", ColumnKind::Int, false, "order in that export, from 0"),
];

/// Columns of the event table.
pub const EVENTS: &[Column] = &[
    column("group", ColumnKind::Text, false, "group id, `platform:id`"),
    column("ts", ColumnKind::TimestampMs, false, "time of the event, UTC"),
    column("kind", ColumnKind::Text, false, "join, leave, remove, … (see event kinds)"),
    column("actor", ColumnKind::Text, true, "account that did it"),
    column("subject", ColumnKind::Text, true, "account it happened to"),
    column("detail", ColumnKind::Text, true, "new name or raw action; never message text"),
    column("source", ColumnKind::Text, false, "path of the export it was read from"),
];
