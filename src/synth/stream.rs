//! Records written one at a time, each made in one buffer that is used again: what keeps a dialect's
//! memory from growing. In: the acts and how one is put. Out: bytes.

use std::io::{self, Write};

use super::act::{Act, Cast};

/// How a dialect puts an act.
pub(super) type Put = fn(&mut String, &Cast, &Act) -> std::fmt::Result;

/// Writes every act, `between` standing between two of them.
pub(super) fn stream(
    out: &mut dyn Write,
    cast: &Cast,
    acts: &mut dyn Iterator<Item = Act>,
    between: &str,
    put: Put,
) -> io::Result<()> {
    let mut record = String::new();
    let mut first = true;
    for act in acts {
        record.clear();
        record.push_str(if first { "" } else { between });
        first = false;
        let _ = put(&mut record, cast, &act);
        out.write_all(record.as_bytes())?;
    }
    Ok(())
}
