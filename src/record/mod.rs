//! What documents sit in: plain text and JSON Lines, compressed or not, and the log of their edits.
//!
//! Nothing here knows of cleaning. A file is opened ([decompressed and its format
//! found](Format)), cut into chunks that hold whole records, and the changed texts are put back
//! into the very lines that they came from.
//!
//! # Formats
//!
//! - **Text**: a file is a document. Up to 4 MiB it is one section; a longer one is cut at the
//!   first line feed at or after 1 MiB from the start of each section (or, in a line without end,
//!   after the last space or tab before 4 MiB). Where it is cut depends on its content alone, and
//!   damage that lies across a cut is not seen.
//! - **JSON Lines**: one object a line; the text stands in a field of it, and only that value ever
//!   changes. Records are numbered from 0; blank lines pass through and have no number.
//!
//! Gzip and Zstandard are known by the first bytes, whatever the name, and read to the end when
//! they are several members or frames.

mod compression;
mod cut;
mod format;
mod json;
mod log;

pub use format::Format;

pub(crate) use compression::{Compression, Input, decompress};
pub(crate) use cut::{Chunks, Cut};
pub(crate) use format::detect;
pub(crate) use json::{Field, FieldNames, Record, reason as json_reason};
pub(crate) use log::{LoggedEdit, LoggedFile, LoggedRow, Row};

/// Whether a line holds no record: nothing, or white space alone.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// The lines of a chunk, each with its line feed.
pub(crate) fn lines(chunk: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = chunk;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
}
