//! What goes wrong around a run.
#![cfg(unix)]

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::files::{gzip, long_text};
use crate::run::Room;

const DIRTY: &str = "“Yes,” he said.\n";
const CLEAN: &str = "\"Yes,\" he said.\n";

/// Waits until it is so.
#[track_caller]
fn until(mut so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never was");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn fifo(room: &Room, name: &str) {
    assert!(Command::new("mkfifo").arg(room.path(name)).status().unwrap().success());
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn two_runs_do_not_write_to_one_place() {
    let room = Room::new();
    room.write("a.txt", DIRTY).write("in/a.txt", DIRTY);
    fifo(&room, "pipe");
    for (first, second) in [
        ("clean pipe -o out/", "clean a.txt -o out/"),
        ("clean pipe -o out/", "clean in -o out --resume"),
        ("clean pipe -o b.txt", "clean a.txt -o b.txt"),
        ("clean pipe --check --edits log", "clean a.txt -o c.txt --edits log"),
    ] {
        // It waits for somebody to write to the pipe.
        let mut child = room.command(first).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        until(|| room.files().iter().any(|name| name.ends_with("lock")));
        let refused = room.run(second);
        refused.says(&["another run is writing there"]).ends_with(2);
        // Beside it all goes on.
        room.run("clean a.txt -o d.txt").ok();
        fs::write(room.path("pipe"), DIRTY).unwrap();
        child.wait().unwrap();
        room.run(second).ok();
    }
    assert_eq!(room.text("out/pipe"), CLEAN);
    assert!(!room.files().iter().any(|name| name.contains(".copydesk")));
}

#[test]
fn a_signal_ends_a_run_that_can_be_resumed() {
    for (name, status) in [("-INT", 130), ("-TERM", 143)] {
        let room = Room::new();
        room.write("in/a.txt", DIRTY).write("in/b.txt", long_text(8 << 20));
        let args = "clean in -o out --edits log.jsonl.gz --summary s.json";
        let child = room.command(args).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        until(|| room.path("out").is_dir() && fs::read_dir(room.path("out")).unwrap().count() > 2);
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{stderr}");
        assert!(stderr.contains("go on with the same command and --resume"), "{stderr}");
        assert!(room.text("s.json").contains("\"outcome\": \"interrupted\""));
        assert_eq!(room.text("out/a.txt"), CLEAN);
        assert!(!room.path("out/b.txt").exists() && !room.path("log.jsonl.gz").exists());
        room.run(args).says(&["--resume"]).ends_with(2);
        room.run(&format!("{args} --resume")).ok();
        let fresh = Room::new();
        fresh.write("in/a.txt", DIRTY).write("in/b.txt", long_text(8 << 20)).run(args).ok();
        assert!(room.contents(&["out", "log"]) == fresh.contents(&["out", "log"]));
        assert!(!room.files().iter().any(|name| name.contains(".copydesk")));
    }
}

#[test]
fn a_second_signal_ends_at_once() {
    let room = Room::new();
    room.write("a.txt", long_text(8 << 20));
    fifo(&room, "pipe");
    let mut child = room.command("clean a.txt -o pipe").stderr(Stdio::null()).spawn().unwrap();
    // It is in the middle of its work once something is written, and more than a pipe holds is left.
    let mut pipe = fs::File::open(room.path("pipe")).unwrap();
    pipe.read_exact(&mut [0]).unwrap();
    signal(&child, "-INT");
    // The first one is not lost, and the pipe still keeps the run waiting.
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none());
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn what_waits_for_input_ends_at_the_first_signal() {
    use std::os::unix::process::ExitStatusExt;
    // Whether something is written to the pipe, and whether the program has a word to say when it ends.
    for (args, begun, says) in [
        ("clean pipe --summary s.json", false, true),
        ("clean pipe --summary s.json", true, true),
        ("clean a.txt pipe -o out/ --summary s.json --edits log.zst -j1", true, true),
        ("clean pipe a.txt -o out/ --summary s.json -j2", true, true),
        ("clean --format jsonl pipe -o b.jsonl --summary s.json", true, true),
        ("clean --format parquet pipe --check --summary s.json", true, true),
        ("clean --check --files-from pipe", true, true),
        ("learn pipe -o words.profile", false, true),
        ("learn a.txt pipe -o words.profile", true, true),
        ("explain pipe", true, false),
        ("rules pipe", true, false),
        ("rules --test pipe", true, false),
        ("undo pipe --edits log.jsonl", true, false),
    ] {
        for (name, number) in [("-INT", 2), ("-TERM", 15)] {
            // A shell without jobs of its own has all that it starts in the background do so.
            if !says && has_signal(std::process::id(), "SigIgn:", number) {
                eprintln!("{args}: skipped, as this run ignores the signal {name}");
                continue;
            }
            let room = Room::new();
            room.write("a.txt", DIRTY).write("log.jsonl", "");
            fifo(&room, "pipe");
            let mut child = room.command(args).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
            // Opening it waits for the reader.
            let pipe = begun.then(|| OpenOptions::new().write(true).open(room.path("pipe")).unwrap());
            pipe.iter().for_each(|mut pipe| pipe.write_all(DIRTY.as_bytes()).unwrap());
            until(|| begun || catches(&child, number));
            signal(&child, name);
            let status = child.wait().unwrap();
            let ended = if says { status.code().map(|code| code - 128) } else { status.signal() };
            assert_eq!(ended, Some(number as i32), "{args}: {status}");
            if args.contains("--summary") {
                assert!(room.text("s.json").contains("\"outcome\": \"interrupted\""), "{args}");
            }
            let left =
                || room.files().into_iter().filter(|name| name.contains(".copydesk")).collect::<Vec<_>>();
            if args.contains("-o") && args.starts_with("clean") {
                fs::remove_file(room.path("pipe")).unwrap();
                room.write("pipe", if args.contains("jsonl") { "" } else { DIRTY });
                room.run(&format!("{args} --resume")).ok();
            }
            if args.contains("out/") {
                assert_eq!((room.text("out/pipe"), room.text("out/a.txt")), (CLEAN.into(), CLEAN.into()));
            }
            assert_eq!(left(), [""; 0], "{args}");
        }
    }
}

#[test]
fn only_files_are_changed_in_place() {
    let room = Room::new();
    fifo(&room, "pipe");
    room.write("list", "b.txt\npipe\nc.txt\n");
    for args in ["clean -i pipe b.txt c.txt", "clean -i b.txt pipe c.txt", "clean -i --files-from list"] {
        room.write("b.txt", DIRTY).write("c.txt", DIRTY);
        room.run(args).says(&["pipe: cannot be changed in place: it is not a regular file"]).ends_with(2);
        assert_eq!((room.text("b.txt"), room.text("c.txt")), (CLEAN.into(), CLEAN.into()), "{args}");
        assert!(!fs::metadata(room.path("pipe")).unwrap().is_file());
    }
}

#[test]
fn pipes_and_sockets_in_a_directory_are_passed_over() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY).write("in/z/b.txt", DIRTY).write("in/picture", b"\x89PNG\0\0");
    fifo(&room, "in/pipe");
    let _socket = std::os::unix::net::UnixListener::bind(room.path("in/socket")).unwrap();
    let said = room.run("clean in -o out -v --edits log.jsonl --summary s.json");
    said.says(&["3 files skipped: not a text", "in/pipe: skipped, not a text", "in/socket: skipped"]).ok();
    assert!(room.text("s.json").contains("\"in/pipe\""));
    assert_eq!(room.contents(&["out"]).len(), 2);
    room.run("learn in -o words.profile").says(&["3 files skipped"]).ok();
    room.run("explain in").ok();
    room.run("rules in").ok();
    // A link to one is as good as the pipe, where links are followed.
    std::os::unix::fs::symlink(room.path("in/pipe"), room.path("in/link")).unwrap();
    room.run("clean in --check").says(&["3 files skipped"]).ends_with(1);
    room.run("clean in --check --follow").says(&["4 files skipped"]).ends_with(1);
    room.run("clean in -i --edits log.jsonl").says(&["3 files skipped"]).ok();
    assert_eq!(room.text("in/z/b.txt"), CLEAN);
    room.run("undo in --edits log.jsonl -o before").ok();
    assert_eq!(room.text("before/z/b.txt"), DIRTY);
}
#[cfg(target_os = "linux")]
/// Whether a program has a handler for a signal.
fn catches(child: &Child, signal: u32) -> bool {
    has_signal(child.id(), "SigCgt:", signal)
}

