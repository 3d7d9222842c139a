//! 沉默预警: members silent for a week or two, for people to look at, never to remove by machine.

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Table, count};
use crate::dataset::{Basis, Silence};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "silence_watch",
    name: Text { zh: "沉默名单（待清理）", en: "Silence watch (to look at)" },
    family: Family::Governance,
    doc: Text {
        zh: "截至当日连续 14 天没有任何互动的在群成员数（7–13 天为预警）。发言、撤回、回应、点击都算互动；群主、管理员与请假者豁免；全群停摆 7 天以上时时钟暂停。名单只供人工复核：多数成员本来就以看为主。没有花名册时只覆盖出现过的人。",
        en: "Members present at as-of without any interaction for 14 days (7–13 days is the warning). Messages, recalls, reactions and clicks all count; owner, admins and excused members are exempt; a group pause of seven days stops every clock. The list is for human review: most members mostly read. Without a roster it covers only those ever seen.",
    },
    formula: "members with as-of − max(last interaction, join) >= 14 days",
    needs: &["roster (else only members ever seen)"],
    unit: Unit::Persons,
    // No bound of its own: in every group most members mostly read, so a bound would fire for ever.
    thresholds: &[],
    segments: &[
        ("warning", "silent for 7 to 13 days"),
        ("active", "silent for at most 6 days"),
        ("exempt", "owner, admins and excused members"),
        ("never_spoke", "those in warning or to_clean without any interaction seen"),
    ],
    source: "S25–S26",
    advice: "advice.members.to_clean",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let as_of = context.settings.as_of;
    let silences = group.silences(as_of);
    let n = silences.iter().filter(|silent| silent.state != Silence::Exempt).count() as u64;
    let of = |state: Silence| silences.iter().filter(|silent| silent.state == state).count() as u64;
    let listed = |state: Silence| matches!(state, Silence::Warning | Silence::ToClean);
    let never = silences.iter().filter(|silent| listed(silent.state) && silent.last.is_none()).count() as u64;
    let (basis, degraded) =
        if group.basis == Basis::Roster { ("roster", None) } else { ("ever_seen", Some("no_roster")) };
    let row = |people: u64| {
        let mut row = Measurement::counted(Unit::Persons, people, n).basis(basis).over(Some((as_of, as_of)));
        row.denominator = Some(count(n));
        row.degraded.extend(degraded);
        row
    };
    let mut headline = row(of(Silence::ToClean));
    if silences.iter().any(|silent| silent.lower_bound && listed(silent.state)) {
        headline.degraded.push("lower_bound");
    }
    if group.paused(as_of) {
        headline.degraded.push("group_pause");
    }
    let mut rows = vec![headline];
    for (name, people) in [
        ("warning", of(Silence::Warning)),
        ("active", of(Silence::Active)),
        ("exempt", of(Silence::Exempt)),
        ("never_spoke", never),
    ] {
        rows.push(row(people).segment(name));
    }
    let cells = [Silence::Active, Silence::Warning, Silence::ToClean]
        .map(|state| vec![Cell::Text(state.name().to_owned()), Cell::Number(count(of(state)))]);
    let table = Table { columns: &["state", "people"], rows: cells.into() };
    Outcome { rows, tables: [("states", table)].into() }
}
