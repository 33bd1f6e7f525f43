//! Many texts at once.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use copydesk::Cleaner;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::pool;

/// The sites of texts, each an address or a name: a list, or anything with `to_pylist`, as Arrow arrays have.
pub struct Sites(Vec<Option<PyBackedStr>>);

impl<'py> FromPyObject<'_, 'py> for Sites {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.getattr_opt("to_pylist")? {
            Some(to_list) => to_list.call0()?.extract().map(Self),
            None => object.extract().map(Self),
        }
    }
}

impl Sites {
    /// One for each of so many texts.
    pub fn of(&self, texts: usize) -> PyResult<&[Option<PyBackedStr>]> {
        if self.0.len() == texts {
            return Ok(&self.0);
        }
        Err(PyValueError::new_err(format!("{} sites for {texts} texts", self.0.len())))
    }
}

/// Cleans texts, each of its site; gives those that change.
pub fn clean(
    py: Python<'_>,
    cleaner: &Cleaner,
    texts: &[Option<&str>],
    sites: Option<&[Option<PyBackedStr>]>,
    threads: NonZeroUsize,
) -> PyResult<Vec<Option<String>>> {
    let site = |index: usize| sites.and_then(|sites| sites.get(index)?.as_deref());
    let one = |(index, text): (usize, &Option<&str>)| {
        let text = (*text)?;
        let cleaned = match site(index) {
            Some(site) => cleaner.for_site(site).clean(text),
            None => cleaner.clean(text),
        };
        if let Cow::Owned(cleaned) = cleaned { Some(cleaned) } else { None }
    };
    pool::map(py, threads, texts, one)
}
