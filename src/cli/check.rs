//! `check`: the gate. Same computation as `report`, no charts, and an exit code; what is missing is never called a
//! pass.

use crate::error::{Error, Result};
use crate::pipeline;
use crate::report::ObstacleKind;

use super::Outcome;
use super::args::CheckArgs;
use super::{common, gate};

/// Runs the command.
///
/// # Errors
/// As the pipeline; [`Error::Usage`] for what is missing and was not accepted with `--allow`.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let mut question = common::gated(&args.common, &args.period, &args.gate)?;
    if args.allow_truncated {
        question.allow.push(ObstacleKind::Truncated);
    }
    let report = match common::report(&args.common, &question) {
        Err(Error::NoExport(said)) => pipeline::nothing(&question, said)?,
        report => report?,
    };
    gate::publish(&report, &args.common, &args.gate)?;
    gate::outcome(&report, args.gate.fail_on.or(report.gate.fail_on).unwrap_or_default())
}
