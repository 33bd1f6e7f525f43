//! TODO

use super::{Document, Propose};
use crate::edit::Edit;

/// The pass.
pub(super) struct Unicode;

impl Propose for Unicode {
    fn propose(&self, _document: &Document<'_>, _edits: &mut Vec<Edit>) {}
}
