//! The tables of a store: the columns `convert` writes and, behind them, what a text told when it was read, so that
//! vitals need not look at it again and stay when it is gone. In: rows of one month. Out: the bytes of a file; and the
//! rows again.

use std::path::Path;

use crate::error::Result;
use crate::frame::schema::{Column, ColumnKind, MESSAGES};
use crate::parquet_file::{Cells, GROUP_ROWS, TableWriter, Values, read};

const fn column(name: &'static str, kind: ColumnKind, nullable: bool, doc: &'static str) -> Column {
    Column { name, kind, nullable, doc }
}

/// Columns of the store beside those of [`MESSAGES`].
pub const TOLD: &[Column] = &[
    column("sender_is_name", ColumnKind::Bool, false, "`sender` is a display name: the export has no ids"),
    column("features", ColumnKind::Int, false, "what the text tells, one bit each"),
    column("marks", ColumnKind::TextList, false, "what the text tells with a number, such as `entries:12`"),
    column("mentions", ColumnKind::TextList, false, "who the text may mention, as written"),
    column("content", ColumnKind::Int, false, "hash of body and file, for duplicates without ids; 0 with an id"),
    column("version", ColumnKind::TimestampMs, false, "last record of the export the row was taken from, UTC"),
];

/// Columns of the event table.
pub const EVENTS: &[Column] = &[
    column("group", ColumnKind::Text, false, "group id, `platform:id`"),
    column("ts", ColumnKind::TimestampMs, false, "time of the event, UTC"),
    column("kind", ColumnKind::Text, false, "join, leave, remove, … (see event kinds)"),
    column("actor", ColumnKind::Text, true, "account that did it"),
    column("actor_is_name", ColumnKind::Bool, false, "`actor` is a display name"),
    column("subject", ColumnKind::Text, true, "account it happened to"),
    column("subject_is_name", ColumnKind::Bool, false, "`subject` is a display name"),
    column("detail", ColumnKind::Text, true, "new name or raw action; never message text"),
    column("msg_code", ColumnKind::Int, false, "code of the service message's id; 0 without one"),
    column("record", ColumnKind::Int, false, "rows of one service record share it"),
];

/// Columns of the table of dated reactions.
pub const REACTIONS: &[Column] = &[
    column("group", ColumnKind::Text, false, "group id, `platform:id`"),
    column("ts", ColumnKind::TimestampMs, false, "when, UTC"),
    column("actor", ColumnKind::Text, false, "who reacted"),
    column("actor_is_name", ColumnKind::Bool, false, "`actor` is a display name"),
    column("target_code", ColumnKind::Int, false, "code of the id of the message; 0 when unknown"),
];

/// Every column of the message table, in order.
#[must_use]
pub fn message_columns() -> Vec<Column> {
    MESSAGES.iter().chain(TOLD).copied().collect()
}

/// A message as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message<'a> {
    pub ts: i64,
    pub msg_id: Option<&'a str>,
    pub sender: Option<&'a str>,
    pub sender_is_name: bool,
    pub sender_name: Option<&'a str>,
    pub kind: &'a str,
    pub text: Option<&'a str>,
    pub reply_to: Option<&'a str>,
    pub urls: Vec<&'a str>,
    pub file_name: Option<&'a str>,
    pub file_size: Option<i64>,
    pub edited: bool,
    pub source: &'a str,
    pub seq: i64,
    pub features: i64,
    pub marks: Vec<&'a str>,
    pub mentions: Vec<&'a str>,
    pub content: i64,
    pub version: i64,
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event<'a> {
    pub ts: i64,
    pub record: i64,
    pub kind: &'a str,
    pub actor: Option<&'a str>,
    pub actor_is_name: bool,
    pub subject: Option<&'a str>,
    pub subject_is_name: bool,
    pub detail: Option<&'a str>,
    pub msg_code: i64,
}

/// A dated reaction as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reaction<'a> {
    pub ts: i64,
    pub actor: &'a str,
    pub actor_is_name: bool,
    pub target_code: i64,
}