/// Whether a signal is among those that a line of the status of a process has.
#[cfg(target_os = "linux")]
fn has_signal(process: u32, line: &str, signal: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let signals = status.lines().find_map(|row| u64::from_str_radix(row.strip_prefix(line)?.trim(), 16).ok());
    signals.is_some_and(|signals| signals & 1 << (signal - 1) != 0)
}

#[test]
fn a_full_device_is_an_error() {
    let room = Room::new();
    room.write("a.txt", DIRTY);
    let full = || Stdio::from(OpenOptions::new().write(true).open("/dev/full").unwrap());
    let output =
        room.command("clean a.txt --summary s.json").stdout(full()).stderr(Stdio::piped()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write: No space left"), "{stderr}");
    assert!(room.text("s.json").contains("\"outcome\": \"stopped\""));
    room.run("clean a.txt -o /dev/full").says(&["/dev/full: cannot write: No space left"]).ends_with(2);
    // The names of what would change are lost too.
    let checked = room.command("clean a.txt --check").stdout(full()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(checked.status.code(), Some(2));
    assert!(String::from_utf8(checked.stderr).unwrap().contains("cannot write: No space left"));
}

/// What a shell says of a run in which no file may be longer than some blocks.
fn limited(room: &Room, kilobytes: u32, args: &str) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_copydesk");
    let script = format!("ulimit -f {kilobytes}; trap '' XFSZ; exec {program} {args}");
    let output = Command::new("bash").args(["-c", &script]).current_dir(room.path("")).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_file_that_does_not_fit_stops_no_other() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY)
        .write("in/b.txt", long_text(3 << 20))
        .write("in/c.txt", long_text(300 << 10));
    room.write("in/d.txt", DIRTY);
    for jobs in [1, 2] {
        let (status, stderr) = limited(&room, 200, &format!("clean in -o out -j{jobs} --summary s.json"));
        assert_eq!(status, Some(2), "{stderr}");
        assert!(stderr.contains("out/b.txt: cannot write: File too large"), "{stderr}");
        assert!(stderr.contains("out/c.txt: cannot write: File too large"), "{stderr}");
        let out: Vec<_> = room.files().into_iter().filter(|name| name.starts_with("out/")).collect();
        assert_eq!(out, ["out/a.txt", "out/d.txt"]);
        assert_eq!(room.text("s.json").matches("\"kind\": \"write\"").count(), 2);
    }
    // Without a log there is nothing to go on with.
    let (status, stderr) = limited(&room, 200, "clean in --check --edits log.jsonl");
    assert_eq!(status, Some(2));
    assert!(stderr.contains("log.jsonl: cannot write: File too large"), "{stderr}");
    assert!(!room.path("log.jsonl").exists());
}

