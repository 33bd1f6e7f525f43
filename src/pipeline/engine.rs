//! The threads of a job: each takes the next batch, does its work on it, and waits its turn to write.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::claim::Claim;
use super::edit_log::EditLog;
use super::failure::{Reason, Usage};
use super::journal::{self, Id, Journal};
use super::opened::is_told;
use super::output::{Names, Output, Sealed, hash};
use super::places::{Outputs, Places};
use super::plan::Plan;
use super::resume::{Resumed, take_up};
use super::source::{Batch, Reader, Tasks};
use super::work::{Buffers, Cleaning, Desk, Done};
use super::writer::{Early, Writer};
use super::{Failure, Job, Observer, Summary, Target, Watch};
use crate::record::{self, Compression, Reading};

/// Runs a job.
pub(super) fn run(job: Job<'_>, observer: &dyn Observer) -> Result<Summary, Failure> {
    let started = Instant::now();
    let mut places = Places::new(&job.inputs, &job.target, job.stop.as_ref())?;
    let edits = job.edits.as_deref();
    if job.resume && job.watch.is_some() {
        return Err(Failure::usage(Usage::ResumeWatched));
    }
    let watched = job.watch.and_then(Watch::output);
    let beside: Vec<&Path> = [edits, job.summary.as_deref(), watched].into_iter().flatten().collect();
    let mut claim = Claim::default();
    for (place, lock) in journal::locks(&places, edits) {
        claim.take(lock, &place)?;
    }
    places.folds_case = claim.folds_case();
    let mut journal = Journal::open(&places, edits, job.resume)?;
    let plan = Plan::new(&places, &job.selection, &job.spared, &beside, edits.is_some())?;
    if let Some(journal) = &mut journal {
        journal.identify(identity(&job, &places, &plan))?;
    }
    let mut names = journal::names(&places);
    let before = journal.as_mut().and_then(|journal| journal.before.take());
    let (tasks, resumed) = match before {
        Some(mut state) => {
            names = state.temporary;
            state.retry();
            let mut tasks = plan.queue(state.again.clone());
            let resumed = take_up(state, &mut tasks, edits, names)?;
            (tasks, resumed)
        }
        None => {
            let log = edits.map(|path| EditLog::create(path, names)).transpose()?;
            (plan.queue(Vec::new()), Resumed { log, ..Resumed::default() })
        }
    };
    let in_place = matches!(places.outputs, Outputs::InPlace);
    let (show, stream) = match job.target {
        Target::Stream(stream) => (None, Some(stream)),
        Target::Show(show, stream) => (Some(show), Some(stream)),
        _ => (None, None),
    };
    let logs = resumed.log.is_some();
    let cleaning = Cleaning { cleaner: job.cleaner, on_error: job.on_error, show, watch: job.watch, logs };
    let position = resumed.position();
    let mut writer = Writer::new(observer).resumed(resumed);
    writer.stream = stream;
    writer.in_place = in_place;
    writer.shows = show.is_some();
    writer.watch = job.watch;
    writer.names = names;
    writer.journal = journal;
    writer.every = job.checkpoints;
    observer.planned(plan.files as usize, plan.bytes);
    let work = Work { tasks, position, reading: &job.reading, threads: job.threads, stop: job.stop };
    let (summary, ended) = drive(work, &cleaning, writer);
    let summary = Summary { elapsed: started.elapsed(), ..summary };
    if let Some(path) = &job.summary {
        summary.save(path, ended.as_ref().err())?;
    }
    drop(claim);
    ended.map(|()| summary)
}

/// What has to be the same where a job is resumed.
fn identity(job: &Job<'_>, places: &Places, plan: &Plan<'_>) -> Id {
    let reading = (&job.reading, job.on_error);
    let in_place = matches!(places.outputs, Outputs::InPlace);
    let edits = job.edits.as_deref().map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let edits = edits.as_deref().and_then(Path::file_name);
    let options = hash(&(job.cleaner.fingerprint(), format!("{reading:?}"), in_place, edits));
    Id { version: env!("CARGO_PKG_VERSION").to_owned(), options, names: plan.names }
}

/// What there is to do.
pub(super) struct Work<'p> {
    pub tasks: Tasks<'p>,
    /// Where in the first of them to begin.
    pub position: Option<journal::Position>,
    pub reading: &'p Reading,
    pub threads: Option<NonZeroUsize>,
    /// Set from outside, when no more is to be begun.
    pub stop: Option<Arc<AtomicBool>>,
}

/// Does the work on all files of a plan: what was done, and what ended it before its end.
pub(super) fn drive<'p>(
    work: Work<'p>,
    desk: &dyn Desk,
    writer: Writer<'_, 'p>,
) -> (Summary, Result<(), Failure>) {
    let threads =
        work.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let engine = Engine {
        reader: Mutex::new(Reader::new(work.tasks, work.reading, work.position, work.stop.clone())),
        desk,
        in_place: writer.in_place,
        threads,
        names: writer.names,
        writer: Mutex::new(writer),
        turned: Condvar::new(),
        stop: work.stop,
        stopped: AtomicBool::new(false),
        dense: AtomicBool::new(true),
        alone: Mutex::new(()),
    };
    if threads == 1 {
        engine.run();
    } else {
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => drop(pool.broadcast(|_| engine.run())),
            Err(error) => lock(&engine.writer).fatal = Some(Failure::new(None, Reason::Threads(error))),
        }
    }
    let left = engine.reader.into_inner().unwrap_or_else(PoisonError::into_inner).left();
    engine.writer.into_inner().unwrap_or_else(PoisonError::into_inner).finish(left)
}

