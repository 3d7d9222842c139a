//! `init`: a commented charter to begin with.

use std::fs;

use crate::charter::{self, Profile};
use crate::error::{Error, Result};

use super::Outcome;
use super::args::{InitArgs, ProfileArg};
use super::common::lang;
use super::output::{Out, Pending, remark};

/// Runs the command.
///
/// # Errors
/// [`Error::Usage`] when the file is there already, [`Error::Io`] when it cannot be written.
pub fn run(args: &InitArgs) -> Result<Outcome> {
    let profile = match args.profile {
        ProfileArg::Resource => Profile::Resource,
        ProfileArg::Learning => Profile::Learning,
        ProfileArg::Service => Profile::Service,
    };
    let text = charter::template(profile, lang(args.lang));
    if args.output.as_os_str() == "-" {
        return Out::stdout().text(&text);
    }
    if args.output.exists() && !args.force {
        return Err(Error::Usage(format!("{}: is there already; --force overwrites it", args.output.display())));
    }
    let pending = Pending::beside(&args.output)?;
    fs::write(pending.path(), text).map_err(|source| Error::io(pending.path(), source))?;
    pending.commit()?;
    remark(&format!("{}", args.output.display()));
    Ok(Outcome::Done)
}
