//! What is written, in the order of the input, and how far it is recorded.

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::assembling::Assembling;
use super::commit::{Committer, Order};
use super::edit_log::EditLog;
use super::failure::Reason;
use super::journal::{Breaks, Entry, Journal, OpenState, Position, Stamp, State, Tally};
use super::output::{Names, Output, Sealed};
use super::resume::Resumed;
use super::source::{Batch, End, OpenFile};
use super::work::{Broken, Buffers, Done};
use super::{BrokenRecords, Failure, FileReport, Notes, Observer, Summary, Watch};
use crate::record::Compression;

/// So many files at the most wait for their final names.
const GROUP: usize = 16 << 10;

/// All that happens in the order of the input.
pub(super) struct Writer<'a, 'p> {
    /// The batch that comes next.
    pub turn: u64,
    /// Batches that are before their turn, and how many threads are.
    pub early: HashMap<u64, Early<'p>>,
    pub waiting: usize,
    /// Buffers of those that were.
    pub spare: Vec<Buffers>,
    pub stream: Option<Box<dyn Write + Send + 'a>>,
    log: Option<EditLog>,
    current: Option<Current>,
    /// Files that are done.
    done: u64,
    /// Whole files, and their numbers, that wait for their final names.
    group: Vec<Sealed>,
    numbers: Vec<u64>,
    summary: Summary,
    /// Files that failed, by their numbers, and the places of their failures in the summary.
    failed: Vec<(u64, usize)>,
    /// Those of runs before, which are tried again.
    again: Vec<Vec<u64>>,
    /// What ended the job.
    pub fatal: Option<Failure>,
    observer: &'a dyn Observer,
    pub in_place: bool,
    /// Whether the stream gets what is shown of the changes, and not the text.
    pub shows: bool,
    pub watch: Option<&'a dyn Watch>,
    pub names: Names,
    pub journal: Option<Journal>,
    committer: Option<Committer>,
    /// How often it is recorded how far the job is.
    pub every: Duration,
    recorded: Instant,
}

/// The file that is being written.
#[derive(Default)]
struct Current {
    report: FileReport,
    stamp: Option<Stamp>,
    /// Where it goes to a file of its own, and not from one batch alone.
    output: Option<Output>,
    /// Bytes of it.
    written: u64,
    changed: bool,
    broken: Broken,
    notes: Option<Box<dyn Notes>>,
    /// The same, where it is put together from the original.
    assembling: Option<Assembling>,
}

/// A batch before its turn; of the buffers of a whole file, what is told of it.
pub(super) struct Early<'p> {
    pub batch: Batch<'p>,
    pub done: Done,
    pub sealed: Option<Sealed>,
    pub buffers: Buffers,
}

