//! The `chatvitals` binary: runs the command line and hands its exit code to the shell.

use std::process::ExitCode;

fn main() -> ExitCode {
    chatvitals::cli::run()
}
