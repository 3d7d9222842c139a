//! Bounds as people write them (`< 5`, `outside 0.01..0.10`) and the charter's overrides.

use crate::metric::Bound;

/// One `[[threshold]]` of a charter.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// Metric id.
    pub metric: String,
    /// Segment; `None` for the headline.
    pub segment: Option<String>,
    /// Replaces the breach bound.
    pub breach: Option<Bound>,
    /// Replaces the watch bound.
    pub watch: Option<Bound>,
    /// Replaces the least n.
    pub n_min: Option<u64>,
}

/// Reads a bound: `< 5`, `<= 5`, `> 0.3`, `>= 1`, `outside 0.01..0.10`.
///
/// # Errors
/// A sentence saying what was expected.
pub fn parse_bound(text: &str) -> Result<Bound, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is no bound; write one of `< 5`, `<= 5`, `> 5`, `>= 5`, `outside 1..10`");
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|n| n.is_finite()).ok_or_else(wrong);
    if let Some(rest) = text.strip_prefix("outside") {
        let (low, high) = rest.split_once("..").ok_or_else(wrong)?;
        let (low, high) = (number(low)?, number(high)?);
        if low > high {
            return Err(format!("`{text}`: the lower end lies above the upper one"));
        }
        return Ok(Bound::Outside(low, high));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Ok(Bound::AtMost(number(rest)?));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Ok(Bound::AtLeast(number(rest)?));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Ok(Bound::Below(number(rest)?));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Ok(Bound::Above(number(rest)?));
    }
    Err(wrong())
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Below(bound) => write!(f, "< {bound}"),
            Self::Above(bound) => write!(f, "> {bound}"),
            Self::AtLeast(bound) => write!(f, ">= {bound}"),
            Self::AtMost(bound) => write!(f, "<= {bound}"),
            Self::Outside(low, high) => write!(f, "outside {low}..{high}"),
        }
    }
}

impl Bound {
    /// Whether `value` is out of bounds. Equality is decided exactly as the sign says.
    #[must_use]
    pub fn broken_by(&self, value: f64) -> bool {
        match *self {
            Self::Below(bound) => value < bound,
            Self::Above(bound) => value > bound,
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
            Self::Outside(low, high) => value < low || value > high,
        }
    }

    /// Lowest and highest value that is within bounds.
    #[must_use]
    pub const fn limits(&self) -> (Option<f64>, Option<f64>) {
        match *self {
            Self::Below(bound) | Self::AtMost(bound) => (Some(bound), None),
            Self::Above(bound) | Self::AtLeast(bound) => (None, Some(bound)),
            Self::Outside(low, high) => (Some(low), Some(high)),
        }
    }
}
