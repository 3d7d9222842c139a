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
    /// What it holds: a row a group, with the exports each was made of under --json
    Info(InfoArgs),
    /// Look at every file: hashes, counts, order, months, no message twice; exit 2 when something is wrong
    Verify(VerifyArgs),
}

/// `store info`.
#[derive(Debug, Args)]
pub struct InfoArgs {
    /// Folder of the store
    #[arg(value_name = "DIR")]
    pub store: PathBuf,
    /// Everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// `store verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Folder of the store
    #[arg(value_name = "DIR")]
    pub store: PathBuf,
}
