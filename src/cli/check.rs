//! `check`: the gate. Same computation as `report`, no charts, and an exit code; an export that
//! breaks off is never called a pass.

use crate::error::{Error, Result};
use crate::pipeline::Detail;
use crate::verdict;

use super::Outcome;
use super::args::CheckArgs;
use super::common;
use super::report::show;

/// Runs the command.
///
/// # Errors
/// As the pipeline; [`Error::Usage`] for a cut-off export without `--allow-truncated`.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let report = common::report(&args.common, &args.period, Detail::None)?;
    show(&report, &args.common)?;
    let cut: Vec<String> = report
        .inputs
        .iter()
        .filter_map(|input| Some(format!("{}: {}", input.path, input.truncated.as_ref()?)))
        .collect();
    if !cut.is_empty() && !args.allow_truncated {
        return Err(Error::Usage(format!(
            "an export breaks off, so nothing can be called a pass:\n  {}\nexport it again, or judge what is there \
             with --allow-truncated",
            cut.join("\n  ")
        )));
    }
    let failed = verdict::fails(&report, common::fail_on(args.fail_on));
    Ok(if failed { Outcome::OutOfBounds } else { Outcome::Done })
}
