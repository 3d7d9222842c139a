//! `report`: the main job. Writes the report folder whole or not at all, prints the verdict table. `open`:
//! shows a folder's page.

use std::path::Path;

use crate::error::{Error, Result};
use crate::pipeline::Detail;
use crate::render::{self, Style, terminal};
use crate::report::Report;
use crate::verdict;

use super::Outcome;
use super::args::{Common, OpenArgs, ReportArgs};
use super::output::{Out, colored, remark};
use super::{common, folder};

/// Runs `report`.
///
/// # Errors
/// As the pipeline, and [`folder::write`].
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let report = if args.share {
        let (report, secrets) = common::shareable(&args.common, &args.period, &args.output)?;
        folder::write(&report, &args.output, Some(&secrets))?;
        report
    } else {
        let report = common::report(&args.common, &args.period, Detail::None)?;
        folder::write(&report, &args.output, None)?;
        report
    };
    show(&report, &args.common)?;
    if !args.common.quiet && !args.common.json {
        remark(&format!("{}", args.output.join("index.html").display()));
    }
    if args.open {
        browse(&args.output)?;
    }
    let failed = verdict::fails(&report, common::fail_on(args.fail_on));
    Ok(if failed { Outcome::OutOfBounds } else { Outcome::Done })
}

/// Runs `open`.
///
/// # Errors
/// [`Error::Usage`] when there is no page, or no program that shows it.
pub fn open(args: &OpenArgs) -> Result<Outcome> {
    browse(&args.folder)?;
    Ok(Outcome::Done)
}

/// Shows the page of a folder in the user's browser.
fn browse(folder: &Path) -> Result<()> {
    let page = folder.join("index.html");
    if !page.is_file() {
        return Err(Error::Usage(format!(
            "{}: no such page; write a report first: chatvitals report EXPORT -o {}",
            page.display(),
            folder.display()
        )));
    }
    // A path that begins with a dash would be an option of the browser.
    let page = page.canonicalize().map_err(|source| Error::io(&page, source))?;
    open::that_detached(&page).map_err(|error| {
        Error::Usage(format!("{}: nothing here opens a page ({error}); open the file by hand", page.display()))
    })
}

/// Prints the verdict table, or the JSON document under `--json`, or nothing under `--quiet`.
///
/// # Errors
/// [`Error::Io`], a closed pipe included.
pub fn show(report: &Report, common: &Common) -> Result<()> {
    let mut text = Vec::new();
    if common.json {
        render::JSON.write(report, &[], &mut text)?;
    } else if !common.quiet {
        let style = if colored(common.color) { Style::Ansi } else { Style::Plain };
        terminal::write(report, style, &mut text).map_err(|source| Error::io("standard output", source))?;
    }
    Out::stdout().bytes(&text).map(|_| ())
}
