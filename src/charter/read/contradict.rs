//! Rules of a charter that contradict each other: each is right alone, both cannot be kept. In: the charter as
//! read. Out: a mistake for the one that stands later.

use crate::charter::{Charter, Level, Override};
use crate::config::{Doc, Faults};
use crate::metric::Bound;

/// Looks for contradictions in the common part and in what holds for some groups.
pub fn check(charter: &Charter, doc: Doc<'_>, faults: &mut Faults) {
    let mut complain = |line: u64, message: String| faults.extend(vec![doc.error(doc.start(line), message)]);
    for part in std::iter::once(charter).chain(charter.groups.iter().map(|rule| &rule.charter)) {
        for (line, message) in
            thresholds(part).into_iter().chain(waivers(part)).chain(roles(part, doc)).chain(layers(part))
        {
            complain(line, message);
        }
        if let Some(id) = part.gate.require.iter().find(|id| unjudged(part, id)) {
            let line = line_of(doc, "require");
            complain(line, format!("[gate] requires `{id}`, which this charter leaves unjudged; keep one of the two"));
        }
    }
}

/// Where a key first stands; what has no line of its own is looked for.
fn line_of(doc: Doc<'_>, key: &str) -> u64 {
    let is = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    doc.text.lines().zip(1..).find(|(line, _)| is(line)).map_or(1, |(_, number)| number)
}

/// Switched off, or shown without a verdict.
fn unjudged(charter: &Charter, id: &str) -> bool {
    let allowed = |rule: &Override| rule.metric == id && rule.segment.is_none() && rule.level == Some(Level::Allow);
    charter.off.iter().any(|off| off == id) || charter.overrides.iter().any(allowed)
}

fn thresholds(charter: &Charter) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    for rule in &charter.overrides {
        let id = &rule.metric;
        if charter.off.contains(id) {
            found.push((rule.line, format!("the [[threshold]] of `{id}` has no effect: [metrics] off names it")));
        } else if rule.level == Some(Level::Allow)
            && (rule.persistent.is_some() || rule.decision.is_some() || rule.regress.is_some())
        {
            let message = format!(
                "level = \"allow\" leaves `{id}` unjudged, so `persistent`, `decision` and `regress` beside it say nothing"
            );
            found.push((rule.line, message));
        }
        let response = id == "admin_response_time" && rule.segment.is_none();
        if let (true, Some(sla), Some(Bound::Above(limit))) = (response, charter.sla_minutes, rule.breach)
            && sla.total_cmp(&limit).is_ne()
        {
            let message = format!(
                "[service] promises an answer within {sla} minutes, this [[threshold]] breaks above {limit}; keep one of the two"
            );
            found.push((rule.line, message));
        }
    }
    found
}

fn waivers(charter: &Charter) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    for (at, waiver) in charter.waivers.iter().enumerate() {
        let key = (&waiver.metric, &waiver.segment, &waiver.group);
        let before = charter.waivers.iter().take(at).find(|old| (&old.metric, &old.segment, &old.group) == key);
        if let Some(old) = before {
            let message =
                format!("`{}` has a [[waiver]] on line {} already; keep one of the two", waiver.metric, old.line);
            found.push((waiver.line, message));
        } else if waiver.segment.is_none() && unjudged(charter, &waiver.metric) {
            let message =
                format!("the [[waiver]] of `{}` has no effect: this charter leaves it unjudged", waiver.metric);
            found.push((waiver.line, message));
        }
    }
    found
}

fn roles(charter: &Charter, doc: Doc<'_>) -> Vec<(u64, String)> {
    let people = [("owner", &charter.owner), ("admins", &charter.admins)];
    let apart = [("bots", &charter.bots), ("operators", &charter.operators)];
    let mut found = Vec::new();
    for (role, names) in people {
        for (other, excluded) in apart {
            if let Some(name) = names.iter().find(|name| excluded.contains(name)) {
                let message =
                    format!("`{name}` stands in `{role}` and in `{other}` of [roles]: counted and never counted");
                found.push((line_of(doc, other), message));
            }
        }
    }
    found
}

/// Shares of layers add up to one: bands must leave room for that.
fn layers(charter: &Charter) -> Vec<(u64, String)> {
    let band = |segment: &str| {
        let rule = charter
            .overrides
            .iter()
            .find(|rule| rule.metric == "layer_shares" && rule.segment.as_deref() == Some(segment))?;
        let (low, high) = rule.breach?.limits();
        Some((low.unwrap_or(0.0), high.unwrap_or(1.0), rule.line))
    };
    let bands: Vec<(f64, f64, u64)> = ["core", "active", "ordinary"].iter().filter_map(|name| band(name)).collect();
    let Some(line) = bands.iter().map(|band| band.2).max().filter(|_| bands.len() == 3) else { return Vec::new() };
    let (least, most): (f64, f64) = bands.iter().fold((0.0, 0.0), |sum, band| (sum.0 + band.0, sum.1 + band.1));
    let slack = 1e-9;
    if least > 1.0 + slack || most < 1.0 - slack {
        let (least, most) = (least * 100.0, most * 100.0);
        let message = format!(
            "the bands of `layer_shares` cannot hold together: core, active and ordinary add up to 100 %, these allow \
             {least:.0} to {most:.0} %"
        );
        return vec![(line, message)];
    }
    Vec::new()
}
