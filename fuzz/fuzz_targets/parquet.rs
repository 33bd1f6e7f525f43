#![no_main]

#[path = "../../tests/suite/fuzzed/parquet.rs"]
mod parquet;
#[path = "../../tests/suite/fuzzed/shelf.rs"]
mod shelf;

// The crate parquet panics on some damaged files, as do those that it calls, and copydesk catches that. What
// nobody catches ends the run in any case.
libfuzzer_sys::fuzz_target!(
    init: {
        let fail = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/registry/")) {
                fail(panic);
            }
        }));
    },
    |data: &[u8]| parquet::check(data)
);
