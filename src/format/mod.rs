//! Wing 1: the export formats, one file each, and the list they stand in.

mod clock;
mod json;
mod roster;
mod spec;
mod telegram_json;

pub use spec::{Carries, Confidence, Format, Head, Input, Progress, TimeKind};

/// Every format, in sniffing order.
pub const FORMATS: &[&Format] = &[&telegram_json::TELEGRAM_JSON];

/// The format of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}
