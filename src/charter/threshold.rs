//! Bounds as people write them (`< 5`, `outside 0.01..0.10`) and the charter's overrides.

use crate::metric::{Bound, Threshold};

use super::{Charter, Decision, Gate, Level, Regress};

/// One `[[threshold]]` of a charter.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
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
    /// What a breach means; `None`: it fails the run.
    pub level: Option<Level>,
    /// Complete periods in a row that must be in breach; `None`: as `[gate]` says, else one.
    pub persistent: Option<u32>,
    /// What the verdict is taken on; `None`: as `[gate]` says, else the value.
    pub decision: Option<Decision>,
    /// How far it may fall behind its baseline; `None`: as `[gate]` says, else any way.
    pub regress: Option<Regress>,
    /// Line of the charter it stands on; 0 for one no charter wrote.
    pub line: u64,
}

/// The overrides of a charter, after those its promises imply.
#[must_use]
pub fn overrides(charter: &Charter) -> Vec<Override> {
    let promised = charter.sla_minutes.map(|minutes| Override {
        metric: "admin_response_time".to_owned(),
        breach: Some(Bound::Above(minutes)),
        ..Override::default()
    });
    promised.into_iter().chain(charter.overrides.iter().cloned()).collect()
}

/// The threshold in force for a row, built-in and charter together (生效阈值).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// Past this the vital is in breach.
    pub breach: Option<Bound>,
    /// Past this it is worth watching.
    pub watch: Option<Bound>,
    /// Fewest observations that can bear a verdict.
    pub n_min: u64,
    /// What a breach means.
    pub level: Level,
    /// Complete periods in a row that must be in breach.
    pub persistent: u32,
    /// What the verdict is taken on.
    pub decision: Decision,
    /// How far the vital may fall behind its baseline.
    pub regress: Option<Regress>,
    /// Line of the charter that says so; `None` where it is built in.
    pub line: Option<u64>,
    /// Where the built-in number comes from; empty without one.
    pub source: &'static str,
}

impl Rule {
    /// The rule for a row: the built-in threshold, every override of the charter laid over it in order, `[gate]`
    /// where none of them speaks. `None`: nothing judges it.
    #[must_use]
    pub fn of(built_in: Option<&Threshold>, overrides: &[&Override], gate: &Gate) -> Option<Self> {
        if built_in.is_none() && overrides.is_empty() {
            return None;
        }
        let last = |read: &dyn Fn(&Override) -> Option<u64>| overrides.iter().rev().find_map(|over| read(over));
        let bound = |read: fn(&Override) -> Option<Bound>, base: Option<Bound>| {
            overrides.iter().rev().find_map(|over| read(over)).or(base)
        };
        Some(Self {
            breach: bound(|over| over.breach, built_in.and_then(|rule| rule.breach)),
            watch: bound(|over| over.watch, built_in.and_then(|rule| rule.watch)),
            n_min: last(&|over| over.n_min).or(built_in.map(|rule| rule.n_min)).unwrap_or(0),
            level: overrides.iter().rev().find_map(|over| over.level).unwrap_or_default(),
            persistent: overrides.iter().rev().find_map(|over| over.persistent).or(gate.persistent).unwrap_or(1),
            decision: overrides.iter().rev().find_map(|over| over.decision).or(gate.decision).unwrap_or_default(),
            regress: overrides.iter().rev().find_map(|over| over.regress).or(gate.regress),
            line: last(&|over| Some(over.line).filter(|line| *line > 0)),
            source: built_in.map_or("", |rule| rule.source),
        })
    }
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
