//! Parquet as a user meets it.

use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use crate::run::Room;

const SCHEMA: &str = "message articles {
    optional binary id (utf8);
    required int64 number;
    optional binary text (utf8);
    optional group tags (list) { repeated group list { optional binary element (utf8); } }
}";

type Row = Option<String>;

/// A file with these texts, a group of rows each, and other columns beside them.
fn file(groups: &[Vec<Row>]) -> Vec<u8> {
    let column = |name: &str| ColumnPath::from(name.to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_column_compression(column("text"), Compression::ZSTD(ZstdLevel::try_new(3).unwrap()))
        .set_column_compression(column("number"), Compression::UNCOMPRESSED)
        .set_column_bloom_filter_enabled(column("id"), true)
        .set_created_by("the test".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new("key".to_owned(), "value".to_owned())]));
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    let strings = |values: &[&str]| values.iter().map(|value| ByteArray::from(*value)).collect::<Vec<_>>();
    for texts in groups {
        let mut group = writer.next_row_group().unwrap();
        let rows = texts.len();
        let mut next = group.next_column().unwrap().unwrap();
        let ids: Vec<_> = (0..rows).map(|row| ByteArray::from(format!("r{row}").into_bytes())).collect();
        next.typed::<ByteArrayType>().write_batch(&ids, Some(&vec![1; rows]), None).unwrap();
        next.close().unwrap();
        let mut next = group.next_column().unwrap().unwrap();
        let numbers: Vec<_> = (0..rows as i64).collect();
        next.typed::<Int64Type>().write_batch(&numbers, None, None).unwrap();
        next.close().unwrap();
        let mut next = group.next_column().unwrap().unwrap();
        let there: Vec<_> = texts.iter().map(|text| i16::from(text.is_some())).collect();
        let texts: Vec<_> = texts.iter().flatten().map(String::as_str).collect();
        next.typed::<ByteArrayType>().write_batch(&strings(&texts), Some(&there), None).unwrap();
        next.close().unwrap();
        // Two tags each, the second one null.
        let mut next = group.next_column().unwrap().unwrap();
        let (levels, again) = ([3, 2].repeat(rows), [0, 1].repeat(rows));
        let tags = strings(&vec!["“tag”"; rows]);
        next.typed::<ByteArrayType>().write_batch(&tags, Some(&levels), Some(&again)).unwrap();
        next.close().unwrap();
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn reader(bytes: &[u8]) -> SerializedFileReader<bytes::Bytes> {
    SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).unwrap()
}

/// The texts of all rows, and all else there is in them.
fn contents(bytes: &[u8]) -> (Vec<Row>, Vec<String>) {
    let reader = reader(bytes);
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    rows.map(|row| {
        let mut text = None;
        let mut others = String::new();
        for (name, field) in row.get_column_iter() {
            match (name.as_str(), field) {
                ("text", Field::Str(value)) => text = Some(value.clone()),
                ("text", value) => assert_eq!(value, &Field::Null),
                (name, value) => others += &format!("{name}: {value}; "),
            }
        }
        (text, others)
    })
    .unzip()
}

/// What the file says of itself, but for places and sizes.
fn described(bytes: &[u8]) -> String {
    let reader = reader(bytes);
    let metadata = reader.metadata();
    let file = metadata.file_metadata();
    let mut said = format!("{:?} {:?} {:?}", file.schema(), file.key_value_metadata(), file.created_by());
    for group in metadata.row_groups() {
        said += &format!("\n{} rows", group.num_rows());
        for column in group.columns() {
            let name = column.column_path().string();
            let bloom = column.bloom_filter_offset().is_some();
            said += &format!(", {name}: {:?} {} {bloom}", column.compression_codec(), column.num_values());
        }
    }
    said
}

/// The bytes of a column as they lie in the file.
fn column(bytes: &[u8], group: usize, column: usize) -> &[u8] {
    let (start, len) = reader(bytes).metadata().row_group(group).column(column).byte_range();
    &bytes[start as usize..][..len as usize]
}

fn articles(rows: usize, each: impl Fn(usize) -> String) -> Vec<Row> {
    (0..rows).map(|row| (row % 7 != 3).then(|| each(row))).collect()
}

