//! The look, in one place: colours, type and the way numbers and dates are written in both
//! languages. PNG, SVG, HTML and the terminal read the same rows, so they cannot drift apart.

mod direction;
mod harmless;
mod number;
mod palette;
mod segment;

pub use direction::closed;
pub use harmless::harmless;
pub use number::{count_text, date_range, date_text, middle_cut, percent, unit_word, value_text};
pub use palette::{DARK, LIGHT, Palette, mark, word};
pub use segment::segment_name;
