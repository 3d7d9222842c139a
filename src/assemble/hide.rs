//! What else may name people under `--names pseudonym`: groups, file names, patterns, reasons, notices. In: a report
//! whose people bear pseudonyms. Out: the same without them.

use std::collections::BTreeMap;

use super::pseudonym;
use crate::report::Report;

/// Puts pseudonyms in place of groups' names and ids and takes file names away: a private chat bears
/// a person's name, and exports are named after their chat.
pub(super) fn hide_groups(report: &mut Report, key: &[u8]) {
    let hidden = |id: &str, platform: &str| {
        format!("{platform}:{}", pseudonym(key, &format!("group\u{1f}{id}")).replacen("u_", "g_", 1))
    };
    let ids: BTreeMap<String, String> =
        report.groups.iter().map(|group| (group.id.clone(), hidden(&group.id, group.platform.as_str()))).collect();
    let swap = |id: &mut String| {
        if let Some(hidden) = ids.get(id) {
            id.clone_from(hidden);
        }
    };
    for group in &mut report.groups {
        swap(&mut group.id);
        group.name = group.id.split_once(':').map_or("", |(_, name)| name).to_owned();
    }
    report.vitals.iter_mut().for_each(|vital| swap(&mut vital.group));
    report.members.iter_mut().for_each(|member| swap(&mut member.group));
    report.links.iter_mut().for_each(|link| swap(&mut link.group));
    report.earnings.iter_mut().for_each(|earning| swap(&mut earning.group));
    report.places.iter_mut().for_each(|place| swap(&mut place.group));
    report.hits.iter_mut().for_each(|hit| swap(&mut hit.group));
    for obstacle in &mut report.gate.obstacles {
        obstacle.subject.clear();
        obstacle.group.iter_mut().for_each(swap);
    }
    report.gate.unmet.iter_mut().for_each(|unmet| swap(&mut unmet.group));
    report.gate.changes.iter_mut().flatten().for_each(|change| swap(&mut change.key.group));
    // Patterns and reasons are the operator's own words, and may name people.
    for waiver in &mut report.gate.waivers {
        waiver.waiver.group = None;
        waiver.waiver.reason.clear();
    }
    for (input, number) in report.inputs.iter_mut().zip(1..) {
        input.path = format!("input-{number}");
    }
    report.unread.iter_mut().zip(1..).for_each(|((path, _), number)| *path = format!("file-{number}"));
    // Notices may quote names from side files and charter.
    report.notices.retain(|notice| !notice.contains('`'));
}
