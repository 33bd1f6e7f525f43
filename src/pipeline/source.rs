//! Reading: the files of the plan, one after the other, as numbered batches.

use std::borrow::Cow;
use std::fs::{File, Permissions};
use std::io::{self, Seek, SeekFrom};
use std::iter::Peekable;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::Failure;
use super::failure::{Numbered, Reason};
use super::journal::{Position, Stamp};
use super::opened::{Counted, Opened, is_told};
use super::plan::{Listed, Task};
use crate::record::{self, Chunked, Fault, Layout, Reading, Unopened, Unpacked};

/// A file being done, as reader, workers and writer share it.
pub(super) struct OpenFile<'p> {
    pub task: Task<'p>,
    pub layout: Arc<dyn Layout>,
    /// Whether it is more than its records one after the other.
    pub is_assembled: bool,
    /// Whether the input is in UTF-8, as what is written is.
    pub is_utf8: bool,
    /// Of the input, for the output; `None` where there is no file.
    pub permissions: Option<Permissions>,
    /// By which it is seen whether the input changes.
    pub stamp: Option<Stamp>,
    /// Set once it is known. When a batch failed, no more of the file is read.
    pub ended: Arc<OnceLock<End>>,
}

/// How a file ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Failed,
}

impl OpenFile<'_> {
    pub(super) fn end(&self, how: End) {
        self.ended.get_or_init(|| how);
    }

    pub(super) fn has_failed(&self) -> bool {
        self.ended.get() == Some(&End::Failed)
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.task.input.as_deref()
    }

    /// Whether the input stays where it is: it would be written in place, and as it is, as nothing `changed`.
    pub(super) fn stays(&self, in_place: bool, changed: bool) -> bool {
        in_place && !changed && self.is_utf8
    }

    /// The site that a plain text is of: the folder that the file is in.
    pub(super) fn folder(&self) -> Option<Cow<'_, str>> {
        let path = self.path().filter(|_| self.layout.is_plain())?;
        Some(path.parent()?.file_name()?.to_string_lossy())
    }
}

/// Whole records of one file, or one section of a text. The bytes are in the buffer that was
/// given for them.
pub(super) struct Batch<'p> {
    /// The place in the order of the output.
    pub turn: u64,
    pub file: Arc<OpenFile<'p>>,
    pub first: bool,
    pub last: bool,
    /// Where the batch begins in the unpacked file: in bytes, lines and records, each from 0.
    pub offset: u64,
    pub line: u64,
    pub record: u64,
    /// Bytes read for it, as they lie on disk.
    pub read: u64,
    /// Why the file could not be read on; the buffer is empty then.
    pub failure: Option<Failure>,
}

impl Batch<'_> {
    /// Where it begins.
    pub(super) fn position(&self) -> Position {
        Position { offset: self.offset, line: self.line, record: self.record }
    }

    /// Whether the batch is all of its file.
    pub(super) fn is_whole(&self) -> bool {
        self.first && self.last
    }

    /// What a fault in a record is to the user.
    pub(super) fn fault(&self, fault: Fault, at: Numbered) -> Failure {
        let failure = |fault| Failure::new(self.file.path(), Reason::Record(fault));
        if !self.file.layout.is_one_document() {
            return failure(fault).in_record(at);
        }
        failure(match fault {
            Fault::NotUtf8 { offset } => Fault::NotUtf8 { offset: self.offset + offset },
            fault => fault,
        })
    }
}

/// The tasks that are still to do.
pub(super) type Tasks<'p> = Peekable<Box<dyn Iterator<Item = Listed<'p>> + Send + 'p>>;

/// Hands out batches.
pub(super) struct Reader<'p> {
    tasks: Tasks<'p>,
    reading: &'p Reading,
    /// Where in the first file to begin, if not at its start.
    resumed: Option<Position>,
    current: Option<Current<'p>>,
    turn: u64,
    /// Set when no more is to be begun; what comes in its own time is not waited for any longer then.
    stop: Option<Arc<AtomicBool>>,
    /// Whether a file was given up for that before it was open.
    unopened: bool,
}

struct Current<'p> {
    file: Arc<OpenFile<'p>>,
    chunks: Box<dyn Chunked>,
    is_as_it_lies: bool,
    /// Whether it comes in its own time, as from a pipe.
    comes: bool,
    /// Bytes fetched from disk, and those of them that batches account for.
    fetched: Arc<AtomicU64>,
    accounted: u64,
    begun: bool,
    position: Position,
    /// Why it cannot be gone on with.
    failure: Option<Failure>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(
        tasks: Tasks<'p>,
        reading: &'p Reading,
        resumed: Option<Position>,
        stop: Option<Arc<AtomicBool>>,
    ) -> Self {
        Self { tasks, reading, resumed, current: None, turn: 0, stop, unopened: false }
    }

    /// What is left: nothing, or the place in the file in hand, if there is one.
    pub(super) fn left(&mut self) -> Option<Option<Position>> {
        let current = self.current.as_ref().filter(|current| !current.file.has_failed());
        match current {
            Some(current) => Some(Some(current.position)),
            None if self.unopened => Some(None),
            None => self.tasks.peek().map(|_| None),
        }
    }

    /// The next batch, its bytes in `buffer`; `None` at the end of all files, and where it did not come before
    /// the stop.
    pub(super) fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Batch<'p>> {
        if self.unopened {
            return None;
        }
        let current = self.current.take().filter(|current| !current.file.has_failed());
        let mut current = match current {
            Some(current) => current,
            None => {
                let opened = match self.tasks.next()? {
                    Ok(task) => Current::open(task, self.reading, self.stop.as_ref()),
                    Err((index, failure)) => Err(Box::new((Task::unlisted(index, &failure), failure))),
                };
                let resumed = self.resumed.take();
                match opened {
                    Ok(mut current) => {
                        current.skip(resumed, buffer);
                        current
                    }
                    Err(_) if is_told(self.stop.as_ref()) => {
                        self.unopened = true;
                        return None;
                    }
                    Err(failed) => {
                        buffer.clear();
                        return Some(self.number(Batch::unopened(failed.0, failed.1)));
                    }
                }
            }
        };
        let batch = current.next(buffer);
        if current.comes && batch.failure.is_some() && is_told(self.stop.as_ref()) {
            self.current = Some(current);
            return None;
        }
        if !batch.last {
            self.current = Some(current);
        }
        Some(self.number(batch))
    }

    fn number(&mut self, batch: Batch<'p>) -> Batch<'p> {
        let turn = self.turn;
        self.turn += 1;
        Batch { turn, ..batch }
    }
}

