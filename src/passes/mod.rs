//! The passes: each looks at a text and the places found in it, and proposes edits. They do not
//! know each other; the order in which they run is set here and nowhere else.

mod boilerplate;
mod boundaries;
mod dashes;
mod quotes;
mod spacing;
mod unicode;

use crate::edit::{Edit, Pass};
use crate::error::Error;
use crate::scan::Scan;

pub use dashes::DashStyle;
pub use quotes::QuoteStyle;

#[cfg(feature = "train")]
pub use boundaries::train;

/// A text with the places found in it.
pub(crate) struct Document<'t> {
    pub text: &'t str,
    pub scan: &'t Scan,
}

/// One pass, made ready once for all documents.
pub(crate) trait Propose: Send + Sync {
    /// Adds the edits for a document, sorted and not overlapping.
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>);
}

/// What the passes can be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub quotes: QuoteStyle,
    pub dashes: DashStyle,
}

/// The pass behind a name.
pub(crate) fn make(pass: Pass, options: &Options) -> Result<Box<dyn Propose>, Error> {
    Ok(match pass {
        Pass::Unicode => Box::new(unicode::Unicode),
        Pass::Boilerplate => Box::new(boilerplate::Boilerplate::new()?),
        Pass::Boundaries => Box::new(boundaries::Boundaries::new()?),
        Pass::Quotes => Box::new(quotes::Quotes::new(options.quotes)),
        Pass::Dashes => Box::new(dashes::Dashes::new(options.dashes)),
        Pass::Spacing => Box::new(spacing::Spacing),
    })
}
