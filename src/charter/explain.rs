//! What is in force (生效规则): every rule that may judge a vital, and where it comes from. In: a charter for one group
//! and the vitals there are. Out: rows, the headline of a vital before its segments.

use super::threshold::overrides;
use super::{Charter, Override, Rule};
use crate::metric::Metric;

/// One rule in force.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct InForce {
    /// Metric id.
    pub metric: &'static str,
    /// Segment; `None` for the headline.
    pub segment: Option<String>,
    /// The rule.
    pub rule: Rule,
    /// `[metrics] off` names the vital: it is not computed.
    pub off: bool,
}

/// Every rule in force under a charter.
#[must_use]
pub fn in_force(charter: &Charter, metrics: &[&'static Metric]) -> Vec<InForce> {
    let overrides = overrides(charter);
    let mut rows = Vec::new();
    for metric in metrics {
        let built_in = metric.thresholds.iter().map(|rule| rule.segment.map(str::to_owned));
        let own = overrides.iter().filter(|rule| rule.metric == metric.id).map(|rule| rule.segment.clone());
        let mut segments: Vec<Option<String>> = built_in.chain(own).collect();
        segments.sort();
        segments.dedup();
        for segment in segments {
            let is_for = |rule: &&Override| rule.metric == metric.id && rule.segment == segment;
            let over: Vec<&Override> = overrides.iter().filter(is_for).collect();
            let base = metric.thresholds.iter().find(|rule| rule.segment == segment.as_deref());
            if let Some(rule) = Rule::of(base, &over, &charter.gate) {
                let off = charter.off.iter().any(|off| off == metric.id);
                rows.push(InForce { metric: metric.id, segment, rule, off });
            }
        }
    }
    rows
}
