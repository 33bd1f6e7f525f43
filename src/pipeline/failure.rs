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
    /// A log row that cannot be read; its line from 1.
    LogRow {
        line: u64,
        error: serde_json::Error,
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
    NoDirectory(PathBuf),
    NoFileInLog(String),
    NoName(PathBuf),
    OnlyRead(PathBuf),
}

impl From<Unopened> for Reason {
    fn from(unopened: Unopened) -> Self {
        match unopened {
            Unopened::Read(error) => Self::Read(error),
            Unopened::Binary => Self::Binary,
        }
    }
}

impl Failure {
    pub(super) fn new(path: Option<&Path>, reason: Reason) -> Self {
        Self { path: path.map(Path::to_owned), record: None, reason }
    }

    pub(super) fn usage(usage: Usage) -> Self {
        Self { path: None, record: None, reason: Reason::Usage(usage) }
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

    /// Whether the file is no text at all.
    pub(super) fn is_binary(&self) -> bool {
        matches!(self.reason, Reason::Binary)
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
            Self::LogRow { line, error } => {
                write!(f, "line {line} is no row of edits: {}", crate::record::json_reason(error))
            }
            Self::Mismatch { offset } => {
                write!(f, "the edits do not belong to this text: they differ at byte {offset} of it")
            }
            Self::NoRecord { record } => {
                write!(f, "there are edits of record {record}, which has no text here")
            }
            Self::NoFile => f.write_str("there are edits of this file, which is not there"),
            Self::WhichFile => f.write_str("the log has edits of several files: say which with --file"),
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
            Self::NoDirectory(path) => write!(f, "{} is not a directory", path.display()),
            Self::NoFileInLog(name) => write!(f, "the log has no edits of a file {name}"),
            Self::OnlyRead(path) => {
                write!(f, "{} cannot be written: bzip2 and xz are only read", path.display())
            }
            Self::NoName(path) => write!(f, "{} has no file name", path.display()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::Read(error) | Reason::Write(error) => Some(error),
            Reason::Walk(error) => Some(error),
            Reason::Threads(error) => Some(error),
            Reason::Record(Fault::Json(error)) | Reason::LogRow { error, .. } => Some(error),
            _ => None,
        }
    }
}
