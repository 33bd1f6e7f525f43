#![no_main]

#[path = "../../tests/suite/fuzzed/clean.rs"]
mod clean;
#[path = "../../tests/suite/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|data: &[u8]| clean::check(data));
