//! The files of a job: what is read, under which name it is logged, and where it goes.
//!
//! They are listed twice: to look whether the job can be done, and to do it. Nothing is kept of
//! them in between, so that any number of files takes no memory.

use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::failure::{Reason, Usage};
use super::places::{Outputs, Places, Root};
use super::source::Tasks;
use super::{Failure, Selection};
use crate::profile;
use crate::record::{self, Compression};

/// One file to do.
#[derive(Debug)]
pub(super) struct Task<'p> {
    /// Its number in the order of the plan.
    pub index: u64,
    /// `None` for standard input.
    pub input: Option<PathBuf>,
    /// Whether it was named as an input, and not found in one.
    pub is_named: bool,
    /// The name in the log.
    pub name: Option<String>,
    /// Where to, if to a file of its own.
    pub output: Option<Cow<'p, Path>>,
}

impl Task<'_> {
    /// One that stands for what cannot be listed.
    pub(super) fn unlisted(index: u64, failure: &Failure) -> Self {
        let input = failure.path().map(Path::to_owned);
        Self { index, input, is_named: false, name: None, output: None }
    }

    /// The file, if this failure only passes it over: it is no text, and nobody named it.
    pub(super) fn passed_over(&self, failure: &Failure) -> Option<&Path> {
        self.input.as_deref().filter(|_| !self.is_named && failure.is_no_text())
    }
}

/// All files to do, in order.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    places: &'a Places,
    selection: Selection,
    /// What is written by this job (or was, by the one before) and lies inside an input.
    not_read: Arc<[PathBuf]>,
    /// How many there are, with those that cannot be listed.
    pub files: u64,
    /// Bytes on disk, where known.
    pub bytes: Option<u64>,
    /// A hash of their names.
    pub names: u64,
}

/// A task, or why there is none: a directory that cannot be read, a link that leads in a circle.
pub(super) type Listed<'p> = Result<Task<'p>, (u64, Failure)>;

impl<'a> Plan<'a> {
    /// Makes the plan, or refuses the job. Of the files that are `spared`, none is written to. `logs` are files
    /// that it writes beside its outputs; `logs_edits` says that one of them has rows by the names of files.
    pub(super) fn new(
        places: &'a Places,
        selection: &Selection,
        spared: &'a [PathBuf],
        logs: &[&Path],
        logs_edits: bool,
    ) -> Result<Self, Failure> {
        let mut not_read = Vec::new();
        if let Outputs::Directory { path, .. } = &places.outputs {
            not_read.extend(path.canonicalize());
        }
        let there: Vec<PathBuf> = logs.iter().flat_map(|path| path.canonicalize()).collect();
        not_read.extend_from_slice(&there);
        if matches!(places.outputs, Outputs::InPlace) {
            not_read.extend(spared.iter().flat_map(|path| path.canonicalize()));
        }
        let mut plan = Self {
            places,
            selection: selection.clone(),
            not_read: not_read.into(),
            files: 0,
            bytes: Some(0),
            names: 0,
        };
        let mut checks =
            Checks::new(places, selection, spared, logs, there, logs_edits).map_err(Failure::usage)?;
        let mut names = DefaultHasher::new();
        let (mut files, mut bytes) = (0, Some(0));
        for root in &places.roots {
            checks.spare(root).map_err(Failure::usage)?;
            for listed in plan.list(root, true)? {
                files += 1;
                // What cannot be listed is reported when it is its turn.
                let Ok((found, len)) = listed else { continue };
                let task = plan.task(0, found).map_err(Failure::usage)?;
                task.name.hash(&mut names);
                checks.check(&task).map_err(Failure::usage)?;
                bytes = bytes.zip(len).map(|(all, len)| all + len);
            }
        }
        (plan.files, plan.bytes, plan.names) = (files, bytes, names.finish());
        Ok(plan)
    }

