//! What every settings file in TOML shares: values with the line they stand on, one way to complain,
//! and the known word nearest to a misspelt one. Apart because the charter and the mappings of
//! foreign tables are read alike and never know each other.

mod faults;
mod near;
mod node;

use toml::de::DeTable;

use crate::error::{Error, Result};

pub use faults::Faults;
pub use near::{meant, nearest};
pub use node::{Doc, Section, Word, text_day};

/// Parses a document.
///
/// # Errors
/// [`crate::error::Error::Config`] when it is no TOML, with the cure for the usual causes: a Chinese
/// keyboard, a text without quotes, a pattern in double ones.
pub fn parse(doc: Doc<'_>) -> Result<DeTable<'_>> {
    let syntax = |error: &toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = doc.text.lines().nth(doc.line(at).saturating_sub(1)).unwrap_or_default();
        let message = error.message().trim_end_matches('.').replace('\n', ", ");
        let hint = if line.contains(['“', '”', '‘', '’', '＝', '［', '］', '，', '＂']) {
            "; type quotes, =, [ ] and commas with the English keyboard"
        } else if message.contains("must be quoted") {
            "; put texts in double quotes, write dates as 2026-01-31"
        } else if message.contains("escape") {
            r"; write patterns in single quotes, such as '\S+'"
        } else if message.contains("duplicate key") {
            "; keep one of the two"
        } else {
            ""
        };
        doc.error(at, format!("not valid TOML: {message}{hint}"))
    };
    DeTable::parse(doc.text).map(toml::Spanned::into_inner).map_err(|error| syntax(&error))
}

/// Refuses the first key of a section that is not among `known`; `home` says where a key belongs
/// that another section has.
///
/// # Errors
/// [`crate::error::Error::Config`] with the key's line.
pub fn no_strange_key(section: &Section<'_, '_>, known: &[&str], home: impl Fn(&str) -> Option<String>) -> Result<()> {
    strange_keys(section, known, home).into_iter().next().map_or(Ok(()), Err)
}

/// An error for every key of a section that is not among `known`, in the order of the file.
pub fn strange_keys(section: &Section<'_, '_>, known: &[&str], home: impl Fn(&str) -> Option<String>) -> Vec<Error> {
    let complaint = |(key, at): Word<'_>| {
        let hint = home(key).map_or_else(|| meant(key, known), |title| format!("it belongs in {title}"));
        let place = if section.title.starts_with('[') { "in" } else { "at" };
        section.doc.error(at, format!("unknown key `{key}` {place} {}; {hint}", section.title))
    };
    section.strange(known).into_iter().map(complaint).collect()
}
