//! What the JSON formats share. In: the bytes of a file. Out: its objects and arrays walked in
//! place, record by record, values as slices that are decoded only when asked for; damage is
//! stepped over and reported. No document tree: memory does not follow the file.
//! Apart from the formats because walking knows nothing of what a key means.

mod records;
mod scan;
mod value;

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

/// The error of a file that cannot be read as the format it claims.
pub(super) fn unreadable(input: &Input<'_>, fault: Fault, format: &str) -> Error {
    Error::Format {
        path: input.path.to_owned(),
        place: Place::Byte(fault.at as u64),
        message: format!("not readable as {format}: {}; export the chat again", fault.what),
    }
}
