//! Synthetic exports: groups that never were, in the very layout of real platforms, any size, same
//! bytes for the same seed. For benches, for trying things, and for the demo community. Apart from
//! the formats: a format reads, a dialect writes, and each tests the other.

mod act;
mod chance;
mod chatlab;
mod demo;
mod discord;
mod json;
mod names;
mod rhythm;
mod telegram;
mod text;
mod whatsapp;
mod world;

use std::io::{self, Write};

use crate::error::{Error, Result};
use act::{Act, Cast, Recalls};

pub use demo::{DemoPaths, Health, write_demo};

/// How large a synthetic group is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Messages, exactly; joins and leaves come on top.
    pub messages: u64,
    /// Same seed, same bytes.
    pub seed: u64,
    /// Members ever in the group, bot included; at least 4. `None`: one for every 200 messages, 8 to 500.
    pub members: Option<u32>,
    /// Local days, from 2024-01-01 in `Asia/Shanghai`. `None`: about 1,400 messages a day, at least
    /// a week.
    pub days: Option<u32>,
}

/// A dialect: how one format writes a group.
struct Dialect {
    id: &'static str,
    recalls: Recalls,
    write: fn(&Cast, &mut dyn Iterator<Item = Act>, &mut dyn Write) -> io::Result<()>,
}

const DIALECTS: [&Dialect; 5] =
    [&telegram::DIALECT, &chatlab::JSON, &chatlab::JSONL, &whatsapp::DIALECT, &discord::DIALECT];

/// Ids of the formats a synthetic export can be written in.
pub const SYNTH_FORMATS: [&str; 5] = [DIALECTS[0].id, DIALECTS[1].id, DIALECTS[2].id, DIALECTS[3].id, DIALECTS[4].id];

/// Writes a synthetic export. Streams: memory does not grow with the messages. Give it a buffered
/// writer.
///
/// # Errors
/// [`Error::Usage`] for a format nothing is written in; [`Error::Io`] (path `-`) when `out` fails.
pub fn write(format_id: &str, plan: &Plan, out: &mut dyn Write) -> Result<()> {
    let Some(dialect) = DIALECTS.iter().find(|dialect| dialect.id == format_id) else {
        let known = SYNTH_FORMATS.join(", ");
        return Err(Error::Usage(format!("--format {format_id}: no synthetic exports of it; one of {known}")));
    };
    let cast = world::cast(plan);
    let mut acts = world::World::new(&cast, plan, dialect.recalls);
    (dialect.write)(&cast, &mut acts, out).and_then(|()| out.flush()).map_err(|error| Error::io("-", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(format: &str, messages: u64, seed: u64) -> Vec<u8> {
        let mut out = Vec::new();
        write(format, &Plan { messages, seed, members: None, days: None }, &mut out).unwrap();
        out
    }

    #[test]
    fn a_seed_fixes_every_byte() {
        for format in SYNTH_FORMATS {
            assert_eq!(bytes(format, 400, 1), bytes(format, 400, 1), "{format}");
            assert_ne!(bytes(format, 400, 1), bytes(format, 400, 2), "{format}");
            assert!(std::str::from_utf8(&bytes(format, 400, 1)).is_ok(), "{format}");
        }
    }

    #[test]
    fn an_empty_group_is_still_a_whole_file() {
        for format in SYNTH_FORMATS.iter().filter(|format| format.ends_with("json")) {
            let value: serde_json::Value = serde_json::from_slice(&bytes(format, 0, 1)).unwrap();
            assert!(value["messages"].is_array(), "{format}");
        }
    }

    #[test]
    fn an_unknown_format_is_named_with_the_known_ones() {
        let plan = Plan { messages: 1, seed: 1, members: None, days: None };
        let error = write("qq-txt", &plan, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("qq-txt") && error.contains("discord-json"), "{error}");
    }
}
