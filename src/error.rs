//! The one error type of the library.

use std::fmt;
use std::path::PathBuf;

/// Why something could not be done.
///
/// The message says what went wrong in words meant for the user; the kind behind it is not part
/// of the public API, so that it can grow.
#[derive(Debug)]
pub struct Error {
    kind: Box<ErrorKind>,
}

#[derive(Debug)]
pub(crate) enum ErrorKind {
    /// An edit list that is not sorted, overlaps, or cuts a character in two.
    Script { index: usize, reason: &'static str },
    /// A script applied to (or undone on) a text that it was not made for.
    Mismatch { offset: usize },
    /// A builder asked for something that cannot be.
    Options(String),
    /// A table of phrases, names or words with a bad row.
    Table { file: String, line: usize, reason: String },
    /// A profile that cannot be read, or bytes that are none.
    Profile { path: Option<PathBuf>, reason: String },
}

impl Error {
    /// A table row that cannot stand: `file` and 1-based `line` say where.
    pub(crate) fn table(file: &str, line: usize, reason: impl Into<String>) -> Self {
        ErrorKind::Table { file: file.to_owned(), line, reason: reason.into() }.into()
    }
}

impl Error {
    /// Whether the options cannot be as they are, and no text, table or profile is at fault.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(*self.kind, ErrorKind::Options(_))
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind: Box::new(kind) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            ErrorKind::Script { index, reason } => write!(f, "edit {index}: {reason}"),
            ErrorKind::Mismatch { offset } => {
                write!(f, "the edits do not belong to this text: they differ at byte {offset}")
            }
            ErrorKind::Options(reason) => f.write_str(reason),
            ErrorKind::Table { file, line, reason } => write!(f, "{file}:{line}: {reason}"),
            ErrorKind::Profile { path: Some(path), reason } => write!(f, "{}: {reason}", path.display()),
            ErrorKind::Profile { path: None, reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}
