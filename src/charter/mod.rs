//! The charter (群章程): what a group promised itself, and the settings that follow from it. In:
//! `charter.toml` and the command line. Out: [`Settings`], which metrics and verdicts read.

mod model;
mod threshold;

pub use model::{Charter, Preset, Profile, Settings};
pub use threshold::{Override, parse_bound};
