//! The threads of a job: each takes the next batch, does its work on it, and waits its turn to write.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::assembling::Assembling;
use super::edit_log::EditLog;
use super::failure::Reason;
use super::output::Output;
use super::plan::{self, Plan};
use super::source::{Batch, End, OpenFile, Reader};
use super::work::{Broken, Buffers, Cleaning, Desk, Done};
use super::{BrokenRecords, Failure, FileReport, Job, Observer, Summary, Target};
use crate::record::{self, Compression, Reading};

/// Runs a job.
pub(super) fn run(job: Job<'_>, observer: &dyn Observer) -> Result<Summary, Failure> {
    let started = Instant::now();
    let plan = plan::plan(&job.inputs, &job.target, job.edits.as_deref())?;
    let log = job.edits.as_deref().map(EditLog::create).transpose()?;
    let in_place = matches!(job.target, Target::InPlace);
    let (show, stream) = match job.target {
        Target::Stream(stream) => (None, Some(stream)),
        Target::Show(show, stream) => (Some(show), Some(stream)),
        _ => (None, None),
    };
    let cleaning = Cleaning { cleaner: job.cleaner, on_error: job.on_error, show, logs: log.is_some() };
    let writer = Writer { stream, log, in_place, shows: show.is_some(), ..Writer::new(observer) };
    let summary = drive(plan, &job.reading, &cleaning, writer, job.threads)?;
    Ok(Summary { elapsed: started.elapsed(), ..summary })
}

/// Does the work on all files of a plan.
pub(super) fn drive(
    mut plan: Plan,
    reading: &Reading,
    desk: &dyn Desk,
    mut writer: Writer<'_>,
    threads: Option<NonZeroUsize>,
) -> Result<Summary, Failure> {
    writer.begin(&mut plan);
    let engine = Engine {
        reader: Mutex::new(Reader::new(&plan.tasks, reading)),
        desk,
        in_place: writer.in_place,
        writer: Mutex::new(writer),
        turned: Condvar::new(),
        stopped: AtomicBool::new(false),
    };
    let threads = threads.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    if threads == 1 {
        engine.run();
    } else {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| Failure::new(None, Reason::Threads(error)))?;
        pool.broadcast(|_| engine.run());
    }
    engine.writer.into_inner().unwrap_or_else(PoisonError::into_inner).finish()
}

struct Engine<'a, 'p> {
    reader: Mutex<Reader<'p>>,
    desk: &'a dyn Desk,
    in_place: bool,
    writer: Mutex<Writer<'a>>,
    turned: Condvar,
    /// Set when nothing more can be written.
    stopped: AtomicBool,
}

impl Engine<'_, '_> {
    fn run(&self) {
        let _guard = StopOnPanic(self);
        let mut buffers = Buffers::default();
        while !self.stopped.load(Ordering::Relaxed) {
            let batch = lock(&self.reader).next(&mut buffers.input);
            let Some(mut batch) = batch else { return };
            let mut done = self.desk.work(&mut batch, &mut buffers);
            self.pack(&batch, &mut done, &mut buffers);
            self.take_turn(&batch, done, &buffers);
        }
    }

    /// What can be done before the turn: packing, and all the writing where the batch is its file.
    fn pack(&self, batch: &Batch<'_>, done: &mut Done, buffers: &mut Buffers) {
        let Some(path) = &batch.file.task.output else { return };
        let is_unwritten = self.in_place && batch.is_whole() && !done.changed;
        if done.failure.is_some() || is_unwritten || batch.file.is_assembled {
            return;
        }
        let compression = Compression::of_name(path);
        let mut packed = std::mem::take(&mut buffers.packed);
        let result = buffers.result(done);
        let mut write = || -> io::Result<()> {
            // A packed file has one member at least.
            let packs = compression != Compression::None && (batch.first || !result.is_empty());
            if packs {
                let layout = &*batch.file.layout;
                record::pack(layout, compression, result, batch.offset == 0, &mut packed)?;
            }
            if batch.is_whole() {
                let mut output = Output::create(path)?;
                output.write_all(if packs { &packed } else { result })?;
                output.finish(batch.file.permissions.as_ref())?;
            }
            Ok(())
        };
        let written = write();
        buffers.packed = packed;
        if let Err(error) = written {
            done.failure = Some(Failure::new(Some(path), Reason::Write(error)));
        }
    }

    /// Waits until all batches before this one are written, and writes it.
    fn take_turn(&self, batch: &Batch<'_>, done: Done, buffers: &Buffers) {
        let mut writer = lock(&self.writer);
        while writer.turn != batch.turn && !self.stopped.load(Ordering::Relaxed) {
            writer = self.turned.wait(writer).unwrap_or_else(PoisonError::into_inner);
        }
        if self.stopped.load(Ordering::Relaxed) {
            return;
        }
        if let Err(fatal) = writer.take(batch, done, buffers) {
            writer.fatal = Some(fatal);
            self.stopped.store(true, Ordering::Relaxed);
        }
        writer.turn += 1;
        drop(writer);
        self.turned.notify_all();
    }
}

/// Keeps the other threads from waiting for one that is gone.
struct StopOnPanic<'e, 'a, 'p>(&'e Engine<'a, 'p>);

