//! The copy desk for scraped text.
//!
//! Scraped articles come with advertisement labels between the paragraphs, with sentence ends
//! lost in extraction ("partnershipsThis union", "said.The"), and with five kinds of quotes and
//! dashes. A [`Cleaner`] mends them, and puts every change on record as an [`Edit`], so that each
//! can be counted, explained and undone.
//!
//! ```
//! use copydesk::Cleaner;
//!
//! let cleaner = Cleaner::new();
//! let text = "The vote was close.\nAdvertisement\n“We won,” she said.The count goes on.";
//! assert_eq!(
//!     cleaner.clean(text),
//!     "The vote was close.\n\"We won,\" she said. The count goes on.",
//! );
//!
//! // The same as a list of changes, which can be applied, undone and read sideways.
//! let script = cleaner.edit(text);
//! let cleaned = script.apply(text)?;
//! assert_eq!(script.undo(&cleaned)?, text);
//! # Ok::<(), copydesk::Error>(())
//! ```
//!
//! In a crawler, with what each site repeats:
//!
//! ```rust
//! use copydesk::{Cleaner, Sites};
//!
//! let cleaner = Cleaner::new(); // once; share it between threads
//! let mut sites = Sites::new(); // what each site repeats, counted as pages come
//! let url = "https://example.org/vote";
//! let page = "The vote was close.\nAdvertisement\n“We won,” she said.The count goes on.";
//! sites.observe(url, page);
//! let text = cleaner.for_site(url).knowing(&sites).clean(page); // borrowed where there is nothing to do
//! assert_eq!(text, "The vote was close.\n\"We won,\" she said. The count goes on.");
//! ```
//!
//! How words are used, by which names are told from sentence ends, stands in a [`Profile`]; one
//! comes with the crate, and a [`Learner`] makes more ([`CleanerBuilder::profile`]).
//!
//! All offsets are byte offsets into UTF-8 text. Nothing here panics on any input, and the time
//! taken is linear in the length of the text.
//!
//! # Features
//!
//! - `cli` (default): the program `copydesk`, and `cli`, by which it can be called. A library user
//!   leaves it out with `default-features = false`.
//! - `pipeline` (part of `cli`): `pipeline` and `record`, batch jobs over files and streams:
//!   cleaning, taking it back, learning a profile.
//! - `report` (part of `cli`): `report`, a page that shows what a job did.
//! - `parquet` (default, brings `pipeline`): Parquet files in them.

mod chars;
mod cleaner;
mod edit;
mod error;
mod passes;
mod profile;
mod rows;
mod rules;
mod scan;
mod stats;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "pipeline")]
pub mod pipeline;
#[cfg(feature = "pipeline")]
pub mod record;
#[cfg(feature = "report")]
pub mod report;

pub use cleaner::{Cleaner, CleanerBuilder, SiteCleaner};
pub use edit::{Edit, EditScript, OffsetMap, Pass, Rule};
pub use error::Error;
pub use passes::{DashStyle, Explanation, QuoteStyle};
pub use profile::{
    Learner, Lexicon, Profile, Site, SiteLine, Sites, Table, Totals, Vocabulary, WordCounts, detect,
    first_key, is_language_tag, last_key, site_name,
};
pub use rules::{Phrase, Phrases};
pub use stats::Stats;

#[cfg(feature = "train")]
#[doc(hidden)]
pub use passes::train;

/// The documents whose Rust has to run.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../docs/architecture.md")]
    struct Architecture;
}
