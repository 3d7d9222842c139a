//! A copy that may be forwarded (可转发副本). In: a report under pseudonyms, and the names and ids that must
//! not be in it ([`Secrets`]). Out: the report without cells of fewer than three people, single persons
//! and what addresses tell of a reader; and, of what was written, every byte that still tells.
//!
//! Pseudonyms are no anonymity: whoever holds the key can undo them, and a person may be known by what
//! they did. The copy is personal information still, only less of it.

mod few;
mod scan;
mod secrets;

pub use few::{FEWEST, withhold};
pub use scan::{Find, blank, readable, scan};
pub use secrets::Secrets;

use crate::report::Report;

/// Makes a report under pseudonyms fit to forward: addresses, notes and words that tell a name are cut,
/// cells of fewer than [`FEWEST`] people withheld.
pub fn make_shareable(report: &mut Report, secrets: &Secrets) {
    report.shared = true;
    // The file may bear the group's name.
    report.charter = report.charter.take().map(|_| "charter.toml".to_owned());
    report.notices.retain(|notice| !secrets.told_by(notice));
    for input in &mut report.inputs {
        input.notes.retain(|note| !secrets.told_by(note));
        input.rejects.retain(|reject| !secrets.told_by(reject));
        input.truncated =
            input.truncated.take().map(|place| if secrets.told_by(&place) { "…".to_owned() } else { place });
    }
    for link in &mut report.links {
        link.url = secrets.without(&link.url);
        link.sharer.clear();
        // Who is in the group can find a message by its minute.
        link.first_share.truncate("2026-03-02".len());
    }
    withhold(report, secrets);
}