    /// The tasks, listed anew.
    pub(super) fn tasks(&self) -> impl Iterator<Item = Listed<'_>> + Send {
        // That it can be listed was seen when the plan was made.
        let listed = self.places.roots.iter().flat_map(|root| match self.list(root, false) {
            Ok(listed) => listed,
            Err(failure) => Box::new(std::iter::once(Err(failure))),
        });
        listed.zip(0..).map(|(listed, index)| match listed {
            Ok((found, _)) => self.task(index, found).map_err(|usage| (index, Failure::usage(usage))),
            Err(failure) => Err((index, failure)),
        })
    }

    /// The same, to be worked through, and behind them some `again`, by their numbers.
    pub(super) fn queue(&self, again: Vec<Vec<u64>>) -> Tasks<'_> {
        let number = |listed: &Listed<'_>| match listed {
            Ok(task) => task.index,
            Err((index, _)) => *index,
        };
        let again = again.into_iter().flat_map(move |wanted| {
            self.tasks().filter(move |listed| wanted.binary_search(&number(listed)).is_ok())
        });
        let tasks: Box<dyn Iterator<Item = Listed<'_>> + Send> = Box::new(self.tasks().chain(again));
        tasks.peekable()
    }

    /// The files of one input, with their lengths if they are wanted.
    fn list<'p>(&'p self, root: &'p Root, lengths: bool) -> Result<Files<'p>, Failure> {
        Ok(match root {
            Root::Stdin => Box::new(std::iter::once(Ok((Found::Stdin, None)))),
            Root::File(path) => Box::new(std::iter::once(
                self.named(path, lengths).map(|len| (Found::File(path.clone()), len)),
            )),
            Root::Directory(root) => {
                let walk = self.selection.walk(root, &self.not_read);
                let walk = walk.map_err(|error| Failure::usage(Usage::Glob(error)))?;
                Box::new(walk.filter_map(move |entry| {
                    let entry = match entry {
                        Ok(entry) => entry,
                        Err(error) => return Some(Err(Failure::walk(error))),
                    };
                    let kind = entry.file_type()?;
                    if kind.is_dir() || kind.is_symlink() {
                        return None;
                    }
                    if !kind.is_file() {
                        return Some(Err(Failure::new(Some(entry.path()), Reason::Special)));
                    }
                    let len = lengths.then(|| entry.metadata().ok()).flatten().map(|found| found.len());
                    Some(Ok((Found::Below { root, path: entry.into_path() }, len)))
                }))
            }
            Root::List(list) => Box::new(list.paths()?.map(move |path| {
                let path = path.map_err(|error| Failure::new(None, Reason::Read(error)))?;
                let len = self.named(&path, lengths)?;
                Ok((Found::Listed(path), len))
            })),
        })
    }

    /// The length of a file that is named, if it is wanted; or why it cannot be changed in place.
    fn named(&self, path: &Path, wants_length: bool) -> Result<Option<u64>, Failure> {
        let in_place = matches!(self.places.outputs, Outputs::InPlace);
        match (in_place || wants_length).then(|| fs::metadata(path)) {
            Some(Ok(found)) if in_place && !found.is_file() => Err(Failure::new(Some(path), Reason::InPlace)),
            Some(Ok(found)) => Ok(Some(found.len())),
            _ => Ok(None),
        }
    }

    fn task(&self, index: u64, found: Found<'_>) -> Result<Task<'a>, Usage> {
        let named = |name: &Path| Some(log_name(name));
        Ok(match found {
            Found::Stdin => Task {
                index,
                input: None,
                is_named: true,
                name: None,
                output: self.places.outputs.of_stdin(),
            },
            Found::File(path) => {
                let Some(below) = path.file_name() else { return Err(Usage::NoName(path)) };
                let output = self.places.outputs.of_file(&path, Path::new(below));
                Task { index, is_named: true, name: named(&path), output, input: Some(path) }
            }
            Found::Below { root, path } => {
                let below = path.strip_prefix(root).unwrap_or(&path);
                let output = self.places.outputs.of_file(&path, below);
                Task { index, is_named: false, name: named(below), output, input: Some(path) }
            }
            Found::Listed(path) => {
                let below: PathBuf = path.components().filter(|part| !is_root(part)).collect();
                let is_mirrored = matches!(self.places.outputs, Outputs::Directory { .. });
                if is_mirrored && below.components().any(|part| part == Component::ParentDir) {
                    return Err(Usage::Above(path));
                }
                // Who takes the edits back finds it by where it went.
                let name = named(if is_mirrored { &below } else { &path });
                let output = self.places.outputs.of_file(&path, &below);
                Task { index, is_named: true, name, output, input: Some(path) }
            }
        })
    }
}

fn is_root(part: &Component<'_>) -> bool {
    matches!(part, Component::Prefix(_) | Component::RootDir | Component::CurDir)
}

/// A file, and which input it comes from.
enum Found<'p> {
    Stdin,
    File(PathBuf),
    Below { root: &'p Path, path: PathBuf },
    Listed(PathBuf),
}

type Files<'p> = Box<dyn Iterator<Item = Result<(Found<'p>, Option<u64>), Failure>> + Send + 'p>;

/// That no two outputs are one file, and none is an input.
struct Checks<'a> {
    places: &'a Places,
    /// What nothing is written to.
    spared: &'a [PathBuf],
    /// Where the logs lie, and those of them that are there already.
    logs: Vec<PathBuf>,
    there: Vec<PathBuf>,
    /// Whether no two files can go to one place, but for those that are packed anew under another name.
    once: bool,
    /// Hashes of what is written, where two files could go to one place.
    written: HashSet<u64>,
    /// Whether edits are logged, and hashes of the names in the log, where two files could have one.
    logs_edits: bool,
    names: HashSet<u64>,
}

