//! Dashes, hyphens, minus signs and omission points in one style.

mod ascii;
mod compound;
mod place;
mod typographic;

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
    style: DashStyle,
    compounds: compound::Compounds,
}

impl Dashes {
    pub(super) fn new(style: DashStyle) -> Self {
        Self { style, compounds: compound::Compounds::english() }
    }
}

impl Propose for Dashes {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        match self.style {
            DashStyle::Ascii => ascii::propose(document, &self.compounds, edits),
            DashStyle::Typographic => typographic::propose(document, edits),
            DashStyle::Keep => {}
        }
    }
}

#[cfg(test)]
mod tests;
