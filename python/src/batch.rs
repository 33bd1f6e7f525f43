//! Many texts at once.

use std::borrow::Cow;

use copydesk::Cleaner;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::pool::{self, Threads};
use crate::text::Site;

/// The sites of texts, each an address or a name, or `None`: anything that gives them one by one, or has
/// `to_pylist`, as Arrow arrays have.
pub struct Sites(Vec<Site>);

impl<'py> FromPyObject<'_, 'py> for Sites {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a list of sites is wanted, one for each text, not one string"));
        }
        let list = object.getattr_opt("to_pylist")?.map(|to_list| to_list.call0()).transpose()?;
        let sites = list.as_ref().unwrap_or(&object).try_iter()?;
        sites.map(|site| site?.extract()).collect::<PyResult<_>>().map(Self)
    }
}

impl Sites {
    /// One for each of so many texts.
    pub fn of(&self, texts: usize) -> PyResult<&[Site]> {
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
    sites: Option<&[Site]>,
    threads: Threads,
) -> PyResult<Vec<Option<String>>> {
    let site = |index: usize| sites.and_then(|sites| sites.get(index)?.0.as_deref());
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
