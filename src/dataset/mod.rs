//! What metrics stand on: frames of all inputs joined, deduplicated, identities unified, roster
//! and clicks attached, exclusions applied once and counted. In: [`crate::frame::Frames`] and side
//! files. Out: one [`Group`] a conversation.

mod days;
mod group;

pub use days::Days;
pub use group::{
    Basis, Blind, DayHour, Flow, FlowKind, Group, MemberDay, Person, PersonIx, Reading, Role, Share, Stint,
};