#[test]
fn only_the_texts_change() {
    let dirty = |n: usize| format!("“Article” {n}.{}", " It goes on.".repeat(n % 60));
    let clean = |n: usize| dirty(n).replace(['“', '”'], "\"");
    // The third has no damage, the fourth only late in it.
    let late = |n: usize| if n > 900 { dirty(n) } else { clean(n) };
    let groups = [articles(5, dirty), articles(3000, dirty), articles(100, clean), articles(1000, late)];
    let expected = [articles(5, clean), articles(3000, clean), articles(100, clean), articles(1000, clean)];
    let input = file(&groups);

    let room = Room::new();
    room.write("a.parquet", &input);
    for jobs in ["1", "2"] {
        room.run(&format!("clean a.parquet -o out{jobs}.parquet --edits log{jobs} -j{jobs}")).ok();
    }
    let output = room.read("out1.parquet");
    assert!(output == room.read("out2.parquet") && room.read("log1") == room.read("log2"), "-j1 and -j2");
    let (texts, others) = contents(&output);
    assert!(texts == expected.concat());
    assert!(others == contents(&input).1);
    assert_eq!(described(&output), described(&input));
    for (group, at) in [(0, 0), (1, 1), (1, 3), (2, 2), (3, 0)] {
        assert!(column(&output, group, at) == column(&input, group, at), "column {at} of group {group}");
    }
    let first = room.text("log1").lines().next().unwrap().to_owned();
    assert!(
        first.starts_with(r#"{"file":"a.parquet","record":0,"id":"r0","edits":[{"start":0,"end":3,"#),
        "{first}"
    );

    // From a stream to a stream, known by the first bytes; and back again.
    assert!(room.run_on("clean", &input).stdout == output);
    room.run("undo out1.parquet --edits log1 -o back.parquet").ok();
    let back = room.read("back.parquet");
    assert!(contents(&back) == contents(&input));
    assert_eq!(described(&back), described(&input));
    assert!(room.run_on("undo - --edits log1 --file a.parquet", &output).stdout == back);
    room.run("clean out1.parquet --check").ok();
    let changed = groups.concat().iter().zip(expected.concat()).filter(|(was, is)| *was != is).count();
    let said = format!("{changed} changed of 3518 documents");
    room.run("clean a.parquet --check").says(&[&said, "587 records passed unchanged"]).ends_with(1);
}

#[test]
fn a_file_without_changes_or_rows_stays() {
    let room = Room::new();
    for groups in [&[articles(20, |n| format!("All is well, {n}."))][..], &[vec![], vec![]], &[]] {
        let input = file(groups);
        room.write("a.parquet", &input);
        room.run("clean a.parquet -o b.parquet").ok();
        let output = room.read("b.parquet");
        assert!(contents(&output) == contents(&input));
        assert_eq!(described(&output), described(&input));
        room.run("clean -i a.parquet").ok();
        assert!(room.read("a.parquet") == input);
    }
    room.write("a.parquet", file(&[articles(3, |_| "“x”".to_owned())])).run("clean -i a.parquet").ok();
    assert_eq!(contents(&room.read("a.parquet")).0[0].as_deref(), Some("\"x\""));
}

#[test]
fn a_parquet_file_that_cannot_be_is_an_error() {
    let room = Room::new();
    let input = file(&[articles(50, |n| format!("“Article” {n}."))]);
    room.write("in/cut.parquet", &input[..input.len() - 10])
        .write("in/none.parquet", "PAR1")
        .write("in/text.parquet", "“no Parquet”")
        .write("in/z.parquet", &input);
    let run = room.run("clean in -o out");
    run.says(&[
        "cut.parquet: cannot read: ",
        "none.parquet: cannot read: ",
        "text.parquet: cannot read: ",
        "3 inputs failed",
    ]);
    run.ends_with(2);
    assert_eq!(room.files().iter().filter(|name| name.starts_with("out/")).count(), 1);
    for (field, reason) in [
        ("body", "there is no column \"body\", but id, number, text, tags.list.element"),
        ("number", "the column \"number\" has no strings, one for each row"),
        ("tags.list.element", "has no strings, one for each row"),
    ] {
        room.run(&format!("clean in/z.parquet --text-field {field}")).says(&[reason]).ends_with(2);
    }
    room.run("clean in/z.parquet -o z.parquet.gz").says(&["not packed as a whole"]).ends_with(2);
}

#[test]
fn damaged_bytes_never_end_the_program_itself() {
    let room = Room::new();
    let input = file(&[articles(8, |n| format!("“Article” {n}."))]);
    for at in (0..input.len()).step_by(input.len() / 60) {
        let mut damaged = input.clone();
        damaged[at] ^= 0x55;
        let run = room.run_on("clean --format parquet", &damaged);
        assert!(matches!(run.status, Some(0 | 2)), "byte {at}: {run:?}");
        assert!(!run.stderr.contains("panicked"), "byte {at}: {run:?}");
    }
}

/// The crate panics where a chunk of a dictionary does not say where that lies.
#[test]
fn what_the_crate_panics_at_is_one_error() {
    let room = Room::new();
    let input = include_bytes!("../data/no-dictionary.parquet");
    let run = room.run_on("clean --format parquet -q", input);
    assert_eq!(run.stderr, "copydesk: standard input: cannot read: damaged Parquet\n");
    assert_eq!(run.status, Some(2));
}
