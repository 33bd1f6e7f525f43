//! The edit log read backwards: the original text out of the cleaned one.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::edit_index::{EditIndex, Place, Rows};
use super::failure::{Numbered, Reason, Usage};
use super::output::{Output, Packer};
use super::places::Places;
use super::plan::{self, Plan, Task};
use super::source::{self, Opened, Reading};
use super::{Failure, Selection, Source, Summary, Target, work};
use crate::record::{self, Compression, Field, FieldNames, Format, LoggedEdit, Record};

/// Takes the edits of a [`Job`](super::Job) back, by the log that it wrote.
///
/// The cleaned text and the log are read in step, so that memory is bounded. A text comes back byte
/// for byte; of a JSON record, the text does, and the other fields are as they are.
pub struct Undo<'a> {
    cleaned: Source,
    log: PathBuf,
    file: Option<String>,
    reading: Reading,
    target: Target<'a>,
}

impl<'a> Undo<'a> {
    /// What was cleaned (a file, a directory or standard input) and the log. Without a target
    /// nothing is written: it is only tried.
    #[must_use]
    pub fn new(cleaned: impl Into<Source>, log: impl Into<PathBuf>) -> Self {
        Self {
            cleaned: cleaned.into(),
            log: log.into(),
            file: None,
            reading: Reading::default(),
            target: Target::Nowhere,
        }
    }

    /// Which file of the log the text belongs to. By default it is the one that the path ends in,
    /// or the only one.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// The format, as in the job.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.reading.format = Some(format);
        self
    }

    /// The field that holds the text, as in the job.
    #[must_use]
    pub fn text_field(mut self, name: impl Into<String>) -> Self {
        self.reading.names.text = name.into();
        self
    }

    /// Where the original goes.
    #[must_use]
    pub fn target(mut self, target: Target<'a>) -> Self {
        self.target = target;
        self
    }

    /// Does it. The summary has the number of files and what went wrong with each.
    ///
    /// # Errors
    /// Where the job cannot be done as it was put, and where the log cannot be read or the stream
    /// not be written. A log that does not fit a text is a failure of that file.
    pub fn run(mut self) -> Result<Summary, Failure> {
        let started = Instant::now();
        let places = Places::new(std::slice::from_ref(&self.cleaned), &self.target)?;
        let plan = Plan::new(&places, &Selection::default(), &[&self.log])?;
        let index = EditIndex::open(&self.log)?;
        let mut summary = Summary::default();
        let mut gone: HashSet<_> = index.names().map(|name| name.map(str::to_owned)).collect();
        let is_directory = matches!(&self.cleaned, Source::Path(path) if path.is_dir());

        for task in plan.tasks() {
            let task = match task {
                Ok(task) => task,
                Err((_, failure)) => {
                    summary.failures.push(failure);
                    continue;
                }
            };
            gone.remove(&task.name);
            let place = if is_directory { index.find(task.name.as_deref()) } else { self.choose(&index)? };
            match self.restore(&task, place, &index) {
                Ok(()) => summary.files += 1,
                Err(failure) if failure.is_broken_pipe() => return Err(failure),
                Err(failure) => summary.failures.push(failure),
            }
        }
        if is_directory {
            let mut gone = Vec::from_iter(gone);
            gone.sort_unstable();
            let failure = |name: Option<String>| Failure::new(name.as_deref().map(Path::new), Reason::NoFile);
            summary.failures.extend(gone.into_iter().map(failure));
        }
        Ok(Summary { elapsed: started.elapsed(), ..summary })
    }

    /// The rows that a single text belongs to; none where the log is empty.
    fn choose(&self, index: &EditIndex) -> Result<Option<Place>, Failure> {
        if let Some(name) = &self.file {
            let place = index.find(Some(name));
            return place.map(Some).ok_or_else(|| Failure::usage(Usage::NoFileInLog(name.clone())));
        }
        if let Source::Path(path) = &self.cleaned {
            let path = plan::log_name(path);
            let ends = index.names().flatten().filter(|name| Path::new(&path).ends_with(name));
            if let Some(name) = ends.max_by_key(|name| name.len()) {
                return Ok(index.find(Some(name)));
            }
        }
        let mut names = index.names();
        match (names.next(), names.next()) {
            (None, _) => Ok(None),
            (Some(name), None) => Ok(index.find(name)),
            _ => Err(Failure::new(Some(&self.log), Reason::WhichFile)),
        }
    }

    fn restore(&mut self, task: &Task<'_>, place: Option<Place>, index: &EditIndex) -> Result<(), Failure> {
        let path = task.input.as_deref();
        let unread = |error| Failure::new(path, Reason::Read(error));
        let Opened { raw, path: named, permissions, .. } = Opened::open(path).map_err(unread)?;
        let (format, input) = source::unpack(raw, named, &self.reading).map_err(unread)?;
        let input = BufReader::with_capacity(1 << 18, input);
        let rows = place.map(|place| index.rows(place)).transpose().map_err(unread)?;
        let names = &self.reading.names;

        if let Some(to) = task.output.as_deref() {
            let unwritten = |error| Failure::new(Some(to), Reason::Write(error));
            let output = Output::create(to).map_err(unwritten)?;
            let mut packer = Packer::new(output, Compression::of_name(to));
            restore(format, names, path, input, rows, &mut packer)?;
            return packer.finish().and_then(|output| output.finish(permissions.as_ref())).map_err(unwritten);
        }
        let mut nowhere = io::sink();
        let stream: &mut dyn Write = match &mut self.target {
            Target::Stream(stream) => stream,
            _ => &mut nowhere,
        };
        let mut packer = Packer::new(stream, Compression::None);
        restore(format, names, path, input, rows, &mut packer)?;
        packer.finish().map(drop).map_err(|error| Failure::new(None, Reason::Write(error)))
    }
}

