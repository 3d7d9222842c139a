//! The flags of `charter …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::LangArg;

/// `charter`.
#[derive(Debug, Args)]
pub struct CharterArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub command: CharterCommand,
}

/// `charter …`.
#[derive(Debug, Subcommand)]
pub enum CharterCommand {
    /// Find every mistake: unknown keys, wrong units, impossible bounds, rules that contradict each other
    Check(CheckArgs),
    /// What is in force for a group: every threshold, where it comes from, how it decides
    Explain(ExplainArgs),
    /// Write a charter the one way: spaces, blank lines, comments where they were
    Fmt(FmtArgs),
    /// Run the unit tests of thresholds in a test file
    Test(TestArgs),
    /// Print the JSON schema editors complete and check charters by
    Schema,
}

/// `charter check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Charters
    #[arg(value_name = "FILE", default_value = "charter.toml")]
    pub files: Vec<PathBuf>,
}

/// `charter explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Charter
    #[arg(value_name = "FILE", default_value = "charter.toml")]
    pub file: PathBuf,
    /// For this group: its id, such as telegram:123, or its name
    #[arg(long, value_name = "NAME")]
    pub group: Option<String>,
    /// … of this platform [default: what stands before the colon of its id]
    #[arg(long, value_name = "NAME")]
    pub platform: Option<String>,
    /// … of this kind (`group_type` of groups.csv)
    #[arg(long = "type", value_name = "NAME")]
    pub kind: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
}

/// `charter fmt`.
#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Charters; `-` for standard input to standard output
    #[arg(value_name = "FILE", default_value = "charter.toml")]
    pub files: Vec<PathBuf>,
    /// Change nothing; exit 1 when a file would be written otherwise
    #[arg(long)]
    pub check: bool,
}

/// `charter test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Test files
    #[arg(value_name = "FILE", default_value = "charter.test.toml")]
    pub files: Vec<PathBuf>,
}
