//! 周/月活跃留存: of the people active in one period, the share active again in the next. Weekly and
//! monthly are one computation over two calendars.

use super::spec::{Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold};
use crate::calendar::{Day, month};
use crate::dataset::Group;
use crate::unit::{Text, Unit};

const THRESHOLD: Threshold =
    Threshold { segment: None, breach: Some(Bound::Below(0.6)), watch: None, n_min: 10, source: "S30" };
const SEGMENTS: &[(&str, &str)] = &[("history", "one row per earlier period, told apart by its dates")];
const FORMULA: &str = "people active in both periods / people active in the earlier one";

/// 周活跃留存
pub const WEEKLY: Metric = Metric {
    id: "weekly_retention",
    name: Text { zh: "周活跃留存", en: "Weekly retention" },
    family: Family::Retention,
    doc: Text {
        zh: "上一个完整自然周发过言的人里，最近一个完整自然周仍发言的比例。分母是上周活跃者（含已退群者），不含新人；从不发言的人不在其中，所以它说的是「说话的人还在不在说」。",
        en: "Of the people active in the ISO week before, the share active again in the last complete ISO week. The base is last week's active people, leavers included; newcomers are never in it, nor are those who never speak.",
    },
    formula: FORMULA,
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[THRESHOLD],
    segments: SEGMENTS,
    source: "S30",
    advice: "advice.retention.engagement",
    compute: Compute::Group(|context| compute(context, WEEKLY.id)),
};

/// 月活跃留存
pub const MONTHLY: Metric = Metric {
    id: "monthly_retention",
    name: Text { zh: "月活跃留存", en: "Monthly retention" },
    family: Family::Retention,
    doc: Text {
        zh: "上一个完整自然月发过言的人里，最近一个完整自然月仍发言的比例。各月天数不同，当月未满时不计。",
        en: "Of the people active in the calendar month before, the share active again in the last complete month. Months differ in length; the running month is not judged.",
    },
    formula: FORMULA,
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[THRESHOLD],
    segments: SEGMENTS,
    source: "S30",
    advice: "advice.retention.engagement",
    compute: Compute::Group(|context| compute(context, MONTHLY.id)),
};

fn compute(context: &Context<'_>, id: &str) -> Outcome {
    let group = context.group;
    let weekly = id == WEEKLY.id;
    let periods: Vec<(Day, Day)> = if weekly {
        group.days.weeks().into_iter().map(|start| (start, start + 6)).collect()
    } else {
        group.days.months()
    };
    let pairs: Vec<((Day, Day), Measurement)> = periods
        .iter()
        .filter_map(|period| {
            let before = if weekly { (period.0 - 7, period.0 - 1) } else { (month(period.0 - 1).0, period.0 - 1) };
            periods.contains(&before).then(|| (*period, retention(group, before, *period)))
        })
        .collect();
    let mut rows = Vec::new();
    match (periods.last(), pairs.last()) {
        (Some(last), Some((period, row))) if last == period => rows.push(row.clone()),
        // With two periods in all, a gap lies between them; with fewer the group is too young.
        (last, _) if periods.len() > 1 => rows.push(Measurement::new(Unit::Ratio).over(last.copied())),
        (last, _) => {
            rows.push(Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).over(last.copied()));
        }
    }
    let current = rows[0].period;
    let earlier = pairs.iter().filter(|(period, _)| current != Some(*period));
    rows.extend(earlier.map(|(_, row)| row.clone().info().segment("history")));
    Outcome { rows, tables: [("periods", periods_table(&pairs)), ("history", history(&pairs))].into() }
}

fn retention(group: &Group, before: (Day, Day), now: (Day, Day)) -> Measurement {
    let base = group.active(before.0, before.1);
    let active = group.active(now.0, now.1);
    let kept = base.iter().filter(|person| active.binary_search(person).is_ok()).count() as u64;
    let mut row = Measurement::ratio(kept, base.len() as u64).over(Some(now));
    if group.blind.weak_identity {
        row.degraded.push("weak_identity");
    }
    row
}

fn periods_table(pairs: &[((Day, Day), Measurement)]) -> Table {
    let row = |((start, _), row): &((Day, Day), Measurement)| {
        vec![
            Cell::Day(*start),
            Cell::number(row.denominator),
            Cell::number(row.numerator),
            Cell::number(row.value),
            Cell::number(row.ci.map(|ci| ci.0)),
            Cell::number(row.ci.map(|ci| ci.1)),
        ]
    };
    Table {
        columns: &["start", "base", "retained", "rate", "ci_low", "ci_high"],
        rows: pairs.iter().map(row).collect(),
    }
}

fn history(pairs: &[((Day, Day), Measurement)]) -> Table {
    Table::history(pairs.iter().map(|((start, _), row)| (*start, row.value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_rates() {
        // Worked example F2 and the monthly one.
        for (kept, base, value, low, high) in
            [(3, 5, 0.6, 0.2307, 0.8824), (2, 4, 0.5, 0.15, 0.85), (7, 10, 0.7, 0.3968, 0.8922)]
        {
            let row = Measurement::ratio(kept, base);
            assert_eq!(row.value, Some(value));
            let (a, b, _) = row.ci.unwrap();
            assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5);
        }
    }
}
