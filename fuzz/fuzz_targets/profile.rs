#![no_main]

#[path = "../../tests/suite/fuzzed/profile.rs"]
mod profile;

libfuzzer_sys::fuzz_target!(|data: &[u8]| profile::check(data));
