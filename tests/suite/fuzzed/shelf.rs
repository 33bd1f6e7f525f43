//! What jobs clean with, and the files that they read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use copydesk::{Cleaner, Pass};
use tempfile::TempDir;

/// Some passes, so that what is new to a target is how texts are read and written; `clean` has all.
#[allow(dead_code, reason = "not every target cleans")]
pub static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| {
    let passes = [Pass::Unicode, Pass::Quotes, Pass::Spacing];
    Cleaner::builder().only(&passes).build().expect("there are passes")
});

thread_local! {
    /// In memory, where there is such a place.
    static SHELF: TempDir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
}

/// The path of a file on the shelf, whether it is there or not.
pub fn path(name: &str) -> PathBuf {
    SHELF.with(|shelf| shelf.path().join(name))
}

/// Puts a file there.
pub fn put(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = path(name);
    fs::write(&path, content).unwrap();
    path
}

/// What stands in a file.
#[allow(dead_code, reason = "not every target reads one")]
pub fn get(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}
