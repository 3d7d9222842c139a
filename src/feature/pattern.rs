//! Patterns written in this program. In: a pattern that stands in the source. Out: it, compiled.

use regex::Regex;

/// Compiles a pattern of this program's own.
///
/// # Panics
/// Never for a user: no pattern comes from outside (those of a charter are checked where it is read, with file
/// and line), and a test compiles each.
pub(super) fn fixed(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this program's own, compiled by its tests")
}
