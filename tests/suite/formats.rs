//! Formats as a user meets them: each is cleaned, on any number of threads to the same bytes, and
//! taken back; broken input is named by file and record. The damage is curly quotes.

use std::io::Write;

use crate::files::{gzip, unzstd};
use crate::run::Room;

/// Cleans `input` under a name, on one thread and on two, and takes the edits back.
#[track_caller]
fn cleaned(name: &str, input: &[u8], args: &str) -> Vec<u8> {
    let room = Room::new();
    room.write(name, input);
    for jobs in ["1", "2"] {
        room.run(&format!("clean {name} -o out{jobs}/{name} --edits log{jobs}.jsonl -j{jobs} {args}")).ok();
    }
    let out = room.read(&format!("out1/{name}"));
    assert!(out == room.read(&format!("out2/{name}")), "-j1 and -j2");
    assert!(room.read("log1.jsonl") == room.read("log2.jsonl"), "the logs of -j1 and -j2");
    let reading = args.replace("--max-removed 1", "");
    room.run(&format!("undo out1/{name} --edits log1.jsonl -o back/{name} {reading}")).ok();
    let back = room.read(&format!("back/{name}"));
    assert!(back == input, "not what it was: {}", String::from_utf8_lossy(&back));
    assert!(room.run(&format!("clean out1/{name} --check {args}")).ok().is_empty(), "not settled");
    out
}

#[track_caller]
fn cleaned_text(name: &str, input: &str, args: &str) -> String {
    String::from_utf8(cleaned(name, input.as_bytes(), args)).unwrap()
}

// Plain text.

#[test]
fn lines_are_documents() {
    let text = "“One.”\r\n\n  \nTwo.\nAdvertisement\n“Three.”";
    assert_eq!(
        cleaned_text("a.txt", text, "--documents lines --max-removed 1"),
        "\"One.\"\r\n\n  \nTwo.\n\n\"Three.\""
    );
    let room = Room::new();
    let run = room.run_on("clean --documents lines --max-removed 1 --edits log.jsonl", text.as_bytes());
    run.says(&["3 changed of 4 documents"]).ok();
    let log = room.text("log.jsonl");
    let rows: Vec<_> = log.lines().map(|row| &row[..row.find(",\"text\"").unwrap()]).collect();
    assert_eq!(
        rows,
        [
            r#"{"record":0,"edits":[{"start":0,"end":3"#,
            r#"{"record":2,"edits":[{"start":21,"end":34"#,
            r#"{"record":3,"edits":[{"start":35,"end":38"#,
        ]
    );
}

#[test]
fn a_line_stays_one_line() {
    // As a text of its own it gets a heading's line end.
    let line = "A New Harbor for the TownThe council voted on Monday, and nobody objected to the plan.\n";
    let whole = Room::new().run_on("clean", line.as_bytes()).ok().to_owned();
    assert!(whole.lines().count() > 1, "{whole}");
    assert_eq!(cleaned_text("a.txt", &line.repeat(3), "--documents lines").lines().count(), 3);
}

#[test]
fn blocks_are_documents() {
    let text = "\n“One\ntwo.”\r\n\r\n \nThree.\n\n\nAdvertisement\n\n“Four.”\n\n";
    assert_eq!(
        cleaned_text("a.txt", text, "--documents paragraph-blocks --max-removed 1"),
        "\n\"One\ntwo.\"\r\n\r\n \nThree.\n\n\n\n\n\"Four.\"\n\n"
    );
    let run = Room::new().run_on("clean --documents paragraph-blocks --max-removed 1", text.as_bytes());
    run.says(&["3 changed of 4 documents"]).ok();
}

