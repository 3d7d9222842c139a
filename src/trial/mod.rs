//! Unit tests of a charter's thresholds (章程测试): rows with made-up numbers, and the verdict each must get. In: a test
//! file and the charter it names. Out: one result a row. The rows go through the same judging as real ones; nothing is
//! read from exports.

mod read;

use std::path::{Path, PathBuf};

use crate::calendar::Day;
use crate::charter::{self, Charter, Named, Settings, ThresholdProfile};
use crate::error::{Error, Result};
use crate::metric::{METRICS, Measurement, Metric, Standing};
use crate::report::{Excluded, Vital};
use crate::status::Status;
use crate::{gate, verdict};

pub use read::{Case, Row, Suite};

/// What a row came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Name of its test.
    pub test: String,
    /// Its place in the test, from 1.
    pub row: usize,
    /// Line of the file.
    pub line: u64,
    /// Vital, with its segment.
    pub vital: String,
    /// What was expected.
    pub expected: Status,
    /// What came out.
    pub got: Status,
}

/// Runs a test file.
///
/// # Errors
/// [`Error::Io`] and [`Error::Config`] for the file or its charter.
pub fn run(path: &Path) -> Result<Vec<Verdict>> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
    let suite = Suite::read(path, &text)?;
    let place = charter_path(path, &suite);
    let text = std::fs::read_to_string(&place).map_err(|source| Error::io(&place, source))?;
    let charter = charter::read(&place, &text, METRICS)?;
    Ok(suite.cases.iter().flat_map(|case| judge(case, &charter)).collect())
}

/// The charter a test file names, beside it.
fn charter_path(path: &Path, suite: &Suite) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(&suite.charter)
}

fn judge(case: &Case, charter: &Charter) -> Vec<Verdict> {
    let id = case.group.clone().unwrap_or_default();
    let platform = case
        .platform
        .clone()
        .unwrap_or_else(|| id.split_once(':').map(|(platform, _)| platform.to_owned()).unwrap_or_default());
    let own = charter.of(Named { id: &id, name: &id, platform: &platform, kind: case.kind.as_deref() });
    let settings = settings(&own, case.as_of);
    let results = case.rows.iter().zip(1..).filter_map(|(row, place)| {
        let metric = METRICS.iter().find(|metric| metric.id == row.metric)?;
        let mut vital = [vital(metric, row, &id, &settings, case.as_of)];
        let [judged] = &mut vital;
        persist(judged, &row.earlier);
        let _ = gate::waive(&mut vital, case.as_of, &own.waivers, |_| (own.waivers.as_slice(), ""));
        let [judged] = &vital;
        Some(Verdict {
            test: case.name.clone(),
            row: place,
            line: row.line,
            vital: row.segment.as_ref().map_or_else(|| row.metric.clone(), |part| format!("{}[{part}]", row.metric)),
            expected: row.expect,
            got: judged.status,
        })
    });
    results.collect()
}

fn settings(charter: &Charter, as_of: Day) -> Settings {
    Settings {
        as_of,
        preset: charter.preset.unwrap_or_default(),
        profile: charter.profile.unwrap_or_default(),
        thresholds: ThresholdProfile::Seed,
        asked: METRICS.iter().map(|metric| metric.id).collect(),
        names_shown: true,
        overrides: charter::overrides(charter),
        charter: charter.clone(),
    }
}

fn vital(metric: &'static Metric, row: &Row, group: &str, settings: &Settings, as_of: Day) -> Vital {
    let mut measured = match (row.numerator, row.denominator) {
        (Some(numerator), Some(denominator)) => Measurement::ratio(numerator, denominator),
        _ => Measurement { value: row.value, standing: Standing::Judge, ..Measurement::new(metric.unit) },
    };
    measured.n = row.n.unwrap_or(measured.n);
    measured.segment.clone_from(&row.segment);
    measured.period = Some((as_of - 6, as_of));
    let judged = verdict::judge(metric, &measured, settings);
    Vital {
        metric,
        group: group.to_owned(),
        row: measured,
        status: judged.status,
        interval_status: judged.interval_status,
        threshold: judged.threshold,
        bounds: judged.bounds,
        rule: judged.rule,
        lowered: judged.lowered,
        excluded: Excluded::default(),
        advice_key: None,
        advice: None,
    }
}

/// Holds a breach against the periods before it, the latest first.
fn persist(vital: &mut Vital, earlier: &[Status]) {
    let of = vital.rule.map_or(1, |rule| rule.persistent);
    let before = earlier.iter().take_while(|status| **status == Status::Breach).count();
    let seen = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
    if vital.status == Status::Breach && seen < of {
        gate::wait(vital, seen, of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHARTER: &str = r#"
[gate]
persistent = 2
[[threshold]]
metric = "weekly_retention"
decision = "interval"
persistent = 1
[[threshold]]
metric = "link_ctr"
level = "warn"
persistent = 1
[[waiver]]
metric = "daily_messages"
expires = 2026-03-31
reason = "holidays"
[[groups]]
id = "qq:*"
[[groups.threshold]]
metric = "daily_messages"
breach = "< 50"
"#;

    fn tried(rows: &str) -> Vec<(Status, Status)> {
        let text = format!("charter = \"c.toml\"\n[[test]]\nname = \"t\"\n{rows}");
        let suite = Suite::read(Path::new("t.toml"), &text).unwrap();
        let charter = charter::read(Path::new("c.toml"), CHARTER, METRICS).unwrap();
        let results: Vec<Verdict> = suite.cases.iter().flat_map(|case| judge(case, &charter)).collect();
        results.iter().map(|result| (result.expected, result.got)).collect()
    }

    #[test]
    fn rows_are_judged_as_real_ones() {
        for rows in [
            "rows = [{ metric = \"weekly_retention\", numerator = 29, denominator = 50, expect = \"watch\" }]",
            "rows = [{ metric = \"weekly_retention\", numerator = 20, denominator = 50, expect = \"breach\" }]",
            "rows = [{ metric = \"weekly_retention\", numerator = 3, denominator = 5, expect = \"insufficient_n\" }]",
            "rows = [{ metric = \"link_ctr\", value = 0.1, n = 40, expect = \"watch\" }]",
            "as_of = 2026-04-05\nrows = [{ metric = \"daily_messages\", value = 4, n = 7, expect = \"watch\" }]",
            "as_of = 2026-04-05\nrows = [{ metric = \"daily_messages\", value = 4, n = 7, earlier = [\"breach\"], expect = \"breach\" }]",
            "as_of = 2026-03-29\nrows = [{ metric = \"daily_messages\", value = 4, n = 7, earlier = [\"breach\"], expect = \"watch\" }]",
            "as_of = 2026-04-05\ngroup = \"qq:1\"\nrows = [{ metric = \"daily_messages\", value = 49.9, n = 7, earlier = [\"breach\"], expect = \"breach\" }]",
            "as_of = 2026-04-05\ngroup = \"irc:1\"\nrows = [{ metric = \"daily_messages\", value = 49.9, n = 7, earlier = [\"breach\"], expect = \"ok\" }]",
            "rows = [{ metric = \"daily_messages\", n = 7, expect = \"no_data\" }]",
        ] {
            let results = tried(rows);
            assert_eq!(results.len(), 1);
            assert_eq!(results[0].0, results[0].1, "{rows}");
        }
    }
}
