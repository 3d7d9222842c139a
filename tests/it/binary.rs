//! The real binary, run as a person runs it: in a folder of its own, away from charters, settings
//! and locale of whoever runs the tests.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::run;

/// The binary, away from charters and settings of whoever runs the tests.
pub fn chatvitals(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatvitals"));
    command.current_dir(folder).env("XDG_CONFIG_HOME", folder.join("config"));
    command.env_remove("CHATVITALS_KEY_FILE").env("LC_ALL", "en_US.UTF-8").env("NO_COLOR", "1");
    command
}

pub fn folder() -> TempDir {
    TempDir::new().unwrap()
}

pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn say(folder: &Path, arguments: &[&str]) -> Said {
    say_to(folder, arguments, &[])
}

pub fn say_to(folder: &Path, arguments: &[&str], input: &[u8]) -> Said {
    let output = chatvitals(folder).args(arguments).write_stdin(input).output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub fn export(folder: &Path, name: &str, format: &str, seed: u64) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, run::synth(format, 400, seed, 21)).unwrap();
    path
}
