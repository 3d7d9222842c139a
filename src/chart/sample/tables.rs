//! The tables of the sample report: a year of days, weeks, months and cohorts from one small
//! generator, with a gap, a dip, a partial end and thin cohorts. Apart from the vitals by size only.

use std::collections::BTreeMap;

use crate::calendar::{Day, monday, month, weekday};
use crate::metric::{Cell, Table};
use crate::stats::wilson;

/// A small generator: the same numbers on every run.
pub struct Dice(u64);

impl Dice {
    /// The generator that begins at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Between 0 and 1.
    pub fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }
}

/// Tables by metric and name.
pub type Tables = BTreeMap<(&'static str, &'static str), Table>;

/// A number as a cell.
pub fn number(value: f64) -> Cell {
    Cell::Number(value)
}

fn maybe(value: Option<f64>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

/// Fills in every table the charts read.
pub fn fill(tables: &mut Tables, end: Day) {
    let mut dice = Dice(7);
    super::conduct::fill(tables, end);
    tables.insert(("daily_messages", "daily"), daily(end, &mut dice));
    tables.insert(("hour_of_week_heatmap", "cells"), hours(&mut dice));
    tables.insert(("weekly_retention", "periods"), weekly(end, &mut dice));
    tables.insert(("monthly_retention", "periods"), monthly(end, &mut dice));
    tables.insert(("cohort_retention", "cells"), cohorts(end, &mut dice));
    tables.insert(("growth_accounting", "weeks"), growth(end, &mut dice));
    tables.insert(("join_leave_flow", "weeks"), flow(end, &mut dice));
    tables.insert(("participation_gini", "lorenz"), lorenz());
    let layer = |name: &str, people: f64| vec![Cell::Text(name.to_owned()), number(people), number(people / 312.0)];
    let rows = vec![layer("core", 48.0), layer("active", 39.0), layer("light", 100.0), layer("silent", 125.0)];
    tables.insert(("layer_shares", "layers"), Table { columns: &["layer", "people", "share"], rows });
    let band = |name: &str, low, high| vec![Cell::Text(name.to_owned()), number(low), number(high)];
    let rows = vec![band("core", 0.01, 0.1), band("active", 0.09, 0.2), band("ordinary", 0.7, 0.9)];
    tables.insert(("layer_shares", "band"), Table { columns: &["layer", "low", "high"], rows });
    for (id, last, swing) in [
        ("weekly_retention", 0.482, 0.2),
        ("monthly_retention", 0.6667, 0.2),
        ("daily_messages", 163.4, 60.0),
        ("link_ctr", 0.091, 0.12),
        ("admin_response_time", 41.0, 30.0),
        ("interactions_per_capita", 5.21, 2.0),
        ("file_download_rate", 0.223, 0.1),
        ("membership_retention", 0.96, 0.03),
        ("cohort_retention", 0.5996, 0.3),
        ("growth_accounting", 0.82, 0.6),
    ] {
        let value = |at: i32, dice: &mut Dice| match at {
            0 => Some(last),
            9 => None,
            _ => Some(last + (dice.roll() - 0.4) * swing),
        };
        let rows = (0..22).rev().map(|at| vec![Cell::Day(end - 6 - 7 * at), maybe(value(at, &mut dice))]).collect();
        tables.insert((id, "history"), Table { columns: &["period_start", "value"], rows });
    }
}

/// A year of days: quieter at weekends, a spring-festival dip, a ten-day gap, a partial last day.
fn daily(end: Day, dice: &mut Dice) -> Table {
    let first = end - 366;
    let values: Vec<Option<f64>> = (first..=end + 1)
        .map(|day| {
            let age = end - day;
            let weekend = if weekday(day) >= 5 { 0.55 } else { 1.0 };
            let festive = if (26..34).contains(&age) { 0.12 } else { 1.0 };
            let trend = 120.0 + 0.2 * f64::from(366 - age) - if age < 90 { f64::from(90 - age) * 0.4 } else { 0.0 };
            let value = (trend * weekend * festive * (0.7 + 0.6 * dice.roll())).round();
            if (180..190).contains(&age) { None } else { Some(if age < 0 { value * 0.2 } else { value }) }
        })
        .collect();
    let mean = |at: usize| {
        let window = values.get(at.checked_sub(3)?..=at + 3)?;
        let known: Vec<f64> = window.iter().copied().collect::<Option<_>>()?;
        Some(known.iter().sum::<f64>() / 7.0)
    };
    let rows = (first..=end + 1).enumerate().map(|(at, day)| {
        let complete = f64::from(u8::from(day != first && day <= end));
        vec![Cell::Day(day), maybe(values[at]), number(complete), maybe(mean(at))]
    });
    Table { columns: &["day", "messages", "complete", "mean_7d"], rows: rows.collect() }
}

fn hours(dice: &mut Dice) -> Table {
    let mut rows = Vec::new();
    for day in 0..7_u8 {
        for hour in 0..24_u8 {
            let peak = |at: f64, wide: f64| (-((f64::from(hour) - at) / wide).powi(2)).exp();
            let rate = 13.0 * peak(21.0, 2.2) + 8.0 * peak(12.5, 1.5) + 6.0 * peak(10.0, 2.0) + 0.1;
            let rate = rate * (0.8 + 0.4 * dice.roll()) * if day >= 5 { 0.6 } else { 1.0 };
            let rate = (rate * 52.0).round() / 52.0;
            let known = !(day == 6 && (2..5).contains(&hour));
            rows.push(vec![
                number(f64::from(day)),
                number(f64::from(hour)),
                number((rate * 52.0).round()),
                number(52.0),
                if known { number(rate) } else { Cell::Null },
            ]);
        }
    }
    Table { columns: &["weekday", "hour", "messages", "hours", "rate"], rows }
}

const PERIODS: &[&str] = &["start", "base", "retained", "rate", "ci_low", "ci_high"];

fn period(start: Day, base: u32, share: f64) -> Vec<Cell> {
    if base == 0 {
        return vec![Cell::Day(start), number(0.0), number(0.0), Cell::Null, Cell::Null, Cell::Null];
    }
    let mut retained = 0_u32;
    while f64::from(retained) < f64::from(base) * share {
        retained += 1;
    }
    let (low, high) = wilson(u64::from(retained), u64::from(base));
    let (base, retained) = (f64::from(base), f64::from(retained));
    let rate = retained / base;
    vec![Cell::Day(start), number(base), number(retained), number(rate), number(low), number(high)]
}

fn weekly(end: Day, dice: &mut Dice) -> Table {
    let last = monday(end);
    let rows = (0..51).rev().map(|age: i32| {
        let share = if age == 0 { 0.48 } else { 0.68 - 0.1 * f64::from(50 - age) / 50.0 + 0.14 * (dice.roll() - 0.5) };
        let base = if (25..28).contains(&age) { 0 } else { 90 + u32::try_from(age % 13).unwrap() * 3 };
        period(last - 7 * age, base, share)
    });
    Table { columns: PERIODS, rows: rows.collect() }
}

fn monthly(end: Day, dice: &mut Dice) -> Table {
    let mut starts = vec![month(month(end).0 - 1).0];
    for _ in 0..10 {
        let before = month(starts.last().unwrap() - 1).0;
        starts.push(before);
    }
    let share = |dice: &mut Dice| 0.6 + 0.2 * dice.roll();
    let rows = starts.iter().rev().map(|start| period(*start, 141, share(dice)));
    Table { columns: PERIODS, rows: rows.collect() }
}

fn cohorts(end: Day, dice: &mut Dice) -> Table {
    let mut rows = Vec::new();
    for age in (0..18_i32).rev() {
        let start = monday(end) - 7 * age;
        let size = if age % 5 == 3 { 6.0 } else { 12.0 + (dice.roll() * 30.0).round() };
        for week in 0..16_i32 {
            let share = if week == 0 { 1.0 } else { 0.62 * (-0.12 * f64::from(week)).exp() + 0.1 * dice.roll() };
            let retained = (size * share).round();
            let seen = week < age;
            let cell = |value: f64| if seen { number(value) } else { Cell::Null };
            rows.push(vec![
                Cell::Day(start),
                number(size),
                number(f64::from(week)),
                cell(retained),
                cell(retained / size),
            ]);
        }
    }
    Table { columns: &["cohort", "size", "week", "retained", "rate"], rows }
}

fn growth(end: Day, dice: &mut Dice) -> Table {
    let rows = (0..52).rev().map(|age| {
        let mut some = |most: f64| (most * (0.4 + 0.6 * dice.roll())).round();
        let (new, back, gone) = (some(24.0), some(18.0), some(46.0));
        vec![
            Cell::Day(monday(end) - 7 * age),
            number(new),
            number(80.0),
            number(back),
            number(gone),
            number((new + back) / gone),
        ]
    });
    Table { columns: &["start", "new", "retained", "resurrected", "churned", "quick"], rows: rows.collect() }
}

fn flow(end: Day, dice: &mut Dice) -> Table {
    let rows = (0..27).rev().map(|age| {
        let joins = if age == 11 { 74.0 } else { (14.0 * dice.roll()).round() };
        let leaves = (9.0 * dice.roll()).round();
        let removed = if age % 4 == 0 { (3.0 * dice.roll()).round() } else { 0.0 };
        let start = monday(end + 1) - 7 * age;
        vec![Cell::Day(start), number(joins), number(leaves), number(removed), number(f64::from(u8::from(age > 0)))]
    });
    Table { columns: &["start", "joins", "leaves", "removed", "complete"], rows: rows.collect() }
}

fn lorenz() -> Table {
    let mut rows = Vec::new();
    for (basis, power) in [("speakers", 4.2), ("roster", 7.7)] {
        for at in 0..=50 {
            let people = f64::from(at) / 50.0;
            rows.push(vec![Cell::Text(basis.to_owned()), number(people), number(people.powf(power))]);
        }
    }
    Table { columns: &["basis", "people_share", "message_share"], rows }
}
