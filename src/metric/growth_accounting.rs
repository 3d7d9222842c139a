//! 增长核算: where this week's active people come from and where last week's went.

use std::collections::BTreeSet;

use super::spec::{
    Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::calendar::Day;
use crate::dataset::{Group, PersonIx};
use crate::unit::{Text, Unit};

/// Weeks after the first record in which everybody still looks new.
const TRUNCATED: Day = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "growth_accounting",
    name: Text { zh: "增长核算（速动比）", en: "Growth accounting (quick ratio)" },
    family: Family::Retention,
    doc: Text {
        zh: "最近一个完整自然周的活跃者分为新增、留存、回流，上周活跃而本周没来的为流失；速动比 =（新增 + 回流）÷ 流失。低于 1 说明活跃人数在缩。导出的头四周里人人都像新人，会标注。",
        en: "The last complete ISO week's active people are new, retained or resurrected; those active the week before and not now are churned. Quick ratio = (new + resurrected) / churned; below 1 the active base shrinks. In the first four weeks of an export everybody looks new, and the row says so.",
    },
    formula: "(new + resurrected) / churned",
    needs: &[],
    unit: Unit::Index,
    thresholds: &[Threshold {
        segment: None,
        breach: None,
        watch: Some(Bound::Below(1.0)),
        n_min: 10,
        source: "literature",
    }],
    segments: &[
        ("new", "first ever active in the week"),
        ("retained", "active this week and the week before"),
        ("resurrected", "active this week, not the week before, but earlier"),
        ("churned", "active the week before, not this week"),
    ],
    source: "S30",
    advice: "advice.retention.winback",
    compute: Compute::Group(compute),
};

struct Week {
    start: Day,
    parts: [u64; 4],
}

impl Week {
    fn quick(&self) -> Measurement {
        let [new, retained, resurrected, churned] = self.parts;
        let n = new + retained + resurrected + churned;
        let mut row = Measurement::quotient(Unit::Index, count(new + resurrected), count(churned), n);
        if churned == 0 {
            row.degraded.push("no_churn");
            row.standing = Standing::NoData;
        }
        row
    }
}

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks = weeks(group);
    let latest = group.days.weeks().last().copied();
    let mut rows = Vec::new();
    match weeks.last().filter(|week| Some(week.start) == latest) {
        Some(week) => {
            let period = Some((week.start, week.start + 6));
            rows.push(week.quick().over(period));
            let n = week.parts.iter().sum();
            for (name, people) in ["new", "retained", "resurrected", "churned"].into_iter().zip(week.parts) {
                rows.push(Measurement::counted(Unit::Persons, people, n).segment(name).over(period));
            }
        }
        None => rows.push(Measurement::new(Unit::Index).over(latest.map(|start| (start, start + 6)))),
    }
    let start = group.calendar.clone().day(group.coverage.0);
    if rows[0].period.is_some_and(|(first, _)| first < start + TRUNCATED) {
        for row in &mut rows {
            row.degraded.push("left_truncated");
        }
    }
    let table = weeks.iter().map(|week| {
        let mut cells = vec![Cell::Day(week.start)];
        cells.extend(week.parts.iter().map(|people| Cell::Number(count(*people))));
        cells.push(Cell::number(week.quick().value));
        cells
    });
    let columns = &["start", "new", "retained", "resurrected", "churned", "quick"];
    let table = Table { columns, rows: table.collect() };
    let history = Table::history(weeks.iter().map(|week| (week.start, week.quick().value)).collect());
    Outcome { rows, tables: [("weeks", table), ("history", history)].into() }
}

/// Every complete week whose week before is complete too.
fn weeks(group: &Group) -> Vec<Week> {
    let complete = group.days.weeks();
    let mut seen: BTreeSet<PersonIx> = BTreeSet::new();
    let mut upto = Day::MIN;
    let mut weeks = Vec::new();
    for start in &complete {
        // Everybody active before this week, in complete days or not.
        seen.extend(group.between(upto, start - 1).iter().map(|row| row.person));
        upto = *start;
        if !complete.contains(&(start - 7)) {
            continue;
        }
        let before = group.active(start - 7, start - 1);
        let now = group.active(*start, start + 6);
        let new = now.iter().filter(|person| !seen.contains(person)).count() as u64;
        let retained = now.iter().filter(|person| before.binary_search(person).is_ok()).count() as u64;
        let resurrected = now.len() as u64 - new - retained;
        weeks.push(Week { start: *start, parts: [new, retained, resurrected, before.len() as u64 - retained] });
    }
    weeks
}
