//! Waivers (豁免): a breach somebody has answered for, until a day. In: judged vitals and the charters of their
//! groups. Out: breaches in force turned into things to watch, and what became of every waiver.

use crate::calendar::Day;
use crate::charter::{Waiver, fits};
use crate::report::{Lowered, Vital, Why};
use crate::status::Status;

/// A waiver and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaiverReport {
    /// What the charter says.
    pub waiver: Waiver,
    /// Its last day has passed at as-of.
    pub expired: bool,
    /// Breaches it excused.
    pub used: u64,
}

/// Excuses what waivers in force excuse; `of` tells the waivers of a group with its display name. An expired waiver
/// excuses nothing.
#[must_use]
pub fn waive<'a>(
    vitals: &mut [Vital],
    as_of: Day,
    all: impl IntoIterator<Item = &'a Waiver>,
    of: impl Fn(&str) -> (&'a [Waiver], &'a str),
) -> Vec<WaiverReport> {
    let mut reports: Vec<WaiverReport> = Vec::new();
    for waiver in all {
        if reports.iter().all(|known| known.waiver != *waiver) {
            reports.push(WaiverReport { waiver: waiver.clone(), expired: as_of > waiver.expires, used: 0 });
        }
    }
    for vital in vitals.iter_mut().filter(|vital| vital.status == Status::Breach) {
        let (own, name) = of(&vital.group);
        let excuses = |waiver: &&Waiver| {
            waiver.metric == vital.metric.id
                && waiver.segment == vital.row.segment
                && waiver.group.as_ref().is_none_or(|pattern| fits(pattern, &vital.group, name))
        };
        let place = own
            .iter()
            .filter(excuses)
            .find_map(|waiver| reports.iter().position(|report| report.waiver == *waiver && !report.expired));
        let Some(at) = place else { continue };
        if let Some(report) = reports.get_mut(at) {
            report.used += 1;
        }
        vital.lowered =
            Some(Lowered { from: vital.lowered.map_or(Status::Breach, |was| was.from), why: Why::Waived(at) });
        vital.status = Status::Watch;
    }
    reports
}
