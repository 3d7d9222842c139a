//! `members`, `links`, `points` and `rules`: the report's row tables, as a table, CSV or JSON.

use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::pipeline::{Detail, Question};
use crate::render::{Sheet, Style, links, members, points, rules};
use crate::report::Report;

use super::Outcome;
use super::args::{PointsArgs, TableArgs};
use super::common;
use super::output::{Out, colored};

type ToTable = fn(&Report, Style, &mut dyn Write) -> io::Result<()>;
type ToSheet = fn(&Report) -> Sheet;
type ToJson = fn(&Report, &mut dyn Write) -> io::Result<()>;

/// Runs `members`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn members(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::None, members::terminal, members::sheet, |report, out| members::sheet(report).json(out))
}

/// Runs `points`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn points(args: &PointsArgs) -> Result<Outcome> {
    let (table, sheet): (ToTable, ToSheet) =
        if args.ledger { (points::ledger_table, points::ledger) } else { (points::board_table, points::board) };
    write(&args.table, Detail::Points, table, sheet, points::json)
}

/// Runs `rules`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn rules(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::Rules, rules::terminal, rules::sheet, |report, out| rules::sheet(report).json(out))
}

/// Runs `links`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn links(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::None, links::terminal, links::sheet, |report, out| links::sheet(report).json(out))
}

fn write(args: &TableArgs, detail: Detail, table: ToTable, sheet: ToSheet, json: ToJson) -> Result<Outcome> {
    let question = Question { detail, ..common::question(&args.common, Some(&args.period))? };
    let report = common::report(&args.common, &question)?;
    let mut text = Vec::new();
    let written = if args.common.json {
        json(&report, &mut text)
    } else if args.csv {
        sheet(&report).csv(&mut text)
    } else {
        let style = if colored(args.common.color) { Style::Ansi } else { Style::Plain };
        table(&report, style, &mut text)
    };
    written.map_err(|source| Error::io("standard output", source))?;
    Out::stdout().bytes(&text)
}
