//! Law 5: time is linear in the input, however hostile. Twice the text takes twice the instructions;
//! they are counted by callgrind, so that neither the machine nor what else it does matters.
//!
//! Linux lets a process count its own instructions too (`perf_event_open`), but not in most virtual
//! machines, which is where tests run. Where valgrind is not installed nothing is counted, and the
//! test says so.

mod hostile;

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use copydesk::pipeline::Job;
use copydesk::record::{Format, Reading};
use copydesk::{Cleaner, Pass};

use crate::files;
use crate::fuzzed::shelf;
use hostile::Kind;

/// Bytes of the shorter text; the other one has twice as many.
const LENGTH: usize = 2 << 10;
/// How much more the longer one may take: what every text costs makes it less than twice, tables that grow
/// make it more.
const LIMIT: f64 = 2.1;
/// So many kinds of texts are counted together, as each count is written to a file.
const TOGETHER: usize = 8;

/// What is measured: a name, and what to do with a text.
type Subject = (String, Box<dyn Fn(&str)>);

fn subjects() -> Vec<Subject> {
    let of_pass = |&pass: &Pass| -> Subject {
        let cleaner = Cleaner::builder().only(&[pass]).build().expect("a pass");
        (pass.to_string(), Box::new(move |text| drop(cleaner.run(text))))
    };
    let passes = Pass::ALL.iter().map(of_pass);
    // The way of a record, whatever is cleaned in it.
    let spacing = || Cleaner::builder().only(&[Pass::Spacing]).build().expect("a pass");
    let of_format = |format| -> Subject {
        let cleaner = spacing();
        (format!("{format:?}"), Box::new(move |text| read(&cleaner, format, text)))
    };
    let in_string: Subject = {
        let cleaner = spacing();
        let read = move |text: &str| read(&cleaner, Format::JsonLines, &files::record(0, text));
        ("a text in JSON".to_owned(), Box::new(read))
    };
    passes
        .chain([Format::Text, Format::JsonLines, Format::Csv, Format::Wet].map(of_format))
        .chain([in_string])
        .collect()
}

fn read(cleaner: &Cleaner, format: Format, text: &str) {
    let input = shelf::put("in", text);
    let job =
        Job::new(cleaner).input(input).reading(Reading::new().format(format)).threads(NonZeroUsize::MIN);
    job.run(&()).expect("a job that only counts");
}

/// Where callgrind counts; it knows the function by its name.
#[inline(never)]
fn counted_here((_, run): &Subject, texts: &[String]) {
    texts.iter().for_each(|text| run(text));
}

/// Each subject with some kinds of texts at each length.
fn each(mut visit: impl FnMut(&Subject, &[Kind], usize)) {
    let kinds = hostile::texts();
    for subject in subjects() {
        for kinds in kinds.chunks(TOGETHER) {
            for length in [LENGTH, 2 * LENGTH] {
                visit(&subject, kinds, length);
            }
        }
    }
}

#[test]
#[ignore = "time_is_linear runs it under valgrind"]
fn counted() {
    each(|subject, kinds, length| {
        let texts: Vec<_> = kinds.iter().map(|kind| kind.of_length(length)).collect();
        counted_here(subject, &texts);
    });
}

#[test]
fn time_is_linear() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("valgrind is not installed: nothing is counted");
        return;
    }
    let room = tempfile::tempdir().expect("a temporary directory");
    let run = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--read-inline-info=no",
            "--dump-line=no",
            "--toggle-collect=*::counted_here",
        ])
        .args(["--dump-after=suite::linear::counted_here", "--callgrind-out-file=counts"])
        .arg(std::env::current_exe().expect("this program"))
        .args(["linear::counted", "--exact", "--ignored", "--test-threads=1"])
        .current_dir(room.path())
        .output()
        .expect("valgrind runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let mut number = 0;
    let mut shorter = None;
    let mut bad = Vec::new();
    each(|(subject, _), kinds, _| {
        number += 1;
        let count = instructions(&room.path().join(format!("counts.{number}")));
        let Some(half) = shorter.take() else {
            shorter = Some(count);
            return;
        };
        assert!(half > 0, "something was counted");
        if count as f64 > LIMIT * half as f64 {
            let names: Vec<_> = kinds.iter().map(|kind| &kind.name[..]).collect();
            let times = count as f64 / half as f64;
            bad.push(format!(
                "{subject} takes {times:.2} times as much for twice of one of {}",
                names.join(" ")
            ));
        }
    });
    assert!(bad.is_empty(), "more than linear:\n{}", bad.join("\n"));
}

/// The sum of a file of counts.
fn instructions(path: &Path) -> u64 {
    let counts = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let total =
        counts.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    total.and_then(|total| total.trim().parse().ok()).expect("a total")
}