#[test]
fn a_full_disk_stops_no_file_that_fits() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY).write("in/b.txt", long_text(3 << 20)).write("in/c.txt", DIRTY);
    fs::create_dir(room.path("small")).unwrap();
    // A file system of its own, in a name space of its own: seen from inside alone.
    let script = format!(
        "mount -t tmpfs -o size=1m none small && {{ {} clean in -o small -j1; echo \"ended $?\"; ls -A small; }}",
        env!("CARGO_BIN_EXE_copydesk")
    );
    let command = ["-m", "--", "sh", "-c", &script];
    let output = match Command::new("unshare").args(command).current_dir(room.path("")).output() {
        Ok(output) if output.stdout.starts_with(b"ended") => output,
        refused => return eprintln!("skipped: no file system can be mounted here: {refused:?}"),
    };
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("small/b.txt: cannot write: No space left"), "{stderr}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "ended 2\na.txt\nc.txt\n");
}

#[test]
fn packed_input_that_is_damaged_is_never_passed_off_as_whole() {
    let room = Room::new();
    let text = long_text(200_000);
    for (name, packed) in [("x.txt.gz", gzip(&[&text])), ("x.txt.zst", zstd_with_checksum(&text))] {
        let mut errors = 0;
        for step in 1..20 {
            let at = packed.len() * step / 20;
            let mut flipped = packed.clone();
            flipped[at] ^= 1 << (step % 8);
            for damaged in [&flipped[..], &packed[..at]] {
                room.write(&format!("in/{name}"), damaged).write("in/y.txt", DIRTY);
                let run = room.run("clean in -o out --only dashes");
                assert_eq!(room.text("out/y.txt"), DIRTY);
                if run.status == Some(2) {
                    run.says(&[name, "cannot read"]);
                    assert!(!room.path(&format!("out/{name}")).exists());
                    errors += 1;
                } else {
                    let out = room.run(&format!("clean out/{name}"));
                    assert!(out.ok() == room.run_on("clean", text.as_bytes()).ok(), "{name} at {at}");
                }
                fs::remove_dir_all(room.path("out")).unwrap();
            }
        }
        assert!(errors > 30, "{name}: {errors}");
        fs::remove_file(room.path(&format!("in/{name}"))).unwrap();
    }
}

