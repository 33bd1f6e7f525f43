//! Python's strings as texts.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyString};

/// What a string says; `None` where it is no Unicode, since half of a surrogate pair stands in it. Such a
/// string passes as it is, as such a record does in the program.
pub fn utf8<'t>(string: &'t Bound<'_, PyString>) -> PyResult<Option<&'t str>> {
    match string.to_str() {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The strings of a list, or of anything else that gives them one by one; `None` passes, as nulls do.
pub struct Strings<'py>(pub Vec<Option<Bound<'py, PyString>>>);

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

    /// What they say, each as [`utf8`] has it.
    pub fn texts(&self) -> PyResult<Vec<Option<&str>>> {
        self.0.iter().map(|string| string.as_ref().map_or(Ok(None), utf8)).collect()
    }
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
