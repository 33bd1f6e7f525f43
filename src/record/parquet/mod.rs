//! Parquet: a table by columns, in groups of rows. One column of strings has the texts, a row each.
//!
//! Its rows come in chunks of frames (`rows.rs`). What is made of them is put together with the
//! original (`assembly.rs`): a group of rows in which nothing changes is copied, and of another, all columns
//! but the one of the texts.

mod assembly;
mod rows;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use parquet::basic::Type;
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::serialized_reader::SerializedPageReader;
use tempfile::NamedTempFile;

use super::Input;
use super::layout::FieldNames;
use super::reading::Unpacked;
use rows::{RowChunks, Rows};

/// What a file begins and ends with.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// A file that is being read, and which its parts are copied from.
struct Original {
    place: Place,
    metadata: ParquetMetaData,
    columns: Columns,
}

/// Where the file lies, so that it can be opened again: readers of one handle disturb each other.
enum Place {
    Path(PathBuf),
    Spooled(NamedTempFile),
}

/// The columns that are read, by their place among the leaves of the schema.
struct Columns {
    text: usize,
    id: Option<usize>,
    url: Option<usize>,
    site: Option<usize>,
}

/// Opens a file. What has no end to begin from (a pipe, a packed file) is put in a temporary file first.
pub(super) fn open(mut input: Input, path: Option<&Path>, names: &FieldNames) -> io::Result<Unpacked> {
    let place = match path {
        Some(path) if is_parquet(path)? => Place::Path(path.to_owned()),
        _ => {
            let mut spooled = NamedTempFile::new()?;
            io::copy(&mut input, &mut spooled)?;
            Place::Spooled(spooled)
        }
    };
    let file = place.open()?;
    let metadata = guarded(|| ParquetMetaDataReader::new().parse_and_finish(&file))?;
    let columns = Columns::find(&metadata, names).map_err(damaged)?;
    check(&metadata, file.metadata()?.len()).map_err(damaged)?;
    let original = Arc::new(Original { place, metadata, columns });
    Ok(Unpacked {
        layout: Arc::new(Rows::new(Arc::clone(&original))),
        chunks: Box::new(RowChunks::new(original, Arc::new(file))),
        is_as_it_lies: false,
        is_utf8: true,
    })
}

/// Whether it is a file as it is, and not packed as a whole.
fn is_parquet(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == MAGIC)
}

impl Place {
    fn open(&self) -> io::Result<File> {
        match self {
            Self::Path(path) => File::open(path),
            Self::Spooled(file) => {
                let mut file = file.reopen()?;
                file.rewind()?;
                Ok(file)
            }
        }
    }
}

impl Original {
    /// Reads a column of a group of rows.
    fn column(&self, file: &Arc<File>, group: usize, column: usize) -> io::Result<ColumnReader> {
        guarded(|| {
            let group = self.metadata.row_group(group);
            let chunk = group.column(column);
            let rows = usize::try_from(group.num_rows()).unwrap_or_default();
            let pages = SerializedPageReader::new(Arc::clone(file), chunk, rows, None)?;
            Ok(get_column_reader(chunk.column_descr_ptr(), Box::new(pages)))
        })
    }
}

impl Columns {
    fn find(metadata: &ParquetMetaData, names: &FieldNames) -> Result<Self, String> {
        let schema = metadata.file_metadata().schema_descr();
        let column = |name: &str| schema.columns().iter().position(|column| column.path().string() == name);
        let Some(text) = column(&names.text) else {
            let known: Vec<_> = schema.columns().iter().map(|column| column.path().string()).collect();
            return Err(format!("there is no column {:?}, but {}", names.text, known.join(", ")));
        };
        let is_single = |at: usize| schema.column(at).max_rep_level() == 0;
        let is_string = |at: usize| is_single(at) && schema.column(at).physical_type() == Type::BYTE_ARRAY;
        if !is_string(text) {
            return Err(format!("the column {:?} has no strings, one for each row", names.text));
        }
        let is_id = |at: &usize| {
            is_string(*at)
                || is_single(*at) && matches!(schema.column(*at).physical_type(), Type::INT32 | Type::INT64)
        };
        Ok(Self {
            text,
            id: column("id").filter(is_id),
            url: column(&names.url).filter(|at| is_string(*at)),
            site: column(&names.site).filter(|at| is_string(*at)),
        })
    }
}

/// Whether all columns lie within the file.
fn check(metadata: &ParquetMetaData, len: u64) -> Result<(), String> {
    for (number, group) in metadata.row_groups().iter().enumerate() {
        for column in group.columns() {
            let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            let end = start.checked_add(column.compressed_size());
            let fits = end.and_then(|end| u64::try_from(end).ok()).is_some_and(|end| end <= len);
            let is_sane = fits && start >= MAGIC.len() as i64 && column.compressed_size() >= 0;
            if !is_sane || column.file_path().is_some() || group.num_rows() < 0 {
                let name = column.column_path().string();
                return Err(format!("column {name:?} of row group {number} does not lie in the file"));
            }
        }
    }
    Ok(())
}

fn damaged(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// What the crate gives, with its errors as ours; it is known to panic on some damaged files.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> io::Result<T> {
    thread_local! {
        static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    }
    static HUSHED: Once = Once::new();
    // What is caught here is told as an error of its file, and not by the hook of all panics.
    HUSHED.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                told(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    match done {
        Ok(done) => done.map_err(|error| match error {
            ParquetError::External(error) => damaged(error),
            error => damaged(error.to_string()),
        }),
        Err(_) => Err(damaged("damaged Parquet")),
    }
}
