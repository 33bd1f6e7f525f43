#![no_main]

#[path = "../../tests/suite/fuzzed/jsonl.rs"]
mod jsonl;
#[path = "../../tests/suite/fuzzed/shelf.rs"]
mod shelf;

libfuzzer_sys::fuzz_target!(|data: &[u8]| jsonl::check(data));
