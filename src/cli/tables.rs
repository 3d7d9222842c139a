//! `members`, `links`, `points` and `rules`: the report's row tables, as a table, CSV or JSON.

use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::pipeline::Detail;
use crate::render::{Drawings, Style, links, members, points, rules};
use crate::report::Report;

use super::Outcome;
use super::args::{PointsArgs, TableArgs};
use super::common;
use super::output::{Out, colored};

type ToTable = fn(&Report, Style, &mut dyn Write) -> io::Result<()>;
type ToCsv = fn(&Report, &Drawings, &mut dyn Write) -> io::Result<()>;
type ToJson = fn(&Report, &mut dyn Write) -> io::Result<()>;

/// Runs `members`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn members(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::None, members::terminal, members::csv, members::json)
}

/// Runs `points`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn points(args: &PointsArgs) -> Result<Outcome> {
    let (table, csv): (ToTable, ToCsv) = if args.ledger {
        (points::ledger_table, |report, _, out| points::ledger(report).csv(out))
    } else {
        (points::board_table, |report, _, out| points::board(report).csv(out))
    };
    write(&args.table, Detail::Points, table, csv, points::json)
}

/// Runs `rules`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn rules(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::Rules, rules::terminal, rules::csv, rules::json)
}

/// Runs `links`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn links(args: &TableArgs) -> Result<Outcome> {
    write(args, Detail::None, links::terminal, links::csv, links::json)
}

fn write(args: &TableArgs, detail: Detail, table: ToTable, csv: ToCsv, json: ToJson) -> Result<Outcome> {
    let report = common::report(&args.common, &args.period, detail)?;
    let mut text = Vec::new();
    let written = if args.common.json {
        json(&report, &mut text)
    } else if args.csv {
        csv(&report, &[], &mut text)
    } else {
        let style = if colored(args.common.color) { Style::Ansi } else { Style::Plain };
        table(&report, style, &mut text)
    };
    written.map_err(|source| Error::io("standard output", source))?;
    Out::stdout().bytes(&text)
}
