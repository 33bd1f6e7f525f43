//! What a worker does to a batch: works through its records, and puts what comes of it into memory.

use std::borrow::Cow;
use std::ops::Range;

use super::failure::Numbered;
use super::observe::{Change, NoText, Notes, Show, Watch};
use super::source::Batch;
use super::{Failure, OnError};
use crate::cleaner::Cleaner;
use crate::edit::EditScript;
use crate::profile::site_name;
use crate::record::{self, Fault, Field, Record, Row};
use crate::stats::Stats;

/// The work of a job, on any number of threads at once.
pub(super) trait Desk: Sync {
    /// Does it to a batch that lies in `buffers.input`.
    fn work(&self, batch: &mut Batch<'_>, buffers: &mut Buffers) -> Done;
}

/// Cleans the texts.
pub(super) struct Cleaning<'a> {
    pub cleaner: &'a Cleaner,
    pub on_error: OnError,
    pub show: Option<&'a dyn Show>,
    pub watch: Option<&'a dyn Watch>,
    /// Whether edits are logged.
    pub logs: bool,
}

/// The buffers of one worker, used again for each batch.
#[derive(Default)]
pub(super) struct Buffers {
    pub input: Vec<u8>,
    output: Vec<u8>,
    pub packed: Vec<u8>,
    pub log: Vec<u8>,
    pub shown: Vec<u8>,
}

impl Buffers {
    /// What comes out for the batch.
    pub(super) fn result(&self, done: &Done) -> &[u8] {
        if done.changed { &self.output } else { &self.input[..done.passed] }
    }

    /// Gives back what only a batch out of the ordinary needs.
    pub(super) fn trim(&mut self) {
        const KEPT: usize = 2 << 20;
        let Self { input, output, packed, log, shown } = self;
        for buffer in [input, output, packed, log, shown] {
            if buffer.capacity() > KEPT {
                *buffer = Vec::new();
            }
        }
    }

    /// Bytes of what is told beside the result.
    pub(super) fn told(&self) -> usize {
        self.log.len() + self.shown.len()
    }

    /// What is told, without the result.
    pub(super) fn take_told(&mut self) -> Self {
        let (log, shown) = (std::mem::take(&mut self.log), std::mem::take(&mut self.shown));
        Self { log, shown, ..Self::default() }
    }
}

/// What came of a batch, beside the buffers.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Whether the result differs from the input.
    pub changed: bool,
    /// Bytes of the input that went well; all, if nothing failed.
    pub passed: usize,
    pub stats: Stats,
    /// Records without a text: number, line, reason.
    pub without_text: Vec<(Numbered, NoText)>,
    pub broken: Broken,
    pub failure: Option<Failure>,
    /// What one who watches noted.
    pub notes: Option<Box<dyn Notes>>,
}

/// Records that could not be read, and did not end their file.
#[derive(Debug, Default)]
pub(super) struct Broken {
    pub records: u64,
    pub first: Vec<Failure>,
}

impl Broken {
    /// Of so many records of a file it is told what is wrong; the others are counted.
    const TOLD: usize = 10;

    pub(super) fn add(&mut self, failure: Failure) {
        self.records += 1;
        if self.first.len() < Self::TOLD {
            self.first.push(failure);
        }
    }

    /// Adds those of a later batch of the file; gives the ones that are to be told.
    pub(super) fn append(&mut self, mut later: Self) -> &[Failure] {
        let told = self.first.len();
        self.records += later.records;
        later.first.truncate(Self::TOLD - told);
        self.first.append(&mut later.first);
        &self.first[told..]
    }
}

impl Desk for Cleaning<'_> {
    fn work(&self, batch: &mut Batch<'_>, buffers: &mut Buffers) -> Done {
        buffers.output.clear();
        buffers.packed.clear();
        buffers.log.clear();
        buffers.shown.clear();
        if let Some(failure) = batch.failure.take() {
            return Done { failure: Some(failure), ..Done::default() };
        }
        let input = std::mem::take(&mut buffers.input);
        let done = self.records(batch, &input, buffers);
        buffers.input = input;
        done
    }
}

