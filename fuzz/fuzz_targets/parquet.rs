#![no_main]

#[path = "../../tests/suite/fuzzed/parquet.rs"]
mod parquet;
#[path = "../../tests/suite/fuzzed/shelf.rs"]
mod shelf;

// The crate parquet panics on some damaged files, and copydesk knows it: only other panics count.
libfuzzer_sys::fuzz_target!(
    init: {
        let fail = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/parquet-")) {
                fail(panic);
            }
        }));
    },
    |data: &[u8]| parquet::check(data)
);
