#![no_main]

#[path = "../../tests/suite/fuzzed/formats.rs"]
mod formats;
#[path = "../../tests/suite/fuzzed/shelf.rs"]
mod shelf;

libfuzzer_sys::fuzz_target!(|data: &[u8]| formats::check(data));
