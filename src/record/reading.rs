//! How an input is to be read, and reading it so.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::cut::{Chunked, Chunks, LineCut};
use super::json::JsonLines;
use super::layout::{FieldNames, Layout};
use super::table::{RowCut, Table};
use super::text::{BlockCut, Blocks, Documents, Lines, Whole};
use super::{Compression, Format, Input, decompress, format};

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
    names: FieldNames,
}

impl Reading {
    /// As the names and first bytes of the inputs say.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The format of all inputs. By default it is told by their names, and by the content of
    /// what has none: JSON Lines where the first record has a text.
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

/// An input, unpacked and in chunks.
pub(crate) struct Unpacked {
    pub layout: Arc<dyn Layout>,
    pub chunks: Box<dyn Chunked>,
}

/// Unpacks an input and finds its format: as told, by its name, or by its content if it has none.
pub(crate) fn open(raw: Input, path: Option<&Path>, reading: &Reading) -> io::Result<Unpacked> {
    let input = decompress(raw, path.map_or(Compression::None, Compression::of_name))?;
    let (format, input) = match (reading.format, path) {
        (Some(format), _) => (format, input),
        (None, Some(path)) => (Format::of_name(path), input),
        (None, None) => format::detect(input, &reading.names)?,
    };
    let lines = |input| Box::new(Chunks::new(input, LineCut::LINES));
    Ok(match (format, reading.documents) {
        (Format::Text, Documents::File) => {
            Unpacked { layout: Arc::new(Whole), chunks: Box::new(Chunks::new(input, LineCut::TEXT)) }
        }
        (Format::Text, Documents::Lines) => Unpacked { layout: Arc::new(Lines), chunks: lines(input) },
        (Format::Text, Documents::ParagraphBlocks) => {
            let chunks = Chunks::new(input, BlockCut::default());
            Unpacked { layout: Arc::new(Blocks), chunks: Box::new(chunks) }
        }
        (Format::JsonLines, _) => {
            let names = reading.names.clone();
            Unpacked { layout: Arc::new(JsonLines { names }), chunks: lines(input) }
        }
        (Format::Csv | Format::Tsv, _) => {
            let separator = if format == Format::Csv { b',' } else { b'\t' };
            let (table, input) = Table::open(input, separator, &reading.names)?;
            let chunks = Chunks::new(input, RowCut::new(separator));
            Unpacked { layout: Arc::new(table), chunks: Box::new(chunks) }
        }
    })
}
