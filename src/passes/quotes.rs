//! Quotation marks and apostrophes in one style.

mod curly;
mod guillemets;
mod house;
mod marks;
mod straight;
mod typed;

use self::house::{Clippings, Houses, houses};
use super::{DEFAULT_LANGUAGE, Document, Propose};
use crate::edit::Edit;
use crate::error::Error;

/// How quotation marks and apostrophes are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuoteStyle {
    /// `"` and `'`.
    #[default]
    Straight,
    /// As the text's language has them: “ ” and ‘ ’ in English, „ “ and ‚ ‘ in German.
    Curly,
    /// As they are.
    Keep,
}

/// The pass.
pub(super) struct Quotes {
    style: QuoteStyle,
    /// The tag of the language, where it is given.
    language: Option<String>,
    houses: Houses,
    clippings: Clippings,
}

impl Quotes {
    pub(super) fn new(style: QuoteStyle, language: Option<&str>) -> Result<Self, Error> {
        Ok(Self {
            style,
            language: language.map(str::to_owned),
            houses: houses()?,
            clippings: Clippings::embedded()?,
        })
    }
}

impl Propose for Quotes {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let language = || self.language.as_deref().or_else(|| document.language());
        // Those with letters that look like apostrophes have no marks in the table, or are known by
        // their script.
        let has_apostrophes = || language().is_some_and(|tag| self.houses.get(tag).is_some());
        match self.style {
            QuoteStyle::Straight => straight::propose(document, &has_apostrophes, edits),
            QuoteStyle::Curly => {
                let found = language();
                let tag = found.unwrap_or(DEFAULT_LANGUAGE);
                let setting = curly::Setting {
                    house: self.houses.of(tag),
                    clippings: &self.clippings,
                    tag,
                    certain: found.is_some_and(|tag| self.houses.get(tag).is_some()),
                };
                curly::propose(document, &setting, &has_apostrophes, edits);
            }
            QuoteStyle::Keep => {}
        }
    }
}

#[cfg(test)]
mod tests;
