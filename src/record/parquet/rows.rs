//! The rows of a Parquet file, as frames.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType};
use serde_json::value::RawValue;

use super::super::cut::Chunked;
use super::super::layout::{
    Assembly, AssemblyTarget, Fault, Field, Layout, Piece, Record, SiteFields, Value, utf8,
};
use super::assembly::Rebuilding;
use super::{Original, damaged, guarded};

/// A row in a chunk: how many of the nested fields that the text stands in are there (Parquet's definition
/// level: all of them, or the text is null), then the text, the id in JSON, the address and the site, each
/// behind its length.
pub(super) struct Frame<'r> {
    pub level: i16,
    pub text: &'r [u8],
    others: [&'r [u8]; 3],
    /// Of all of the frame.
    pub len: usize,
}

/// The level, and four lengths.
const HEADER: usize = 2 + 4 * 8;

impl<'r> Frame<'r> {
    /// The frame that `bytes` begin with.
    pub(super) fn of(bytes: &'r [u8]) -> Option<Self> {
        let (head, mut rest) = bytes.split_at_checked(HEADER)?;
        let (level, lengths) = head.split_first_chunk::<2>()?;
        let mut parts = [&[][..]; 4];
        let mut len = HEADER;
        for (part, length) in parts.iter_mut().zip(lengths.as_chunks::<8>().0) {
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            (*part, rest) = rest.split_at_checked(length)?;
            len += length;
        }
        let [text, others @ ..] = parts;
        Some(Self { level: i16::from_le_bytes(*level), text, others, len })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.level.to_le_bytes());
        let parts = [self.text, self.others[0], self.others[1], self.others[2]];
        parts.iter().for_each(|part| out.extend_from_slice(&(part.len() as u64).to_le_bytes()));
        parts.iter().for_each(|part| out.extend_from_slice(part));
    }
}

/// A frame a record.
pub(super) struct Rows {
    original: Arc<Original>,
    /// Of a row that has a text.
    level: i16,
}

impl Rows {
    pub(super) fn new(original: Arc<Original>) -> Self {
        let level = original.text_level();
        Self { original, level }
    }
}

impl Layout for Rows {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        let len = Frame::of(rest).map_or(rest.len(), |frame| frame.len);
        Piece { len, is_record: true }
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Fault> {
        let frame = Frame::of(record).ok_or_else(|| Fault::Row("no frame".to_owned()))?;
        let [id, url, site] = frame.others;
        let id = serde_json::from_slice::<&RawValue>(id).ok().map(Value::Json);
        let string = |bytes: &'r [u8]| utf8(bytes).ok().map(|text| Value::Text(Cow::Borrowed(text)));
        let site = SiteFields { url: string(url), site: string(site) };
        if frame.level < self.level {
            return Ok(Record { field: Field::NoString, id, site });
        }
        let text = Cow::Borrowed(utf8(frame.text)?);
        let span = HEADER..HEADER + frame.text.len();
        Ok(Record { field: Field::Text { span, text }, id, site })
    }

    fn put(&self, record: &[u8], _: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        if let Some(frame) = Frame::of(record) {
            Frame { text: text.as_bytes(), ..frame }.write(out);
        }
    }

    fn has_lines(&self) -> bool {
        false
    }

    fn drops(&self) -> bool {
        false
    }

    fn is_assembled(&self) -> bool {
        true
    }

    fn assembly(&self, to: AssemblyTarget) -> Option<io::Result<Box<dyn Assembly>>> {
        let rebuilding = Rebuilding::new(Arc::clone(&self.original), to);
        Some(rebuilding.map(|rebuilding| Box::new(rebuilding) as Box<dyn Assembly>))
    }
}

impl Original {
    /// The definition level of a text that is there.
    pub(super) fn text_level(&self) -> i16 {
        self.metadata.file_metadata().schema_descr().column(self.columns.text).max_def_level()
    }
}

/// A column read a few rows at a time.
struct Strings {
    reader: ColumnReaderImpl<ByteArrayType>,
    /// The definition level of a value that is there.
    level: i16,
}

/// Rows of one column: the level of each, and the values of those that have one.
pub(super) struct Cells<T> {
    pub levels: Vec<i16>,
    pub values: Vec<T>,
}

/// Reads so many rows, or those that there are.
pub(super) fn read_cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    level: i16,
    rows: usize,
) -> io::Result<Cells<T::T>> {
    let mut cells = Cells { levels: Vec::new(), values: Vec::new() };
    let (read, ..) = guarded(|| reader.read_records(rows, Some(&mut cells.levels), None, &mut cells.values))?;
    if level == 0 {
        cells.levels = vec![0; read];
    }
    let there = cells.levels.iter().filter(|found| **found == level).count();
    if cells.levels.len() == read && there == cells.values.len() {
        return Ok(cells);
    }
    Err(damaged("a column has not as many values as it says"))
}

/// The values of rows, one for each.
impl<T> Cells<T> {
    fn each(&self, level: i16) -> impl Iterator<Item = Option<&T>> {
        let mut values = self.values.iter();
        self.levels.iter().map(move |found| if *found == level { values.next() } else { None })
    }
}

/// A column beside the text.
enum Other {
    Strings(Strings),
    Int32(ColumnReaderImpl<parquet::data_type::Int32Type>, i16),
    Int64(ColumnReaderImpl<parquet::data_type::Int64Type>, i16),
}

