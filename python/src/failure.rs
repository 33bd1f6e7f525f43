//! What goes wrong, as exceptions.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};

use pyo3::create_exception;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

create_exception!(
    copydesk,
    Error,
    PyValueError,
    "What cannot be done as it was asked for.\n\n\
        An option that is not known, a bad table or profile, edits that do not belong to a text."
);

/// An error of the library.
pub fn error(error: impl std::fmt::Display) -> PyErr {
    Error::new_err(error.to_string())
}

/// Does something without the lock of the interpreter. A panic becomes an exception.
pub fn unlocked<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| caught(work))
}

/// Does something; a panic becomes an exception.
pub fn caught<T>(work: impl FnOnce() -> T) -> PyResult<T> {
    // What panicked is not looked at again: cleaners do not change, and what was learned stays as it was.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|reason| {
        PyRuntimeError::new_err(format!("copydesk failed, which is a fault of its own: {}", said(&*reason)))
    })
}

fn said(reason: &(dyn Any + Send)) -> &str {
    let said = reason.downcast_ref::<&str>().copied();
    said.or_else(|| reason.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
