//! 内容日历执行率: whether the columns promised came out, and on the day.

use chrono::Datelike;

use super::spec::{Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold};
use crate::calendar::{Day, date, month, weekday};
use crate::charter::Recurrence;
use crate::dataset::{Class, Features, Group, Line, Mark, Planned};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "calendar_compliance",
    name: Text { zh: "内容日历准时率", en: "Calendar kept on time" },
    family: Family::Content,
    doc: Text {
        zh: "章程 [[calendar]] 与 calendar.csv 里的固定栏目，在完整日里应发的次数中当天发出的占比；宽限日内补发的计入 delivered。一条消息只顶一次；指定了发布人就只认他；“明天、预告”不算。31 日在小月按月末；跳过的日子不计。",
        en: "Of the occurrences of recurring columns (the charter's [[calendar]] and calendar.csv) due on complete days, the share published on the day; `delivered` adds those within the days of grace. One message keeps one occurrence; where a host is named only theirs count; announcing what is to come does not. The 31st falls on the last day of a shorter month; skipped days are not due.",
    },
    formula: "occurrences published on their day / occurrences due",
    needs: &["calendar"],
    unit: Unit::Ratio,
    thresholds: &[
        Threshold { segment: None, breach: None, watch: Some(Bound::Below(1.0)), n_min: 1, source: "S38, S39" },
        Threshold {
            segment: Some("delivered"),
            breach: Some(Bound::Below(0.75)),
            watch: None,
            n_min: 1,
            source: "ours",
        },
    ],
    segments: &[
        ("delivered", "occurrences published on the day or within the days of grace, over those due"),
        ("column:…", "the headline by keyword"),
    ],
    source: "S38, S39",
    advice: "advice.calendar.missed",
    compute: Compute::Group(compute),
};

/// How one occurrence went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    OnTime,
    Late,
    Missed,
}

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let columns: Vec<&Planned> =
        group.papers.planned.iter().filter(|planned| planned.keyword.is_some() && !planned.event()).collect();
    if columns.is_empty() {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).degraded("no_calendar").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let mut parts = Vec::new();
    let mut cells = Vec::new();
    let (mut due, mut on_time, mut delivered) = (0, 0, 0);
    for planned in columns {
        let kept = kept(group, planned);
        let count = |what: Kept| kept.iter().filter(|(_, kept)| *kept == what).count() as u64;
        let (ours, on_day, late) = (kept.len() as u64, count(Kept::OnTime), count(Kept::Late));
        due += ours;
        on_time += on_day;
        delivered += on_day + late;
        let word = planned.word.clone().unwrap_or_default();
        parts.push(Measurement::ratio(on_day, ours).info().segment(format!("column:{word}")));
        cells.extend(kept.iter().map(|(day, kept)| {
            let state = match kept {
                Kept::OnTime => "on_time",
                Kept::Late => "late",
                Kept::Missed => "missed",
            };
            vec![Cell::Day(*day), Cell::Text(word.clone()), Cell::Text(state.to_owned())]
        }));
    }
    let head = |numerator: u64| Measurement::ratio(numerator, due);
    let mut rows = vec![head(on_time), head(delivered).segment("delivered")];
    rows.extend(parts);
    let rows = rows.into_iter().map(|row| row.basis("occurrences").over(span)).collect();
    let table = Table { columns: &["day", "column", "state"], rows: cells };
    Outcome { rows, tables: [("occurrences", table)].into() }
}

/// Every occurrence due whose day, and days of grace as far as they are over, are covered.
fn kept(group: &Group, planned: &Planned) -> Vec<(Day, Kept)> {
    let due: Vec<Day> = group.days.iter().filter(|day| due(planned, *day)).collect();
    let mut used: Vec<u32> = Vec::new();
    let mut kept: Vec<(Day, Kept)> = due.iter().map(|day| (*day, Kept::Missed)).collect();
    // What came on its day first, so that a late message does not take the place of the next one.
    for (grace, state) in [(0, Kept::OnTime), (planned.grace_days, Kept::Late)] {
        let grace = Day::try_from(grace).unwrap_or(Day::MAX / 2);
        for (day, how) in kept.iter_mut().filter(|(_, how)| *how == Kept::Missed) {
            let mut published = group.timeline.on_days(*day, day.saturating_add(grace));
            let found = published.find(|(at, line)| !used.contains(at) && holds(group, planned, *at, line));
            if let Some((at, _)) = found {
                used.push(at);
                *how = state;
            }
        }
    }
    kept
}

/// Whether a line is the column's: its keyword, by its host where one is named, and no mere preview.
fn holds(group: &Group, planned: &Planned, at: u32, line: &Line) -> bool {
    let author = planned.host.is_none_or(|host| host == Some(line.person));
    // A column may be published by the operator's own account or a bot.
    let counts = matches!(line.class, Class::Eligible | Class::Operator | Class::Bot);
    let keyword =
        planned.keyword.is_some_and(|word| group.timeline.marks_of(at).any(|mark| mark == Mark::Programme(word)));
    author && counts && keyword && !line.features.has(Features::PREVIEW)
}

fn due(planned: &Planned, day: Day) -> bool {
    let falls = match planned.when {
        Recurrence::Weekly(of_week) => weekday(day) == of_week,
        Recurrence::Monthly(of_month) => {
            let last = date(month(day).1 - 1).day();
            date(day).day() == u32::from(of_month).min(last)
        }
        Recurrence::Once(once) => once == day,
    };
    falls && !planned.skip.contains(&day)
}