impl<'a> Writer<'a, '_> {
    /// One that only counts.
    pub(super) fn new(observer: &'a dyn Observer) -> Self {
        Self {
            turn: 0,
            early: HashMap::new(),
            waiting: 0,
            spare: Vec::new(),
            stream: None,
            log: None,
            current: None,
            done: 0,
            group: Vec::new(),
            numbers: Vec::new(),
            summary: Summary::default(),
            failed: Vec::new(),
            again: Vec::new(),
            fatal: None,
            observer,
            in_place: false,
            shows: false,
            watch: None,
            names: Names::default(),
            journal: None,
            committer: None,
            every: Duration::MAX,
            recorded: Instant::now(),
        }
    }

    /// Begins with what was done before.
    pub(super) fn resumed(self, before: Resumed) -> Self {
        let Resumed { done, summary, log, open, again } = before;
        let current = open.map(|(open, output)| Current::resumed(open, output));
        self.observer.batch_done(summary.bytes_read);
        for failure in &summary.failures {
            self.observer.failed(failure);
        }
        Self { done, summary, log, current, again, ..self }
    }

    /// Other buffers for those of a batch that waits.
    pub(super) fn swap(&mut self, buffers: &mut Buffers) -> Buffers {
        std::mem::replace(buffers, self.spare.pop().unwrap_or_default())
    }

    /// Takes one batch. An error ends the job.
    pub(super) fn take(
        &mut self,
        batch: &Batch<'_>,
        mut done: Done,
        sealed: Option<Sealed>,
        buffers: &Buffers,
    ) -> Result<(), Failure> {
        if batch.file.has_failed() {
            return Ok(());
        }
        if self.is_due() {
            self.record(batch.position())?;
        }
        if let Some(fatal) = self.fatal.take() {
            return Err(fatal);
        }
        if batch.first {
            self.observer.file_started(batch.file.path());
            self.current = Some(Current::new(&batch.file));
            if let Some(log) = &mut self.log {
                log.begin_file();
            }
        }
        let Some(mut current) = self.current.take() else { return Ok(()) };
        current.count(&mut done);
        for (at, why) in &done.without_text {
            self.observer.record_passed(batch.file.path(), at.record, at.line, *why);
        }
        for failure in current.broken.append(std::mem::take(&mut done.broken)) {
            self.observer.record_broken(failure);
        }
        self.summary.bytes_read += batch.read;
        self.observer.batch_done(batch.read);

        if done.failure.is_none() && batch.file.is_assembled {
            done.failure = self.assemble(batch, &mut current, &done, buffers).err();
        } else {
            self.write_stream(&done, buffers)?;
        }
        if let Some(log) = &mut self.log {
            log.add(&buffers.log)?;
        }
        if done.failure.is_none() {
            done.failure = self.write_file(batch, &mut current, &done, buffers).err();
        }
        if let Some(failure) = done.failure {
            return self.fail(batch, current, failure);
        }
        if batch.last {
            batch.file.end(End::Done);
            self.seal(batch, sealed);
            self.close(current, batch.file.layout.is_one_document());
        } else {
            self.current = Some(current);
        }
        Ok(())
    }

    fn write_stream(&mut self, done: &Done, buffers: &Buffers) -> Result<(), Failure> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        let bytes = if self.shows { &buffers.shown } else { buffers.result(done) };
        stream.write_all(bytes).map_err(|error| Failure::new(None, Reason::Write(error)))
    }

    /// What goes to a file of its own, unless the worker has written it.
    fn write_file(
        &mut self,
        batch: &Batch<'_>,
        current: &mut Current,
        done: &Done,
        buffers: &Buffers,
    ) -> Result<(), Failure> {
        let Some(path) = batch.file.task.output.as_deref() else { return Ok(()) };
        if batch.is_whole() || batch.file.is_assembled {
            return Ok(());
        }
        let compression = Compression::of_name(path);
        let mut write = || -> io::Result<Option<Output>> {
            let output = match &mut current.output {
                Some(output) => output,
                none => none.insert(Output::named(path, self.names)?),
            };
            let bytes = if compression == Compression::None { buffers.result(done) } else { &buffers.packed };
            output.write_all(bytes)?;
            current.written += bytes.len() as u64;
            let keeps = batch.last && !batch.file.stays(self.in_place, current.changed);
            Ok(current.output.take_if(|_| keeps))
        };
        let written = write();
        self.end_output(batch, written)
    }

    /// What goes to a file or stream that is put together from the original.
    fn assemble(
        &mut self,
        batch: &Batch<'_>,
        current: &mut Current,
        done: &Done,
        buffers: &Buffers,
    ) -> Result<(), Failure> {
        let path = batch.file.task.output.as_deref();
        let stream = self.stream.as_mut().filter(|_| !self.shows);
        if path.is_none() && stream.is_none() {
            return self.write_stream(done, buffers);
        }
        let names = self.names;
        let write = || -> io::Result<Option<Output>> {
            let assembling = match &mut current.assembling {
                Some(assembling) => assembling,
                none => {
                    let create = |path: &_| Output::named(path, names);
                    none.insert(Assembling::begin(&*batch.file.layout, path, create)?)
                }
            };
            assembling.take(buffers.result(done), done.changed)?;
            let Some(assembling) = current.assembling.take_if(|_| batch.last) else { return Ok(None) };
            let keeps = !batch.file.stays(self.in_place, current.changed);
            Ok(assembling.finish(stream)?.filter(|_| keeps))
        };
        let written = write();
        self.end_output(batch, written)
    }

    /// Ends the writing of a file, if it is whole.
    fn end_output(&mut self, batch: &Batch<'_>, written: io::Result<Option<Output>>) -> Result<(), Failure> {
        let seal =
            |output: Option<Output>| output.map(|o| o.seal(batch.file.permissions.as_ref())).transpose();
        let path = batch.file.task.output.as_deref();
        let sealed = written.and_then(seal).map_err(|error| Failure::new(path, Reason::Write(error)))?;
        self.seal(batch, sealed.flatten());
        Ok(())
    }

    /// Lets a file that is written wait for its final name.
    fn seal(&mut self, batch: &Batch<'_>, sealed: Option<Sealed>) {
        self.numbers.extend(sealed.is_some().then_some(batch.file.task.index));
        self.group.extend(sealed);
    }

    /// Ends a file that failed; what stands in a stream already stays, with its rows in the log.
    ///
    /// An entry that speaks of the file can still be gone on with: without its output, the file is
    /// done anew, from where the log is cut here.
    fn fail(&mut self, batch: &Batch<'_>, current: Current, failure: Failure) -> Result<(), Failure> {
        batch.file.end(End::Failed);
        drop(current);
        self.done += 1;
        if let Some(path) = batch.file.task.passed_over(&failure) {
            self.observer.skipped(path);
            self.summary.add_failure(&batch.file.task, failure);
            return Ok(());
        }
        if let (Some(log), None) = (&mut self.log, &self.stream) {
            log.take_back()?;
        }
        self.failed.push((batch.file.task.index, self.summary.failures.len()));
        self.report(failure);
        Ok(())
    }

    fn report(&mut self, failure: Failure) {
        self.observer.failed(&failure);
        self.summary.failures.push(failure);
    }

    fn close(&mut self, mut current: Current, is_one_document: bool) {
        self.done += 1;
        let report = &mut current.report;
        if is_one_document {
            // However many sections it had.
            report.stats.documents = 1;
            report.stats.changed = u64::from(current.changed);
        }
        let summary = &mut self.summary;
        report.broken = current.broken.records;
        if report.broken > 0 {
            let Broken { records, first } = current.broken;
            summary.broken.push(BrokenRecords { path: report.path.clone(), records, first });
        }
        summary.stats.merge(&report.stats);
        summary.files += 1;
        summary.files_changed += u64::from(current.changed);
        if report.without_text > 0 {
            summary.without_text.push((report.path.clone(), report.without_text));
        }
        if let (Some(watch), Some(notes)) = (self.watch, current.notes) {
            watch.take(notes);
        }
        self.observer.file_finished(report);
    }

    /// Whether it is time to record how far the job is.
    fn is_due(&mut self) -> bool {
        if self.journal.is_none() && self.group.is_empty() {
            return false;
        }
        let rests = self.committer.as_ref().is_none_or(Committer::is_idle);
        self.group.len() >= GROUP || self.recorded.elapsed() >= self.every && (rests || self.poll())
    }

    /// Whether what was recorded last is on disk.
    fn poll(&mut self) -> bool {
        let Some(committer) = &mut self.committer else { return true };
        match committer.poll() {
            Ok(failures) => failures.into_iter().for_each(|failure| self.report(failure)),
            // It comes up again when all is done.
            Err(failure) => self.fatal = Some(failure),
        }
        self.committer.as_ref().is_none_or(Committer::is_idle)
    }

    /// Records that all before this place in the file in hand is written. It is put on disk while
    /// the job goes on.
    fn record(&mut self, at: Position) -> Result<(), Failure> {
        let order = self.order(at, false);
        self.give(order)
    }

    /// The group, and the entry for this place.
    fn order(&mut self, at: Position, last: bool) -> Order {
        let entry = self.entry(at, last);
        let mut open = Vec::new();
        if entry.is_some() {
            let output = self.current.as_ref().and_then(|current| current.output.as_ref());
            open.extend(output.and_then(Output::temporary).map(ToOwned::to_owned));
            open.extend(self.log.as_ref().and_then(EditLog::temporary).map(ToOwned::to_owned));
        }
        self.numbers.clear();
        Order { sealed: std::mem::take(&mut self.group), open, entry, last }
    }

    fn entry(&self, at: Position, finished: bool) -> Option<Entry> {
        let journal = self.journal.as_ref()?;
        let mut state = State::new(self.done, self.names, Tally::from(&self.summary));
        state.sealed.clone_from(&self.numbers);
        state.open = self.current.as_ref().map(|current| current.state(at));
        state.log = self.log.as_ref().map(EditLog::state);
        state.finished = finished;
        state.failed.clone_from(&self.failed);
        state.again.clone_from(&self.again);
        Some(journal.entry(state))
    }

    fn give(&mut self, order: Order) -> Result<(), Failure> {
        let failures = self.committer.get_or_insert_with(Committer::new).give(order)?;
        failures.into_iter().for_each(|failure| self.report(failure));
        self.recorded = Instant::now();
        Ok(())
    }

    /// Waits until all that was given is on disk.
    fn settle(&mut self) -> Result<(), Failure> {
        if let Some(committer) = &mut self.committer {
            let failures = committer.wait()?;
            failures.into_iter().for_each(|failure| self.report(failure));
        }
        Ok(())
    }

    /// Ends the job: all is done, or it was told to stop and this is left, at a place in the file
    /// in hand if there is one.
    pub(super) fn finish(mut self, left: Option<Option<Position>>) -> (Summary, Result<(), Failure>) {
        let ended = match (self.fatal.take(), left) {
            (Some(fatal), _) => Err(fatal),
            (None, None) => self.complete(),
            (None, Some(at)) => self.interrupt(at),
        };
        self.leave();
        (self.summary, ended)
    }

    fn complete(&mut self) -> Result<(), Failure> {
        self.flush()?;
        if let Some(log) = &mut self.log {
            log.end()?;
        }
        let mut order = self.order(Position::default(), true);
        if let Some(log) = self.log.take() {
            order.sealed.extend(log.seal()?);
        }
        if !order.sealed.is_empty() {
            self.give(order)?;
            self.settle()?;
        }
        let Some(journal) = self.journal.take() else { return Ok(()) };
        let path = journal.path().to_owned();
        journal.close().map_err(|error| Failure::new(Some(&path), Reason::Write(error)))
    }

    fn interrupt(&mut self, at: Option<Position>) -> Result<(), Failure> {
        self.flush()?;
        self.summary.interrupted = true;
        let order = self.order(at.unwrap_or_default(), false);
        if order.entry.is_some() || !order.sealed.is_empty() {
            self.give(order)?;
            self.settle()?;
        }
        self.summary.resume = self.journal.as_ref().map(|journal| journal.path().to_owned());
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        stream.flush().map_err(|error| Failure::new(None, Reason::Write(error)))
    }

    /// Leaves what is in the making, if a run can go on with it.
    fn leave(&mut self) {
        if self.journal.is_none() {
            return;
        }
        if let Some(output) = self.current.take().and_then(|current| current.output) {
            output.leave();
        }
        if let Some(log) = self.log.take() {
            log.leave();
        }
    }
}

