//! `demo`: a made-up community, written and reported on; nothing else is needed to see the tool.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::frame::Projection;
use crate::pipeline::{self, Question};
use crate::render::{Style, terminal};
use crate::synth::{Health, write_demo};

use super::Outcome;
use super::args::{ColorArg, DemoArgs, HealthArg};
use super::common::lang;
use super::folder;
use super::output::{Out, colored, remark, sweep_on_interrupt};

/// Runs the command.
///
/// # Errors
/// [`Error::Io`] when the folder cannot be written.
pub fn run(args: &DemoArgs) -> Result<Outcome> {
    sweep_on_interrupt();
    let health = match args.health {
        HealthArg::Good => Health::Good,
        HealthArg::Bad => Health::Bad,
    };
    let community: PathBuf = args.output.join("community");
    write_demo(&community, health)?;
    let charter = community.join("charter.toml");
    let question = Question {
        exports: vec![community.clone()],
        charter: Some(charter),
        lang: lang(args.lang),
        ..Question::default()
    };
    let reading = pipeline::read(&question, Projection::Vitals, &|_| {})?;
    let report = pipeline::report(&question, &reading)?;
    let folder = args.output.join("report");
    folder::write(&report, &folder, None)?;
    if !args.quiet {
        let mut text = Vec::new();
        let style = if colored(ColorArg::Auto) { Style::Ansi } else { Style::Plain };
        terminal::write(&report, style, &mut text).map_err(|source| Error::io("standard output", source))?;
        Out::stdout().bytes(&text)?;
        remark(&format!("{}\n{}", community.display(), folder.join("index.html").display()));
    }
    Ok(Outcome::Done)
}
