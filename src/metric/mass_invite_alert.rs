//! 恶意拉人: bursts of invitations by one person, or of joins in a day.

use std::collections::BTreeMap;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::Day;
use crate::dataset::{EventKind, Group, NOBODY, PersonIx};
use crate::unit::{Text, Unit};

/// Invitations of one person in [`BURST_MS`] that are still ordinary.
const INVITES: usize = 5;
const BURST_MS: i64 = 10 * 60_000;
/// Age in days below which a group is still filling up.
const OPENING: Day = 3;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "mass_invite_alert",
    name: Text { zh: "集中拉人", en: "Bursts of invitations" },
    family: Family::Governance,
    doc: Text {
        zh: "全部完整日里的警报次数：同一人 10 分钟内拉进超过 5 人，或一天内入群人数超过名单的 20%。管理员与运营号拉人、建群头三天不算；扫码入群没有邀请人，只看后一条。",
        en: "Alerts in all complete days: one person brings in more than five within ten minutes, or more than 20 % of the roster joins on one day. Admins, the operator's accounts and a group's first three days are exempt; who scans a code has no inviter, so only the second rule sees them.",
    },
    formula: "bursts of > 5 invitations by one person in 10 min + days with joins > 20 % of the roster",
    needs: &["join events"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::AtLeast(1.0)), n_min: 0, source: "S07" }],
    segments: &[("by_inviter", "alerts for one person's invitations"), ("by_day", "alerts for a day's joins")],
    source: "S07",
    advice: "advice.setup.invite_confirm",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    if group.blind.joins && !group.timeline.events.iter().any(|event| event.kind == EventKind::Join) {
        let row = Measurement::new(Unit::Count).degraded("no_join_events").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let opening = |day: Day| group.created.is_some_and(|created| day - created < OPENING);
    let joins: Vec<(i64, Day, PersonIx, PersonIx)> = (group.timeline.events.iter())
        .filter(|event| event.kind == EventKind::Join && group.days.contains(event.day) && !opening(event.day))
        .map(|event| (event.ts, event.day, if event.scanned { NOBODY } else { event.actor }, event.subject))
        .collect();
    let n = joins.len() as u64;
    let mut by: BTreeMap<PersonIx, Vec<i64>> = BTreeMap::new();
    let mut on: BTreeMap<Day, u64> = BTreeMap::new();
    for (ts, day, actor, subject) in &joins {
        let exempt = group.people.get(*actor as usize).is_some_and(|person| person.admin() || !person.countable());
        if exempt {
            continue;
        }
        *on.entry(*day).or_default() += 1;
        if *actor != NOBODY && actor != subject {
            by.entry(*actor).or_default().push(*ts);
        }
    }
    let by_inviter = by.values().map(|times| bursts(times)).sum::<u64>();
    let by_day = on.iter().filter(|(day, joins)| crowded(group, **day, **joins)).count() as u64;
    let row = |value: u64| Measurement::counted(Unit::Count, value, n).basis("joins").over(span);
    let rows = vec![
        row(by_inviter + by_day).standing(Standing::Judge),
        row(by_inviter).segment("by_inviter"),
        row(by_day).segment("by_day"),
    ];
    Outcome { rows, ..Outcome::default() }
}

/// Stretches of more than five invitations within ten minutes; one that goes on is one.
fn bursts(times: &[i64]) -> u64 {
    let (mut alerts, mut until) = (0, i64::MIN);
    for window in times.windows(INVITES + 1) {
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        if last - first <= BURST_MS {
            alerts += u64::from(*first > until);
            until = *last;
        }
    }
    alerts
}

/// More than a fifth of those who were members that day.
fn crowded(group: &Group, day: Day, joins: u64) -> bool {
    let members = group.members_on(day);
    members > 0 && joins > 1 && joins * 5 > members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_in_seven_minutes_are_a_burst_and_five_are_not() {
        let minutes = |times: &[i64]| bursts(&times.iter().map(|minute| minute * 60_000).collect::<Vec<_>>());
        assert_eq!(minutes(&[0, 1, 3, 4, 6, 7]), 1);
        assert_eq!(minutes(&[0, 1, 3, 4, 7]), 0);
        assert_eq!(minutes(&[0, 2, 4, 6, 8, 11]), 0);
        assert_eq!(minutes(&[0, 1, 2, 3, 4, 5, 6, 7]), 1);
        assert_eq!(minutes(&[0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105]), 2);
    }
}
