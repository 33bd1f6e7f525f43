//! The power goes: what was not put on disk is gone, and a run goes on with what is left.
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::files::long_text;
use crate::run::Room;

/// What matters for what lies on disk.
const CALLS: &str =
    "trace=openat,write,ftruncate,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,syncfs";

/// A file system that writes its names in order, and the bytes of a file when it is told to.
#[derive(Clone, Default)]
struct Disk(BTreeMap<PathBuf, Content>);

#[derive(Clone, Default)]
struct Content {
    bytes: Vec<u8>,
    synced: Vec<u8>,
}

impl Disk {
    /// Does what one system call did.
    fn take(&mut self, call: &Call) {
        let Self(files) = self;
        match call.name {
            "openat" if call.text.contains("O_CREAT") => {
                let file = files.entry(call.paths[0].clone()).or_default();
                if call.text.contains("O_TRUNC") {
                    file.bytes.clear();
                }
            }
            "write" => {
                if let Some(file) = files.get_mut(&call.paths[0]) {
                    file.bytes.extend_from_slice(&call.data[..call.result]);
                }
            }
            "ftruncate" => panic!("no first run takes back what it wrote"),
            "rename" | "renameat" | "renameat2" => {
                let file = files.remove(&call.paths[0]).expect("what is renamed is there");
                files.insert(call.paths[1].clone(), file);
            }
            "unlink" | "unlinkat" => drop(files.remove(&call.paths[0])),
            "fsync" | "fdatasync" => {
                files.get_mut(&call.paths[0]).into_iter().for_each(|file| file.synced = file.bytes.clone());
            }
            "syncfs" => files.values_mut().for_each(|file| file.synced = file.bytes.clone()),
            _ => {}
        }
    }

    /// What is left without power, in a room that is empty: of what was not synced nothing, or as many zeros.
    fn lay_out(&self, room: &Room, as_zeros: bool) {
        for (path, file) in &self.0 {
            let mut bytes = file.synced.clone();
            if as_zeros {
                bytes.resize(file.bytes.len(), 0);
            }
            room.write(path.to_str().expect("our own names"), bytes);
        }
    }
}

/// A system call that went well.
struct Call<'t> {
    name: &'t str,
    text: &'t str,
    paths: Vec<PathBuf>,
    data: Vec<u8>,
    result: usize,
}

impl<'t> Call<'t> {
    /// Reads one as `strace -y -xx` writes it; paths are those below `root`, and nothing else counts.
    fn parse(text: &'t str, root: &Path) -> Option<Self> {
        let (call, result) = text.rsplit_once(" = ")?;
        let result = result.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        let (name, args) = call.split_once('(')?;
        let below = |bytes: Vec<u8>| {
            let path = root.join(String::from_utf8(bytes).ok()?);
            path.strip_prefix(root).ok().map(Path::to_owned)
        };
        let quoted = || args.split('"').skip(1).step_by(2).map(unescaped);
        let described = || args.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let by_number = matches!(name, "write" | "ftruncate" | "fsync" | "fdatasync" | "syncfs");
        let paths: Option<Vec<_>> = if by_number {
            let path = described().map(|(path, _)| unescaped(path))?;
            if name == "syncfs" { Some(Vec::new()) } else { below(path).map(|path| vec![path]) }
        } else {
            quoted().map(below).collect()
        };
        let data = if name == "write" { quoted().next()? } else { Vec::new() };
        Some(Self { name, text, paths: paths?, data, result })
    }
}

/// `\x61\x62` and plain characters as bytes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(hex, 16).expect("two digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

/// The calls of all threads: one that is told in two parts begins with the first, and what it syncs is what is
/// there then; all else is done at its end.
fn calls(trace: &str) -> Vec<String> {
    let mut begun = HashMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(head) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, (calls.len(), head));
            calls.push(String::new());
        } else if let Some(tail) = call.strip_prefix("<... ") {
            let (at, head) = begun.remove(thread).expect("it was begun");
            let whole = format!("{head}{}", tail.split_once(" resumed>").expect("so it is told").1);
            if whole.contains("sync") {
                calls[at] = whole;
            } else {
                calls.push(whole);
            }
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

fn fill(room: &Room) {
    for n in 0..40 {
        room.write(&format!("in/{n:02}.txt"), format!("“Article {n}”.It ends here\nAdvertisement\n"));
    }
    room.write("in/50.txt", long_text(2 << 20));
    room.write("in/51.txt", "“The last one.”");
}

#[test]
fn what_is_left_without_power_is_gone_on_with() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        return eprintln!("skipped: there is no strace");
    }
    for (args, written) in [
        ("clean in -o out --edits log.jsonl.gz --checkpoint 0 -j1", ["out", "log"]),
        ("clean in -i --edits log.jsonl --checkpoint 0.02 -j2", ["in", "log"]),
    ] {
        let room = Room::in_memory();
        fill(&room);
        let root = room.path("").canonicalize().expect("it is there");
        let mut disk = Disk::default();
        for name in room.files() {
            let bytes = room.read(&name);
            disk.0.insert(name.into(), Content { synced: bytes.clone(), bytes });
        }
        let trace = tempfile::NamedTempFile::new().expect("a file");
        let mut strace = Command::new("strace");
        strace.args(["-f", "-y", "-xx", "-s", "10000000", "-e", CALLS, "-o"]).arg(trace.path());
        strace.arg(env!("CARGO_BIN_EXE_copydesk")).args(args.split(' ')).current_dir(&root);
        let traced = strace.stderr(Stdio::null()).status().expect("strace runs");
        if !traced.success() {
            return eprintln!("skipped: nothing can be traced here: {traced}");
        }
        let expected = room.contents(&written);
        let trace = fs::read_to_string(trace.path()).expect("a trace");
        let calls = calls(&trace);
        let calls: Vec<_> = calls.iter().filter_map(|call| Call::parse(call, &root)).collect();
        // More often where it matters: behind renames.
        let renames = calls.iter().enumerate().filter(|(_, call)| call.name.starts_with("rename"));
        let renames: Vec<_> = renames.map(|(at, _)| at + 1).collect();
        assert!(renames.len() > 42, "each file gets its name, and the journal: {}", renames.len());
        let all = (0..calls.len()).step_by(calls.len() / 12);
        let cuts = all.chain(renames.iter().copied().step_by(renames.len() / 12));
        let mut cuts: Vec<_> = cuts.collect();
        cuts.sort_unstable();
        let mut done = 0;
        for (turn, cut) in cuts.into_iter().enumerate() {
            calls[done..cut].iter().for_each(|call| disk.take(call));
            done = cut;
            // In the same place: names in the making hang on it.
            fs::remove_dir_all(&root).expect("it can be emptied");
            disk.lay_out(&room, turn % 2 == 1);
            let run = room.run(&format!("{args} --resume"));
            if !run.stderr.contains("there is nothing to resume") {
                run.ok();
            }
            let left = room.contents(&written);
            let differs = || left.iter().filter(|file| !expected.contains(file)).map(|(name, _)| name);
            let at = format!("{args}: cut at call {cut} of {}", calls.len());
            assert!(left == expected, "{at}: {:?}", differs().collect::<Vec<_>>());
        }
        // Nothing was missed in the trace.
        calls[done..].iter().for_each(|call| disk.take(call));
        for (name, bytes) in &expected {
            assert!(disk.0[Path::new(name)].synced == *bytes, "{args}: {name}");
        }
    }
}
