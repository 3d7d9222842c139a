//! What a vital came to, one word. Apart from the report because summaries of verdicts are vitals too.

/// A verdict (`ok | watch | breach | …`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Past the breach bound.
    Breach,
    /// Past the watch bound, or the interval leaves doubt.
    Watch,
    /// Within bounds.
    Ok,
    /// Too little data for a verdict; never green.
    InsufficientN,
    /// The data needed is not there.
    NoData,
    /// The period is not over.
    Partial,
    /// The question does not arise.
    NotApplicable,
    /// No threshold applies.
    Info,
}

impl Status {
    /// Every status, worst first.
    pub const ALL: [Self; 8] = [
        Self::Breach,
        Self::Watch,
        Self::Ok,
        Self::InsufficientN,
        Self::NoData,
        Self::Partial,
        Self::NotApplicable,
        Self::Info,
    ];

    /// The status of a word in JSON.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == word)
    }

    /// Word in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Watch => "watch",
            Self::Ok => "ok",
            Self::InsufficientN => "insufficient_n",
            Self::NoData => "no_data",
            Self::Partial => "partial",
            Self::NotApplicable => "not_applicable",
            Self::Info => "info",
        }
    }

    /// A threshold was held against a value: breach, watch or ok.
    #[must_use]
    pub const fn judged(self) -> bool {
        matches!(self, Self::Breach | Self::Watch | Self::Ok)
    }
}