impl Other {
    /// The next rows, as bytes: strings as they are, or in JSON.
    fn next(&mut self, rows: usize, in_json: bool) -> io::Result<Vec<Vec<u8>>> {
        let shown = |text: Option<&ByteArray>| match text.map(ByteArray::data) {
            Some(text) if in_json => std::str::from_utf8(text)
                .map_or(Vec::new(), |text| serde_json::to_vec(text).unwrap_or_default()),
            Some(text) => text.to_vec(),
            None => Vec::new(),
        };
        let number =
            |number: Option<i64>| number.map_or(Vec::new(), |number| number.to_string().into_bytes());
        Ok(match self {
            Self::Strings(strings) => {
                read_cells(&mut strings.reader, strings.level, rows)?.each(strings.level).map(shown).collect()
            }
            Self::Int32(reader, level) => {
                let cells = read_cells(reader, *level, rows)?;
                cells.each(*level).map(|cell| number(cell.copied().map(i64::from))).collect()
            }
            Self::Int64(reader, level) => {
                let cells = read_cells(reader, *level, rows)?;
                cells.each(*level).map(|cell| number(cell.copied())).collect()
            }
        })
    }
}

/// The rows in chunks.
pub(super) struct RowChunks {
    original: Arc<Original>,
    file: Arc<File>,
    /// The group of rows that comes next, and the one in hand.
    next: usize,
    group: Option<Group>,
    /// Bytes of the file that are done.
    done: u64,
}

/// A group of rows being read.
struct Group {
    text: Strings,
    others: [Option<Other>; 3],
    rows: usize,
    /// Rows to read at once.
    step: usize,
    /// Bytes of all columns, for what is told of progress.
    bytes: u64,
}

impl RowChunks {
    const LEAST: usize = 512 << 10;

    pub(super) fn new(original: Arc<Original>, file: Arc<File>) -> Self {
        Self { original, file, next: 0, group: None, done: 0 }
    }

    /// Begins the next group of rows that has any.
    fn begin(&mut self) -> io::Result<Option<Group>> {
        let Self { original, file, .. } = self;
        while let Some(metadata) = original.metadata.row_groups().get(self.next) {
            let number = self.next;
            self.next += 1;
            let rows = usize::try_from(metadata.num_rows()).unwrap_or_default();
            let bytes = u64::try_from(metadata.compressed_size()).unwrap_or_default();
            if rows == 0 {
                self.done += bytes;
                continue;
            }
            let level = |column: usize| metadata.column(column).column_descr().max_def_level();
            let other = |column: Option<usize>| -> io::Result<Option<Other>> {
                let Some(column) = column else { return Ok(None) };
                let level = level(column);
                Ok(match original.column(file, number, column)? {
                    ColumnReader::ByteArrayColumnReader(reader) => {
                        Some(Other::Strings(Strings { reader, level }))
                    }
                    ColumnReader::Int32ColumnReader(reader) => Some(Other::Int32(reader, level)),
                    ColumnReader::Int64ColumnReader(reader) => Some(Other::Int64(reader, level)),
                    _ => None,
                })
            };
            let columns = &original.columns;
            let size = usize::try_from(metadata.column(columns.text).uncompressed_size()).unwrap_or_default();
            let others = [other(columns.id)?, other(columns.url)?, other(columns.site)?];
            let ColumnReader::ByteArrayColumnReader(reader) = original.column(file, number, columns.text)?
            else {
                return Err(damaged("the column of the text has no strings"));
            };
            let text = Strings { reader, level: level(columns.text) };
            let step = (Self::LEAST / 4 / (size / rows).max(1)).clamp(1, 1024);
            return Ok(Some(Group { text, others, rows, step, bytes }));
        }
        Ok(None)
    }
}

impl Group {
    /// Adds the next rows.
    fn read(&mut self, chunk: &mut Vec<u8>) -> io::Result<()> {
        let rows = self.step.min(self.rows);
        let level = self.text.level;
        let texts = read_cells(&mut self.text.reader, level, rows)?;
        if texts.levels.len() != rows {
            return Err(damaged("a column ends before its rows do"));
        }
        let mut others = Vec::new();
        for (at, other) in self.others.iter_mut().enumerate() {
            let mut cells = other.as_mut().map_or(Ok(Vec::new()), |other| other.next(rows, at == 0))?;
            cells.resize(rows, Vec::new());
            others.push(cells);
        }
        for (row, text) in texts.each(level).enumerate() {
            let others = [&others[0][row][..], &others[1][row], &others[2][row]];
            let text = text.map_or(&[][..], ByteArray::data);
            Frame { level: texts.levels[row], text, others, len: 0 }.write(chunk);
        }
        self.rows -= rows;
        Ok(())
    }
}

impl Chunked for RowChunks {
    fn next(&mut self, chunk: &mut Vec<u8>) -> io::Result<()> {
        chunk.clear();
        while chunk.len() < Self::LEAST {
            let mut group = match self.group.take() {
                Some(group) => group,
                None => match self.begin()? {
                    Some(group) => group,
                    None => break,
                },
            };
            group.read(chunk)?;
            if group.rows > 0 {
                self.group = Some(group);
            } else {
                // Rows of another group are another chunk's, so that a group without changes is known.
                self.done += group.bytes;
                break;
            }
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.group.is_none() && self.next == self.original.metadata.num_row_groups()
    }

    fn fetched(&self) -> Option<u64> {
        Some(self.done)
    }
}
