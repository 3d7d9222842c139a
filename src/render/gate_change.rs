//! A change between two runs in words; for reports held against a baseline and for `diff`. In: the change. Out: a
//! line.

use crate::look::{mark, value_text, word};
use crate::report::{Change, Key, Past};
use crate::unit::{Lang, Unit};

/// `layer_shares[core]`.
#[must_use]
pub fn named(key: &Key) -> String {
    key.segment.as_ref().map_or_else(|| key.metric.clone(), |segment| format!("{}[{segment}]", key.metric))
}

/// `■ breach 48 % → ● ok 61 %`; where one side is missing, that it is.
#[must_use]
pub fn line(change: &Change, lang: Lang) -> String {
    let side = |past: Option<&Past>| {
        past.map_or_else(
            || match lang {
                Lang::Zh => "没有".to_owned(),
                Lang::En => "not there".to_owned(),
            },
            |past| format!("{} {} {}", mark(past.status), word(past.status, lang), value(past, lang)),
        )
    };
    format!("{} → {}", side(change.before.as_ref()), side(change.after.as_ref()))
}

/// The value in its unit, or a dash.
#[must_use]
pub fn value(past: &Past, lang: Lang) -> String {
    let unit = Unit::parse(&past.unit).unwrap_or(Unit::Index);
    past.value.map_or("–".to_owned(), |value| value_text(value, unit, None, lang))
}
