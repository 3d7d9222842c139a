//! Bounds no value can meet, and bounds every value meets: almost always a wrong unit. In: a vital and a bound.
//! Out: what is wrong and what was meant.

use crate::metric::{Bound, Metric};
use crate::unit::Unit;

/// Shares that may pass 1: more came than were counted on.
const PAST_ONE: &[&str] = &["capacity_utilisation", "file_download_rate", "link_ctr", "event_lift"];
/// Differences: a value below 0 is as good as one above.
const SIGNED: &[&str] =
    &["event_lift", "contributor_retention_gap", "cross_platform_comparison", "charter_survival_lift"];

/// What is wrong with a bound on the headline of `metric`; `None` when it can be kept and can be broken.
pub fn senseless(metric: &Metric, bound: &Bound) -> Option<String> {
    let (low, high) = bound.limits();
    let floor = (metric.unit != Unit::Index && !SIGNED.contains(&metric.id)).then_some(0.0);
    let ceiling = (metric.unit == Unit::Ratio && !PAST_ONE.contains(&metric.id)).then_some(1.0);
    if let (Some(ceiling), Some(limit)) = (ceiling, [low, high].into_iter().flatten().find(|limit| *limit > 1.0))
        && limit > ceiling
    {
        let meant = if limit <= 100.0 { format!(" (for {limit} % write {})", limit / 100.0) } else { String::new() };
        return Some(format!("`{bound}`: `{}` is a share between 0 and 1{meant}", metric.id));
    }
    let below = |value: f64| floor.is_some_and(|floor| value < floor);
    let (never, always) = match *bound {
        Bound::Below(limit) => (floor.is_some_and(|floor| limit <= floor), false),
        Bound::AtMost(limit) => (below(limit), ceiling.is_some_and(|ceiling| limit >= ceiling)),
        Bound::Above(limit) => (ceiling.is_some_and(|ceiling| limit >= ceiling), below(limit)),
        Bound::AtLeast(limit) => (false, floor.is_some_and(|floor| limit <= floor)),
        Bound::Outside(low, high) => {
            (floor.is_some_and(|floor| low <= floor) && ceiling.is_some_and(|ceiling| high >= ceiling), below(high))
        }
    };
    let unit = metric.unit.name();
    if never {
        return Some(format!(
            "`{bound}` can never be broken: `{}` ({unit}) is never there; to leave the vital unjudged write `level = \"allow\"`",
            metric.id
        ));
    }
    always.then(|| format!("`{bound}` is always broken: every value of `{}` ({unit}) is there", metric.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::parse_bound;
    use crate::metric::find;

    #[test]
    fn wrong_units_and_impossible_bounds() {
        for (metric, bound, part) in [
            ("weekly_retention", "< 60", Some("for 60 % write 0.6")),
            ("weekly_retention", "< 0.6", None),
            ("weekly_retention", "< 0", Some("never")),
            ("weekly_retention", ">= 0", Some("always")),
            ("weekly_retention", "> 1", Some("never")),
            ("weekly_retention", "<= 1", Some("always")),
            ("weekly_retention", "outside 0..1", Some("never")),
            ("weekly_retention", "outside 0.5..0.9", None),
            ("daily_messages", "< 0", Some("never")),
            ("daily_messages", "> -1", Some("always")),
            ("daily_messages", "< 5", None),
            ("capacity_utilisation", "> 1.2", None),
            ("event_lift", "< -0.1", None),
            ("participation_gini", "> 0.9", None),
        ] {
            let said = senseless(find(metric).unwrap(), &parse_bound(bound).unwrap());
            match part {
                None => assert_eq!(said, None, "{metric} {bound}"),
                Some(part) => {
                    assert!(said.as_ref().is_some_and(|said| said.contains(part)), "{metric} {bound}: {said:?}");
                }
            }
        }
    }
}
