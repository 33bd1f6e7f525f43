//! Quotation marks and apostrophes in one style.

use super::{Document, Propose};
use crate::edit::{Edit, Rule};

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
}

impl Quotes {
    pub(super) fn new(style: QuoteStyle) -> Self {
        Self { style }
    }
}

impl Propose for Quotes {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        if self.style != QuoteStyle::Straight {
            return;
        }
        for &at in &document.scan.symbols {
            let (c, rule) = match document.text[at..].chars().next() {
                Some(c @ ('“' | '”')) => (c, Rule::Double),
                Some(c @ ('‘' | '’')) => (c, Rule::Single),
                _ => continue,
            };
            let straight = if rule == Rule::Double { "\"" } else { "'" };
            edits.push(Edit::new(at..at + c.len_utf8(), straight, rule));
        }
    }
}
