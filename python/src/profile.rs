//! What is learned from texts, in Python.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use copydesk::{Learner, Profile as Stored, detect, is_language_tag, pipeline};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};

use crate::arrow::Column;
use crate::batch::Sites;
use crate::failure::{self, error};
use crate::pool;
use crate::text::{self, Site, Strings, Utf8};

/// Counts over texts: of words and names, and of the lines that each site repeats.
///
/// Counts add up exactly: what was learned from parts of a corpus merges to what the whole gives, to the very
/// bytes. It can be pickled, and any number of threads can use it at the same time.
#[pyclass(frozen, module = "copydesk")]
#[derive(Default)]
pub struct Profile {
    learner: RwLock<Learner>,
}

impl Profile {
    fn of(learner: Learner) -> Self {
        Self { learner: RwLock::new(learner) }
    }

    fn stored(profile: &Stored) -> Self {
        let mut learner = Learner::new();
        learner.merge_profile(profile);
        Self::of(learner)
    }

    /// The counts as they are now, for a cleaner.
    pub fn to_stored(&self, py: Python<'_>) -> PyResult<Stored> {
        failure::unlocked(py, || self.counts().to_profile())
    }

    /// What was learned so far. To be called without the lock of the interpreter, as who changes it may
    /// wait for that one.
    pub fn counts(&self) -> RwLockReadGuard<'_, Learner> {
        self.learner.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, to be changed.
    fn counts_mut(&self) -> RwLockWriteGuard<'_, Learner> {
        self.learner.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn_all(
        &self,
        py: Python<'_>,
        texts: &[Option<&str>],
        sites: Option<&Sites>,
        lang: Option<&str>,
    ) -> PyResult<()> {
        let sites = sites.map(|sites| sites.of(texts.len())).transpose()?;
        // Apart from what is there, so that who looks at that is not held up.
        let mut learner = Learner::new();
        pool::each(py, texts, |(index, text)| {
            let site = sites.and_then(|sites| sites[index].0.as_deref());
            if let Some(text) = text {
                count(&mut learner, text, site, lang);
            }
        })?;
        failure::unlocked(py, || self.counts_mut().merge(&learner))
    }
}

/// The tag of a language; of one that nobody knows, too.
struct Language(PyBackedStr);

impl Language {
    fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Language {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let tag: PyBackedStr = object.extract()?;
        if is_language_tag(&tag) {
            return Ok(Self(tag));
        }
        Err(error(format_args!("lang: {tag:?} is not two or three letters, such as en")))
    }
}

/// Counts a text as `copydesk learn` does.
fn count(learner: &mut Learner, text: &str, site: Option<&str>, lang: Option<&str>) {
    // What is no code counts for a language that is not known.
    learner.observe(lang.or_else(|| detect(text)).unwrap_or_default(), text);
    if let Some(site) = site {
        learner.observe_site(site, text);
    }
}

#[pymethods]
impl Profile {
    /// Nothing learned yet.
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Counts one text, as a document of a site where that is told.
    ///
    /// Its language is found where it is not told. Raises `Error` where `lang` cannot be one.
    #[pyo3(signature = (text, *, site = None, lang = None))]
    fn observe(
        &self,
        text: &Bound<'_, PyString>,
        site: Option<Site>,
        lang: Option<Language>,
    ) -> PyResult<()> {
        let py = text.py();
        let Some(utf8) = Utf8::of(text)? else { return Ok(()) };
        let (text, site) = (utf8.text()?, site.and_then(|site| site.0));
        failure::unlocked(py, || {
            count(&mut self.counts_mut(), text, site.as_deref(), lang.as_ref().map(Language::as_str))
        })
    }

    /// Counts many texts: strings, or an Arrow array of them; `None` counts for nothing.
    #[pyo3(signature = (texts, *, sites = None, lang = None))]
    fn learn(&self, texts: &Bound<'_, PyAny>, sites: Option<Sites>, lang: Option<Language>) -> PyResult<()> {
        let py = texts.py();
        match Column::new(texts)? {
            Some(Column::Texts(arrays)) => {
                return self.learn_all(
                    py,
                    &arrays.texts(),
                    sites.as_ref(),
                    lang.as_ref().map(Language::as_str),
                );
            }
            Some(Column::Encoded(encoded)) => {
                let rows = py.import("copydesk._encoded")?.call_method1("rows", (encoded,))?;
                return self.learn(&rows, sites, lang);
            }
            None => {}
        }
        self.learn_all(
            py,
            &text::texts(&text::read(&Strings::new(texts)?.0)?)?,
            sites.as_ref(),
            lang.as_ref().map(Language::as_str),
        )
    }

    /// Adds what another one learned.
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<()> {
        // A copy, so that never two are held at once.
        let other = other.get();
        failure::unlocked(py, || {
            let learned = other.counts().clone();
            self.counts_mut().merge(&learned);
        })
    }

    /// Writes it to a file, as `copydesk learn` does: whole or not at all.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let saved = failure::unlocked(py, || pipeline::save_profile(&self.counts().to_profile(), path))?;
        saved.map_err(|failed| PyOSError::new_err(failed.to_string()))
    }

    /// Reads a file that `save` or `copydesk learn` wrote. Raises `Error` where it is none.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        failure::unlocked(py, || Stored::load(path).map(|profile| Self::stored(&profile)))?.map_err(error)
    }

    /// The bytes of such a file: the same for the same counts.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        failure::unlocked(py, || self.counts().to_bytes()).map(|bytes| PyBytes::new(py, &bytes))
    }

    /// Takes the bytes of such a file. Raises `Error` where they are none.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: Vec<u8>) -> PyResult<Self> {
        failure::unlocked(py, || Stored::from_bytes(data).map(|profile| Self::stored(&profile)))?
            .map_err(error)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        Ok((slf.get_type().getattr("from_bytes")?, (slf.get().to_bytes(slf.py())?,)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let profile = self.to_stored(py)?;
        let languages: Vec<_> = profile
            .languages()
            .map(|table| format!("{}: {} documents", table.lang(), table.totals().documents))
            .collect();
        Ok(format!("<copydesk.Profile {}, {} sites>", languages.join(", "), profile.sites().count()))
    }
}
