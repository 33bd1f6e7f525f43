//! What a cleaner is told, with all that it takes to make it again in another process.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use copydesk::{Cleaner, DashStyle, Pass, QuoteStyle, Rule};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};

use crate::failure::{self, error};
use crate::profile::Profile;

/// The options of a cleaner: the arguments of the Python class, read.
pub struct Options {
    pub quotes: String,
    pub dashes: String,
    pub only: Option<Names>,
    pub skip: Option<Names>,
    pub remove: Option<Names>,
    pub unwrap: bool,
    pub lang: Option<String>,
    pub profiles: Profiles,
    pub tables: Tables,
    pub max_removed: f32,
}

impl Options {
    /// The cleaner, made.
    pub fn build(&self, py: Python<'_>) -> PyResult<Cleaner> {
        let mut builder = Cleaner::builder()
            .quotes(chosen("quotes", &QUOTES, &self.quotes)?)
            .dashes(chosen("dashes", &DASHES, &self.dashes)?)
            .max_removed(self.max_removed);
        if self.unwrap {
            builder = builder.unwrap_lines();
        }
        if let Some(names) = &self.only {
            builder = builder.only(&passes("only", names)?);
        }
        if let Some(names) = &self.skip {
            builder = builder.skip(&passes("skip", names)?);
        }
        if let Some(names) = &self.remove {
            builder = builder.remove(&categories(names)?);
        }
        if let Some(code) = &self.lang {
            builder = builder.language(code);
        }
        for profile in &self.profiles.0 {
            builder = builder.profile(Arc::clone(profile));
        }
        for (name, table) in &self.tables.0 {
            builder = builder.rules(name, table);
        }
        failure::unlocked(py, || {
            let cleaner = builder.build()?;
            // What it makes for its first text is made now, as in `prepare`.
            let _ = cleaner.clean("");
            Ok(cleaner)
        })?
        .map_err(|failed: copydesk::Error| error(failed))
    }

    /// The arguments again, which name no file any more.
    pub fn arguments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let arguments = PyDict::new(py);
        arguments.set_item("quotes", &self.quotes)?;
        arguments.set_item("dashes", &self.dashes)?;
        arguments.set_item("only", self.only.as_ref().map(|names| &names.0))?;
        arguments.set_item("skip", self.skip.as_ref().map(|names| &names.0))?;
        arguments.set_item("remove", self.remove.as_ref().map(|names| &names.0))?;
        arguments.set_item("unwrap", self.unwrap)?;
        arguments.set_item("lang", &self.lang)?;
        let profiles: Vec<_> = self.profiles.0.iter().map(|p| PyBytes::new(py, p.as_bytes())).collect();
        arguments.set_item("profile", profiles)?;
        arguments.set_item("rules", &self.tables.0)?;
        arguments.set_item("max_removed", self.max_removed)?;
        Ok(arguments)
    }
}

const QUOTES: [(&str, QuoteStyle); 3] =
    [("straight", QuoteStyle::Straight), ("curly", QuoteStyle::Curly), ("keep", QuoteStyle::Keep)];
const DASHES: [(&str, DashStyle); 3] =
    [("ascii", DashStyle::Ascii), ("typographic", DashStyle::Typographic), ("keep", DashStyle::Keep)];

/// What a name stands for, among those that an option takes.
fn chosen<T: Copy>(option: &str, all: &[(&str, T)], name: &str) -> PyResult<T> {
    all.iter().find(|(known, _)| *known == name).map(|&(_, value)| value).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|&(known, _)| known).collect();
        error(format_args!("{option}: {name:?} is none of {}", known.join(", ")))
    })
}

fn passes(option: &str, names: &Names) -> PyResult<Vec<Pass>> {
    let all: Vec<_> = Pass::ALL.iter().map(|&pass| (pass.as_str(), pass)).collect();
    names.0.iter().map(|name| chosen(option, &all, name)).collect()
}

fn categories(names: &Names) -> PyResult<Vec<Rule>> {
    let one = |rule: &'static Rule| (rule.name(), std::slice::from_ref(rule));
    let all = Rule::CATEGORIES.iter().map(one).chain([("all", Rule::CATEGORIES), ("none", &[])]);
    let all: Vec<(_, &[Rule])> = all.collect();
    let chosen: PyResult<Vec<_>> = names.0.iter().map(|name| chosen("remove", &all, name)).collect();
    Ok(chosen?.concat())
}

/// Names: a list of them, or one string with commas between them.
#[derive(Clone)]
pub struct Names(Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Names {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(match object.cast::<PyString>() {
            Ok(list) => list.to_str()?.split(',').map(|name| name.trim().to_owned()).collect(),
            Err(_) => object.try_iter()?.map(|name| name?.extract()).collect::<PyResult<_>>()?,
        }))
    }
}

/// One or several of what an option takes.
fn each<'py, T>(
    object: &Bound<'py, PyAny>,
    read: impl Fn(&Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    match object.cast::<PyList>() {
        Ok(list) => list.iter().map(|object| read(&object)).collect(),
        Err(_) => Ok(vec![read(object)?]),
    }
}

/// Profiles: each an object, the bytes of a file, or its path.
#[derive(Default)]
pub struct Profiles(Vec<Arc<copydesk::Profile>>);

impl<'py> FromPyObject<'_, 'py> for Profiles {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        each(&object, |object| {
            if let Ok(profile) = object.cast::<Profile>() {
                return profile.get().to_stored(object.py()).map(Arc::new);
            }
            let profile = match object.cast::<PyBytes>() {
                Ok(bytes) => copydesk::Profile::from_bytes(bytes.as_bytes().to_vec()),
                Err(_) => copydesk::Profile::load(object.extract::<PathBuf>()?),
            };
            profile.map(Arc::new).map_err(error)
        })
        .map(Self)
    }
}

/// Tables of phrases: each a name and the text, or the path of a file.
#[derive(Default)]
pub struct Tables(Vec<(String, String)>);

impl<'py> FromPyObject<'_, 'py> for Tables {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        each(&object, |object| {
            if object.is_instance_of::<PyTuple>() {
                return object.extract();
            }
            let path: PathBuf = object.extract()?;
            let name = name(&path);
            let table = std::fs::read(&path).map_err(|error| failed(&error, &name))?;
            match String::from_utf8(table) {
                Ok(table) => Ok((name, table)),
                Err(_) => Err(error(format_args!("{name}: not UTF-8"))),
            }
        })
        .map(Self)
    }
}

/// The exception that Python has for it, with the name of the file.
fn failed(error: &io::Error, name: &str) -> PyErr {
    let reason = error.to_string();
    match error.raw_os_error() {
        Some(code) => PyOSError::new_err((code, reason, name.to_owned())),
        None => PyOSError::new_err(format!("{name}: {reason}")),
    }
}

fn name(path: &Path) -> String {
    <Path as AsRef<OsStr>>::as_ref(path).to_string_lossy().into_owned()
}