#[test]
fn a_block_stays_one_block() {
    let text = "“One.”\u{1d}\nTwo.\n\n“Three.”\u{1d}Four.\n";
    let cleaned = "\"One.\"\u{1d}\nTwo.\n\n\"Three.\"\nFour.\n";
    assert_eq!(cleaned_text("a.txt", text, "--documents paragraph-blocks"), cleaned);
    // Without the character that goes, its line is blank.
    let text = "\u{2}\n“Five.”\n";
    assert_eq!(cleaned_text("a.txt", text, "--documents paragraph-blocks"), text);
}

#[test]
fn many_documents_in_a_stream() {
    let blocks: String = (0..15_000).map(|n| format!("Block {n} is “here”.\nIt ends.\n\n")).collect();
    for args in ["--documents lines", "--documents paragraph-blocks"] {
        assert_eq!(cleaned_text("a.txt", &blocks, args), blocks.replace(['“', '”'], "\""));
    }
}

// Tables.

#[test]
fn only_the_text_column_of_a_table_changes() {
    let table = "\u{feff}id,\"text\",note\r\n\
        1,\"“One.”\",\"“note”\"\r\n\
        \"2\",\"“Two”, she said.\r\nOn two lines.\",\r\n\
        \r\n\
        3,\"Clean, \"\"as it is\"\".\",x\r\n\
        4,\"It is “four” of them.\",\"\"";
    assert_eq!(
        cleaned_text("a.csv", table, ""),
        "\u{feff}id,\"text\",note\r\n\
        1,\"\"\"One.\"\"\",\"“note”\"\r\n\
        \"2\",\"\"\"Two\"\", she said.\r\nOn two lines.\",\r\n\
        \r\n\
        3,\"Clean, \"\"as it is\"\".\",x\r\n\
        4,\"It is \"\"four\"\" of them.\",\"\""
    );
}

#[test]
fn a_field_is_quoted_once_it_has_to_be() {
    let room = Room::new();
    let table = "text\tn\n“One” and\t2\nit’s\t3\n";
    let run = room.run_on("clean --format tsv --edits log.jsonl", table.as_bytes());
    assert_eq!(run.ok(), "text\tn\n\"\"\"One\"\" and\"\t2\nit's\t3\n");
    // The text comes back; that it needs no quotation marks any more is not known.
    assert_eq!(
        room.run_on("undo - --format tsv --edits log.jsonl", &run.stdout).ok(),
        "text\tn\n\"“One” and\"\t2\nit’s\t3\n"
    );
}

#[test]
fn large_tables_are_cut_at_rows() {
    let row = |n: usize| format!("{n},\"Row {n}\n“goes” on\",\"{}\"\r\n", "x\n".repeat(5 * (n % 50)));
    let table: String = std::iter::once("id,body,filler\r\n".to_owned()).chain((0..6_000).map(row)).collect();
    let expected = table.replace(['“', '”'], "\"\"");
    assert!(cleaned_text("a.csv", &table, "--text-field body") == expected);
}

#[test]
fn a_table_without_the_column_is_refused() {
    let room = Room::new();
    room.write("in/a.csv", "id,body\n1,“x”\n").write("in/b.tsv", "text\n“x”\n").write("in/c.csv", "");
    let run = room.run("clean in -o out");
    run.says(&["a.csv: cannot read: there is no column \"text\", but id, body", "1 input failed"]);
    run.ends_with(2);
    assert_eq!(room.text("out/b.tsv"), "text\n\"\"\"x\"\"\"\n");
    assert_eq!(room.text("out/c.csv"), "");
    assert!(!room.path("out/a.csv").exists());
}

