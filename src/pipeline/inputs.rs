//! The inputs of a run as the report tells of them. In: what was read and what became of it. Out: a row a file.

use super::Reading;
use crate::dataset::Built;
use crate::report::InputReport;

/// One row an export, in the order given.
pub(super) fn inputs(reading: &Reading, built: &Built) -> Vec<InputReport> {
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
            kept: built.kept.kept[at],
            duplicate: built.kept.duplicate[at],
            rejected: frames.rejected,
            misdated: frames.misdated,
            rejects: frames.rejects.iter().map(|reject| format!("{}: {}", reject.place, reject.reason)).collect(),
            truncated: frames.truncated.as_ref().map(|reject| format!("{}: {}", reject.place, reject.reason)),
            notes: frames.notes.clone(),
        })
        .collect()
}
