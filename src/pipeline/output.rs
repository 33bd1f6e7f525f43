//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::record::Compression;

/// A file in the making: it lies beside its final place, and is moved there when it is done.
/// Dropped before, it is removed.
pub(super) struct Output {
    place: Place,
}

enum Place {
    /// The file under its temporary name, and its final one.
    Beside(NamedTempFile, PathBuf),
    /// A device or a pipe, which cannot be replaced by a file.
    Direct(File),
}

impl Output {
    /// Begins a file for `path`, making the directories that lead there.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // A link stays, and what it points to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            // Known now, and not when all is done.
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                return Ok(Self { place: Place::Direct(OpenOptions::new().write(true).open(path)?) });
            }
            _ => {}
        }
        let directory = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        fs::create_dir_all(directory)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".copydesk-");
        // As any new file, and not private as temporary files are.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Self { place: Place::Beside(builder.tempfile_in(directory)?, path) })
    }

    /// What is written so far, as a file.
    pub(super) fn file(&mut self) -> &mut File {
        match &mut self.place {
            Place::Beside(file, _) => file.as_file_mut(),
            Place::Direct(file) => file,
        }
    }

    /// Takes back what was written after the first `len` bytes, as far as that can be done.
    pub(super) fn truncate(&mut self, len: u64) -> io::Result<()> {
        match &mut self.place {
            Place::Beside(file, _) => {
                file.as_file().set_len(len)?;
                io::Seek::seek(file, io::SeekFrom::Start(len)).map(drop)
            }
            Place::Direct(_) => Ok(()),
        }
    }

    /// Moves the file to its final place, once it is safely on disk.
    pub(super) fn finish(self, permissions: Option<&Permissions>) -> io::Result<()> {
        let Place::Beside(file, path) = self.place else { return Ok(()) };
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions.clone())?;
        }
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
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
