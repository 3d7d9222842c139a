//! 群待办完成率: how many of those a task was for have done it.

use std::collections::BTreeSet;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome};
use crate::calendar::Day;
use crate::dataset::{Basis, Features, Group, Line, Mark, MessageKind, PersonIx};
use crate::unit::{Text, Unit};

/// Days a task has to be done in.
const DUE: Day = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "task_completion_rate",
    name: Text { zh: "群待办完成率", en: "Group tasks done" },
    family: Family::Service,
    doc: Text {
        zh: "全部完整日里发出、且已满 7 天的群待办与接龙：完成人次 ÷ 应完成人次（发布时在群的成员数）。接龙按条目数或接龙人数取大者，待办按“已完成”的人数。多数导出只写“发布了群待办”而不写谁完成了：这样的待办完成数未知，不进分子分母。",
        en: "Group tasks and chains of all complete days that are seven days old: those done over those they were for (members present when they were set). A chain counts its entries or the people who chained, whichever is more; a task the people who reported it done. Most exports only say that a task was set, not who did it: such a task is unknown and in neither number.",
    },
    formula: "completions / members present, over tasks seven days old",
    needs: &["roster or declared_size"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("tasks", "tasks whose completions are known"),
        ("tasks_unknown", "tasks of which the export tells no completion"),
    ],
    source: "S14",
    advice: "advice.tools.todo",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let old = |line: &Line| group.days.contains(line.day) && line.day + DUE <= context.settings.as_of;
    let (mut done, mut assigned, mut known, mut unknown) = (0, 0, 0, 0);
    for (at, line) in (0..).zip(&group.timeline.lines).filter(|(_, line)| old(line)) {
        let chain = line.kind == MessageKind::Relay && opens_chain(group, at, line);
        let task = line.features.has(Features::TASK) && !line.features.has(Features::TASK_DONE);
        if !chain && !task {
            continue;
        }
        let completed = if chain { chained(group, at, line) } else { reported(group, at, line) };
        match (completed, members(group, line)) {
            (completed, Some(members)) if completed > 0 => {
                known += 1;
                done += completed.min(members);
                assigned += members;
            }
            _ => unknown += 1,
        }
    }
    let rows = vec![
        Measurement::ratio(done, assigned).info(),
        Measurement::counted(Unit::Count, known, known).segment("tasks"),
        Measurement::counted(Unit::Count, unknown, unknown).segment("tasks_unknown"),
    ];
    let degraded = |mut row: Measurement| {
        row.degraded.extend((group.basis == Basis::Speakers).then_some("no_roster"));
        row.basis("tasks").over(span)
    };
    Outcome { rows: rows.into_iter().map(degraded).collect(), ..Outcome::default() }
}

/// Members a task of `line` was for; `None` when the size is unknown.
fn members(group: &Group, line: &Line) -> Option<u64> {
    match group.basis {
        Basis::Roster => Some(group.members_on(line.day)),
        Basis::Declared(size) => Some(size),
        Basis::Speakers => None,
    }
}

/// The first message of a chain: no other of the seven days before.
fn opens_chain(group: &Group, at: u32, line: &Line) -> bool {
    let before = group.timeline.on_days(line.day - DUE, line.day).take_while(|(other, _)| *other < at);
    !before.into_iter().any(|(_, other)| other.kind == MessageKind::Relay)
}

/// People who joined a chain within seven days, or the entries its longest message shows.
fn chained(group: &Group, at: u32, line: &Line) -> u64 {
    let chain = group
        .timeline
        .on_days(line.day, line.day + DUE)
        .filter(|(other, said)| *other >= at && said.kind == MessageKind::Relay);
    let (mut people, mut entries) = (BTreeSet::<PersonIx>::new(), 0);
    for (other, said) in chain {
        people.insert(said.person);
        let told = group.timeline.marks_of(other).filter_map(|mark| match mark {
            Mark::Entries(entries) => Some(u64::from(entries)),
            _ => None,
        });
        entries = told.max().unwrap_or(0).max(entries);
    }
    entries.max(people.len() as u64)
}

/// People who reported a task done within seven days.
fn reported(group: &Group, at: u32, line: &Line) -> u64 {
    let after = group.timeline.on_days(line.day, line.day + DUE).filter(|(other, _)| *other > at);
    let done = after.filter(|(_, said)| said.eligible() && said.features.has(Features::TASK_DONE));
    done.map(|(_, said)| said.person).collect::<BTreeSet<_>>().len() as u64
}
