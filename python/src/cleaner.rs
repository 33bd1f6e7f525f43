//! The cleaner, in Python.

use std::num::NonZeroUsize;

use copydesk::EditScript;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::arrow::Column;
use crate::batch::{self, Sites};
use crate::edits::{self, Unit};
use crate::failure;
use crate::options::{Names, Options, Profiles, Tables};
use crate::profile::Profile;
use crate::text::{self, utf8};

/// Cleans texts. Made once; any number of threads can use it at the same time.
#[pyclass(frozen, module = "copydesk")]
pub struct Cleaner {
    options: Options,
    cleaner: copydesk::Cleaner,
}

/// One thread: that of the caller.
const ONE: NonZeroUsize = NonZeroUsize::MIN;

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(
        signature = (
            *, quotes = "straight".to_owned(), dashes = "ascii".to_owned(), only = None, skip = None,
            remove = None, unwrap = false, lang = None, profile = None, rules = None, max_removed = 0.5,
        ),
        text_signature = "(*, quotes='straight', dashes='ascii', only=None, skip=None, remove=None, \
            unwrap=False, lang=None, profile=None, rules=None, max_removed=0.5)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are Python's, each with its name")]
    fn new(
        py: Python<'_>,
        quotes: String,
        dashes: String,
        only: Option<Names>,
        skip: Option<Names>,
        remove: Option<Names>,
        unwrap: bool,
        lang: Option<String>,
        profile: Option<Profiles>,
        rules: Option<Tables>,
        max_removed: f32,
    ) -> PyResult<Self> {
        let (profiles, tables) = (profile.unwrap_or_default(), rules.unwrap_or_default());
        let options =
            Options { quotes, dashes, only, skip, remove, unwrap, lang, profiles, tables, max_removed };
        Ok(Self { cleaner: options.build(py)?, options })
    }

    /// The cleaned text; the same object where nothing changes.
    #[pyo3(signature = (text, *, site = None, knowing = None))]
    fn clean<'py>(
        &self,
        text: &Bound<'py, PyString>,
        site: Option<PyBackedStr>,
        knowing: Option<&Bound<'py, Profile>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let run = self.run_one(text, site, knowing)?;
        Ok(run.map_or_else(|| text.clone(), |(_, cleaned)| PyString::new(text.py(), &cleaned)))
    }

    /// All edits that make the cleaned text, in the order of the text.
    #[pyo3(
        signature = (text, *, site = None, knowing = None, unit = Unit::CodePoints),
        text_signature = "($self, text, *, site=None, knowing=None, unit='codepoints')"
    )]
    fn edit<'py>(
        &self,
        text: &Bound<'py, PyString>,
        site: Option<PyBackedStr>,
        knowing: Option<&Bound<'py, Profile>>,
        unit: Unit,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.run(text, site, knowing, unit).map(|(_, edits)| edits)
    }

    /// Both the cleaned text and the edits, for the cost of one.
    #[pyo3(
        signature = (text, *, site = None, knowing = None, unit = Unit::CodePoints),
        text_signature = "($self, text, *, site=None, knowing=None, unit='codepoints')"
    )]
    fn run<'py>(
        &self,
        text: &Bound<'py, PyString>,
        site: Option<PyBackedStr>,
        knowing: Option<&Bound<'py, Profile>>,
        unit: Unit,
    ) -> PyResult<(Bound<'py, PyString>, Vec<Bound<'py, PyAny>>)> {
        let py = text.py();
        let Some((script, cleaned)) = self.run_one(text, site, knowing)? else {
            return Ok((text.clone(), Vec::new()));
        };
        let edits = edits::to_python(py, text.to_str()?, &script, unit)?;
        Ok((PyString::new(py, &cleaned), edits))
    }

    /// Cleans many texts, each of its site where these are told. Those in which nothing changes are the
    /// same objects.
    #[pyo3(
        signature = (texts, threads = ONE, *, sites = None),
        text_signature = "($self, texts, threads=1, *, sites=None)"
    )]
    fn clean_batch<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        threads: NonZeroUsize,
        sites: Option<Sites>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        let strings = text::strings(texts)?;
        let texts: Vec<_> = strings.iter().map(utf8).collect::<PyResult<_>>()?;
        let changed = self.run_all(py, &texts, sites.as_ref(), threads)?;
        let cleaned = strings.iter().zip(changed);
        PyList::new(
            py,
            cleaned.map(|(string, changed)| match changed {
                Some(changed) => PyString::new(py, &changed),
                None => string.clone(),
            }),
        )
    }

    /// Cleans the strings of an Arrow array: of anything with `__arrow_c_array__` or `__arrow_c_stream__`.
    /// Where nothing changes it is the same object, else an array or a chunked one of `pyarrow`, of the
    /// same type, in which chunks without a change, and texts of a `string_view`, are not copied. Of a
    /// dictionary, and of runs, each text is cleaned once.
    #[pyo3(
        signature = (array, threads = ONE, *, sites = None),
        text_signature = "($self, array, threads=1, *, sites=None)"
    )]
    fn clean_arrow<'py>(
        slf: &Bound<'py, Self>,
        array: &Bound<'py, PyAny>,
        threads: NonZeroUsize,
        sites: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = array.py();
        let changed = match Column::new(array)? {
            None => return Err(PyTypeError::new_err("an Arrow array is wanted")),
            Some(Column::Encoded(encoded)) => {
                let module = py.import("copydesk._encoded")?;
                let cleaned = module.call_method1("clean", (slf, &encoded, threads, sites))?;
                (!cleaned.is(&encoded)).then_some(cleaned)
            }
            Some(Column::Texts(arrays)) => {
                let sites = sites.map(|sites| sites.extract()).transpose()?;
                arrays.with(py, &slf.get().run_all(py, &arrays.texts(), sites.as_ref(), threads)?)?
            }
        };
        Ok(changed.unwrap_or_else(|| array.clone()))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        Ok((PyTuple::empty(py), self.options.arguments(py)?))
    }
}

impl Cleaner {
    /// One text; `None` where nothing changes.
    fn run_one(
        &self,
        text: &Bound<'_, PyString>,
        site: Option<PyBackedStr>,
        knowing: Option<&Bound<'_, Profile>>,
    ) -> PyResult<Option<(EditScript, String)>> {
        let py = text.py();
        let Some(text) = utf8(text)? else { return Ok(None) };
        let knowing = knowing.map(Bound::get);
        let run = failure::unlocked(py, || match (&site, knowing) {
            (None, _) => self.cleaner.run(text),
            (Some(site), None) => self.cleaner.for_site(site).run(text),
            (Some(site), Some(profile)) => {
                self.cleaner.for_site(site).knowing(profile.counts().sites()).run(text)
            }
        })?;
        Ok(run.filter(|(script, _)| !script.is_empty()))
    }

    /// Many texts; gives those that change.
    fn run_all(
        &self,
        py: Python<'_>,
        texts: &[Option<&str>],
        sites: Option<&Sites>,
        threads: NonZeroUsize,
    ) -> PyResult<Vec<Option<String>>> {
        let sites = sites.map(|sites| sites.of(texts.len())).transpose()?;
        batch::clean(py, &self.cleaner, texts, sites, threads)
    }
}
