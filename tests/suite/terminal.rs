//! What people see in a terminal, and what other programs read of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;

use crate::files::{long_text, record};
use crate::run::Room;

/// Applies what `--diff` says with a program of its own; gives what it said if it failed.
fn apply(room: &Room, program: &[&str], diff: &str) -> Result<(), String> {
    room.write("diff", diff);
    let directory = room.path("in");
    let run = Command::new(program[0])
        .args(&program[1..])
        .arg(room.path("diff"))
        .current_dir(&directory)
        // Not the repository that the directory may lie in.
        .env("GIT_CEILING_DIRECTORIES", directory.parent().unwrap())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program[0]));
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    if run.status.success() { Ok(()) } else { Err(said) }
}

const PROGRAMS: [&[&str]; 2] = [&["git", "apply"], &["patch", "--binary", "--quiet", "-p1", "-i"]];

/// Each program makes of the files, with the diff, what cleaning makes of them.
fn applies(files: &[(&str, &str)]) {
    applies_by(&PROGRAMS, files);
}

fn applies_by(programs: &[&[&str]], files: &[(&str, &str)]) {
    for program in programs {
        let room = Room::new();
        for (name, text) in files {
            room.write(&format!("in/{name}"), text);
        }
        let diff = room.run("clean in --diff --color never");
        room.run("clean -q in -o out").ok();
        assert!(!diff.stdout.is_empty(), "something changes");
        apply(&room, program, diff.ends_with(1)).unwrap_or_else(|said| panic!("{program:?}: {said}"));
        for (name, _) in files {
            let (applied, cleaned) = (room.text(&format!("in/{name}")), room.text(&format!("out/{name}")));
            assert_eq!(applied, cleaned, "{program:?}, {name}");
        }
    }
}

#[test]
fn a_diff_is_taken_by_other_programs() {
    let lines = |from: usize, to: usize| (from..to).map(|i| format!("Line {i}.\n")).collect::<String>();
    applies(&[
        ("no end.txt", "“One.”\nTwo.\n“Three.”"),
        ("joins.txt", "It was the unions that\nAdvertisement\nnobody asked.\n“So.”\n"),
        ("goes first.txt", &("Advertisement\n".to_owned() + &lines(0, 20) + "Advertisement\n" + "“x”.\n")),
        ("goes last.txt", &(lines(0, 9) + "Advertisement")),
        ("far apart.txt", &("“a”\n".to_owned() + &lines(0, 7) + "“b”\n" + &lines(0, 6) + "“c”\n")),
        ("crlf.txt", "“One.”\r\nTwo.\r\nAdvertisement\r\n“Three.”\r\n"),
        ("returns.txt", "“One.”\rTwo.\r“Three.”\nFour.\n"),
        ("blank.txt", "One.\n\n\n\n\n“Two.”\n\n\n"),
        ("deep/er/ö ü.txt", "It ended.The next day “came”.\nAdvertisement\n"),
    ]);
}

#[test]
fn a_diff_of_the_corpus_makes_what_is_expected_of_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    for entry in fs::read_dir(corpus.join("dirty")).unwrap() {
        let folder = entry.unwrap().path();
        // A record is a line of its file, and not the text that is compared.
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if let (true, Ok(text)) =
                (path.extension().is_some_and(|e| e == "txt"), fs::read_to_string(&path))
            {
                let name = path.strip_prefix(corpus.join("dirty")).unwrap().to_str().unwrap().to_owned();
                files.push((name, text));
            }
        }
    }
    assert!(files.len() > 40);
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    applies(&files);
}

