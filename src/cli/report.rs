//! `report`: the main job. Writes the report folder whole or not at all, prints the verdict table. `open`:
//! shows a folder's page.

use std::path::Path;

use crate::error::{Error, Result};

use super::Outcome;
use super::args::{OpenArgs, ReportArgs};
use super::output::remark;
use super::{common, folder, gate};

/// Runs `report`.
///
/// # Errors
/// As the pipeline, and [`folder::write`]; with `--fail-on`, as [`gate::outcome`].
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let question = common::gated(&args.common, &args.period, &args.gate)?;
    let report = if args.share {
        let (report, secrets) = common::shareable(&args.common, question, &args.output)?;
        folder::write(&report, &args.output, Some(&secrets))?;
        report
    } else {
        let report = common::report(&args.common, &question)?;
        folder::write(&report, &args.output, None)?;
        report
    };
    gate::publish(&report, &args.common, &args.gate)?;
    if !args.common.quiet && !args.common.json && args.gate.format.is_none() {
        remark(&format!("{}", args.output.join("index.html").display()));
    }
    if args.open {
        browse(&args.output)?;
    }
    // A report that was not asked to decide is done when it is written.
    args.gate.fail_on.map_or(Ok(Outcome::Done), |fail_on| gate::outcome(&report, fail_on))
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