/// Columns of a file, to be borrowed from.
pub struct Held(Vec<Option<Values>>, &'static str);

impl Held {
    /// Reads a file. `text`: message texts are wanted too.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(path: &Path, table: &'static str, text: bool) -> Result<Self> {
        let columns = match table {
            "messages" => message_columns(),
            "events" => EVENTS.to_vec(),
            _ => REACTIONS.to_vec(),
        };
        // Group and platform are those of the folder.
        let wanted = |name: &str| !matches!(name, "group" | "platform") && (text || name != "text");
        Ok(Self(read(path, &columns, &wanted)?, table))
    }

    fn get(&self, columns: &[Column], name: &str) -> Option<&Values> {
        let at = columns.iter().position(|column| column.name == name)?;
        self.0.get(at)?.as_ref()
    }

    /// Its messages.
    #[must_use]
    pub fn messages(&self) -> Vec<Message<'_>> {
        if self.1 != "messages" {
            return Vec::new();
        }
        let columns = message_columns();
        let get = |name: &str| self.get(&columns, name);
        let [ts, seq, features, content, version, size] =
            ["ts", "seq", "features", "content", "version", "file_size"].map(get);
        let [msg_id, sender, name, kind, text, reply_to, file, source] =
            ["msg_id", "sender", "sender_name", "kind", "text", "reply_to", "file_name", "source"].map(get);
        let [urls, marks, mentions] = ["urls", "marks", "mentions"].map(get);
        let [edited, is_name] = ["edited", "sender_is_name"].map(get);
        let int = |values: Option<&Values>, row: usize| values.and_then(|values| values.int(row));
        let rows = match ts {
            Some(Values::Int(cells)) => cells.len(),
            _ => 0,
        };
        let message = |row: usize| Message {
            ts: int(ts, row).unwrap_or_default(),
            msg_id: msg_id.and_then(|values| values.text(row)),
            sender: sender.and_then(|values| values.text(row)),
            sender_is_name: is_name.is_some_and(|values| values.flag(row)),
            sender_name: name.and_then(|values| values.text(row)),
            kind: kind.and_then(|values| values.text(row)).unwrap_or("other"),
            text: text.and_then(|values| values.text(row)),
            reply_to: reply_to.and_then(|values| values.text(row)),
            urls: urls.into_iter().flat_map(|values| values.list(row)).collect(),
            file_name: file.and_then(|values| values.text(row)),
            file_size: int(size, row),
            edited: edited.is_some_and(|values| values.flag(row)),
            source: source.and_then(|values| values.text(row)).unwrap_or_default(),
            seq: int(seq, row).unwrap_or_default(),
            features: int(features, row).unwrap_or_default(),
            marks: marks.into_iter().flat_map(|values| values.list(row)).collect(),
            mentions: mentions.into_iter().flat_map(|values| values.list(row)).collect(),
            content: int(content, row).unwrap_or_default(),
            version: int(version, row).unwrap_or_default(),
        };
        (0..rows).map(message).collect()
    }

    /// Its events.
    #[must_use]
    pub fn events(&self) -> Vec<Event<'_>> {
        if self.1 != "events" {
            return Vec::new();
        }
        let get = |name: &str| self.get(EVENTS, name);
        let [ts, record, code] = ["ts", "record", "msg_code"].map(get);
        let [kind, actor, subject, detail] = ["kind", "actor", "subject", "detail"].map(get);
        let [actor_is_name, subject_is_name] = ["actor_is_name", "subject_is_name"].map(get);
        let int = |values: Option<&Values>, row: usize| values.and_then(|values| values.int(row)).unwrap_or_default();
        let rows = match ts {
            Some(Values::Int(cells)) => cells.len(),
            _ => 0,
        };
        let event = |row: usize| Event {
            ts: int(ts, row),
            record: int(record, row),
            kind: kind.and_then(|values| values.text(row)).unwrap_or("other"),
            actor: actor.and_then(|values| values.text(row)),
            actor_is_name: actor_is_name.is_some_and(|values| values.flag(row)),
            subject: subject.and_then(|values| values.text(row)),
            subject_is_name: subject_is_name.is_some_and(|values| values.flag(row)),
            detail: detail.and_then(|values| values.text(row)),
            msg_code: int(code, row),
        };
        (0..rows).map(event).collect()
    }

    /// Its reactions.
    #[must_use]
    pub fn reactions(&self) -> Vec<Reaction<'_>> {
        if self.1 != "reactions" {
            return Vec::new();
        }
        let get = |name: &str| self.get(REACTIONS, name);
        let [ts, actor, is_name, code] = ["ts", "actor", "actor_is_name", "target_code"].map(get);
        let int = |values: Option<&Values>, row: usize| values.and_then(|values| values.int(row)).unwrap_or_default();
        let rows = match ts {
            Some(Values::Int(cells)) => cells.len(),
            _ => 0,
        };
        let reaction = |row: usize| Reaction {
            ts: int(ts, row),
            actor: actor.and_then(|values| values.text(row)).unwrap_or_default(),
            actor_is_name: is_name.is_some_and(|values| values.flag(row)),
            target_code: int(code, row),
        };
        (0..rows).map(reaction).collect()
    }
}