impl<'a> Checks<'a> {
    fn new(
        places: &'a Places,
        selection: &Selection,
        spared: &'a [PathBuf],
        logs: &[&Path],
        there: Vec<PathBuf>,
        logs_edits: bool,
    ) -> Result<Self, Usage> {
        let mut beside = Vec::new();
        for log in logs {
            if spared.iter().any(|spared| is_same(spared, log)) {
                return Err(Usage::SameFile(log.to_path_buf()));
            }
            let place = place(log)?;
            if !Compression::of_name(log).is_written() {
                return Err(Usage::OnlyRead(log.to_path_buf()));
            }
            if beside.contains(&place) {
                return Err(Usage::Clash(log.to_path_buf()));
            }
            beside.push(place);
        }
        let one = matches!(places.roots.as_slice(), [Root::Directory(_) | Root::Stdin | Root::File(_)]);
        let once = one && !places.folds_case && !selection.follows();
        let (written, names) = (HashSet::new(), HashSet::new());
        Ok(Self { places, spared, logs: beside, there, once, written, logs_edits, names })
    }

    /// Whether no log takes the place of a file of an input, but for one that a job wrote before.
    fn spare(&self, root: &Root) -> Result<(), Usage> {
        let read = match root {
            Root::File(path) if self.is_there(path) => return Err(Usage::SameFile(path.clone())),
            Root::Directory(root) => root.canonicalize().ok(),
            Root::List(list) => list.path().and_then(|path| path.canonicalize().ok()),
            Root::File(_) | Root::Stdin => None,
        };
        let is_lost =
            |log: &&PathBuf| read.as_ref().is_some_and(|read| log.starts_with(read)) && !is_own(log);
        match self.there.iter().find(is_lost) {
            Some(log) => Err(Usage::SameFile(log.clone())),
            None => Ok(()),
        }
    }

    /// Whether a file is a log that is there already.
    fn is_there(&self, path: &Path) -> bool {
        self.there.iter().any(|log| is_same(path, log))
    }

    fn check(&mut self, task: &Task<'_>) -> Result<(), Usage> {
        if let Some(input) = &task.input
            && task.is_named
            && self.is_there(input)
        {
            return Err(Usage::SameFile(input.clone()));
        }
        // Of a single directory only names that are no Unicode can be alike.
        if self.logs_edits
            && let Some(name) = &task.name
            && (self.places.roots.len() > 1 || name.contains('\u{fffd}'))
            && !self.names.insert(hash_of(name))
        {
            return Err(Usage::LoggedTwice(name.clone()));
        }
        let Some(output) = &task.output else { return Ok(()) };
        if let Some(input) = &task.input
            && self.places.outputs.may_be_read()
            && is_same(input, output)
        {
            return Err(Usage::SameFile(input.clone()));
        }
        if !Compression::of_name(output).is_written() {
            return Err(Usage::OnlyRead(output.to_path_buf()));
        }
        // In a directory by its name; what is named may lead there by a link.
        let may_be = |spared: &&PathBuf| task.is_named || spared.file_name() == output.file_name();
        if self.spared.iter().filter(may_be).any(|spared| is_same(spared, output)) {
            return Err(Usage::SameFile(output.to_path_buf()));
        }
        let clash = || Err(Usage::Clash(output.to_path_buf()));
        let like = |log: &PathBuf| log.file_name() == output.file_name();
        if self.logs.iter().any(like) && self.logs.contains(&place(output)?) {
            return clash();
        }
        if self.once && output.extension().is_none_or(|ending| ending != "zst") {
            return Ok(());
        }
        let place = place(output)?;
        let hash = if self.places.folds_case {
            hash_of(&place.to_string_lossy().to_lowercase())
        } else {
            hash_of(&place)
        };
        if self.written.insert(hash) { Ok(()) } else { clash() }
    }
}

fn hash_of(place: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    hasher.finish()
}

/// Whether a file is empty, or begins as what jobs write beside their outputs does: a log of edits, a summary, a
/// report, a profile.
fn is_own(path: &Path) -> bool {
    const HEAD: u64 = 4 << 10;
    let head = || {
        let file = Box::new(io::BufReader::new(fs::File::open(path)?));
        let mut head = Vec::new();
        record::decompress(file, Compression::of_name(path))?.0.take(HEAD).read_to_end(&mut head)?;
        io::Result::Ok(head)
    };
    // How each of them begins, and what stands a little behind that.
    let own: [(&[u8], &[u8]); 5] = [
        (b"{\"file\":", b"\"edits\":["),
        (b"{\"record\":", b"\"edits\":["),
        (b"{\n  \"version\":", b"\"outcome\":"),
        (b"<!doctype html>", b"<title>copydesk"),
        (profile::MAGIC, b""),
    ];
    head().is_ok_and(|head| {
        let has = |mark| memchr::memmem::find(&head, mark).is_some();
        head.is_empty() || own.iter().any(|&(start, mark)| head.starts_with(start) && has(mark))
    })
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let Ok(there) = fs::metadata(other) else { return false };
    fs::metadata(one).is_ok_and(|here| is_same_file(&here, &there, one, other))
}

#[cfg(unix)]
pub(super) fn is_same_file(here: &Metadata, there: &Metadata, _: &Path, _: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    (here.dev(), here.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_: &Metadata, _: &Metadata, one: &Path, other: &Path) -> bool {
    let same = || Ok::<_, io::Error>(one.canonicalize()? == other.canonicalize()?);
    same().unwrap_or(false)
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
