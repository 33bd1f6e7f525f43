//! A file of JSON Lines.

use copydesk::pipeline::{Job, Target, Undo};
use copydesk::record::{Format, Reading};
use serde_json::Value;

use super::shelf::{self, CLEANER};

pub fn check(data: &[u8]) {
    // What is UTF-16 comes out as UTF-8: `formats` has that.
    if data.starts_with(b"\xfe\xff") || data.starts_with(b"\xff\xfe") {
        return;
    }
    let input = shelf::put("in.jsonl", data);
    let log = shelf::path("log.jsonl");
    let mut out = Vec::new();
    let summary = Job::new(&CLEANER)
        .input(&input)
        .reading(Reading::new().format(Format::JsonLines))
        .edits(&log)
        .threads(std::num::NonZeroUsize::MIN)
        .target(Target::Stream(Box::new(&mut out)))
        .run(&())
        .expect("a stream in memory can be written");
    let parsed: Result<Vec<_>, ()> = lines(data).map(parse).collect();
    if !summary.failures.is_empty() {
        assert!(parsed.is_err(), "refused: {:?}", summary.failures);
        return;
    }

    assert_eq!(lines(data).count(), lines(&out).count());
    for (before, after) in lines(data).zip(lines(&out)) {
        // The two readers may differ in how large a number may be, and how deep a list.
        let (Ok(Some(old)), new) = (parse(before), parse(after)) else {
            continue;
        };
        let new = new.ok().flatten().expect("still JSON");
        let text = |value: &Value| value["text"].as_str().map(str::to_owned);
        let expected = text(&old).map(|text| CLEANER.clean(&text).into_owned());
        assert_eq!(text(&new), expected);
        if text(&new) == text(&old) {
            assert_eq!(before, after, "no edit, no change");
        }
        assert_eq!(without_text(old), without_text(new));
    }

    let cleaned = shelf::put("out.jsonl", &out);
    let mut restored = Vec::new();
    let undone = Undo::new(&cleaned, &log)
        .file(input.to_string_lossy())
        .reading(Reading::new().format(Format::JsonLines))
        .target(Target::Stream(Box::new(&mut restored)))
        .run();
    // Where nothing was edited, the log does not know the file.
    if !shelf::get(&log).is_empty() {
        assert!(undone.expect("a log that was just written").failures.is_empty());
        for (before, after) in lines(data).zip(lines(&restored)) {
            if let Ok(old) = parse(before) {
                assert_eq!(old, parse(after).expect("still JSON"));
            }
        }
    }
}

fn lines(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split_inclusive(|&byte| byte == b'\n')
}

/// An object, or nothing where the line is blank.
fn parse(line: &[u8]) -> Result<Option<Value>, ()> {
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    let json = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let value: Value = serde_json::from_slice(json).map_err(drop)?;
    if value.is_object() { Ok(Some(value)) } else { Err(()) }
}

fn without_text(mut value: Value) -> Value {
    value.as_object_mut().expect("an object").remove("text");
    value
}