#[test]
fn a_diff_of_a_long_text_comes_in_sections() {
    // git takes a hunk without lines behind it for one at the end of the file, if it is not told.
    applies_by(&[&["git", "apply", "--unidiff-zero"], PROGRAMS[1]], &[("long.txt", &long_text(3 << 20))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Lines of words, quotes, labels and blanks, with and without ends.
    #[test]
    fn diffs_of_any_lines_apply(lines in prop::collection::vec(
        prop::sample::select(vec![
            "“Yes”\n", "Advertisement\n", "\n", "It ended.The day", " and more \n", "So.\n", "\r\n", "a\u{ad}b\n", "\t\n",
        ]), 1..40,
    )) {
        let text = lines.concat() + "“";
        applies(&[("a.txt", &text)]);
    }
}

#[test]
fn a_diff_in_colour_marks_words() {
    let room = Room::new();
    room.write("a.txt", "One.\nShe said “yes”.\nAdvertisement\nTwo.\u{1b}[5m\n");
    let run = room.run("clean a.txt --diff --color always --only quotes,boilerplate");
    let shown = run.ends_with(1);
    let mark = |gone: &str, come: &str| {
        let gone = if gone.is_empty() { String::new() } else { format!("\x1b[31;9m{gone}\x1b[0m") };
        gone + &(if come.is_empty() { String::new() } else { format!("\x1b[32;4m{come}\x1b[0m") })
    };
    let line = format!("She said {}yes{}.\n", mark("“", "\""), mark("”", "\""));
    assert!(shown.contains(&line), "{shown}");
    assert!(shown.contains(&(mark("Advertisement⏎", "") + "\n")), "{shown}");
    assert!(shown.contains("Two.\\u{1b}[5m\n"), "a text gives no commands: {shown}");
    // In a pipe it is plain, and NO_COLOR is for who does not say.
    assert!(!room.run("clean a.txt --diff").ends_with(1).contains("\x1b[3"));
}

/// Columns without colours.
fn columns(line: &str) -> usize {
    let mut parts = line.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    let plain = parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, text)| text));
    unicode_width::UnicodeWidthStr::width(plain.as_str())
}

#[test]
fn explain_fits_narrow_terminals() {
    let room = Room::new();
    let long = "x".repeat(5_000);
    let text = format!(
        "東京の「新聞」と“東京”は長い。\nIt may end the partnershipsThis union, McDingle said, is “not” easy.\n\
         Advertisement\n“{long}” e\u{301}“e\u{301}” said.The end."
    );
    room.write("a name that is long enough to be cut.txt", &text)
        .write("list", "a name that is long enough to be cut.txt");
    for width in [20, 32, 47, 80, 200] {
        for color in ["always", "never"] {
            let mut command = room.command(&format!("explain --files-from list --color {color}"));
            let output = command.env("COLUMNS", width.to_string()).output().unwrap();
            let shown = String::from_utf8(output.stdout).unwrap();
            assert!(shown.contains("boundaries/stop") && shown.contains("odds "), "{shown}");
            assert_eq!(shown.contains("\x1b[31m"), color == "always");
            for line in shown.lines() {
                assert!(columns(line) <= width, "{line:?} in {width}");
            }
        }
    }
}

/// The objects on the lines of an output.
fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

#[test]
fn explain_for_machines() {
    let room = Room::new();
    room.write("a.jsonl", record(0, "Well.") + &record(1, "One.\nIt ended.The next day “came”."));
    let text = "One.\nIt ended.The next day “came”.";
    let run = room.run("explain a.jsonl --output-format json");
    let edits = objects(run.ok());
    assert_eq!(edits.len(), 3);
    for edit in &edits {
        let [start, end] = ["start", "end"].map(|name| edit[name].as_u64().unwrap() as usize);
        assert_eq!(edit["was"], text[start..end]);
        assert_eq!(
            (&edit["file"], &edit["record"], &edit["line"]),
            (&"a.jsonl".into(), &1.into(), &2.into())
        );
    }
    let gap = edits.iter().find(|edit| edit["rule"] == "boundaries/space").unwrap();
    assert!(gap["odds"].as_f64().unwrap() > 0.0 && !gap["evidence"].as_object().unwrap().is_empty());
    assert!(edits.iter().any(|edit| edit["rule"] == "quotes/double" && edit["evidence"].is_null()));
}

