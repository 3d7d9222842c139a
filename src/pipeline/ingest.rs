//! Exports → a store. In: the question and the store. Out: what came of each export; one is read at a time, so memory
//! follows the largest.

use super::reading::{self, strict};
use super::{Question, Strictness};
use crate::error::{Error, Result};
use crate::format::Progress;
use crate::frame::Projection;
use crate::store::{Added, Incoming, Real, Source, Store};

/// What came of one export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// The export as the store knows it.
    pub source: Source,
    /// By group; empty when it had been added before.
    pub groups: Vec<Added>,
    /// It had been added before and was not read.
    pub before: bool,
}

/// Adds every export of `question` to `store`, in order. `told` hears of each when it is done.
///
/// # Errors
/// As reading an export and as [`Store::ingest`]; what was added before stays.
pub fn ingest(
    question: &Question,
    store: &Store,
    progress: Progress<'_>,
    told: &mut dyn FnMut(&Ingested),
) -> Result<Vec<Ingested>> {
    let reading = reading::open(question)?;
    let mut done = Vec::new();
    for (input, export) in reading.found.exports.iter().enumerate() {
        if export.stored.is_some() {
            let path = export.path.display();
            return Err(Error::Usage(format!("{path}: is a store already; give the exports it was made of")));
        }
        let mut source = Source {
            hash: export.hash()?,
            path: export.path.display().to_string(),
            format: export.format.id.to_owned(),
            carries: export.carries().words().into_iter().map(str::to_owned).collect(),
            bytes: export.size(),
            ..Source::default()
        };
        let before = store.knows(&source.hash);
        let mut groups = Vec::new();
        if before {
            progress(export.size());
        } else {
            let frames = reading.read_one(input, Projection::Full, progress)?;
            if question.strict == Strictness::Fail {
                strict(std::slice::from_ref(export), std::slice::from_ref(&frames))?;
            }
            (source.read, source.rejected) = (frames.read, frames.rejected);
            source.truncated = frames.truncated.as_ref().map(|reject| format!("{}: {}", reject.place, reject.reason));
            groups = store.ingest(&Real, &Incoming { frames: &frames, source: source.clone() })?;
        }
        let ingested = Ingested { source, groups, before };
        told(&ingested);
        done.push(ingested);
    }
    Ok(done)
}
