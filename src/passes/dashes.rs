//! Dashes, hyphens, minus signs and omission points in one style.

mod ascii;
mod compound;
mod double;
mod house;
mod place;
mod range;
mod typographic;
mod words;

use super::{DEFAULT_LANGUAGE, Document, Propose};
use crate::edit::Edit;
use crate::error::Error;

/// How dashes, hyphens, minus signs and omission points are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DashStyle {
    /// `-`, ` - ` and `...`.
    #[default]
    Ascii,
    /// —, –, − and …, as the text's language has them: clauses are parted by —, closed, in US English,
    /// by – with spaces in German.
    Typographic,
    /// As they are.
    Keep,
}

/// The pass.
pub(super) struct Dashes {
    style: DashStyle,
    /// The tag of the language, where it is given.
    language: Option<String>,
    houses: house::Houses,
    compounds: compound::Compounds,
}

impl Dashes {
    pub(super) fn new(style: DashStyle, language: Option<&str>) -> Result<Self, Error> {
        Ok(Self {
            style,
            language: language.map(str::to_owned),
            houses: house::houses()?,
            compounds: compound::Compounds::english(),
        })
    }
}

impl Propose for Dashes {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        match self.style {
            DashStyle::Ascii => ascii::propose(document, &self.compounds, edits),
            DashStyle::Typographic => {
                let tag =
                    self.language.as_deref().or_else(|| document.language()).unwrap_or(DEFAULT_LANGUAGE);
                typographic::propose(document, *self.houses.of(tag), &self.compounds, edits);
            }
            DashStyle::Keep => {}
        }
    }
}

#[cfg(test)]
mod tests;
