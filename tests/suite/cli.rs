//! The program as a user meets it. The damage is curly quotes, which every version mends.

use std::io::Read;
use std::process::Stdio;

use crate::files::{gunzip, gzip, long_text, record, unzstd, zstd};
use crate::run::Room;

/// Bytes of a text that is cut into sections.
const LONG: usize = (4 << 20) + (1 << 18);

const DIRTY: &str = "“Yes,” he said.\nThe end.\n";
const CLEAN: &str = "\"Yes,\" he said.\nThe end.\n";

fn long_records(count: usize) -> String {
    (0..count)
        .map(|number| record(number, &format!("{DIRTY}{}", "All is well. ".repeat(number % 90))))
        .collect()
}

// Streams.

#[test]
fn standard_input_goes_to_standard_output_and_the_summary_beside_it() {
    let room = Room::new();
    for args in ["clean", "clean -", "clean -j1 --progress never"] {
        let run = room.run_on(args, DIRTY.as_bytes());
        assert_eq!(run.ok(), CLEAN);
        run.says(&["1 changed of 1 document", "2  quotes/double"]);
    }
    let run = room.run_on("clean -q", DIRTY.as_bytes());
    assert_eq!((run.ok(), run.stderr.as_str()), (CLEAN, ""));
    assert_eq!(room.run_on("clean -q", b"").ok(), "");
}

#[test]
fn a_single_file_goes_to_standard_output() {
    let room = Room::new();
    room.write("a.txt", DIRTY).write("b.jsonl", record(0, DIRTY));
    assert_eq!(room.run("clean a.txt").ok(), CLEAN);
    assert_eq!(room.run("clean b.jsonl").ok(), record(0, CLEAN));
}

#[test]
fn the_first_record_makes_a_stream_json_lines() {
    let room = Room::new();
    let records = format!("\n{}{}", record(0, "All is well."), record(1, DIRTY));
    assert_eq!(
        room.run_on("clean", records.as_bytes()).ok(),
        format!("\n{}{}", record(0, "All is well."), record(1, CLEAN))
    );
    // The same bytes, said to be text: the quotes of JSON are no curly ones.
    assert_eq!(
        room.run_on("clean --format text", b"{\"text\": \"\\u201c\"}\n").ok(),
        "{\"text\": \"\\u201c\"}\n"
    );
    room.run_on("clean --format jsonl", b"rubbish\n").ends_with(2);
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let room = Room::new();
    room.write("long.txt", long_text(LONG));
    let mut child = room
        .command("clean long.txt --edits log.jsonl")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
    assert_eq!(room.files(), ["long.txt"]);
}

// JSON Lines.

