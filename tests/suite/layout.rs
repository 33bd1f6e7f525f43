//! The house of the project: what each room may know of.

use std::fs;
use std::path::{Path, PathBuf};

/// From the top down: a room imports from those below it, never from one above or from itself by
/// another name.
const ROOMS: &[&str] = &[
    "cli", "report", "pipeline", "record", "cleaner", "passes", "profile", "rules", "scan", "chars", "rows",
    "edit", "stats", "error",
];

/// Rooms on one floor that are let see each other.
const PAIRS: &[(&str, &str)] = &[("stats", "edit")];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 10);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("readable");
            (path.strip_prefix(&root).expect("below").to_owned(), text)
        })
        // Tests may look at the house from outside.
        .filter(|(path, _)| !path.ends_with("tests.rs"))
        .collect()
}

/// The room a file is in: its folder or its own name.
fn room(path: &Path) -> String {
    let first = path.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a source names by `crate::`.
fn imports(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .flat_map(|rest| {
            let names = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
            let many = rest.starts_with('{');
            let end = if many {
                names.len()
            } else {
                names.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(names.len())
            };
            names[..end]
                .split(',')
                .map(|n| n.trim().split("::").next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn imports_go_downwards_only() {
    let floor = |room: &str| ROOMS.iter().position(|r| *r == room);
    for (path, text) in all_sources() {
        let from = room(&path);
        // The program has a rule of its own.
        if from == "lib" || from == "bin" || from == "cli" {
            continue;
        }
        let here = floor(&from).unwrap_or_else(|| panic!("{} is in no room", path.display()));
        for to in imports(&text) {
            let Some(there) = floor(&to) else {
                panic!("{} names crate::{to}, which is no room", path.display());
            };
            let fine = there >= here || PAIRS.contains(&(&from, &to));
            assert!(fine, "{} imports crate::{to}, which lies above it", path.display());
        }
    }
}

#[test]
fn the_program_sees_only_what_is_public() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("readable");
    let is_private = |name: &String| lib.lines().any(|line| line == format!("mod {name};"));
    assert!(is_private(&"passes".to_owned()) && !is_private(&"pipeline".to_owned()));
    for (path, text) in all_sources().iter().filter(|(path, _)| room(path) == "cli") {
        let private: Vec<_> = imports(text).into_iter().filter(is_private).collect();
        assert!(private.is_empty(), "{} names {private:?}", path.display());
    }
}

#[test]
fn passes_do_not_know_each_other() {
    let passes = ["unicode", "boilerplate", "boundaries", "quotes", "dashes", "spacing"];
    for (path, text) in all_sources().iter().filter(|(path, _)| path.starts_with("passes")) {
        let own = path.components().nth(1).expect("a name").as_os_str().to_string_lossy();
        let own = own.trim_end_matches(".rs");
        for other in passes.iter().filter(|pass| own != "mod" && **pass != own) {
            for form in
                [format!("passes::{other}"), format!("super::{other}::"), format!("super::super::{other}")]
            {
                assert!(!text.contains(&form), "{} knows {form}", path.display());
            }
        }
    }
}

#[test]
fn files_are_short() {
    for (path, text) in all_sources() {
        let lines = text.lines().count();
        assert!(lines <= 520, "{} has {lines} lines: is it one concept?", path.display());
    }
}
