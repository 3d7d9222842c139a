//! How the weekly gate decides (门禁): on points or intervals, after how many periods, with which force, what is
//! excused and until when. In: what a charter or a command line says. Out: plain values verdicts go by.

use std::fmt;

use crate::calendar::Day;
use crate::metric::Bound;

use super::parse_bound;

/// What a verdict is taken on (判定依据).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decision {
    /// The value itself.
    #[default]
    Point,
    /// Its interval: out of bounds only when all of it is.
    Interval,
}

impl Decision {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Point, Self::Interval];

    /// Its word in `charter.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Interval => "interval",
        }
    }
}

/// What a breach of a vital means for the run (处置级别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// It fails the run.
    #[default]
    Deny,
    /// It is something to watch.
    Warn,
    /// The vital is shown and not judged.
    Allow,
}

impl Level {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Deny, Self::Warn, Self::Allow];

    /// Its word in `charter.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Warn => "warn",
            Self::Allow => "allow",
        }
    }
}

/// How far a vital may fall behind its baseline, as a part of the baseline's value (回退容忍).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regress(pub f64);

impl Regress {
    /// Reads `10%`.
    ///
    /// # Errors
    /// A sentence saying what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        match number.filter(|number| number.is_finite() && *number >= 0.0) {
            Some(number) => Ok(Self(number / 100.0)),
            None => Err(format!("is \"{text}\"; write a part of the baseline's value, such as \"10%\"")),
        }
    }
}

impl fmt::Display for Regress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0 * 100.0)
    }
}

/// Which verdicts make a run fail (`--fail-on`).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum FailOn {
    /// Any breach.
    #[default]
    Breach,
    /// Any breach or watch.
    Watch,
    /// Nothing.
    Never,
    /// The share of groups in breach is out of bounds.
    Share(Bound),
    /// The number of groups in breach is out of bounds.
    Count(Bound),
}

impl FailOn {
    /// Reads `breach` (or `any`), `watch`, `never`, `share>0.2`, `count>3`.
    ///
    /// # Errors
    /// A sentence saying what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is none of breach (or any), watch, never, share>0.2, count>3");
        let text = text.trim();
        let bound = |rest: &str| {
            parse_bound(rest)
                .ok()
                .filter(|bound| matches!(bound, Bound::Above(_) | Bound::AtLeast(_)))
                .ok_or_else(wrong)
        };
        match text {
            "breach" | "any" => Ok(Self::Breach),
            "watch" => Ok(Self::Watch),
            "never" => Ok(Self::Never),
            _ => match (text.strip_prefix("share"), text.strip_prefix("count")) {
                (Some(rest), _) => {
                    let bound = bound(rest)?;
                    let (Bound::Above(limit) | Bound::AtLeast(limit)) = bound else { return Err(wrong()) };
                    if (0.0..=1.0).contains(&limit) {
                        Ok(Self::Share(bound))
                    } else {
                        Err(format!("`{text}`: a share of groups lies between 0 and 1; for a number write count>3"))
                    }
                }
                (None, Some(rest)) => bound(rest).map(Self::Count),
                (None, None) => Err(wrong()),
            },
        }
    }
}

impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Breach => f.write_str("breach"),
            Self::Watch => f.write_str("watch"),
            Self::Never => f.write_str("never"),
            Self::Share(bound) => write!(f, "share {bound}"),
            Self::Count(bound) => write!(f, "count {bound}"),
        }
    }
}

/// `[gate]`: what holds for every vital unless its `[[threshold]]` says otherwise.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Gate {
    /// `decision`.
    pub decision: Option<Decision>,
    /// `persistent`: complete periods in a row that must be in breach before it is one.
    pub persistent: Option<u32>,
    /// `regress`.
    pub regress: Option<Regress>,
    /// `require`: vitals that must be judged.
    pub require: Vec<String>,
    /// `fail_on`; the command line wins.
    pub fail_on: Option<FailOn>,
}

/// `[[waiver]]`: a vital excused for a while (豁免).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiver {
    /// Metric id.
    pub metric: String,
    /// Segment; `None` for the headline.
    pub segment: Option<String>,
    /// Glob over group ids and names; `None` for every group.
    pub group: Option<String>,
    /// Last local day it holds.
    pub expires: Day,
    /// Why.
    pub reason: String,
    /// Line it stands on.
    pub line: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_a_run() {
        for (text, expected) in [
            ("any", Some(FailOn::Breach)),
            ("breach", Some(FailOn::Breach)),
            ("watch", Some(FailOn::Watch)),
            ("never", Some(FailOn::Never)),
            ("share>0.2", Some(FailOn::Share(Bound::Above(0.2)))),
            ("share >= 0.5", Some(FailOn::Share(Bound::AtLeast(0.5)))),
            ("count>3", Some(FailOn::Count(Bound::Above(3.0)))),
            ("share>20", None),
            ("share<0.2", None),
            ("share", None),
            ("often", None),
        ] {
            assert_eq!(FailOn::parse(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_part_of_the_baseline() {
        assert_eq!(Regress::parse("10%"), Ok(Regress(0.1)));
        assert_eq!(Regress::parse(" 2.5 % "), Ok(Regress(0.025)));
        for text in ["10", "-1%", "%", "ten%", "nan%"] {
            assert!(Regress::parse(text).is_err(), "{text}");
        }
    }
}
