//! Data quality as every output shows it: what was read and what became of it, where inputs break
//! off, gaps, what the export cannot show, notices. Never hidden, whatever the verdict.

use crate::look::{count_text, date_range};
use crate::report::{GroupReport, InputReport, Report};
use crate::unit::Lang;

use super::words::{list, say};

/// Rejects shown of an input.
pub const REJECTS_SHOWN: usize = 3;

/// `读入 20 113 = 保留 19 870 + 重复 201 + 拒绝 42`.
#[must_use]
pub fn reconciled(input: &InputReport, lang: Lang) -> String {
    let part = |key, count| match lang {
        Lang::Zh => format!("{} {}", say(key, lang), count_text(count, lang)),
        Lang::En => format!("{} {}", say(key, lang).to_lowercase(), count_text(count, lang)),
    };
    format!(
        "{} = {} + {} + {}",
        part("read", input.read),
        part("kept", input.kept),
        part("duplicate", input.duplicate),
        part("rejected", input.rejected)
    )
}

/// Inputs as if they were one: the sums of their records.
#[must_use]
pub fn all(inputs: &[InputReport]) -> InputReport {
    let sum = |of: fn(&InputReport) -> u64| inputs.iter().map(of).sum();
    InputReport {
        path: String::new(),
        format: "",
        bytes: sum(|input| input.bytes),
        read: sum(|input| input.read),
        kept: sum(|input| input.kept),
        duplicate: sum(|input| input.duplicate),
        rejected: sum(|input| input.rejected),
        misdated: sum(|input| input.misdated),
        rejects: Vec::new(),
        truncated: None,
        notes: Vec::new(),
    }
}

/// The first rejects, each with its place, and how many more there are.
#[must_use]
pub fn rejects(input: &InputReport, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = input.rejects.iter().take(REJECTS_SHOWN).cloned().collect();
    let shown = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    if input.rejected > shown {
        let more = count_text(input.rejected - shown, lang);
        lines.push(match lang {
            Lang::Zh => format!("另有 {more} 条"),
            Lang::En => format!("and {more} more"),
        });
    }
    lines
}

/// Coverage of a group, by day: `2025-12-01 – 2026-03-15`.
#[must_use]
pub fn coverage(group: &GroupReport) -> String {
    let day = |time: &String| time.get(..10).unwrap_or(time).to_owned();
    format!("{} – {}", day(&group.coverage.0), day(&group.coverage.1))
}

/// What the record of a group lacks: gaps, then what the export cannot show.
#[must_use]
pub fn limits(group: &GroupReport, lang: Lang) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if !group.gaps.is_empty() {
        let gaps: Vec<String> = group.gaps.iter().map(|(first, last)| date_range(*first, *last, lang)).collect();
        lines.push((say("gaps", lang), list(&gaps, lang)));
    }
    if !group.lacks.is_empty() {
        lines.push((
            say("lacks", lang),
            group.lacks.join(match lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            }),
        ));
    }
    lines
}

/// Whether every record read was kept or known already, and no input breaks off.
#[must_use]
pub fn whole(report: &Report) -> bool {
    report.inputs.iter().all(|input| input.rejected == 0 && input.truncated.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn what_was_read_adds_up_and_rejects_have_places() {
        let report = sample::one_group(Lang::En);
        let input = &report.inputs[0];
        assert_eq!(input.read, input.kept + input.duplicate + input.rejected);
        assert_eq!(reconciled(input, Lang::Zh), "读入 20\u{2009}113 = 保留 19\u{2009}870 + 重复 201 + 拒绝 42");
        let lines = rejects(input, Lang::En);
        assert!(lines[0].starts_with("result.json line 118"));
        assert_eq!(lines.last().unwrap(), "and 40 more");
        assert!(!whole(&report));
    }
}
