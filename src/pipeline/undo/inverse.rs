//! Edits taken back, in a text that is read from front to back.

use std::io::{BufRead, Read, Write};

use super::super::failure::Reason;
use crate::record::LoggedEdit;

/// A text on its way back.
pub(super) struct Inverse<R> {
    cleaned: R,
    /// Bytes of the cleaned text read, and of the original written.
    read: u64,
    written: u64,
    /// What stands where an edit put something.
    found: Vec<u8>,
}

impl<R: BufRead> Inverse<R> {
    pub(super) fn new(cleaned: R) -> Self {
        Self { cleaned, read: 0, written: 0, found: Vec::new() }
    }

    /// Passes on what precedes an edit, and puts back what it took out.
    pub(super) fn take_back(&mut self, edit: &LoggedEdit<'_>, out: &mut impl Write) -> Result<(), Reason> {
        let kept = edit.start.checked_sub(self.written);
        let Some(kept) = kept.filter(|_| edit.start.checked_add(edit.was.len() as u64) == Some(edit.end))
        else {
            return Err(Reason::Mismatch { offset: self.read });
        };
        let expected = self.read + kept;
        self.copy(kept, out)?;
        if self.read != expected {
            return Err(Reason::Mismatch { offset: self.read });
        }
        self.found.clear();
        let len = edit.text.len() as u64;
        (&mut self.cleaned).take(len).read_to_end(&mut self.found).map_err(Reason::Read)?;
        if self.found != edit.text.as_bytes() {
            return Err(Reason::Mismatch { offset: self.read });
        }
        self.read += len;
        out.write_all(edit.was.as_bytes()).map_err(Reason::Write)?;
        self.written = edit.end;
        Ok(())
    }

    /// Passes `len` bytes on, or all to the end.
    pub(super) fn copy(&mut self, mut len: u64, out: &mut impl Write) -> Result<(), Reason> {
        while len > 0 {
            let buffer = self.cleaned.fill_buf().map_err(Reason::Read)?;
            let part = buffer.len().min(usize::try_from(len).unwrap_or(usize::MAX));
            if part == 0 {
                break;
            }
            out.write_all(&buffer[..part]).map_err(Reason::Write)?;
            self.cleaned.consume(part);
            len -= part as u64;
            self.read += part as u64;
            self.written += part as u64;
        }
        Ok(())
    }
}
