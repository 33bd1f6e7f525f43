//! Edits as Python has them, with places in code points or in bytes.

use copydesk::{EditScript, Rule};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PySequence, PyString, PyType};

use crate::failure::{self, Error, error};
use crate::text::{Utf8, code_points};

/// What places in a text are counted in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    CodePoints,
    Bytes,
}

impl Unit {
    fn len(self, text: &str) -> usize {
        match self {
            Self::CodePoints => code_points(text),
            Self::Bytes => text.len(),
        }
    }

    /// The first `count` of a text, in bytes; `None` where it is shorter, or a character would be cut.
    fn bytes(self, text: &str, count: usize) -> Option<usize> {
        match self {
            Self::CodePoints if count == 0 => Some(0),
            // Behind the last of them.
            Self::CodePoints => text.char_indices().nth(count - 1).map(|(at, c)| at + c.len_utf8()),
            Self::Bytes => text.is_char_boundary(count).then_some(count),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Unit {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match &*object.extract::<PyBackedStr>()? {
            "codepoints" => Ok(Self::CodePoints),
            "bytes" => Ok(Self::Bytes),
            other => Err(PyValueError::new_err(format!("unit: {other:?} is none of codepoints, bytes"))),
        }
    }
}

/// The edits of a text.
pub fn to_python<'py>(
    py: Python<'py>,
    text: &str,
    script: &EditScript,
    unit: Unit,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    static EDIT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = EDIT.import(py, "copydesk._edit", "Edit")?;
    // A place in bytes, and the same in units.
    let (mut at, mut counted) = (0, 0);
    let mut edits = Vec::with_capacity(script.len());
    for (edit, removed) in script.iter() {
        let start = counted + unit.len(&text[at..edit.range.start]);
        let end = start + unit.len(removed);
        (at, counted) = (edit.range.end, end);
        let (rule, confidence) = (edit.rule.as_str(), edit.confidence);
        edits.push(class.call1((start, end, &*edit.replacement, removed, rule, confidence))?);
    }
    Ok(edits)
}

/// An edit out of Python: start, end, replacement, removed, rule, confidence.
type Edit = (usize, usize, PyBackedStr, PyBackedStr, PyBackedStr, f32);

/// Reads one: a tuple, or a list, as JSON has it.
fn edit(object: &Bound<'_, PyAny>) -> PyResult<Edit> {
    object.cast::<PySequence>()?.to_tuple()?.extract()
}

/// The original text, out of the cleaned one and the edits that made it.
///
/// `unit` is what the places of the edits are in, which can be lists, as JSON has them. Raises `Error` where
/// they do not belong to the text.
#[pyfunction]
#[pyo3(signature = (cleaned, edits, *, unit = Unit::CodePoints), text_signature = "(cleaned, edits, *, unit='codepoints')")]
pub fn undo<'py>(
    cleaned: &Bound<'py, PyString>,
    edits: &Bound<'py, PyAny>,
    unit: Unit,
) -> PyResult<Bound<'py, PyString>> {
    let py = cleaned.py();
    let edits = edits.try_iter()?.map(|object| edit(&object?)).collect::<PyResult<Vec<_>>>()?;
    if edits.is_empty() {
        return Ok(cleaned.clone());
    }
    let utf8 = Utf8::of(cleaned)?.ok_or_else(foreign)?;
    let text = utf8.text()?;
    let original = failure::unlocked(py, || {
        EditScript::recorded(placed(text, &edits, unit)?).and_then(|script| script.undo(text)).map_err(error)
    })??;
    Ok(PyString::new(py, &original))
}

/// What is said of edits that are not the text's.
fn foreign() -> PyErr {
    Error::new_err("the edits do not belong to this text")
}

/// The edits with their places in bytes, each with what it removes.
fn placed<'e>(cleaned: &str, edits: &'e [Edit], unit: Unit) -> PyResult<Vec<(copydesk::Edit, &'e str)>> {
    // The place reached: in the original in units and in bytes, and in the cleaned text in bytes.
    let (mut counted, mut original, mut at) = (0, 0, 0);
    let place = |edit: &'e Edit| {
        let (start, end, replacement, removed, rule, confidence) = edit;
        let kept = start.checked_sub(counted)?;
        if start.checked_add(unit.len(removed))? != *end {
            return None;
        }
        let kept = unit.bytes(cleaned.get(at..)?, kept)?;
        let start = original + kept;
        (counted, original, at) = (*end, start + removed.len(), at + kept + replacement.len());
        let rule = Rule::ALL.iter().find(|known| known.as_str() == &**rule)?;
        let edit = copydesk::Edit::new(start..original, replacement.to_string(), *rule);
        Some((edit.with_confidence(*confidence), &**removed))
    };
    let placed: Option<Vec<_>> = edits.iter().map(place).collect();
    placed.ok_or_else(foreign)
}
