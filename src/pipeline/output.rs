//! Files that are there whole or not at all.

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::hash::{Hash, Hasher};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Failure;
use super::failure::Reason;
use crate::record::Compression;

/// What the names of files in the making begin with. They are never read.
pub(super) const PREFIX: &str = ".copydesk-";

/// A file in the making: it lies beside its final place, and is moved there when it is done.
/// Dropped before, it is removed.
#[derive(Debug)]
pub(super) struct Output {
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// The file under its temporary name, and its final one.
    Beside(File, Temporary, PathBuf),
    /// A device or a pipe, which cannot be replaced by a file.
    Direct(File),
}

/// A file that is written, and waits to be moved to its final place.
#[derive(Debug)]
pub(super) struct Sealed {
    pub temporary: Temporary,
    pub path: PathBuf,
}

/// A file under its temporary name. Dropped, it is removed.
#[derive(Debug)]
pub(super) struct Temporary(PathBuf);

impl Temporary {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Gives it its final name.
    pub(super) fn rename(self, to: &Path) -> io::Result<()> {
        fs::rename(&self.0, to)?;
        self.leave();
        Ok(())
    }

    /// Does not remove it.
    fn leave(mut self) {
        self.0 = PathBuf::new();
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// Temporary names: the same each time for a job that can be resumed, and for no other.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Names(u64);

impl Names {
    /// The names of a job that is known by this path.
    pub(super) fn of(path: &Path) -> Self {
        Self(hash(path))
    }

    /// The temporary name of what goes to `path`, once links are [resolved](resolve).
    pub(super) fn beside(self, path: &Path) -> PathBuf {
        let number = hash(&(self.0, path.file_name()));
        path.with_file_name(format!("{PREFIX}{number:016x}"))
    }

    /// Whether what goes to `path` lies under its temporary name.
    pub(super) fn is_in_the_making(self, path: &Path) -> bool {
        self.beside(&resolve(path)).exists()
    }
}

pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Where a path leads to: a link stays, and what it points to is replaced.
pub(super) fn resolve(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let target = is_link.then(|| path.canonicalize().ok()).flatten();
    target.unwrap_or_else(|| path.to_owned())
}

impl Output {
    /// Begins a file for `path`, making the directories that lead there, under a name that nobody
    /// else has.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Self::begin(path, |path| {
            let directory = path.parent().filter(|parent| *parent != Path::new(""));
            let mut builder = tempfile::Builder::new();
            builder.prefix(PREFIX);
            // As any new file, and not private as temporary files are.
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let (file, temporary) = builder.tempfile_in(directory.unwrap_or(Path::new(".")))?.into_parts();
            Ok((file, Temporary(temporary.keep().map_err(|error| error.error)?)))
        })
    }

    /// The same under the name by which the job knows it again. What lies there is left from a run
    /// that did not end.
    pub(super) fn named(path: &Path, names: Names) -> io::Result<Self> {
        Self::begin(path, |path| {
            let temporary = names.beside(path);
            let create = || OpenOptions::new().write(true).create_new(true).open(&temporary);
            let file = match create() {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    fs::remove_file(&temporary)?;
                    create()
                }
                file => file,
            }?;
            Ok((file, Temporary(temporary)))
        })
    }

    fn begin(path: &Path, make: impl Fn(&Path) -> io::Result<(File, Temporary)>) -> io::Result<Self> {
        let mut path = path.to_owned();
        let mut replaced = None;
        // A place where nothing is yet is the common case.
        if let Ok(found) = fs::symlink_metadata(&path) {
            if found.is_symlink() {
                path = resolve(&path);
            }
            match fs::metadata(&path) {
                // Known now, and not when all is done.
                Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
                Ok(found) if !found.is_file() => {
                    return Ok(Self { place: Place::Direct(OpenOptions::new().write(true).open(path)?) });
                }
                found => replaced = found.ok(),
            }
        }
        let made = match make(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
                make(&path)
            }
            made => made,
        };
        let (file, temporary) = made?;
        if let Some(replaced) = replaced {
            keep_owner(&file, &replaced);
        }
        Ok(Self { place: Place::Beside(file, temporary, path) })
    }

    /// Goes on with a file after its first `len` bytes.
    ///
    /// # Errors
    /// Where it is not there or shorter.
    pub(super) fn reopen(path: &Path, names: Names, len: u64) -> io::Result<Self> {
        let path = resolve(path);
        let temporary = names.beside(&path);
        if !fs::symlink_metadata(&temporary)?.is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut file = OpenOptions::new().write(true).open(&temporary)?;
        if file.metadata()?.len() < len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
        Ok(Self { place: Place::Beside(file, Temporary(temporary), path) })
    }

    /// What is written so far, as a file.
    pub(super) fn file(&mut self) -> &mut File {
        match &mut self.place {
            Place::Beside(file, ..) | Place::Direct(file) => file,
        }
    }

    /// Where it lies until it is done.
    pub(super) fn temporary(&self) -> Option<&Path> {
        match &self.place {
            Place::Beside(_, temporary, _) => Some(temporary.path()),
            Place::Direct(_) => None,
        }
    }

    /// Takes back what was written after the first `len` bytes, as far as that can be done.
    pub(super) fn truncate(&mut self, len: u64) -> io::Result<()> {
        match &mut self.place {
            Place::Beside(file, ..) => {
                file.set_len(len)?;
                file.seek(SeekFrom::Start(len)).map(drop)
            }
            Place::Direct(_) => Ok(()),
        }
    }

    /// Leaves the file where it lies, for a run that goes on with it.
    pub(super) fn leave(self) {
        if let Place::Beside(_, temporary, _) = self.place {
            temporary.leave();
        }
    }

    /// Ends the writing; nothing, where it went to its final place at once.
    pub(super) fn seal(self, permissions: Option<&Permissions>) -> io::Result<Option<Sealed>> {
        let Place::Beside(file, temporary, path) = self.place else { return Ok(None) };
        // Most files have those that any new one has.
        if let Some(wanted) = permissions
            && file.metadata()?.permissions() != *wanted
        {
            file.set_permissions(wanted.clone())?;
        }
        Ok(Some(Sealed { temporary, path }))
    }

    /// Moves the file to its final place, once it is safely on disk.
    pub(super) fn finish(mut self, permissions: Option<&Permissions>) -> io::Result<()> {
        if let Place::Beside(..) = self.place {
            self.file().sync_all()?;
        }
        match self.seal(permissions)? {
            Some(sealed) => sealed.temporary.rename(&sealed.path),
            None => Ok(()),
        }
    }
}

