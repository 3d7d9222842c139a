//! Worked examples of the vitals, a file a family.

mod programme;
mod service;
mod structure;
