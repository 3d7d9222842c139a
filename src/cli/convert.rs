//! `convert`: the normalised message table for other tools. The one command that writes message
//! text, because it was asked to.

use std::fs::File;
use std::io::{BufWriter, Write};

use crate::calendar::Calendar;
use crate::convert::{self, Kind};
use crate::error::{Error, Result};
use crate::frame::{Frames, Projection};
use crate::pipeline;

use super::Outcome;
use super::args::{ConvertArgs, ConvertTo};
use super::common;
use super::output::{Out, Pending, remark};

/// Runs the command.
///
/// # Errors
/// As the pipeline; [`Error::Io`] for the file; [`Error::Usage`] when the kind cannot hold the
/// inputs.
pub fn run(args: &ConvertArgs) -> Result<Outcome> {
    let question = common::question(&args.common, None)?;
    let reading = common::read(&args.common, &question, Projection::Full)?;
    let mut calendar = Calendar::new(reading.zone.clone(), 0);
    let window = pipeline::window(&question, &mut calendar)?;
    let built = pipeline::build(&reading, &window, &mut calendar)?;
    let inputs: Vec<(String, &Frames)> = reading
        .found
        .exports
        .iter()
        .zip(&reading.frames)
        .map(|(export, frames)| (export.path.display().to_string(), frames))
        .collect();
    let asked = |input: usize, row: usize| {
        let frames = &reading.frames[input];
        let group = &frames.groups[frames.messages.group[row] as usize];
        let id = group.id.split_once(':').map_or("", |(_, id)| id);
        question.groups.is_empty()
            || question.groups.iter().any(|name| *name == group.id || *name == group.name || name == id)
    };
    let keep = |input: usize, row: usize| built.kept.messages[input][row] && asked(input, row);
    let kind = match args.to {
        ConvertTo::Parquet => Kind::Parquet,
        ConvertTo::Csv => Kind::Csv,
        ConvertTo::Jsonl => Kind::Jsonl,
        ConvertTo::Chatlab => Kind::Chatlab,
    };
    if args.output.as_os_str() == "-" {
        let mut bytes = Vec::new();
        convert::write(kind, &inputs, &keep, &mut bytes)?;
        return Out::stdout().bytes(&bytes);
    }
    let pending = Pending::beside(&args.output)?;
    let file = File::create(pending.path()).map_err(|source| Error::io(pending.path(), source))?;
    let mut out = BufWriter::new(file);
    let summary = convert::write(kind, &inputs, &keep, &mut out)?;
    out.flush().map_err(|source| Error::io(pending.path(), source))?;
    drop(out);
    pending.commit()?;
    if !args.common.quiet {
        remark(&format!("{}: {} messages", args.output.display(), summary.rows));
    }
    Ok(Outcome::Done)
}
