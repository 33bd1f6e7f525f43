//! What can go wrong in a job, and where.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::record::{Fault, Unopened};

/// Why a job, or one file of it, could not be done: the file, the place in it and the reason.
///
/// The message is meant for the user; the kind behind it is not part of the public API.
#[derive(Debug)]
pub struct Failure {
    path: Option<PathBuf>,
    record: Option<Numbered>,
    reason: Reason,
}

/// A record by its number from 0 and its line in the file from 1, or 0 where there are no lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbered {
    pub record: u64,
    pub line: u64,
}

#[derive(Debug)]
pub(super) enum Reason {
    Read(io::Error),
    Write(io::Error),
    Walk(ignore::Error),
    Threads(rayon::ThreadPoolBuildError),
    Record(Fault),
    /// A file that is no text.
    Binary,
    /// A pipe, a socket or a device.
    Special,
    /// The same, where it should be changed.
    InPlace,
    /// A log row that cannot be read; its line from 1.
    LogRow {
        line: u64,
        error: serde_json::Error,
    },
    /// A log row behind those of another file, while its own file had rows before these; its line from 1.
    LogApart {
        line: u64,
    },
    /// The log does not fit the text, at this byte of the cleaned text.
    Mismatch {
        offset: u64,
    },
    /// The log has edits of a record that is not there, or has no text.
    NoRecord {
        record: u64,
    },
    /// The log has edits of a file that is not there.
    NoFile,
    /// The log has edits of several files, none of which is meant for sure.
    WhichFile,
    /// Another run writes there.
    Locked,
    /// The record of the run before cannot be read.
    Journal(serde_json::Error),
    /// What the run before wrote is gone.
    Lost,
    /// The input is not what it was in the run before.
    Changed,
    /// Of the run before: what was said then.
    Recorded {
        kind: &'static str,
        message: String,
    },
    /// No text was found to learn from, and there is a profile that would be lost.
    NothingLearned,
    /// The job was told to stop, and cannot be resumed.
    Interrupted,
    Usage(Usage),
}

/// Jobs that are refused before anything is read.
#[derive(Debug)]
pub(super) enum Usage {
    Missing(PathBuf),
    SeveralInputs,
    DirectoryToStream(PathBuf),
    StdinTwice,
    StdinInPlace,
    StdinToDirectory,
    SameFile(PathBuf),
    Clash(PathBuf),
    LoggedTwice(String),
    NoDirectory(PathBuf),
    NoFileInLog(String),
    NoName(PathBuf),
    OnlyRead(PathBuf),
    Glob(ignore::Error),
    /// A listed path that leads out of the output directory.
    Above(PathBuf),
    ResumeStdin,
    ResumeStream,
    ResumeWatched,
    /// Nothing was left, and the log of a run that was done in place would be lost.
    NothingLeft(PathBuf),
    /// A run was left here, by this file.
    Left(PathBuf),
    /// Another run was.
    Differs {
        path: PathBuf,
        differs: &'static str,
    },
}

impl From<Unopened> for Reason {
    fn from(unopened: Unopened) -> Self {
        match unopened {
            Unopened::Read(error) => Self::Read(error),
            Unopened::Binary => Self::Binary,
        }
    }
}

/// What [`Failure::kind`] says.
const KINDS: &[&str] = &[
    "read",
    "write",
    "walk",
    "encoding",
    "json",
    "row",
    "binary",
    "log",
    "usage",
    "locked",
    "interrupted",
    "other",
];

impl Failure {
    pub(super) fn new(path: Option<&Path>, reason: Reason) -> Self {
        Self { path: path.map(Path::to_owned), record: None, reason }
    }

    /// What a walk says of a path.
    pub(super) fn walk(error: ignore::Error) -> Self {
        match error {
            ignore::Error::WithPath { path, err } => Self { path: Some(path), ..Self::walk(*err) },
            ignore::Error::WithDepth { err, .. } => Self::walk(*err),
            ignore::Error::Loop { ref child, .. } => Self::new(Some(&child.clone()), Reason::Walk(error)),
            error => Self::new(None, Reason::Walk(error)),
        }
    }

