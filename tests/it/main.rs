//! Tests of the library from outside, one binary: each module walks a table or a folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod archives;
mod binary;
mod charter;
mod cli;
mod click_logs;
mod dedup;
mod docs;
mod gate;
mod laws;
mod mapping;
mod metrics;
mod mutations;
mod names;
mod outputs;
mod parse;
mod registry;
mod run;
mod samples;
mod scaling;
mod share;
mod store;
mod support;
mod vitals;
mod walls;
mod want;