/// Reads a cleaned file and its rows in step.
fn restore(
    format: Format,
    names: &FieldNames,
    path: Option<&Path>,
    input: impl BufRead,
    rows: Option<Rows<'_>>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    match format {
        Format::Text => restore_text(path, input, rows, out),
        Format::JsonLines => {
            Lines { path, names, input, next: Numbered { record: 0, line: 1 } }.restore(rows, out)
        }
    }
}

fn restore_text(
    path: Option<&Path>,
    input: impl BufRead,
    rows: Option<Rows<'_>>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let located = |reason| Failure::new(path, reason);
    let mut inverse = Inverse::new(input);
    if let Some(mut rows) = rows {
        while let Some(row) = rows.next()? {
            if row.record != 0 {
                return Err(located(Reason::NoRecord { record: row.record }));
            }
            row.edits.iter().try_for_each(|edit| inverse.take_back(edit, out)).map_err(located)?;
        }
    }
    inverse.copy(u64::MAX, out).map_err(located)
}

/// A text on its way back.
struct Inverse<R> {
    cleaned: R,
    /// Bytes of the cleaned text read, and of the original written.
    read: u64,
    written: u64,
    /// What stands where an edit put something.
    found: Vec<u8>,
}

impl<R: BufRead> Inverse<R> {
    fn new(cleaned: R) -> Self {
        Self { cleaned, read: 0, written: 0, found: Vec::new() }
    }

    /// Passes on what precedes an edit, and puts back what it took out.
    fn take_back(&mut self, edit: &LoggedEdit<'_>, out: &mut impl Write) -> Result<(), Reason> {
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
    fn copy(&mut self, mut len: u64, out: &mut impl Write) -> Result<(), Reason> {
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

/// The records of a file on their way back.
struct Lines<'a, R> {
    path: Option<&'a Path>,
    names: &'a FieldNames,
    input: R,
    /// The record that comes next.
    next: Numbered,
}

impl<R: BufRead> Lines<'_, R> {
    fn restore(mut self, rows: Option<Rows<'_>>, out: &mut impl Write) -> Result<(), Failure> {
        let mut line = Vec::new();
        let mut spliced = Vec::new();
        if let Some(mut rows) = rows {
            while let Some(row) = rows.next()? {
                let missing = || Failure::new(self.path, Reason::NoRecord { record: row.record });
                if row.record < self.next.record {
                    return Err(missing());
                }
                // Lines before the record, and blank ones, pass.
                let at = loop {
                    let at = self.next;
                    if !self.read(&mut line)? {
                        return Err(Failure::new(self.path, Reason::NoRecord { record: row.record }));
                    }
                    if self.next.record > row.record {
                        break at;
                    }
                    self.write(&line, out)?;
                };
                spliced.clear();
                self.undo(&line, &row.edits, &mut spliced)
                    .map_err(|reason| Failure::new(self.path, reason).in_record(at))?;
                self.write(&spliced, out)?;
            }
        }
        while self.read(&mut line)? {
            self.write(&line, out)?;
        }
        Ok(())
    }

    /// The next line; `false` at the end.
    fn read(&mut self, line: &mut Vec<u8>) -> Result<bool, Failure> {
        line.clear();
        let read = self.input.read_until(b'\n', line);
        if read.map_err(|error| Failure::new(self.path, Reason::Read(error)))? == 0 {
            return Ok(false);
        }
        self.next.line += 1;
        self.next.record += u64::from(!record::is_blank(line));
        Ok(true)
    }

    fn write(&self, line: &[u8], out: &mut impl Write) -> Result<(), Failure> {
        out.write_all(line).map_err(|error| Failure::new(self.path, Reason::Write(error)))
    }

    /// Adds a line to `out`, with the edits of its text taken back.
    fn undo(&self, line: &[u8], edits: &[LoggedEdit<'_>], out: &mut Vec<u8>) -> Result<(), Reason> {
        let parsed = work::record(line, self.names)?;
        let Field::Text { span, text } = &parsed.field else {
            return Err(Reason::Mismatch { offset: 0 });
        };
        let mut original = Vec::with_capacity(text.len());
        let mut inverse = Inverse::new(text.as_bytes());
        edits.iter().try_for_each(|edit| inverse.take_back(edit, &mut original))?;
        inverse.copy(u64::MAX, &mut original)?;
        let original = String::from_utf8(original).map_err(|_| Reason::Mismatch { offset: 0 })?;
        Record::splice(line, span, &original, out);
        Ok(())
    }
}
