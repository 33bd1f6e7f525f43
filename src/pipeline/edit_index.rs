//! The edit log being read: where the rows of each file stand in it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use super::Failure;
use super::failure::Reason;
use crate::record::{self, Compression, LoggedFile, LoggedRow};

/// Where rows of one file stand, which are always together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    start: u64,
    len: u64,
    /// Lines before them.
    line: u64,
    /// How many of them stand for a record that was left out.
    pub dropped: u64,
}

/// A log and its files.
#[derive(Debug)]
pub(super) struct EditIndex {
    path: PathBuf,
    /// The rows, unpacked.
    log: File,
    /// By the file's name; rows of standard input have none.
    places: HashMap<Option<String>, Place>,
}

impl EditIndex {
    /// Reads a log through once.
    ///
    /// # Errors
    /// Where it cannot be read, a row is none, or the rows of a file do not stand together.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let unread = |error| Failure::new(Some(path), Reason::Read(error));
        let log = unpacked(path).map_err(unread)?;
        let mut places = HashMap::<Option<String>, Place>::new();
        let mut reader = BufReader::new(&log);
        let mut row = Vec::new();
        let (mut start, mut line) = (0, 0);
        // Where the last row ends: behind it there can be blank lines.
        let mut end = 0;
        loop {
            row.clear();
            let len = reader.read_until(b'\n', &mut row).map_err(unread)? as u64;
            if len == 0 {
                break;
            }
            if !record::is_blank(&row) {
                let LoggedFile { file, dropped } = serde_json::from_slice(&row)
                    .map_err(|error| Failure::new(Some(path), Reason::LogRow { line: line + 1, error }))?;
                let place = places.entry(file).or_insert(Place { start, len: 0, line, dropped: 0 });
                if place.len > 0 && place.start + place.len != end {
                    return Err(Failure::new(Some(path), Reason::LogApart { line: line + 1 }));
                }
                end = start + len;
                place.len = end - place.start;
                place.dropped += u64::from(dropped);
            }
            start += len;
            line += 1;
        }
        drop(reader);
        Ok(Self { path: path.to_owned(), log, places })
    }

    /// All names in the log.
    pub(super) fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.places.keys().map(Option::as_deref)
    }

    pub(super) fn find(&self, name: Option<&str>) -> Option<Place> {
        self.places.get(&name.map(str::to_owned)).copied()
    }

    /// The rows of the file that was written under this name.
    pub(super) fn of_output(&self, name: Option<&str>) -> Option<Place> {
        let read_as = |ending| Some(format!("{}{ending}", name?.strip_suffix(".zst")?));
        let names = [name.map(str::to_owned), read_as(".bz2"), read_as(".xz")];
        names.iter().find_map(|name| self.find(name.as_deref()))
    }

    /// The rows that stand there, one after the other.
    pub(super) fn rows(&self, place: Place) -> io::Result<Rows<'_>> {
        let mut log = &self.log;
        log.seek(SeekFrom::Start(place.start))?;
        Ok(Rows {
            path: &self.path,
            reader: BufReader::new(log.take(place.len)),
            line: place.line,
            row: String::new(),
        })
    }
}

/// The log as a file in which one can go to a place.
fn unpacked(path: &Path) -> io::Result<File> {
    let mut file = File::open(path)?;
    let is_regular = file.metadata()?.is_file();
    if is_regular && Compression::of_file(&mut file, path)? == Compression::None {
        return Ok(file);
    }
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut record::decompress(Box::new(file), Compression::of_name(path))?.0, &mut copy)?;
    copy.rewind()?;
    Ok(copy)
}

/// Rows of one file.
pub(super) struct Rows<'l> {
    path: &'l Path,
    reader: BufReader<Take<&'l File>>,
    line: u64,
    row: String,
}

impl Rows<'_> {
    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<LoggedRow<'_>>, Failure> {
        loop {
            self.row.clear();
            let read = self.reader.read_line(&mut self.row);
            if read.map_err(|error| Failure::new(Some(self.path), Reason::Read(error)))? == 0 {
                return Ok(None);
            }
            self.line += 1;
            if !record::is_blank(self.row.as_bytes()) {
                break;
            }
        }
        let bad = |error| Failure::new(Some(self.path), Reason::LogRow { line: self.line, error });
        serde_json::from_str(&self.row).map(Some).map_err(bad)
    }
}