impl Drop for StopOnPanic<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stopped.store(true, Ordering::Relaxed);
            drop(lock(&self.0.writer));
            self.0.turned.notify_all();
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All that happens in the order of the input.
pub(super) struct Writer<'a> {
    /// The batch that comes next.
    turn: u64,
    stream: Option<Box<dyn Write + Send + 'a>>,
    log: Option<EditLog>,
    current: Option<Current>,
    summary: Summary,
    /// What ended the job.
    fatal: Option<Failure>,
    observer: &'a dyn Observer,
    in_place: bool,
    /// Whether the stream gets what is shown of the changes, and not the text.
    shows: bool,
}

/// The file that is being written.
#[derive(Default)]
struct Current {
    report: FileReport,
    /// Where it goes to a file of its own, and not from one batch alone.
    output: Option<Output>,
    changed: bool,
    broken: Broken,
    /// The same, where it is put together from the original.
    assembling: Option<Assembling>,
}

impl<'a> Writer<'a> {
    /// One that only counts.
    pub(super) fn new(observer: &'a dyn Observer) -> Self {
        Self {
            turn: 0,
            stream: None,
            log: None,
            current: None,
            summary: Summary::default(),
            fatal: None,
            observer,
            in_place: false,
            shows: false,
        }
    }

    /// Tells of the plan, and of what failed in making it.
    fn begin(&mut self, plan: &mut Plan) {
        self.observer.planned(plan.tasks.len(), plan.bytes);
        for failure in plan.failures.drain(..) {
            self.observer.failed(&failure);
            self.summary.failures.push(failure);
        }
    }

    /// Takes one batch. An error ends the job.
    fn take(&mut self, batch: &Batch<'_>, mut done: Done, buffers: &Buffers) -> Result<(), Failure> {
        if batch.file.has_failed() {
            return Ok(());
        }
        if batch.first {
            self.observer.file_started(batch.file.path());
            self.current = Some(Current::new(&batch.file));
            if let Some(log) = &mut self.log {
                log.begin_file();
            }
        }
        let Some(mut current) = self.current.take() else { return Ok(()) };
        current.count(&done);
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
        &self,
        batch: &Batch<'_>,
        current: &mut Current,
        done: &Done,
        buffers: &Buffers,
    ) -> Result<(), Failure> {
        let Some(path) = &batch.file.task.output else { return Ok(()) };
        if batch.is_whole() || batch.file.is_assembled {
            return Ok(());
        }
        let compression = Compression::of_name(path);
        let mut write = || -> io::Result<()> {
            let output = match &mut current.output {
                Some(output) => output,
                none => none.insert(Output::create(path)?),
            };
            let bytes = if compression == Compression::None { buffers.result(done) } else { &buffers.packed };
            output.write_all(bytes)?;
            let keeps = batch.last && (current.changed || !self.in_place);
            if let Some(output) = current.output.take_if(|_| keeps) {
                output.finish(batch.file.permissions.as_ref())?;
            }
            Ok(())
        };
        write().map_err(|error| Failure::new(Some(path), Reason::Write(error)))
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
        let write = || -> io::Result<()> {
            let assembling = match &mut current.assembling {
                Some(assembling) => assembling,
                none => none.insert(Assembling::begin(&*batch.file.layout, path)?),
            };
            assembling.take(buffers.result(done), done.changed)?;
            if let Some(assembling) = current.assembling.take_if(|_| batch.last) {
                let keeps = current.changed || !self.in_place;
                assembling.finish(stream, batch.file.permissions.as_ref(), keeps)?;
            }
            Ok(())
        };
        write().map_err(|error| Failure::new(path, Reason::Write(error)))
    }

    /// Ends a file that failed; what stands in a stream already stays, with its rows in the log.
    fn fail(&mut self, batch: &Batch<'_>, current: Current, failure: Failure) -> Result<(), Failure> {
        batch.file.end(End::Failed);
        drop(current);
        if let (true, false, Some(path)) = (failure.is_binary(), batch.file.task.is_named, batch.file.path())
        {
            self.observer.skipped(path);
            self.summary.skipped.push(path.to_owned());
            return Ok(());
        }
        if let (Some(log), None) = (&mut self.log, &self.stream) {
            log.take_back()?;
        }
        self.observer.failed(&failure);
        self.summary.failures.push(failure);
        Ok(())
    }

    fn close(&mut self, mut current: Current, is_one_document: bool) {
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
        self.observer.file_finished(report);
    }

    fn finish(mut self) -> Result<Summary, Failure> {
        if let Some(fatal) = self.fatal {
            return Err(fatal);
        }
        if let Some(stream) = &mut self.stream {
            stream.flush().map_err(|error| Failure::new(None, Reason::Write(error)))?;
        }
        if let Some(log) = self.log {
            log.finish()?;
        }
        Ok(self.summary)
    }
}

impl Current {
    fn new(file: &OpenFile<'_>) -> Self {
        let report = FileReport { path: file.task.input.clone(), ..FileReport::default() };
        Self { report, ..Self::default() }
    }

    fn count(&mut self, done: &Done) {
        self.report.stats.merge(&done.stats);
        self.report.without_text += done.without_text.len() as u64;
        self.changed |= done.changed;
    }
}