impl Cleaning<'_> {
    /// Cleans what is in a batch, record by record.
    fn records(&self, batch: &Batch<'_>, input: &[u8], buffers: &mut Buffers) -> Done {
        let layout = &*batch.file.layout;
        let mut done = Done { notes: self.watch.map(Watch::book), ..Done::default() };
        let mut counter = Counter::new(batch, input);
        // Records that stay are copied in whole runs, and not at all where all of them stay.
        let mut copied = 0;
        for (piece, record) in record::pieces(layout, input, batch.offset == 0) {
            let passed = done.passed;
            let after = passed + piece.len;
            if piece.is_record {
                let copy_to = |out: &mut Vec<u8>| out.extend_from_slice(&input[copied..passed]);
                match self.record(record, &mut counter, buffers, copy_to, &mut done) {
                    Ok(Outcome::Same) => {}
                    Ok(Outcome::Changed) => {
                        copied = after;
                        done.changed = true;
                    }
                    Ok(Outcome::WithoutText(why)) => {
                        done.without_text.push((counter.at(done.passed), why));
                    }
                    Err(fault) => {
                        let failure = batch.fault(fault, counter.at(done.passed));
                        match self.on_error {
                            OnError::Keep => {}
                            OnError::Skip if layout.drops() => {
                                buffers.output.extend_from_slice(&input[copied..done.passed]);
                                copied = after;
                                done.changed = true;
                                self.log_dropped(batch, counter.record, &mut buffers.log);
                            }
                            _ => {
                                done.failure = Some(failure);
                                break;
                            }
                        }
                        done.broken.add(failure);
                    }
                }
                counter.record += 1;
            }
            done.passed = after;
        }
        if done.changed {
            buffers.output.extend_from_slice(&input[copied..done.passed]);
        }
        done
    }

    /// One record. Where it changes, `before` puts what precedes it into the output first.
    fn record(
        &self,
        record: &[u8],
        counter: &mut Counter<'_>,
        buffers: &mut Buffers,
        before: impl FnOnce(&mut Vec<u8>),
        done: &mut Done,
    ) -> Result<Outcome, Fault> {
        let batch = counter.batch;
        let layout = &*batch.file.layout;
        let Record { field, id, site } = layout.read(record)?;
        let (span, text) = match text_of(field) {
            Ok(found) => found,
            Err(why) => return Ok(Outcome::WithoutText(why)),
        };
        done.stats.documents += 1;
        done.stats.bytes += text.len() as u64;
        let site = || site.clone().value().or_else(|| batch.file.folder());
        let run = |text: &str| self.run(text, site);
        let run = run(&text).map(|done| fitted(layout, &text, &record[span.end..], done, run));
        self.show(counter, &text, site, run.as_ref(), buffers, done);
        let Some((script, cleaned)) = run else { return Ok(Outcome::Same) };
        let stats = &mut done.stats;
        stats.record_edits(&script);
        if self.logs {
            let name = batch.file.task.name.as_deref();
            let row = Row { id, ..Row::new(name, counter.record, &script) };
            // Offsets are those of the text, and in a plain text of the whole file.
            let base = if layout.is_plain() { batch.offset + done.passed as u64 } else { 0 };
            row.at(base).write(&mut buffers.log);
        }
        if script.is_empty() {
            return Ok(Outcome::Same);
        }
        stats.changed += 1;
        // It can be a long one.
        drop(text);
        if layout.is_one_document() {
            // The text is all there is of the batch.
            buffers.output = cleaned.into_bytes();
        } else {
            before(&mut buffers.output);
            layout.put(record, &span, &cleaned, &mut buffers.output);
        }
        Ok(Outcome::Changed)
    }

    fn log_dropped(&self, batch: &Batch<'_>, record: u64, log: &mut Vec<u8>) {
        if self.logs {
            let nothing = EditScript::default();
            let row = Row::new(batch.file.task.name.as_deref(), record, &nothing);
            Row { dropped: true, ..row }.write(log);
        }
    }

    /// Cleans a text; of which site it is is asked only where something hangs on it.
    fn run<'s>(
        &self,
        text: &str,
        site: impl FnOnce() -> Option<Cow<'s, str>>,
    ) -> Option<(EditScript, String)> {
        match self.cleaner.knows_sites().then(site).flatten() {
            Some(site) => self.cleaner.for_site(&site).run(text),
            None => self.cleaner.run(text),
        }
    }

    /// Tells what came of a text to those who ask for it.
    fn show<'s>(
        &self,
        counter: &mut Counter<'_>,
        text: &str,
        site: impl FnOnce() -> Option<Cow<'s, str>>,
        run: Option<&(EditScript, String)>,
        buffers: &mut Buffers,
        done: &mut Done,
    ) {
        let nothing = EditScript::default();
        let (script, cleaned) = run.map_or((&nothing, text), |(script, cleaned)| (script, cleaned.as_str()));
        let show = self.show.filter(|show| !script.is_empty() || show.wants_unchanged());
        if show.is_none() && done.notes.is_none() {
            return;
        }
        let file = &counter.batch.file;
        let (name, in_lines) = (file.task.name.as_deref(), !file.layout.is_one_document());
        let site = site().and_then(|site| site_name(&site));
        let Numbered { record, line } = counter.at(done.passed);
        let line = if in_lines { 1 } else { line };
        let change = Change { name, record, in_lines, site: site.as_deref(), line, text, cleaned, script };
        if let Some(show) = show {
            show.show(&change, &mut buffers.shown);
        }
        if let Some(notes) = &mut done.notes {
            notes.see(&change);
        }
    }
}

