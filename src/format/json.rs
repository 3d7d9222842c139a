//! What the JSON formats share. In: the bytes of a file. Out: its objects and arrays walked in
//! place, record by record, values as slices that are decoded only when asked for; damage is
//! stepped over and reported. No document tree: memory does not follow the file.
//! Apart from the formats because walking knows nothing of what a key means.

mod escape;
mod keyed;
mod lines;
mod records;
mod scan;
mod sequence;
mod value;

pub(super) use escape::bytes_escaped;
pub(super) use lines::{Line, Lines};
pub(super) use records::{Reading, Record, record};
pub(super) use scan::{Fault, skip_space};
pub(super) use value::{Members, Value};

use super::Input;
use crate::error::{Error, Place};

/// The bytes without a leading byte order mark, and where they begin.
pub(super) fn start(bytes: &[u8]) -> usize {
    let bom = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    skip_space(bytes, bom)
}

/// The keys at the top of an object that begins within `head`, in order, as far as they can be
/// seen, each with its value; the value of the last may be cut by the end of the head.
pub(super) fn head_keys(head: &[u8]) -> Vec<(&[u8], Value<'_>)> {
    let mut found = Vec::new();
    let Ok(mut members) = Members::open(head, start(head)) else { return found };
    while let Ok(Some(key)) = members.key() {
        let rest = Value::rest(head, members.at());
        let value = members.value();
        found.push((key, *value.as_ref().unwrap_or(&rest)));
        if value.is_err() {
            break;
        }
    }
    found
}

/// The keys of the first record of a file as [`Reading::sequence`] reads it: of the first element of
/// a list, of what a page holds under `path`, or of an object that is itself a record.
pub(super) fn first_record<'a>(head: &'a [u8], path: &[&[u8]]) -> Vec<(&'a [u8], Value<'a>)> {
    let mut at = start(head);
    while head.get(at) == Some(&b'[') {
        at = skip_space(head, at + 1);
    }
    let keys = head_keys(head.get(at..).unwrap_or_default());
    let inside = path.split_first().and_then(|(first, rest)| {
        let value = keys.iter().find(|(key, _)| key == first)?.1;
        Some((value.raw(), rest))
    });
    match inside {
        Some((records @ [b'[', ..], [])) => first_record(records, &[]),
        Some((records @ [b'{', ..], [])) => {
            head_keys(records).first().map_or(Vec::new(), |(_, value)| head_keys(value.raw()))
        }
        Some((page @ [b'{', ..], rest)) => first_record(page, rest),
        _ => keys,
    }
}

/// The values of a small file read beside an export, one behind the other; of a list, its items.
pub(super) fn values(bytes: &[u8]) -> Vec<Value<'_>> {
    let (mut found, mut at) = (Vec::new(), start(bytes));
    while let Ok(end) = scan::value(bytes, at) {
        let value = Value::between(bytes, at, end);
        if bytes.get(at) == Some(&b'[') {
            found.extend(value.items());
        } else {
            found.push(value);
        }
        at = skip_space(bytes, end);
        if bytes.get(at) == Some(&b',') {
            at = skip_space(bytes, at + 1);
        }
    }
    found
}

/// The value of a key among `keys`, absent when it is not there.
pub(super) fn value_of<'a>(keys: &[(&[u8], Value<'a>)], name: &[u8]) -> Value<'a> {
    keys.iter().find(|(key, _)| *key == name).map_or(Value::default(), |(_, value)| *value)
}

/// The error of a file that cannot be read as the format it claims.
pub(super) fn unreadable(input: &Input<'_>, fault: Fault, format: &str) -> Error {
    Error::Format {
        path: input.path.to_owned(),
        place: Place::Byte(fault.at as u64),
        message: format!("not readable as {format}: {}; export the chat again", fault.what),
    }
}
