//! Seeded bootstrap: the same metric, group and period always give the same interval.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use xxhash_rust::xxh3::xxh3_64;

use super::quantile;

/// Resamples drawn.
const DRAWS: usize = 2000;

/// The seed of a metric in a group over a period.
#[must_use]
pub fn seed(metric: &str, group: &str, period: &str) -> u64 {
    xxh3_64(format!("{metric}\u{1f}{group}\u{1f}{period}").as_bytes())
}

/// 95 % percentile interval of the mean of a daily series by moving blocks of `block` days: whole
/// blocks are drawn with replacement until the series is as long as it was, so that the rhythm of
/// a week stays inside a block. `None` for fewer than two blocks of values.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "series of days are short")]
pub fn block_mean_interval(series: &[f64], block: usize, seed: u64) -> Option<(f64, f64)> {
    if block == 0 || series.len() < 2 * block {
        return None;
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let starts = series.len() - block + 1;
    let means: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut drawn = 0;
            let mut sum = 0.0;
            while drawn < series.len() {
                let start = below(&mut random, starts);
                let take = block.min(series.len() - drawn);
                sum += series[start..start + take].iter().sum::<f64>();
                drawn += take;
            }
            sum / series.len() as f64
        })
        .collect();
    Some((quantile(&means, 0.025)?, quantile(&means, 0.975)?))
}

/// A uniform index below `n` (n > 0), by the high bits of a product: exact enough that the bias is
/// below 2^-32 for any series a group can have.
fn below(random: &mut ChaCha8Rng, n: usize) -> usize {
    let wide = u128::from(random.next_u64()) * n as u128;
    usize::try_from(wide >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interval_holds_the_mean_and_repeats() {
        let series: Vec<f64> = (0..56).map(|day| f64::from(day % 7)).collect();
        let first = block_mean_interval(&series, 7, 42).unwrap();
        assert_eq!(block_mean_interval(&series, 7, 42), Some(first));
        assert!((first.0 - 3.0).abs() < 1e-9 && (first.1 - 3.0).abs() < 1e-9, "whole weeks have one mean");
        let rising: Vec<f64> = (0..56).map(f64::from).collect();
        let (low, high) = block_mean_interval(&rising, 7, 1).unwrap();
        assert!(low < 27.5 && 27.5 < high);
        assert_eq!(block_mean_interval(&rising[..13], 7, 1), None);
    }
}
