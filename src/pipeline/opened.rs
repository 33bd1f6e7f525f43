//! An input as it lies on disk, or as it comes.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::journal::Stamp;
use super::plan::Task;
use crate::record::Input;

/// An input that can be read.
pub(super) struct Opened<'t> {
    pub raw: Input,
    /// Its name, if that says anything: the name of a pipe does not.
    pub path: Option<&'t Path>,
    pub permissions: Option<Permissions>,
    /// Where it lies on disk.
    pub stamp: Option<Stamp>,
}

impl<'t> Opened<'t> {
    /// Opens the input of a task. One that comes in its own time is waited for until the stop is set; reading
    /// it is an error then.
    pub(super) fn open(task: &'t Task<'_>, stop: Option<&Arc<AtomicBool>>) -> io::Result<Self> {
        match task.input.as_deref() {
            // What is found in a directory is a file, which always comes at once.
            Some(path) if !task.is_named => Self::file(path),
            path => Self::named(path, stop),
        }
    }

    /// Opens what is named, or standard input.
    pub(super) fn named(path: Option<&'t Path>, stop: Option<&Arc<AtomicBool>>) -> io::Result<Self> {
        let raw: Input = match (path, stop) {
            #[cfg(unix)]
            (Some(path), Some(stop)) if comes(path) => Box::new(Waiting::open(path, stop)?),
            #[cfg(unix)]
            (None, Some(stop)) => Box::new(Waiting::stdin(stop)?),
            (Some(path), _) => return Self::file(path),
            (None, _) => Box::new(io::stdin()),
        };
        Ok(Self { raw, path: None, permissions: None, stamp: None })
    }

    fn file(path: &'t Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok(Self {
            raw: Box::new(file),
            path: metadata.is_file().then_some(path),
            permissions: metadata.is_file().then(|| metadata.permissions()),
            stamp: Stamp::of(&metadata),
        })
    }
}

/// Whether something is read that comes in its own time, as from a pipe.
#[cfg(unix)]
fn comes(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Whether the stop is set, if there is one.
pub(super) fn is_told(stop: Option<&Arc<AtomicBool>>) -> bool {
    stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
}

/// Reads what comes in its own time, until the stop is set.
#[cfg(unix)]
struct Waiting {
    file: File,
    stop: Arc<AtomicBool>,
}

#[cfg(unix)]
impl Waiting {
    fn open(path: &Path, stop: &Arc<AtomicBool>) -> io::Result<Self> {
        let mut options = File::options();
        // Opening a pipe would wait for somebody to write to it. Other systems say of one that nobody has
        // written to yet that it is at its end.
        #[cfg(target_os = "linux")]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
        Ok(Self { file: options.read(true).open(path)?, stop: Arc::clone(stop) })
    }

    fn stdin(stop: &Arc<AtomicBool>) -> io::Result<Self> {
        use std::os::fd::AsFd;
        let descriptor = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self { file: descriptor.into(), stop: Arc::clone(stop) })
    }

    /// Waits a little for something to read; what cannot be asked for it is ready.
    fn is_ready(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        const STEP: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        match poll(&mut [PollFd::new(&self.file, PollFlags::IN)], Some(&STEP)) {
            Ok(ready) => ready > 0,
            Err(error) => error != rustix::io::Errno::INTR,
        }
    }
}

#[cfg(unix)]
impl Read for Waiting {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Err(io::Error::other("interrupted"));
            }
            if !self.is_ready() {
                continue;
            }
            match self.file.read(out) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }
}

/// Counts what is read through it.
pub(super) struct Counted {
    pub inner: Input,
    pub count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
