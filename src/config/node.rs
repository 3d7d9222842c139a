//! Values of a TOML document with the line they stand on, and the words for what is wrong with
//! them. In: the parsed document. Out: texts, numbers, lists, days, or an error that names key and
//! line. Apart from the keys themselves, so that every key complains alike.

use std::path::Path;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::{Day, day_number};
use crate::error::{Error, Result};

/// A value and where it stands.
pub type Node<'i> = Spanned<DeValue<'i>>;

/// The document: its name and text, for the line of an error.
#[derive(Clone, Copy)]
pub struct Doc<'a> {
    /// Where it was read from.
    pub path: &'a Path,
    /// What it says.
    pub text: &'a str,
}

impl Doc<'_> {
    /// An error at a byte of the text.
    pub fn error(&self, byte: usize, message: String) -> Error {
        Error::Config { path: self.path.to_owned(), line: self.line(byte) as u64, at: Some(byte), message }
    }

    /// First byte of a line's words, lines counted from 1.
    pub fn start(&self, line: u64) -> usize {
        let skip = usize::try_from(line).unwrap_or(1).saturating_sub(1);
        let before: usize = self.text.split_inclusive('\n').take(skip).map(str::len).sum();
        let rest = self.text.get(before..).unwrap_or_default();
        before + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
    }

    /// Line of a byte, counted from 1.
    pub fn line(&self, byte: usize) -> usize {
        let before = self.text.as_bytes().get(..byte).unwrap_or(self.text.as_bytes());
        memchr::memchr_iter(b'\n', before).count() + 1
    }
}

/// A table of the document whose keys are known.
pub struct Section<'a, 'i> {
    /// The document it is of.
    pub doc: Doc<'a>,
    /// As it is written in the file: `[group]`.
    pub title: &'static str,
    /// Where it begins.
    pub at: usize,
    table: &'a DeTable<'i>,
}

/// A text and where it stands.
pub type Word<'a> = (&'a str, usize);

impl<'a, 'i> Section<'a, 'i> {
    /// The section of a node, whose keys nobody has looked at yet.
    pub fn new(doc: Doc<'a>, title: &'static str, node: &'a Node<'i>) -> Result<Self> {
        let at = node.span().start;
        match node.get_ref() {
            DeValue::Table(table) => Ok(Self { doc, title, at, table }),
            other => {
                Err(doc.error(at, format!("{title} must be a table of `key = value` lines, found {}", kind(other))))
            }
        }
    }

    /// The document as a section.
    pub fn root(doc: Doc<'a>, table: &'a DeTable<'i>) -> Self {
        Self { doc, title: "the top level", at: 0, table }
    }

