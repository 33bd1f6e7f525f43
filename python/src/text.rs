//! Python's strings as texts.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyDict, PyString};

use crate::failure;

/// What a string says.
pub enum Utf8<'t> {
    /// Of one in ASCII, as it holds it.
    Held(&'t str),
    /// Of another, made for this. A string that is asked for its own keeps it, in as much memory again.
    Made(PyBackedBytes),
}

impl<'t> Utf8<'t> {
    /// Reads a string; `None` where it is no Unicode, since half of a surrogate pair stands in it. Such a string
    /// passes as it is, as such a record does in the program.
    pub fn of(string: &'t Bound<'_, PyString>) -> PyResult<Option<Self>> {
        if string.call_method0(intern!(string.py(), "isascii"))?.is_truthy()? {
            return string.to_str().map(|text| Some(Self::Held(text)));
        }
        match string.encode_utf8() {
            Ok(bytes) => Ok(Some(Self::Made(bytes.into()))),
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The text.
    ///
    /// # Errors
    /// Where Python gave something else, as it never does.
    pub fn text(&self) -> PyResult<&str> {
        match self {
            Self::Held(text) => Ok(text),
            Self::Made(bytes) => std::str::from_utf8(bytes).map_err(failure::error),
        }
    }
}

/// The strings of a list, or of anything else that gives them one by one; `None` passes, as nulls do.
pub struct Strings<'py>(pub Vec<OneString<'py>>);

type OneString<'py> = Option<Bound<'py, PyString>>;

impl<'py> Strings<'py> {
    /// Takes them.
    ///
    /// # Errors
    /// Where something else is among them; where they are the letters of a string, the keys of a dictionary,
    /// or the names of a table's columns.
    pub fn new(texts: &Bound<'py, PyAny>) -> PyResult<Self> {
        if texts.is_instance_of::<PyString>()
            || texts.is_instance_of::<PyDict>()
            || texts.hasattr(intern!(texts.py(), "columns"))?
        {
            return Err(wanted("a list of strings", texts));
        }
        let one = |(index, text): (usize, PyResult<Bound<'py, PyAny>>)| {
            let text = text?;
            if text.is_none() {
                return Ok(None);
            }
            match text.cast::<PyString>() {
                Ok(string) => Ok(Some(string.clone())),
                Err(_) => Err(wanted(&format!("texts[{index}]: a string, or None,"), &text)),
            }
        };
        texts.try_iter()?.enumerate().map(one).collect::<PyResult<_>>().map(Self)
    }

    /// Some of them at a time, with so many code points together and no more strings than that takes.
    /// What is made of them goes again before the next, and so takes little memory.
    pub fn parts(&self, size: usize) -> impl Iterator<Item = &[OneString<'py>]> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let mut left = size;
            let is_enough = |string: &OneString<'py>| {
                left =
                    left.saturating_sub(string.as_ref().map_or(0, |string| string.len().unwrap_or_default()));
                left == 0
            };
            let end = rest.iter().position(is_enough).map_or(rest.len(), |last| last + 1);
            rest.split_off(..end).filter(|part| !part.is_empty())
        })
    }
}

/// What strings say, each as [`Utf8`] has it.
pub fn read<'t>(strings: &'t [OneString<'_>]) -> PyResult<Vec<Option<Utf8<'t>>>> {
    strings.iter().map(|string| string.as_ref().map_or(Ok(None), Utf8::of)).collect()
}

/// The texts that were read.
pub fn texts<'t>(read: &'t [Option<Utf8<'_>>]) -> PyResult<Vec<Option<&'t str>>> {
    read.iter().map(|read| read.as_ref().map(Utf8::text).transpose()).collect()
}

/// Says what stands where something else is wanted.
fn wanted(what: &str, object: &Bound<'_, PyAny>) -> PyErr {
    match object.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{what} is wanted, not {name}")),
        Err(error) => error,
    }
}

/// A site, as an address or a name; what is no Unicode, or `None`, tells none.
pub struct Site(pub Option<PyBackedStr>);

impl<'py> FromPyObject<'_, 'py> for Site {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract() {
            Ok(name) => Ok(Self(name)),
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(object.py()) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

/// The number of code points.
pub fn code_points(text: &str) -> usize {
    text.chars().count()
}
