//! The command line as clap reads it: structs only. Names, flags and defaults are the contract;
//! what a command does stands in its own file.

mod charter;
mod common;
mod gate;
mod past;
mod store;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use charter::{CharterArgs, CharterCommand, ExplainArgs, FmtArgs};
pub use common::{Common, Period};
pub use gate::{FormatArg, Gate};
pub use past::{DiffArgs, TrendArgs};
pub use store::{ForgetArgs, IngestArgs, Place, PurgeArgs, StoreArgs, StoreCommand};

/// 群脉: the vital signs of a group chat, from its exported log.
#[derive(Debug, Parser)]
#[command(
    name = "chatvitals",
    version,
    about = "群脉: the vital signs of a group chat, from its exported log",
    long_about = "群脉: reads exported group-chat logs, computes the community's vital signs, holds them against its own \
                  charter (群章程), draws the report, and fails a CI job when a vital is out of bounds.\n\
                  Nothing is sent anywhere: no network client is linked.",
    after_help = AFTER
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
EXIT CODES:
  0  done; for `check`: no breach
  1  `check` (or `report --fail-on`): at least one vital is in breach
  2  the job could not be done: bad usage, unreadable input, invalid charter; or something is missing that
     nobody accepted with --allow: no export, one cut off or ended too early, a group, a complete period

EXAMPLES:
  chatvitals demo                                   a made-up community and its report
  chatvitals report export/ -o report/              the main job
  chatvitals check export/ --week last              the weekly gate: the last complete week
  chatvitals check export/ --format github --baseline last/metrics.json
  chatvitals charter check && chatvitals charter explain --group telegram:123
  chatvitals members result.json --side roster.csv  one row a person
  chatvitals formats map chat.csv -o mapping.toml   a mapping for a table of no known format
  chatvitals convert chat.zip --to parquet -o chat.parquet";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, compute, judge, draw: write the report folder and print the verdict table
    Report(ReportArgs),
    /// Show a report folder's page in the browser
    Open(OpenArgs),
    /// The gate: the same computation without charts; the exit code says whether the charter holds
    Check(CheckArgs),
    /// One row per person: layer, role, joined, last interaction, silent days, messages, share of speech
    Members(TableArgs),
    /// One row per shared link: first share, sharer, reach, unique clickers, CTR, re-shares
    Links(TableArgs),
    /// The board of points, best first; the ledger behind it with --ledger
    Points(PointsArgs),
    /// Leads on broken rules: suspected ads and links not allowed, with cues and message ids, without text
    Rules(TableArgs),
    /// The normalised message table, for your own tools
    Convert(ConvertArgs),
    /// Add exports to a Parquet store, each message once; a store is an EXPORT to every other command
    Ingest(IngestArgs),
    /// What a store holds, whether it is whole, and what it gives up
    Store(StoreArgs),
    /// Every export format that is read: how to obtain it, what it carries, what it lacks
    Formats(FormatsArgs),
    /// Every vital: definition, formula, needs, default threshold, source
    Metrics(ListArgs),
    /// Write a commented charter.toml
    Init(InitArgs),
    /// The charter as code: check it, explain it, format it, test its thresholds, print its JSON schema
    Charter(CharterArgs),
    /// What became of every vital between two runs
    Diff(DiffArgs),
    /// The history of every vital over the metrics.json of many runs
    Trend(TrendArgs),
    /// Make a small synthetic community and report on it
    Demo(DemoArgs),
    /// Write a synthetic export of any size; the same bytes for the same seed
    Synth(SynthArgs),
    /// Print shell completions
    Completions {
        /// Shell to complete for
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Shared flags.
    #[command(flatten)]
    pub common: Common,
    /// Days.
    #[command(flatten)]
    pub period: Period,
    /// Folder to write; replaced whole
    #[arg(short, long, value_name = "DIR", default_value = "report")]
    pub output: PathBuf,
    /// Make the folder fit to forward: pseudonyms, no cell of fewer than three people, no names, ids or personal
    /// parts of addresses; a last scan refuses to leave a report that still tells one
    #[arg(long)]
    pub share: bool,
    /// Show the page in the browser when it is written
    #[arg(long)]
    pub open: bool,
    /// How the run decides; without --fail-on a report never fails.
    #[command(flatten)]
    pub gate: Gate,
}

