#![no_main]

#[path = "../../tests/suite/fuzzed/shelf.rs"]
mod shelf;
#[path = "../../tests/suite/fuzzed/undo.rs"]
mod undo;

libfuzzer_sys::fuzz_target!(|data: &[u8]| undo::check(data));
