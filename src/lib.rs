//! chatvitals 群脉: reads exported group-chat logs, computes a community's vital signs, holds them
//! against its own charter and reports.
//!
//! One sentence, each word a module and each arrow a type, none pointing back:
//!
//! ```text
//! export --source--> bytes --format--> frame --dataset, rollup--> group --metric--> measurement
//!        --verdict--> report --render | chart--> files
//! ```

pub mod advice;
pub mod assemble;
pub mod calendar;
pub mod catalog;
pub mod chart;
pub mod charter;
pub mod cli;
mod config;
pub mod convert;
pub mod dataset;
pub mod error;
pub mod feature;
pub mod format;
pub mod frame;
pub mod gate;
mod guard;
pub mod look;
pub mod metric;
mod old_workbook;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod rollup;
pub mod service_time;
pub mod share;
pub mod side;
pub mod source;
pub mod stats;
pub mod status;
pub mod synth;
pub mod trial;
pub mod unit;
pub mod verdict;
