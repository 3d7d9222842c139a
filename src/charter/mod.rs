//! The charter (群章程): what a group promised itself, and the settings that follow from it. In:
//! `charter.toml` and the command line. Out: [`Settings`], which metrics and verdicts read.

mod explain;
mod gate;
mod groups;
mod init;
mod layout;
mod limits;
mod model;
mod read;
mod schema;
mod threshold;

pub use explain::{InForce, in_force};
pub use gate::{Decision, FailOn, Gate, Level, Regress, Waiver};
pub use groups::{GroupRule, Named, fits};
pub use init::template;
pub use layout::lay_out;
pub use limits::{LIMITS, Limit, limit_of};
pub use model::{Charter, Points, Preset, Profile, Programme, Recurrence, ServiceHours, Settings, ThresholdProfile};
pub(crate) use read::schedule::{hours as service_hours, recurrence};
pub use read::{read, read_all};
pub use schema::schema;
pub use threshold::{Override, Rule, overrides, parse_bound};
