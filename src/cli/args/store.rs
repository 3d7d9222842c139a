//! The flags of what keeps messages: `ingest`, `store`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Common;

/// `ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Shared flags.
    #[command(flatten)]
    pub common: Common,
    /// Folder of the store; made when it is not there
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
}

/// `store`.
#[derive(Debug, Args)]
pub struct StoreArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: StoreCommand,
}

/// What can be done with a store.
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// What it holds: a line a group; with --json every file and every export it was made of
    Info(Place),
    /// Look at every file: hashes, counts, order, months, no message twice; exit 2 when something is wrong
    Verify(Place),
    /// Remove what interrupted changes left
    Compact(Place),
    /// Remove the texts of old messages; what they told when they were read stays
    Purge(PurgeArgs),
    /// Forget a person: name, id, texts, links, mentions; proof on standard output
    Forget(ForgetArgs),
}

/// Which store.
#[derive(Debug, Args)]
pub struct Place {
    /// Folder of the store
    #[arg(value_name = "DIR", required_unless_present = "store")]
    pub folder: Option<PathBuf>,
    /// The same
    #[arg(long, value_name = "DIR", conflicts_with = "folder")]
    pub store: Option<PathBuf>,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// `store purge`.
#[derive(Debug, Args)]
pub struct PurgeArgs {
    /// Which store.
    #[command(flatten)]
    pub place: Place,
    /// Age of the texts that go, in days before today by this machine's clock, such as 30d [default: the charter's bound
    /// of `raw_retention_age`, else 30d]
    #[arg(long, value_name = "DAYS")]
    pub older_than: Option<String>,
    /// Charter file [default: charter.toml in the store's folder]
    #[arg(long, value_name = "FILE")]
    pub charter: Option<PathBuf>,
}

/// `store forget`.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// Folder of the store, then the person's id, or a name nobody else bears; with --store the person alone
    #[arg(value_names = ["DIR", "MEMBER"], required = true, num_args = 1..=2)]
    pub what: Vec<String>,
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}
