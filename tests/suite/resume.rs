//! A run that is killed, and goes on.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::files::{gzip, long_text, record};
use crate::run::Room;

const MANY: &str = "clean in -o out --edits log.jsonl.zst -q";
const LONG: &str = "clean in.txt -o out.txt --edits log.jsonl -q";
const RECORDS: &str = "clean in.jsonl.gz -o out.jsonl.zst --edits log.jsonl.gz -q";
const PLACE: &str = "clean -i in --edits log.jsonl -q";

/// What a command reads.
fn fill(room: &Room, args: &str) {
    match args {
        LONG => drop(room.write("in.txt", long_text(5 << 20))),
        RECORDS => {
            let records: String = (0..5000).map(|number| record(number, &long_text(number % 1000))).collect();
            room.write("in.jsonl.gz", gzip(&[&records]));
        }
        _ => {
            for number in 0..300 {
                room.write(&format!("in/{}/{number}.txt", number % 7), long_text(number % 7 * 1000));
            }
            room.write("in/5/bad.txt", b"caf\xe9\n").write("in/long.txt", long_text(2 << 20));
        }
    }
}

/// What a run left: its output, and the names of what it was making.
fn left(room: &Room) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
    let out = room.contents(&["out", "log", "in/"]);
    let making = room.files().into_iter().filter(|name| name.contains(".copydesk-")).collect();
    (out, making)
}

/// How often runs were killed, could be gone on with, and could inside a file.
#[derive(Debug, Default)]
struct Kills {
    all: u32,
    resumed: u32,
    inside: u32,
}

impl Kills {
    /// Kills a run of at most `whole`, again and again, until one comes to its end.
    fn until_done(&mut self, room: &Room, args: &str, whole: Duration, random: &mut Random) {
        loop {
            let mut child = room.command(args).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(random.share()));
            child.kill().unwrap();
            if child.wait().unwrap().code().is_some() {
                return;
            }
            self.all += 1;
            if let Some(state) = room.files().iter().find(|name| name.ends_with("resume")) {
                self.resumed += 1;
                self.inside += u32::from(!room.text(state).contains("\"open\":null"));
            } else if room.path("log.jsonl").exists() {
                // It was at its end, and may have left its locks, which hold nobody up.
                for lock in room.files().iter().filter(|name| name.ends_with("lock")) {
                    fs::remove_file(room.path(lock)).unwrap();
                }
                return;
            }
        }
    }
}

struct Random(u64);

impl Random {
    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 40) as f64 / f64::from(1 << 24)
    }
}

#[test]
fn what_was_killed_at_any_moment_ends_as_if_it_never_was() {
    let mut random = Random(RandomState::new().hash_one(0));
    let seed = random.0;
    for args in [MANY, LONG, RECORDS, PLACE] {
        let expected = Room::in_memory();
        fill(&expected, args);
        let begun = Instant::now();
        expected.run(&format!("{args} -j2"));
        let whole = begun.elapsed();
        let (expected, making) = left(&expected);
        assert!(making.is_empty() && expected.len() > 1, "{making:?}");
        let mut kills = Kills::default();
        for jobs in [1, 2, 3].into_iter().cycle() {
            let room = Room::in_memory();
            fill(&room, args);
            let args = format!("{args} --resume --checkpoint 0.003 -j{jobs}");
            kills.until_done(&room, &args, whole, &mut random);
            let (got, making) = left(&room);
            assert_eq!(making, [""; 0], "{args}, seed {seed}");
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
            assert_eq!(names(&got), names(&expected), "{args}, seed {seed}");
            for (expected, got) in expected.iter().zip(&got) {
                assert!(expected.1 == got.1, "{args}: {} differs, seed {seed}", got.0);
            }
            if kills.all >= 13 {
                break;
            }
        }
        assert!(kills.resumed > 0, "{args}: {kills:?}, seed {seed}");
        assert!(kills.inside > 0 || args == MANY || args == PLACE, "{args}: {kills:?}, seed {seed}");
    }
}

/// A run of `args` that is killed once its state is there.
fn interrupted(room: &Room, args: &str) {
    interrupted_when(room, args, |_| true);
}

