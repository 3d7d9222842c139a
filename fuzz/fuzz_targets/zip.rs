//! Fuzzes what is found in archives and workbooks: through files on disk, as a person passes them.

#![no_main]

use chatvitals_fuzz::packed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| packed::read(data));
