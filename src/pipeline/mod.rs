//! Batch jobs: files, directories and streams, cleaned on all cores in bounded memory.
//!
//! A [`Job`] says what to read and where the result goes. Its workers each take the next batch of
//! whole records, clean it and wait their turn to write, so that all output comes in the order of
//! the input, the same for any number of threads.
//!
//! ```no_run
//! use copydesk::Cleaner;
//! use copydesk::pipeline::{Job, Target};
//!
//! let cleaner = Cleaner::new();
//! let summary = Job::new(&cleaner)
//!     .input("crawl/")
//!     .target(Target::Path("cleaned/".into()))
//!     .edits("edits.jsonl.zst")
//!     .run(&())?;
//! println!("{} of {} texts changed", summary.stats.changed, summary.stats.documents);
//! for failure in &summary.failures {
//!     eprintln!("{failure}");
//! }
//! # Ok::<(), copydesk::pipeline::Failure>(())
//! ```
//!
//! [`Learn`] reads in the same way, and makes a [`Profile`](crate::Profile); [`Undo`] takes back what
//! a job did.
//!
//! A file that cannot be done (unreadable, badly packed) is reported, leaves nothing under its final
//! name, and does not stop the others. A record that cannot be read is reported and passes as it is, if
//! it is not to be [otherwise](OnError). A file is written
//! beside its final name, synced, and renamed.

mod assembling;
mod claim;
mod commit;
mod edit_index;
mod edit_log;
mod engine;
mod failure;
mod journal;
mod learn;
mod list;
mod observe;
mod opened;
mod output;
mod places;
mod plan;
mod resume;
mod source;
mod summary;
mod undo;
mod walk;
mod work;
mod writer;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use failure::Failure;
pub use learn::{Learn, save_profile};
pub use observe::{
    BrokenRecords, Change, FileReport, NoText, Notes, Observer, OnError, Show, Summary, Watch,
};
#[cfg(feature = "report")]
pub(crate) use output::write_whole;
pub use undo::Undo;
pub use walk::Selection;

use crate::cleaner::Cleaner;
use crate::record::Reading;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file, or a directory with all files below it that a [`Selection`] reads.
    Path(PathBuf),
    /// A list of files: one path a line, or with a NUL behind each. In a directory for the output
    /// they are mirrored by these paths.
    List {
        /// The list; `None` for standard input.
        path: Option<PathBuf>,
        /// Whether paths end with NUL, and not with a line feed.
        null: bool,
    },
}

impl<P: AsRef<Path>> From<P> for Source {
    fn from(path: P) -> Self {
        Self::Path(path.as_ref().to_owned())
    }
}

/// Where the cleaned text goes.
pub enum Target<'a> {
    /// A stream, for one file or standard input.
    Stream(Box<dyn Write + Send + 'a>),
    /// A file for one file or standard input; a directory for anything else, and where there is
    /// one already or the path ends in `/`. The names in a directory are those of the input; they
    /// say how a file is packed.
    Path(PathBuf),
    /// The files themselves, where something changes in them.
    InPlace,
    /// Nowhere; each change is shown on the stream instead.
    Show(&'a dyn Show, Box<dyn Write + Send + 'a>),
    /// Nowhere: it is only counted.
    Nowhere,
}

/// What to clean and where to put it.
pub struct Job<'a> {
    cleaner: &'a Cleaner,
    inputs: Vec<Source>,
    reading: Reading,
    on_error: OnError,
    target: Target<'a>,
    selection: Selection,
    spared: Vec<PathBuf>,
    edits: Option<PathBuf>,
    summary: Option<PathBuf>,
    threads: Option<NonZeroUsize>,
    resume: bool,
    checkpoints: Duration,
    stop: Option<Arc<AtomicBool>>,
    watch: Option<&'a dyn Watch>,
}

