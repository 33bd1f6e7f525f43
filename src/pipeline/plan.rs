//! The files of a job: what is read, under which name it is logged, and where it goes.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::failure::{Reason, Usage};
use super::{Failure, Source, Target};
use crate::record::{self, Compression};

/// One file to do.
#[derive(Debug)]
pub(super) struct Task {
    /// `None` for standard input.
    pub input: Option<PathBuf>,
    /// Whether it was named as an input, and not found in one.
    pub is_named: bool,
    /// The name in the log.
    pub name: Option<String>,
    /// Where to, if to a file of its own.
    pub output: Option<PathBuf>,
}

/// All files to do, in order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub tasks: Vec<Task>,
    /// Bytes on disk, where known.
    pub bytes: Option<u64>,
    /// Directories that could not be read.
    pub failures: Vec<Failure>,
}

/// What the outputs are, once they are looked at.
enum Outputs<'a> {
    None,
    InPlace,
    File(&'a Path),
    Directory(&'a Path),
}

/// Makes the plan, or refuses the job.
pub(super) fn plan(inputs: &[Source], target: &Target<'_>, edits: Option<&Path>) -> Result<Plan, Failure> {
    let found = inputs.iter().map(look).collect::<Result<Vec<_>, _>>()?;
    let outputs = outputs(inputs, &found, target).map_err(Failure::usage)?;
    let mut planner = Planner {
        outputs,
        not_read: Vec::new(),
        written: HashSet::new(),
        plan: Plan { bytes: Some(0), ..Plan::default() },
    };
    if let Outputs::Directory(path) = planner.outputs {
        planner.not_read.extend(path.canonicalize());
    }
    if let Some(path) = edits {
        planner.not_read.extend(path.canonicalize());
        planner.write(path).map_err(Failure::usage)?;
    }
    for (source, metadata) in inputs.iter().zip(&found) {
        planner.add(source, metadata.as_ref())?;
    }
    Ok(planner.plan)
}

/// What an input is; `None` for standard input.
fn look(source: &Source) -> Result<Option<Metadata>, Failure> {
    let Source::Path(path) = source else { return Ok(None) };
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Failure::usage(Usage::Missing(path.clone())))
        }
        Err(error) => Err(Failure::new(Some(path), Reason::Read(error))),
    }
}

fn outputs<'a>(
    inputs: &[Source],
    found: &[Option<Metadata>],
    target: &'a Target<'_>,
) -> Result<Outputs<'a>, Usage> {
    if inputs.iter().filter(|input| **input == Source::Stdin).count() > 1 {
        return Err(Usage::StdinTwice);
    }
    let has_stdin = inputs.contains(&Source::Stdin);
    Ok(match target {
        Target::Show(..) | Target::Nowhere => Outputs::None,
        Target::Stream(_) => match inputs {
            [Source::Path(path)] if found[0].as_ref().is_some_and(Metadata::is_dir) => {
                return Err(Usage::DirectoryToStream(path.clone()));
            }
            [_] => Outputs::None,
            _ => return Err(Usage::SeveralInputs),
        },
        Target::InPlace if has_stdin => return Err(Usage::StdinInPlace),
        Target::InPlace => Outputs::InPlace,
        Target::Path(path) => {
            let one = matches!(found, [one] if !one.as_ref().is_some_and(Metadata::is_dir));
            let ends_as_directory = path.as_os_str().as_encoded_bytes().ends_with(b"/");
            if one && !path.is_dir() && !ends_as_directory {
                Outputs::File(path)
            } else if has_stdin {
                return Err(Usage::StdinToDirectory);
            } else if path.exists() && !path.is_dir() {
                return Err(Usage::NoDirectory(path.clone()));
            } else {
                Outputs::Directory(path)
            }
        }
    })
}

struct Planner<'a> {
    outputs: Outputs<'a>,
    /// What is written by this job (or was, by the one before) and lies inside an input.
    not_read: Vec<PathBuf>,
    written: HashSet<PathBuf>,
    plan: Plan,
}

