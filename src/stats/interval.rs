//! Intervals of proportions.

/// The 97.5 % point of the normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// Wilson score interval, 95 %, of `successes` in `n` (Wilson 1927). `n` = 0 gives (0, 1).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn wilson(successes: u64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (k, n) = (successes as f64, n as f64);
    let p = k / n;
    let z2 = Z * Z;
    let center = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    ((center - half).max(0.0), (center + half).min(1.0))
}

/// Newcombe's hybrid interval, 95 %, of the difference `a - b` of two proportions given as
/// (successes, n): the square-and-add of their Wilson limits.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn newcombe(a: (u64, u64), b: (u64, u64)) -> Option<(f64, f64)> {
    if a.1 == 0 || b.1 == 0 {
        return None;
    }
    let (p, q) = (a.0 as f64 / a.1 as f64, b.0 as f64 / b.1 as f64);
    let ((a_low, a_high), (b_low, b_high)) = (wilson(a.0, a.1), wilson(b.0, b.1));
    let low = (p - q) - ((p - a_low).powi(2) + (b_high - q).powi(2)).sqrt();
    let high = (p - q) + ((a_high - p).powi(2) + (q - b_low).powi(2)).sqrt();
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_wilson() {
        for (k, n, low, high) in [
            (3, 5, 0.2307, 0.8824),
            (2, 4, 0.1500, 0.8500),
            (7, 10, 0.3968, 0.8922),
            (48, 50, 0.8654, 0.9890),
            (3, 9, 0.1206, 0.6458),
            (0, 10, 0.0, 0.2775),
            (2, 5, 0.1176, 0.7693),
            (14, 20, 0.4810, 0.8545),
        ] {
            let (l, h) = wilson(k, n);
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{k}/{n}: {l} {h}");
        }
    }

    #[test]
    fn worked_newcombe() {
        let (low, high) = newcombe((9, 10), (6, 15)).unwrap();
        assert!((low - 0.111).abs() < 5e-4 && (high - 0.718).abs() < 5e-4, "{low} {high}");
        assert_eq!(newcombe((0, 0), (1, 2)), None);
    }
}
