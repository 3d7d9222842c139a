//! What became of vitals between two runs: what `diff` prints. In: changes. Out: a table for people, or JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::gate::{counts, told};
use super::gate_change::{named, value};
use super::grid::{self, Side, bold};
use super::json::changed;
use super::spec::Style;
use super::width::{clean, cut};
use crate::gate::Baseline;
use crate::look::{mark, word};
use crate::report::{Change, ChangeKind, Past};
use crate::unit::Lang;

/// Writes the table: changes that turned, or with `all` every one, by kind, the worse first.
///
/// # Errors
/// What the sink says.
pub fn terminal(
    (before, after): (&Baseline, &Baseline),
    changes: &[Change],
    all: bool,
    (lang, style): (Lang, Style),
    out: &mut dyn Write,
) -> io::Result<()> {
    let days = [before, after].map(|run| crate::calendar::date(run.as_of));
    writeln!(out, "{}", bold(&format!("{} → {} · {}", days[0], days[1], counts(changes, lang)), style))?;
    let mut shown: Vec<&Change> = if all { changes.iter().collect() } else { told(changes) };
    shown.sort_by_key(|change| change.kind);
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let head = match lang {
        Lang::Zh => ["变化", "群", "体征", "之前", "之后"],
        Lang::En => ["change", "group", "vital", "before", "after"],
    };
    let header: Vec<(&str, Side)> = head.iter().map(|name| (*name, Side::Left)).collect();
    let names: BTreeMap<&String, &String> = before.groups.iter().chain(&after.groups).collect();
    let side = |past: Option<&Past>| {
        past.map_or_else(String::new, |past| {
            format!("{} {} {}", mark(past.status), word(past.status, lang), value(past, lang))
        })
    };
    let row = |change: &&Change| {
        let group = names.get(&change.key.group).map_or(change.key.group.as_str(), |name| name.as_str());
        vec![
            said(change.kind, lang).to_owned(),
            cut(&clean(group), 24),
            named(&change.key),
            side(change.before.as_ref()),
            side(change.after.as_ref()),
        ]
    };
    for line in grid::fitted(&header, shown.iter().map(row).collect(), 1) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A kind of change in a word.
const fn said(kind: ChangeKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (kind, Lang::En) => kind.name(),
        (ChangeKind::Worse, Lang::Zh) => "变差",
        (ChangeKind::Gone, Lang::Zh) => "消失",
        (ChangeKind::New, Lang::Zh) => "新增",
        (ChangeKind::Better, Lang::Zh) => "变好",
        (ChangeKind::Same, Lang::Zh) => "持平",
    }
}

/// Writes every change as a JSON array.
///
/// # Errors
/// What the sink says.
pub fn json(changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &changes.iter().map(changed).collect::<Vec<_>>())?;
    out.write_all(b"\n")
}