impl Planner<'_> {
    fn add(&mut self, source: &Source, metadata: Option<&Metadata>) -> Result<(), Failure> {
        let (Source::Path(path), Some(metadata)) = (source, metadata) else {
            let output = match self.outputs {
                Outputs::File(path) => Some(path.to_owned()),
                _ => None,
            };
            if let Some(path) = &output {
                self.write(path).map_err(Failure::usage)?;
            }
            self.plan.bytes = None;
            self.plan.tasks.push(Task { input: None, is_named: true, name: None, output });
            return Ok(());
        };
        if metadata.is_dir() {
            self.walk(path)
        } else {
            if path.canonicalize().is_ok_and(|path| self.not_read.contains(&path)) {
                return Err(Failure::usage(Usage::SameFile(path.clone())));
            }
            let Some(file_name) = path.file_name() else {
                return Err(Failure::usage(Usage::NoName(path.clone())));
            };
            self.file(path, path, Path::new(file_name), metadata.len()).map_err(Failure::usage)
        }
    }

    /// All files below a directory.
    fn walk(&mut self, root: &Path) -> Result<(), Failure> {
        let mut builder = WalkBuilder::new(root);
        builder.standard_filters(false).hidden(true).follow_links(false);
        builder.sort_by_file_path(Ord::cmp);
        let not_read = self.not_read.clone();
        builder.filter_entry(move |entry| {
            // Most names differ, so that few paths have to be resolved.
            let may_be = not_read.iter().any(|path| path.file_name() == Some(entry.file_name()));
            !(may_be
                && entry.depth() > 0
                && entry.path().canonicalize().is_ok_and(|path| not_read.contains(&path)))
        });
        for entry in builder.build() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.plan.failures.push(Failure::new(None, Reason::Walk(error)));
                    continue;
                }
            };
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let len = entry.metadata().map_or(0, |metadata| metadata.len());
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            self.file(entry.path(), below, below, len).map_err(Failure::usage)?;
        }
        Ok(())
    }

    /// One file: `name` is what the log calls it, `below` where it lies in an output directory.
    fn file(&mut self, path: &Path, name: &Path, below: &Path, len: u64) -> Result<(), Usage> {
        let output = match self.outputs {
            Outputs::None => None,
            // Renaming over a link would leave its target as it was.
            Outputs::InPlace => Some(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
            Outputs::File(file) => Some(file.to_owned()),
            Outputs::Directory(directory) => Some(directory.join(record::output_name(below))),
        };
        if let Some(output) = &output {
            let same = || Ok::<_, io::Error>(output.canonicalize()? == path.canonicalize()?);
            if !matches!(self.outputs, Outputs::InPlace) && same().unwrap_or(false) {
                return Err(Usage::SameFile(path.to_owned()));
            }
            self.write(output)?;
        }
        self.plan.bytes = self.plan.bytes.map(|bytes| bytes + len);
        self.plan.tasks.push(Task {
            input: Some(path.to_owned()),
            // What is found is named from its root.
            is_named: name == path,
            name: Some(log_name(name)),
            output,
        });
        Ok(())
    }

    /// Takes note that `path` is written; no two may be the same.
    fn write(&mut self, path: &Path) -> Result<(), Usage> {
        if !Compression::of_name(path).is_written() {
            return Err(Usage::OnlyRead(path.to_owned()));
        }
        if self.written.insert(place(path)?) { Ok(()) } else { Err(Usage::Clash(path.to_owned())) }
    }
}

/// A path by which files that need not exist yet can be compared.
fn place(path: &Path) -> Result<PathBuf, Usage> {
    let Some(name) = path.file_name() else { return Err(Usage::NoName(path.to_owned())) };
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    Ok(directory.canonicalize().unwrap_or_else(|_| directory.to_owned()).join(name))
}

/// A path as the log has it: with `/` between the parts, and without `./` in front.
pub(super) fn log_name(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&part.as_os_str().to_string_lossy());
    }
    name
}
