//! How an input is to be read, and reading it so.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::cut::{Chunked, Chunks, LineCut};
use super::encoding::{Encoding, decode};
use super::json::JsonLines;
use super::layout::{FieldNames, Layout};
use super::table::{RowCut, Table};
use super::text::{BlockCut, Blocks, Documents, Lines, Whole};
use super::wet::{RecordCut, Wet};
use super::{Compression, Format, Input, compression::peek, decompress, format};

/// How inputs are read.
///
/// ```
/// use copydesk::record::{Documents, Format, Reading};
///
/// let articles = Reading::new().format(Format::JsonLines).text_field("body");
/// let sentences = Reading::new().format(Format::Text).documents(Documents::Lines);
/// # let _ = (articles, sentences);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reading {
    format: Option<Format>,
    documents: Documents,
    encoding: Encoding,
    names: FieldNames,
}

impl Reading {
    /// As the names and first bytes of the inputs say.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The format of all inputs. By default it is told by their first bytes (Parquet, web archives) and names, and
    /// by the content of what has no name: JSON Lines where the first record has a text.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// What is a document in a plain text; by default the file.
    #[must_use]
    pub fn documents(mut self, documents: Documents) -> Self {
        self.documents = documents;
        self
    }

    /// The encoding of all inputs, but for Parquet and web archives; by default UTF-8, or UTF-16 where a byte order mark
    /// says so.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The field of a record that holds the text; `text` by default.
    #[must_use]
    pub fn text_field(mut self, name: impl Into<String>) -> Self {
        self.names.text = name.into();
        self
    }

    /// The field of a record that holds the address of the text, by whose host its site is known;
    /// `url` by default.
    #[must_use]
    pub fn url_field(mut self, name: impl Into<String>) -> Self {
        self.names.url = name.into();
        self
    }

    /// The field of a record that names its site where there is no address; `source` by default.
    /// The site of a text file is the name of its folder.
    #[must_use]
    pub fn site_field(mut self, name: impl Into<String>) -> Self {
        self.names.site = name.into();
        self
    }
}

/// How many of the first bytes of a file can say which format it has, or that it is no text.
const HEAD: u64 = 8 << 10;

/// An input, unpacked and in chunks.
pub(crate) struct Unpacked {
    pub layout: Arc<dyn Layout>,
    pub chunks: Box<dyn Chunked>,
    /// Whether places in it are those of the file.
    pub is_as_it_lies: bool,
    /// Whether it is in UTF-8 itself.
    pub is_utf8: bool,
}

/// Why an input is not read at all.
#[derive(Debug)]
pub(crate) enum Unopened {
    Read(io::Error),
    /// It is no text, and nobody said that it is.
    Binary,
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// Unpacks an input and finds its format: as told, by its first bytes, by its name, or by its content if
/// it has none.
pub(crate) fn open(raw: Input, path: Option<&Path>, reading: &Reading) -> Result<Unpacked, Unopened> {
    let (input, packed) = decompress(raw, path.map_or(Compression::None, Compression::of_name))?;
    let (head, input) = peek(input, HEAD)?;
    let known = reading.format.or(Format::of_magic(&head));
    let is_always = matches!(known, Some(Format::Wet | Format::Parquet));
    let (input, is_utf8) = if is_always { (input, true) } else { decode(input, reading.encoding)? };
    let (format, input) = match (known, path) {
        (Some(format), _) => (format, input),
        (None, Some(path)) => (Format::of_name(path), input),
        (None, None) => format::detect(input)?,
    };
    if format == Format::Text && known.is_none() && is_binary(&head, reading.encoding) {
        return Err(Unopened::Binary);
    }
    let is_as_it_lies = packed == Compression::None && is_utf8;
    let (layout, chunks): (Arc<dyn Layout>, Box<dyn Chunked>) = match (format, reading.documents) {
        (Format::Text, Documents::File) => (Arc::new(Whole), Box::new(Chunks::new(input, LineCut::TEXT))),
        (Format::Text, Documents::Lines) => (Arc::new(Lines), Box::new(Chunks::new(input, LineCut::LINES))),
        (Format::Text, Documents::ParagraphBlocks) => {
            (Arc::new(Blocks), Box::new(Chunks::new(input, BlockCut::default())))
        }
        (Format::JsonLines, _) => {
            let names = reading.names.clone();
            (Arc::new(JsonLines { names }), Box::new(Chunks::new(input, LineCut::LINES)))
        }
        #[cfg(feature = "parquet")]
        (Format::Parquet, _) => return Ok(super::parquet::open(input, path, &reading.names)?),
        #[cfg(not(feature = "parquet"))]
        (Format::Parquet, _) => {
            let what = "Parquet is not read by this build: it lacks the feature `parquet`";
            return Err(io::Error::new(io::ErrorKind::Unsupported, what).into());
        }
        (Format::Wet, _) => (Arc::new(Wet), Box::new(Chunks::new(input, RecordCut::default()))),
        (Format::Csv | Format::Tsv, _) => {
            let separator = if format == Format::Csv { b',' } else { b'\t' };
            let (table, input) = Table::open(input, separator, &reading.names)?;
            (Arc::new(table), Box::new(Chunks::new(input, RowCut::new(separator))))
        }
    };
    Ok(Unpacked { layout, chunks, is_as_it_lies, is_utf8 })
}

/// Whether a file is no text, by its first bytes: they have a NUL, and are not said to be UTF-16. UTF-32, which
/// begins as UTF-16 does, is not read.
fn is_binary(head: &[u8], encoding: Encoding) -> bool {
    if head.starts_with(b"\xff\xfe\0\0") {
        return true;
    }
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || encoding.is_utf16();
    !is_utf16 && memchr::memchr(0, head).is_some()
}
