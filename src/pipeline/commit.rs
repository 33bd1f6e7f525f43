//! Groups of files that are put on disk together: synced, recorded, and only then given their
//! final names.
//!
//! To sync each of many small files costs far more than to write them. So they wait under their
//! temporary names, and a thread of its own puts a group on disk while the next one is written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;

use super::Failure;
use super::failure::Reason;
use super::journal::Entry;
use super::output::Sealed;

/// From this many on, all that the file system has to write is synced at once.
const MANY: usize = 16;

/// What is to be put on disk.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Whole files, in the order in which they get their names.
    pub sealed: Vec<Sealed>,
    /// Files in the making, which the entry speaks of.
    pub open: Vec<PathBuf>,
    /// What is recorded before files get their names.
    pub entry: Option<Entry>,
    /// Whether the names have to be on disk too, and not only with the next group.
    pub last: bool,
}

/// What went wrong with single files; or an error that leaves all as it was.
type Outcome = Result<Vec<Failure>, Failure>;

/// The thread that does it.
pub(super) struct Committer {
    orders: Option<Sender<Order>>,
    outcomes: Receiver<Outcome>,
    thread: Option<JoinHandle<()>>,
    busy: bool,
}

impl Committer {
    pub(super) fn new() -> Self {
        let (orders, taken) = mpsc::channel::<Order>();
        let (done, outcomes) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            for order in taken {
                if done.send(order.carry_out()).is_err() {
                    return;
                }
            }
        });
        Self { orders: Some(orders), outcomes, thread: Some(thread), busy: false }
    }

    /// Whether it would begin with an order at once.
    pub(super) fn is_idle(&self) -> bool {
        !self.busy
    }

    /// What came of the order before, if it is done.
    pub(super) fn poll(&mut self) -> Outcome {
        match self.busy.then(|| self.outcomes.try_recv()) {
            Some(Ok(outcome)) => {
                self.busy = false;
                outcome
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Waits for the order before.
    pub(super) fn wait(&mut self) -> Outcome {
        if !std::mem::replace(&mut self.busy, false) {
            return Ok(Vec::new());
        }
        // The thread ends only when it is told to.
        self.outcomes.recv().unwrap_or_else(|_| Ok(Vec::new()))
    }

    /// Gives it an order; waits for the one before.
    pub(super) fn give(&mut self, order: Order) -> Outcome {
        let outcome = self.wait();
        if let Some(orders) = self.orders.as_ref().filter(|_| outcome.is_ok()) {
            self.busy = orders.send(order).is_ok();
        }
        outcome
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Order {
    fn carry_out(self) -> Outcome {
        let mut failures = Vec::new();
        let files: Vec<&Path> = self.sealed.iter().map(|sealed| sealed.temporary.path()).collect();
        sync(&files)?;
        for path in &self.open {
            File::open(path).and_then(|file| file.sync_data()).map_err(|error| unwritten(path, error))?;
        }
        if let Some(entry) = &self.entry {
            // The files are good without it; the run could only not be resumed from here.
            failures.extend(entry.save().err().map(|error| unwritten(entry.path(), error)));
        }
        let mut directories = Vec::new();
        for Sealed { temporary, path } in self.sealed {
            if let Err(error) = temporary.rename(&path) {
                failures.push(unwritten(&path, error));
            }
            let directory = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
            if self.last && directories.last().is_none_or(|last| last != directory) {
                directories.push(directory.to_owned());
            }
        }
        sync(&directories.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
        Ok(failures)
    }
}

fn unwritten(path: &Path, error: io::Error) -> Failure {
    Failure::new(Some(path), Reason::Write(error))
}

/// Puts files or directories on disk.
fn sync(paths: &[&Path]) -> Result<(), Failure> {
    if paths.len() >= MANY && sync_systems(paths)? {
        return Ok(());
    }
    for path in paths {
        let synced = File::open(path).and_then(|file| file.sync_all());
        // A file that its owner may not read; it is synced with the others where there are many.
        let synced = synced.or_else(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => sync_systems(&[path]).map(drop).map_err(|_| error),
            _ => Err(error),
        });
        synced.map_err(|error| unwritten(path, error))?;
    }
    Ok(())
}

/// Syncs the file systems that these files lie in, where that can be done.
#[cfg(target_os = "linux")]
fn sync_systems(paths: &[&Path]) -> Result<bool, Failure> {
    use std::os::unix::fs::MetadataExt;
    let mut devices = Vec::new();
    let mut seen = None;
    for path in paths {
        // Files of one directory lie in one file system.
        let directory = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        if seen == Some(directory) {
            continue;
        }
        seen = Some(directory);
        let mut sync = || -> io::Result<()> {
            let opened = File::open(directory)?;
            let device = opened.metadata()?.dev();
            if !devices.contains(&device) {
                devices.push(device);
                rustix::fs::syncfs(&opened)?;
            }
            Ok(())
        };
        sync().map_err(|error| unwritten(directory, error))?;
    }
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn sync_systems(_: &[&Path]) -> Result<bool, Failure> {
    Ok(false)
}
