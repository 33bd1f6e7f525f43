//! A Parquet file: one that is damaged, or one that is made of the texts that are given.

use std::sync::Arc;

use copydesk::pipeline::{Job, Target, Undo};
use copydesk::record::{Format, Reading};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;

use super::shelf::{self, CLEANER};

const SCHEMA: &str = "message rows { required int64 number; optional binary text (utf8); }";
/// What parts groups of rows, which are lines, and what is a row without a text.
const GROUP: char = '\u{1e}';
const NULL: &str = "\u{0}";

/// A file as it is, where it begins as one, and else a byte that chooses and the texts.
pub fn check(data: &[u8]) {
    if data.starts_with(b"PAR1") {
        comes_back(data);
        return;
    }
    let Some((&choice, texts)) = data.split_first() else { return };
    let Ok(texts) = str::from_utf8(texts) else { return };
    let groups: Vec<Vec<_>> = texts
        .split(GROUP)
        .map(|group| group.split('\n').map(|text| (text != NULL).then_some(text)).collect())
        .collect();
    let made = file(&groups, choice);
    let cleaned = comes_back(&made).expect("it is whole");
    let expected: Vec<_> =
        groups.iter().flatten().map(|text| text.map(|text| CLEANER.clean(text).into_owned())).collect();
    assert_eq!(rows(&cleaned), (0..).zip(expected).collect::<Vec<_>>());
}

/// Cleans a file, and gives what came of it, if it could be read: nothing more is to be done to that, and
/// undone, it has the texts that it had.
fn comes_back(data: &[u8]) -> Option<Vec<u8>> {
    let (input, log) = (shelf::put("in", data), shelf::path("log.jsonl"));
    let cleaned = clean(&input, &log)?;
    let edits = shelf::get(&log);
    let kept = shelf::put("cleaned", &cleaned);
    clean(&kept, &shelf::path("none.jsonl")).expect("what was made can be read");
    // A row can stand there for what was left, and is flagged.
    let again = String::from_utf8(shelf::get(&shelf::path("none.jsonl"))).expect("JSON");
    assert!(again.lines().all(|row| row.contains("\"edits\":[]")), "it changes what it made: {again}");
    if edits.is_empty() {
        return Some(cleaned);
    }
    let mut restored = Vec::new();
    let undone = Undo::new(&kept, &log)
        .file(input.to_string_lossy())
        .reading(Reading::new().format(Format::Parquet))
        .target(Target::Stream(Box::new(&mut restored)))
        .run();
    assert!(undone.expect("a log that was just written").failures.is_empty());
    // The same is to be done to it as to the original.
    let input = shelf::put("in", &restored);
    assert!(clean(&input, &log).as_deref() == Some(&cleaned), "what came back is another file");
    assert!(shelf::get(&log) == edits, "what came back has other texts");
    Some(cleaned)
}

/// What a job makes of a file; nothing where it reports a failure.
fn clean(input: &std::path::Path, log: &std::path::Path) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let job = Job::new(&CLEANER)
        .input(input)
        .reading(Reading::new().format(Format::Parquet))
        .threads(std::num::NonZeroUsize::MIN)
        .edits(log)
        .target(Target::Stream(Box::new(&mut out)));
    let summary = job.run(&()).expect("a stream in memory can be written");
    summary.failures.is_empty().then_some(out)
}

/// A file of these texts.
fn file(groups: &[Vec<Option<&str>>], choice: u8) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(if choice & 1 == 0 { Compression::UNCOMPRESSED } else { Compression::SNAPPY })
        .set_dictionary_enabled(choice & 2 == 0)
        .set_data_page_row_count_limit(if choice & 4 == 0 { 2 } else { 1000 })
        .set_write_batch_size(2)
        .build();
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a writer");
    let mut number = 0..;
    for texts in groups {
        let mut group = writer.next_row_group().expect("a group");
        let mut next = group.next_column().expect("a column").expect("numbers");
        let numbers: Vec<i64> = number.by_ref().take(texts.len()).collect();
        next.typed::<Int64Type>().write_batch(&numbers, None, None).expect("numbers");
        next.close().expect("numbers");
        let mut next = group.next_column().expect("a column").expect("texts");
        let there: Vec<_> = texts.iter().map(|text| i16::from(text.is_some())).collect();
        let values: Vec<_> = texts.iter().flatten().map(|text| ByteArray::from(*text)).collect();
        next.typed::<ByteArrayType>().write_batch(&values, Some(&there), None).expect("texts");
        next.close().expect("texts");
        group.close().expect("a group");
    }
    writer.into_inner().expect("a file")
}

/// The rows of a file that is whole.
fn rows(bytes: &[u8]) -> Vec<(i64, Option<String>)> {
    let reader = SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).expect("a file");
    let rows = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row"));
    rows.map(|row| {
        let fields: Vec<_> = row.get_column_iter().map(|(_, field)| field.clone()).collect();
        let [Field::Long(number), text] = &fields[..] else { panic!("{fields:?}") };
        let text = match text {
            Field::Str(text) => Some(text.clone()),
            Field::Null => None,
            other => panic!("{other:?}"),
        };
        (*number, text)
    })
    .collect()
}
