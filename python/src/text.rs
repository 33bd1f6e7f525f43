//! Python's strings as texts.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// What a string says; `None` where it is no Unicode, since half of a surrogate pair stands in it. Such a
/// string passes as it is, as such a record does in the program.
pub fn utf8<'t>(string: &'t Bound<'_, PyString>) -> PyResult<Option<&'t str>> {
    match string.to_str() {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The strings of a list, or of anything else that gives them one by one.
pub fn strings<'py>(texts: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyString>>> {
    if texts.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("a list of strings is wanted, not one string"));
    }
    texts.try_iter()?.map(|text| Ok(text?.cast_into()?)).collect()
}

/// The number of code points.
pub fn code_points(text: &str) -> usize {
    text.chars().count()
}
