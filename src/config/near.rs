//! Misspelt words: which known one is meant. In: a word and the known ones. Out: the nearest, or
//! the list where none is near.

/// The known word a misspelt one most likely means; `None` when none is near.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = known.iter().map(|known| (strsim::normalized_damerau_levenshtein(&word, known), *known));
    scored.filter(|(score, _)| *score >= 0.5).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// What to say after "unknown …; ".
pub fn meant(word: &str, known: &[&str]) -> String {
    match nearest(word, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("known are `{}`", known.join("`, `")),
    }
}
