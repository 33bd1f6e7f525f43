//! A cleaned text and a log that may be damaged.

use std::collections::HashMap;

use copydesk::pipeline::{Target, Undo};
use copydesk::record::{Format, Reading};
use serde_json::value::RawValue;

use super::shelf;

/// What it has that nobody asks for is not looked at.
type Object = HashMap<String, Box<RawValue>>;

/// Between the cleaned text and the log.
const SEPARATOR: u8 = 0x1e;

pub fn check(data: &[u8]) {
    // What is UTF-16 comes out as UTF-8: `formats` has that.
    if data.starts_with(b"\xfe\xff") || data.starts_with(b"\xff\xfe") {
        return;
    }
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

/// The edits of the rows, in order, over the original: of those that name the file where any does. They stand
/// together, or the log is not taken.
fn redo(original: &[u8], log: &[u8]) -> Vec<u8> {
    let rows: Vec<&[u8]> =
        log.split(|&byte| byte == b'\n').filter(|row| !row.trim_ascii().is_empty()).collect();
    // Of the rows of others nobody reads more than whose they are.
    let name = |row: &[u8]| {
        let row: Object = serde_json::from_str(&String::from_utf8_lossy(row)).expect("it took the row");
        row.get("file").and_then(|name| serde_json::from_str::<String>(name.get()).ok())
    };
    // "cleaned/" is the same file, and the longest is taken.
    let is_this = |name: &String| !name.is_empty() && shelf::path("cleaned").ends_with(name);
    let named = rows.iter().filter_map(|row| name(row)).filter(is_this).max_by_key(String::len);
    let mut cleaned = Vec::new();
    let mut at = 0;
    for row in rows.iter().filter(|row| named.is_none() || name(row) == named) {
        let row: Object = serde_json::from_slice(row).expect("it took the row");
        let edits: Vec<Object> = serde_json::from_str(row["edits"].get()).expect("a list of edits");
        for edit in edits {
            let place = |name: &str| serde_json::from_str::<usize>(edit[name].get()).expect("a place");
            let text = |name: &str| serde_json::from_str::<String>(edit[name].get()).expect("a text");
            let (start, end) = (place("start"), place("end"));
            assert_eq!(&original[start..end], text("was").as_bytes());
            cleaned.extend_from_slice(&original[at..start]);
            cleaned.extend_from_slice(text("text").as_bytes());
            at = end;
        }
    }
    cleaned.extend_from_slice(&original[at..]);
    cleaned
}
