//! Tests of the library from outside, one binary: each module walks a table or a folder.

mod parse;
mod support;
