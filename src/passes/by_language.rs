//! Tables with a row for each language.

use super::DEFAULT_LANGUAGE;
use crate::error::Error;
use crate::rows::rows_of;

/// The rows by the tag of their language.
#[derive(Debug)]
pub(super) struct ByLanguage<T>(Vec<(&'static str, T)>);

impl<T> ByLanguage<T> {
    /// Reads a table of which the first column is the tag; `row` reads the others.
    ///
    /// # Errors
    /// Where a row is not behind the one before it, or `row` refuses it.
    pub fn parse(
        file: &str,
        table: &'static str,
        row: impl Fn(&[&'static str]) -> Result<T, &'static str>,
    ) -> Result<Self, Error> {
        let mut rows: Vec<(&str, T)> = Vec::new();
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
            let columns: Vec<&str> = line.split('\t').collect();
            let value = row(&columns[1..]).map_err(refused)?;
            if rows.last().is_some_and(|row| row.0 >= columns[0]) {
                return Err(refused("the row is not in order, or is there twice"));
            }
            rows.push((columns[0], value));
        }
        Ok(Self(rows))
    }

    /// The row of the language with a tag (`de-CH`, else `de`).
    pub fn get(&self, tag: &str) -> Option<&T> {
        let row = |tag: &str| self.0.iter().find(|row| row.0.eq_ignore_ascii_case(tag)).map(|row| &row.1);
        let tag = tag.replace('_', "-");
        row(&tag).or_else(|| row(tag.split('-').next().unwrap_or_default()))
    }

    /// The same; that of the default language, if there is none.
    pub fn of(&self, tag: &str) -> &T {
        let row = self.get(tag).or_else(|| self.get(DEFAULT_LANGUAGE));
        row.expect("the tests hold that the default language has a row")
    }

    /// All rows, sorted by tag.
    #[cfg(test)]
    pub fn rows(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(tag, row)| (*tag, row))
    }
}
