//! The flags of whatever decides on an exit code.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::charter::FailOn;
use crate::report::ObstacleKind;

/// How a run decides, and where its verdicts go.
#[derive(Debug, Args)]
pub struct Gate {
    /// Exit 1 on: breach (or any), watch (or worse), never, or a part of the groups: share>0.2, count>3
    #[arg(long, value_name = "WHAT", value_parser = FailOn::parse)]
    pub fail_on: Option<FailOn>,
    /// Accept what is missing, by name, instead of ending with exit 2; repeatable, or names divided by commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = obstacle())]
    pub allow: Vec<ObstacleKind>,
    /// Fail when this vital could not be judged for want of data; repeatable, or ids divided by commas
    #[arg(long, value_name = "METRIC", value_delimiter = ',')]
    pub require: Vec<String>,
    /// The metrics.json of an earlier run: say what became better, worse, new or gone
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "json")]
    pub format: Option<FormatArg>,
    /// Write a format to a file too, such as junit=report.xml; repeatable
    #[arg(long = "out", value_name = "FORMAT=PATH", value_parser = out)]
    pub outs: Vec<(FormatArg, PathBuf)>,
}

/// `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// The verdict table
    Text,
    /// metrics.json
    Json,
    /// `JUnit` XML: a suite a group, a case a vital
    Junit,
    /// GitHub's workflow commands, and the job summary where the runner gives a place for it
    Github,
    /// SARIF 2.1.0, pointing at the charter's lines
    Sarif,
    /// A summary that fits a pull request's comment
    Markdown,
}

fn obstacle() -> impl TypedValueParser<Value = ObstacleKind> {
    let kind = |word: String| ObstacleKind::ALL.into_iter().find(|kind| kind.name() == word).ok_or("not an obstacle");
    PossibleValuesParser::new(ObstacleKind::ALL.map(ObstacleKind::name)).try_map(kind)
}

fn out(text: &str) -> Result<(FormatArg, PathBuf), String> {
    let names = || FormatArg::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let known = || names().map(|value| value.get_name().to_owned()).collect::<Vec<String>>().join(", ");
    let Some((format, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err(format!("write FORMAT=PATH, such as junit=report.xml; formats are {}", known()));
    };
    FormatArg::from_str(format, false)
        .map(|format| (format, PathBuf::from(path)))
        .map_err(|_| format!("`{format}` is no format; formats are {}", known()))
}
