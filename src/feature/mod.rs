//! Text → facts about a message, found once while it is read; the text itself goes no further.

mod long_text;
pub mod url;

pub use long_text::{SHORTEST_LONG_TEXT, is_long_text};

/// Facts about the text of a message, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Features(u16);

impl Features {
    /// Long enough to be an article (长文).
    pub const LONG_TEXT: Self = Self(1);

    /// Everything a text tells.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if is_long_text(text) { Self::LONG_TEXT } else { Self::default() }
    }

    /// Whether a fact holds.
    #[must_use]
    pub const fn has(self, fact: Self) -> bool {
        self.0 & fact.0 == fact.0
    }
}