/// The same, once its state says something.
fn interrupted_when(room: &Room, args: &str, says: impl Fn(&str) -> bool) {
    let mut child = room.command(&format!("{args} --checkpoint 0.003 -j1")).spawn().unwrap();
    let begun = Instant::now();
    while !room.files().iter().any(|name| name.ends_with("resume") && says(&room.text(name))) {
        assert!(begun.elapsed() < Duration::from_secs(20) && child.try_wait().unwrap().is_none());
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_goes_on_only_with_the_same_job() {
    let room = Room::new();
    fill(&room, LONG);
    interrupted(&room, LONG);
    room.write("other.txt", "");
    let files = || room.contents(&[""]).into_iter().filter(|(name, _)| !name.ends_with("lock"));
    let before: Vec<_> = files().collect();
    for (args, reason) in [
        (LONG.to_owned(), "go on with the same command and --resume"),
        (format!("{LONG} --resume --quotes curly"), "begun with other options"),
        (format!("{LONG} --resume --text-field body"), "begun with other options"),
        ("clean other.txt -o out.txt --edits log.jsonl --resume".to_owned(), "begun on other inputs"),
        ("clean - -o other.txt --resume".to_owned(), "standard input cannot be resumed"),
        ("clean in.txt --resume".to_owned(), "only what writes to files"),
        ("clean in.txt --check --resume".to_owned(), "only what writes to files"),
    ] {
        room.run(&args).says(&["error: ", reason]).ends_with(2);
    }
    assert!(files().eq(before), "a refused run changes nothing");
    room.write("copydesk.toml", "quotes = \"curly\"\n");
    room.run(&format!("{LONG} --resume")).says(&["error: ", "begun with other options"]).ends_with(2);
}

#[test]
fn what_failed_is_tried_again() {
    let args = "clean in -o out --edits log.jsonl --summary s.json --on-error fail -q";
    let room = Room::new();
    room.write("in/a.txt", b"caf\xe9\n").write("in/b.txt", b"caf\xe9\n");
    room.write("in/c.txt", "“c”\n").write("in/d.txt", long_text(5 << 20));
    interrupted_when(&room, args, |state| !state.contains("\"failed\":[]"));
    room.write("in/a.txt", "“a”\n");
    room.run(&format!("{args} --resume")).says(&["in/b.txt: "]).ends_with(2);
    let summary = room.text("s.json");
    assert!(summary.contains("\"files\": 3") && !summary.contains("in/a.txt"), "{summary}");
    assert_eq!(room.text("out/a.txt"), "\"a\"\n");
    assert!(room.text("log.jsonl").lines().last().unwrap().contains("a.txt"), "its rows stand at the end");
    let fresh = Room::new();
    for (name, content) in room.contents(&["in"]) {
        fresh.write(&name, content);
    }
    fresh.run(args).ends_with(2);
    assert!(room.contents(&["out"]) == fresh.contents(&["out"]));
}

#[test]
fn a_file_that_changed_is_done_anew() {
    let room = Room::new();
    fill(&room, LONG);
    interrupted(&room, LONG);
    let changed = room.text("in.txt") + "“One more.”\n";
    room.write("in.txt", &changed);
    room.run(&format!("{LONG} --resume")).ok();
    let fresh = Room::new();
    fresh.write("in.txt", &changed).run(LONG).ok();
    assert!(room.contents(&["out", "log"]) == fresh.contents(&["out", "log"]));
}

#[test]
fn what_was_in_the_making_and_is_gone_is_done_anew() {
    let room = Room::new();
    fill(&room, LONG);
    interrupted(&room, LONG);
    let state = room.text(room.files().iter().find(|name| name.ends_with("resume")).unwrap());
    assert!(state.contains("\"written\""));
    // The log is written less often, so that the larger one is the output.
    let making =
        room.files().into_iter().filter(|name| name.starts_with(".copydesk-") && !name.contains("lock"));
    let making = making.filter(|name| !name.ends_with("resume"));
    let output = making
        .max_by_key(|name| room.read(name).len() * usize::from(!room.read(name).starts_with(b"{")))
        .unwrap();
    fs::remove_file(room.path(&output)).unwrap();
    room.run(&format!("{LONG} --resume")).ok();
    let fresh = Room::new();
    fresh.write("in.txt", room.text("in.txt")).run(LONG).ok();
    assert!(room.contents(&["out", "log"]) == fresh.contents(&["out", "log"]));
}

#[test]
fn resume_begins_where_there_is_nothing_to_resume() {
    let room = Room::new();
    room.write("a.txt", "“Yes.”\n");
    room.run("clean a.txt -o b.txt --resume").ok();
    assert_eq!(room.files(), ["a.txt", "b.txt"]);
}

#[test]
fn the_log_of_what_was_done_in_place_is_not_overwritten() {
    let room = Room::new();
    room.write("in/a.txt", "“Yes.”\n");
    room.run("clean -i in --edits log.jsonl --resume").ok();
    let log = room.text("log.jsonl");
    let refused = room.run("clean -i in --edits log.jsonl --resume");
    refused.says(&["there is nothing to resume, and log.jsonl is there"]).ends_with(2);
    assert_eq!(room.text("log.jsonl"), log);
}

#[test]
fn a_record_that_is_none_is_refused() {
    let room = Room::new();
    room.write("in/a.txt", "“Yes.”\n").write("out/.copydesk-resume", "{");
    room.run("clean in -o out --resume").says(&["out/.copydesk-resume: no record of a run"]).ends_with(2);
    room.run("clean in -o out").says(&["remove out/.copydesk-resume to start over"]).ends_with(2);
    fs::remove_file(room.path("out/.copydesk-resume")).unwrap();
    room.run("clean in -o out").ok();
}
