//! What metrics stand on: frames of all inputs joined, deduplicated, identities unified, roster
//! and clicks attached, exclusions applied once and counted. In: [`crate::frame::Frames`] and side
//! files. Out: one [`Group`] a conversation.

mod build;
mod coverage;
mod days;
mod draft;
mod gather;
mod group;
mod join;
mod layer;
mod links;
mod people;
mod silence;
pub mod speech;
mod stints;

pub use crate::rollup::{DayHour, MemberDay, Share};
pub use build::{Built, Source, build};
pub use coverage::{GapRule, Window};
pub use days::Days;
pub use group::{Basis, Blind, Flow, FlowKind, Group, Person, PersonIx, Reading, Role, Stint};
pub use join::Kept;
pub use layer::{Layer, Layered};
pub use silence::{Silence, Silent};
