//! 共建者留存差: whether those who committed code stayed more than others, told from a landmark.

use std::collections::BTreeMap;

use super::spec::{CiMethod, Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::calendar::Day;
use crate::dataset::{Group, PersonIx};
use crate::stats::newcombe;
use crate::unit::{Text, Unit};

/// Days after joining at which people are sorted, and the days in which staying shows.
const LANDMARK: Day = 30;
const RETAINED: (Day, Day) = (60, 87);
/// Days before the landmark in which a member must have spoken.
const ACTIVE: Day = 28;
/// People an arm needs.
const ARM: u64 = 10;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "contributor_retention_gap",
    name: Text { zh: "共建者留存差", en: "Retention of contributors against others" },
    family: Family::Retention,
    doc: Text {
        zh: "入群第 30 天时把此前 28 天活跃的成员分为两组：此前提交过代码的与其他人；比较第 60–87 天仍活跃的比例之差（Newcombe 区间）。按“曾经贡献过”分组会造成不死时间偏差，所以只看第 30 天之前。未满 87 天的不计。两组本就不同：相关，不是因果；92% 只是参照。",
        en: "On day 30 after joining, members active in the 28 days before are sorted into those who had committed and the others; the difference of the shares active in days 60 to 87 (Newcombe interval). Sorting by ever having contributed would count time nobody could lose, so only what came before day 30 counts. Members before day 87 are left out. The two differ anyway: associated, not caused; 92 % is only a reference.",
    },
    formula: "share retained of contributors - share retained of others, at day 60 to 87",
    needs: &["git.log", "identities.csv", "join dates"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("contributors", "contributors active in days 60 to 87, over contributors"),
        ("others", "the same of the others"),
    ],
    source: "S48",
    advice: "advice.contrib.project",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let Some(commits) = &group.papers.commits else {
        let row = Measurement::new(Unit::Ratio).degraded("no_commit_log").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    let mut first: BTreeMap<PersonIx, Day> = BTreeMap::new();
    for commit in commits {
        first.entry(commit.person).and_modify(|day| *day = commit.day.min(*day)).or_insert(commit.day);
    }
    let (mut with, mut without) = ((0, 0), (0, 0));
    for (person, joined) in joined(group) {
        let landmark = joined + LANDMARK;
        let covered = group.days.covers(landmark - ACTIVE, joined + RETAINED.1);
        if !covered || !active(group, person, (landmark - ACTIVE, landmark - 1)) {
            continue;
        }
        let arm = if first.get(&person).is_some_and(|day| *day < landmark) { &mut with } else { &mut without };
        arm.1 += 1;
        arm.0 += u64::from(active(group, person, (joined + RETAINED.0, joined + RETAINED.1)));
    }
    let mut head = Measurement::new(Unit::Ratio);
    head.n = with.1 + without.1;
    if let Some((low, high)) = newcombe(with, without) {
        let (a, b) = (Measurement::ratio(with.0, with.1), Measurement::ratio(without.0, without.1));
        head.value = a.value.zip(b.value).map(|(a, b)| a - b);
        head.ci = Some((low, high, CiMethod::Newcombe95));
        head.standing = if with.1.min(without.1) < ARM { Standing::InsufficientN } else { Standing::Info };
    }
    let rows = vec![
        head,
        Measurement::ratio(with.0, with.1).info().segment("contributors"),
        Measurement::ratio(without.0, without.1).info().segment("others"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("joiners").over(span)).collect(), ..Outcome::default() }
}

/// Countable people with the day they last came in.
fn joined(group: &Group) -> impl Iterator<Item = (PersonIx, Day)> + '_ {
    let mut calendar = group.calendar.clone();
    (0..).zip(&group.people).filter(|(_, person)| person.countable()).filter_map(move |(ix, person)| {
        let from = person.stints.iter().filter_map(|stint| stint.from).max()?;
        Some((ix, calendar.day(from)))
    })
}

fn active(group: &Group, person: PersonIx, (first, last): (Day, Day)) -> bool {
    group.between(first, last).iter().any(|row| row.person == person)
}
