//! What a charter puts in force: what `charter explain` prints. In: a charter for one group. Out: a table of rules with
//! the line each comes from, or JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::grid::{self, Side, bold};
use super::spec::Style;
use crate::calendar::date;
use crate::charter::{Charter, InForce, in_force};
use crate::metric::METRICS;
use crate::unit::Lang;

/// Writes the table. `name` is the charter's path.
///
/// # Errors
/// What the sink says.
pub fn terminal(charter: &Charter, name: &str, lang: Lang, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let word = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let rows = in_force(charter, METRICS);
    let header = [
        (word("体征", "Vital"), Side::Left),
        (word("越线", "Breach"), Side::Left),
        (word("关注", "Watch"), Side::Left),
        (word("最少样本", "n min"), Side::Right),
        (word("处置", "Rule"), Side::Left),
        (word("出处", "From"), Side::Left),
    ];
    writeln!(out, "{}", bold(&format!("{name} · {} {}", rows.len(), word("条规则生效", "rules in force")), style))?;
    // Ids are never cut: they are what a charter writes.
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, lang)).collect();
    for line in grid::lines(&header, &cells) {
        writeln!(out, "{line}")?;
    }
    if !charter.waivers.is_empty() {
        writeln!(out, "\n{}", bold(word("豁免", "Waivers"), style))?;
        for waiver in &charter.waivers {
            let segment = waiver.segment.as_ref().map_or(String::new(), |segment| format!("[{segment}]"));
            let group = waiver.group.as_deref().unwrap_or("*");
            writeln!(
                out,
                "{}{segment} · {group} · {} {} · {} · {}:{}",
                waiver.metric,
                word("至", "until"),
                date(waiver.expires),
                waiver.reason,
                word("行", "line"),
                waiver.line
            )?;
        }
    }
    if !charter.gate.require.is_empty() {
        writeln!(out, "\n{}\n{}", bold(word("必须能判定", "Must be judged"), style), charter.gate.require.join(", "))?;
    }
    if let Some(fail_on) = charter.gate.fail_on {
        writeln!(out, "\n{}\n{fail_on}", bold(word("什么算失败", "Fails on"), style))?;
    }
    Ok(())
}

fn cells(row: &InForce, lang: Lang) -> Vec<String> {
    let bound = |bound: Option<crate::metric::Bound>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let id = row.segment.as_ref().map_or_else(|| row.metric.to_owned(), |part| format!("{}[{part}]", row.metric));
    vec![
        id,
        bound(row.rule.breach),
        bound(row.rule.watch),
        row.rule.n_min.to_string(),
        if row.off { "off".to_owned() } else { force(row) },
        from(row, lang),
    ]
}

/// `deny`, and what is unusual about how it decides.
fn force(row: &InForce) -> String {
    let rule = &row.rule;
    let mut parts = vec![rule.level.name().to_owned()];
    if rule.decision != crate::charter::Decision::Point {
        parts.push(rule.decision.name().to_owned());
    }
    if rule.persistent > 1 {
        parts.push(format!("persistent {}", rule.persistent));
    }
    parts.extend(rule.regress.map(|regress| format!("regress {regress}")));
    parts.join(", ")
}

fn from(row: &InForce, lang: Lang) -> String {
    match (row.rule.line, row.rule.source, lang) {
        (Some(line), _, Lang::Zh) => format!("第 {line} 行"),
        (Some(line), _, Lang::En) => format!("line {line}"),
        (None, "", _) => String::new(),
        (None, source, Lang::Zh) => format!("内置（{source}）"),
        (None, source, Lang::En) => format!("built in ({source})"),
    }
}

#[derive(Serialize)]
struct Row<'a> {
    metric: &'static str,
    segment: Option<&'a str>,
    breach: Option<String>,
    watch: Option<String>,
    n_min: u64,
    level: &'static str,
    decision: &'static str,
    persistent: u32,
    regress: Option<String>,
    off: bool,
    line: Option<u64>,
    source: &'static str,
}

/// Writes the rules as a JSON array.
///
/// # Errors
/// What the sink says.
pub fn json(charter: &Charter, out: &mut dyn Write) -> io::Result<()> {
    let rules = in_force(charter, METRICS);
    let rows: Vec<Row<'_>> = rules
        .iter()
        .map(|row| Row {
            metric: row.metric,
            segment: row.segment.as_deref(),
            breach: row.rule.breach.map(|bound| bound.to_string()),
            watch: row.rule.watch.map(|bound| bound.to_string()),
            n_min: row.rule.n_min,
            level: row.rule.level.name(),
            decision: row.rule.decision.name(),
            persistent: row.rule.persistent,
            regress: row.rule.regress.map(|regress| regress.to_string()),
            off: row.off,
            line: row.rule.line,
            source: row.rule.source,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    out.write_all(b"\n")
}
