//! Dashes, hyphens, minus signs and omission points in one style.

use super::{Document, Propose};
use crate::edit::Edit;

/// How dashes, hyphens, minus signs and omission points are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DashStyle {
    /// `-`, ` - ` and `...`.
    #[default]
    Ascii,
    /// —, –, − and …, as US English has them.
    Typographic,
    /// As they are.
    Keep,
}

/// The pass.
pub(super) struct Dashes {
    #[expect(dead_code, reason = "filled by the next step")]
    style: DashStyle,
}

impl Dashes {
    pub(super) fn new(style: DashStyle) -> Self {
        Self { style }
    }
}

impl Propose for Dashes {
    fn propose(&self, _document: &Document<'_>, _edits: &mut Vec<Edit>) {}
}
