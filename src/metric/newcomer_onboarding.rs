//! 新人融入: whether newcomers are welcomed, speak, and are answered.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold};
use crate::calendar::{Day, HOUR_MS, monday, week_label};
use crate::dataset::{Features, FlowKind, Group, PersonIx};
use crate::unit::{Text, Unit};

const DAY_MS: i64 = 24 * HOUR_MS;
/// Days a newcomer has to speak.
const WEEK: i32 = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "newcomer_onboarding",
    name: Text { zh: "新人 7 天内发言率", en: "Newcomers who speak within 7 days" },
    family: Family::Retention,
    doc: Text {
        zh: "全部完整日里入群、且入群后已满 7 天的人中，7 天内发过言的占比；另列 24 小时内被他人欢迎（@、回复或欢迎语）的、首条发言 24 小时内有人回复的、7 天内完成自我介绍与确认群规的比例，以及按入群周分列。一天涌入超过成员五分之一的日子（导入、开群）不算。没有入群时间就不适用：拿首次发言当入群，人人都“已发言”。",
        en: "Of those who joined in the complete days and have had seven days since, the share that spoke within seven; with those welcomed by another person within 24 hours (mention, answer or words of welcome), those whose first message was answered within 24 hours, tasks done within seven days (introduction, rules confirmed), and by week of joining. Days on which more than a fifth of the members came at once (imports, the opening) are left out. Not applicable without join dates: with the first message as the join everybody has spoken.",
    },
    formula: "joiners with an eligible message within 7 days / joiners with 7 days of follow-up",
    needs: &["join events or roster"],
    unit: Unit::Ratio,
    thresholds: &[
        Threshold { segment: None, breach: Some(Bound::Below(0.6)), watch: None, n_min: 10, source: "S30, S41" },
        Threshold {
            segment: Some("welcomed"),
            breach: None,
            watch: Some(Bound::Below(0.9)),
            n_min: 10,
            source: "ours",
        },
    ],
    segments: &[
        ("welcomed", "joiners welcomed by another person within 24 h, over joiners"),
        ("first_post_replied", "first messages answered within 24 h, over joiners who spoke"),
        ("task_pack", "tasks done within 7 days (introduction, rules confirmed), over joiners times tasks"),
        ("cohort:…", "the headline by week of joining, such as cohort:2026-W10"),
    ],
    source: "S30, S41",
    advice: "advice.newcomer.onboard",
    compute: Compute::Group(compute),
};

/// One newcomer.
#[derive(Debug, Clone, Copy, Default)]
struct Newcomer {
    day: Day,
    welcomed: bool,
    spoke: bool,
    answered: bool,
    tasks: u64,
}

/// Tasks of a newcomer.
const TASKS: [Features; 2] = [Features::INTRODUCTION, Features::RULES_READ];

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let dated = group.people.iter().any(|person| person.stints.iter().any(|stint| stint.from.is_some()));
    if !dated {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).degraded("no_join_dates").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let newcomers = newcomers(context);
    let n = newcomers.len() as u64;
    let share = |keep: &dyn Fn(&Newcomer) -> bool| newcomers.iter().filter(|one| keep(one)).count() as u64;
    let spoke = share(&|one| one.spoke);
    let tasks = newcomers.iter().map(|one| one.tasks).sum();
    let mut rows = vec![
        Measurement::ratio(spoke, n),
        Measurement::ratio(share(&|one| one.welcomed), n).segment("welcomed"),
        Measurement::ratio(share(&|one| one.answered), spoke).info().segment("first_post_replied"),
        Measurement::ratio(tasks, n * TASKS.len() as u64).info().segment("task_pack"),
    ];
    let mut cohorts: BTreeMap<Day, (u64, u64)> = BTreeMap::new();
    for one in &newcomers {
        let cohort = cohorts.entry(monday(one.day)).or_default();
        cohort.0 += u64::from(one.spoke);
        cohort.1 += 1;
    }
    let mut history = Vec::new();
    for row in &mut rows {
        row.period = span;
    }
    for (week, (spoke, joined)) in cohorts {
        let row = Measurement::ratio(spoke, joined).info().over(Some((week, week + 6)));
        history.push((week, row.value));
        rows.push(row.segment(format!("cohort:{}", week_label(week))));
    }
    let rows = rows.into_iter().map(|row| row.basis("joiners")).collect();
    Outcome { rows, tables: [("history", Table::history(history))].into() }
}

/// Everybody who joined on a complete day at least seven days before the end of as-of.
fn newcomers(context: &Context<'_>) -> Vec<Newcomer> {
    let group = context.group;
    let joins: Vec<(Day, PersonIx)> = group
        .flow
        .iter()
        .filter(|flow| matches!(flow.kind, FlowKind::Join(_)) && group.days.contains(flow.day))
        .map(|flow| (flow.day, flow.person))
        .collect();
    let crowded = |day: Day| {
        let came = joins.iter().filter(|(joined, _)| *joined == day).count() as u64;
        let members = group.members_on(day);
        members > 0 && came > 1 && came * 5 > members
    };
    let crowds: BTreeSet<Day> = joins.iter().map(|(day, _)| *day).filter(|day| crowded(*day)).collect();
    let old = |day: Day| day + WEEK <= context.settings.as_of;
    joins
        .iter()
        .filter(|(day, _)| old(*day) && !crowds.contains(day))
        .map(|(day, person)| newcomer(group, *day, *person))
        .collect()
}

fn newcomer(group: &Group, day: Day, person: PersonIx) -> Newcomer {
    let mut calendar = group.calendar.clone();
    let stints = group.person(person).stints.iter().filter_map(|stint| stint.from);
    let joined =
        stints.filter(|from| calendar.day(*from) == day).min().unwrap_or_else(|| group.calendar.clone().start(day));
    let until = calendar.add_days(joined, WEEK);
    let mut one = Newcomer { day, ..Newcomer::default() };
    let mut done = Features::default();
    let mut first = None;
    for (at, line) in group.timeline.between(joined, until + 1).filter(|(_, line)| line.eligible()) {
        if line.person == person {
            first = first.or(Some(at));
            done |= line.features;
        } else if line.ts <= joined + DAY_MS {
            one.welcomed |= line.features.has(Features::WELCOME)
                || group.timeline.mentioned(at).any(|mentioned| mentioned == person)
                || group.timeline.lines.get(line.reply as usize).is_some_and(|answered| answered.person == person);
        }
    }
    one.spoke = first.is_some();
    one.answered = first.is_some_and(|first| {
        let start = group.replies().partition_point(|reply| reply.line <= first);
        let later = group.replies().get(start..).unwrap_or_default();
        later.iter().any(|reply| reply.target == first && reply.after <= DAY_MS)
    });
    one.tasks = TASKS.iter().filter(|task| done.has(**task)).count() as u64;
    one
}
