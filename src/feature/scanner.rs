//! The detectors compiled: built-in words in both languages and what the charter adds. In: a body.
//! Out: its [`Facts`]. Compiled once a run, run once a message.

use std::sync::{Arc, OnceLock};

use super::facts::{Facts, Features};
use super::{is_long_text, mention};

/// What the charter and the side files add to the built-in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Keywords of the content calendar, in its order.
    pub programmes: Vec<String>,
}

/// Every detector, ready to run.
#[derive(Debug, Default)]
pub struct Scanner {}

impl Scanner {
    /// The built-in detectors with the words of a charter.
    #[must_use]
    pub fn new(_words: &Words) -> Self {
        Self {}
    }

    /// The built-in detectors alone, compiled once.
    #[must_use]
    pub fn built_in() -> Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Scanner>> = OnceLock::new();
        Arc::clone(BUILT_IN.get_or_init(|| Arc::new(Self::new(&Words::default()))))
    }

    /// Finds everything `text` tells; what `facts` held before is forgotten.
    pub fn scan(&self, text: &str, facts: &mut Facts) {
        facts.clear();
        if is_long_text(text) {
            facts.features |= Features::LONG_TEXT;
        }
        mention::find(text, facts);
    }
}
