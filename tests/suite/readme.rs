//! What the README tells its readers to type. What it gives those who write Python is run by the tests of
//! `python/`.

use std::fs;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("readable")
}

/// The first block of code behind a line of the README.
fn block(readme: &str, line: &str) -> String {
    let (_, rest) = readme.split_once(line).unwrap_or_else(|| panic!("{line} in the README"));
    rest.lines().skip(1).take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect()
}

/// Runs a block of commands in a directory, with the program at hand.
fn run(commands: &str, directory: &Path) {
    assert!(commands.contains("copydesk clean"), "{commands}");
    let program = Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().expect("a directory");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = [program.to_owned()].into_iter().chain(std::env::split_paths(&path));
    let done = Command::new("bash")
        .args(["-euo", "pipefail", "-c", commands])
        .env("PATH", std::env::join_paths(paths).expect("paths"))
        .current_dir(directory)
        .output()
        .expect("bash");
    assert!(done.status.success(), "{commands}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn what_it_gives_who_wants_a_filter() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    fs::write(at("scraped.txt"), read("corpus/dirty/news/school-board.txt")).expect("written");
    fs::write(at("crawl.jsonl"), "{\"text\": \"\\\"Yes,\\\" he said.She left.\"}\n").expect("written");
    run(&block(&read("README.md"), "<!-- filter -->\n"), directory.path());
    let cleaned = fs::read_to_string(at("clean.txt")).expect("made");
    assert_eq!(cleaned, read("corpus/expected/news/school-board.txt"));
    let records = fs::read_to_string(at("clean.jsonl")).expect("made");
    assert_eq!(records, "{\"text\": \"“Yes,” he said. She left.\"}\n");
}

#[test]
fn what_it_gives_who_has_a_corpus() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    fs::create_dir(at("crawl")).expect("made");
    for name in ["glued/harbor-vote", "news/school-board", "web/kettle-review"] {
        let article = read(&format!("corpus/dirty/{name}.txt"));
        fs::write(at("crawl").join(name.replace('/', "-")).with_extension("txt"), article).expect("written");
    }
    run(&block(&read("README.md"), "<!-- batch -->\n"), directory.path());
    for article in fs::read_dir(at("crawl")).expect("made") {
        let name = article.expect("readable").file_name();
        let [before, after] =
            ["crawl", "cleaned"].map(|place| fs::read(at(place).join(&name)).expect("made"));
        assert_ne!(before, after, "{name:?}");
    }
    let summary = fs::read(at("summary.json")).expect("made");
    let summary: serde_json::Value = serde_json::from_slice(&summary).expect("JSON");
    assert_eq!(summary["files_changed"], 3);
}

/// The example that the library's documentation has, which is run as such.
#[test]
fn what_it_gives_a_crawler_in_rust() {
    let example = block(&read("README.md"), "```rust");
    assert!(example.contains("knowing(&sites)"), "{example}");
    let documentation: String = read("src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect();
    assert!(documentation.contains(&format!("```rust\n{example}```\n")), "not in src/lib.rs: {example}");
}