fn zstd_with_checksum(text: &str) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Runs as a user that may not do everything; `None` where that cannot be had.
fn unprivileged(room: &Room, args: &str) -> Option<(Option<i32>, String)> {
    let program = env!("CARGO_BIN_EXE_copydesk");
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = Command::new(if is_root { "setpriv" } else { program });
    if is_root {
        command.args(["--reuid=65534", "--clear-groups", program]);
    }
    let output = command.args(args.split(' ')).current_dir(room.path("")).output().ok()?;
    Some((output.status.code(), String::from_utf8(output.stderr).ok()?))
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new();
    let mode =
        |name: &str, mode| fs::set_permissions(room.path(name), PermissionsExt::from_mode(mode)).unwrap();
    room.write("in/a.txt", DIRTY).write("in/b.txt", DIRTY).write("in/c/d.txt", DIRTY).write("shut/x", "");
    mode("", 0o777);
    let works = unprivileged(&room, "clean in --check -q");
    if works.as_ref().is_none_or(|(status, _)| *status != Some(1)) {
        return eprintln!("skipped: there is no other user to be: {works:?}");
    }
    mode("in/b.txt", 0o000);
    mode("in/c", 0o000);
    let (status, stderr) = unprivileged(&room, "clean in -o out --edits log.jsonl").unwrap();
    assert_eq!(status, Some(2), "{stderr}");
    assert!(stderr.contains("in/b.txt: cannot read: Permission denied"), "{stderr}");
    assert!(stderr.contains("in/c") && stderr.contains("2 inputs failed"), "{stderr}");
    assert_eq!(room.text("out/a.txt"), CLEAN);
    mode("shut", 0o555);
    let (status, stderr) = unprivileged(&room, "clean in/a.txt -o shut").unwrap();
    assert_eq!(status, Some(2), "{stderr}");
    assert!(stderr.contains("shut: cannot write: Permission denied"), "{stderr}");
    mode("in/c", 0o755);
}

#[test]
fn an_input_that_vanishes_is_named_and_stops_no_other() {
    let room = Room::new();
    room.write("in/a.txt", DIRTY).write("in/b.txt", DIRTY).write("in/c.txt", DIRTY);
    fifo(&room, "pipe");
    // The pipe holds the run between the plan and the files.
    let child = room
        .command("clean pipe in/a.txt in/b.txt in/c.txt -o out -j1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = OpenOptions::new().write(true).open(room.path("pipe")).unwrap();
    fs::remove_file(room.path("in/b.txt")).unwrap();
    pipe.write_all(DIRTY.as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("in/b.txt: cannot read: No such file"), "{stderr}");
    let out: Vec<_> = room.files().into_iter().filter(|name| name.starts_with("out/")).collect();
    assert_eq!(out, ["out/a.txt", "out/c.txt", "out/pipe"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_waits_costs_no_memory() {
    let room = Room::new();
    let text = long_text(48 << 20);
    room.write("in.txt", &text);
    let expected = room.run("clean in.txt --only spacing").stdout;
    let mut child =
        room.command("clean in.txt --only spacing -q -j2").stdout(Stdio::piped()).spawn().unwrap();
    let status = |child: &Child| fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let ticks = |child: &Child| {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        stat.split(' ').skip(13).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut out = vec![0; 1 << 20];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut out).unwrap();
    // It is stuck when it does nothing any more.
    let (mut before, mut still) = (Vec::new(), 0);
    until(|| {
        std::thread::sleep(Duration::from_millis(20));
        let now = ticks(&child);
        still = if now == before { still + 1 } else { 0 };
        before = now;
        still > 5
    });
    let status = status(&child);
    let peak: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
        .unwrap();
    assert!(peak < 40 << 10, "{peak} kB for {} bytes", text.len());
    stdout.read_to_end(&mut out).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(out == expected);
}
