//! Fuzzes the readers of text by lines and blocks.

#![no_main]

use chatvitals_fuzz::{Family, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| read(Family::Lines, data));