    /// The keys that are not among `known`, and where they stand, in the order of the file.
    pub fn strange(&self, known: &[&str]) -> Vec<Word<'a>> {
        let keys = self.table.keys().map(|key| (key.get_ref().as_ref(), key.span().start));
        let mut strange: Vec<Word<'a>> = keys.filter(|(key, _)| !known.contains(key)).collect();
        strange.sort_by_key(|(_, at)| *at);
        strange
    }

    /// Every key with its value, as the file has them.
    pub fn entries(&self) -> impl Iterator<Item = (Word<'a>, &'a Node<'i>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, node)| ((key.get_ref().as_ref(), key.span().start), node))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Node<'i>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, node)| node)
    }

    /// An error at a byte, opening with the key.
    pub fn error(&self, key: &str, at: usize, message: &str) -> Error {
        self.doc.error(at, format!("`{key}` in {} {message}", self.title))
    }

    /// Whether `key` is there; for keys that must be.
    pub fn require<T>(&self, key: &str, example: &str, value: Option<T>) -> Result<T> {
        let missing = || self.doc.error(self.at, format!("{} needs `{key}`, such as `{key} = {example}`", self.title));
        value.ok_or_else(missing)
    }

    fn wrong(&self, key: &str, expected: &str, example: &str, node: &Node<'_>) -> Error {
        let found = kind(node.get_ref());
        let message = format!("must be {expected}, such as `{key} = {example}`; found {found}");
        self.error(key, node.span().start, &message)
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str, example: &str) -> Result<Option<Word<'a>>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        match node.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                Err(self.error(key, node.span().start, "is empty; fill it or delete the line"))
            }
            DeValue::String(text) => Ok(Some((text.trim(), node.span().start))),
            _ => Err(self.wrong(key, "a text in quotes", example, node)),
        }
    }

    /// A list of texts, none of them empty.
    pub fn texts(&self, key: &str, example: &str) -> Result<Vec<Word<'a>>> {
        let mut texts = Vec::new();
        for node in self.list(key, "a list of texts", example)? {
            match node.get_ref() {
                DeValue::String(text) if text.trim().is_empty() => {
                    return Err(self.error(key, node.span().start, "holds an empty text; fill it or delete it"));
                }
                DeValue::String(text) => texts.push((text.trim(), node.span().start)),
                _ => return Err(self.wrong(key, "a list of texts in quotes", example, node)),
            }
        }
        Ok(texts)
    }

    /// A text or a list of texts.
    pub fn one_or_more(&self, key: &str, example: &str) -> Result<Vec<Word<'a>>> {
        match self.get(key).map(toml::Spanned::get_ref) {
            Some(DeValue::Array(_)) => self.texts(key, example),
            _ => Ok(self.text(key, example)?.into_iter().collect()),
        }
    }

    /// A list of anything; empty when the key is not there.
    fn list(&self, key: &str, expected: &str, example: &str) -> Result<Vec<&'a Node<'i>>> {
        let Some(node) = self.get(key) else { return Ok(Vec::new()) };
        match node.get_ref() {
            DeValue::Array(items) => Ok(items.iter().collect()),
            _ => Err(self.wrong(key, expected, example, node)),
        }
    }

    /// A whole number from `least`.
    pub fn whole(&self, key: &str, least: u64, example: &str) -> Result<Option<u64>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let number = match node.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number.filter(|number| *number >= least) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(key, &format!("a whole number from {least}"), example, node)),
        }
    }

    /// A number above 0.
    pub fn positive(&self, key: &str, example: &str) -> Result<Option<f64>> {
        self.real(key, "a number above 0", example, |number| number > 0.0)
    }

    /// A number.
    pub fn number(&self, key: &str, example: &str) -> Result<Option<f64>> {
        self.real(key, "a number", example, |_| true)
    }

    fn real(&self, key: &str, expected: &str, example: &str, good: fn(f64) -> bool) -> Result<Option<f64>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let number: Option<f64> = match node.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        match number.filter(|number| number.is_finite() && good(*number)) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(key, expected, example, node)),
        }
    }

    /// A day.
    pub fn day(&self, key: &str, example: &str) -> Result<Option<Day>> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let wrong = || self.wrong(key, "a date", example, node);
        day(node.get_ref()).map(Some).ok_or_else(wrong)
    }

    /// A list of days.
    pub fn days(&self, key: &str, example: &str) -> Result<Vec<Day>> {
        let nodes = self.list(key, "a list of dates", example)?;
        nodes
            .iter()
            .map(|node| day(node.get_ref()).ok_or_else(|| self.wrong(key, "a list of dates", example, node)))
            .collect()
    }

    /// A list of tables, written `[[title]]` or inline.
    pub fn sections(&self, key: &str, title: &'static str) -> Result<Vec<Section<'a, 'i>>> {
        let Some(node) = self.get(key) else { return Ok(Vec::new()) };
        let DeValue::Array(items) = node.get_ref() else {
            let message = format!("`{key}` is a list; begin each of its entries with the line `{title}`");
            return Err(self.doc.error(node.span().start, message));
        };
        items.iter().map(|item| Section::new(self.doc, title, item)).collect()
    }
}

/// A day written as a TOML date or as text, `2026-01-31` or `2026/1/31`.
fn day(value: &DeValue<'_>) -> Option<Day> {
    match value {
        DeValue::Datetime(time) if time.time.is_none() => {
            let date = time.date?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).map(day_number)
        }
        DeValue::String(text) => text_day(text),
        _ => None,
    }
}

/// A day written as text.
pub fn text_day(text: &str) -> Option<Day> {
    NaiveDate::parse_from_str(&text.trim().replace('/', "-"), "%Y-%m-%d").ok().map(day_number)
}

/// What a value is, with the value where it is short.
fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{}\"", text.chars().take(40).collect::<String>().escape_debug()),
        DeValue::Integer(number) => format!("the number {}", number.as_str()),
        DeValue::Float(number) => format!("the number {}", number.as_str()),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(time) => format!("the date or time {time}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
