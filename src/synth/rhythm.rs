//! When a synthetic group is busy and who says how much. In: an hour of the span, a rank. Out: whole
//! numbers to weigh chance with; no floating point, so every machine gets the same.

use super::act::{DAY_MS, OFFSET_MS};
use super::chance::{mix, sums};

/// How busy each local hour is; peaks late in the morning and late in the evening.
const HOURS: [u64; 24] = [9, 4, 2, 1, 1, 2, 6, 18, 40, 64, 84, 86, 60, 52, 56, 58, 56, 54, 58, 70, 88, 90, 62, 26];
/// How busy each weekday is, from Monday.
const WEEKDAYS: [u64; 7] = [104, 110, 112, 106, 100, 74, 70];

/// How busy an hour of the span is: hour, weekday, a slow rise, and a day's own luck.
pub(super) fn weight(seed: u64, slot: u64, slots: u64) -> u64 {
    let (day, hour) = (slot / 24, slot % 24);
    let at = |table: &[u64], index: u64| table[usize::try_from(index).unwrap_or(0) % table.len()];
    let rise = 900 + 200 * slot / slots.max(1);
    // 2024-01-01 was a Monday.
    at(&HOURS, hour) * at(&WEEKDAYS, day % 7) * rise * (85 + mix(seed, day) % 31) / 1000
}

/// Rising sums of how much each member says: a Zipf law with exponent 1.15; the last fifth of the
/// group only reads.
pub(super) fn voices(count: usize) -> Vec<u64> {
    let speaking = (count * 4 / 5).max(4);
    sums((0..count).map(|index| match index {
        3 => 0,
        index if index < speaking => zipf(index as u64 + 1),
        _ => 0,
    }))
}

/// `10^6 / rank^1.15` in whole numbers: `rank^1.15` by way of the rank's twentieth root of its cube.
fn zipf(rank: u64) -> u64 {
    let rank = u128::from(rank);
    // rank^0.15 in thousandths: the largest r with (r/1000)^20 <= rank^3, found bit by bit.
    let mut root: u128 = 0;
    for bit in (0..14).rev() {
        let tried = root | 1 << bit;
        if power_at_most(tried, rank) {
            root = tried;
        }
    }
    u64::try_from(1_000_000_000 / (rank * root.max(1))).unwrap_or(0).max(1)
}

/// Whether `(r/1000)^20 <= rank^3`, in fixed point with six decimals.
fn power_at_most(r: u128, rank: u128) -> bool {
    let fixed = |a: u128, b: u128| a * b / 1_000_000;
    let one = r * 1000;
    let two = fixed(one, one);
    let four = fixed(two, two);
    let sixteen = fixed(fixed(four, four), fixed(four, four));
    fixed(sixteen, four) <= rank * rank * rank * 1_000_000
}

/// Local midnight in milliseconds UTC at which a day number begins.
pub(super) fn midnight(day: crate::calendar::Day) -> i64 {
    i64::from(day) * DAY_MS - OFFSET_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zipf_law_is_the_law() {
        assert_eq!(zipf(1), 1_000_000);
        for (rank, expected) in [(2, 450_625), (10, 70_795), (400, 1_018)] {
            let off = zipf(rank).abs_diff(expected);
            assert!(off * 100 < expected, "rank {rank}: {} for {expected}", zipf(rank));
        }
    }
}
