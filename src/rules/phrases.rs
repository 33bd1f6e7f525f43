//! The phrases as a user sees them.

use std::sync::Arc;

use super::normal::Normal;
use super::parts;
use super::row::{Fields, Row};
use super::table::Table;
use crate::edit::Rule;
use crate::rows::rows_of;

/// The phrases that a cleaner goes by: see
/// [`CleanerBuilder::phrases`](crate::CleanerBuilder::phrases).
///
/// ```
/// use copydesk::{Cleaner, Rule};
///
/// let phrases = Cleaner::builder().phrases()?;
/// let found = phrases.find("Story continues below advertisement").unwrap();
/// assert_eq!((found.category, found.table), (Rule::Ad.name(), "en"));
/// assert!(phrases.iter().any(|phrase| phrase.pattern == "{n} shares"));
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Phrases(Arc<Table>);

/// A row of a table: a phrase that a line is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'p> {
    /// What such a line is: the name of a category ([`Rule::CATEGORIES`](crate::Rule::CATEGORIES)),
    /// or `keep` if it must stay.
    pub category: &'p str,
    /// Where the phrase counts: as a whole line (`line`, `long`, `beside`, `menu`), or beside text, at
    /// the `start` of a line, `inside` it or at its `end`.
    pub standing: &'p str,
    /// The phrase, with its slots.
    pub pattern: &'p str,
    /// The language of a table that comes with the program, or `parts` for what stands beside text; of
    /// others the name of the file.
    pub table: &'p str,
    /// The line of the table, counted from 1.
    pub line: usize,
}

impl Phrases {
    pub(crate) fn new(table: Arc<Table>) -> Self {
        Self(table)
    }

    /// All of them, as they stand in the tables.
    pub fn iter(&self) -> impl Iterator<Item = Phrase<'_>> {
        let is_removed = |part: &Phrase<'_>| {
            Rule::of_category(part.category).is_some_and(|category| self.0.removes(category))
        };
        self.0.rows().filter_map(|row| self.phrase(row)).chain(parts().filter(is_removed))
    }

    /// The phrase by which `line` goes as a whole; of one that stands as `beside`, next to another line of its
    /// category that goes.
    #[must_use]
    pub fn find(&self, line: &str) -> Option<Phrase<'_>> {
        let (row, found) = self.0.search(line.trim(), &mut Normal::default())?;
        found.and_then(|_| self.phrase(row))
    }

    fn phrase(&self, row: &Row) -> Option<Phrase<'_>> {
        let source = &self.0.sources()[row.origin.source];
        let Fields { category, standing, pattern, .. } =
            Fields::split(&source.text[row.origin.span.clone()]).ok()?;
        let table = if source.own { &source.file } else { source.file.trim_end_matches(".tsv") };
        Some(Phrase { category, standing, pattern, table, line: row.origin.line })
    }
}

/// What shares its line with text.
fn parts<'p>() -> impl Iterator<Item = Phrase<'p>> {
    rows_of(parts::TABLE).filter_map(|(line, row)| {
        let Fields { category, standing, pattern, .. } = Fields::split(row).ok()?;
        Some(Phrase { category, standing, pattern, table: "parts", line })
    })
}
