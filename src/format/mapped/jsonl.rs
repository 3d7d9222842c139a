//! JSON Lines, a JSON array, or an object that holds one, by a mapping. In: the bytes. Out: rows. A
//! key may be nested (`sender.name`) and may be written in escapes, as some libraries do.

use std::borrow::Cow;

use super::super::json::{self, Members, Reading, Record, Value, record, skip_space};
use super::super::mapping::{Field, Mapping, Presence};
use super::super::spec::{Head, Input, Progress};
use super::rows::{Cells, Table};
use crate::error::{Error, Place, Result};
use crate::frame::Writer;

/// Records whose keys are looked at.
const SAMPLE: usize = 200;

/// Every key of a record with its value.
#[derive(Default)]
pub(super) struct Keys<'a>(pub Vec<(&'a [u8], Value<'a>)>);

impl<'a> Record<'a> for Keys<'a> {
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        self.0.push((key, value));
    }

    fn is_whole(&self) -> bool {
        self.0.len() > 1
    }
}

/// One part of a path: a key as it is and as it looks in escapes.
struct Step {
    plain: Vec<u8>,
    escaped: Vec<u8>,
}

impl Step {
    fn new(key: &str) -> Self {
        let mut escaped = String::new();
        for unit in key.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
                _ => escaped.push_str(&format!("\\u{unit:04x}")),
            }
        }
        Self { plain: key.as_bytes().to_vec(), escaped: escaped.into_bytes() }
    }

    fn is(&self, key: &[u8]) -> bool {
        key == self.plain || key.eq_ignore_ascii_case(&self.escaped)
    }
}

/// A column: the key as a whole, then as a path.
struct Path {
    whole: Step,
    parts: Vec<Step>,
}

impl Path {
    fn new(name: &str) -> Self {
        Self { whole: Step::new(name), parts: name.split('.').map(Step::new).collect() }
    }

    fn find<'a>(&self, keys: &Keys<'a>) -> Option<Value<'a>> {
        let of = |step: &Step| keys.0.iter().find(|(key, _)| step.is(key)).map(|(_, value)| *value);
        if let Some(value) = of(&self.whole) {
            return Some(value);
        }
        let (first, rest) = self.parts.split_first().filter(|(_, rest)| !rest.is_empty())?;
        let first = of(first)?;
        rest.iter().try_fold(first, |value, step| value.members().find(|(key, _)| step.is(key)).map(|(_, value)| value))
    }
}

/// The paths of a field, by field.
struct Paths(Vec<(Field, Presence, Vec<Path>)>);

impl Paths {
    fn new(mapping: &Mapping) -> Self {
        let paths = |names: &[String]| names.iter().map(|name| Path::new(name)).collect();
        Self(mapping.columns.iter().map(|column| (column.field, column.presence, paths(&column.names))).collect())
    }
}

/// Where the records are: from which byte on.
enum Records {
    Array(usize),
    Lines(usize),
}

fn place(mapping: &Mapping, bytes: &[u8]) -> std::result::Result<Records, String> {
    let start = json::start(bytes);
    let Some(wanted) = &mapping.records else {
        return match bytes.get(start) {
            Some(b'[') => Ok(Records::Array(start)),
            Some(b'{') => Ok(Records::Lines(start)),
            _ => Err("neither JSON objects line by line nor a JSON array".to_owned()),
        };
    };
    let step = Step::new(wanted);
    let fault = |_| format!("no key `{wanted}` that holds the records");
    let mut members = Members::open(bytes, start).map_err(fault)?;
    while let Some(key) = members.key().map_err(fault)? {
        if step.is(key) && bytes.get(members.at()) == Some(&b'[') {
            return Ok(Records::Array(members.at()));
        }
        members.value().map_err(fault)?;
    }
    Err(format!("no key `{wanted}` that holds the records"))
}

/// The first records of a file, as far as they are seen.
pub(super) fn sample(bytes: &[u8], mut at: usize, most: usize) -> Vec<Keys<'_>> {
    let mut found = Vec::new();
    while found.len() < most {
        at = skip_space(bytes, at);
        match bytes.get(at) {
            Some(b',' | b'[') => at += 1,
            Some(b'{') => {
                let mut keys = Keys::default();
                match record(bytes, at, &mut keys) {
                    Ok(end) => at = end,
                    Err(_) => break,
                }
                found.push(keys);
            }
            _ => break,
        }
    }
    found
}

