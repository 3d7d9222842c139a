//! A mapping: which column of a foreign table is the time, the sender, the text, and how its times
//! and kinds are written. In: `mapping.toml` ([`Mapping::parse`]) and a header. Out: where each field
//! stands ([`Fit`]), or which column is missing. Apart from the reading, because which mapping fits
//! is asked before anything is read.

mod kinds;
mod read;
mod time;

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::spec::Carries;
use crate::config::nearest;
use crate::frame::{EventKind, MessageKind};

pub(super) use kinds::{known_kind, word_of};
pub(super) use time::{TimeFormat, is_scientific};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// When.
    Time,
    /// The sender's account.
    SenderId,
    /// The sender's display name.
    SenderName,
    /// Body.
    Text,
    /// What it is, in a word.
    Kind,
    /// Id of the message.
    MessageId,
    /// Id of the message it answers.
    ReplyTo,
    /// Links, divided by spaces.
    Url,
    /// Name of the attached file.
    FileName,
    /// Its size in bytes.
    FileSize,
    /// Whether it was taken back.
    Recalled,
    /// What happened, when the row is no message.
    Event,
    /// Who did it.
    Actor,
    /// To whom it happened.
    Subject,
    /// Name of the group.
    Group,
    /// Id of the group.
    GroupId,
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = 16;
    /// Every field with its key in `[columns]`, in order.
    pub const ALL: [(&'static str, Self); Self::COUNT] = [
        ("time", Self::Time),
        ("sender_id", Self::SenderId),
        ("sender_name", Self::SenderName),
        ("text", Self::Text),
        ("kind", Self::Kind),
        ("message_id", Self::MessageId),
        ("reply_to", Self::ReplyTo),
        ("url", Self::Url),
        ("file_name", Self::FileName),
        ("file_size", Self::FileSize),
        ("recalled", Self::Recalled),
        ("event", Self::Event),
        ("actor", Self::Actor),
        ("subject", Self::Subject),
        ("group", Self::Group),
        ("group_id", Self::GroupId),
    ];

    /// The key in `[columns]`.
    pub fn key(self) -> &'static str {
        Self::ALL.get(self as usize).map_or("", |(key, _)| key)
    }
}

/// Whether a table without the column still fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It does not.
    Required,
    /// It does.
    Optional,
}

/// A field and the headings it may stand under, the first that is there.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// What it holds.
    pub field: Field,
    /// Headings, the first that is there.
    pub names: Vec<String>,
    /// Whether a table may lack it.
    pub presence: Presence,
}

/// What a word of the kind column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A message of that kind.
    Message(MessageKind),
    /// An event.
    Event(EventKind),
    /// A system line, told by its wording.
    System,
}

/// A mapping as read.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The file it was read from.
    pub path: PathBuf,
    /// Word of the platform.
    pub(super) platform: String,
    /// Name of the one group the table holds.
    pub(super) group: Option<String>,
    /// What stands where.
    pub(super) columns: Vec<Column>,
    /// In the order they are tried; never empty.
    pub(super) times: Vec<TimeFormat>,
    /// Zone of clocks without one; `--tz` when none is given.
    pub(super) zone: Option<crate::calendar::Zone>,
    /// What the words of the kind and event columns mean.
    pub(super) kinds: FxHashMap<String, Meaning>,
    /// Sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// What divides the cells of a text.
    pub(super) delimiter: Option<u8>,
    /// Line or row the header stands on, from 1; looked for when not given.
    pub(super) header_row: Option<u64>,
    /// Rows below the header that are no records.
    pub(super) skip: u64,
    /// Key of the array of records in a JSON object.
    pub(super) records: Option<String>,
}

/// Where the fields stand in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    places: [Option<usize>; Field::COUNT],
    /// Columns of the header.
    pub width: usize,
}

impl Fit {
    /// The column of a field.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).copied().flatten()
    }

    /// How many columns found their field: the better fit has more.
    pub fn found(&self) -> usize {
        self.places.iter().flatten().count()
    }
}

impl Mapping {
    /// What a table read by it carries, of what its format can.
    #[must_use]
    pub fn carries(&self, format: Carries) -> Carries {
        let told = |kinds: &[EventKind]| {
            let is = |meaning: &Meaning| match meaning {
                Meaning::Event(kind) => kinds.contains(kind),
                Meaning::System => true,
                Meaning::Message(_) => false,
            };
            self.has(Field::Event) || self.has(Field::Kind) && self.kinds.values().any(is)
        };
        Carries {
            account_ids: self.has(Field::SenderId),
            message_ids: self.has(Field::MessageId),
            replies: self.has(Field::ReplyTo) && self.has(Field::MessageId),
            joins: told(&[EventKind::Join]),
            leaves: told(&[EventKind::Leave, EventKind::Remove]),
            files: self.has(Field::FileName),
            ..format
        }
    }

    /// Whether a field is mapped.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.field == field)
    }

    /// Where the fields stand in a header; the words for the first column that is missing.
    pub(super) fn fit(&self, header: &[String]) -> Result<Fit, String> {
        let mut places = [None; Field::COUNT];
        for column in &self.columns {
            let place = column.names.iter().find_map(|name| heading(header, name));
            if place.is_none() && column.presence == Presence::Required {
                return Err(missing(column, header));
            }
            if let Some(slot) = places.get_mut(column.field as usize) {
                *slot = place;
            }
        }
        Ok(Fit { places, width: header.len() })
    }
}

/// The column under a heading; the case of Latin letters is no difference.
fn heading(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|heading| heading == name);
    exact.or_else(|| header.iter().position(|heading| heading.eq_ignore_ascii_case(name)))
}

/// Only headings that resemble the wanted one are told: what is no header may be a message.
fn missing(column: &Column, header: &[String]) -> String {
    let wanted = column.names.join("` or `");
    let known: Vec<&str> = header.iter().map(String::as_str).collect();
    let near = column.names.iter().find_map(|name| nearest(name, &known));
    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    format!("no column `{wanted}` for `{}`{hint}", column.field.key())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn where_columns_stand() {
        let text = "platform = \"x\"\noptional = [\"kind\"]\n[columns]\ntime = [\"发送时间\", \"Time\"]\nsender_name = \"Sender\"\nkind = \"类型\"\n";
        let mapping = Mapping::parse(Path::new("m.toml"), text).unwrap();
        for (header, want) in [
            ("sender,time", Ok((Some(1), Some(0), None))),
            ("Time,发送时间,Sender,sender,类型", Ok((Some(1), Some(2), Some(4)))),
            ("Time,from", Err("no column `Sender` for `sender_name`")),
            ("发送日期,Sender", Err("no column `发送时间` or `Time` for `time`; did you mean `发送日期`?")),
            ("", Err("no column `发送时间` or `Time` for `time`")),
        ] {
            let header: Vec<String> = header.split(',').map(str::to_owned).collect();
            let fit = mapping.fit(&header);
            let got =
                fit.as_ref().map(|fit| (fit.place(Field::Time), fit.place(Field::SenderName), fit.place(Field::Kind)));
            assert_eq!(got.map_err(String::as_str), want, "{header:?}");
        }
    }

    #[test]
    fn words_and_their_meanings_go_both_ways() {
        for name in kinds::names() {
            let meaning = kinds::named(name).unwrap();
            assert_eq!(kinds::named(&word_of(meaning)), Some(meaning), "{name}");
        }
        for (field, at) in Field::ALL.iter().map(|(_, field)| *field).zip(0..) {
            assert_eq!(field as usize, at, "{}", field.key());
        }
    }
}
