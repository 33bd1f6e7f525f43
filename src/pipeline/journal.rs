//! The record of a run that is not done: how far it came, for the next one to go on there.
//!
//! All is written in the order of the input, so that a place in it says what is done. An entry
//! replaces the one before, whole or not at all, after all it speaks of is on disk and before
//! files get their final names.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failure::{Reason, Usage};
use super::output::{Names, PREFIX, hash, resolve};
use super::places::{Outputs, Places, Root};
use super::work::Broken;
use super::{BrokenRecords, Failure, Summary};
use crate::edit::Rule;
use crate::stats::Stats;

/// Where a job is recorded, and what it is known by.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// The run that it goes on with.
    pub before: Option<State>,
    id: Id,
}

/// What must be the same for a run to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Id {
    pub version: String,
    /// A hash of the options.
    pub options: u64,
    /// A hash of the names of all inputs.
    pub names: u64,
}

/// How far a run came.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct State {
    #[serde(flatten)]
    id: Id,
    pub temporary: Names,
    /// Files that are done.
    pub done: u64,
    /// Of these, those that may still lie under their temporary names.
    pub sealed: Vec<u64>,
    /// The file in hand.
    pub open: Option<OpenState>,
    pub log: Option<LogState>,
    /// Whether all is done but the last names.
    pub finished: bool,
    pub tally: Tally,
    /// Files that failed, by their numbers, and the places of their failures in the tally.
    pub failed: Vec<(u64, usize)>,
    /// The files that are tried again behind all others: for each run that went on, those that had failed
    /// before.
    pub again: Vec<Vec<u64>>,
}

/// How far a file came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OpenState {
    /// By which it is seen whether the input has changed.
    pub stamp: Option<Stamp>,
    pub at: Position,
    /// Bytes of output, where there is one.
    pub written: Option<u64>,
    pub changed: bool,
    pub stats: Counts,
    pub without_text: u64,
    pub broken: Breaks,
}

/// A place in an unpacked file: in bytes, lines and records, each from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub offset: u64,
    pub line: u64,
    pub record: u64,
}

/// The size and the time of change of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub len: u64,
    pub modified: Option<std::time::SystemTime>,
}

/// How far the edit log came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LogState {
    /// Bytes in the file.
    pub written: u64,
    /// Rows that are not in it yet.
    pub pending: String,
    /// Where the rows of the current file begin: in the file, and then in `pending`.
    pub mark: (u64, usize),
}

/// What a [`Summary`] counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    stats: Counts,
    files: u64,
    files_changed: u64,
    bytes_read: u64,
    without_text: Vec<(Option<OsString>, u64)>,
    broken: Vec<(Option<OsString>, Breaks)>,
    skipped: Vec<OsString>,
    failures: Vec<Recorded>,
}

/// Records that could not be read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Breaks {
    records: u64,
    first: Vec<Recorded>,
}

/// A failure of which the words are left.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Recorded {
    path: Option<OsString>,
    at: Option<(u64, u64)>,
    kind: String,
    message: String,
}

/// [`Stats`], with rules by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Counts {
    documents: u64,
    changed: u64,
    bytes: u64,
    flagged: u64,
    lines_removed: u64,
    edits: Vec<(String, u64)>,
}

/// A state on its way to disk.
#[derive(Debug)]
pub(super) struct Entry {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// So many places at the most are locked where files are changed in place: each takes a file handle.
const MOST_LOCKS: usize = 256;

/// The directory or file by which a job is known, and the file beside it or in it whose name ends so.
fn beside(places: &Places, ending: &str) -> Option<(PathBuf, PathBuf)> {
    match &places.outputs {
        Outputs::None => None,
        Outputs::Directory { path, .. } => inside(path, ending),
        Outputs::File(path) => of_file(path, ending),
        Outputs::InPlace => places.roots.iter().find_map(|root| of_root(root, ending)),
    }
}

/// The same for an input that is changed in place.
fn of_root(root: &Root, ending: &str) -> Option<(PathBuf, PathBuf)> {
    match root {
        Root::Directory(path) => inside(path, ending),
        Root::File(path) => of_file(path, ending),
        Root::List(_) => inside(Path::new("."), ending),
        Root::Stdin => None,
    }
}

/// The same for a directory.
fn inside(directory: &Path, ending: &str) -> Option<(PathBuf, PathBuf)> {
    let name = format!("{PREFIX}{}", ending.trim_start_matches('.'));
    Some((directory.to_owned(), directory.join(name)))
}

/// The same for a single file; nothing for a device or a pipe.
fn of_file(path: &Path, ending: &str) -> Option<(PathBuf, PathBuf)> {
    let path = resolve(path);
    if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
        return None;
    }
    let name = format!("{PREFIX}{:016x}{ending}", hash(&path.file_name()));
    Some((path.clone(), path.with_file_name(name)))
}