/// `open`.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// Report folder
    #[arg(value_name = "DIR", default_value = "report")]
    pub folder: PathBuf,
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Shared flags.
    #[command(flatten)]
    pub common: Common,
    /// Days.
    #[command(flatten)]
    pub period: Period,
    /// How the run decides; without --fail-on as the charter's `[gate]` says, else on any breach.
    #[command(flatten)]
    pub gate: Gate,
    /// The same as --allow truncated
    #[arg(long, hide = true)]
    pub allow_truncated: bool,
}

/// `points`.
#[derive(Debug, Args)]
pub struct PointsArgs {
    /// Shared flags.
    #[command(flatten)]
    pub table: TableArgs,
    /// Every earning instead of the board
    #[arg(long)]
    pub ledger: bool,
}

/// `members`, `links`, `rules`.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Shared flags.
    #[command(flatten)]
    pub common: Common,
    /// Days.
    #[command(flatten)]
    pub period: Period,
    /// Comma-separated values on standard output instead of a table
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// `convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Shared flags.
    #[command(flatten)]
    pub common: Common,
    /// What to write
    #[arg(long, value_enum)]
    pub to: ConvertTo,
    /// File to write; `-` for standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
}

/// `formats`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct FormatsArgs {
    /// What to do instead of listing.
    #[command(subcommand)]
    pub command: Option<FormatsCommand>,
    /// The list.
    #[command(flatten)]
    pub list: ListArgs,
}

/// `formats …`.
#[derive(Debug, Subcommand)]
pub enum FormatsCommand {
    /// Propose a mapping for a table of no known format: CSV, TSV, JSONL, JSON, XLSX, XLS
    Map(MapArgs),
}

/// `formats map`.
#[derive(Debug, Args)]
pub struct MapArgs {
    /// The table
    pub file: PathBuf,
    /// File to write instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    /// Language of the comments [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
}

/// `formats`, `metrics`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// One of them in full
    pub id: Option<String>,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// What the group is for; chooses examples and defaults
    #[arg(long, value_enum, default_value = "learning")]
    pub profile: ProfileArg,
    /// File to write; `-` for standard output
    #[arg(short, long, value_name = "FILE", default_value = "charter.toml")]
    pub output: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    /// Language of the comments [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder to write: exports and side files in `community/`, the report in `report/`
    #[arg(short, long, value_name = "DIR", default_value = "chatvitals-demo")]
    pub output: PathBuf,
    /// A community in good health or a sick one
    #[arg(long, value_enum, default_value = "good")]
    pub health: HealthArg,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// No progress, no table; errors stay
    #[arg(short, long)]
    pub quiet: bool,
}

/// `synth`.
#[derive(Debug, Args)]
pub struct SynthArgs {
    /// Format to write
    #[arg(long, value_name = "ID")]
    pub format: String,
    /// Messages
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub messages: u64,
    /// Seed: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Members [default: by size]
    #[arg(long, value_name = "N")]
    pub members: Option<u32>,
    /// Days [default: by size]
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
    /// File to write; `-` for standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
}

/// `--names`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NamesArg {
    /// As the export names them
    Show,
    /// Keyed pseudonyms; no name or account id in any output
    Pseudonym,
}

/// `--profile` of computing commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThresholdsArg {
    /// The source document's numbers
    Seed,
    /// The group's own last eight weeks, never stricter than the source document
    Calibrated,
}

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `convert --to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConvertTo {
    /// Apache Parquet, zstd
    Parquet,
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
    /// ChatLab standard format (one group)
    Chatlab,
}

/// `init --profile`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileArg {
    /// 资源对接
    Resource,
    /// 学习成长
    Learning,
    /// 客户服务
    Service,
}

/// `demo --health`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HealthArg {
    /// Every vital within bounds
    Good,
    /// Several in breach
    Bad,
}
