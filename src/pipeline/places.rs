//! What the inputs and outputs of a job are, before any file is listed.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::failure::{Reason, Usage};
use super::list::List;
use super::{Failure, Source, Target};
use crate::record::output_name;

/// The inputs and outputs of a job.
#[derive(Debug)]
pub(super) struct Places {
    pub roots: Vec<Root>,
    pub outputs: Outputs,
    /// Whether names that differ in case alone are one file where the output goes.
    pub folds_case: bool,
}

/// An input, once it is looked at.
#[derive(Debug)]
pub(super) enum Root {
    Stdin,
    File(PathBuf),
    Directory(PathBuf),
    List(List),
}

/// What the outputs are.
#[derive(Debug)]
pub(super) enum Outputs {
    None,
    InPlace,
    File(PathBuf),
    /// `existed`: when the job began.
    Directory {
        path: PathBuf,
        existed: bool,
    },
}

impl Places {
    pub(super) fn new(
        inputs: &[Source],
        target: &Target<'_>,
        stop: Option<&Arc<AtomicBool>>,
    ) -> Result<Self, Failure> {
        let roots = inputs.iter().map(|source| Root::look(source, stop)).collect::<Result<Vec<_>, _>>()?;
        let outputs = Outputs::new(&roots, target).map_err(Failure::usage)?;
        Ok(Self { roots, outputs, folds_case: false })
    }
}

impl Root {
    fn look(source: &Source, stop: Option<&Arc<AtomicBool>>) -> Result<Self, Failure> {
        let path = match source {
            Source::Stdin => return Ok(Self::Stdin),
            Source::List { path, null } => return List::open(path.as_deref(), *null, stop).map(Self::List),
            Source::Path(path) => path,
        };
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Ok(Self::Directory(path.clone())),
            Ok(_) => Ok(Self::File(path.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(Failure::usage(Usage::Missing(path.clone())))
            }
            Err(error) => Err(Failure::new(Some(path), Reason::Read(error))),
        }
    }

    fn is_stdin(&self) -> bool {
        matches!(self, Self::Stdin)
    }

    /// Whether standard input is read for it.
    fn takes_stdin(&self) -> bool {
        matches!(self, Self::List(list) if list.is_stdin()) || self.is_stdin()
    }
}

impl Outputs {
    fn new(roots: &[Root], target: &Target<'_>) -> Result<Self, Usage> {
        if roots.iter().filter(|root| root.takes_stdin()).count() > 1 {
            return Err(Usage::StdinTwice);
        }
        let has_stdin = roots.iter().any(Root::is_stdin);
        let single = matches!(roots, [Root::Stdin | Root::File(_)]);
        Ok(match target {
            Target::Show(..) | Target::Nowhere => Self::None,
            Target::Stream(_) => match roots {
                [Root::Directory(path)] => return Err(Usage::DirectoryToStream(path.clone())),
                _ if single => Self::None,
                _ => return Err(Usage::SeveralInputs),
            },
            Target::InPlace if has_stdin => return Err(Usage::StdinInPlace),
            Target::InPlace => Self::InPlace,
            Target::Path(path) => {
                let ends_as_directory = path.as_os_str().as_encoded_bytes().ends_with(b"/");
                if single && !path.is_dir() && !ends_as_directory {
                    Self::File(path.clone())
                } else if has_stdin {
                    return Err(Usage::StdinToDirectory);
                } else if path.exists() && !path.is_dir() {
                    return Err(Usage::NoDirectory(path.clone()));
                } else {
                    Self::Directory { path: path.clone(), existed: path.exists() }
                }
            }
        })
    }

    /// Whether an output can be an input at once, which it must not.
    pub(super) fn may_be_read(&self) -> bool {
        matches!(self, Self::File(_) | Self::Directory { existed: true, .. })
    }

    /// Where standard input goes.
    pub(super) fn of_stdin(&self) -> Option<Cow<'_, Path>> {
        match self {
            Self::File(path) => Some(Cow::Borrowed(path)),
            _ => None,
        }
    }

    /// Where a file goes; in a directory, it lies `below` it.
    pub(super) fn of_file(&self, path: &Path, below: &Path) -> Option<Cow<'_, Path>> {
        Some(match self {
            Self::None => return None,
            // Renaming over a link would leave its target as it was.
            Self::InPlace => Cow::Owned(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
            Self::File(file) => Cow::Borrowed(file),
            Self::Directory { path: directory, .. } => Cow::Owned(directory.join(output_name(below))),
        })
    }
}
