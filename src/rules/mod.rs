//! The phrase tables: what a line must read like to be no part of the article.
//!
//! A table is data, one file for each language, and the user's own. `source` has their texts and
//! the choice of rows, `table` loads them all into one and searches it, `row` is one of its rows,
//! `entry` one that is read when it is needed, `pattern` the phrase of one, `date` the words of dates
//! in it, `starts`, `prefixes` and `endings` what rows begin and end with, `normal` the form in which
//! rows and lines are compared; `phrases` shows them to the user. `parts` is the table of what shares its
//! line with text.

mod date;
mod endings;
mod entry;
mod filter;
mod normal;
mod parts;
mod pattern;
mod phrases;
mod prefixes;
mod row;
mod source;
mod starts;
mod table;

pub(crate) use filter::Filter;
pub(crate) use normal::Normal;
pub(crate) use parts::{Label, PART, Part, Parts};
pub use phrases::{Phrase, Phrases};
pub(crate) use row::{Found, Known};
pub(crate) use source::Choice;
pub(crate) use table::Table;
