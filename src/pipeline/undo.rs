//! The edit log read backwards: the original text out of the cleaned one.

mod inverse;
mod records;

use std::collections::HashMap;
use std::fs::Permissions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::assembling::Assembling;
use super::edit_index::{EditIndex, Place, Rows};
use super::failure::{Reason, Usage};
use super::opened::Opened;
use super::output::{Output, Packer};
use super::places::Places;
use super::plan::{self, Plan, Task};
use super::{BrokenRecords, Failure, Selection, Source, Summary, Target};
use crate::record::{self, Compression, Reading, Stream, Unpacked};
use inverse::Inverse;
use records::{Pieces, Records};

/// Takes the edits of a [`Job`](super::Job) back, by the log that it wrote.
///
/// The cleaned text and the log are read in step, so that memory is bounded. A text comes back byte
/// for byte; of a record, its text does, and the other fields are as they are.
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

    /// How the cleaned text is read, as in the job.
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// Where the original goes.
    #[must_use]
    pub fn target(mut self, target: Target<'a>) -> Self {
        self.target = target;
        self
    }

    /// Does it. The summary has the number of files, what went wrong with each, and as `broken` the records that
    /// do not come back, as [`OnError::Skip`](super::OnError::Skip) left them out.
    ///
    /// # Errors
    /// Where the job cannot be done as it was put, and where the log cannot be read or the stream
    /// not be written. A log that does not fit a text is a failure of that file.
    pub fn run(mut self) -> Result<Summary, Failure> {
        let started = Instant::now();
        let places = Places::new(std::slice::from_ref(&self.cleaned), &self.target, None)?;
        // Hidden files may have been asked for, or listed.
        let all = Selection::default().hidden(true);
        let plan = Plan::new(&places, &all, &[], &[&self.log], false)?;
        let index = EditIndex::open(&self.log)?;
        let mut summary = Summary::default();
        // By the names that they were written under.
        let written = |name: &str| plan::log_name(&record::output_name(Path::new(name)));
        let mut gone: HashMap<_, _> = index.names().map(|name| (name.map(written), name)).collect();
        let is_directory = matches!(&self.cleaned, Source::Path(path) if path.is_dir());

        for task in plan.tasks() {
            let task = match task {
                Ok(task) => task,
                Err((index, failure)) => {
                    summary.add_failure(&Task::unlisted(index, &failure), failure);
                    continue;
                }
            };
            gone.remove(&task.name);
            let place =
                if is_directory { index.of_output(task.name.as_deref()) } else { self.choose(&index)? };
            match self.restore(&task, place, &index) {
                Ok(()) => {
                    summary.files += 1;
                    let records = place.map_or(0, |place| place.dropped);
                    if records > 0 {
                        summary.broken.push(BrokenRecords { path: task.input, records, first: Vec::new() });
                    }
                }
                Err(failure) if failure.is_broken_pipe() => return Err(failure),
                Err(failure) => summary.add_failure(&task, failure),
            }
        }
        if is_directory {
            let mut gone = Vec::from_iter(gone.into_values());
            gone.sort_unstable();
            let failure = |name: Option<&str>| Failure::new(name.map(Path::new), Reason::NoFile);
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
            let ends = index.names().flatten().filter(|name| {
                let written = record::output_name(Path::new(name));
                // Any path ends in no name.
                !name.is_empty() && (Path::new(&path).ends_with(name) || Path::new(&path).ends_with(written))
            });
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
        let Opened { raw, path: named, permissions, .. } = Opened::open(task, None).map_err(unread)?;
        let cleaned =
            record::open(raw, named, &self.reading).map_err(|why| Failure::new(path, why.into()))?;
        let rows = place.map(|place| index.rows(place)).transpose().map_err(unread)?;

        if cleaned.layout.is_assembled() {
            return self.reassemble(task, cleaned, rows, permissions.as_ref());
        }
        if let Some(to) = task.output.as_deref() {
            let unwritten = |error| Failure::new(Some(to), Reason::Write(error));
            let output = Output::create(to).map_err(unwritten)?;
            let mut packer = Packer::new(output, Compression::of_name(to));
            restore(path, cleaned, rows, &mut packer)?;
            return packer.finish().and_then(|output| output.finish(permissions.as_ref())).map_err(unwritten);
        }
        let mut nowhere = io::sink();
        let stream: &mut dyn Write = match &mut self.target {
            Target::Stream(stream) => stream,
            _ => &mut nowhere,
        };
        let mut packer = Packer::new(stream, Compression::None);
        restore(path, cleaned, rows, &mut packer)?;
        packer.finish().map(drop).map_err(|error| Failure::new(None, Reason::Write(error)))
    }
}

impl Undo<'_> {
    /// The same for a file that is more than its records.
    fn reassemble(
        &mut self,
        task: &Task<'_>,
        cleaned: Unpacked,
        rows: Option<Rows<'_>>,
        permissions: Option<&Permissions>,
    ) -> Result<(), Failure> {
        let to = task.output.as_deref();
        let unwritten = |error| Failure::new(to, Reason::Write(error));
        let mut assembling = Assembling::begin(&*cleaned.layout, to, Output::create).map_err(unwritten)?;
        Records::new(task.input.as_deref(), cleaned).restore(rows, &mut assembling)?;
        let stream = match &mut self.target {
            Target::Stream(stream) => Some(stream),
            _ => None,
        };
        let output = assembling.finish(stream).map_err(unwritten)?;
        output.map_or(Ok(()), |output| output.finish(permissions)).map_err(unwritten)
    }
}

/// Reads a cleaned file and its rows in step.
fn restore(
    path: Option<&Path>,
    cleaned: Unpacked,
    rows: Option<Rows<'_>>,
    out: &mut Packer<impl Write>,
) -> Result<(), Failure> {
    if !cleaned.layout.is_plain() {
        let apart = cleaned.layout.packs_pieces();
        return Records::new(path, cleaned).restore(rows, &mut Pieces { packer: out, apart });
    }
    let located = |reason| Failure::new(path, reason);
    let mut inverse = Inverse::new(Stream::new(cleaned.chunks));
    if let Some(mut rows) = rows {
        while let Some(row) = rows.next()? {
            row.edits.iter().try_for_each(|edit| inverse.take_back(edit, out)).map_err(located)?;
        }
    }
    inverse.copy(u64::MAX, out).map_err(located)
}
