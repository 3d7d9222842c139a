//! What metrics stand on: frames of all inputs joined, deduplicated, identities unified, roster
//! and clicks attached, exclusions applied once and counted. In: [`crate::frame::Frames`] and side
//! files. Out: one [`Group`] a conversation.

mod build;
mod conduct;
mod coverage;
mod days;
mod derived;
mod draft;
mod files;
mod gather;
mod group;
mod join;
mod layer;
mod lifetime;
mod lines;
mod links;
mod papers;
mod people;
mod points;
mod silence;
pub mod speech;
mod stints;

pub use crate::feature::{Features, Mark};
pub use crate::frame::{EventKind, MessageKind};
pub use crate::rollup::{
    Article, Ask, Class, DayHour, Happened, Line, MemberDay, NO_LINE, NOBODY, Place, PointRow, PointRule, Reacted,
    Reply, Session, Share, SharedFile, Term, Timeline, board,
};
pub use crate::side::LedgerKind;
pub use build::{Built, Source, Terms, build};
pub use conduct::{ANSWER_MS, RuleHit, Sanction};
pub use coverage::{GapRule, Window, last_day};
pub use days::Days;
pub use draft::Named;
pub use group::{Basis, Blind, Flow, FlowKind, Group, Meta, Person, PersonIx, Reading, Records, Role, Stint};
pub use join::Kept;
pub use layer::{Layer, Layered};
pub use lifetime::{DEAD_AFTER, Lifetime};
pub use papers::{Act, Commit, Official, Order, Papers, Planned, keywords};
pub use silence::{Silence, Silent};
