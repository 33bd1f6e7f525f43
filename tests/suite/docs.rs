//! The README and `docs/`: what they say to type is typed here, and what they show is what comes.
//!
//! A fenced block is one of these, by its language or the HTML comment on the line before it; no other can stand
//! in them:
//!
//! - `sh`: run by bash in a directory of the document, after those above it;
//! - what follows such a block with nothing in between: what it prints, byte for byte;
//! - `<!-- file: NAME -->`: a file, written into the directory;
//! - `rust`: run as a doctest (`src/lib.rs`);
//! - `<!-- not run: WHY -->` and `<!-- run by WHAT -->`: not run here. They are counted.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::corpus::articles;
use crate::files::gzip;
use crate::run::Room;

/// How many blocks there are that are not run here.
const NOT_RUN: usize = 8;

struct Block<'t> {
    /// From 1.
    line: usize,
    language: &'t str,
    note: Option<&'t str>,
    body: String,
    /// Nothing but blank lines stand between it and the block before.
    follows: bool,
}

/// The fenced blocks of a document.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    let mut lines = text.lines().enumerate();
    let (mut note, mut follows) = (None, false);
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            let body = body.flat_map(|line| [line, "\n"]).collect();
            found.push(Block { line: number + 1, language, note: note.take(), body, follows });
            follows = true;
        } else if !line.is_empty() {
            note = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
            follows = false;
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The documents, by their names, with their text.
fn documents() -> Vec<(String, String)> {
    let of_folder = fs::read_dir(root().join("docs")).expect("docs/ is there");
    let mut paths: Vec<_> = of_folder.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "md"));
    paths.push(root().join("README.md"));
    paths.sort();
    assert!(paths.len() > 8, "{paths:?}");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("below").display().to_string();
        (name, fs::read_to_string(&path).expect("a document"))
    };
    paths.into_iter().map(read).collect()
}

/// What the commands find: articles as scraped, in the places that the documents speak of.
fn fill(room: &Room) {
    for article in articles() {
        let name = article.name.file_name().expect("a file").to_string_lossy();
        match article.name.parent().and_then(Path::to_str) {
            Some("news") => _ = room.write(&format!("crawl/{name}"), &article.dirty),
            Some("web") => _ = room.write(&format!("articles/{name}"), &article.dirty),
            Some("records") if name == "pages.jsonl" => {
                let packed = gzip(&[&article.dirty]);
                room.write("news.jsonl.gz", &packed).write("crawl.jsonl.gz", packed);
            }
            _ => {}
        }
    }
    room.write("scraped.txt", "The count was longThe count was slow.\nAdvertisement\nIt is “done”.\n");
}

/// Runs a script: its standard output. A command that ends with 1 says that it found something.
fn run(script: &str, room: &Room, place: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().expect("a directory");
    let others = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&others)));
    let guarded = format!("set -uE -o pipefail; trap '[ $? = 1 ] || exit 9' ERR\n{script}");
    let output = Command::new("bash")
        .args(["-c", &guarded])
        .current_dir(room.path(""))
        .env("PATH", path.expect("a path"))
        .stdin(Stdio::null())
        .output()
        .expect("bash starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{place}: {}\n{errors}", output.status);
    assert!(!errors.contains("bash: line "), "{place}: bash complains:\n{errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn what_the_documents_say_to_type_does_what_they_say() {
    let (mut ran, mut compared, mut not_run) = (0, 0, 0);
    for (name, text) in documents() {
        let room = Room::new();
        fill(&room);
        let mut printed: Option<String> = None;
        for block in blocks(&text) {
            let place = format!("{name}:{}", block.line);
            let before = printed.take();
            match (block.note, block.language, before) {
                (Some(note), ..) if note.starts_with("not run: ") || note.starts_with("run by ") => {
                    not_run += 1;
                }
                (Some(note), ..) if note.starts_with("file: ") => {
                    _ = room.write(&note["file: ".len()..], &block.body);
                }
                (_, "rust", _) => {}
                (_, "sh", _) => {
                    printed = Some(run(&block.body, &room, &place));
                    ran += 1;
                }
                (_, _, Some(printed)) if block.follows => {
                    assert_eq!(printed, block.body, "{place}: printed, and what stands there");
                    compared += 1;
                }
                _ => panic!("{place}: a block that is neither run nor said not to be"),
            }
        }
    }
    assert_eq!(not_run, NOT_RUN, "blocks that are not run");
    assert!(ran >= 20 && compared >= 10, "{ran} blocks run, {compared} compared");
}

/// What a heading is linked by.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading
        .trim_start_matches(['#', ' '])
        .to_lowercase()
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}

#[test]
fn links_lead_somewhere() {
    let mut followed = 0;
    for (name, text) in documents() {
        let from = root().join(&name);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { from.clone() } else { from.with_file_name(file) };
            assert!(target.exists(), "{name}: no {link}");
            if !heading.is_empty() {
                let text = fs::read_to_string(&target).expect("a document");
                let known =
                    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
                assert!(known, "{name}: no heading for {link}");
            }
            followed += 1;
        }
    }
    assert!(followed > 20, "{followed}");
}

#[test]
fn what_is_promised_is_held_by_tests_that_exist() {
    let text = fs::read_to_string(root().join("docs/reliability.md")).expect("it is there");
    let mut found = HashSet::new();
    for name in text.split('`').filter(|part| part.ends_with("...") || part.contains("::")) {
        let Some((module, start)) = name.split_once("::") else { continue };
        let source = fs::read_to_string(root().join(format!("tests/suite/{module}.rs"))).expect(name);
        let test = format!("#[test]\nfn {}", start.trim_end_matches("..."));
        assert!(source.contains(&test), "no test {name}");
        found.insert(name.to_owned());
    }
    assert!(found.len() > 15, "{found:?}");
}