/// The locks that a job needs: for what, and by which file.
pub(super) fn locks(places: &Places, log: Option<&Path>) -> impl Iterator<Item = (PathBuf, PathBuf)> {
    let in_place = matches!(places.outputs, Outputs::InPlace);
    let roots = places.roots.iter().skip(1).take(if in_place { MOST_LOCKS } else { 0 });
    let others = roots.filter_map(|root| of_root(root, ".lock"));
    beside(places, ".lock").into_iter().chain(others).chain(log.and_then(|log| of_file(log, ".lock")))
}

/// The temporary names of a job.
pub(super) fn names(places: &Places) -> Names {
    let place = beside(places, ".resume").map_or_else(PathBuf::new, |(_, path)| path);
    Names::of(&std::path::absolute(&place).unwrap_or(place))
}

impl Journal {
    /// The journal of a job; none where there is nothing to go on with, as in a stream.
    ///
    /// # Errors
    /// Where a run was left there and is not to be resumed, and where it was another one.
    pub(super) fn open(places: &Places, log: Option<&Path>, resume: bool) -> Result<Option<Self>, Failure> {
        let usage = |usage| Err(Failure::usage(usage));
        if places.roots.iter().any(|root| matches!(root, Root::Stdin)) {
            return if resume { usage(Usage::ResumeStdin) } else { Ok(None) };
        }
        let logs_to_file = log.is_none_or(|log| of_file(log, "").is_some());
        let Some((_, path)) = beside(places, ".resume").filter(|_| logs_to_file) else {
            return if resume { usage(Usage::ResumeStream) } else { Ok(None) };
        };
        let before = match fs::read(&path) {
            Ok(_) if !resume => return usage(Usage::Left(path)),
            Ok(bytes) => Some(
                serde_json::from_slice(&bytes)
                    .map_err(|error| Failure::new(Some(&path), Reason::Journal(error)))?,
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::new(Some(&path), Reason::Read(error))),
        };
        if let (true, None, Outputs::InPlace, Some(log)) = (resume, &before, &places.outputs, log)
            && log.exists()
        {
            return usage(Usage::NothingLeft(log.to_owned()));
        }
        Ok(Some(Self { path, before, id: Id::default() }))
    }