/// Gives a file to the owner and the group of the one that it replaces, where the user and the file system
/// let it.
#[cfg(unix)]
fn keep_owner(file: &File, replaced: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let owner = |found: &Metadata| (found.uid(), found.gid());
    if file.metadata().is_ok_and(|made| owner(&made) != owner(replaced)) {
        let _ = fchown(file, Some(replaced.uid()), Some(replaced.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// Writes a file that is there whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        let mut output = Output::create(path)?;
        output.write_all(bytes)?;
        output.finish(None)
    };
    write().map_err(|error| Failure::new(Some(path), Reason::Write(error)))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

/// Packs what is written to it, in independent pieces.
pub(super) struct Packer<W: Write> {
    to: W,
    compression: Compression,
    pending: Vec<u8>,
    packed: Vec<u8>,
    begun: bool,
}

impl<W: Write> Packer<W> {
    /// A piece has about this many bytes before it is packed.
    const PIECE: usize = 1 << 20;

    pub(super) fn new(to: W, compression: Compression) -> Self {
        Self { to, compression, pending: Vec::new(), packed: Vec::new(), begun: false }
    }

    /// Writes what is left; without this it is lost.
    pub(super) fn finish(mut self) -> io::Result<W> {
        if !self.pending.is_empty() || !self.begun {
            self.pack()?;
        }
        self.to.flush()?;
        Ok(self.to)
    }

    /// Ends the piece in hand.
    pub(super) fn end_piece(&mut self) -> io::Result<()> {
        if self.pending.is_empty() { Ok(()) } else { self.pack() }
    }

    fn pack(&mut self) -> io::Result<()> {
        self.begun = true;
        self.packed.clear();
        self.compression.pack(&self.pending, &mut self.packed)?;
        self.pending.clear();
        self.to.write_all(&self.packed)
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= Self::PIECE {
            self.pack()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
