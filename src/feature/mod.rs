//! Text → facts about a message, found once while it is read; the text itself goes no further.

pub mod url;
