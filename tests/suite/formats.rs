//! Formats as a user meets them: each is cleaned, on any number of threads to the same bytes, and
//! taken back; broken input is named by file and record. The damage is curly quotes.

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
