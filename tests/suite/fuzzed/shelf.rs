//! Files for jobs to read.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

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
