//! What the QQ formats share: who a sender line names, what a body of placeholders is, clocks of the
//! exporting computer, and what QQ itself tells in a conversation. In: pieces of text. Out: the parts
//! of a row. No format itself: how records are found in a file is each format's own.

mod body;
mod conversation;
mod moment;
mod sender;

pub(super) use body::{Body, body};
pub(super) use conversation::{Conversation, Line};
pub(super) use moment::{Date, day, hour};
pub(super) use sender::{Sender, sender};

use std::path::Path;

/// The name a conversation goes by when the export has none: the file's, without its ending, else
/// the folder's.
pub(super) fn fallback_name(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| !stem.is_empty() && stem != "-").unwrap_or_else(|| "QQ".to_owned())
}