impl<'p> Batch<'p> {
    fn unopened(task: Task<'p>, failure: Failure) -> Self {
        let (layout, ended) = (Arc::new(record::Whole), Arc::default());
        let file = OpenFile {
            task,
            layout,
            is_assembled: false,
            is_utf8: true,
            permissions: None,
            stamp: None,
            ended,
        };
        Self {
            turn: 0,
            file: Arc::new(file),
            first: true,
            last: true,
            offset: 0,
            line: 0,
            record: 0,
            read: 0,
            failure: Some(failure),
        }
    }
}

impl<'p> Current<'p> {
    fn open(
        task: Task<'p>,
        reading: &Reading,
        stop: Option<&Arc<AtomicBool>>,
    ) -> Result<Self, Box<(Task<'p>, Failure)>> {
        let fetched = Arc::new(AtomicU64::new(0));
        let open = || -> Result<_, Unopened> {
            let Opened { raw, path, permissions, stamp } = Opened::open(&task, stop)?;
            let raw = Box::new(Counted { inner: raw, count: Arc::clone(&fetched) });
            Ok((record::open(raw, path, reading)?, permissions, stamp))
        };
        let (Unpacked { layout, chunks, is_as_it_lies, is_utf8 }, permissions, stamp) = match open() {
            Ok(opened) => opened,
            Err(why) => {
                let failure = Failure::new(task.input.as_deref(), Reason::from(why));
                return Err(Box::new((task, failure)));
            }
        };
        let is_assembled = layout.is_assembled();
        let comes = stamp.is_none();
        // What is put together from the original is done anew as a whole.
        let stamp = stamp.filter(|_| !is_assembled);
        let ended = Arc::default();
        let file = OpenFile { task, layout, is_assembled, is_utf8, permissions, stamp, ended };
        Ok(Self {
            file: Arc::new(file),
            chunks,
            is_as_it_lies,
            comes,
            fetched,
            accounted: 0,
            begun: false,
            position: Position::default(),
            failure: None,
        })
    }

    /// Passes over what the run before has done.
    fn skip(&mut self, to: Option<Position>, buffer: &mut Vec<u8>) {
        let Some(to) = to else { return };
        if self.is_as_it_lies {
            let sought = self.seek(to);
            self.failure = sought.err().map(|error| Failure::new(self.file.path(), Reason::Read(error)));
            return;
        }
        while self.position.offset < to.offset && self.failure.is_none() {
            let batch = self.next(buffer);
            if batch.last {
                let changed = || Failure::new(self.file.path(), Reason::Changed);
                self.failure = Some(batch.failure.unwrap_or_else(changed));
            }
        }
        if self.position != to && self.failure.is_none() {
            self.failure = Some(Failure::new(self.file.path(), Reason::Changed));
        }
    }

    /// Goes to a place in a file that has all places where they lie on disk.
    fn seek(&mut self, to: Position) -> io::Result<()> {
        let Some(path) = self.file.path() else { return Ok(()) };
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(to.offset))?;
        let count = Arc::clone(&self.fetched);
        self.accounted = count.load(Ordering::Relaxed);
        self.chunks.go_on(Box::new(Counted { inner: Box::new(file), count }), to.offset);
        (self.position, self.begun) = (to, true);
        Ok(())
    }

    fn next(&mut self, buffer: &mut Vec<u8>) -> Batch<'p> {
        let failure = self.failure.take().or_else(|| {
            let read = self.chunks.next(buffer).err();
            read.map(|error| Failure::new(self.file.path(), Reason::Read(error)))
        });
        if failure.is_some() {
            buffer.clear();
        }
        let fetched = self.chunks.fetched().unwrap_or_else(|| self.fetched.load(Ordering::Relaxed));
        let Position { offset, line, record } = self.position;
        let batch = Batch {
            turn: 0,
            file: Arc::clone(&self.file),
            first: !std::mem::replace(&mut self.begun, true),
            last: failure.is_some() || self.chunks.is_done(),
            offset,
            line,
            record,
            read: fetched - std::mem::replace(&mut self.accounted, fetched),
            failure,
        };
        if !batch.last {
            let position = &mut self.position;
            position.offset += buffer.len() as u64;
            position.line += memchr::memchr_iter(b'\n', buffer).count() as u64;
            let layout = &*self.file.layout;
            if !layout.is_one_document() {
                let pieces = record::pieces(layout, buffer, batch.offset == 0);
                position.record += pieces.filter(|(piece, _)| piece.is_record).count() as u64;
            }
        }
        batch
    }
}
