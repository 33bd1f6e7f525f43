//! The cleaner, in Python.

use copydesk::EditScript;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::arrow::Column;
use crate::batch::{self, Sites};
use crate::edits::{self, Unit};
use crate::failure;
use crate::options::{Names, Options, Profiles, Tables};
use crate::pool::Threads;
use crate::profile::Profile;
use crate::text::{self, Site, Strings, Utf8};

/// So many code points are cleaned at a time, for each thread: it takes some milliseconds.
const PART: usize = 1 << 20;

/// Cleans texts. Made once; any number of threads can use it at the same time.
///
/// It can be pickled, with all that it goes by: profiles and tables go along, and no file is read where it
/// arrives.
///
/// `quotes` and `dashes`: the house style; `"curly"` and `"typographic"` are each language's own.
/// `only`, `skip`: passes to run, or to leave out (`unicode`, `boilerplate`, `boundaries`, `quotes`,
/// `dashes`, `spacing`), as a list or with commas between them.
/// `remove`: the categories of lines to take out (`ad`, `promo`, ... or `all`, `none`).
/// `unwrap`: also put together paragraphs that were set to a width.
/// `lang`: the language of the texts, such as `de` or `en-GB`; by default that of each is found.
/// `profile`: a profile, or a list of them: each a `Profile`, the path of a file, or its bytes.
/// `rules`: tables of phrases, each the path of a file, or its name and its text.
/// `max_removed`: the share of a text's words that may go with its lines.
///
/// Raises `Error`, which is a `ValueError`, where an option has no such value, and where a table or a profile
/// cannot stand.
#[pyclass(frozen, module = "copydesk")]
pub struct Cleaner {
    options: Options,
    cleaner: copydesk::Cleaner,
}

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
    ///
    /// `site` is an address or the name of the site that the text comes from: what it repeats goes too, by
    /// the profiles of the cleaner, and by the counts of `knowing` as they are now. A string that holds half
    /// of a surrogate pair is no text, and passes as it is.
    #[pyo3(signature = (text, *, site = None, knowing = None))]
    fn clean<'py>(
        &self,
        text: &Bound<'py, PyString>,
        site: Option<Site>,
        knowing: Option<&Bound<'py, Profile>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        let Some(utf8) = Utf8::of(text)? else { return Ok(text.clone()) };
        let run = self.run_one(py, utf8.text()?, site, knowing)?;
        Ok(run.map_or_else(|| text.clone(), |(_, cleaned)| PyString::new(py, &cleaned)))
    }

    /// All edits that make the cleaned text, in the order of the text.
    ///
    /// Their places are in code points, as Python counts, or in bytes of UTF-8, as the program's log has
    /// them.
    #[pyo3(
        signature = (text, *, site = None, knowing = None, unit = Unit::CodePoints),
        text_signature = "($self, text, *, site=None, knowing=None, unit='codepoints')"
    )]
    fn edit<'py>(
        &self,
        text: &Bound<'py, PyString>,
        site: Option<Site>,
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
        site: Option<Site>,
        knowing: Option<&Bound<'py, Profile>>,
        unit: Unit,
    ) -> PyResult<(Bound<'py, PyString>, Vec<Bound<'py, PyAny>>)> {
        let py = text.py();
        let unchanged = || Ok((text.clone(), Vec::new()));
        let Some(utf8) = Utf8::of(text)? else { return unchanged() };
        let Some((script, cleaned)) = self.run_one(py, utf8.text()?, site, knowing)? else {
            return unchanged();
        };
        let edits = edits::to_python(py, utf8.text()?, &script, unit)?;
        Ok((PyString::new(py, &cleaned), edits))
    }

    /// Cleans many texts, each of its site where these are told; `None` stays.
    ///
    /// Those in which nothing changes are the same objects. The result is the same for any number of threads.
    #[pyo3(
        signature = (texts, threads = Threads::ONE, *, sites = None),
        text_signature = "($self, texts, threads=1, *, sites=None)"
    )]
    fn clean_batch<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        threads: Threads,
        sites: Option<Sites>,
    ) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        let strings = Strings::new(texts)?;
        let sites = sites.as_ref().map(|sites| sites.of(strings.0.len())).transpose()?;
        let mut cleaned = Vec::with_capacity(strings.0.len());
        for part in strings.parts(PART * threads.0.get()) {
            let sites = sites.map(|sites| &sites[cleaned.len()..][..part.len()]);
            let changed = batch::clean(py, &self.cleaner, &text::texts(&text::read(part)?)?, sites, threads)?;
            cleaned.extend(part.iter().zip(changed).map(|(string, changed)| match changed {
                Some(changed) => Some(PyString::new(py, &changed)),
                None => string.clone(),
            }));
        }
        PyList::new(py, cleaned)
    }

    /// Cleans the strings of an Arrow array or chunked array; nulls stay.
    ///
    /// It takes `string`, `large_string` and `string_view` from anything with `__arrow_c_array__` or
    /// `__arrow_c_stream__`, and needs `pyarrow`. Where nothing changes the same object comes back, else an
    /// array of `pyarrow` of the same type. Chunks in which nothing changes, and the unchanged texts of a
    /// `string_view`, are not copied. In an array with a dictionary, or with runs, each text is cleaned once.
    #[pyo3(
        signature = (array, threads = Threads::ONE, *, sites = None),
        text_signature = "($self, array, threads=1, *, sites=None)"
    )]
    fn clean_arrow<'py>(
        slf: &Bound<'py, Self>,
        array: &Bound<'py, PyAny>,
        threads: Threads,
        sites: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = array.py();
        let changed = match Column::new(array)? {
            None => return Err(PyTypeError::new_err("an Arrow array is wanted")),
            Some(Column::Encoded(encoded)) => {
                let module = py.import("copydesk._encoded")?;
                let cleaned = module.call_method1("clean", (slf, &encoded, threads.0, sites))?;
                (!cleaned.is(&encoded)).then_some(cleaned)
            }
            Some(Column::Texts(arrays)) => {
                let sites = sites.map(|sites| sites.extract()).transpose()?;
                let texts = arrays.texts();
                let sites = sites.as_ref().map(|sites: &Sites| sites.of(texts.len())).transpose()?;
                arrays.with(py, &batch::clean(py, &slf.get().cleaner, &texts, sites, threads)?)?
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
        py: Python<'_>,
        text: &str,
        site: Option<Site>,
        knowing: Option<&Bound<'_, Profile>>,
    ) -> PyResult<Option<(EditScript, String)>> {
        let (site, knowing) = (site.and_then(|site| site.0), knowing.map(Bound::get));
        let run = failure::unlocked(py, || match (&site, knowing) {
            (None, _) => self.cleaner.run(text),
            (Some(site), None) => self.cleaner.for_site(site).run(text),
            (Some(site), Some(profile)) => {
                self.cleaner.for_site(site).knowing(profile.counts().sites()).run(text)
            }
        })?;
        Ok(run.filter(|(script, _)| !script.is_empty()))
    }
}
