//! `synth`: a synthetic export of any size.

use std::fs::File;
use std::io::{BufWriter, Write};

use crate::error::{Error, Result};
use crate::synth::{self, Plan};

use super::Outcome;
use super::args::SynthArgs;
use super::output::Pending;

/// Runs the command.
///
/// # Errors
/// [`Error::Usage`] for a format that is not written, [`Error::Io`] for the file.
pub fn run(args: &SynthArgs) -> Result<Outcome> {
    let plan = Plan { messages: args.messages, seed: args.seed, members: args.members, days: args.days };
    if args.output.as_os_str() == "-" {
        let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
        synth::write(&args.format, &plan, &mut out)?;
        out.flush().map_err(|source| Error::io("standard output", source))?;
        return Ok(Outcome::Done);
    }
    let pending = Pending::beside(&args.output)?;
    let file = File::create(pending.path()).map_err(|source| Error::io(pending.path(), source))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    synth::write(&args.format, &plan, &mut out)?;
    out.flush().map_err(|source| Error::io(pending.path(), source))?;
    drop(out);
    pending.commit()?;
    Ok(Outcome::Done)
}
