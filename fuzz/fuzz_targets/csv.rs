//! Fuzzes the readers of CSV and TSV.

#![no_main]

use chatvitals_fuzz::{Family, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| read(Family::Csv, data));
