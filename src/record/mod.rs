//! What documents sit in: plain text, JSON Lines, tables, web archives and Parquet, compressed or not, and the log of their edits.
//!
//! Nothing here knows of cleaning. A file is opened ([decompressed and its format
//! found](Format)), cut into chunks that hold whole records, and the changed texts are put back
//! into the very records that they came from. All that works on records does so through one interface
//! (`layout.rs`), behind which each format has a file of its own.
//!
//! # Formats
//!
//! - **Text**: a file is a document. Up to 512 KiB it is one section; a longer one is cut at the
//!   first line feed at or after 256 KiB from the start of each section (or, in a line without end,
//!   before the last space or tab of 512 KiB). Where it is cut depends on its content alone, and
//!   damage that lies across a cut is not seen. Or each line, or each run of lines between blank
//!   ones, is a document ([`Documents`]).
//! - **JSON Lines**: one object a line; the text stands in a field of it, and only that value ever
//!   changes. Records are numbered from 0; blank lines pass through and have no number.
//! - **CSV, TSV**: a row of names, then a record a row, which can go over several lines; the text
//!   stands in a column, and no other field is written anew. A row that has more or fewer fields than
//!   there are names is broken, and so is one with a quotation mark in its text that is not doubled.
//!
//! - **WET, WARC**: the documents are the conversion records in plain text; their length and digests
//!   are made right, and all other records pass as they are. Each record is packed on its own.
//!
//! - **Parquet** (feature `parquet`): the texts stand in a column of strings. Groups of rows in which none
//!   changes are copied, and of the others all columns but that one, bytes, packing and all.
//!
//! Gzip, Zstandard, bzip2 and xz are known by the first bytes, whatever the name, and read to the end
//! when they are several members, frames or streams. Only the first two are written: in a tree, what
//! was `.bz2` or `.xz` becomes `.zst`.
//!
//! What is written is UTF-8. UTF-16 is known by its byte order mark; other [encodings](Encoding) are told,
//! or told to be found. That does not concern web archives and Parquet, whose texts are UTF-8.

mod compression;
mod cut;
mod encoding;
mod format;
mod json;
mod layout;
mod log;
#[cfg(feature = "parquet")]
mod parquet;
mod reading;
mod table;
mod text;
mod wet;

pub use encoding::Encoding;
pub use format::Format;
pub use reading::Reading;
pub use text::Documents;

pub(crate) use compression::{Compression, Input, decompress, output_name};
pub(crate) use cut::{Chunked, Stream};
pub(crate) use layout::{Assembly, Fault, Field, Layout, Piece, Record, pack, pieces, utf8};
pub(crate) use log::{LoggedEdit, LoggedFile, LoggedRow, Row};
pub(crate) use reading::{Unopened, Unpacked, open};
pub(crate) use text::Whole;

/// Whether a line holds no record: nothing, or white space alone.
pub(crate) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// The reason of a JSON error and its column, without the line, which is always the first.
pub(crate) fn json_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    match error.column() {
        0 => what.to_owned(),
        column => format!("{what} (column {column})"),
    }
}
