//! 最小必要: columns of text that are held although no vital of the run needs them.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::unit::{Text, Unit};

/// The only vital that reads words after an export has been read.
const READS_WORDS: &str = "topic_trends";

/// The metric.
pub const METRIC: Metric = Metric {
    id: "minimisation_check",
    name: Text { zh: "最小必要", en: "Data minimisation" },
    family: Family::Quality,
    doc: Text {
        zh: "读完导出后仍留着文字、而本次没有体征需要它的列数；应为 0。正文在读取时只扫描一次，只留下逐条的事实（是否提问、有无链接……），不留原文；唯一的例外是最近三周的用词，供话题趋势计数，关掉该体征就一个词也不留。",
        en: "Columns that still hold words after the exports are read although no vital of the run needs them; should be 0. Texts are looked at once while reading, and facts are kept of them (asks, links …), not the texts. The one exception are the words of the last three weeks, counted for topic trends; with that vital off not a word is kept.",
    },
    formula: "columns of text kept - columns of text needed",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Above(0.0)), watch: None, n_min: 0, source: "S50" }],
    segments: &[("text_columns", "columns of text kept")],
    source: "S50",
    advice: "advice.compliance.purge",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let kept = u64::from(!group.timeline.terms.terms.is_empty());
    let needed = u64::from(context.settings.asked.contains(&READS_WORDS));
    let lines = group.timeline.lines.len() as u64;
    let rows = vec![
        Measurement::counted(Unit::Count, kept.saturating_sub(needed), lines).standing(Standing::Judge),
        Measurement::counted(Unit::Count, kept, lines).segment("text_columns"),
    ];
    let over = |row: Measurement| row.basis("columns").over(group.days.span());
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}