/// How many fields a mapping finds in the first records; the words for why it does not fit.
pub(super) fn fits(mapping: &Mapping, head: &Head<'_>) -> std::result::Result<usize, String> {
    let at = match place(mapping, head.bytes)? {
        Records::Array(at) | Records::Lines(at) => at,
    };
    let records = sample(head.bytes, at, SAMPLE);
    let mut found = 0;
    for (field, presence, paths) in &Paths::new(mapping).0 {
        let there = paths.iter().any(|path| records.iter().any(|record| path.find(record).is_some()));
        found += usize::from(there);
        if !there && *presence == Presence::Required {
            let names: Vec<&str> = mapping
                .columns
                .iter()
                .filter(|column| column.field == *field)
                .flat_map(|column| &column.names)
                .map(String::as_str)
                .collect();
            return Err(format!("no key `{}` for `{}` in its first records", names.join("` or `"), field.key()));
        }
    }
    Ok(found)
}

/// Reads a file.
///
/// # Errors
/// [`Error::Format`] when no records are found.
pub(super) fn read(input: &Input<'_>, mapping: &Mapping, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let place = place(mapping, input.bytes).map_err(|message| Error::Format {
        path: input.path.to_owned(),
        place: Place::Byte(0),
        message: format!("{message}; mapped by {}", mapping.path.display()),
    })?;
    let paths = Paths::new(mapping);
    let mut table = Table::new(mapping, input.name);
    let mut reading = Reading::new(input.bytes, writer, progress);
    match place {
        Records::Array(at) => {
            reading.records(at, |writer, keys: &Keys<'_>| table.take(writer, &Object { keys, paths: &paths }));
        }
        Records::Lines(at) => lines(&mut reading, at, &paths, &mut table),
    }
    table.finish(reading.writer);
    Ok(())
}

fn lines(reading: &mut Reading<'_, '_>, start: usize, paths: &Paths, table: &mut Table<'_>) {
    let bytes = reading.bytes;
    let mut at = bytes.get(..start).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |newline| newline + 1);
    let mut number = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count() as u64;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let newline = memchr::memchr(b'\n', rest);
        let line = rest.get(..newline.unwrap_or(rest.len())).unwrap_or_default();
        at += line.len() + usize::from(newline.is_some());
        number += 1;
        let line = line.get(json::start(line)..).unwrap_or_default().trim_ascii_end();
        if line.is_empty() {
            continue;
        }
        let place = Place::Line(number);
        let mut keys = Keys::default();
        match record(line, 0, &mut keys) {
            Ok(end) if end == line.len() => {
                if let Err(reason) = table.take(reading.writer, &Object { keys: &keys, paths }) {
                    reading.writer.reject(place, reason);
                }
            }
            Ok(_) => reading.writer.reject(place, "more than one object in a line"),
            Err(fault) if fault.ended && newline.is_none() => {
                reading.writer.truncated(place, "the file ends inside this line");
            }
            Err(fault) if fault.ended => reading.writer.reject(place, "the line ends inside its object"),
            Err(fault) => reading.writer.reject(place, fault.what),
        }
        reading.tick(at);
    }
}

struct Object<'r> {
    keys: &'r Keys<'r>,
    paths: &'r Paths,
}

impl Cells for Object<'_> {
    fn cell(&self, field: Field) -> Option<Cow<'_, str>> {
        let (_, _, paths) = self.paths.0.iter().find(|(known, _, _)| *known == field)?;
        paths.iter().find_map(|path| cell(path.find(self.keys)?))
    }
}

/// A value as a cell: a text, a number or truth as written, the texts of a list.
pub(super) fn cell(value: Value<'_>) -> Option<Cow<'_, str>> {
    if value.is_absent() {
        return None;
    }
    match value.raw().first() {
        Some(b'[') => {
            let texts: Vec<Cow<'_, str>> = value.items().filter_map(Value::word).collect();
            (!texts.is_empty()).then(|| Cow::Owned(texts.join("\n")))
        }
        Some(b'{') => None,
        Some(b'"') => value.word(),
        _ => std::str::from_utf8(value.raw()).ok().map(Cow::Borrowed),
    }
}
