//! The right to write to a place, which one run has at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Failure;
use super::failure::Reason;
use super::plan::is_same_file;

/// Held locks. Dropped, they are gone, and so are directories that were made for them and in which
/// nothing lies.
#[derive(Debug, Default)]
pub(super) struct Claim {
    locks: Vec<(File, PathBuf)>,
    /// The outer ones first.
    made: Vec<PathBuf>,
}

impl Claim {
    /// Takes a lock by a file at `path`, for what goes to `place`.
    ///
    /// # Errors
    /// Where another run has it, and where the file cannot be made.
    pub(super) fn take(&mut self, path: PathBuf, place: &Path) -> Result<(), Failure> {
        if self.locks.iter().any(|(_, held)| *held == path) {
            return Ok(());
        }
        match self.lock(&path) {
            Ok(Some(file)) => {
                self.locks.push((file, path));
                Ok(())
            }
            // By another of its names; that it would be written twice is found by the plan.
            Ok(None) if self.holds(&path) => Ok(()),
            Ok(None) => Err(Failure::new(Some(place), Reason::Locked)),
            Err(error) => Err(Failure::new(Some(place), Reason::Write(error))),
        }
    }

    fn holds(&self, path: &Path) -> bool {
        let Ok(there) = fs::metadata(path) else { return false };
        let is_it = |(file, held): &(File, PathBuf)| {
            file.metadata().is_ok_and(|own| is_same_file(&own, &there, held, path))
        };
        self.locks.iter().any(is_it)
    }

    /// Whether names that differ in case alone are one file where the first lock lies.
    pub(super) fn folds_case(&self) -> bool {
        let Some((file, path)) = self.locks.first() else { return false };
        let Some(name) = path.file_name() else { return false };
        let other = path.with_file_name(name.to_string_lossy().to_uppercase());
        let found = || -> io::Result<bool> {
            Ok(is_same_file(&file.metadata()?, &fs::metadata(&other)?, path, &other))
        };
        found().unwrap_or(false)
    }

    fn lock(&mut self, path: &Path) -> io::Result<Option<File>> {
        let parent = path.parent().unwrap_or(Path::new(""));
        if parent != Path::new("") && !parent.exists() {
            let missing =
                parent.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
            let missing: Vec<_> = missing.map(Path::to_owned).collect();
            self.made.extend(missing.into_iter().rev());
            fs::create_dir_all(parent)?;
        }
        loop {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                // Better unguarded than not at all.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Whoever had it may have removed the file in between.
            match fs::metadata(path) {
                Ok(there) if is_same_file(&file.metadata()?, &there, path, path) => return Ok(Some(file)),
                _ => {}
            }
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        for (file, path) in self.locks.drain(..) {
            let _ = fs::remove_file(path);
            drop(file);
        }
        for directory in self.made.iter().rev() {
            // Fails where something lies in it, as it should.
            let _ = fs::remove_dir(directory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_has_it_and_nothing_is_left() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a/b/lock");
        let mut claim = Claim::default();
        claim.take(path.clone(), Path::new("out")).unwrap();
        claim.take(path.clone(), Path::new("out")).unwrap();
        let refused = Claim::default().take(path.clone(), Path::new("out")).unwrap_err();
        assert!(refused.to_string().contains("another run"), "{refused}");
        drop(claim);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        Claim::default().take(path, Path::new("out")).unwrap();
    }
}
