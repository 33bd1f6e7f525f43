//! A file in any format of bytes and lines: what was cleaned stays, and comes back.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use copydesk::pipeline::{Job, Target, Undo};
use copydesk::record::{Documents, Format, Reading};

use super::shelf::{self, CLEANER};

const FORMATS: &[Format] = &[Format::Csv, Format::Wet, Format::Tsv, Format::Text, Format::JsonLines];
const DOCUMENTS: &[Documents] = &[Documents::File, Documents::Lines, Documents::ParagraphBlocks];

/// A byte that chooses, and then the file.
pub fn check(data: &[u8]) {
    let Some((&choice, data)) = data.split_first() else { return };
    let format = FORMATS[usize::from(choice) % FORMATS.len()];
    let mut reading = Reading::new().format(format);
    if format == Format::Text {
        reading = reading.documents(DOCUMENTS[usize::from(choice) / FORMATS.len() % DOCUMENTS.len()]);
    }
    let input = shelf::put("in", data);
    let log = shelf::path("log.jsonl");
    let Some(cleaned) = clean(&reading, &input, Some(&log)) else { return };

    let kept = shelf::put("cleaned", &cleaned);
    assert_eq!(clean(&reading, &kept, None).as_ref(), Some(&cleaned), "it changes what it made");

    let mut restored = Vec::new();
    let undone = Undo::new(&kept, &log)
        .file(input.to_string_lossy())
        .reading(reading.clone())
        .target(Target::Stream(Box::new(&mut restored)))
        .run();
    // Where nothing was edited (what was UTF-16 is UTF-8 now), the log does not know the file.
    if !shelf::get(&log).is_empty() {
        assert!(undone.expect("a log that was just written").failures.is_empty());
        let restored = shelf::put("restored", &restored);
        assert_eq!(clean(&reading, &restored, None), Some(cleaned), "what came back is another text");
    }
}

/// What a job makes of a file; nothing where it reports a failure.
fn clean(reading: &Reading, input: &PathBuf, log: Option<&PathBuf>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let job = Job::new(&CLEANER).input(input).reading(reading.clone()).threads(NonZeroUsize::MIN);
    let job = if let Some(log) = log { job.edits(log) } else { job };
    let job = job.target(Target::Stream(Box::new(&mut out)));
    let summary = job.run(&()).expect("a stream in memory can be written");
    summary.failures.is_empty().then_some(out)
}
