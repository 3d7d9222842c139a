//! 跨平台对比: one vital side by side on every platform, and whether pooling them would mislead.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Cell, Compute, Family, Judged, Measurement, Metric, Outcome, Standing, Summary, Table, count};
use crate::calendar::Day;
use crate::unit::{Text, Unit};

/// The vital that is compared.
const COMPARED: &str = "weekly_retention";

/// The metric.
pub const METRIC: Metric = Metric {
    id: "cross_platform_comparison",
    name: Text { zh: "跨平台对比", en: "Platforms compared" },
    family: Family::Structure,
    doc: Text {
        zh: "各平台上一个完整自然周的周活跃留存，分子分母分别相加，带 n 与区间；标题值是最高与最低之差。合并值只与分层值并列给出：各平台方向一致而合并值方向相反时给出 simpson_warning（辛普森悖论），此时合并值不可用。表中另列各平台其他同口径的比率。各平台的导出所含消息种类不同，口径不同的不比。",
        en: "Weekly retention of the last complete week by platform, numerators and denominators summed, with n and interval; the headline is the spread between highest and lowest. The pooled rate stands only beside its strata: where every platform moved one way and the pooled rate the other, simpson_warning says so and the pooled rate is of no use. A table holds the other rates of equal basis. Exports differ in the kinds of messages they hold; rates of different basis are not compared.",
    },
    formula: "max - min of the platforms' rates",
    needs: &["groups on two platforms or more"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("platform:…", "the platform's rate in the latest complete week"),
        ("previous:…", "the same in the week before"),
        ("pooled", "all platforms together; never to be read without its strata"),
        ("previous_pooled", "the same in the week before"),
        ("simpson_warning", "1 where the platforms moved one way and the pooled rate the other"),
    ],
    source: "S36",
    advice: "advice.activity.dialogue",
    compute: Compute::Verdicts(compute),
};

type Sums = BTreeMap<String, (u64, u64)>;

fn compute(summary: &Summary<'_>) -> Outcome {
    let platforms: BTreeSet<&str> = summary.groups.iter().map(|group| group.platform.as_str()).collect();
    let weeks: BTreeSet<Day> = rows(summary)
        .filter(|(_, row)| row.row.value.is_some())
        .filter_map(|(_, row)| Some(row.row.period?.0))
        .collect();
    let mut latest = weeks.iter().rev().copied();
    let (now, before) = (latest.next(), latest.next());
    let standing = if platforms.len() < 2 { Standing::NotApplicable } else { Standing::NoData };
    let none = Outcome { rows: vec![Measurement::new(Unit::Ratio).standing(standing)], ..Outcome::default() };
    let Some(week) = now.filter(|_| platforms.len() > 1) else { return none };
    let (current, previous) = (sums(summary, Some(week)), sums(summary, before));
    let rates: Vec<f64> = current.values().filter(|sum| sum.1 > 0).map(rate).collect();
    let high = rates.iter().copied().reduce(f64::max);
    let low = rates.iter().copied().reduce(f64::min);
    let mut head = Measurement::new(Unit::Ratio);
    head.n = current.values().map(|sum| sum.1).sum();
    head.value = high.zip(low).filter(|_| rates.len() > 1).map(|(high, low)| high - low);
    head.standing = if head.value.is_some() { Standing::Info } else { Standing::NoData };
    let warned = simpson(&current, &previous);
    let mut measured = vec![over(head, Some(week))];
    for (word, sums, week) in [("platform", &current, now), ("previous", &previous, before)] {
        let row = |(platform, sum): (&String, &(u64, u64))| {
            over(Measurement::ratio(sum.0, sum.1).info().segment(format!("{word}:{platform}")), week)
        };
        measured.extend(sums.iter().map(row));
    }
    for (name, sums, week) in [("pooled", &current, now), ("previous_pooled", &previous, before)] {
        let sum = pooled(sums);
        measured.push(over(Measurement::ratio(sum.0, sum.1).info().segment(name), week));
    }
    let n = current.len() as u64;
    measured.push(over(Measurement::counted(Unit::Count, u64::from(warned), n).segment("simpson_warning"), now));
    if warned {
        for row in &mut measured {
            row.degraded.push("simpson_warning");
        }
    }
    Outcome { rows: measured, tables: [("platforms", table(summary))].into() }
}

fn over(row: Measurement, week: Option<Day>) -> Measurement {
    row.basis("active").over(week.map(|start| (start, start + 6)))
}

