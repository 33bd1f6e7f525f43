//! The edit log being written: rows in order, and those of a file that fails taken back.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::failure::Reason;
use super::journal::LogState;
use super::output::{Names, Output, Sealed};
use crate::record::Compression;

/// Rows are packed and written when this many bytes of them are there.
const PACK: usize = 1 << 20;

pub(super) struct EditLog {
    path: PathBuf,
    output: Output,
    compression: Compression,
    /// Rows that are not written yet.
    pending: Vec<u8>,
    /// Bytes in the file.
    written: u64,
    /// The length at which the current file's rows begin: in the log file, and then in `pending`.
    mark: (u64, usize),
}

impl EditLog {
    pub(super) fn create(path: &Path, names: Names) -> Result<Self, Failure> {
        Self::of(path, Output::named(path, names))
    }

    /// Goes on with the log of a run; where its file in hand is done anew, without the rows of it.
    pub(super) fn resume(
        path: &Path,
        names: Names,
        state: LogState,
        keeps_rows: bool,
    ) -> Result<Self, Failure> {
        let mut log = Self::of(path, Output::reopen(path, names, state.written))?;
        log.written = state.written;
        log.pending = state.pending.into_bytes();
        log.mark = state.mark;
        if !keeps_rows {
            log.take_back()?;
        }
        Ok(log)
    }

    fn of(path: &Path, output: io::Result<Output>) -> Result<Self, Failure> {
        let output = output.map_err(|error| Failure::new(Some(path), Reason::Write(error)))?;
        Ok(Self {
            path: path.to_owned(),
            output,
            compression: Compression::of_name(path),
            pending: Vec::new(),
            written: 0,
            mark: (0, 0),
        })
    }

    /// How far it is; it lies [here](Self::temporary) until it is done.
    pub(super) fn state(&self) -> LogState {
        // Rows are JSON, which is UTF-8.
        let pending = String::from_utf8_lossy(&self.pending).into_owned();
        LogState { written: self.written, pending, mark: self.mark }
    }

    pub(super) fn temporary(&self) -> Option<&Path> {
        self.output.temporary()
    }

    /// Leaves it for a run that goes on with it.
    pub(super) fn leave(self) {
        self.output.leave();
    }

    /// From here on, rows are of another file.
    pub(super) fn begin_file(&mut self) {
        self.mark = (self.written, self.pending.len());
    }

    pub(super) fn add(&mut self, rows: &[u8]) -> Result<(), Failure> {
        if self.pending.len() + rows.len() < PACK {
            self.pending.extend_from_slice(rows);
            return Ok(());
        }
        // What is older than the mark is packed apart, so that the log can be cut there.
        let (written, older) = self.mark;
        if written == self.written && older > 0 {
            self.pack(older, &[])?;
            self.mark = (self.written, 0);
        }
        self.pack(self.pending.len(), rows)
    }

    /// Forgets the rows of the current file.
    pub(super) fn take_back(&mut self) -> Result<(), Failure> {
        let (written, pending) = self.mark;
        if written < self.written {
            self.written = written;
            self.pending.clear();
            self.output.truncate(written).map_err(|error| self.failure(error))?;
        } else {
            self.pending.truncate(pending);
        }
        Ok(())
    }

    /// Packs what is left.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        if self.written == 0 || !self.pending.is_empty() {
            self.pack(self.pending.len(), &[])?;
        }
        Ok(())
    }

    /// Ends the writing, after [`end`](Self::end).
    pub(super) fn seal(self) -> Result<Option<Sealed>, Failure> {
        let path = self.path;
        self.output.seal(None).map_err(|error| Failure::new(Some(&path), Reason::Write(error)))
    }

    /// Writes the first `len` bytes of what is pending, and rows that follow them, as one piece.
    fn pack(&mut self, len: usize, rows: &[u8]) -> Result<(), Failure> {
        self.write(len, rows).map_err(|error| self.failure(error))
    }

    fn write(&mut self, len: usize, rows: &[u8]) -> io::Result<()> {
        let mut to = Measured { output: &mut self.output, written: 0 };
        self.compression.pack_parts(&[&self.pending[..len], rows], &mut to)?;
        self.written += to.written;
        self.pending.drain(..len);
        Ok(())
    }

    fn failure(&self, error: io::Error) -> Failure {
        Failure::new(Some(&self.path), Reason::Write(error))
    }
}

/// Counts what is written through it.
struct Measured<'o> {
    output: &'o mut Output,
    written: u64,
}

impl Write for Measured<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_failed_file_are_taken_back() {
        let directory = tempfile::tempdir().unwrap();
        let big = vec![b'x'; PACK + 1];
        for rows in [&big[..], b"failed"] {
            let path = directory.path().join("log");
            let mut log = EditLog::create(&path, Names::of(&path)).unwrap();
            log.begin_file();
            log.add(b"one ").unwrap();
            log.begin_file();
            log.add(rows).unwrap();
            log.add(b"tail").unwrap();
            log.take_back().unwrap();
            log.begin_file();
            log.add(b"two").unwrap();
            log.end().unwrap();
            let sealed = log.seal().unwrap().unwrap();
            sealed.temporary.rename(&sealed.path).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), b"one two");
        }
    }
}
