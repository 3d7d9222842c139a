//! Warnings by name and the reasons given (处罚留痕). In: a body. Out: [`Features::WARNING`] and
//! [`Features::REASON`]. Source: `penalty_ledger` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;

const REASONS: &[&str] = &["因", "违反", "理由", "由于", "for", "because", "due to", "reason"];

/// Words of warning before an `@`, and words of reason.
pub(super) const DETECTOR: Detector =
    Detector { sure: &[(Features::REASON, REASONS)], cues: &["警告", "warning", "warned"], look };

fn look(text: &str, facts: &mut Facts) {
    let lower = text.to_ascii_lowercase();
    let names = |rest: &str| rest.trim_start().starts_with(['@', '＠']);
    let after =
        |word: &'static str| lower.match_indices(word).map(|(at, _)| lower.get(at + word.len()..).unwrap_or_default());
    if after("警告").any(names)
        || after("warning").chain(after("warned")).any(|rest| names(rest.trim_start_matches([':', ',', ' '])))
    {
        facts.features |= Features::WARNING;
    }
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn warnings_by_name() {
        check(
            Features::WARNING,
            &[
                ("警告@张三 请勿刷屏", true),
                ("警告 @张三", true),
                ("警告 ＠张三", true),
                ("@张三 警告一次", false),
                ("编译警告很多", false),
                ("Warning: @tom stop", true),
                ("warning signs", false),
            ],
        );
        check(
            Features::REASON,
            &[
                ("警告@张三 因刷屏", true),
                ("违反群规", true),
                ("警告@张三", false),
                ("warned @tom for spam", true),
                ("before", false),
            ],
        );
    }
}
