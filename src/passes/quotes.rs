//! Quotation marks and apostrophes in one style.

mod curly;
mod guillemets;
mod straight;

use super::{Document, Propose};
use crate::edit::Edit;

/// How quotation marks and apostrophes are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuoteStyle {
    /// `"` and `'`.
    #[default]
    Straight,
    /// “ ” and ‘ ’, as English has them.
    Curly,
    /// As they are.
    Keep,
}

/// The pass.
pub(super) struct Quotes {
    style: QuoteStyle,
    clippings: curly::Clippings,
}

impl Quotes {
    pub(super) fn new(style: QuoteStyle) -> Self {
        Self { style, clippings: curly::Clippings::english() }
    }
}

impl Propose for Quotes {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        match self.style {
            QuoteStyle::Straight => straight::propose(document, edits),
            QuoteStyle::Curly => curly::propose(document, &self.clippings, edits),
            QuoteStyle::Keep => {}
        }
    }
}

#[cfg(test)]
mod tests;
