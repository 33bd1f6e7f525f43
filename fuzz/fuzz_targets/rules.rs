#![no_main]

#[path = "../../tests/suite/laws.rs"]
mod laws;
#[path = "../../tests/suite/fuzzed/rules.rs"]
mod rules;

libfuzzer_sys::fuzz_target!(|data: &[u8]| rules::check(data));
