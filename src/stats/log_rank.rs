//! Two survival curves compared (Mantel 1966).

/// What the log-rank test says of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// Events observed in the first group.
    pub observed: f64,
    /// Events expected in it if both died alike.
    pub expected: f64,
    /// Variance of the difference.
    pub variance: f64,
    /// `(O - E)² / V`, one degree of freedom.
    pub chi_squared: f64,
    /// Probability of so much or more by chance.
    pub p: f64,
}

/// Log-rank test of (time, event) pairs, `false` for censored. `None` when nothing ends or all in one
/// instant, so that nothing can be compared.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn log_rank(first: &[(f64, bool)], second: &[(f64, bool)]) -> Option<LogRank> {
    let mut times: Vec<f64> = first.iter().chain(second).filter(|(_, event)| *event).map(|(time, _)| *time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for time in times {
        let at_risk = |arm: &[(f64, bool)]| arm.iter().filter(|(t, _)| *t >= time).count() as f64;
        let ends =
            |arm: &[(f64, bool)]| arm.iter().filter(|(t, event)| *event && t.total_cmp(&time).is_eq()).count() as f64;
        let (n0, n1, d0, d) = (at_risk(first), at_risk(second), ends(first), ends(first) + ends(second));
        let n = n0 + n1;
        observed += d0;
        expected += d * n0 / n;
        if n > 1.0 {
            variance += d * (n0 / n) * (n1 / n) * (n - d) / (n - 1.0);
        }
    }
    if variance <= 0.0 {
        return None;
    }
    let chi_squared = (observed - expected).powi(2) / variance;
    Some(LogRank { observed, expected, variance, chi_squared, p: complementary_error((chi_squared / 2.0).sqrt()) })
}

/// erfc(x) for x >= 0: the two-sided tail of the normal at x·√2. Series below 2, continued fraction
/// above; both to double precision.
fn complementary_error(x: f64) -> f64 {
    let root_pi = std::f64::consts::PI.sqrt();
    if x < 2.0 {
        let (mut term, mut sum, mut n) = (x, x, 0.0);
        while term.abs() > 1e-17 * sum.abs() && n < 200.0 {
            n += 1.0;
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        return 1.0 - 2.0 / root_pi * sum;
    }
    let fraction = (1..=120).rev().fold(x, |below, k| x + f64::from(k) / 2.0 / below);
    (-x * x).exp() / root_pi / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of `charter_survival_lift`.
    #[test]
    fn worked_log_rank() {
        let without = [(20.0, true), (30.0, true), (42.0, true), (50.0, false)];
        let with = [(40.0, true), (90.0, false), (120.0, false), (150.0, false)];
        let test = log_rank(&without, &with).unwrap();
        for (got, want) in
            [(test.observed, 3.0), (test.expected, 1.6619), (test.variance, 0.9571), (test.chi_squared, 1.8707)]
        {
            assert!((got - want).abs() < 5e-5, "{got} {want}");
        }
        assert!((test.p - 0.171).abs() < 5e-4, "{}", test.p);
        assert_eq!(log_rank(&[(1.0, false)], &[(2.0, false)]), None);
    }

    #[test]
    fn tails_of_the_normal() {
        for (x, tail) in [
            (0.0, 1.0),
            (0.5, 0.479_500_122_186_953_4),
            (1.9, 0.007_209_570_764_742_524),
            (3.0, 2.209_049_699_858_544e-5),
        ] {
            assert!((complementary_error(x) - tail).abs() < 1e-12 * tail.max(1e-3), "{x}");
        }
    }
}