impl Current {
    fn new(file: &OpenFile<'_>) -> Self {
        let report = FileReport { path: file.task.input.clone(), ..FileReport::default() };
        Self { report, stamp: file.stamp, ..Self::default() }
    }

    fn resumed(open: OpenState, output: Option<Output>) -> Self {
        let report =
            FileReport { stats: open.stats.into(), without_text: open.without_text, ..FileReport::default() };
        let (stamp, written) = (open.stamp, open.written.unwrap_or_default());
        let broken = open.broken.into();
        Self { report, stamp, output, written, changed: open.changed, broken, ..Self::default() }
    }

    fn state(&self, at: Position) -> OpenState {
        OpenState {
            stamp: self.stamp,
            at,
            written: self.output.as_ref().map(|_| self.written),
            changed: self.changed,
            stats: (&self.report.stats).into(),
            without_text: self.report.without_text,
            broken: Breaks::new(self.broken.records, &self.broken.first),
        }
    }

    fn count(&mut self, done: &mut Done) {
        match (&mut self.notes, done.notes.take()) {
            (Some(notes), Some(later)) => notes.add(later),
            (notes, later) => *notes = notes.take().or(later),
        }
        self.report.stats.merge(&done.stats);
        self.report.without_text += done.without_text.len() as u64;
        self.changed |= done.changed;
    }
}
