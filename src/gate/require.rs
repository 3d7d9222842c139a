//! Vitals that must be judged (必查体征): `--require` and `[gate] require`. In: judged vitals and what each group
//! requires. Out: those that could not be judged, and as what they stand.

use crate::report::Vital;
use crate::status::Status;

/// A required vital without a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unmet {
    /// Metric id.
    pub metric: String,
    /// Group id.
    pub group: String,
    /// What it came to.
    pub status: Status,
    /// Observations it had.
    pub n: u64,
    /// Observations it needs.
    pub n_min: u64,
}

/// The required vitals of a group that have no verdict.
#[must_use]
pub fn unmet(vitals: &[Vital], group: &str, required: &[String]) -> Vec<Unmet> {
    let mut found: Vec<Unmet> = Vec::new();
    for id in required {
        let headline = vitals.iter().find(|vital| vital.group == group && vital.metric.id == id && vital.is_headline());
        let status = headline.map_or(Status::NoData, |vital| vital.status);
        let told = status.judged() || status == Status::Info;
        if !told && found.iter().all(|known| known.metric != *id) {
            found.push(Unmet {
                metric: id.clone(),
                group: group.to_owned(),
                status,
                n: headline.map_or(0, |vital| vital.row.n),
                n_min: headline.and_then(|vital| vital.rule).map_or(0, |rule| rule.n_min),
            });
        }
    }
    found
}
