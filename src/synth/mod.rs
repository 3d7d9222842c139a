//! Synthetic exports: groups that never were, in the very layout of real platforms, any size, same
//! bytes for the same seed. For benches, for trying things, and for the demo community. Apart from
//! the formats: a format reads, a dialect writes, and each tests the other.

mod act;
mod chance;
mod chatlab;
mod chatlog;
mod csv;
mod demo;
mod discord;
mod json;
mod matrix;
mod memotrace;
mod meta;
mod names;
mod pywxdump;
mod qce;
mod qq_txt;
mod rhythm;
mod slack;
mod stream;
mod telegram;
mod text;
mod wechat;
mod weflow;
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

/// Every dialect; a new one is written here and nowhere else.
const DIALECTS: &[&Dialect] = &[
    &telegram::DIALECT,
    &chatlab::JSON,
    &chatlab::JSONL,
    &whatsapp::DIALECT,
    &discord::DIALECT,
    &qq_txt::DIALECT,
    &memotrace::CSV,
    &weflow::JSON,
    &chatlog::JSON,
    &qce::JSON,
    &slack::DIALECT,
    &matrix::DIALECT,
    &pywxdump::CSV,
    &meta::DIALECT,
];

/// Ids of the formats a synthetic export can be written in.
pub const SYNTH_FORMATS: [&str; DIALECTS.len()] = {
    let mut ids = [""; DIALECTS.len()];
    let mut at = 0;
    while at < ids.len() {
        ids[at] = DIALECTS[at].id;
        at += 1;
    }
    ids
};

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
    use crate::calendar::Zone;
    use crate::format::{self, Confidence, FORMATS, Head};
    use crate::frame::{EventKind, Projection, Writer};

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
            let rows = if value.is_array() { &value } else { &value["messages"] };
            assert!(rows.is_array(), "{format}");
        }
    }

    /// Messages, joins, and leaves with removals, that a world holds.
    fn held(format: &str, plan: &Plan) -> (u64, usize, usize) {
        let dialect = DIALECTS.iter().find(|dialect| dialect.id == format).unwrap();
        let cast = world::cast(plan);
        let acts: Vec<Act> = world::World::new(&cast, plan, dialect.recalls).collect();
        let count = |of: fn(&act::Deed) -> bool| acts.iter().filter(|act| of(&act.deed)).count();
        let leaves = count(|deed| matches!(deed, act::Deed::Leave | act::Deed::Remove { .. }));
        (plan.messages, count(|deed| matches!(deed, act::Deed::Join { .. })), leaves)
    }

    #[test]
    fn each_export_is_claimed_by_its_format_alone_and_reads_back() {
        let plan = Plan { messages: 3_000, seed: 4, members: Some(60), days: None };
        for id in SYNTH_FORMATS {
            let mut bytes = Vec::new();
            write(id, &plan, &mut bytes).unwrap();
            let format = format::find(id).unwrap();
            let name = format!("group.{}", format.extensions[0]);
            let head = Head { bytes: &bytes[..bytes.len().min(64 << 10)], name: &name };
            let claims: Vec<&str> =
                FORMATS.iter().filter(|other| (other.sniff)(&head) != Confidence::No).map(|other| other.id).collect();
            assert_eq!(claims, [id]);

            let mut writer = Writer::new(Zone::new("Asia/Shanghai").unwrap(), Projection::Full);
            format.read_alone(&bytes, &name, &mut writer, &|_| ()).unwrap();
            let frames = writer.finish();
            assert_eq!((frames.rejected, frames.truncated.is_none()), (0, true), "{id}: {:?}", frames.rejects.first());
            let told =
                |kind: EventKind| frames.events.kind.iter().filter(|code| EventKind::from_code(**code) == kind).count();
            let (messages, joins, leaves) = held(id, &plan);
            // Some platforms keep a recalled message, some only a line that tells of it.
            let recalls = told(EventKind::Recall) as u64;
            assert_eq!(frames.messages.len() as u64 + recalls, messages, "{id}: messages");
            if format.carries.joins {
                assert_eq!(told(EventKind::Join), joins, "{id}: joins");
            }
            if format.carries.leaves {
                assert_eq!(told(EventKind::Leave) + told(EventKind::Remove), leaves, "{id}: leaves");
            }
        }
    }

    #[test]
    fn an_unknown_format_is_named_with_the_known_ones() {
        let plan = Plan { messages: 1, seed: 1, members: None, days: None };
        let error = write("no-txt", &plan, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains("no-txt") && error.contains("discord-json"), "{error}");
    }
}
