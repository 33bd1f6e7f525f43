//! Runs the program in a directory of its own.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A directory to run in, removed at the end.
pub struct Room {
    directory: TempDir,
}

/// What a run gave.
#[derive(Debug)]
pub struct Output {
    pub status: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Room {
    pub fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory") }
    }

    /// One in memory, where the system has such a place: for many runs that sync what they write.
    pub fn in_memory() -> Self {
        let directory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self { directory: directory.expect("a temporary directory") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file, and the directories that lead there.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in the room")).expect("directories");
        fs::write(path, content).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("UTF-8")
    }

    /// All files below, with `/` between the parts, sorted; hidden ones too.
    pub fn files(&self) -> Vec<String> {
        fn walk(root: &Path, directory: &Path, all: &mut Vec<String>) {
            for entry in fs::read_dir(directory).expect("a directory") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(root, &path, all);
                } else {
                    let name = path.strip_prefix(root).expect("below the root");
                    all.push(name.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let mut all = Vec::new();
        walk(self.directory.path(), self.directory.path(), &mut all);
        all.sort();
        all
    }

    /// Runs `copydesk` with these arguments, separated by spaces.
    pub fn run(&self, args: &str) -> Output {
        self.run_on(args, b"")
    }

    /// The same with something on standard input.
    pub fn run_on(&self, args: &str, stdin: &[u8]) -> Output {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let stdin = stdin.to_vec();
        // Written beside the reading, or the two could wait for each other.
        let writer = std::thread::spawn(move || match pipe.write_all(&stdin) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => panic!("{error}"),
            _ => {}
        });
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends");
        Output {
            status: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// What all files hold whose names begin so.
    pub fn contents(&self, prefixes: &[&str]) -> Vec<(String, Vec<u8>)> {
        let wanted = |name: &String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let files = self.files().into_iter().filter(wanted);
        files.map(|name| (name.clone(), self.read(&name))).collect()
    }

    pub fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(args.split_whitespace()).current_dir(self.directory.path());
        command
    }
}

impl Output {
    /// The run went well: its standard output as text.
    #[track_caller]
    pub fn ok(&self) -> &str {
        self.ends_with(0)
    }

    /// The run ended with this status: its standard output as text.
    #[track_caller]
    pub fn ends_with(&self, status: i32) -> &str {
        assert_eq!(self.status, Some(status), "{}", self.stderr);
        std::str::from_utf8(&self.stdout).expect("UTF-8")
    }

    /// Standard error says all of this.
    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} is not in\n{}", self.stderr);
        }
        self
    }
}
