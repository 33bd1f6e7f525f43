//! A list of paths, one a line, as an input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use super::Failure;
use super::engine::lock;
use super::failure::Reason;
use super::opened::{Opened, is_told};

/// A list of paths, which can be read again and again.
#[derive(Debug)]
pub(super) struct List {
    path: Option<PathBuf>,
    /// Standard input and pipes are copied, as they can be read but once.
    copy: Option<Mutex<File>>,
    end: u8,
}

impl List {
    /// Opens a list whose paths end with line feeds, or with NUL.
    pub(super) fn open(
        path: Option<&Path>,
        null: bool,
        stop: Option<&Arc<AtomicBool>>,
    ) -> Result<Self, Failure> {
        let copy = || -> io::Result<_> {
            let mut list = Opened::named(path, stop)?;
            if list.stamp.is_some() {
                return Ok(None);
            }
            let mut copy = tempfile::tempfile()?;
            io::copy(&mut list.raw, &mut copy)?;
            Ok(Some(Mutex::new(copy)))
        };
        let copy = copy().map_err(|error| match is_told(stop) {
            true => Failure::new(None, Reason::Interrupted),
            false => Failure::new(path, Reason::Read(error)),
        })?;
        Ok(Self { path: path.map(Path::to_owned), copy, end: if null { 0 } else { b'\n' } })
    }

    /// Where it stands, if it has a name.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.path.is_none()
    }

    /// The paths, from the first one on. Empty lines are passed over.
    pub(super) fn paths(&self) -> Result<impl Iterator<Item = io::Result<PathBuf>> + Send + '_, Failure> {
        let open = || match (&self.copy, &self.path) {
            (Some(copy), _) => {
                let mut copy = lock(copy).try_clone()?;
                copy.seek(SeekFrom::Start(0))?;
                Ok(copy)
            }
            (None, Some(path)) => File::open(path),
            (None, None) => Err(io::ErrorKind::NotFound.into()),
        };
        let file = open().map_err(|error| Failure::new(self.path.as_deref(), Reason::Read(error)))?;
        let mut lines = BufReader::new(file).split(self.end);
        Ok(std::iter::from_fn(move || {
            loop {
                let mut line = match lines.next()? {
                    Ok(line) => line,
                    Err(error) => return Some(Err(error)),
                };
                if self.end == b'\n' && line.last() == Some(&b'\r') {
                    line.pop();
                }
                if !line.is_empty() {
                    return Some(path(line));
                }
            }
        }))
    }
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Ok(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> io::Result<PathBuf> {
    String::from_utf8(bytes)
        .map(PathBuf::from)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
