//! Survival with censoring (Kaplan & Meier 1958).

/// One drop of the survival curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Time of the events.
    pub time: f64,
    /// At risk just before.
    pub at_risk: u64,
    /// Events at that time.
    pub events: u64,
    /// Survival just after.
    pub survival: f64,
    /// Greenwood variance of the survival.
    pub variance: f64,
}

/// A survival curve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KaplanMeier {
    /// Drops, by time.
    pub steps: Vec<Step>,
}

impl KaplanMeier {
    /// `S(t)`.
    #[must_use]
    pub fn survival(&self, time: f64) -> f64 {
        self.steps.iter().take_while(|step| step.time <= time).last().map_or(1.0, |step| step.survival)
    }

    /// Least t with `S(t) <= 1 - q`; `None` when the curve never falls so far (not reached).
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        // The product of fractions may end a hair above the exact value.
        self.steps.iter().find(|step| step.survival <= 1.0 - q + 1e-12).map(|step| step.time)
    }
}

/// Product-limit estimate of (time, event) pairs, `false` for censored; at ties events come first.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn kaplan_meier(times: &[(f64, bool)]) -> KaplanMeier {
    let mut sorted = times.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    let mut start = 0;
    while start < sorted.len() {
        let time = sorted[start].0;
        let end = start + sorted[start..].iter().take_while(|(t, _)| t.total_cmp(&time).is_eq()).count();
        let events = sorted[start..end].iter().filter(|(_, event)| *event).count() as u64;
        let at_risk = (sorted.len() - start) as u64;
        if events > 0 {
            let (d, n) = (events as f64, at_risk as f64);
            survival *= 1.0 - d / n;
            greenwood += if events == at_risk { 0.0 } else { d / (n * (n - d)) };
            let variance = survival * survival * greenwood;
            steps.push(Step { time, at_risk, events, survival, variance });
        }
        start = end;
    }
    KaplanMeier { steps }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_survival() {
        let km = kaplan_meier(&[(20.0, true), (42.0, true), (42.0, false), (60.0, true), (90.0, false)]);
        let survival: Vec<f64> = km.steps.iter().map(|step| (step.survival * 1e9).round() / 1e9).collect();
        assert_eq!(survival, [0.8, 0.6, 0.3]);
        assert_eq!(km.quantile(0.5), Some(60.0));
        assert!((km.survival(41.9) - 0.8).abs() < 1e-12);
    }

    #[test]
    fn worked_response_times() {
        let km = kaplan_meier(&[(8.0, true), (22.0, true), (20.0, true), (0.0, true), (720.0, false)]);
        assert_eq!(km.quantile(0.5), Some(20.0));
        assert_eq!(km.quantile(0.9), None);
        assert!((km.survival(22.0) - 0.2).abs() < 1e-12);
    }
}
