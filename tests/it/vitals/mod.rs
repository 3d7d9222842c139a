//! Worked examples of the vitals, a file a family.

mod governance;
mod oversight;
mod programme;
mod service;
mod structure;
