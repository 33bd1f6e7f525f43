//! TODO

use super::{Document, Propose};
use crate::edit::Edit;
use crate::error::Error;

/// The pass.
pub(super) struct Boilerplate;

impl Boilerplate {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self)
    }
}

impl Propose for Boilerplate {
    fn propose(&self, _document: &Document<'_>, _edits: &mut Vec<Edit>) {}
}