#[test]
fn rules_count_what_would_go() {
    let room = Room::new();
    let text = "One stop.\nAdvertisement\nTwo stops.\nAdvertisement\nFollow us on Twitter\nThree stops.\n";
    room.write("in/a.txt", text).write("in/b.txt", "Four.\nAdvertisement\nFive.\n");
    let run = room.run("rules in");
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[0].starts_with("3\tad\t"), "{lines:?}");
    assert!(lines[1..].iter().any(|line| line.starts_with("1\tsocial\t")), "{lines:?}");
    let rows = objects(room.run("rules in --output-format json").ok().to_owned().as_str());
    assert_eq!((rows.len(), &rows[0]["hits"], &rows[0]["category"]), (lines.len(), &3.into(), &"ad".into()));
    assert_eq!(room.run("rules in --remove none").ok(), "");
    let all = objects(room.run("rules --output-format json --remove ad").ok().to_owned().as_str());
    assert!(all.len() > 50 && all.iter().all(|row| row["phrase"].is_string()));
    let tried = objects(room.run("rules --test in/a.txt --output-format json").ok().to_owned().as_str());
    assert_eq!((&tried[0]["line"], &tried[0]["text"]), (&2.into(), &"Advertisement".into()));
}

#[test]
fn the_closing_summary_fits_a_screen() {
    let room = Room::new();
    // Something by nearly every rule, and many files of every kind of trouble, with long names.
    for entry in ["glued", "web", "encodings", "news", "fr"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/dirty").join(entry);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            room.write(&format!("in/{entry}/{name}"), fs::read(&path).unwrap());
        }
    }
    for i in 0..12 {
        let name = format!("in/{}{i}", "long".repeat(40));
        room.write(&format!("{name}.jsonl"), "{\"text\": 1}\n{ broken\n{\"text\": \"fine\"}\n");
        room.write(&format!("{name}.bin"), "binary\0\0");
        room.write(&format!("{name}.gz"), b"\x1f\x8b no gzip");
    }
    let run = room.run("clean in -o out");
    let begin = run.stderr.find(" changed of ").expect("a summary");
    let begin = run.stderr[..begin].rfind('\n').map_or(0, |feed| feed + 1);
    let summary = &run.stderr[begin..];
    for said in ["other rules", "other files", "12 files skipped", "12 inputs failed:", "more, named above"] {
        assert!(summary.contains(said), "{said}:\n{summary}");
    }
    assert!(summary.lines().count() < 24, "{summary}");
    assert!(summary.lines().all(|line| columns(line) <= 80), "{summary}");
    run.ends_with(2);
}

#[test]
fn the_summary_for_machines_is_all_there_is_on_standard_error() {
    let room = Room::new();
    room.write("in/a.txt", "“Yes.”").write("in/b.gz", b"\x1f\x8b no gzip");
    let run = room.run("clean in -o out --output-format json");
    let summary: Value = serde_json::from_str(&run.stderr).expect("JSON");
    assert_eq!((&summary["outcome"], &summary["edits"]["quotes/double"]), (&"failed".into(), &2.into()));
    assert_eq!(summary["failures"].as_array().unwrap().len(), 1);
    run.ends_with(2);
    assert_eq!(room.run("clean in/a.txt -q").stderr, "");

    room.run("learn in/a.txt -q -o p").ok();
    let rows = objects(room.run("profile show p --output-format json").ok().to_owned().as_str());
    assert_eq!((&rows[0]["documents"], rows[0]["language"].is_string()), (&1.into(), true));
    assert_eq!((&rows[1]["site"], rows.len()), (&"in".into(), 2));
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let room = Room::new();
    room.write("a.txt", "“Yes.”\n");
    let inside = |env: &[(&str, &str)], args: &str| {
        // `script` runs a command in a terminal of its own.
        let program = env!("CARGO_BIN_EXE_copydesk");
        let mut command = Command::new("script");
        command.args(["-q", "-e", "-c", &format!("{program} {args}"), "/dev/null"]);
        command.current_dir(room.path("")).env_remove("NO_COLOR").envs(env.iter().copied());
        let output = command.output().expect("script");
        String::from_utf8_lossy(&output.stdout).contains("\x1b[3")
    };
    if cfg!(target_os = "linux") {
        assert!(inside(&[], "explain a.txt") && inside(&[], "clean --progress never -q --diff a.txt"));
        assert!(!inside(&[("NO_COLOR", "1")], "explain a.txt"));
        assert!(inside(&[("NO_COLOR", "1")], "explain a.txt --color always"));
        assert!(!inside(&[], "explain a.txt --color never"));
    }
}
