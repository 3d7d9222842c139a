//! Inequality of counts.

/// Gini coefficient of counts: `2 Σ i·x_(i) / (n Σ x) − (n+1)/n`, ascending. `None` for fewer than
/// two values or a sum of zero.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn gini(counts: &[u64]) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    if counts.len() < 2 || total == 0 {
        return None;
    }
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let weighted: u128 = sorted.iter().zip(1u128..).map(|(x, i)| u128::from(*x) * i).sum();
    let n = counts.len() as f64;
    Some(2.0 * weighted as f64 / (n * total as f64) - (n + 1.0) / n)
}

/// Lorenz curve: for each prefix of the ascending counts, share of people and share of the sum.
/// Starts at (0, 0); empty when there is nothing to share.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn lorenz(counts: &[u64]) -> Vec<(f64, f64)> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return Vec::new();
    }
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let mut points = vec![(0.0, 0.0)];
    let mut sum = 0;
    for (x, i) in sorted.iter().zip(1u32..) {
        sum += x;
        points.push((f64::from(i) / sorted.len() as f64, sum as f64 / total as f64));
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_gini() {
        let roster = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4];
        assert!((gini(&roster).unwrap() - 0.6212).abs() < 5e-5);
        assert!((gini(&[1, 1, 1, 2, 3, 4]).unwrap() - 0.3056).abs() < 5e-5);
        assert_eq!(gini(&[5]), None);
        assert_eq!(gini(&[0, 0]), None);
        assert_eq!(gini(&[3, 3, 3]), Some(0.0));
    }

    #[test]
    fn lorenz_ends_at_one() {
        let points = lorenz(&[4, 1]);
        assert_eq!(points, vec![(0.0, 0.0), (0.5, 0.2), (1.0, 1.0)]);
        assert!(lorenz(&[0]).is_empty());
    }
}