    pub(super) fn usage(usage: Usage) -> Self {
        Self { path: None, record: None, reason: Reason::Usage(usage) }
    }

    /// A failure of the run before, as it was recorded.
    pub(super) fn recorded(
        path: Option<PathBuf>,
        at: Option<(u64, u64)>,
        kind: &str,
        message: String,
    ) -> Self {
        let kind = KINDS.iter().find(|known| **known == kind).copied().unwrap_or("other");
        let record = at.map(|(record, line)| Numbered { record, line });
        Self { path, record, reason: Reason::Recorded { kind, message } }
    }

    /// The record and its line, from 1.
    pub(super) fn numbered(&self) -> Option<(u64, u64)> {
        self.record.map(|at| (at.record, at.line))
    }

    /// The reason in words, without the place.
    #[must_use]
    pub fn message(&self) -> String {
        self.reason.to_string()
    }

    /// What kind of failure it is: `read`, `write`, `walk` (a directory or link), `encoding`,
    /// `json`, `row` (of a table), `binary`, `log` (the edit log and the text do not fit), `usage`, `locked`, `interrupted` or
    /// `other`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.reason {
            Reason::Read(_) => "read",
            Reason::Write(_) => "write",
            Reason::Walk(_) => "walk",
            Reason::Record(Fault::NotUtf8 { .. }) => "encoding",
            Reason::Record(Fault::Json(_)) => "json",
            Reason::Record(Fault::Row(_)) => "row",
            Reason::Binary => "binary",
            Reason::Special | Reason::InPlace => "read",
            Reason::LogRow { .. }
            | Reason::LogApart { .. }
            | Reason::Mismatch { .. }
            | Reason::NoRecord { .. }
            | Reason::NoFile
            | Reason::WhichFile => "log",
            Reason::Usage(_) => "usage",
            Reason::Locked => "locked",
            Reason::Interrupted => "interrupted",
            Reason::Recorded { kind, .. } => kind,
            Reason::Threads(_)
            | Reason::Journal(_)
            | Reason::Lost
            | Reason::Changed
            | Reason::NothingLearned => "other",
        }
    }

    pub(super) fn in_record(self, at: Numbered) -> Self {
        Self { record: Some(at), ..self }
    }

    /// The file, as it was given or found; `None` for standard input and for what concerns no file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The number of the record, from 0, where it is one that is bad.
    #[must_use]
    pub fn record(&self) -> Option<u64> {
        self.record.map(|at| at.record)
    }

    /// Whether the job was refused for how it was put, before anything was read.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self.reason, Reason::Usage(_))
    }

    /// Whether what was found is no text at all.
    pub(super) fn is_no_text(&self) -> bool {
        matches!(self.reason, Reason::Binary | Reason::Special)
    }

    /// Whether the job was told to stop, and nothing is left to go on with.
    #[must_use]
    pub fn is_interruption(&self) -> bool {
        matches!(self.reason, Reason::Interrupted)
    }

    /// Whether the reader of our output went away, which is no error of anybody's.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(&self.reason, Reason::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, &self.reason) {
            (Some(path), _) => write!(f, "{}: ", path.display())?,
            (None, Reason::Usage(_) | Reason::Threads(_) | Reason::Walk(_) | Reason::Write(_)) => {}
            (None, Reason::Interrupted) => {}
            (None, _) => f.write_str("standard input: ")?,
        }
        if let Some(at) = self.record {
            match at.line {
                0 => write!(f, "record {}: ", at.record)?,
                line => write!(f, "record {} (line {line}): ", at.record)?,
            }
        }
        self.reason.fmt(f)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "cannot read: {error}"),
            Self::Write(error) => write!(f, "cannot write: {error}"),
            Self::Walk(error) => error.fmt(f),
            Self::Threads(error) => write!(f, "cannot start threads: {error}"),
            Self::Record(fault) => fault.fmt(f),
            Self::Binary => f.write_str("not a text: there is a NUL byte near its beginning"),
            Self::Special => f.write_str("not a file: a pipe, a socket or a device"),
            Self::InPlace => f.write_str("cannot be changed in place: it is not a regular file"),
            Self::LogRow { line, error } => {
                write!(f, "line {line} is no row of edits: {}", crate::record::json_reason(error))
            }
            Self::LogApart { line } => {
                write!(
                    f,
                    "line {line} does not stand with the other rows of its file, as it does in a log that is whole"
                )
            }
            Self::Mismatch { offset } => {
                write!(f, "the edits do not belong to this text: they differ at byte {offset} of it")
            }
            Self::NoRecord { record } => {
                write!(f, "there are edits of record {record}, which has no text here")
            }
            Self::NothingLearned => f.write_str("no text was found to learn from, and it stays as it was"),
            Self::NoFile => f.write_str("there are edits of this file, which is not there"),
            Self::WhichFile => f.write_str("the log has edits of several files: say which with --file"),
            Self::Locked => f.write_str("another run is writing there"),
            Self::Journal(error) => {
                write!(
                    f,
                    "no record of a run, remove it to start over: {}",
                    crate::record::json_reason(error)
                )
            }
            Self::Lost => f.write_str("what the run before wrote is gone"),
            Self::Changed => f.write_str("cannot be gone on with: it has changed"),
            Self::Recorded { message, .. } => f.write_str(message),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Usage(usage) => usage.fmt(f),
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "{}: there is no such file or directory", path.display()),
            Self::SeveralInputs => f.write_str("several inputs need a directory for the output, or in place"),
            Self::DirectoryToStream(path) => {
                write!(f, "{} is a directory, which needs one for the output, or in place", path.display())
            }
            Self::StdinTwice => f.write_str("standard input can be read only once"),
            Self::StdinInPlace => f.write_str("standard input cannot be changed in place"),
            Self::StdinToDirectory => f.write_str("standard input has no name: the output has to be a file"),
            Self::SameFile(path) => write!(f, "{} would be read and written at once", path.display()),
            Self::Clash(path) => write!(f, "{} would be written twice", path.display()),
            Self::LoggedTwice(name) => {
                write!(f, "{name} is the name in the log of two files, which could not be told apart")
            }
            Self::NoDirectory(path) => write!(f, "{} is not a directory", path.display()),
            Self::NoFileInLog(name) => write!(f, "the log has no edits of a file {name}"),
            Self::OnlyRead(path) => {
                write!(f, "{} cannot be written: bzip2 and xz are only read", path.display())
            }
            Self::NoName(path) => write!(f, "{} has no file name", path.display()),
            Self::Glob(error) => error.fmt(f),
            Self::Above(path) => {
                write!(f, "{} leads out of the directory that it should be mirrored in", path.display())
            }
            Self::ResumeStdin => f.write_str("what reads standard input cannot be resumed"),
            Self::ResumeStream => {
                f.write_str("only what writes to files or a directory, or in place, can be resumed")
            }
            Self::ResumeWatched => {
                f.write_str("no report can be made of a run that is resumed: what it did before is not known")
            }
            Self::NothingLeft(log) => {
                write!(f, "there is nothing to resume, and {} is there, which would be lost", log.display())
            }
            Self::Left(path) => write!(
                f,
                "a run was interrupted here: go on with the same command and --resume, or remove {} to start over",
                path.display()
            ),
            Self::Differs { path, differs } => write!(
                f,
                "the run to resume was begun {differs}: give the same command, or remove {} to start over",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::Read(error) | Reason::Write(error) => Some(error),
            Reason::Walk(error) => Some(error),
            Reason::Threads(error) => Some(error),
            Reason::Record(Fault::Json(error)) | Reason::Journal(error) | Reason::LogRow { error, .. } => {
                Some(error)
            }
            _ => None,
        }
    }
}
