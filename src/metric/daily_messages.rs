//! 日均发言条数: eligible messages per complete local day.

use super::spec::{
    Bound, Cell, CiMethod, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::calendar::Day;
use crate::dataset::Group;
use crate::stats;
use crate::unit::{Text, Unit};

/// Days of the headline.
const WEEK: usize = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "daily_messages",
    name: Text { zh: "日均发言条数", en: "Messages per day" },
    family: Family::Activity,
    doc: Text {
        zh: "最近 7 个完整日的日均有效发言。首末不完整的日子不参与；覆盖期内没有发言的日子按 0 计；导出缺口按缺失计。它不说明是谁在说、说得好不好。",
        en: "Mean eligible messages over the last seven complete days. Partial first and last days are left out; a quiet day inside the coverage is a real zero; a day inside an export gap is missing. It does not tell who speaks or how well.",
    },
    formula: "eligible messages of the last 7 complete days / 7",
    needs: &[],
    unit: Unit::MessagesPerDay,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(5.0)), watch: None, n_min: 7, source: "S28" }],
    segments: &[
        ("median_7d", "median of the same seven days"),
        ("mean_all", "mean over every complete day, with a bootstrap interval by whole weeks"),
        ("total", "messages over every complete day"),
        ("zero_day_share", "share of complete days without any message"),
        ("p10_all", "10th percentile of daily messages over every complete day"),
        ("p90_all", "90th percentile of daily messages over every complete day"),
    ],
    source: "S28",
    advice: "advice.activity.topic_stimulus",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let recent = group.days.last(WEEK);
    let all: Vec<Day> = group.days.iter().collect();
    let mut rows = rows(group, &recent, &all);
    for row in &mut rows {
        row.basis = "eligible_messages";
    }
    let mut outcome = Outcome { rows, ..Outcome::default() };
    outcome.tables.insert("daily", daily(group, context.settings.as_of));
    outcome.tables.insert("history", history(group));
    outcome
}

fn rows(group: &Group, recent: &[Day], all: &[Day]) -> Vec<Measurement> {
    let span = |days: &[Day]| Some((*days.first()?, *days.last()?));
    let series = |days: &[Day]| -> Vec<f64> { days.iter().map(|day| count(messages(group, *day))).collect() };
    let sum = |days: &[Day]| days.iter().map(|day| messages(group, *day)).sum::<u64>();
    let (week, every) = (series(recent), series(all));
    let zero = every.iter().filter(|n| **n == 0.0).count() as u64;
    let n = all.len() as u64;
    let mut mean_all = Measurement::quotient(Unit::MessagesPerDay, count(sum(all)), count(n), n);
    let seed = stats::seed(METRIC.id, &group.id, &format!("{:?}", span(all)));
    mean_all.ci = stats::block_mean_interval(&every, WEEK, seed).map(|(a, b)| (a, b, CiMethod::Bootstrap95));
    let quantile = |values: &[f64], q: f64| {
        let mut row = Measurement::new(Unit::MessagesPerDay);
        row.value = stats::quantile(values, q);
        row.n = values.len() as u64;
        row.info()
    };
    let headline = Measurement::quotient(
        Unit::MessagesPerDay,
        count(sum(recent)),
        count(recent.len() as u64),
        recent.len() as u64,
    );
    vec![
        headline.over(span(recent)),
        quantile(&week, 0.5).segment("median_7d").over(span(recent)),
        mean_all.info().segment("mean_all").over(span(all)),
        total(sum(all), n).segment("total").over(span(all)),
        Measurement::ratio(zero, n).info().segment("zero_day_share").over(span(all)),
        quantile(&every, 0.1).segment("p10_all").over(span(all)),
        quantile(&every, 0.9).segment("p90_all").over(span(all)),
    ]
}

fn total(sum: u64, days: u64) -> Measurement {
    let row = Measurement::counted(Unit::Messages, sum, days);
    if days == 0 { Measurement { value: None, ..row }.standing(Standing::NoData) } else { row }
}

fn messages(group: &Group, day: Day) -> u64 {
    group.on(day).iter().map(|row| u64::from(row.messages)).sum()
}

/// Every day from the first record to as-of, with a centred mean where all seven days are complete.
fn daily(group: &Group, as_of: Day) -> Table {
    let mut calendar = group.calendar.clone();
    let (first, last) = (calendar.day(group.coverage.0), calendar.day(group.coverage.1).min(as_of));
    let missing = |day: Day| group.gaps.iter().any(|(from, to)| *from <= day && day <= *to);
    let rows = (first..=last)
        .map(|day| {
            let complete = group.days.contains(day);
            let mean = group
                .days
                .covers(day - 3, day + 3)
                .then(|| (day - 3..=day + 3).map(|day| messages(group, day)).sum::<u64>());
            vec![
                Cell::Day(day),
                if missing(day) { Cell::Null } else { Cell::Number(count(messages(group, day))) },
                Cell::Number(f64::from(u8::from(complete))),
                mean.map_or(Cell::Null, |sum| Cell::Number(count(sum) / 7.0)),
            ]
        })
        .collect();
    Table { columns: &["day", "messages", "complete", "mean_7d"], rows }
}

/// Daily mean of every ISO week, null where the week is not complete.
fn history(group: &Group) -> Table {
    let weeks = group.days.weeks();
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return Table::history(Vec::new()) };
    let value = |start: Day| {
        let sum: u64 = group.between(start, start + 6).iter().map(|row| u64::from(row.messages)).sum();
        weeks.contains(&start).then(|| count(sum) / 7.0)
    };
    Table::history((*first..=*last).step_by(7).map(|start| (start, value(start))).collect())
}
