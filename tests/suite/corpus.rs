//! The articles of `corpus/`: as scraped beside as they should be.

use std::fs;
use std::path::{Path, PathBuf};

/// One pair.
pub struct Article {
    /// The path below `corpus/dirty`.
    pub name: PathBuf,
    pub dirty: String,
    pub expected: String,
}

/// The folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// All pairs, in the order of their names.
pub fn articles() -> Vec<Article> {
    let dirty = root().join("dirty");
    let mut articles = Vec::new();
    for folder in fs::read_dir(&dirty).expect("corpus/dirty is there") {
        for file in fs::read_dir(folder.expect("readable").path()).expect("a folder of articles") {
            let path = file.expect("readable").path();
            let name = path.strip_prefix(&dirty).expect("below").to_owned();
            let read =
                |path: &Path| fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let expected = read(&root().join("expected").join(&name));
            articles.push(Article { dirty: read(&path), expected, name });
        }
    }
    articles.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(articles.len() >= 40, "{} articles", articles.len());
    articles
}
