//! How the languages set the dash that parts clauses: the table in `data/`.

use crate::error::Error;
use crate::passes::by_language::ByLanguage;

/// The dash that parts clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parenthetical {
    pub dash: &'static str,
    pub spaced: bool,
}

/// Those of all languages.
pub(super) type Houses = ByLanguage<Parenthetical>;

/// The table that comes with the program.
pub(super) fn houses() -> Result<Houses, Error> {
    parse("parenthetical.tsv", include_str!("data/parenthetical.tsv"))
}

fn parse(file: &str, table: &'static str) -> Result<Houses, Error> {
    Houses::parse(file, table, |columns| match *columns {
        [dash @ ("–" | "—"), spacing @ ("closed" | "spaced")] => {
            Ok(Parenthetical { dash, spaced: spacing == "spaced" })
        }
        _ => Err("a row is a tag, – or —, closed or spaced"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_regions_are_found() {
        let houses = houses().unwrap();
        assert_eq!(houses.of("en-US"), &Parenthetical { dash: "—", spaced: false });
        assert_eq!(houses.of("en-GB"), houses.of("de-AT"));
        assert_eq!(houses.of("xx"), houses.of("en"));
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in
            [("en\t-\tclosed", 1), ("# x\nen\t—\topen", 2), ("en\t—\tclosed\nde\t–\tspaced", 2)]
        {
            let error = parse("f.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("f.tsv:{line}: ")), "{error}");
        }
    }
}
