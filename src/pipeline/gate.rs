//! The gate over judged vitals: which breaches persist, which are excused, what was required, what is missing, what
//! has changed. In: the reading and its verdicts. Out: milder verdicts where the charter grants them, and what the
//! gate has to say.

use super::earlier;
use super::part::Task;
use crate::charter::Waiver;
use crate::dataset::Group;
use crate::error::Result;
use crate::gate::{Facts, Gate, compare, obstacles, unmet, waive};
use crate::report::{InputReport, Vital};

/// Holds the gate. Order matters: a breach must persist before a waiver is spent on it.
///
/// # Errors
/// As [`super::build`].
pub(super) fn hold(task: Task<'_>, groups: &[Group], inputs: &[InputReport], vitals: &mut [Vital]) -> Result<Gate> {
    let Task { question, reading, as_of, .. } = task;
    let short = earlier::hold(task, groups, vitals)?;
    let nobody: (&[Waiver], &str) = (&[], "");
    let of = |id: &str| {
        let group = groups.iter().find(|group| group.id == id);
        group.map_or(nobody, |group| (group.charter.waivers.as_slice(), group.name.as_str()))
    };
    let charters = std::iter::once(&reading.charter).chain(reading.charter.groups.iter().map(|rule| &rule.charter));
    let waivers = waive(vitals, as_of, charters.flat_map(|charter| &charter.waivers), of);
    let facts = Facts {
        groups,
        inputs,
        charter: &reading.charter,
        as_of,
        now: question.now,
        some: !question.groups.is_empty(),
        lang: question.lang,
    };
    let mut obstacles = obstacles(&facts);
    obstacles.extend(short);
    for obstacle in &mut obstacles {
        obstacle.allowed = question.allow.contains(&obstacle.kind);
    }
    let required = |group: &Group| -> Vec<String> {
        question.require.iter().chain(&group.charter.gate.require).cloned().collect()
    };
    Ok(Gate {
        charter: reading.charter_path.as_ref().map(|path| path.display().to_string()),
        fail_on: reading.charter.gate.fail_on,
        obstacles,
        waivers,
        unmet: groups.iter().flat_map(|group| unmet(vitals, &group.id, &required(group))).collect(),
        changes: question.baseline.as_ref().map(|baseline| compare(baseline, vitals)),
        baseline: question.baseline.as_ref().map(|baseline| (baseline.path.clone(), baseline.as_of)),
    })
}
