//! Text → facts about a message, found once while it is read; the text itself goes no further. In: a
//! body and the words the charter adds. Out: [`Facts`]. One file a detector; what a fact is used for
//! is decided far from here.

mod ad;
mod announcement;
mod ask;
mod chain;
mod check_in;
mod debate;
mod disclosure;
mod emoji;
mod exchange;
mod facts;
mod greeting;
pub mod hosts;
mod hours;
mod long_text;
mod mention;
mod pattern;
mod personal;
mod programme;
mod sanction;
mod scanner;
mod table;
mod task;
mod terms;
pub mod url;
mod validation;

pub use ad::{AD_CUES, AdCue, ad_hit, ad_score};
pub use facts::{Facts, Features, Mark};
pub use long_text::{SHORTEST_LONG_TEXT, is_long_text};
pub use personal::{Personal, personal};
pub use scanner::{Scanner, Words};
pub use terms::Terms;
pub use validation::{VALIDATION, Validation, validated};
