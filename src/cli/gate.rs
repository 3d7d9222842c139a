//! What commands with an exit code share: verdicts printed and written in the formats asked for, and what the run
//! comes to. In: a report. Out: standard output, files, an outcome.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::charter::FailOn;
use crate::error::{Error, Result};
use crate::render::{self, Renderer, Style, terminal};
use crate::report::Report;
use crate::verdict::{self, Ending};

use super::Outcome;
use super::args::{Common, FormatArg, Gate};
use super::output::{Out, Pending, colored};

/// Bytes a job summary may have; GitHub drops longer ones whole.
const SUMMARY_MOST: u64 = 1 << 20;

const fn renderer(format: FormatArg) -> &'static Renderer {
    match format {
        FormatArg::Text => &render::TERMINAL,
        FormatArg::Json => &render::JSON,
        FormatArg::Junit => &render::JUNIT,
        FormatArg::Github => &render::GITHUB,
        FormatArg::Sarif => &render::SARIF,
        FormatArg::Markdown => &render::SUMMARY,
    }
}

/// Prints the verdicts and writes the files asked for.
///
/// # Errors
/// [`Error::Io`], a closed pipe included.
pub fn publish(report: &Report, common: &Common, gate: &Gate) -> Result<()> {
    for (format, path) in &gate.outs {
        let pending = Pending::beside(path)?;
        fs::write(pending.path(), written(report, *format)?).map_err(|source| Error::io(path, source))?;
        pending.commit()?;
    }
    let format = if common.json { FormatArg::Json } else { gate.format.unwrap_or(FormatArg::Text) };
    if format == FormatArg::Github
        && let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())
    {
        append(&PathBuf::from(path), &written(report, FormatArg::Markdown)?)?;
    }
    let text = match format {
        FormatArg::Text if common.quiet => return Ok(()),
        FormatArg::Text => {
            let style = if colored(common.color) { Style::Ansi } else { Style::Plain };
            let mut text = Vec::new();
            terminal::write(report, style, &mut text).map_err(|source| Error::io("standard output", source))?;
            text
        }
        format => written(report, format)?,
    };
    Out::stdout().bytes(&text).map(|_| ())
}

fn written(report: &Report, format: FormatArg) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    renderer(format).write(report, &[], &mut text)?;
    Ok(text)
}

/// Adds to a job summary, unless that would make it too long to be shown.
fn append(path: &Path, text: &[u8]) -> Result<()> {
    let io = |source| Error::io(path, source);
    let there = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if there + text.len() as u64 > SUMMARY_MOST {
        return Ok(());
    }
    OpenOptions::new().create(true).append(true).open(path).map_err(io)?.write_all(text).map_err(io)
}

/// What the run comes to.
///
/// # Errors
/// [`Error::Usage`] naming everything that is missing and was not accepted.
pub fn outcome(report: &Report, fail_on: FailOn) -> Result<Outcome> {
    match verdict::ending(report, fail_on) {
        Ending::Pass => Ok(Outcome::Done),
        Ending::Fail => Ok(Outcome::OutOfBounds),
        Ending::Blocked => Err(Error::Usage(render::obstacles(report).join("\n"))),
    }
}
