//! What a job tells while it runs and when it ends.

use std::any::Any;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Failure;
use super::plan::Task;
use crate::edit::EditScript;
use crate::stats::Stats;

/// Is told how a job goes. All methods do nothing by default. They are called in the order of the
/// input, from any thread, one at a time; a slow one holds the job up.
///
/// Paths are `None` for standard input.
pub trait Observer: Sync {
    /// The job is planned: so many files with so many bytes, as they lie on disk. The bytes of
    /// standard input are not known.
    fn planned(&self, files: usize, bytes: Option<u64>) {
        let _ = (files, bytes);
    }

    /// A file is begun.
    fn file_started(&self, path: Option<&Path>) {
        let _ = path;
    }

    /// So many further bytes of the input, as they lie on disk, are done.
    fn batch_done(&self, bytes: u64) {
        let _ = bytes;
    }

    /// A record passed as it was because its text field held no text. `record` counts from 0,
    /// `line` from 1, and is 0 in Parquet.
    fn record_passed(&self, path: Option<&Path>, record: u64, line: u64, why: NoText) {
        let _ = (path, record, line, why);
    }

    /// A file is done.
    fn file_finished(&self, report: &FileReport) {
        let _ = report;
    }

    /// Something was passed over that was found in a directory and is no text: a binary file, a pipe, a socket
    /// or a device.
    fn skipped(&self, path: &Path) {
        let _ = path;
    }

    /// A record could not be read, and was kept or dropped; the first of a file are told.
    fn record_broken(&self, failure: &Failure) {
        let _ = failure;
    }

    /// A file failed. The others go on.
    fn failed(&self, failure: &Failure) {
        let _ = failure;
    }
}

/// Observes nothing.
impl Observer for () {}

/// Why a record has no text to clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// It lacks the field.
    Absent,
    /// The field holds something that is no string.
    NoString,
    /// The string has half of a surrogate pair, so it is no Unicode text.
    NoUnicode,
}

impl NoText {
    /// In words, as "the text field ...".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "is not there",
            Self::NoString => "is no string",
            Self::NoUnicode => "has half of a surrogate pair",
        }
    }
}

/// What was done to one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// Where it was read; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Documents, changes, bytes of text.
    pub stats: Stats,
    /// Records that passed as they were because their text field held no text.
    pub without_text: u64,
    /// Records that could not be read, and were kept or dropped.
    pub broken: u64,
}

/// Records of a file that could not be read, and were kept or dropped.
#[derive(Debug, Default)]
pub struct BrokenRecords {
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
    /// How many there are.
    pub records: u64,
    /// What is wrong with the first of them.
    pub first: Vec<Failure>,
}

/// What is done with a record that cannot be read: broken JSON, a row with too many fields, bytes that
/// are not text in their encoding. Whatever it is, it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// It passes as it is.
    #[default]
    Keep,
    /// It is left out. A text that is a file cannot be left out in part: it fails.
    Skip,
    /// The file fails.
    Fail,
}

impl Summary {
    /// Takes up why a file was not done.
    pub(super) fn add_failure(&mut self, task: &Task<'_>, failure: Failure) {
        match task.passed_over(&failure) {
            Some(path) => self.skipped.push(path.to_owned()),
            None => self.failures.push(failure),
        }
    }

    /// Whether all went well: no file failed, and no record was broken.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.broken.is_empty()
    }
}

/// What a job did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Counts over all files that went well.
    pub stats: Stats,
    /// Files that went well.
    pub files: u64,
    /// Of these, those in which something changed.
    pub files_changed: u64,
    /// Bytes read, as they lie on disk.
    pub bytes_read: u64,
    /// Files with records that passed because their text field held no text, and how many.
    pub without_text: Vec<(Option<PathBuf>, u64)>,
    /// Files with records that could not be read, and were kept or dropped.
    pub broken: Vec<BrokenRecords>,
    /// What was found in directories and is no text: binary files, pipes, sockets and devices.
    pub skipped: Vec<PathBuf>,
    /// What went wrong, one entry for each file that failed.
    pub failures: Vec<Failure>,
    /// Time from the plan to the last rename.
    pub elapsed: Duration,
    /// Whether it was told to stop before all was done.
    pub interrupted: bool,
    /// The file by which an interrupted job can be resumed; `None` where it cannot.
    pub resume: Option<PathBuf>,
}

/// A text, or a section of a long one, and what changes in it.
#[derive(Debug)]
pub struct Change<'a> {
    /// The file's name; `None` for standard input.
    pub name: Option<&'a str>,
    /// The number of the record, from 0.
    pub record: u64,
    /// Whether the record is one line among others, and not the file itself.
    pub in_lines: bool,
    /// The site that the text comes from, as [`site_name`](crate::site_name) has it, where that is known.
    pub site: Option<&'a str>,
    /// The line, from 1, of the document's text on which `text` begins.
    pub line: u64,
    /// The text as it was.
    pub text: &'a str,
    /// The text as it would be.
    pub cleaned: &'a str,
    /// All that changes, with offsets into `text`.
    pub script: &'a EditScript,
}

/// Shows changes, for a job that writes no text (see [`Target::Show`](super::Target::Show)).
pub trait Show: Sync {
    /// Adds what is to be shown of a change to `out`. It is called on many threads at once; what
    /// comes out is put in the order of the input.
    fn show(&self, change: &Change<'_>, out: &mut Vec<u8>);

    /// Whether texts are wanted too in which nothing changes; they come with an empty script.
    fn wants_unchanged(&self) -> bool {
        false
    }
}

/// Watches what is done to the texts of a job (see [`Job::watch`](super::Job::watch)).
pub trait Watch: Sync {
    /// An empty book for the notes on some texts of one file. It is called on many threads at once.
    fn book(&self) -> Box<dyn Notes>;

    /// Takes the notes on a file that is done, in the order of the input, one file at a time. What was
    /// noted of a file that failed is thrown away.
    fn take(&self, notes: Box<dyn Notes>);

    /// The file that it will all be written to, which the job must neither read nor write.
    fn output(&self) -> Option<&Path> {
        None
    }
}

/// What one who [watches](Watch) notes of some texts.
pub trait Notes: Any + Debug + Send {
    /// Notes one text, whether anything changes in it or not.
    fn see(&mut self, change: &Change<'_>);

    /// Adds what another book of the same kind says of the texts that follow in the file.
    fn add(&mut self, later: Box<dyn Notes>);
}