impl<'a> Job<'a> {
    /// A job that reads nothing yet and writes nowhere.
    #[must_use]
    pub fn new(cleaner: &'a Cleaner) -> Self {
        Self {
            cleaner,
            inputs: Vec::new(),
            reading: Reading::default(),
            on_error: OnError::default(),
            target: Target::Nowhere,
            selection: Selection::default(),
            spared: Vec::new(),
            edits: None,
            summary: None,
            threads: None,
            resume: false,
            checkpoints: Duration::from_secs(1),
            stop: None,
            watch: None,
        }
    }

    /// Adds an input.
    #[must_use]
    pub fn input(mut self, input: impl Into<Source>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Which files of directories are read.
    #[must_use]
    pub fn select(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// Spares a file, such as a table or a profile that the cleaner goes by: a job that would write something in
    /// its place is refused, and in place it is passed over in directories.
    #[must_use]
    pub fn spare(mut self, path: impl Into<PathBuf>) -> Self {
        self.spared.push(path.into());
        self
    }

    /// Where the result goes.
    #[must_use]
    pub fn target(mut self, target: Target<'a>) -> Self {
        self.target = target;
        self
    }

    /// How the inputs are read; by default as their names say.
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// What is done with records that cannot be read; by default they are kept.
    #[must_use]
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// Writes a log of all edits, which [`Undo`] reads: JSON Lines, a row for each record that
    /// changed, in the order of the input, packed as the name says.
    ///
    /// A row is `{"file", "record", "id", "edits": [{"start", "end", "text", "was", "rule",
    /// "confidence"}]}`: `start` and `end` are byte offsets into the original text, `text` is what
    /// stands there now and `was` what stood there before. `file` is the path of an input (of a
    /// file in a directory, its path from there) and `id` the record's own, where there are such.
    /// A text of more than 512 KiB may have several rows, all with record 0. In a plain text of which parts
    /// are documents, offsets are into the whole file. A row with `"dropped": true` stands for a broken
    /// record that was left out; it is not in the log, so that it does not come back.
    #[must_use]
    pub fn edits(mut self, path: impl Into<PathBuf>) -> Self {
        self.edits = Some(path.into());
        self
    }

    /// Writes what was done and what failed to this file, as [`Summary::to_json`] has it, however the
    /// job ends once it has begun.
    #[must_use]
    pub fn summary(mut self, path: impl Into<PathBuf>) -> Self {
        self.summary = Some(path.into());
        self
    }

    /// How many threads work; by default as many as there are cores. The output is the same.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Goes on where a run of this job stopped, if one did: by its own wish, or because it was killed
    /// or the power went. What comes out, with the log, is the same as if it had never stopped.
    ///
    /// The options and the names of the inputs must be the same. A file that was done is not looked
    /// at again; the one in hand is done anew if it has changed. One that failed is tried again when all
    /// others are done, and its rows stand at the end of the log. A file that is not packed is gone on with
    /// where it was left; of another, all before that place is read again. What reads standard input, or
    /// writes to a stream, cannot be resumed.
    #[must_use]
    pub fn resume(mut self, yes: bool) -> Self {
        self.resume = yes;
        self
    }

    /// How often it is recorded how far the job is, and files get their final names; each second by
    /// default.
    #[must_use]
    pub fn checkpoints(mut self, every: Duration) -> Self {
        self.checkpoints = every;
        self
    }

    /// Stops the job when this is set: what is in hand is done, and it is recorded how far the job
    /// is. The [`Summary`] says so then. Standard input and pipes are not waited for any longer.
    #[must_use]
    pub fn stop_when(mut self, told: Arc<AtomicBool>) -> Self {
        self.stop = Some(told);
        self
    }

    /// Shows each text, and what becomes of it, to one who takes notes, whatever the target is. Such a job
    /// cannot be [resumed](Self::resume): the notes on the part that was done before are gone.
    #[must_use]
    pub fn watch(mut self, watch: &'a dyn Watch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Does it.
    ///
    /// # Errors
    /// Where the job cannot be done as it was put (nothing has been read then), and where the
    /// stream or the log cannot be written. What goes wrong with a single file is told to the
    /// observer and stands in the summary.
    pub fn run(self, observer: &dyn Observer) -> Result<Summary, Failure> {
        engine::run(self, observer)
    }
}
