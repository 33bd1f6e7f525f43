//! The records of a cleaned file, each with its edits taken back.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::super::Failure;
use super::super::assembling::Assembling;
use super::super::edit_index::Rows;
use super::super::failure::{Numbered, Reason};
use super::super::output::Packer;
use super::inverse::Inverse;
use crate::record::{Chunked, Field, Layout, LoggedEdit, Piece, Unpacked};

/// Where pieces go, one after the other.
pub(super) trait Sink {
    /// Takes a piece; `changed` says whether it may differ from the cleaned one.
    fn piece(&mut self, bytes: &[u8], changed: bool) -> io::Result<()>;
}

/// Pieces packed on their own, if that is how they are packed.
pub(super) struct Pieces<'p, W: Write> {
    pub packer: &'p mut Packer<W>,
    pub apart: bool,
}

impl<W: Write> Sink for Pieces<'_, W> {
    fn piece(&mut self, bytes: &[u8], _: bool) -> io::Result<()> {
        self.packer.write_all(bytes)?;
        if self.apart { self.packer.end_piece() } else { Ok(()) }
    }
}

impl Sink for Assembling {
    fn piece(&mut self, bytes: &[u8], changed: bool) -> io::Result<()> {
        self.take(bytes, changed)
    }
}

/// The records of a file on their way back.
pub(super) struct Records<'a> {
    path: Option<&'a Path>,
    layout: Arc<dyn Layout>,
    chunks: Box<dyn Chunked>,
    chunk: Vec<u8>,
    /// What comes next: where in the chunk, whether nothing precedes it in the file, and its number.
    at: usize,
    at_start: bool,
    next: Numbered,
}

impl<'a> Records<'a> {
    pub(super) fn new(path: Option<&'a Path>, cleaned: Unpacked) -> Self {
        let Unpacked { layout, chunks, .. } = cleaned;
        let next = Numbered { record: 0, line: u64::from(layout.has_lines()) };
        Self { path, layout, chunks, chunk: Vec::new(), at: 0, at_start: true, next }
    }

    pub(super) fn restore(mut self, rows: Option<Rows<'_>>, out: &mut dyn Sink) -> Result<(), Failure> {
        let mut restored = Vec::new();
        if let Some(mut rows) = rows {
            'rows: while let Some(row) = rows.next()? {
                let missing = || Failure::new(self.path, Reason::NoRecord { record: row.record });
                if row.record < self.next.record {
                    return Err(missing());
                }
                // One that was only flagged is as it was.
                if row.edits.is_empty() && !row.dropped {
                    continue;
                }
                // Records before it, and what is none, pass.
                let (at, record) = loop {
                    let at = self.next;
                    if row.dropped && at.record == row.record {
                        self.next.record += 1;
                        continue 'rows;
                    }
                    let Some((piece, bytes)) = self.next()? else {
                        return Err(Failure::new(self.path, Reason::NoRecord { record: row.record }));
                    };
                    if piece.is_record && at.record == row.record {
                        break (at, bytes);
                    }
                    self.write(&self.chunk[bytes], false, out)?;
                };
                restored.clear();
                self.undo(&self.chunk[record], &row.edits, &mut restored)
                    .map_err(|reason| Failure::new(self.path, reason).in_record(at))?;
                self.write(&restored, true, out)?;
            }
        }
        while let Some((_, bytes)) = self.next()? {
            self.write(&self.chunk[bytes], false, out)?;
        }
        Ok(())
    }

    /// The next piece, and where in the chunk it is; `None` at the end.
    fn next(&mut self) -> Result<Option<(Piece, Range<usize>)>, Failure> {
        while self.at == self.chunk.len() {
            if self.chunks.is_done() {
                return Ok(None);
            }
            let read = self.chunks.next(&mut self.chunk);
            read.map_err(|error| Failure::new(self.path, Reason::Read(error)))?;
            self.at = 0;
        }
        let at_start = std::mem::take(&mut self.at_start);
        let piece = self.layout.piece(&self.chunk[self.at..], at_start);
        let bytes = self.at..self.at + piece.len;
        self.at = bytes.end;
        if self.layout.has_lines() {
            self.next.line += memchr::memchr_iter(b'\n', &self.chunk[bytes.clone()]).count() as u64;
        }
        self.next.record += u64::from(piece.is_record);
        Ok(Some((piece, bytes)))
    }

    fn write(&self, bytes: &[u8], changed: bool, out: &mut dyn Sink) -> Result<(), Failure> {
        out.piece(bytes, changed).map_err(|error| Failure::new(self.path, Reason::Write(error)))
    }

    /// Adds a record to `out`, with the edits of its text taken back.
    fn undo(&self, record: &[u8], edits: &[LoggedEdit<'_>], out: &mut Vec<u8>) -> Result<(), Reason> {
        let read = self.layout.read(record).map_err(Reason::Record)?;
        let Field::Text { span, text } = &read.field else {
            return Err(Reason::Mismatch { offset: 0 });
        };
        let mut original = Vec::with_capacity(text.len());
        let mut inverse = Inverse::new(text.as_bytes());
        edits.iter().try_for_each(|edit| inverse.take_back(edit, &mut original))?;
        inverse.copy(u64::MAX, &mut original)?;
        let original = String::from_utf8(original).map_err(|_| Reason::Mismatch { offset: 0 })?;
        self.layout.put(record, span, &original, out);
        Ok(())
    }
}
