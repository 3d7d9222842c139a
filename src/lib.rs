//! chatvitals 群脉: reads exported group-chat logs, computes a community's vital signs, holds them
//! against its own charter and reports.
//!
//! One sentence, each word a module and each arrow a type, none pointing back:
//!
//! ```text
//! export --source--> bytes --format--> frame --dataset, rollup--> group --metric--> measurement
//!        --verdict--> report --render | chart--> files
//! ```
//!
//! As a library it is three calls: [`read`], [`judge`], [`render()`].
//!
//! ```
//! use chatvitals::{Job, judge, read, render, verdict};
//!
//! # fn main() -> chatvitals::error::Result<()> {
//! let job = Job::new(["fixtures/metrics/boundary"]).week("2026-W10");
//! let report = judge(&job, &read(&job)?)?;
//! render(&report, &render::JUNIT, &mut std::io::stdout())?;
//! match verdict::ending(&report, verdict::FailOn::Breach) {
//!     verdict::Ending::Pass => println!("the charter holds"),
//!     ending => println!("{ending:?}: {} of {} in breach", report.tally().0, report.tally().2),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is documented here is kept from version to version; modules hidden from these pages serve the command line
//! and may change.

#[doc(hidden)]
pub mod advice;
#[doc(hidden)]
pub mod assemble;
pub mod calendar;
#[doc(hidden)]
pub mod catalog;
#[doc(hidden)]
pub mod chart;
pub mod charter;
#[doc(hidden)]
pub mod cli;
mod config;
#[doc(hidden)]
pub mod convert;
pub mod dataset;
pub mod error;
#[doc(hidden)]
pub mod feature;
#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod frame;
pub mod gate;
mod guard;
mod job;
#[doc(hidden)]
pub mod look;
pub mod metric;
mod old_workbook;
mod parquet_file;
#[doc(hidden)]
pub mod pipeline;
pub mod render;
pub mod report;
#[doc(hidden)]
pub mod rollup;
#[doc(hidden)]
pub mod service_time;
#[doc(hidden)]
pub mod share;
#[doc(hidden)]
pub mod side;
#[doc(hidden)]
pub mod source;
pub mod stats;
pub mod status;
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod synth;
#[doc(hidden)]
pub mod trial;
pub mod unit;
pub mod verdict;

pub use job::{Job, Reading, judge, read, render};
