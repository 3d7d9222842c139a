//! Advice 建议: what a group might do about a vital out of bounds, in both languages, with the
//! numbers that fired. In: an advice key of a metric and the numbers. Out: a suggestion; decisions about
//! people stay with people.

mod conduct;
mod vitality;

use crate::look::value_text;
use crate::unit::{Lang, Text, Unit};

/// The numbers a suggestion quotes.
#[derive(Debug, Clone, Copy)]
pub struct AdviceArgs<'a> {
    /// The value that fired.
    pub value: Option<f64>,
    /// The bound it was held against.
    pub bound: Option<f64>,
    /// Observations it rests on.
    pub n: u64,
    /// Its unit.
    pub unit: Unit,
    /// Further words by name: `best_slot` fills `{best_slot}`.
    pub extra: &'a [(&'a str, String)],
}

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// Suggestions by key, from both tables. `{value}`, `{bound}` and `{n}` are the numbers that fired; a sentence in
/// `[…]` is left out when a name in it has no value.
fn advice() -> impl Iterator<Item = &'static (&'static str, Text)> {
    vitality::VITALITY.iter().chain(conduct::CONDUCT)
}

/// Every key, for checks and docs.
pub fn keys() -> impl Iterator<Item = &'static str> {
    advice().map(|(key, _)| *key)
}

/// The suggestion of a key (with or without its `advice.`), numbers filled in; `None` for a key
/// without text.
#[must_use]
pub fn text(key: &str, args: &AdviceArgs<'_>, lang: Lang) -> Option<String> {
    let key = key.strip_prefix("advice.").unwrap_or(key);
    let (_, text) = advice().find(|(known, _)| *known == key)?;
    Some(fill(text.get(lang), args, lang))
}

/// Fills names in, leaving out bracketed parts that lack one.
fn fill(template: &str, args: &AdviceArgs<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (at, part) in template.split('[').enumerate() {
        let (inside, outside) = if at == 0 { (None, part) } else { split_part(part) };
        if let Some(filled) = inside.and_then(|inside| names(inside, args, lang).ok()) {
            out.push_str(&filled);
        }
        out.push_str(&names(outside, args, lang).unwrap_or_else(|with_gaps| with_gaps));
    }
    out
}

fn split_part(part: &str) -> (Option<&str>, &str) {
    part.split_once(']').map_or((None, part), |(inside, outside)| (Some(inside), outside))
}

/// The text with its names filled in; `Err` with dashes where a name has no value.
fn names(text: &str, args: &AdviceArgs<'_>, lang: Lang) -> Result<String, String> {
    let mut out = String::new();
    let mut missing = false;
    for (at, part) in text.split('{').enumerate() {
        let Some((name, rest)) = part.split_once('}').filter(|_| at > 0) else {
            out.push_str(part);
            continue;
        };
        let value = lookup(name, args, lang);
        missing |= value.is_none();
        out.push_str(value.as_deref().unwrap_or("–"));
        out.push_str(rest);
    }
    if missing { Err(out) } else { Ok(out) }
}

/// A bound's number with no more digits than it has: `60%`, `5`, `15 min`.
#[must_use]
pub fn limit_text(value: f64, unit: Unit, lang: Lang) -> String {
    if unit == Unit::Minutes {
        // Beside a value told in hours a bare number would be hours too.
        return value_text(value, unit, None, lang);
    }
    if unit != Unit::Ratio {
        return format!("{value}");
    }
    let short = format!("{:.2}", value * 100.0);
    let short = short.trim_end_matches('0').trim_end_matches('.');
    match lang {
        Lang::Zh => format!("{short}%"),
        Lang::En => format!("{short} %"),
    }
}

fn lookup(name: &str, args: &AdviceArgs<'_>, lang: Lang) -> Option<String> {
    match name {
        "value" => args.value.map(|value| value_text(value, args.unit, args.bound, lang)),
        "bound" => args.bound.map(|bound| limit_text(bound, args.unit, lang)),
        "n" => Some(crate::look::count_text(args.n, lang)),
        _ => args.extra.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ARGS: AdviceArgs<'_> =
        AdviceArgs { value: Some(0.482), bound: Some(0.6), n: 112, unit: Unit::Ratio, extra: &[] };

    #[test]
    fn numbers_that_fired_are_quoted() {
        let said = text("advice.retention.engagement", &ARGS, Lang::En).unwrap();
        assert!(said.starts_with("Retention is 48.2 %, bound 60 % (base 112)."), "{said}");
        let said = text("retention.engagement", &ARGS, Lang::Zh).unwrap();
        assert!(said.starts_with("留存 48.2%，界限 60%（基数 112 人）"), "{said}");
        assert_eq!(text("no.such", &ARGS, Lang::En), None);
    }

    #[test]
    fn parts_without_a_value_are_left_out() {
        let extra = [("best_slot", "Wed 20:00".to_owned())];
        let with = text("calendar.best_slot", &AdviceArgs { extra: &extra, ..ARGS }, Lang::En).unwrap();
        assert!(with.starts_with("The busiest slot is Wed 20:00. Consider"), "{with}");
        assert!(text("calendar.best_slot", &ARGS, Lang::En).unwrap().starts_with("Consider"));
        let unknown = text("content.format", &AdviceArgs { value: None, bound: None, ..ARGS }, Lang::Zh).unwrap();
        assert!(unknown.starts_with("打开率 –（触达 112）"), "{unknown}");
    }

    #[test]
    fn every_suggestion_is_whole_in_both_languages() {
        assert_eq!(keys().collect::<BTreeSet<_>>().len(), advice().count());
        for key in keys() {
            for lang in [Lang::Zh, Lang::En] {
                let said = text(key, &ARGS, lang).unwrap();
                assert!(!said.contains(['[', ']', '{', '}']), "{key}: {said}");
                assert!(said.ends_with(['。', '.']), "{key}: {said}");
                assert!(!said.contains("[]") && !said.contains("  "), "{key}: {said}");
            }
        }
    }

    #[test]
    fn nobody_is_removed_by_a_suggestion() {
        let said = text("members.to_clean", &ARGS, Lang::En).unwrap();
        assert!(said.contains("human review only"));
        assert!(text("members.to_clean", &ARGS, Lang::Zh).unwrap().contains("仅供人工复核"));
    }
}
