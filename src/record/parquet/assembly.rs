//! A Parquet file put together anew: its groups of rows as they were, but for the texts that changed.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, Encoding};
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::column::reader::ColumnReader;
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::Result as ParquetResult;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};

use super::super::layout::{Assembly, AssemblyTarget};
use super::rows::{Frame, read_cells};
use super::{Original, damaged, guarded};

/// Rows that are read at once, where those before the first change are read again.
const STEP: usize = 256;

/// A file in the making.
pub(super) struct Rebuilding {
    original: Arc<Original>,
    file: Arc<File>,
    to: SerializedFileWriter<AssemblyTarget>,
    /// The group of rows in hand, how many of its rows have come, and its new column once one changed.
    group: usize,
    rows: usize,
    column: Option<Column>,
}

/// A column of texts being written, in a temporary file.
struct Column {
    writer: ColumnWriter<'static>,
    pages: File,
}

impl Rebuilding {
    pub(super) fn new(original: Arc<Original>, to: AssemblyTarget) -> io::Result<Self> {
        let file = Arc::new(original.place.open()?);
        let metadata = original.metadata.file_metadata();
        let first = original.metadata.row_groups().first();
        let mut properties = WriterProperties::builder()
            // Pages that every reader knows.
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_key_value_metadata(metadata.key_value_metadata().cloned())
            .set_sorting_columns(first.and_then(|group| group.sorting_columns().cloned()))
            // The columns that are copied have none either.
            .set_offset_index_disabled(true)
            .set_statistics_enabled(EnabledStatistics::Chunk);
        if let Some(name) = metadata.created_by() {
            properties = properties.set_created_by(name.to_owned());
        }
        let schema = metadata.schema_descr().root_schema_ptr();
        let to = guarded(|| SerializedFileWriter::new(to, schema, Arc::new(properties.build())))?;
        let mut rebuilding = Self { original, file, to, group: 0, rows: 0, column: None };
        rebuilding.close_empty()?;
        Ok(rebuilding)
    }

    /// Rows that the group in hand should have; `None` behind the last.
    fn expected(&self) -> Option<usize> {
        let group = self.original.metadata.row_groups().get(self.group)?;
        Some(usize::try_from(group.num_rows()).unwrap_or_default())
    }

    /// A new column for the group in hand, with the rows that have come.
    fn begin(&mut self) -> io::Result<Column> {
        let text = self.original.columns.text;
        let chunk = self.original.metadata.row_group(self.group).column(text);
        let descriptor = chunk.column_descr_ptr();
        let pages = tempfile::tempfile()?;
        let properties = text_properties(chunk.compression());
        let sink = Pages(TrackedWrite::new(pages.try_clone()?));
        let writer = guarded(|| Ok(get_column_writer(descriptor, properties, Box::new(sink))))?;
        let mut column = Column { writer, pages };
        let ColumnReader::ByteArrayColumnReader(mut reader) =
            self.original.column(&self.file, self.group, text)?
        else {
            return Err(damaged("the column of the text has no strings"));
        };
        let level = self.original.text_level();
        let mut left = self.rows;
        while left > 0 {
            let cells = read_cells(&mut reader, level, left.min(STEP))?;
            if cells.levels.is_empty() {
                return Err(damaged("a column ends before its rows do"));
            }
            left -= cells.levels.len();
            column.write(&cells.values, &cells.levels)?;
        }
        Ok(column)
    }

    /// Writes the group in hand, and those behind it that have no rows.
    fn close(&mut self) -> io::Result<()> {
        let Self { original, file, to, .. } = self;
        let new = self.column.take().map(Column::close).transpose()?;
        let group = original.metadata.row_group(self.group);
        guarded(|| {
            let mut writer = to.next_row_group()?;
            for (at, column) in group.columns().iter().enumerate() {
                if let (Some((pages, close)), true) = (&new, at == original.columns.text) {
                    writer.append_column(pages, close.clone())?;
                    continue;
                }
                let close = ColumnCloseResult {
                    bytes_written: u64::try_from(column.compressed_size()).unwrap_or_default(),
                    rows_written: u64::try_from(group.num_rows()).unwrap_or_default(),
                    metadata: column.clone(),
                    bloom_filter: Sbbf::read_from_column_chunk(column, &**file)?,
                    column_index: None,
                    offset_index: None,
                };
                writer.append_column(&**file, close)?;
            }
            writer.close().map(drop)
        })?;
        (self.group, self.rows) = (self.group + 1, 0);
        Ok(())
    }

    fn close_empty(&mut self) -> io::Result<()> {
        while self.expected() == Some(0) {
            self.close()?;
        }
        Ok(())
    }
}

impl Assembly for Rebuilding {
    fn take(&mut self, mut frames: &[u8], changed: bool) -> io::Result<()> {
        let level = self.original.text_level();
        while !frames.is_empty() {
            let Some(expected) = self.expected() else { return Err(damaged("more rows than there were")) };
            // Those of the group in hand.
            let (mut levels, mut values, mut rest) = (Vec::new(), Vec::new(), frames);
            while self.rows + levels.len() < expected && !rest.is_empty() {
                let frame = Frame::of(rest).ok_or_else(|| damaged("no frame"))?;
                levels.push(frame.level);
                if frame.level == level && (changed || self.column.is_some()) {
                    values.push(ByteArray::from(frame.text.to_vec()));
                }
                rest = &rest[frame.len..];
            }
            frames = rest;
            if changed && self.column.is_none() {
                self.column = Some(self.begin()?);
            }
            if let Some(column) = &mut self.column {
                column.write(&values, &levels)?;
            }
            self.rows += levels.len();
            if self.rows == expected {
                self.close()?;
                self.close_empty()?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        if self.expected().is_some() {
            return Err(damaged("fewer rows than there were"));
        }
        guarded(|| self.to.close().map(drop))
    }
}

impl Column {
    fn write(&mut self, values: &[ByteArray], levels: &[i16]) -> io::Result<()> {
        let ColumnWriter::ByteArrayColumnWriter(writer) = &mut self.writer else {
            return Err(damaged("the column of the text has no strings"));
        };
        guarded(|| writer.write_batch(values, Some(levels), None).map(drop))
    }

    fn close(self) -> io::Result<(File, ColumnCloseResult)> {
        let close = guarded(|| self.writer.close())?;
        Ok((self.pages, close))
    }
}

/// How texts are written: packed as they were, and without a dictionary, as hardly two are the same.
fn text_properties(compression: Compression) -> WriterPropertiesPtr {
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(compression)
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::PLAIN)
        .set_offset_index_disabled(true)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    Arc::new(properties.build())
}

/// Pages into a file of their own.
struct Pages(TrackedWrite<File>);

impl PageWriter for Pages {
    fn write_page(&mut self, page: CompressedPage) -> ParquetResult<PageWriteSpec> {
        SerializedPageWriter::new(&mut self.0).write_page(page)
    }

    fn close(&mut self) -> ParquetResult<()> {
        self.0.flush().map_err(Into::into)
    }
}
