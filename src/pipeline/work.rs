//! What a worker does to a batch: works through its records, and puts what comes of it into memory.

use std::borrow::Cow;
use std::ops::Range;

use simdutf8::compat::from_utf8;

use super::failure::{Numbered, Reason};
use super::observe::{Change, NoText, Show};
use super::source::Batch;
use super::{Failure, plan::Task};
use crate::cleaner::Cleaner;
use crate::edit::EditScript;
use crate::record::{self, Field, FieldNames, Format, Record, Row};
use crate::stats::Stats;

/// The work of a job, on any number of threads at once.
pub(super) trait Desk: Sync {
    /// Does it to a batch that lies in `buffers.input`.
    fn work(&self, batch: &mut Batch<'_>, buffers: &mut Buffers) -> Done;
}

/// Cleans the texts.
pub(super) struct Cleaning<'a> {
    pub cleaner: &'a Cleaner,
    pub names: FieldNames,
    pub show: Option<&'a dyn Show>,
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
    pub failure: Option<Failure>,
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
        match batch.file.format {
            Format::Text => self.section(batch, buffers),
            Format::JsonLines => self.lines(batch, buffers),
        }
    }
}

impl Cleaning<'_> {
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

    /// A text, or a section of it.
    fn section(&self, batch: &Batch<'_>, buffers: &mut Buffers) -> Done {
        let text = match section(batch, &buffers.input) {
            Ok(text) => text,
            Err(failure) => return Done { failure: Some(failure), ..Done::default() },
        };
        // The document is counted at its end, however many sections it has.
        let mut stats = Stats::default();
        stats.bytes = text.len() as u64;
        let run = self.run(text, || batch.file.folder());
        let mut changed = false;
        let name = name(&batch.file.task);
        self.show(name, None, batch.line + 1, text, run.as_ref(), &mut buffers.shown);
        if let Some((script, cleaned)) = run {
            stats.record_edits(&script);
            if self.logs {
                Row::new(name, 0, &script).at(batch.offset).write(&mut buffers.log);
            }
            if !script.is_empty() {
                changed = true;
                buffers.output = cleaned.into_bytes();
            }
        }
        Done { changed, passed: buffers.input.len(), stats, ..Done::default() }
    }

    /// Lines with a record each.
    fn lines(&self, batch: &Batch<'_>, buffers: &mut Buffers) -> Done {
        let input = std::mem::take(&mut buffers.input);
        let mut done = Done::default();
        let mut at = Numbered { record: batch.record, line: batch.line + 1 };
        // Lines that stay are copied in whole runs, and not at all where all of them stay.
        let mut copied = 0;
        for line in record::lines(&input) {
            if !record::is_blank(line) {
                let copy_to = |out: &mut Vec<u8>| out.extend_from_slice(&input[copied..done.passed]);
                match self.line(line, at, batch, buffers, copy_to, &mut done.stats) {
                    Ok(Outcome::Same) => {}
                    Ok(Outcome::Changed) => {
                        copied = done.passed + line.len();
                        done.changed = true;
                    }
                    Ok(Outcome::WithoutText(why)) => done.without_text.push((at, why)),
                    Err(reason) => {
                        done.failure = Some(Failure::new(batch.file.path(), reason).in_record(at));
                        break;
                    }
                }
                at.record += 1;
            }
            at.line += 1;
            done.passed += line.len();
        }
        if done.changed {
            buffers.output.extend_from_slice(&input[copied..done.passed]);
        }
        buffers.input = input;
        done
    }

    /// One record. Where it changes, `before` puts what precedes it into the output first.
    fn line(
        &self,
        line: &[u8],
        at: Numbered,
        batch: &Batch<'_>,
        buffers: &mut Buffers,
        before: impl FnOnce(&mut Vec<u8>),
        stats: &mut Stats,
    ) -> Result<Outcome, Reason> {
        let Record { field, id, site } = record(line, &self.names)?;
        let (span, text) = match text_of(field) {
            Ok(found) => found,
            Err(why) => return Ok(Outcome::WithoutText(why)),
        };
        stats.documents += 1;
        stats.bytes += text.len() as u64;
        let run = self.run(&text, || site.value());
        let name = name(&batch.file.task);
        self.show(name, Some(at.record), 1, &text, run.as_ref(), &mut buffers.shown);
        let Some((script, cleaned)) = run else { return Ok(Outcome::Same) };
        stats.record_edits(&script);
        if self.logs {
            Row { id, ..Row::new(name, at.record, &script) }.write(&mut buffers.log);
        }
        if script.is_empty() {
            return Ok(Outcome::Same);
        }
        stats.changed += 1;
        before(&mut buffers.output);
        Record::splice(line, &span, &cleaned, &mut buffers.output);
        Ok(Outcome::Changed)
    }

    /// Shows what came of a text, if that is asked for: a record of a file, or a section that begins
    /// in a line.
    fn show(
        &self,
        name: Option<&str>,
        record: Option<u64>,
        line: u64,
        text: &str,
        run: Option<&(EditScript, String)>,
        out: &mut Vec<u8>,
    ) {
        let Some(show) = self.show else { return };
        let nothing = EditScript::default();
        let (script, cleaned) = match run {
            Some((script, cleaned)) if !script.is_empty() => (script, cleaned.as_str()),
            _ if show.wants_unchanged() => (&nothing, text),
            _ => return,
        };
        let in_lines = record.is_some();
        let record = record.unwrap_or_default();
        show.show(&Change { name, record, in_lines, line, text, cleaned, script }, out);
    }
}

enum Outcome {
    Same,
    Changed,
    WithoutText(NoText),
}

/// The text, or section of one, that is in a batch.
pub(super) fn section<'b>(batch: &Batch<'_>, bytes: &'b [u8]) -> Result<&'b str, Failure> {
    from_utf8(bytes).map_err(|error| {
        let offset = batch.offset + error.valid_up_to() as u64;
        Failure::new(batch.file.path(), Reason::NotUtf8 { offset })
    })
}

/// The record that is in a line.
pub(super) fn record<'l>(line: &'l [u8], names: &FieldNames) -> Result<Record<'l>, Reason> {
    let line = from_utf8(line).map_err(|error| Reason::NotUtf8 { offset: error.valid_up_to() as u64 })?;
    Record::parse(line, names).map_err(Reason::Json)
}

/// The text of a record and its place in the line, or why there is none.
pub(super) fn text_of(field: Field<'_>) -> Result<(Range<usize>, Cow<'_, str>), NoText> {
    match field {
        Field::Text { span, text } => Ok((span, text)),
        Field::Absent => Err(NoText::Absent),
        Field::NoString => Err(NoText::NoString),
        Field::NoUnicode => Err(NoText::NoUnicode),
    }
}

fn name<'t>(task: &'t Task<'_>) -> Option<&'t str> {
    task.name.as_deref()
}
