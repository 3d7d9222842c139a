//! The `metrics.json` of an earlier run, as a later one is held against it. In: its bytes. Out: its rows, one a
//! metric, group and segment.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::calendar::{Day, parse_day};
use crate::error::{Error, Result};
use crate::report::Vital;
use crate::status::Status;

use super::compare::Key;

/// An earlier run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Baseline {
    /// Where it was read from.
    pub path: String,
    /// Last local day it judged.
    pub as_of: Day,
    /// Names of groups by id.
    pub groups: BTreeMap<String, String>,
    /// Rows by metric, group and segment; of several periods the latest.
    pub rows: BTreeMap<Key, Row>,
}

/// A row of an earlier run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The value.
    pub value: Option<f64>,
    /// Its unit's name.
    pub unit: String,
    /// What it came to.
    pub status: Status,
    /// What its numbers alone said.
    pub raw: Status,
    /// First and last local day.
    pub period: Option<(Day, Day)>,
    /// Observations.
    pub n: u64,
    /// The bound it was held against.
    pub threshold: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    schema: String,
    as_of: String,
    groups: Vec<Group>,
    metrics: Vec<Metric>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Metric {
    id: String,
    group: String,
    segment: Option<String>,
    period_start: Option<String>,
    period_end: Option<String>,
    value: Option<f64>,
    unit: String,
    n: u64,
    status: String,
    threshold: Option<String>,
    lowered: Option<Lowered>,
}

#[derive(Deserialize)]
struct Lowered {
    from: String,
}

impl Baseline {
    /// Reads a `metrics.json`.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Usage`] when it is no such document.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::io(path, source))?;
        let wrong = |what: String| {
            Error::Usage(format!("{}: {what}; give the metrics.json that `chatvitals report` wrote", path.display()))
        };
        let document: Document =
            serde_json::from_slice(&bytes).map_err(|error| wrong(format!("is no metrics.json ({error})")))?;
        if document.schema != "chatvitals/metrics/1" {
            return Err(wrong(format!("has the schema {}, this program reads chatvitals/metrics/1", document.schema)));
        }
        let as_of = parse_day("as_of", &document.as_of)?;
        let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
        for metric in document.metrics {
            let day = |text: &Option<String>| text.as_ref().and_then(|text| parse_day("", text).ok());
            let status =
                Status::parse(&metric.status).ok_or_else(|| wrong(format!("has no status {}", metric.status)))?;
            let row = Row {
                value: metric.value,
                unit: metric.unit,
                status,
                raw: metric.lowered.and_then(|lowered| Status::parse(&lowered.from)).unwrap_or(status),
                period: day(&metric.period_start).zip(day(&metric.period_end)),
                n: metric.n,
                threshold: metric.threshold,
            };
            let key = Key { metric: metric.id, group: metric.group, segment: metric.segment };
            let later = rows.get(&key).is_none_or(|known| known.period <= row.period);
            if later {
                rows.insert(key, row);
            }
        }
        let groups = document.groups.into_iter().map(|group| (group.id, group.name)).collect();
        Ok(Self { path: path.display().to_string(), as_of, groups, rows })
    }

    /// What a row came to in the period that ends the day before it begins, if this is the run of then.
    #[must_use]
    pub fn before(&self, vital: &Vital) -> Option<Status> {
        let row = self.rows.get(&Key::of(vital))?;
        let (start, _) = vital.row.period?;
        row.period.filter(|(_, end)| *end + 1 == start).map(|_| row.raw)
    }
}
