//! `[[threshold]]`: overrides of built-in thresholds, checked against the metrics there are. In: one
//! table of the charter. Out: an [`Override`] that can fire.

use crate::charter::{Level, Override, parse_bound};
use crate::config::{Faults, Section, meant, nearest};
use crate::error::Result;
use crate::metric::{Bound, Metric};

use super::{Known, choice, gate, range};

/// Reads the overrides; `metrics` are the vitals there are, none to skip the check.
pub fn overrides(sections: &[Section<'_, '_>], metrics: Known<'_>, faults: &mut Faults) -> Vec<Override> {
    let mut overrides: Vec<Override> = Vec::new();
    for section in sections {
        let Some(new) = faults.keep(one(section, metrics)) else { continue };
        let same = |old: &&Override| old.metric == new.metric && old.segment == new.segment;
        if let Some(old) = overrides.iter().find(same) {
            let message =
                format!("`{}` has a [[threshold]] on line {} already; keep one of the two", new.metric, old.line);
            faults.keep::<()>(Err(section.doc.error(section.at, message)));
            continue;
        }
        overrides.push(new);
    }
    overrides
}

fn one(section: &Section<'_, '_>, metrics: Known<'_>) -> Result<Override> {
    let metric = section.require("metric", "\"daily_messages\"", section.text("metric", "\"daily_messages\"")?)?;
    let segment = section.text("segment", "\"core\"")?;
    if let Some((message, at)) = unknown(metric, segment, metrics, section.title) {
        return Err(section.doc.error(at, message));
    }
    let known = metrics.iter().find(|known| known.id == metric.0).copied().filter(|_| segment.is_none());
    let read = Override {
        metric: metric.0.to_owned(),
        segment: segment.map(|(name, _)| name.to_owned()),
        breach: bound(section, "breach", "\"< 5\"", known)?,
        watch: bound(section, "watch", "\"< 8\"", known)?,
        n_min: section.whole("n_min", 0, "10")?,
        level: choice(section, "level", "\"warn\"", &Level::ALL.map(|level| (level.name(), level)))?,
        persistent: gate::persistent(section)?,
        decision: gate::decision(section)?,
        regress: gate::regress(section)?,
        line: section.doc.line(section.at) as u64,
    };
    let Override { breach, watch, n_min, level, persistent, decision, regress, .. } = &read;
    let rule = level.is_none() && persistent.is_none() && decision.is_none() && regress.is_none();
    if breach.is_none() && watch.is_none() && n_min.is_none() && rule {
        let message = format!("the [[threshold]] of `{}` changes nothing; add `breach`, `watch` or `n_min`", metric.0);
        return Err(section.doc.error(section.at, message));
    }
    if let (Some(breach), Some(watch)) = (breach, watch)
        && swallows(breach, watch)
    {
        let at = section.get("watch").map_or(section.at, |node| node.span().start);
        let message = format!(
            "watch `{watch}` would never fire: breach `{breach}` fires first; make watch the stricter one, or swap the two"
        );
        return Err(section.doc.error(at, message));
    }
    Ok(read)
}

fn bound(section: &Section<'_, '_>, key: &str, example: &str, metric: Option<&Metric>) -> Result<Option<Bound>> {
    let Some((text, at)) = section.text(key, example)? else { return Ok(None) };
    let wrong = |message: String| section.doc.error(at, format!("`{key}` in [[threshold]]: {message}"));
    let bound = parse_bound(text).map_err(wrong)?;
    match metric.and_then(|metric| range::senseless(metric, &bound)) {
        Some(message) => Err(wrong(message)),
        None => Ok(Some(bound)),
    }
}

/// What to say, and where, of a metric or segment that does not exist.
pub fn unknown(
    metric: (&str, usize),
    segment: Option<(&str, usize)>,
    metrics: Known<'_>,
    title: &str,
) -> Option<(String, usize)> {
    if metrics.is_empty() {
        return None;
    }
    let Some(known) = metrics.iter().find(|known| known.id == metric.0) else {
        let ids: Vec<&str> = metrics.iter().map(|known| known.id).collect();
        let hint = nearest(metric.0, &ids)
            .map_or_else(|| "`chatvitals metrics` lists them".to_owned(), |id| format!("did you mean `{id}`?"));
        return Some((format!("unknown metric `{}` in {title}; {hint}", metric.0), metric.1));
    };
    let (name, at) = segment?;
    let segments: Vec<&str> = known.segments.iter().map(|(name, _)| *name).collect();
    let fits = |known: &&str| known.strip_suffix('…').map_or(name == *known, |prefix| name.starts_with(prefix));
    if segments.iter().any(fits) {
        return None;
    }
    let hint = match segments.as_slice() {
        [] => "it has none, delete the line".to_owned(),
        segments => meant(name, segments),
    };
    Some((format!("unknown segment `{name}` of `{}`; {hint}", metric.0), at))
}

/// Whether every value that is out of the watch bound is out of the breach bound too, so that watch
/// says nothing. Equal bounds are let through: that is how a charter switches a built-in watch off.
fn swallows(breach: &Bound, watch: &Bound) -> bool {
    let ((breach_low, breach_high), (watch_low, watch_high)) = (rays(breach), rays(watch));
    let inside = |watch: Ray, breach: Ray| match (watch, breach) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(watch), Some(breach)) => watch <= breach,
    };
    breach != watch && inside(watch_low, breach_low) && inside(watch_high, breach_high)
}

/// Where a ray begins, and 1 when its beginning belongs to it; `None`: no ray.
type Ray = Option<(f64, u8)>;

/// What lies out of bounds: below a value and above one. The upper ray is mirrored, so that of two
/// rays the longer is the greater.
fn rays(bound: &Bound) -> (Ray, Ray) {
    match *bound {
        Bound::Below(low) => (Some((low, 0)), None),
        Bound::AtMost(low) => (Some((low, 1)), None),
        Bound::Above(high) => (None, Some((-high, 0))),
        Bound::AtLeast(high) => (None, Some((-high, 1))),
        Bound::Outside(low, high) => (Some((low, 0)), Some((-high, 0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_within_breach_never_fires() {
        for (breach, watch, never) in [
            ("< 5", "< 8", false),
            ("< 8", "< 5", true),
            ("< 5", "< 5", false),
            ("<= 5", "< 5", true),
            ("< 5", "<= 5", false),
            ("> 15", "> 10", false),
            ("> 10", "> 15", true),
            (">= 10", "> 10", true),
            ("outside 1..10", "outside 2..9", false),
            ("outside 2..9", "outside 1..10", true),
            ("outside 2..9", "outside 1..8", false),
            ("outside 2..9", "> 9", true),
            ("< 5", "> 3", false),
            ("< 5", "outside 4..9", false),
        ] {
            let read = |text| parse_bound(text).unwrap();
            assert_eq!(swallows(&read(breach), &read(watch)), never, "breach {breach}, watch {watch}");
        }
    }
}
