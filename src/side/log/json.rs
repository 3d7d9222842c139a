//! Rows of JSON logs: an object a line, or one array of objects, each flattened to its scalars. In:
//! the text of a file. Out: rows whose keys are paths (`click.country`); of an array inside a row
//! its first scalar. What cannot be parsed is damage of one line, or the end of an array.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::spec::{Sink, Skip};

/// Cells of a row that are kept; no log has as many.
const MOST_CELLS: usize = 256;

/// One row: keys and scalars in the order of the file.
#[derive(Default)]
pub struct Row<'a> {
    cells: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl Row<'_> {
    /// The value of the first of `names` that is there and not empty; case does not matter.
    #[must_use]
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        let of = |name: &&str| {
            let found = self.cells.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_ref()).filter(|value| !matches!(*value, "" | "-"))
        };
        names.iter().find_map(of)
    }
}

/// The first row of a head, whole or cut.
#[must_use]
pub fn first(bytes: &[u8]) -> Option<Row<'_>> {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"[").unwrap_or(text).trim_ascii_start();
    let mut stream = serde_json::Deserializer::from_slice(text);
    if !text.starts_with(b"{") {
        return None;
    }
    let mut row = Row::default();
    Flat { row: &mut row, path: String::new() }.deserialize(&mut stream).ok().map(|()| row)
}

/// Pushes every row of a text through `take`.
pub fn rows(text: &[u8], sink: &mut Sink<'_>, mut take: impl FnMut(&Row<'_>, &mut Sink<'_>)) {
    let start = text.trim_ascii_start();
    if start.starts_with(b"[") {
        let mut array = serde_json::Deserializer::from_slice(start);
        let visitor = Array { take: |row: &Row<'_>| take(row, sink) };
        if array.deserialize_seq(visitor).is_err() {
            sink.skip(Skip::Unreadable);
            sink.note("the JSON is damaged; what follows the damage is lost");
        }
        return;
    }
    for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let mut row = Row::default();
        let read =
            Flat { row: &mut row, path: String::new() }.deserialize(&mut serde_json::Deserializer::from_slice(line));
        match read {
            Ok(()) => take(&row, sink),
            Err(_) => sink.skip(Skip::Unreadable),
        }
    }
}

struct Array<F> {
    take: F,
}

impl<'de, F: FnMut(&Row<'de>)> Visitor<'de> for Array<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        loop {
            let mut row = Row::default();
            match rows.next_element_seed(Flat { row: &mut row, path: String::new() })? {
                Some(()) => (self.take)(&row),
                None => return Ok(()),
            }
        }
    }
}

/// Adds the scalars of one value to a row.
struct Flat<'r, 'de> {
    row: &'r mut Row<'de>,
    path: String,
}

impl<'de> Flat<'_, 'de> {
    fn keep(self, value: Cow<'de, str>) {
        if self.row.cells.len() < MOST_CELLS && !self.row.cells.iter().any(|(key, _)| *key == self.path) {
            self.row.cells.push((Cow::Owned(self.path), value));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Flat<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Flat<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.keep(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.keep(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.keep(Cow::Borrowed(if flag { "true" } else { "false" }));
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.keep(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.keep(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.keep(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let path = if self.path.is_empty() { key.into_owned() } else { format!("{}.{key}", self.path) };
            map.next_value_seed(Flat { row: self.row, path })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while values.next_element_seed(Flat { row: self.row, path: self.path.clone() })?.is_some() {}
        Ok(())
    }
}