/// So many small files at the most, which tell so many bytes, wait for their turn without a thread.
const EARLY: usize = 64;
const EARLY_BYTES: usize = 32 << 10;

/// Other batches that tell so much at the most wait without a thread too, one for each thread.
const PARKED_BYTES: usize = 1 << 20;

/// Whether a batch had so many edits, or lost so much, that it took many times its text, with its rows in the
/// log. An allocator keeps that for each thread, so that behind such a batch one thread works alone.
fn is_dense(done: &Done, buffers: &Buffers) -> bool {
    const DENSE: u64 = 256 << 10;
    let lost = done.passed.saturating_sub(buffers.result(done).len());
    16 * done.stats.all_edits() + lost as u64 > DENSE
}

struct Engine<'a, 'p> {
    reader: Mutex<Reader<'p>>,
    desk: &'a dyn Desk,
    in_place: bool,
    threads: usize,
    names: Names,
    writer: Mutex<Writer<'a, 'p>>,
    turned: Condvar,
    stop: Option<Arc<AtomicBool>>,
    /// Set when nothing more can be written.
    stopped: AtomicBool,
    /// Whether one thread works alone: the last batch was dense with edits, or there was none yet.
    dense: AtomicBool,
    /// Its right to do so, which the others pass through.
    alone: Mutex<()>,
}

impl<'p> Engine<'_, 'p> {
    fn run(&self) {
        let _guard = StopOnPanic(self);
        let mut buffers = Buffers::default();
        let mut alone = None;
        while !self.stopped.load(Ordering::Relaxed) && !self.is_told_to_stop() {
            let right = alone.take().unwrap_or_else(|| lock(&self.alone));
            alone = self.dense.load(Ordering::Relaxed).then_some(right);
            let batch = lock(&self.reader).next(&mut buffers.input);
            let Some(mut batch) = batch else { return };
            let mut done = self.desk.work(&mut batch, &mut buffers);
            self.dense.store(is_dense(&done, &buffers), Ordering::Relaxed);
            let sealed = self.pack(&batch, &mut done, &mut buffers);
            self.take_turn(batch, done, sealed, &mut buffers);
            buffers.trim();
        }
    }

    fn is_told_to_stop(&self) -> bool {
        is_told(self.stop.as_ref())
    }

    /// What can be done before the turn: packing, and all the writing where the batch is its file.
    fn pack(&self, batch: &Batch<'_>, done: &mut Done, buffers: &mut Buffers) -> Option<Sealed> {
        let path = batch.file.task.output.as_deref()?;
        let is_unwritten = batch.is_whole() && batch.file.stays(self.in_place, done.changed);
        if done.failure.is_some() || is_unwritten || batch.file.is_assembled {
            return None;
        }
        let compression = Compression::of_name(path);
        let mut packed = std::mem::take(&mut buffers.packed);
        let result = buffers.result(done);
        let mut write = || -> io::Result<Option<Sealed>> {
            // A packed file has one member at least.
            let packs = compression != Compression::None && (batch.first || !result.is_empty());
            if packs {
                let layout = &*batch.file.layout;
                record::pack(layout, compression, result, batch.offset == 0, &mut packed)?;
            }
            if !batch.is_whole() {
                return Ok(None);
            }
            let mut output = Output::named(path, self.names)?;
            output.write_all(if packs { &packed } else { result })?;
            output.seal(batch.file.permissions.as_ref())
        };
        let written = write();
        buffers.packed = packed;
        written.unwrap_or_else(|error| {
            done.failure = Some(Failure::new(Some(path), Reason::Write(error)));
            None
        })
    }

    /// Waits until all batches before this one are written, and writes it. Mostly it is left to wait alone:
    /// whoever writes the one before writes it too.
    fn take_turn(&self, batch: Batch<'p>, done: Done, sealed: Option<Sealed>, buffers: &mut Buffers) {
        let mut writer = lock(&self.writer);
        while writer.turn != batch.turn && !self.stopped.load(Ordering::Relaxed) {
            let early = writer.early.len();
            let kept = if batch.file.is_assembled {
                None
            } else if batch.is_whole() {
                (early < EARLY && buffers.told() <= EARLY_BYTES).then(|| buffers.take_told())
            } else {
                let is_small = buffers.told() <= PARKED_BYTES && !is_dense(&done, buffers);
                (early < self.threads && is_small).then(|| writer.swap(buffers))
            };
            if let Some(buffers) = kept {
                writer.early.insert(batch.turn, Early { batch, done, sealed, buffers });
                return;
            }
            writer.waiting += 1;
            writer = self.turned.wait(writer).unwrap_or_else(PoisonError::into_inner);
            writer.waiting -= 1;
        }
        if self.stopped.load(Ordering::Relaxed) {
            return;
        }
        let mut written = writer.take(&batch, done, sealed, buffers);
        writer.turn += 1;
        while written.is_ok() {
            let turn = writer.turn;
            let Some(Early { batch, done, sealed, mut buffers }) = writer.early.remove(&turn) else { break };
            written = writer.take(&batch, done, sealed, &buffers);
            if !batch.is_whole() {
                buffers.trim();
                writer.spare.push(buffers);
            }
            writer.turn += 1;
        }
        if let Err(fatal) = written {
            writer.fatal = Some(fatal);
            self.stopped.store(true, Ordering::Relaxed);
        }
        let waiting = writer.waiting > 0;
        drop(writer);
        if waiting {
            self.turned.notify_all();
        }
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
