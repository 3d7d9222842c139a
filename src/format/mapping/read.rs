//! `mapping.toml` read and checked. In: its text. Out: a [`Mapping`], or one error with the line, what
//! is wrong and what would be right: a column misspelt must not become a field silently empty.

use std::path::Path;

use toml::de::DeValue;

use super::kinds::{named, names};
use super::{Column, Field, Mapping, Presence, TimeFormat};
use crate::calendar::Zone;
use crate::config::{self, Doc, Section, meant};
use crate::error::Result;

const TOP: &[&str] = &[
    "platform",
    "group",
    "optional",
    "sheet",
    "delimiter",
    "header_row",
    "skip",
    "records",
    "columns",
    "time",
    "kinds",
];
const TIME: &[&str] = &["format", "zone"];

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// [`crate::error::Error::Config`] with the line, for anything that is no mapping.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let doc = Doc { path, text: text.strip_prefix('\u{feff}').unwrap_or(text) };
        let table = config::parse(doc)?;
        let root = Section::root(doc, &table);
        let fields: Vec<&str> = Field::ALL.iter().map(|(key, _)| *key).collect();
        strange(&root, TOP, &fields)?;
        let missing = || {
            doc.error(0, "no [columns]; add the line `[columns]` and below it such as `time = \"发送时间\"`".to_owned())
        };
        let columns = root.get("columns").ok_or_else(missing)?;
        let columns = columns_of(&Section::new(doc, "[columns]", columns)?, &root)?;
        let (times, zone) = match root.get("time") {
            Some(node) => times(&Section::new(doc, "[time]", node)?)?,
            None => (TimeFormat::usual(), None),
        };
        let (platform, _) = root.require("platform", "\"dingtalk\"", root.text("platform", "\"dingtalk\"")?)?;
        let group = root.text("group", "\"读书群\"")?;
        if let (Some((_, at)), true) = (group, columns.iter().any(|column| column.field == Field::Group)) {
            let message = "stands beside the column `group` of [columns]; keep one of the two";
            return Err(root.error("group", at, message));
        }
        Ok(Self {
            path: path.to_owned(),
            platform: platform.to_owned(),
            group: group.map(|(name, _)| name.to_owned()),
            columns,
            times,
            zone,
            kinds: match root.get("kinds") {
                Some(node) => kinds(&Section::new(doc, "[kinds]", node)?)?,
                None => rustc_hash::FxHashMap::default(),
            },
            sheet: root.text("sheet", "\"消息记录\"")?.map(|(name, _)| name.to_owned()),
            delimiter: delimiter(&root)?,
            header_row: root.whole("header_row", 1, "1")?,
            skip: root.whole("skip", 0, "1")?.unwrap_or(0),
            records: root.text("records", "\"messages\"")?.map(|(name, _)| name.to_owned()),
        })
    }
}

/// Refuses a key that is not known; a field outside `[columns]` is sent there.
fn strange(section: &Section<'_, '_>, known: &[&str], fields: &[&str]) -> Result<()> {
    config::no_strange_key(section, known, |key| {
        let elsewhere = [("[columns]", fields), ("[time]", TIME), ("the top, above the first [section]", TOP)];
        let home = elsewhere.iter().find(|(title, keys)| *title != section.title && keys.contains(&key));
        home.map(|(title, _)| (*title).to_owned())
    })
}

fn columns_of(section: &Section<'_, '_>, root: &Section<'_, '_>) -> Result<Vec<Column>> {
    let keys: Vec<&str> = Field::ALL.iter().map(|(key, _)| *key).collect();
    strange(section, &keys, &keys)?;
    let optional = root.texts("optional", "[\"message_id\"]")?;
    let mut columns = Vec::new();
    for (key, field) in Field::ALL {
        let names: Vec<String> =
            section.one_or_more(key, "\"发送时间\"")?.into_iter().map(|(name, _)| name.to_owned()).collect();
        if !names.is_empty() {
            let may_lack = optional.iter().any(|(name, _)| *name == key);
            let presence = if may_lack { Presence::Optional } else { Presence::Required };
            columns.push(Column { field, names, presence });
        }
    }
    for (name, at) in optional {
        if !columns.iter().any(|column| column.field.key() == name) {
            let mapped: Vec<&str> = columns.iter().map(|column| column.field.key()).collect();
            let message = format!("holds \"{name}\", which is no key of [columns]; {}", meant(name, &mapped));
            return Err(root.error("optional", at, &message));
        }
    }
    let has = |field: Field| columns.iter().any(|column| column.field == field).then_some(());
    section.require("time", "\"发送时间\"", has(Field::Time))?;
    let somebody = has(Field::SenderName).or(has(Field::SenderId));
    section.require("sender_name", "\"发送人\"", somebody)?;
    Ok(columns)
}

fn times(section: &Section<'_, '_>) -> Result<(Vec<TimeFormat>, Option<Zone>)> {
    strange(section, TIME, &[])?;
    let mut formats = Vec::new();
    for (word, at) in section.one_or_more("format", "\"%Y-%m-%d %H:%M:%S\"")? {
        let format = TimeFormat::named(word);
        formats.push(format.map_err(|reason| section.error("format", at, &format!("is \"{word}\", which {reason}")))?);
    }
    let zone = section.text("zone", "\"Asia/Shanghai\"")?.map(|(name, at)| {
        let wrong = || {
            section.error(
                "zone",
                at,
                &format!("is \"{name}\", which is no time zone; use an IANA name such as Asia/Shanghai"),
            )
        };
        Zone::new(name).map_err(|_| wrong())
    });
    let formats = if formats.is_empty() { TimeFormat::usual() } else { formats };
    Ok((formats, zone.transpose()?))
}

fn kinds(section: &Section<'_, '_>) -> Result<rustc_hash::FxHashMap<String, super::Meaning>> {
    let mut kinds = rustc_hash::FxHashMap::default();
    for ((word, at), node) in section.entries() {
        let DeValue::String(value) = node.get_ref() else {
            let message = "must be a kind in quotes, such as `\"图片消息\" = \"image\"`";
            return Err(section.error(word, at, message));
        };
        let Some(meaning) = named(value.trim()) else {
            let message = format!("is \"{value}\", which is no kind; {}", meant(value, &names()));
            return Err(section.error(word, node.span().start, &message));
        };
        kinds.insert(word.trim().to_owned(), meaning);
    }
    Ok(kinds)
}

fn delimiter(root: &Section<'_, '_>) -> Result<Option<u8>> {
    let Some(node) = root.get("delimiter") else { return Ok(None) };
    let one = match node.get_ref() {
        DeValue::String(text) => match text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
            _ => None,
        },
        _ => None,
    };
    let message = "must be one character in quotes: \",\", \";\", \"|\" or \"\\t\"";
    one.map(Some).ok_or_else(|| root.error("delimiter", node.span().start, message))
}