enum Outcome {
    Same,
    Changed,
    WithoutText(NoText),
}

/// Numbers the records and lines of a batch; lines are counted only when they are asked for.
pub(super) struct Counter<'b> {
    batch: &'b Batch<'b>,
    input: &'b [u8],
    /// The record in hand.
    pub record: u64,
    /// The line, from 1, that the byte at `counted` is in.
    line: u64,
    counted: usize,
}

impl<'b> Counter<'b> {
    pub(super) fn new(batch: &'b Batch<'_>, input: &'b [u8]) -> Self {
        Self { batch, input, record: batch.record, line: batch.line + 1, counted: 0 }
    }

    /// The record in hand, which begins at `offset`.
    pub(super) fn at(&mut self, offset: usize) -> Numbered {
        if !self.batch.file.layout.has_lines() {
            return Numbered { record: self.record, line: 0 };
        }
        self.line += memchr::memchr_iter(b'\n', &self.input[self.counted..offset]).count() as u64;
        self.counted = offset;
        Numbered { record: self.record, line: self.line }
    }
}

/// The run, but for edits that the record could not hold, where the text has `behind` after it. Where it
/// cannot hold what is left, or more would come of it in a second run (`again`), the text stays as it is.
fn fitted(
    layout: &dyn record::Layout,
    text: &str,
    behind: &[u8],
    (script, cleaned): (EditScript, String),
    again: impl FnOnce(&str) -> Option<(EditScript, String)>,
) -> (EditScript, String) {
    let holds = |text: &str| layout.holds(text, behind);
    if holds(&cleaned) {
        return (script, cleaned);
    }
    let holding = |script: &EditScript| -> Vec<_> {
        script.edits().iter().filter(|edit| layout.holds(&edit.replacement, b"")).cloned().collect()
    };
    let fitting = EditScript::applied(text, holding(&script)).expect("some of the edits of a script are one");
    let goes_on = || {
        again(&fitting.1)
            .is_some_and(|(more, cleaned)| !more.is_empty() && holds(&cleaned) || !holding(&more).is_empty())
    };
    if !holds(&fitting.1) || goes_on() {
        return (EditScript::default().flagged(script.is_flagged()), text.to_owned());
    }
    (fitting.0.flagged(script.is_flagged()), fitting.1)
}

/// The text of a record and its place there, or why there is none.
pub(super) fn text_of(field: Field<'_>) -> Result<(Range<usize>, Cow<'_, str>), NoText> {
    match field {
        Field::Text { span, text } => Ok((span, text)),
        Field::Absent => Err(NoText::Absent),
        Field::NoString => Err(NoText::NoString),
        Field::NoUnicode => Err(NoText::NoUnicode),
    }
}