/// Rows of the compared vital with the platform they stand for.
fn rows<'a>(summary: &'a Summary<'_>) -> impl Iterator<Item = (&'a str, &'a Judged<'a>)> {
    let compared = summary.judged.iter().filter(|row| row.metric == COMPARED);
    let wanted = compared.filter(|row| matches!(row.row.segment.as_deref(), None | Some("history")));
    wanted.filter_map(|row| {
        let group = summary.groups.iter().find(|group| group.id == row.group)?;
        Some((group.platform.as_str(), row))
    })
}

/// What each platform's groups come to in the week that begins on a day.
fn sums(summary: &Summary<'_>, week: Option<Day>) -> Sums {
    let mut sums = Sums::new();
    for (platform, row) in rows(summary) {
        let (Some(numerator), Some(denominator)) = (row.row.numerator, row.row.denominator) else { continue };
        if week.is_none() || row.row.period.map(|period| period.0) != week {
            continue;
        }
        let sum = sums.entry(platform.to_owned()).or_default();
        *sum = (sum.0 + whole(numerator), sum.1 + whole(denominator));
    }
    sums
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts below 2^53")]
const fn whole(count: f64) -> u64 {
    count as u64
}

fn pooled(sums: &Sums) -> (u64, u64) {
    sums.values().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
}

fn rate(sum: &(u64, u64)) -> f64 {
    count(sum.0) / count(sum.1)
}

/// Whether every platform moved one way and the pooled rate the other.
fn simpson(now: &Sums, before: &Sums) -> bool {
    let moved: Option<Vec<f64>> = now
        .iter()
        .map(|(platform, sum)| {
            let earlier = before.get(platform).filter(|earlier| earlier.1 > 0 && sum.1 > 0)?;
            Some(rate(sum) - rate(earlier))
        })
        .collect();
    let Some(moved) = moved.filter(|moved| moved.len() > 1) else { return false };
    let both = rate(&pooled(now)) - rate(&pooled(before));
    moved.iter().all(|part| *part > 0.0) && both < 0.0 || moved.iter().all(|part| *part < 0.0) && both > 0.0
}

/// Every headline rate by platform, where all groups of the run have it on one basis.
fn table(summary: &Summary<'_>) -> Table {
    let mut cells: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    let mut bases: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in summary.judged.iter().filter(|row| row.row.segment.is_none() && row.row.ci.is_some()) {
        let Some(group) = summary.groups.iter().find(|group| group.id == row.group) else { continue };
        let (Some(numerator), Some(denominator)) = (row.row.numerator, row.row.denominator) else { continue };
        bases.entry(row.metric).or_default().insert(row.row.basis);
        let sum = cells.entry((row.metric, group.platform.as_str())).or_default();
        *sum = (sum.0 + whole(numerator), sum.1 + whole(denominator));
    }
    let comparable = |metric: &str| bases.get(metric).is_some_and(|bases| bases.len() == 1);
    let row = |((metric, platform), sum): (&(&str, &str), &(u64, u64))| {
        let text = |word: &str| Cell::Text(word.to_owned());
        let value = Cell::number((sum.1 > 0).then(|| rate(sum)));
        vec![text(metric), text(platform), value, Cell::Number(count(sum.0)), Cell::Number(count(sum.1))]
    };
    let rows = cells.iter().filter(|((metric, _), _)| comparable(metric)).map(row).collect();
    Table { columns: &["metric", "platform", "value", "numerator", "denominator"], rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(parts: &[(&str, u64, u64)]) -> Sums {
        parts.iter().map(|(platform, kept, base)| ((*platform).to_owned(), (*kept, *base))).collect()
    }

    #[test]
    fn both_platforms_rise_and_the_pooled_rate_falls() {
        let before = sums(&[("x", 54, 60), ("y", 8, 40)]);
        let now = sums(&[("x", 19, 20), ("y", 20, 80)]);
        assert!((rate(&pooled(&before)) - 0.62).abs() < 1e-12);
        assert!((rate(&pooled(&now)) - 0.39).abs() < 1e-12);
        assert!(simpson(&now, &before) && simpson(&before, &now));
        assert!(!simpson(&now, &sums(&[("x", 54, 60), ("y", 30, 40)])), "one rises, one falls");
        assert!(!simpson(&now, &sums(&[("x", 54, 60)])), "a platform without a week before");
    }
}
