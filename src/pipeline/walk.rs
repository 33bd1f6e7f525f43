//! The files below a directory, always in the same order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::overrides::OverrideBuilder;
use ignore::{Walk, WalkBuilder};

use super::output::PREFIX;

/// Which files of a directory are read: by default all regular files that are not hidden, and none
/// behind a symbolic link. What `.gitignore` says does not count: a corpus is data, whatever
/// repository it lies in.
///
/// A file that is named itself is always read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Vec<String>,
    exclude: Vec<String>,
    hidden: bool,
    follows: bool,
}

impl Selection {
    /// Reads no files but those that match this glob, or another one that is given so. A glob with
    /// a `/` in it is matched against the path from the directory on, others against each name.
    ///
    /// ```
    /// use copydesk::Cleaner;
    /// use copydesk::pipeline::{Job, Selection};
    ///
    /// # let crawl = tempfile::tempdir()?;
    /// for name in ["a.txt", "b.html", "draft.txt"] {
    ///     std::fs::write(crawl.path().join(name), "All is well.")?;
    /// }
    /// let texts = Selection::default().include("*.txt").exclude("draft*");
    /// let cleaner = Cleaner::new();
    /// let summary = Job::new(&cleaner).input(crawl.path()).select(texts).run(&())?;
    /// assert_eq!(summary.files, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn include(mut self, glob: impl Into<String>) -> Self {
        self.include.push(glob.into());
        self
    }

    /// Leaves out files and directories that match this glob, whatever includes them.
    #[must_use]
    pub fn exclude(mut self, glob: impl Into<String>) -> Self {
        self.exclude.push(glob.into());
        self
    }

    /// Whether hidden files and directories are read too; no glob includes them without.
    #[must_use]
    pub fn hidden(mut self, yes: bool) -> Self {
        self.hidden = yes;
        self
    }

    /// Whether symbolic links are followed. One that leads back to a directory above it is
    /// reported, and not followed.
    #[must_use]
    pub fn follow_links(mut self, yes: bool) -> Self {
        self.follows = yes;
        self
    }

    /// Whether one file can be met twice.
    pub(super) fn follows(&self) -> bool {
        self.follows
    }

    /// Walks a directory; nothing of `not_read` is in it, and nothing in the making.
    pub(super) fn walk(&self, root: &Path, not_read: &Arc<[PathBuf]>) -> Result<Walk, ignore::Error> {
        let mut globs = OverrideBuilder::new(root);
        for glob in &self.include {
            // What begins with `!` would be left out.
            let escaped = glob.strip_prefix('!').map(|rest| format!("\\!{rest}"));
            globs.add(escaped.as_deref().unwrap_or(glob))?;
        }
        for glob in &self.exclude {
            globs.add(&format!("!{glob}"))?;
        }
        let mut builder = WalkBuilder::new(root);
        builder.standard_filters(false).follow_links(self.follows);
        builder.overrides(globs.build()?);
        builder.sort_by_file_path(Ord::cmp);
        let (not_read, hidden) = (Arc::clone(not_read), self.hidden);
        builder.filter_entry(move |entry| {
            let name = entry.file_name();
            let is_left = !hidden && name.as_encoded_bytes().starts_with(b".");
            // Most names differ, so that few paths have to be resolved.
            let may_be = not_read.iter().any(|path| path.file_name() == Some(name));
            let is_own = name.as_encoded_bytes().starts_with(PREFIX.as_bytes());
            let is_written = || entry.path().canonicalize().is_ok_and(|path| not_read.contains(&path));
            entry.depth() == 0 || !(is_left || is_own || may_be && is_written())
        });
        Ok(builder.build())
    }
}
