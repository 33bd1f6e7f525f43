//! How the languages set the dash that parts clauses: the table in `data/`.

use crate::error::Error;
use crate::passes::row_of;
use crate::rows::rows_of;

/// The dash that parts clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parenthetical {
    pub dash: &'static str,
    pub spaced: bool,
}

/// Those of all languages.
#[derive(Debug)]
pub(super) struct Houses(Vec<(&'static str, Parenthetical)>);

impl Houses {
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("parenthetical.tsv", include_str!("data/parenthetical.tsv"))
    }

    /// The dash of the language with a tag; that of English, if there is none.
    pub fn of(&self, tag: &str) -> Parenthetical {
        let row = row_of(&self.0, tag).or_else(|| row_of(&self.0, "en"));
        *row.expect("the tests hold that English has a row")
    }

    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut rows: Vec<(&'static str, Parenthetical)> = Vec::new();
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
            let columns: Vec<&str> = line.split('\t').collect();
            let &[tag, dash @ ("–" | "—"), spacing @ ("closed" | "spaced")] = &*columns else {
                return Err(refused("a row is a tag, – or —, closed or spaced"));
            };
            if rows.last().is_some_and(|row| row.0 >= tag) {
                return Err(refused("the row is not in order, or is there twice"));
            }
            rows.push((tag, Parenthetical { dash, spaced: spacing == "spaced" }));
        }
        Ok(Self(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_regions_are_found() {
        let houses = Houses::embedded().unwrap();
        assert_eq!(houses.of("en-US"), Parenthetical { dash: "—", spaced: false });
        assert_eq!(houses.of("en-GB"), houses.of("de-AT"));
        assert_eq!(houses.of("xx"), houses.of("en"));
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in
            [("en\t-\tclosed", 1), ("# x\nen\t—\topen", 2), ("en\t—\tclosed\nde\t–\tspaced", 2)]
        {
            let error = Houses::parse("f.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("f.tsv:{line}: ")), "{error}");
        }
    }
}
