//! Fuzzes the readers of HTML and MHT.

#![no_main]

use chatvitals_fuzz::{Family, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| read(Family::Html, data));
