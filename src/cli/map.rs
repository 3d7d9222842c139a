//! `formats map`: a draft of a mapping for a table of no known format. The draft goes where it is
//! asked, what was read by it to standard error: kinds, times and senders, no message text.

use std::fs;

use crate::error::{Error, Place, Result};
use crate::format;
use crate::source;

use super::Outcome;
use super::args::MapArgs;
use super::common::lang;
use super::output::{Out, Pending, remark};

/// Runs the command.
///
/// # Errors
/// [`Error::Usage`] when a format reads the file already, when it is no table, or when the file to
/// write is there; [`Error::Format`] when no header is found; [`Error::Io`].
pub fn run(args: &MapArgs) -> Result<Outcome> {
    let table = source::open_table(&args.file)?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = format::propose(table.format, &table.bytes, &name, lang(args.lang));
    let draft = draft.map_err(|message| Error::Format { path: args.file.clone(), place: Place::Whole, message })?;
    let shown = draft.preview.trim_end();
    let Some(output) = args.output.as_ref().filter(|output| output.as_os_str() != "-") else {
        remark(shown);
        return Out::stdout().text(&draft.toml);
    };
    if output.exists() && !args.force {
        return Err(Error::Usage(format!("{}: is there already; --force overwrites it", output.display())));
    }
    let pending = Pending::beside(output)?;
    fs::write(pending.path(), &draft.toml).map_err(|source| Error::io(pending.path(), source))?;
    pending.commit()?;
    remark(shown);
    remark(&format!("{}", output.display()));
    Ok(Outcome::Done)
}
