//! Texts in Arrow arrays, by the C data interface.

use arrow_array::builder::{GenericStringBuilder, make_view};
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, GenericStringArray, LargeStringArray, OffsetSizeTrait, StringArray, StringViewArray, make_array,
};
use arrow_buffer::Buffer;
use arrow_data::ArrayData;
use arrow_pyarrow::{FromPyArrow, ToPyArrow};
use arrow_schema::DataType;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::failure;

/// What is made of Arrow data.
pub enum Column<'py> {
    Texts(Arrays<'py>),
    /// An array of `pyarrow`, chunked or not, in which a text stands once for several rows: see
    /// `copydesk._encoded`, whose functions take it.
    Encoded(Bound<'py, PyAny>),
}

/// What holds texts: an array, or the chunks of a stream.
pub struct Arrays<'py> {
    is_chunked: bool,
    chunks: Vec<Bound<'py, PyAny>>,
    texts: Vec<Texts>,
}

impl<'py> Column<'py> {
    /// The arrays that an object holds; `None` where it is no Arrow data.
    pub fn new(object: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        let py = object.py();
        let is_chunked = !object.hasattr(intern!(py, "__arrow_c_array__"))?;
        let (whole, chunks) = if !is_chunked {
            (object.clone(), vec![object.clone()])
        } else if object.hasattr(intern!(py, "__arrow_c_stream__"))? {
            let whole = chunked(object, None)?;
            let chunks = whole.getattr(intern!(py, "chunks"))?.extract()?;
            (whole, chunks)
        } else {
            return Ok(None);
        };
        let mut texts = Vec::with_capacity(chunks.len());
        for chunk in &chunks {
            let data = ArrayData::from_pyarrow_bound(chunk)?;
            if held_once(data.data_type()).is_some_and(is_string) {
                let pyarrow = py.import("pyarrow")?;
                let whole = if is_chunked { whole } else { pyarrow.call_method1("array", (whole,))? };
                return Ok(Some(Self::Encoded(whole)));
            }
            texts.push(Texts::new(data)?);
        }
        Ok(Some(Self::Texts(Arrays { is_chunked, chunks, texts })))
    }
}

impl<'py> Arrays<'py> {
    /// All texts, in order.
    pub fn texts(&self) -> Vec<Option<&str>> {
        self.texts.iter().flat_map(Texts::to_vec).collect()
    }

    /// The same with some of the texts changed; `None` where there are none of these. Chunks in which
    /// nothing changes are the same objects.
    pub fn with(
        &self,
        py: Python<'py>,
        mut changed: &[Option<String>],
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut done = Vec::with_capacity(self.chunks.len());
        let mut any = false;
        for (chunk, texts) in self.chunks.iter().zip(&self.texts) {
            let own = changed.split_off(..texts.len()).unwrap_or_default();
            if own.iter().any(Option::is_some) {
                any = true;
                done.push(texts.with(py, own)?);
            } else {
                done.push(chunk.clone());
            }
        }
        match (any, &done[..]) {
            (false, _) => Ok(None),
            (true, [array]) if !self.is_chunked => Ok(Some(array.clone())),
            (true, _) => {
                let of_type = done[0].getattr(intern!(py, "type"))?;
                chunked(PyList::new(py, done)?.as_any(), Some(of_type)).map(Some)
            }
        }
    }
}

/// What an array holds in which one value can stand for several rows.
fn held_once(of: &DataType) -> Option<&DataType> {
    match of {
        DataType::Dictionary(_, values) => Some(values),
        DataType::RunEndEncoded(_, values) => Some(values.data_type()),
        _ => None,
    }
}

fn is_string(of: &DataType) -> bool {
    matches!(of, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// A chunked array of `pyarrow`, of what it takes for one.
fn chunked<'py>(
    chunks: &Bound<'py, PyAny>,
    of_type: Option<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let pyarrow = chunks.py().import("pyarrow")?;
    pyarrow.getattr(intern!(chunks.py(), "chunked_array"))?.call1((chunks, of_type))
}

/// An array of strings.
enum Texts {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    /// So many nulls, and no type of string.
    Nothing(usize),
}

impl Texts {
    /// Takes the strings of an array; they stay where they are.
    fn new(data: ArrayData) -> PyResult<Self> {
        let array = make_array(data);
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Small(array.as_string().clone())),
            DataType::LargeUtf8 => Ok(Self::Large(array.as_string().clone())),
            DataType::Utf8View => Ok(Self::View(array.as_string_view().clone())),
            DataType::Null => Ok(Self::Nothing(array.len())),
            other => Err(PyTypeError::new_err(format!("an array of strings is wanted, not of {other}"))),
        }
    }

    fn to_vec(&self) -> Vec<Option<&str>> {
        match self {
            Self::Small(array) => array.iter().collect(),
            Self::Large(array) => array.iter().collect(),
            Self::View(array) => array.iter().collect(),
            Self::Nothing(len) => vec![None; *len],
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Small(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
            Self::Nothing(len) => *len,
        }
    }

    /// An array of the same type with some of the texts changed.
    fn with<'py>(&self, py: Python<'py>, changed: &[Option<String>]) -> PyResult<Bound<'py, PyAny>> {
        let array = failure::unlocked(py, || match self {
            Self::Small(array) => copied(array, changed),
            Self::Large(array) => copied(array, changed),
            Self::View(array) => viewed(array, changed),
            Self::Nothing(len) => Ok(ArrayData::new_null(&DataType::Null, *len)),
        })?;
        array?.to_pyarrow(py)
    }
}

/// The texts one after the other, as they have to stand in such an array.
fn copied<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    changed: &[Option<String>],
) -> PyResult<ArrayData> {
    let texts = || array.iter().zip(changed).map(|(text, changed)| changed.as_deref().or(text));
    let bytes = texts().flatten().map(str::len).sum();
    if O::from_usize(bytes).is_none() {
        return Err(PyOverflowError::new_err(
            "the cleaned texts do not fit a string array: use large_string",
        ));
    }
    let mut builder = GenericStringBuilder::<O>::with_capacity(array.len(), bytes);
    builder.extend(texts());
    Ok(builder.finish().into_data())
}

/// Views of what was there for the texts that stay, and of new buffers for the others.
fn viewed(array: &StringViewArray, changed: &[Option<String>]) -> PyResult<ArrayData> {
    /// Bytes of a buffer: offsets in it have 32 bits with a sign.
    const MOST: usize = 1 << 30;
    let mut buffers = array.data_buffers().to_vec();
    let mut views = array.views().to_vec();
    let mut bytes = Vec::new();
    for (view, text) in views.iter_mut().zip(changed) {
        let Some(text) = text else { continue };
        if bytes.len() + text.len() > MOST && !bytes.is_empty() {
            buffers.push(Buffer::from_vec(std::mem::take(&mut bytes)));
        }
        let (Ok(block), Ok(at)) = (u32::try_from(buffers.len()), u32::try_from(bytes.len())) else {
            return Err(PyOverflowError::new_err("the cleaned texts do not fit a string_view array"));
        };
        *view = make_view(text.as_bytes(), block, at);
        bytes.extend_from_slice(text.as_bytes());
    }
    buffers.push(Buffer::from_vec(bytes));
    let array = StringViewArray::try_new(views.into(), buffers, array.nulls().cloned());
    array.map(StringViewArray::into_data).map_err(failure::error)
}
