//! Worked examples of the vitals, a file a family.

mod structure;
