//! What all formats have in common: records in a chunk, each with a text that another can replace.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Compression;

/// How records stand in the chunks of a file.
pub(crate) trait Layout: Send + Sync {
    /// The first piece of what is left of a chunk, which is not empty; `at_start` says that the file
    /// begins here.
    fn piece(&self, rest: &[u8], at_start: bool) -> Piece;

    /// Reads a record, that is, the bytes of its piece.
    ///
    /// # Errors
    /// Where it is broken.
    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Fault>;

    /// Adds the record to `out` with `text` in the place of the text that was read at `span`.
    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>);

    /// Whether the file is one document, of which each chunk is a section.
    fn is_one_document(&self) -> bool {
        false
    }

    /// Whether records are text and nothing else, so that none of them says of which site it is.
    fn is_plain(&self) -> bool {
        false
    }

    /// Whether records stand in lines that can be counted.
    fn has_lines(&self) -> bool {
        true
    }

    /// Whether a record can be left out.
    fn drops(&self) -> bool {
        !self.is_one_document()
    }

    /// Whether a file is more than its records one after the other.
    fn is_assembled(&self) -> bool {
        false
    }

    /// Begins a file that is more than its records one after the other; `None` where it is not.
    fn assembly(&self, to: AssemblyTarget) -> Option<io::Result<Box<dyn Assembly>>> {
        let _ = to;
        None
    }

    /// Whether each piece is packed on its own, so that readers can go to a record.
    fn packs_pieces(&self) -> bool {
        false
    }

    /// Whether a record can hold such a text, before what stands `behind` it there: whether the same text is
    /// read from it again.
    fn holds(&self, text: &str, behind: &[u8]) -> bool {
        let _ = (text, behind);
        true
    }
}

/// Puts a file together from its original and what stands for its chunks, in their order.
pub(crate) trait Assembly: Send {
    /// Takes whole records; `changed` says whether they may differ from the original's.
    fn take(&mut self, records: &[u8], changed: bool) -> io::Result<()>;

    /// Writes what comes behind the last.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Where an assembly is written.
pub(crate) type AssemblyTarget = Box<dyn Write + Send>;

/// A stretch of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// In bytes, one at least.
    pub len: usize,
    /// Whether it is a record; what is none has no number and passes as it is.
    pub is_record: bool,
}

/// The pieces of a chunk, one after the other; `at_start` says that it is the first of its file.
pub(crate) fn pieces<'c>(
    layout: &'c dyn Layout,
    chunk: &'c [u8],
    at_start: bool,
) -> impl Iterator<Item = (Piece, &'c [u8])> {
    let mut rest = chunk;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let piece = layout.piece(rest, at_start && rest.len() == chunk.len());
        let (bytes, after) = rest.split_at(piece.len);
        rest = after;
        Some((piece, bytes))
    })
}

/// Packs what stands for a chunk.
pub(crate) fn pack(
    layout: &dyn Layout,
    compression: Compression,
    chunk: &[u8],
    at_start: bool,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    if !layout.packs_pieces() || chunk.is_empty() {
        return compression.pack(chunk, out);
    }
    pieces(layout, chunk, at_start).try_for_each(|(_, piece)| compression.pack(piece, out))
}

/// What is needed of a record: the rest of it is only passed on.
#[derive(Debug)]
pub(crate) struct Record<'r> {
    pub field: Field<'r>,
    pub id: Option<Value<'r>>,
    pub site: SiteFields<'r>,
}

/// The text of a record.
#[derive(Debug, PartialEq)]
pub(crate) enum Field<'r> {
    /// Its place in the record, with all that encloses it there, and what it says.
    Text { span: Range<usize>, text: Cow<'r, str> },
    /// There is none.
    Absent,
    /// There is something, which is no string.
    NoString,
    /// A string that is no Unicode text: half of a surrogate pair.
    NoUnicode,
}

/// The value of another field.
#[derive(Clone, Debug)]
pub(crate) enum Value<'r> {
    /// As it is written in JSON.
    Json(&'r RawValue),
    Text(Cow<'r, str>),
}

impl<'r> Value<'r> {
    /// The string that it is.
    fn text(self) -> Option<Cow<'r, str>> {
        match self {
            Self::Json(raw) if raw.get().starts_with('"') => super::json::unescape(raw.get()),
            Self::Json(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(raw) => raw.serialize(to),
            Self::Text(text) => text.serialize(to),
        }
    }
}

/// The fields of a record that say which site it is of.
#[derive(Clone, Debug, Default)]
pub(crate) struct SiteFields<'r> {
    pub url: Option<Value<'r>>,
    pub site: Option<Value<'r>>,
}

impl<'r> SiteFields<'r> {
    /// The address of the text, or else its source; `None` where neither is a string that is not empty.
    pub(crate) fn value(self) -> Option<Cow<'r, str>> {
        let said = [self.url, self.site].into_iter().flatten().filter_map(Value::text);
        said.into_iter().find(|site| !site.trim().is_empty())
    }
}

/// What the fields of a record are called.
#[derive(Clone, Debug)]
pub(crate) struct FieldNames {
    pub text: String,
    /// The address that the text was fetched from.
    pub url: String,
    /// The site or source of the text.
    pub site: String,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self { text: "text".to_owned(), url: "url".to_owned(), site: "source".to_owned() }
    }
}

/// Why a record cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The first byte of the record that is no UTF-8.
    NotUtf8 {
        offset: u64,
    },
    Json(serde_json::Error),
    /// A row of a table, and what is wrong with it.
    Row(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { offset } => write!(f, "not UTF-8 at byte {offset}"),
            Self::Json(error) => write!(f, "broken JSON: {}", super::json_reason(error)),
            Self::Row(what) => write!(f, "broken row: {what}"),
        }
    }
}

/// The bytes as text.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Fault> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| Fault::NotUtf8 { offset: error.valid_up_to() as u64 })
}
