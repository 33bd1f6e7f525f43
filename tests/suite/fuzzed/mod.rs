//! What the fuzz targets of `fuzz/` check, and the inputs that once led them to new code.

use std::fs;
use std::path::Path;

mod clean;
mod formats;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod profile;
mod rules;
pub mod shelf;
mod undo;

/// Checks the kept inputs of a target.
fn replay(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut count = 0;
    for seed in fs::read_dir(folder).expect("the seeds are there") {
        let path = seed.expect("readable").path();
        // Seen where a check panics.
        println!("{}", path.display());
        check(&fs::read(path).expect("readable"));
        count += 1;
    }
    assert!(count >= 10, "{count} seeds");
}

#[test]
fn seeds_of_clean() {
    replay("clean", clean::check);
}

#[test]
fn seeds_of_formats() {
    replay("formats", formats::check);
}

#[test]
fn seeds_of_jsonl() {
    replay("jsonl", jsonl::check);
}

#[test]
#[cfg(feature = "parquet")]
fn seeds_of_parquet() {
    replay("parquet", parquet::check);
}

#[test]
fn seeds_of_profile() {
    replay("profile", profile::check);
}

#[test]
fn seeds_of_rules() {
    replay("rules", rules::check);
}

#[test]
fn seeds_of_undo() {
    replay("undo", undo::check);
}
