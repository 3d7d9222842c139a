//! The table of detectors that read text. Each file registers here the words it goes by; one automaton
//! looks for all of them at once. In: nothing. Out: [`DETECTORS`], read once a run by the scanner.

use super::facts::{Facts, Features};
use super::{
    ad, announcement, ask, chain, check_in, debate, disclosure, emoji, exchange, greeting, hours, mention, programme,
    sanction, task,
};

/// How one detector works.
pub(super) struct Detector {
    /// Facts that hold as soon as one of the words stands in a text. A word in Latin letters counts
    /// only between characters that are none.
    pub sure: &'static [(Features, &'static [&'static str])],
    /// Pieces of text without which `look` has nothing to find; found inside longer words too.
    pub cues: &'static [&'static str],
    /// Looks closer; called at most once a text, and only after a cue.
    pub look: fn(&str, &mut Facts),
}

/// For detectors whose words need no second look.
pub(super) fn nothing_more(_: &str, _: &mut Facts) {}

/// Every detector, in the order in which they look.
pub(super) const DETECTORS: &[Detector] = &[
    mention::DETECTOR,
    ask::DETECTOR,
    ask::IDIOMATIC,
    ad::DETECTOR,
    ad::ACCOUNT,
    ad::QQ,
    ad::PHONE,
    ad::SHOP,
    disclosure::DETECTOR,
    announcement::DETECTOR,
    hours::DETECTOR,
    debate::DETECTOR,
    exchange::DETECTOR,
    check_in::DETECTOR,
    greeting::DETECTOR,
    greeting::WELCOMES,
    greeting::INTRODUCTIONS,
    greeting::CONFIRMATIONS,
    sanction::DETECTOR,
    task::DETECTOR,
    chain::DETECTOR,
    programme::DETECTOR,
    emoji::DETECTOR,
];
