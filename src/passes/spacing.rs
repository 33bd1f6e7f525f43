//! TODO

use super::{Document, Propose};
use crate::edit::Edit;

/// The pass.
pub(super) struct Spacing;

impl Propose for Spacing {
    fn propose(&self, _document: &Document<'_>, _edits: &mut Vec<Edit>) {}
}
