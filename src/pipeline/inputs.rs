//! The inputs of a run as the report tells of them. In: what was read and what became of it. Out: a row a file.

use std::collections::BTreeMap;

use super::Reading;
use crate::report::InputReport;

/// One row an export, in the order given. `records`: kept, and those another input had.
pub(super) fn inputs(reading: &Reading, records: &BTreeMap<usize, (u64, u64)>) -> Vec<InputReport> {
    reading
        .found
        .exports
        .iter()
        .zip(&reading.frames)
        .enumerate()
        .map(|(at, (export, frames))| InputReport {
            path: export.path.display().to_string(),
            format: export.format.id,
            bytes: export.size(),
            read: frames.read,
            kept: records.get(&at).map_or(0, |records| records.0),
            duplicate: records.get(&at).map_or(0, |records| records.1),
            rejected: frames.rejected,
            misdated: frames.misdated,
            rejects: frames.rejects.iter().map(|reject| format!("{}: {}", reject.place, reject.reason)).collect(),
            truncated: frames.truncated.as_ref().map(|reject| format!("{}: {}", reject.place, reject.reason)),
            notes: frames.notes.clone(),
        })
        .collect()
}