/// The file of a month's messages.
///
/// # Errors
/// As [`TableWriter`].
pub fn messages(group: &str, platform: &str, rows: &[Message<'_>]) -> Result<Vec<u8>> {
    let columns = message_columns();
    let mut out = Vec::new();
    let mut table = TableWriter::new(&mut out, "messages", &columns)?;
    for rows in rows.chunks(GROUP_ROWS) {
        let cells: Vec<Cells<'_>> =
            columns.iter().map(|column| message_cells(column.name, (group, platform), rows)).collect();
        table.rows(&columns, &cells)?;
    }
    table.finish()?;
    Ok(out)
}

fn message_cells<'a>(name: &str, (group, platform): (&'a str, &'a str), rows: &[Message<'a>]) -> Cells<'a> {
    let int = |of: fn(&Message<'a>) -> i64| Cells::Int(rows.iter().map(|row| Some(of(row))).collect());
    let text = |of: fn(&Message<'a>) -> Option<&'a str>| Cells::Text(rows.iter().map(of).collect());
    let list = |of: fn(&Message<'a>) -> Vec<&'a str>| Cells::List(rows.iter().map(of).collect());
    match name {
        "group" => Cells::Text(vec![Some(group); rows.len()]),
        "platform" => Cells::Text(vec![Some(platform); rows.len()]),
        "msg_id" => text(|row| row.msg_id),
        "sender" => text(|row| row.sender),
        "sender_name" => text(|row| row.sender_name),
        "kind" => text(|row| Some(row.kind)),
        "text" => text(|row| row.text),
        "reply_to" => text(|row| row.reply_to),
        "file_name" => text(|row| row.file_name),
        "source" => text(|row| Some(row.source)),
        "urls" => list(|row| row.urls.clone()),
        "marks" => list(|row| row.marks.clone()),
        "mentions" => list(|row| row.mentions.clone()),
        "edited" => Cells::Bool(rows.iter().map(|row| row.edited).collect()),
        "sender_is_name" => Cells::Bool(rows.iter().map(|row| row.sender_is_name).collect()),
        "file_size" => Cells::Int(rows.iter().map(|row| row.file_size).collect()),
        "seq" => int(|row| row.seq),
        "features" => int(|row| row.features),
        "content" => int(|row| row.content),
        "version" => int(|row| row.version),
        _ => int(|row| row.ts),
    }
}

/// The file of a month's events.
///
/// # Errors
/// As [`TableWriter`].
pub fn events(group: &str, rows: &[Event<'_>]) -> Result<Vec<u8>> {
    let text = |of: fn(&Event<'_>) -> bool| Cells::Bool(rows.iter().map(of).collect());
    let cells = [
        Cells::Text(vec![Some(group); rows.len()]),
        Cells::Int(rows.iter().map(|row| Some(row.ts)).collect()),
        Cells::Text(rows.iter().map(|row| Some(row.kind)).collect()),
        Cells::Text(rows.iter().map(|row| row.actor).collect()),
        text(|row| row.actor_is_name),
        Cells::Text(rows.iter().map(|row| row.subject).collect()),
        text(|row| row.subject_is_name),
        Cells::Text(rows.iter().map(|row| row.detail).collect()),
        Cells::Int(rows.iter().map(|row| Some(row.msg_code)).collect()),
        Cells::Int(rows.iter().map(|row| Some(row.record)).collect()),
    ];
    file("events", EVENTS, &cells)
}

/// The file of a month's reactions.
///
/// # Errors
/// As [`TableWriter`].
pub fn reactions(group: &str, rows: &[Reaction<'_>]) -> Result<Vec<u8>> {
    let cells = [
        Cells::Text(vec![Some(group); rows.len()]),
        Cells::Int(rows.iter().map(|row| Some(row.ts)).collect()),
        Cells::Text(rows.iter().map(|row| Some(row.actor)).collect()),
        Cells::Bool(rows.iter().map(|row| row.actor_is_name).collect()),
        Cells::Int(rows.iter().map(|row| Some(row.target_code)).collect()),
    ];
    file("reactions", REACTIONS, &cells)
}

fn file(name: &str, columns: &[Column], cells: &[Cells<'_>]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut table = TableWriter::new(&mut out, name, columns)?;
    table.rows(columns, cells)?;
    table.finish()?;
    Ok(out)
}

impl<'a> Event<'a> {
    /// What makes two events one: the service message, else everything it tells.
    #[must_use]
    pub fn key(&self) -> (i64, Option<&'a str>, &'a str, i64, Option<&'a str>) {
        if self.msg_code == 0 {
            (0, self.subject, self.kind, self.ts, self.actor)
        } else {
            (self.msg_code, None, "", 0, None)
        }
    }
}
