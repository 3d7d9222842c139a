//! The central model: every export becomes the same columns. In: rows from a format, through
//! [`Writer`] only. Out: [`Frames`], one per input, code-interned and column-wise; `dataset.rs`
//! joins them. Kept apart from the formats so that no metric ever knows a platform's dialect.

mod columns;
mod recent;
mod row;
pub mod schema;
mod writer;

pub use columns::{
    Arena, EventColumns, FileRow, LinkRow, MarkRow, MentionRow, MessageColumns, NO_ACCOUNT, NO_ID, ReactionColumns,
};
pub use recent::Recent;
pub use row::{EventKind, EventRow, GroupRow, MemberRow, MessageKind, MessageRow, ReactionRow, Time, Who};
pub use writer::{Writer, id_code};

use crate::error::Reject;
use crate::unit::Platform;

/// Which columns are kept while reading; what is not asked for costs no memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Projection {
    /// Codes, times and links; texts are not looked at.
    Codes,
    /// The same, and what the texts tell: what the vitals need. No message text survives the reading.
    #[default]
    Vitals,
    /// Everything, text included: for `convert`.
    Full,
}

/// A conversation found in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupInfo {
    /// `platform:id`.
    pub id: String,
    /// Display name, the id's tail when the export has none.
    pub name: String,
    /// The platform.
    pub platform: Platform,
}

/// An account found in an input. Index in [`Frames::accounts`] is its code in the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Platform it belongs to.
    pub platform: Platform,
    /// The platform's id; `None` when only a name is known (weak identity).
    pub id: Option<String>,
    /// For a weak identity: the group (index into [`Frames::groups`]) the name belongs to.
    pub group: Option<u32>,
    /// Latest display name.
    pub name: Option<String>,
    /// A bot, says the export.
    pub bot: bool,
    /// Roles the export names, by group index.
    pub roles: Vec<(u32, String)>,
}

/// What was read of one input: columns, dictionaries, and what was lost.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// Conversations, by code.
    pub groups: Vec<GroupInfo>,
    /// Accounts, by code.
    pub accounts: Vec<Account>,
    /// (group, account) pairs the export lists as members, or that wrote or acted.
    pub members: Vec<(u32, u32)>,
    /// The message table.
    pub messages: MessageColumns,
    /// The event table.
    pub events: EventColumns,
    /// Dated reactions.
    pub reactions: ReactionColumns,
    /// Links of messages, in message order.
    pub links: Vec<LinkRow>,
    /// Facts of messages that carry a number, in message order.
    pub marks: Vec<MarkRow>,
    /// Mentions, in message order.
    pub mentions: Vec<MentionRow>,
    /// Files, in message order.
    pub files: Vec<FileRow>,
    /// Texts of the last weeks; empty under [`Projection::Codes`].
    pub recent: Recent,
    /// Records read: messages, service records, rejects.
    pub read: u64,
    /// Records that could not be kept.
    pub rejected: u64,
    /// … of them for a time no export can hold.
    pub misdated: u64,
    /// The first rejects, located.
    pub rejects: Vec<Reject>,
    /// The input ends inside a record or is damaged: what follows is missing.
    pub truncated: Option<Reject>,
    /// Facts about the reading a person should know (day order guessed, export capped …).
    pub notes: Vec<String>,
}

impl Frames {
    /// What is left when the rows have served: dictionaries, counts, what was lost.
    #[must_use]
    pub fn without_rows(self) -> Self {
        Self {
            members: Vec::new(),
            messages: MessageColumns::default(),
            events: EventColumns::default(),
            reactions: ReactionColumns::default(),
            links: Vec::new(),
            marks: Vec::new(),
            mentions: Vec::new(),
            files: Vec::new(),
            recent: Recent::default(),
            ..self
        }
    }
}
