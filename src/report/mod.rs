//! A page that shows what a job did: one file, for people to look at before they trust it.
//!
//! While the job runs, a [`Report`] watches it and keeps counts and fair samples, in bounded memory. When
//! it is done, the page is made of them.

mod book;
mod chart;
mod document;
mod hitters;
mod page;
mod sample;
mod shown;
mod tally;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::cleaner::Cleaner;
use crate::pipeline::{Failure, Notes, Summary, Watch, write_whole};
use book::Book;

/// Watches a job, and makes a page of what it did.
///
/// Numbers are exact, but for those of the removed lines and of sites where there are very many different
/// ones; the page says so then. What is shown of edits and documents is a sample, the same for any number of
/// threads. What was done in files that failed is not in it.
///
/// ```
/// use copydesk::Cleaner;
/// use copydesk::pipeline::Job;
/// use copydesk::report::Report;
///
/// # let directory = tempfile::tempdir()?;
/// # let (article, page) = (directory.path().join("a.txt"), directory.path().join("report.html"));
/// std::fs::write(&article, "“Yes.”\nAdvertisement\nNo.")?;
/// let cleaner = Cleaner::new();
/// let report = Report::new(&page);
/// let summary = Job::new(&cleaner).input(&article).watch(&report).run(&())?;
/// report.save(&summary, &cleaner)?;
/// assert!(std::fs::read_to_string(&page)?.contains("boilerplate/ad"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Report {
    path: PathBuf,
    book: Mutex<Book>,
}

impl Report {
    /// The most bytes that a page has, whatever the job was.
    pub const MAX_BYTES: usize = 5_000_000;

    /// A report that goes to this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), book: Mutex::new(Book::new()) }
    }

    /// The page, once the job is done. `cleaner` is the one of the job; it is asked for the evidence
    /// behind the edits that are shown in whole documents.
    #[must_use]
    pub fn page(&self, summary: &Summary, cleaner: &Cleaner) -> String {
        page::page(&self.book(), summary, cleaner, Self::MAX_BYTES)
    }

    /// Writes the page to its file, whole or not at all.
    ///
    /// # Errors
    /// Where it cannot be written; what stood there stays then.
    pub fn save(&self, summary: &Summary, cleaner: &Cleaner) -> Result<(), Failure> {
        write_whole(&self.path, self.page(summary, cleaner).as_bytes())
    }

    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watch for Report {
    fn book(&self) -> Box<dyn Notes> {
        Box::new(self.book().part())
    }

    fn take(&self, notes: Box<dyn Notes>) {
        self.book().add(notes);
    }

    fn output(&self) -> Option<&Path> {
        Some(&self.path)
    }
}