#[test]
fn the_site_and_the_id_of_a_row_are_known() {
    let room = Room::new();
    room.run_on("clean --format csv --edits log.jsonl", "id,text\nr1,“x”\n".as_bytes()).ok();
    assert!(room.text("log.jsonl").starts_with(r#"{"record":0,"id":"r1","edits":"#));
}

// Web archives.

/// A record with a text; its digest is none until it is put right.
fn page(number: usize, text: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/{number}\r\n\
         WARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Block-Digest: {}\r\nContent-Type: text/plain\r\n\
         Content-Length: {}\r\n\r\n{text}\r\n\r\n",
        digest(text),
        text.len()
    )
}

fn digest(text: &str) -> String {
    use sha1::Digest;
    format!("sha1:{}", data_encoding::BASE32.encode(&sha1::Sha1::digest(text)))
}

const INFO: &str = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n\
    Content-Length: 13\r\n\r\nsoftware: “\r\n\r\n";

#[test]
fn conversions_of_a_web_archive_are_cleaned() {
    let other = page(7, "“no text”").replace("text/plain", "text/html");
    let archive = [INFO, &page(0, "“One.”\n"), &other, &page(1, "Clean."), &page(2, "“Ünd”\r\n\r\nWARC/1.0")];
    let expected =
        [INFO, &page(0, "\"One.\"\n"), &other, &page(1, "Clean."), &page(2, "\"Ünd\"\r\n\r\nWARC/1.0")];
    // By the name, and by the first bytes.
    for name in ["a.warc.wet", "a.txt"] {
        assert_eq!(cleaned_text(name, &archive.concat(), ""), expected.concat());
    }
    let room = Room::new();
    room.write("a.wet", archive.concat());
    room.run("clean a.wet --edits log.jsonl").says(&["2 changed of 3 documents"]).ok();
    assert!(room.text("log.jsonl").starts_with(r#"{"file":"a.wet","record":0,"id":"<urn:uuid:0>","edits":"#));
}

#[test]
fn records_of_a_web_archive_are_packed_one_by_one() {
    let room = Room::new();
    let records = [INFO.to_owned(), page(0, "“One.”"), page(1, "Clean.")];
    let members: Vec<_> = records.iter().map(String::as_str).collect();
    room.write("a.wet.gz", gzip(&members));
    room.run("clean a.wet.gz -o out.wet.gz --edits log.jsonl").ok();
    room.run("undo out.wet.gz --edits log.jsonl -o back.wet.gz").ok();
    let parts = |name: &str, records: &[&str]| {
        let packed = room.read(name);
        let mut rest = &packed[..];
        for record in records {
            let mut member = flate2::bufread::GzDecoder::new(rest);
            let mut text = String::new();
            std::io::Read::read_to_string(&mut member, &mut text).unwrap();
            assert_eq!(text, *record);
            rest = member.into_inner();
        }
        assert!(rest.is_empty());
    };
    parts("out.wet.gz", &[INFO, &page(0, "\"One.\""), &records[2]]);
    parts("back.wet.gz", &members);
}

#[test]
fn large_web_archives_are_cut_at_records() {
    let pages = |open, close: &str| -> String {
        (0..1500)
            .map(|n| page(n, &format!("{open}Page{close} {n}.{}", " It goes on.".repeat(n % 90))))
            .collect()
    };
    assert!(cleaned_text("a.wet", &pages("“", "”"), "") == pages("\"", "\""));
}

#[test]
fn a_web_archive_that_is_cut_off_is_an_error() {
    let room = Room::new();
    let archive = [INFO, &page(0, "“One.”")].concat();
    room.write("in/a.wet", &archive[..archive.len() - 2]).write("in/b.wet", archive.replace(": 13", ": 12"));
    let run = room.run("clean in -o out");
    run.says(&[
        &format!("a.wet: cannot read: the file ends within a record, at byte {}", INFO.len()),
        "b.wet: cannot read: a record does not end where its length says, at byte 0",
    ]);
    run.ends_with(2);
    assert!(!room.path("out").exists());
}

// Packing.

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_is_only_read_is_written_as_zst() {
    let room = Room::new();
    let text = "“One.”\n";
    let two = [bzip2(text.as_bytes()), bzip2(b"Two.")].concat();
    room.write("in/a.txt.bz2", two)
        .write("in/b.txt.xz", xz(text.as_bytes()))
        .write("in/c", xz(text.as_bytes()));
    room.run("clean in -o out --edits log.jsonl").ok();
    assert_eq!(unzstd(&room.read("out/a.txt.zst")), "\"One.\"\nTwo.");
    assert_eq!(unzstd(&room.read("out/b.txt.zst")), "\"One.\"\n");
    assert_eq!(room.text("out/c"), "\"One.\"\n");
    room.run("undo out --edits log.jsonl -o back").ok();
    assert_eq!(unzstd(&room.read("back/a.txt.zst")), "“One.”\nTwo.");
    assert_eq!(room.run("undo out/b.txt.zst --edits log.jsonl").ok(), text);
    for (args, reason) in [
        ("clean -i in", "a.txt.bz2 cannot be written: bzip2 and xz are only read"),
        ("clean in/c -o d.xz", "d.xz cannot be written"),
        ("clean in/c --edits log.bz2", "log.bz2 cannot be written"),
    ] {
        room.run(args).says(&[reason]).ends_with(2);
    }
    room.write("in/b.txt.zst", "");
    room.run("clean in -o new").says(&["b.txt.zst would be written twice"]).ends_with(2);
    assert!(!room.path("new").exists());
}

// Encodings.

fn utf16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn other_encodings_become_utf_8() {
    let room = Room::new();
    let (latin, text) = (b"caf\xe9 \x93One\x94\n", "café \"One\"\n");
    assert_eq!(room.run_on("clean --encoding windows-1252", latin).ok(), text);
    assert_eq!(room.run_on("clean --encoding auto", latin).ok(), text);
    assert_eq!(room.run_on("clean --encoding auto", "café “One”\n".as_bytes()).ok(), text);
    assert_eq!(room.run_on("clean", &utf16("café “One”\n")).ok(), text);
    // Offsets are those of the text, and what comes back is the text.
    room.write("a.txt", latin);
    room.run("clean a.txt -o b.txt --edits log.jsonl --encoding latin1").ok();
    assert!(room.text("log.jsonl").contains(r#""start":6,"end":9,"text":"\"","was":"“""#));
    assert_eq!(room.run("undo b.txt --edits log.jsonl").ok(), "café “One”\n");
    let records = [&b"{\"text\": \"\x83\x5c\x81\x67\"}\n"[..], b"{\"text\": \"\x83\x22\"}\n"].concat();
    let run = room.run_on("clean --format jsonl --encoding shift_jis --quotes keep", &records);
    run.says(&["record 1 (line 2): not UTF-8 at byte 10"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(run.stdout, ["{\"text\": \"ソ“\"}\n".as_bytes(), b"{\"text\": \"\x83\x22\"}\n"].concat());
    assert_eq!(
        room.run_on("clean --format csv", &utf16("id,text\r\n1,“x”\r\n")).ok(),
        "id,text\r\n1,\"\"\"x\"\"\"\r\n"
    );
    // In place too, where no word changes: else a directory would be in two encodings.
    room.write("in/plain.txt", b"caf\xe9\n")
        .write("in/wide.txt", utf16("caf\u{e9}\n"))
        .write("in/ready.txt", "café\n");
    room.run("clean -i in/plain.txt --encoding latin1").ok();
    room.run("clean -i in/wide.txt").ok();
    for name in ["plain", "wide", "ready"] {
        assert_eq!(room.text(&format!("in/{name}.txt")), "café\n");
    }
    room.run("clean a.txt --encoding klingon").says(&["there is no encoding \"klingon\""]).ends_with(2);
}

// Broken records.

#[test]
fn broken_records_are_kept_dropped_or_end_the_file() {
    let good = |n: usize| format!("{{\"id\": {n}, \"text\": \"“{n}”\"}}\n");
    let input =
        [good(0).as_bytes(), b"{\"text\": \n", b"{\"text\": \"\xff\"}\n", good(3).as_bytes()].concat();
    let cleaned = |n: usize| good(n).replace(['“', '”'], "\\\"");
    let broken =
        ["a.jsonl: record 1 (line 2): broken JSON", "a.jsonl: record 2 (line 3): not UTF-8 at byte 10"];
    let room = Room::new();
    room.write("a.jsonl", &input);
    for (what, middle) in [("keep", &b"{\"text\": \n{\"text\": \"\xff\"}\n"[..]), ("skip", b"")] {
        for jobs in [1, 2] {
            let run =
                room.run(&format!("clean a.jsonl -o {what}.jsonl --edits log -j{jobs} --on-error {what}"));
            run.says(&broken).says(&["a.jsonl: 2 records could not be read"]).ends_with(2);
            let expected = [cleaned(0).as_bytes(), middle, cleaned(3).as_bytes()].concat();
            assert!(room.read(&format!("{what}.jsonl")) == expected, "{what}");
        }
        // What was dropped does not come back; the others do, each with its own edits.
        let undone = room.run(&format!("undo {what}.jsonl --edits log -o back.jsonl"));
        undone.ends_with(if what == "skip" { 2 } else { 0 });
        assert!(room.read("back.jsonl") == [good(0).as_bytes(), middle, good(3).as_bytes()].concat());
    }
    room.run("clean a.jsonl -o fail.jsonl --on-error fail").says(&broken[..1]).ends_with(2);
    assert!(!room.path("fail.jsonl").exists());
    assert_eq!(room.run("clean a.jsonl").status, Some(2));
    assert_eq!(room.run("clean a.jsonl --check").status, Some(2));
}

#[test]
fn many_broken_records_are_counted() {
    let room = Room::new();
    let run = room.run_on("clean --format csv", format!("text\n{}", "a,b\n".repeat(3000)).as_bytes());
    run.says(&[
        "record 9 (line 11): broken row: it has 2 fields and not 1",
        "<stdin>: 3000 records could not be read",
    ]);
    assert!(!run.stderr.contains("record 10 "));
    run.ends_with(2);
}

#[test]
fn a_text_that_is_none_is_kept_and_told() {
    let room = Room::new();
    let bytes = b"\x93One\x94 and \xe2\x80\x9cTwo\xe2\x80\x9d\n";
    room.write("in/a.txt", bytes).write("in/b.txt", "“One”");
    room.run("clean in -o out --edits log").says(&["a.txt: not UTF-8 at byte 0"]).ends_with(2);
    assert!(room.read("out/a.txt") == bytes);
    assert_eq!(room.text("out/b.txt"), "\"One\"");
    room.run("undo out --edits log -o back").ok();
    assert!(room.read("back/a.txt") == bytes);
    for what in ["skip", "fail"] {
        room.run(&format!("clean in -o {what} --on-error {what}")).ends_with(2);
        assert!(!room.path(what).join("a.txt").exists() && room.path(what).join("b.txt").exists());
    }
    // A line that is none is no reason to give the others up.
    let run = room.run("clean in/a.txt --documents lines");
    assert_eq!((run.status, &run.stdout[..]), (Some(2), &bytes[..]));
}

// Binary files.

#[test]
fn binary_files_in_a_directory_are_passed_over() {
    let room = Room::new();
    room.write("in/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0d")
        .write("in/b.txt", "“One”")
        .write("in/c.txt", utf16("“Two”"));
    room.run("clean in -o out").says(&["1 file skipped: not a text"]).ok();
    room.run("clean in -o out -v").says(&["in/a.png: skipped, not a text"]).ok();
    assert_eq!(
        (room.text("out/b.txt"), room.text("out/c.txt")),
        ("\"One\"".to_owned(), "\"Two\"".to_owned())
    );
    assert!(!room.path("out/a.png").exists());
    room.run("clean in/a.png").says(&["in/a.png: not a text: there is a NUL byte"]).ends_with(2);
    // Unless somebody says that it is one.
    room.run("clean in/a.png --format text --encoding latin1").ok();
}
