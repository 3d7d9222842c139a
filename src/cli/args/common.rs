//! The flags that computing commands share.

use std::path::PathBuf;

use clap::Args;

use super::{ColorArg, LangArg, NamesArg, ThresholdsArg};

/// Flags every computing command shares.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub struct Common {
    /// Export file, folder (walked), .zip, or `-` for standard input (needs --input-format)
    #[arg(required = true, value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,
    /// Charter file [default: charter.toml in the EXPORT folder, then in the working folder]
    #[arg(long, value_name = "FILE")]
    pub charter: Option<PathBuf>,
    /// Side file, known by its name (roster.csv, admins.csv, clicks.csv, downloads.csv, groups.csv, identities.csv)
    /// or, for click logs of other programs, by its content; repeatable
    #[arg(long = "side", value_name = "FILE")]
    pub sides: Vec<PathBuf>,
    /// Site that paths in click logs belong to where the log names no host, such as <https://example.com>
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take every EXPORT as this format instead of sniffing (see `chatvitals formats`)
    #[arg(long, value_name = "ID")]
    pub input_format: Option<String>,
    /// Mapping of a table of no known format (see `chatvitals formats map`) [default: mapping.toml beside it]; repeatable
    #[arg(long = "map", value_name = "FILE")]
    pub maps: Vec<PathBuf>,
    /// Time zone of local days and of clocks without a zone [default: the charter's, else Asia/Shanghai]
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Only this group, by id or name; repeatable
    #[arg(long = "group", value_name = "NAME")]
    pub groups: Vec<String>,
    /// Name people as the export does, or by keyed pseudonyms for copies meant for others
    #[arg(long, value_enum, default_value = "show")]
    pub names: NamesArg,
    /// File with the secret that makes pseudonyms [default: one made on first use in the user's configuration folder]
    #[arg(long, value_name = "FILE", env = "CHATVITALS_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Language [default: by locale, else zh]
    #[arg(long, value_enum)]
    pub lang: Option<LangArg>,
    /// Read a long stretch without records as silence (zeros) instead of an export gap (missing)
    #[arg(long)]
    pub gap_is_silence: bool,
    /// Let any damaged record end the run (exit 2)
    #[arg(long)]
    pub strict: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// No progress, no table; errors stay
    #[arg(short, long)]
    pub quiet: bool,
    /// Say what was read and how it was taken; twice for more
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Colour: auto (a terminal, unless `NO_COLOR` is set), always, never
    #[arg(long, value_enum, default_value = "auto")]
    pub color: ColorArg,
    /// Threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// Which days and which vitals are judged.
#[derive(Debug, Args)]
pub struct Period {
    /// Compute only these vitals (see `chatvitals metrics`); repeatable, or ids divided by commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Thresholds: the source document's numbers, or the group's own last eight weeks [default: the charter's, else seed]
    #[arg(long, value_enum)]
    pub profile: Option<ThresholdsArg>,
    /// Last local day judged; says that the export is complete to its end [default: last complete day]
    #[arg(long, value_name = "DATE", conflicts_with = "to")]
    pub as_of: Option<String>,
    /// Judge as of the Sunday of this ISO week, such as 2026-W46; `last` is the last complete one by this machine's clock
    #[arg(long, value_name = "WEEK", conflicts_with_all = ["as_of", "to"])]
    pub week: Option<String>,
    /// First local day counted
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last local day counted; the same as --as-of
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}
