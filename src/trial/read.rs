//! The test file: `charter = "…"`, then `[[test]]`s with `rows`. In: its text. Out: cases, or the first mistake with
//! its line.

use std::path::Path;

use crate::calendar::Day;
use crate::config::{self, Doc, Section, meant};
use crate::error::Result;
use crate::metric::METRICS;
use crate::status::Status;

/// Last day judged where a test names none: a Sunday.
const SOME_SUNDAY: Day = 20_533;
const TOP: &[&str] = &["charter", "test"];
const TEST: &[&str] = &["name", "group", "platform", "type", "as_of", "rows"];
const ROW: &[&str] = &["metric", "segment", "value", "numerator", "denominator", "n", "earlier", "expect"];

/// A test file.
#[derive(Debug, Clone, PartialEq)]
pub struct Suite {
    /// The charter, beside the file.
    pub charter: String,
    /// Its tests.
    pub cases: Vec<Case>,
}

/// One test.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it holds.
    pub name: String,
    /// Whose rules are tried: a group's id.
    pub group: Option<String>,
    /// … its platform, where the id does not say.
    pub platform: Option<String>,
    /// … its kind.
    pub kind: Option<String>,
    /// Last day judged.
    pub as_of: Day,
    /// Rows.
    pub rows: Vec<Row>,
}

/// One made-up row and the verdict it must get.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Metric id.
    pub metric: String,
    /// Segment; `None` for the headline.
    pub segment: Option<String>,
    /// The value, for what is no share.
    pub value: Option<f64>,
    /// Numerator of a share; with its denominator the row has an interval.
    pub numerator: Option<u64>,
    /// Denominator of a share.
    pub denominator: Option<u64>,
    /// Observations; the denominator where there is one.
    pub n: Option<u64>,
    /// What the complete periods before came to, the latest first.
    pub earlier: Vec<Status>,
    /// The verdict it must get.
    pub expect: Status,
    /// Line it stands on.
    pub line: u64,
}

impl Suite {
    /// Reads a test file.
    ///
    /// # Errors
    /// [`crate::error::Error::Config`] with the line of the first mistake.
    pub fn read(path: &Path, text: &str) -> Result<Self> {
        let doc = Doc { path, text: text.strip_prefix('\u{feff}').unwrap_or(text) };
        let table = config::parse(doc)?;
        let root = Section::root(doc, &table);
        known(&root, TOP)?;
        let charter = root.text("charter", "\"charter.toml\"")?.map_or("charter.toml", |(name, _)| name);
        let tests = root.sections("test", "[[test]]")?;
        if tests.is_empty() {
            return Err(doc.error(0, "holds no test; begin one with the line `[[test]]`".to_owned()));
        }
        let cases = tests.iter().map(case).collect::<Result<_>>()?;
        Ok(Self { charter: charter.to_owned(), cases })
    }
}

fn known(section: &Section<'_, '_>, keys: &[&str]) -> Result<()> {
    config::no_strange_key(section, keys, |_| None)
}

fn case(section: &Section<'_, '_>) -> Result<Case> {
    known(section, TEST)?;
    let owned = |key: &str, example: &str| -> Result<Option<String>> {
        Ok(section.text(key, example)?.map(|(text, _)| text.to_owned()))
    };
    let rows = section.sections("rows", "rows")?;
    if rows.is_empty() {
        return Err(section.doc.error(section.at, "[[test]] has no `rows`; add such as `rows = [{ metric = \"daily_messages\", value = 4, n = 7, expect = \"breach\" }]`".to_owned()));
    }
    Ok(Case {
        name: section.require("name", "\"five a day is enough\"", owned("name", "\"five a day is enough\"")?)?,
        group: owned("group", "\"telegram:123\"")?,
        platform: owned("platform", "\"telegram\"")?,
        kind: owned("type", "\"service\"")?,
        as_of: section.day("as_of", "2026-03-22")?.unwrap_or(SOME_SUNDAY),
        rows: rows.iter().map(row).collect::<Result<_>>()?,
    })
}

fn row(section: &Section<'_, '_>) -> Result<Row> {
    known(section, ROW)?;
    let (metric, at) =
        section.require("metric", "\"daily_messages\"", section.text("metric", "\"daily_messages\"")?)?;
    let ids: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
    if !ids.contains(&metric) {
        let message = format!("is \"{metric}\", which is no vital; {}", meant(metric, &ids));
        return Err(section.error("metric", at, &message));
    }
    let (expect, at) = section.require("expect", "\"breach\"", section.text("expect", "\"breach\"")?)?;
    let earlier = section.texts("earlier", "[\"breach\"]")?;
    Ok(Row {
        metric: metric.to_owned(),
        segment: section.text("segment", "\"core\"")?.map(|(name, _)| name.to_owned()),
        value: section.number("value", "4")?,
        numerator: section.whole("numerator", 0, "3")?,
        denominator: section.whole("denominator", 0, "5")?,
        n: section.whole("n", 0, "7")?,
        earlier: earlier.into_iter().map(|(word, at)| status(section, "earlier", word, at)).collect::<Result<_>>()?,
        expect: status(section, "expect", expect, at)?,
        line: section.doc.line(section.at) as u64,
    })
}

fn status(section: &Section<'_, '_>, key: &str, word: &str, at: usize) -> Result<Status> {
    let words = Status::ALL.map(Status::name);
    let wrong = || section.error(key, at, &format!("is \"{word}\", which is no verdict; {}", meant(word, &words)));
    Status::parse(word).ok_or_else(wrong)
}
