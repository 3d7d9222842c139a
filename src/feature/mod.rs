//! Text → facts about a message, found once while it is read; the text itself goes no further. In: a
//! body and the words the charter adds. Out: [`Facts`]. One file a detector; what a fact is used for
//! is decided far from here.

mod facts;
mod long_text;
mod mention;
mod scanner;
mod terms;
pub mod url;

pub use facts::{Facts, Features, Mark};
pub use long_text::{SHORTEST_LONG_TEXT, is_long_text};
pub use scanner::{Scanner, Words};
pub use terms::Terms;
