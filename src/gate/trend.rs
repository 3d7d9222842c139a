//! The past of every vital over many runs (走势). In: metrics.json documents. Out: one history a vital, group and
//! segment, oldest first; a run of the same day given later replaces the earlier one.

use std::collections::BTreeMap;

use super::baseline::{Baseline, Row};
use super::compare::Key;
use crate::calendar::Day;
use crate::metric::METRICS;

/// One vital of one group over the runs.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Which.
    pub key: Key,
    /// Display name of the group in the last run that holds it.
    pub group: String,
    /// The last day judged by each run, and the row; `None` where a run has none.
    pub points: Vec<(Day, Option<Row>)>,
}

impl History {
    /// The last run that has a row.
    #[must_use]
    pub fn last(&self) -> Option<&Row> {
        self.points.iter().rev().find_map(|(_, row)| row.as_ref())
    }

    /// Runs with a value.
    #[must_use]
    pub fn known(&self) -> usize {
        self.points.iter().filter(|(_, row)| row.as_ref().is_some_and(|row| row.value.is_some())).count()
    }

    /// Value of the last run minus that of the run before it, both known.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        let mut values = self.points.iter().rev().map(|(_, row)| row.as_ref()?.value);
        Some(values.next()?? - values.next()??)
    }
}

/// The histories of rows that were ever judged, by group, then in report order; with `all`, of every headline with a value.
#[must_use]
pub fn histories(runs: &[Baseline], all: bool) -> Vec<History> {
    let mut by_day: BTreeMap<Day, &Baseline> = BTreeMap::new();
    for run in runs {
        by_day.insert(run.as_of, run);
    }
    let mut keys: BTreeMap<Key, String> = BTreeMap::new();
    for run in by_day.values() {
        for (key, row) in &run.rows {
            if row.status.judged() || (all && key.segment.is_none() && row.value.is_some()) {
                let name = run.groups.get(&key.group).cloned().unwrap_or_else(|| key.group.clone());
                keys.insert(key.clone(), name);
            }
        }
    }
    let history = |(key, group): (Key, String)| {
        let points = by_day.iter().map(|(day, run)| (*day, run.rows.get(&key).cloned())).collect();
        History { key, group, points }
    };
    let mut histories: Vec<History> = keys.into_iter().map(history).collect();
    let place = |id: &str| METRICS.iter().position(|metric| metric.id == id).unwrap_or(METRICS.len());
    histories.sort_by_cached_key(|known| {
        (known.key.group.clone(), place(&known.key.metric), known.key.metric.clone(), known.key.segment.clone())
    });
    histories
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;

    fn run(as_of: Day, value: Option<f64>) -> Baseline {
        let key = Key { group: "g".into(), metric: "daily_messages".into(), segment: None };
        let row = Row {
            value,
            unit: "messages/day".into(),
            status: if value.is_some() { Status::Ok } else { Status::NoData },
            raw: Status::Ok,
            period: None,
            n: 7,
            threshold: None,
        };
        Baseline {
            path: String::new(),
            as_of,
            groups: [("g".to_owned(), format!("name {as_of}"))].into(),
            rows: [(key, row)].into(),
        }
    }

    #[test]
    fn runs_are_ordered_and_the_last_of_a_day_counts() {
        let runs = [run(14, Some(3.0)), run(7, Some(1.0)), run(14, Some(4.0)), run(21, None)];
        let histories = histories(&runs, false);
        let history = &histories[0];
        let values: Vec<Option<f64>> = history.points.iter().map(|(_, row)| row.as_ref()?.value).collect();
        assert_eq!(values, [Some(1.0), Some(4.0), None]);
        assert_eq!((history.known(), history.change()), (2, None));
        assert_eq!(history.group, "name 14");
    }
}