#[test]
fn only_the_text_of_a_record_changes() {
    let room = Room::new();
    let line = |text: &str| format!("{{ \"a\" : 1.0e2 ,\"text\":{text}, \"b\":\"\\u00e9\\/\"}}  \r\n");
    let same = line(r#""\u00e9 caf\u00e9 \/ stays""#);
    let input = format!("{same}\n  \n{}{{\"text\":\"“end”\"}}", line(r#""\u00e9 \u201cx\u201d\n""#));
    let expected = format!("{same}\n  \n{}{{\"text\":\"\\\"end\\\"\"}}", line(r#""é \"x\"\n""#));
    assert_eq!(room.run_on("clean", input.as_bytes()).ok(), expected);
    assert_eq!(
        room.run_on(
            "clean --format jsonl --text-field b",
            b"{\"text\":\"\xe2\x80\x9c\",\"b\":\"\xe2\x80\x9c\"}"
        )
        .ok(),
        "{\"text\":\"“\",\"b\":\"\\\"\"}"
    );
}

#[test]
fn records_without_a_text_pass_and_are_counted() {
    let room = Room::new();
    let input = "{\"id\":1}\n\n{\"text\":null}\n{\"text\":\"\\ud800 “\"}\n{\"text\":[\"“\"]}\n";
    let run = room.run_on("clean --format jsonl", input.as_bytes());
    assert_eq!(run.ok(), input);
    run.says(&["<stdin>: 4 records passed unchanged"]);
    room.run_on("clean -v --format jsonl", input.as_bytes())
        .says(&["<stdin>: record 1 (line 3): the text field is no string", "half of a surrogate pair"]);
}

#[test]
fn the_log_says_what_was_done() {
    let room = Room::new();
    let input = format!("{}\n{}", record(0, "All is well."), record(1, DIRTY));
    room.run_on("clean --edits log.jsonl", input.as_bytes()).ok();
    assert_eq!(
        room.text("log.jsonl"),
        concat!(
            r#"{"record":1,"id":"r1","edits":[{"start":0,"end":3,"text":"\"","was":"“","rule":"quotes/double","#,
            r#""confidence":1.0},{"start":7,"end":10,"text":"\"","was":"”","rule":"quotes/double","confidence":1.0}]}"#,
            "\n"
        )
    );
    room.write("in.jsonl", &input);
    room.run("clean in.jsonl -o out.jsonl --edits log.jsonl.gz").ok();
    assert!(gunzip(&room.read("log.jsonl.gz")).starts_with(r#"{"file":"in.jsonl","record":1,"#));
}

// Files and directories.

#[test]
fn a_tree_is_mirrored() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY)
        .write("in/b/c.jsonl.gz", gzip(&[&record(0, DIRTY)]))
        .write("in/b/d.txt.zst", zstd(&[DIRTY]))
        .write("in/b/empty.txt.zst", zstd(&[""]))
        .write("in/.hidden/e.txt", DIRTY)
        .write("in/b/.f.txt", DIRTY);
    // The second time the output lies in the input.
    for _ in 0..2 {
        room.run("clean in -o in/out --edits in/log.jsonl").ok();
        let out: Vec<_> = room.files().into_iter().filter(|name| name.starts_with("in/out/")).collect();
        assert_eq!(
            out,
            ["in/out/a.txt", "in/out/b/c.jsonl.gz", "in/out/b/d.txt.zst", "in/out/b/empty.txt.zst"]
        );
    }
    assert_eq!(room.text("in/out/a.txt"), CLEAN);
    assert_eq!(gunzip(&room.read("in/out/b/c.jsonl.gz")), record(0, CLEAN));
    assert_eq!(unzstd(&room.read("in/out/b/d.txt.zst")), CLEAN);
    assert_eq!(unzstd(&room.read("in/out/b/empty.txt.zst")), "");
    let log = room.text("in/log.jsonl");
    let files: Vec<_> = log.lines().map(|row| row.split('"').nth(3).unwrap()).collect();
    assert_eq!(files, ["a.txt", "b/c.jsonl.gz", "b/d.txt.zst"]);
}

#[test]
fn the_output_is_a_file_or_a_directory() {
    let room = Room::new();
    room.write("a.txt", DIRTY).write("b.txt", "All is well.\n").write("there/x", "");
    room.run("clean a.txt -o new/file.txt").ok();
    room.run("clean a.txt -o new/").ok();
    room.run("clean a.txt -o there").ok();
    room.run("clean a.txt b.txt -o two").ok();
    room.run_on("clean - -o stdin.txt.gz", DIRTY.as_bytes()).ok();
    for name in ["new/file.txt", "new/a.txt", "there/a.txt", "two/a.txt"] {
        assert_eq!(room.text(name), CLEAN);
    }
    assert_eq!(room.text("two/b.txt"), "All is well.\n");
    assert_eq!(gunzip(&room.read("stdin.txt.gz")), CLEAN);
}

#[test]
fn in_place_replaces_what_changes_and_nothing_else() {
    let room = Room::new();
    room.write("d/a.txt", DIRTY).write("d/b.txt", "All is well.\n").write("d/c.txt.gz", gzip(&[DIRTY]));
    let modified = || std::fs::metadata(room.path("d/b.txt")).unwrap().modified().unwrap();
    let before = modified();
    room.run("clean -i d").ok();
    assert_eq!(room.text("d/a.txt"), CLEAN);
    assert_eq!(gunzip(&room.read("d/c.txt.gz")), CLEAN);
    assert_eq!(modified(), before);
    assert_eq!(room.files().len(), 3);
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_links_stay_and_devices_are_written_to() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let room = Room::new();
    room.write("a.txt", DIRTY).write("b.txt", DIRTY);
    let mode = |name| std::fs::metadata(room.path(name)).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(room.path("a.txt"), PermissionsExt::from_mode(0o640)).unwrap();
    symlink("a.txt", room.path("link.txt")).unwrap();
    room.run("clean a.txt -o out.txt").ok();
    room.run("clean -i link.txt").ok();
    assert_eq!((mode("out.txt"), mode("a.txt")), (0o640, 0o640));
    assert!(std::fs::symlink_metadata(room.path("link.txt")).unwrap().is_symlink());
    assert_eq!(room.text("a.txt"), CLEAN);
    room.run("clean b.txt -o /dev/null --edits /dev/stderr").ok();
}

#[test]
fn what_the_cleaner_goes_by_is_never_written_to() {
    let room = Room::new();
    room.write("d/a.txt", DIRTY).write("d/r.tsv", "ad\tline\tgo to the pond\n");
    room.write("d/copydesk.toml", "# “mine”\nquotes = \"straight\"\n");
    room.run("learn d/a.txt -o p").ok();
    let (table, profile) = (room.read("d/r.tsv"), room.read("p"));
    for what in [
        "d/a.txt --rules d/r.tsv --edits d/r.tsv -o w",
        "d/a.txt --rules d/r.tsv -o d/r.tsv",
        "d/a.txt --profile p --summary p -o w",
        "d/a.txt --profile p --report p -o w",
        "d/a.txt --profile p -o p",
        "d/a.txt --config d/copydesk.toml -o d/copydesk.toml",
        "-i d/r.tsv --rules d/r.tsv",
    ] {
        room.run(&format!("clean {what}")).says(&["would be read and written at once"]).ends_with(2);
    }
    // What is found beside the texts is passed over.
    room.run("clean -i d --rules d/r.tsv --config d/copydesk.toml").ok();
    assert_eq!((room.read("d/r.tsv"), room.read("p")), (table, profile));
    assert!(room.text("d/copydesk.toml").starts_with("# “mine”"));
    assert_eq!(room.text("d/a.txt"), CLEAN);
    assert!(!room.path("w").exists());
}

#[cfg(unix)]
#[test]
fn who_replaces_a_file_does_not_take_it() {
    use std::os::unix::fs::{MetadataExt, chown};
    let room = Room::new();
    room.write("a.txt", DIRTY).write("b.txt", DIRTY).write("new.txt", "");
    let owner = |name| std::fs::metadata(room.path(name)).map(|found| (found.uid(), found.gid())).unwrap();
    let own = owner("new.txt");
    if chown(room.path("a.txt"), Some(own.0 + 1), Some(own.1 + 1)).is_err() {
        eprintln!("skipped: only root may give files away");
        return;
    }
    room.run("clean -i a.txt b.txt").ok();
    room.run("clean a.txt -o new.txt").ok();
    assert_eq!((owner("a.txt"), owner("b.txt")), ((own.0 + 1, own.1 + 1), own));
    assert_eq!((owner("new.txt"), room.text("a.txt").as_str()), (own, CLEAN));
}

#[test]
fn packed_input_is_known_by_its_bytes_and_read_to_the_last_part() {
    let room = Room::new();
    let parts = [DIRTY, "", "“More”\n"];
    let expected = format!("{CLEAN}\"More\"\n");
    room.write("gz.txt", gzip(&parts)).write("zst.gz", zstd(&parts)).write("gz.zst", gzip(&parts));
    for name in ["gz.txt", "zst.gz", "gz.zst"] {
        assert_eq!(room.run(&format!("clean {name}")).ok(), expected, "{name}");
    }
    assert_eq!(room.run_on("clean", &gzip(&parts)).ok(), expected);
    assert_eq!(room.run_on("clean", &zstd(&[&record(0, DIRTY)])).ok(), record(0, CLEAN));
}

#[test]
fn a_bad_file_is_named_leaves_nothing_and_stops_no_other() {
    let room = Room::new();
    let mut cut = gzip(&[&long_text(100_000)]);
    cut.truncate(cut.len() / 2);
    let late = long_text(LONG).into_bytes();
    let bad_byte = late.len() as u64;
    let records = long_records(3000);
    room.write("in/a.txt", DIRTY)
        .write("in/b-latin1.txt", b"caf\xe9\n")
        .write("in/c-cut.txt.gz", cut)
        .write("in/d-no.txt.gz", "plain")
        .write("in/e-broken.jsonl", format!("{records}\n{{\"text\": \"“\",\n"))
        .write("in/f-late.txt", [&late[..], b"\xff"].concat())
        .write("in/g-bytes.jsonl", b"{\"text\": \"a\"}\n{\"text\": \"\xff\"}\n")
        .write("in/h-cut.jsonl.zst", &zstd(&[&records])[..500])
        .write("in/z.txt", DIRTY);
    for jobs in ["1", "4"] {
        let run = room.run(&format!("clean in -o out --edits log.jsonl -j{jobs} --on-error fail"));
        run.ends_with(2);
        run.says(&[
            "b-latin1.txt: not UTF-8 at byte 3",
            "c-cut.txt.gz: cannot read",
            "d-no.txt.gz: cannot read",
            "e-broken.jsonl: record 3000 (line 3002): broken JSON",
            &format!("f-late.txt: not UTF-8 at byte {bad_byte}"),
            "g-bytes.jsonl: record 1 (line 2): not UTF-8 at byte 10",
            "h-cut.jsonl.zst: cannot read",
            "7 inputs failed",
        ]);
        let left: Vec<_> = room.files().into_iter().filter(|name| !name.starts_with("in/")).collect();
        assert_eq!(left, ["log.jsonl", "out/a.txt", "out/z.txt"]);
        let log = room.text("log.jsonl");
        assert_eq!(log.lines().count(), 2, "rows of failed files");
        assert!(
            log.lines()
                .all(|row| row.starts_with(r#"{"file":"a.txt""#) || row.starts_with(r#"{"file":"z.txt""#))
        );
    }
}

#[test]
fn what_was_written_to_a_stream_before_an_error_stays() {
    let room = Room::new();
    let run = room.run_on("clean --on-error fail", format!("{}rubbish\n{0}", record(0, DIRTY)).as_bytes());
    assert_eq!(run.ends_with(2), record(0, CLEAN));
    run.says(&["standard input: record 1 (line 2): broken JSON"]);
}

// Threads.

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let room = Room::new();
    room.write("in/long.txt.zst", zstd(&[&long_text(LONG)]))
        .write("in/records.jsonl.gz", gzip(&[&long_records(4000)]));
    for number in 0..50 {
        room.write(&format!("in/small/{number}.txt"), format!("{number} {DIRTY}"));
    }
    for jobs in [1, 2, 5] {
        room.run(&format!("clean in -o out{jobs} --edits log{jobs}.jsonl.zst -j{jobs}")).ok();
    }
    let one: Vec<_> = room.files().into_iter().filter(|name| name.starts_with("out1/")).collect();
    assert_eq!(one.len(), 52);
    for name in one.into_iter().chain(["log1.jsonl.zst".to_owned()]) {
        for jobs in ["2", "5"] {
            assert!(room.read(&name) == room.read(&name.replacen('1', jobs, 1)), "{name} and -j{jobs}");
        }
    }
}

// Undo.

#[test]
fn undo_gives_a_text_back() {
    let room = Room::new();
    // Longer than one section, and without a final line feed.
    let long = format!("{}“end”", long_text(LONG));
    for text in [DIRTY, "All is well.\n", "", &long] {
        room.write("a.txt", text);
        room.run("clean a.txt -o b.txt.gz --edits log.jsonl.zst").ok();
        room.run("undo b.txt.gz --edits log.jsonl.zst -o c.txt").ok();
        assert!(room.text("c.txt") == text);
        assert!(room.run("undo b.txt.gz --edits log.jsonl.zst").ok() == text);
    }
    let cleaned = room.run_on("clean --edits log.jsonl", long.as_bytes());
    assert!(room.text("log.jsonl").lines().count() > 3, "it was cut");
    assert!(room.run_on("undo - --edits log.jsonl", &cleaned.stdout).ok() == long);
}

#[test]
fn undo_gives_records_back() {
    let room = Room::new();
    let records = format!("\n{}{{\"id\": 1}}\n\n{}", long_records(2000), record(9, "“last”"));
    room.write("in.jsonl", &records);
    room.run("clean in.jsonl -o out.jsonl.zst --edits log.jsonl").ok();
    assert!(unzstd(&room.read("out.jsonl.zst")) != records);
    assert!(room.run("undo out.jsonl.zst --edits log.jsonl").ok() == records);
}

#[test]
fn undo_leaves_a_record_that_was_only_flagged() {
    let room = Room::new();
    // All of it would go.
    let records = "{\"text\": \"said.The \\u00e9\"}\n{\"text\": \"Read mor\\u0065: w\\u006f\"}\n";
    let cleaned = room.write("a.jsonl", records).run("clean a.jsonl --edits log.jsonl");
    assert!(room.text("log.jsonl").contains("\"flagged\":true,\"edits\":[]"), "{}", room.text("log.jsonl"));
    let restored = room.run_on("undo - --edits log.jsonl", &cleaned.stdout);
    assert_eq!(restored.ok().lines().nth(1), records.lines().nth(1));
}

#[test]
fn undo_gives_a_tree_back() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY)
        .write("in/b/c.jsonl.gz", gzip(&[&record(0, DIRTY)]))
        .write("in/d.txt", "Well.\n");
    room.run("clean in -o out --edits log.jsonl").ok();
    room.run("undo out --edits log.jsonl -o back").ok();
    assert_eq!(room.text("back/a.txt"), DIRTY);
    assert_eq!(gunzip(&room.read("back/b/c.jsonl.gz")), record(0, DIRTY));
    assert_eq!(room.text("back/d.txt"), "Well.\n");
    // One file of it, by its path and by its name.
    assert_eq!(room.run("undo out/a.txt --edits log.jsonl").ok(), DIRTY);
    assert_eq!(room.run_on("undo - --edits log.jsonl --file a.txt", CLEAN.as_bytes()).ok(), DIRTY);
    room.run_on("undo - --edits log.jsonl", CLEAN.as_bytes()).says(&["--file"]).ends_with(2);
    std::fs::remove_file(room.path("out/a.txt")).unwrap();
    room.run("undo out --edits log.jsonl -o back")
        .says(&["a.txt: there are edits of this file"])
        .ends_with(2);
}

#[test]
fn a_log_that_does_not_fit_is_refused() {
    let room = Room::new();
    let records = record(0, "All is well.") + &record(1, DIRTY);
    room.write("in.jsonl", &records).write("a.txt", DIRTY);
    room.run("clean in.jsonl -o out.jsonl --edits log.jsonl").ok();
    room.run("clean a.txt -o b.txt --edits text.jsonl").ok();
    let other = room.text("out.jsonl").replace("Yes,", "Yes.,");
    let row = room.text("text.jsonl");
    room.write("apart.jsonl", format!("{row}\n{}{row}", row.replace("a.txt", "b.txt")));
    room.write("other.jsonl", other).write("short.jsonl", record(0, "")).write("short.txt", "\"Y");
    for (args, reason) in [
        (
            "undo other.jsonl --edits log.jsonl -o x",
            "record 1 (line 2): the edits do not belong to this text: they differ at byte 5",
        ),
        ("undo short.jsonl --edits log.jsonl -o x", "there are edits of record 1"),
        (
            "undo short.txt --edits text.jsonl -o x",
            "short.txt: the edits do not belong to this text: they differ at byte 2",
        ),
        ("undo b.txt --edits a.txt -o x", "line 1 is no row of edits"),
        ("undo b.txt --edits apart.jsonl -o x", "line 4 does not stand with the other rows of its file"),
    ] {
        room.run(args).says(&[reason]).ends_with(2);
    }
    assert!(!room.files().contains(&"x".to_owned()));
}

// Showing.

#[test]
fn check_names_what_would_change_and_writes_nothing() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY).write("in/b.txt", "Well.\n");
    room.write("in/c.jsonl", record(0, "Well.") + &record(1, DIRTY));
    let before = room.files();
    let run = room.run("clean in --check");
    assert_eq!(run.ends_with(1), "in/a.txt: 1 of 1 records\nin/c.jsonl: 1 of 2 records\n");
    assert_eq!(room.files(), before);
    assert_eq!(room.run("clean in/b.txt --check").ok(), "");
    assert_eq!(room.run_on("clean --check", DIRTY.as_bytes()).ends_with(1), "<stdin>: 1 of 1 records\n");
    room.write("in/bad.txt", b"\xff").run("clean in --check").ends_with(2);
}

#[test]
fn diff_shows_what_would_change() {
    let room = Room::new();
    room.write("in/a.txt", "one\ntwo\nthree\nfour\n“five”\nsix").write("in/b.txt", "Well.\n");
    room.write("in/c.jsonl", record(0, "Well.") + &record(1, "“x”"));
    let expected = "\
--- a/a.txt
+++ b/a.txt
@@ -2,5 +2,5 @@
 two
 three
 four
-“five”
+\"five\"
 six
\\ No newline at end of file
--- a/c.jsonl\trecord 1
+++ b/c.jsonl\trecord 1
@@ -1 +1 @@
-“x”
\\ No newline at end of file
+\"x\"
\\ No newline at end of file
";
    assert_eq!(room.run("clean in --diff").ends_with(1), expected);
    assert_eq!(room.run("clean in/b.txt --diff").ok(), "");
}

#[test]
fn explain_shows_each_edit_in_context() {
    let room = Room::new();
    room.write("a.txt", "One.\nHe said “yes”\tto it.");
    assert_eq!(
        room.run("explain a.txt").ok(),
        "a.txt:0:2: quotes/double 1.00: One.⏎He said [-“-]{+\"+}yes”\\u{9}to it.\n\
         a.txt:0:2: quotes/double 1.00: One.⏎He said “yes[-”-]{+\"+}\\u{9}to it.\n"
    );
    let run = room.run_on("explain", (record(0, "Well.") + &record(1, "“")).as_bytes());
    assert_eq!(run.ok(), "<stdin>:1:1: quotes/double 1.00: [-“-]{+\"+}\n");
}

#[test]
fn explain_shows_what_was_left_and_why() {
    let room = Room::new();
    let text = "He works for the group HarborNow. She left it in May.\n";
    assert_eq!(room.run_on("explain", text.as_bytes()).ok(), "");
    let run = room.run_on("explain --all", text.as_bytes());
    let shown = run.ok();
    assert!(shown.starts_with("<stdin>:0:1: left: He works for the group Harbor{}Now."), "{shown}");
    assert!(shown.contains("\n    odds "), "{shown}");
}

// Options.

#[test]
fn passes_and_styles_can_be_chosen() {
    let room = Room::new();
    for args in ["--skip quotes", "--only dashes", "--quotes keep", "--only spacing,dashes --dashes keep"] {
        assert_eq!(room.run_on(&format!("clean {args}"), DIRTY.as_bytes()).ok(), DIRTY, "{args}");
    }
    assert_eq!(room.run_on("clean --only quotes,dashes", DIRTY.as_bytes()).ok(), CLEAN);
}

#[test]
fn a_job_that_cannot_be_is_refused_before_anything_is_written() {
    let room = Room::new();
    room.write("a.txt", DIRTY).write("b/a.txt", DIRTY).write("in/c.txt", DIRTY);
    let before = room.files();
    for (args, reason) in [
        ("clean a.txt b/a.txt", "several inputs"),
        ("clean in", "is a directory"),
        ("clean a.txt -i -o out", "cannot be used with"),
        ("clean a.txt --check --diff", "cannot be used with"),
        ("clean a.txt --check -o out", "cannot be used with"),
        ("clean none.txt", "none.txt: there is no such file"),
        ("clean a.txt -o a.txt", "a.txt would be read and written at once"),
        ("clean a.txt -o ./b/../a.txt", "would be read and written at once"),
        ("clean in -o in", "would be read and written at once"),
        ("clean a.txt b/a.txt -o out", "out/a.txt would be written twice"),
        ("clean a.txt a.txt -i", "would be written twice"),
        ("clean a.txt ./b/../a.txt -i", "would be written twice"),
        ("clean in a.txt -o b/a.txt", "b/a.txt is not a directory"),
        ("clean a.txt -o out --edits out", "would be written twice"),
        ("clean a.txt --edits a.txt", "would be read and written at once"),
        ("clean -i", "standard input cannot be changed in place"),
        ("clean - -o b", "standard input has no name"),
        ("clean - - --check", "standard input can be read only once"),
        ("clean --jobs 0", "--jobs"),
        ("clean --only quotes,rubbish", "unicode, boilerplate, unwrap, boundaries, quotes, dashes, spacing"),
        ("clean --only quotes --skip quotes", "no pass is left"),
        ("clean --format xml", "auto, text, jsonl"),
        ("undo a.txt", "--edits"),
        ("undo a.txt --edits b/a.txt -o b/a.txt", "b/a.txt would be written twice"),
    ] {
        let run = room.run(args);
        run.says(&["error: ", "try '--help'", reason]);
        assert_eq!(run.ends_with(2), "", "{args}");
    }
    assert_eq!(room.files(), before);
}
