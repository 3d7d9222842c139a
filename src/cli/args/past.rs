//! The flags of what holds past runs against each other: `diff`, `trend`.

use std::path::PathBuf;

use clap::Args;

use super::{ColorArg, LangArg};

/// `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier run: its metrics.json, or the report folder that holds it
    pub before: PathBuf,
    /// The later run
    pub after: PathBuf,
    /// Every vital, not only those whose verdict turned
    #[arg(long)]
    pub all: bool,
    /// Every change as JSON
    #[arg(long)]
    pub json: bool,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// Colour: auto (a terminal, unless `NO_COLOR` is set), always, never
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}

/// `trend`.
#[derive(Debug, Args)]
pub struct TrendArgs {
    /// Folders (walked) and files with the metrics.json of past runs
    #[arg(required = true, value_name = "DIR")]
    pub runs: Vec<PathBuf>,
    /// Folder to write: charts, their numbers, trend.csv, index.html; replaced whole [default: only the table is printed]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Vitals that were never judged too
    #[arg(long)]
    pub all: bool,
    /// Only this vital; repeatable, or ids divided by commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Every value of every run as JSON
    #[arg(long)]
    pub json: bool,
    /// No table; errors stay
    #[arg(short, long)]
    pub quiet: bool,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// Colour: auto (a terminal, unless `NO_COLOR` is set), always, never
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
}
