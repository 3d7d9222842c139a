//! The recent past of a vital, from the `history` table of its metric: the change against the period
//! before, and the sparkline of a terminal. Numbers are picked, none is computed anew.

use crate::calendar::Day;
use crate::look::{percent, value_text};
use crate::metric::Cell;
use crate::report::{Report, Vital};
use crate::unit::{Lang, Unit};

/// Periods a sparkline shows at most.
const SHOWN: usize = 26;
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Start of a period and its value; gaps are `None`.
pub type Point = (Day, Option<f64>);

/// The history of a headline, oldest first; empty for segments and metrics without one.
#[must_use]
pub fn history(report: &Report, vital: &Vital) -> Vec<Point> {
    if !vital.is_headline() {
        return Vec::new();
    }
    let Some(table) = report.table(&vital.group, vital.metric.id, "history") else { return Vec::new() };
    let points: Vec<Point> = table.rows.iter().filter_map(|row| point(row)).collect();
    points.get(points.len().saturating_sub(SHOWN)..).unwrap_or_default().to_vec()
}

fn point(row: &[Cell]) -> Option<Point> {
    let Some(Cell::Day(day)) = row.first() else { return None };
    match row.get(1) {
        Some(Cell::Number(value)) if value.is_finite() => Some((*day, Some(*value))),
        _ => Some((*day, None)),
    }
}

/// Value minus the value of the period before. `None` unless the history holds the headline's own
/// period with the headline's own value: else the two are not comparable.
#[must_use]
pub fn change(vital: &Vital, history: &[Point]) -> Option<f64> {
    let (value, start) = (vital.row.value?, vital.row.period?.0);
    let at = history.iter().position(|(day, _)| *day == start)?;
    let same = history.get(at)?.1.is_some_and(|own| (own - value).abs() <= 1e-9 * value.abs().max(1.0));
    let before = history.get(at.checked_sub(1)?)?.1?;
    same.then_some(value - before)
}

/// A change as people read it: `▼ 6.1 个百分点`, `▲ 12`, `= 0`.
#[must_use]
pub fn change_text(change: f64, unit: Unit, lang: Lang) -> String {
    let amount = if unit == Unit::Ratio {
        let points = percent(change.abs(), None, lang);
        let points = points.trim_end_matches('%').trim_end();
        match lang {
            Lang::Zh => format!("{points} 个百分点"),
            Lang::En => format!("{points} pp"),
        }
    } else {
        let text = value_text(change.abs(), unit, None, lang);
        let label = unit.label().get(lang);
        text.trim_end_matches(label).trim_end().to_owned()
    };
    let arrow = match change.total_cmp(&0.0) {
        std::cmp::Ordering::Less => '▼',
        std::cmp::Ordering::Greater => '▲',
        std::cmp::Ordering::Equal => '=',
    };
    format!("{arrow} {amount}")
}

/// Lowest and highest value of a history, stretched to take in `bound`; `None` without any value.
#[must_use]
pub fn span(history: &[Point], bound: Option<f64>) -> Option<(f64, f64)> {
    let values = history.iter().filter_map(|(_, value)| *value);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    (low <= high).then(|| (bound.map_or(low, |b| low.min(b)), bound.map_or(high, |b| high.max(b))))
}

/// The last `most` periods as blocks, lowest to highest; gaps are spaces.
#[must_use]
pub fn blocks(history: &[Point], most: usize) -> String {
    let shown = history.get(history.len().saturating_sub(most)..).unwrap_or_default();
    let Some((low, high)) = span(shown, None) else { return String::new() };
    shown.iter().map(|(_, value)| value.map_or(' ', |value| block(value, low, high))).collect()
}

fn block(value: f64, low: f64, high: f64) -> char {
    if high - low <= f64::EPSILON * high.abs() {
        return BLOCKS[3];
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7 by construction")]
    let step = ((value - low) / (high - low) * 7.0).round() as usize;
    BLOCKS.get(step).copied().unwrap_or('█')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn blocks_run_from_lowest_to_highest_with_gaps() {
        let history = [(0, Some(1.0)), (7, None), (14, Some(8.0)), (21, Some(4.0))];
        assert_eq!(blocks(&history, 12), "▁ █▄");
        assert_eq!(blocks(&history, 2), "█▁");
        assert_eq!(blocks(&[(0, None)], 12), "");
        assert_eq!(blocks(&[(0, Some(2.0)), (7, Some(2.0))], 12), "▄▄");
    }

    #[test]
    fn change_needs_the_same_period_and_value() {
        let report = sample::report(Lang::Zh);
        let vital = report.headline("telegram:123", "weekly_retention").unwrap();
        let history = history(&report, vital);
        let change = change(vital, &history).unwrap();
        assert_eq!(change_text(change, Unit::Ratio, Lang::Zh), "▼ 6.1 个百分点");
        let mut other = history.clone();
        other.last_mut().unwrap().1 = Some(0.9);
        assert_eq!(super::change(vital, &other), None);
        let gap: Vec<Point> =
            history.iter().map(|(day, value)| (*day, value.filter(|_| *day >= vital.row.period.unwrap().0))).collect();
        assert_eq!(super::change(vital, &gap), None);
    }

    #[test]
    fn changes_in_words() {
        for (change, unit, text) in [
            (12.0, Unit::MessagesPerDay, "▲ 12"),
            (-0.5, Unit::MessagesPerDay, "▼ 0.500"),
            (0.0, Unit::Persons, "= 0"),
            (0.021, Unit::Ratio, "▲ 2.1 pp"),
        ] {
            assert_eq!(change_text(change, unit, Lang::En), text);
        }
    }
}
