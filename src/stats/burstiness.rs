//! How bursty a series of events is (阵发性).

/// Burstiness of the pauses between `times` (ascending): `B = (r - 1) / (r + 1)` with r the population
/// standard deviation over the mean, and the form corrected for n events,
/// `(sqrt(n+1) r - sqrt(n-1)) / ((sqrt(n+1) - 2) r + sqrt(n-1))`. Both run from −1, regular, to 1. `None`
/// for fewer than three events or none apart. Source: Goh and Barabási 2008; Kim and Jo 2016.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts and pauses stay far below 2^53")]
pub fn burstiness(times: &[i64]) -> Option<(f64, f64)> {
    let pauses: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
    let mean = pauses.iter().sum::<f64>() / pauses.len() as f64;
    if pauses.len() < 2 || mean <= 0.0 {
        return None;
    }
    let variance = pauses.iter().map(|pause| (pause - mean).powi(2)).sum::<f64>() / pauses.len() as f64;
    let r = variance.sqrt() / mean;
    let n = times.len() as f64;
    let (more, fewer) = ((n + 1.0).sqrt(), (n - 1.0).sqrt());
    Some(((r - 1.0) / (r + 1.0), (more * r - fewer) / ((more - 2.0) * r + fewer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_is_minus_one() {
        let (plain, corrected) = burstiness(&[0, 10, 20, 30]).unwrap();
        assert!((plain + 1.0).abs() < 1e-12 && (corrected + 1.0).abs() < 1e-12);
        assert_eq!(burstiness(&[0, 10]), None);
        assert_eq!(burstiness(&[5, 5, 5]), None);
    }
}
