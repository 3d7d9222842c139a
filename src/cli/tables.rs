//! `members` and `links`: the report's row tables, as a table, CSV or JSON.

use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::render::{Drawings, Style, links, members};
use crate::report::Report;

use super::Outcome;
use super::args::TableArgs;
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
    write(args, members::terminal, members::csv, members::json)
}

/// Runs `links`.
///
/// # Errors
/// As the pipeline, and [`Error::Io`] for standard output.
pub fn links(args: &TableArgs) -> Result<Outcome> {
    write(args, links::terminal, links::csv, links::json)
}

fn write(args: &TableArgs, table: ToTable, csv: ToCsv, json: ToJson) -> Result<Outcome> {
    let report = common::report(&args.common, &args.period)?;
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
