//! Tests of the library from outside, one binary: each module walks a table or a folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod metrics;
mod parse;
mod run;
mod support;
