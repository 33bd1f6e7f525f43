//! A cleaned text and a log that may be damaged.

use copydesk::pipeline::{Target, Undo};
use copydesk::record::{Format, Reading};
use serde_json::Value;

use super::shelf;

/// Between the cleaned text and the log.
const SEPARATOR: u8 = 0x1e;

pub fn check(data: &[u8]) {
    let mut parts = data.splitn(2, |&byte| byte == SEPARATOR);
    let (Some(cleaned), Some(log)) = (parts.next(), parts.next()) else { return };
    if let Some(original) = undo(cleaned, log, Format::Text) {
        // If it takes the log, the log makes the cleaned text of what it gave.
        assert_eq!(redo(&original, log), cleaned);
    }
    if let Some(original) = undo(cleaned, log, Format::JsonLines) {
        let lines = |bytes: &[u8]| bytes.split(|&byte| byte == b'\n').count();
        assert_eq!(lines(&original), lines(cleaned));
    }
}

fn undo(cleaned: &[u8], log: &[u8], format: Format) -> Option<Vec<u8>> {
    let (cleaned, log) = (shelf::put("cleaned", cleaned), shelf::put("log.jsonl", log));
    let mut original = Vec::new();
    let summary = Undo::new(&cleaned, &log)
        .reading(Reading::new().format(format))
        .target(Target::Stream(Box::new(&mut original)))
        .run()
        .ok()?;
    summary.failures.is_empty().then_some(original)
}

/// The edits of all rows, in order, over the original.
fn redo(original: &[u8], log: &[u8]) -> Vec<u8> {
    let mut cleaned = Vec::new();
    let mut at = 0;
    for row in log.split(|&byte| byte == b'\n').filter(|row| !row.trim_ascii().is_empty()) {
        let row: Value = serde_json::from_slice(row).expect("it took the row");
        for edit in row["edits"].as_array().expect("a list of edits") {
            let place = |name: &str| usize::try_from(edit[name].as_u64().expect("a place")).unwrap();
            let (start, end) = (place("start"), place("end"));
            assert_eq!(&original[start..end], edit["was"].as_str().expect("a text").as_bytes());
            cleaned.extend_from_slice(&original[at..start]);
            cleaned.extend_from_slice(edit["text"].as_str().expect("a text").as_bytes());
            at = end;
        }
    }
    cleaned.extend_from_slice(&original[at..]);
    cleaned
}
