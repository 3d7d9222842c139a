//! The command line: arguments in, text and exit codes out. The only place that prints, knows the
//! clock, the environment and the terminal.

pub mod args;
mod charter;
mod check;
mod common;
mod convert;
mod demo;
mod diff;
mod folder;
mod gate;
mod init;
mod lists;
mod map;
mod output;
mod progress;
mod report;
mod store;
mod synth;
mod tables;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::error::Error;
use args::{Cli, Command, FormatsCommand};
use output::Out;

/// What a command came to, when it could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Done,
    /// Exit 1: a vital is out of bounds.
    OutOfBounds,
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is bad usage.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match dispatch(&cli.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::OutOfBounds) => ExitCode::from(1),
        // The reader of a pipe may have seen enough.
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: &Command) -> crate::error::Result<Outcome> {
    match command {
        Command::Report(args) => report::run(args),
        Command::Open(args) => report::open(args),
        Command::Check(args) => check::run(args),
        Command::Members(args) => tables::members(args),
        Command::Links(args) => tables::links(args),
        Command::Points(args) => tables::points(args),
        Command::Rules(args) => tables::rules(args),
        Command::Convert(args) => convert::run(args),
        Command::Ingest(args) => store::ingest(args),
        Command::Store(args) => store::run(args),
        Command::Formats(args) => match &args.command {
            Some(FormatsCommand::Map(args)) => map::run(args),
            None => lists::formats(&args.list),
        },
        Command::Metrics(args) => lists::metrics(args),
        Command::Init(args) => init::run(args),
        Command::Charter(args) => charter::run(args),
        Command::Diff(args) => diff::diff(args),
        Command::Trend(args) => diff::trend(args),
        Command::Demo(args) => demo::run(args),
        Command::Synth(args) => synth::run(args),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "chatvitals", &mut text);
            Out::stdout().bytes(&text)
        }
        Command::Man => {
            let mut text = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut text)
                .map_err(|source| Error::io("standard output", source))?;
            Out::stdout().bytes(&text)
        }
    }
}
