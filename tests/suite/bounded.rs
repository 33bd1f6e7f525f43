//! Streams of any size take memory for a few batches, whatever they unpack to.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use crate::files;
use crate::run::Room;

/// What is unpacked, in bytes. Tests without optimisation take ten times as long.
const BOMB: usize = if cfg!(debug_assertions) { 128 << 20 } else { 1 << 30 };
const STREAM: usize = if cfg!(debug_assertions) { 64 << 20 } else { 300 << 20 };
/// What two threads may take, in KiB.
const LIMIT: u64 = 64 << 10;

const LINE: &str = "The boats stayed in the harbor, and nobody knew for how long the rain would go on.\n";

/// `unit`, so often that it is about 16 MiB.
fn part(unit: &str) -> String {
    unit.repeat((16 << 20) / unit.len())
}

/// Reads all that a run writes. Gives its length and the most memory that the run had, in KiB.
fn drain(mut child: Child) -> (usize, u64) {
    let status = format!("/proc/{}/status", child.id());
    let peak = || {
        let status = fs::read_to_string(&status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    };
    let mut out = child.stdout.take().expect("a pipe");
    let (mut length, mut most) = (0, 0);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = out.read(&mut buffer).expect("readable");
        most = most.max(peak().unwrap_or(0));
        if read == 0 {
            break;
        }
        length += read;
    }
    assert!(child.wait().expect("it ends").success());
    assert!(most > 0, "Linux says how much memory a process had");
    (length, most)
}

fn start(room: &Room, args: &str) -> Command {
    let mut command = room.command(args);
    command.args(["-j", "2", "-q", "--progress", "never"]).stdout(Stdio::piped());
    command
}

/// A few kilobytes that unpack to [`BOMB`].
#[track_caller]
fn bomb(name: &str, packed: Vec<u8>, unpacked: usize) {
    let room = Room::new();
    let parts = BOMB / unpacked;
    room.write(name, packed.repeat(parts));
    let (length, most) =
        drain(start(&room, &format!("clean --only spacing {name}")).spawn().expect("it starts"));
    assert_eq!(length, parts * unpacked);
    assert!(most < LIMIT, "{most} KiB");
}

#[test]
#[cfg(target_os = "linux")]
fn a_gzip_bomb_is_unpacked_piece_by_piece() {
    let part = part(LINE);
    bomb("bomb.txt.gz", files::gzip(&[&part]), part.len());
}

#[test]
#[cfg(target_os = "linux")]
fn a_zstandard_bomb_is_unpacked_piece_by_piece() {
    let part = part(&files::record(0, LINE.trim()));
    bomb("bomb.jsonl.zst", files::zstd(&[&part]), part.len());
}

/// Texts in which as much is edited, or asked, as can be.
#[test]
#[cfg(target_os = "linux")]
fn a_bomb_of_edits_takes_no_more_than_those_of_a_section() {
    let bells = format!("{}a", "\u{7}".repeat(4095));
    for unit in [&bells, "a\u{7}", "“” ", "a  b ", "aB", "a--b ", "word.Word ", "a\u{a0}", "it’s ", "\u{a0}"]
    {
        let line = unit.repeat(80usize.div_ceil(unit.len())) + "\n";
        // A line without end is cut only at 512 KiB, and not at 256.
        for (unit, limit) in [(line.as_str(), LIMIT), (unit, 2 * LIMIT)] {
            let room = Room::new();
            room.write("text.txt", unit.repeat((4 << 20) / unit.len()));
            let child = start(&room, "clean text.txt --edits log.jsonl").spawn().expect("it starts");
            let (_, most) = drain(child);
            assert!(most < limit, "{most} KiB for {:?}", &unit[..unit.floor_char_boundary(40)]);
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_stream_without_a_line_end_is_cut() {
    let room = Room::new();
    let mut child =
        start(&room, "clean --only spacing --format text").stdin(Stdio::piped()).spawn().expect("it starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let words = LINE.trim_end().replace('.', " and ").repeat(1 << 10);
    let parts = STREAM / words.len();
    let expected = parts * words.len();
    let writer = std::thread::spawn(move || {
        (0..parts).for_each(|_| pipe.write_all(words.as_bytes()).expect("it reads all"));
    });
    let (length, most) = drain(child);
    writer.join().expect("the writer ends");
    // The last space goes.
    assert_eq!(length, expected - 1);
    assert!(most < LIMIT, "{most} KiB");
}