    /// Takes note of what the job is.
    ///
    /// # Errors
    /// Where the one that it should go on with is another one.
    pub(super) fn identify(&mut self, id: Id) -> Result<(), Failure> {
        if let Some(before) = &self.before
            && before.id != id
        {
            let differs = if before.id.version != id.version {
                "by another version"
            } else if before.id.options != id.options {
                "with other options"
            } else {
                "on other inputs"
            };
            return Err(Failure::usage(Usage::Differs { path: self.path.clone(), differs }));
        }
        self.id = id;
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn entry(&self, state: State) -> Entry {
        let state = State { id: self.id.clone(), ..state };
        Entry { path: self.path.clone(), bytes: serde_json::to_vec(&state).expect("a state into memory") }
    }

    /// The job is done.
    pub(super) fn close(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl State {
    pub(super) fn new(done: u64, temporary: Names, tally: Tally) -> Self {
        Self {
            id: Id::default(),
            temporary,
            done,
            sealed: Vec::new(),
            open: None,
            log: None,
            finished: false,
            tally,
            failed: Vec::new(),
            again: Vec::new(),
        }
    }

    /// Lets the files that failed be tried again. Where all was done but the last names, they are not: the
    /// log is whole.
    pub(super) fn retry(&mut self) {
        if self.finished || self.failed.is_empty() {
            return;
        }
        let mut failed = std::mem::take(&mut self.failed);
        failed.sort_unstable_by_key(|(_, failure)| *failure);
        let mut at = 0..;
        self.tally.failures.retain(|_| {
            let at = at.next();
            failed.binary_search_by_key(&at, |(_, failure)| Some(*failure)).is_err()
        });
        let mut indices: Vec<_> = failed.into_iter().map(|(index, _)| index).collect();
        indices.sort_unstable();
        self.again.push(indices);
    }
}

impl Entry {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in place of the one before.
    pub(super) fn save(&self) -> io::Result<()> {
        let next = self.path.with_extension("next");
        let save = || -> io::Result<()> {
            let mut file = File::create(&next)?;
            file.write_all(&self.bytes)?;
            file.sync_data()?;
            fs::rename(&next, &self.path)?;
            #[cfg(unix)]
            File::open(self.path.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new(".")))?
                .sync_all()?;
            Ok(())
        };
        save().inspect_err(|_| drop(fs::remove_file(&next)))
    }
}

impl Stamp {
    pub(super) fn of(metadata: &fs::Metadata) -> Option<Self> {
        metadata.is_file().then(|| Self { len: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl From<&Stats> for Counts {
    fn from(stats: &Stats) -> Self {
        let edits = Rule::ALL.iter().map(|&rule| (rule.to_string(), stats.edits(rule)));
        Self {
            documents: stats.documents,
            changed: stats.changed,
            bytes: stats.bytes,
            flagged: stats.flagged,
            lines_removed: stats.lines_removed,
            edits: edits.filter(|(_, edits)| *edits > 0).collect(),
        }
    }
}

impl From<Counts> for Stats {
    fn from(counts: Counts) -> Self {
        let mut stats = Self::default();
        stats.documents = counts.documents;
        stats.changed = counts.changed;
        stats.bytes = counts.bytes;
        stats.flagged = counts.flagged;
        stats.lines_removed = counts.lines_removed;
        for (name, edits) in counts.edits {
            if let Some(&rule) = Rule::ALL.iter().find(|rule| rule.as_str() == name) {
                stats.add_edits(rule, edits);
            }
        }
        stats
    }
}

impl From<&Failure> for Recorded {
    fn from(failure: &Failure) -> Self {
        Self {
            path: failure.path().map(|path| path.as_os_str().to_owned()),
            at: failure.numbered(),
            kind: failure.kind().to_owned(),
            message: failure.message(),
        }
    }
}

impl From<Recorded> for Failure {
    fn from(Recorded { path, at, kind, message }: Recorded) -> Self {
        Self::recorded(path.map(PathBuf::from), at, &kind, message)
    }
}

impl Breaks {
    pub(super) fn new(records: u64, first: &[Failure]) -> Self {
        Self { records, first: first.iter().map(Recorded::from).collect() }
    }
}

impl From<Breaks> for Broken {
    fn from(breaks: Breaks) -> Self {
        Self { records: breaks.records, first: breaks.first.into_iter().map(Failure::from).collect() }
    }
}

impl From<&Summary> for Tally {
    fn from(summary: &Summary) -> Self {
        let name = |path: &Option<PathBuf>| path.clone().map(PathBuf::into_os_string);
        let breaks = |broken: &BrokenRecords| Breaks::new(broken.records, &broken.first);
        Self {
            stats: (&summary.stats).into(),
            files: summary.files,
            files_changed: summary.files_changed,
            bytes_read: summary.bytes_read,
            without_text: summary.without_text.iter().map(|(path, n)| (name(path), *n)).collect(),
            broken: summary.broken.iter().map(|broken| (name(&broken.path), breaks(broken))).collect(),
            skipped: summary.skipped.iter().map(|path| path.clone().into_os_string()).collect(),
            failures: summary.failures.iter().map(Recorded::from).collect(),
        }
    }
}

impl From<Tally> for Summary {
    fn from(tally: Tally) -> Self {
        let broken = |(path, breaks): (Option<OsString>, Breaks)| {
            let Broken { records, first } = breaks.into();
            BrokenRecords { path: path.map(PathBuf::from), records, first }
        };
        let without_text = tally.without_text.into_iter();
        Self {
            stats: tally.stats.into(),
            files: tally.files,
            files_changed: tally.files_changed,
            bytes_read: tally.bytes_read,
            without_text: without_text.map(|(path, n)| (path.map(PathBuf::from), n)).collect(),
            broken: tally.broken.into_iter().map(broken).collect(),
            skipped: tally.skipped.into_iter().map(PathBuf::from).collect(),
            failures: tally.failures.into_iter().map(Failure::from).collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Source, Target};

    #[test]
    fn every_place_that_is_written_is_locked() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let inputs = ["a.txt", "b.txt", "c"].map(path);
        fs::write(&inputs[0], "").unwrap();
        fs::write(&inputs[1], "").unwrap();
        fs::create_dir(&inputs[2]).unwrap();
        let sources = inputs.each_ref().map(Source::from);
        let locked = |target: &Target<'_>| -> Vec<_> {
            let places = Places::new(&sources, target, None).unwrap();
            locks(&places, Some(&path("log"))).map(|(place, _)| place).collect()
        };
        assert_eq!(locked(&Target::InPlace), [&inputs[..], &[path("log")]].concat());
        assert_eq!(locked(&Target::Path(path("out"))), [path("out"), path("log")]);
        assert_eq!(locked(&Target::Nowhere), [path("log")]);
    }
}
