//! The quotation marks and clippings of the languages: the tables in `data/`.

use crate::error::Error;
use crate::passes::by_language::ByLanguage;
use crate::rows::rows_of;

/// Two marks that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub open: char,
    pub close: char,
}

/// The marks of a language.
#[derive(Clone, Debug)]
pub(super) struct House {
    pub double: Pair,
    /// For double marks inside double marks.
    pub nested: Pair,
    pub single: Pair,
    /// All pairs that the language is set with.
    known: Vec<Pair>,
    /// What stands on the inner side of guillemets.
    pub space: String,
}

impl House {
    /// Whether the language has `c` as a mark that opens, or closes.
    pub fn has(&self, c: char, opens: bool) -> bool {
        self.known.iter().any(|pair| if opens { pair.open == c } else { pair.close == c })
    }

    /// What closes a quotation that `open` opened.
    pub fn closer_of(&self, open: char) -> Option<char> {
        self.known.iter().find(|pair| pair.open == open).map(|pair| pair.close)
    }

    /// What stands on the inner side of a mark.
    pub fn space_beside(&self, mark: char) -> &str {
        if matches!(mark, '«' | '»') { &self.space } else { "" }
    }
}

/// The marks of all languages.
pub(super) type Houses = ByLanguage<House>;

/// The table that comes with the program.
pub(super) fn houses() -> Result<Houses, Error> {
    parse("delimiters.tsv", include_str!("data/delimiters.tsv"))
}

fn parse(file: &str, table: &'static str) -> Result<Houses, Error> {
    Houses::parse(file, table, |columns| {
        let &[double, nested, single, known, space, _] = columns else {
            return Err("a row has seven columns");
        };
        let one = |column: &str| match pairs(column).as_deref() {
            Some(&[pair]) => Ok(pair),
            _ => Err("a pair is two marks"),
        };
        let (double, nested, single) = (one(double)?, one(nested)?, one(single)?);
        let others = if known == "-" { Some(Vec::new()) } else { pairs(known) };
        let others = others.ok_or("a pair is two marks")?;
        let space = match space {
            "-" => String::new(),
            code => u32::from_str_radix(code, 16)
                .ok()
                .and_then(char::from_u32)
                .ok_or("a space is a code point")?
                .to_string(),
        };
        let known = [double, nested, single].into_iter().chain(others).collect();
        Ok(House { double, nested, single, known, space })
    })
}

/// The pairs that a column is made of; `None` if a mark is alone.
fn pairs(column: &str) -> Option<Vec<Pair>> {
    let marks: Vec<char> = column.chars().collect();
    let pairs = marks.chunks(2).map(|pair| match *pair {
        [open, close] => Some(Pair { open, close }),
        _ => None,
    });
    pairs.collect()
}

/// Words that begin with an apostrophe, by language.
#[derive(Debug)]
pub(super) struct Clippings(Vec<(&'static str, &'static str)>);

impl Clippings {
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("clippings.tsv", include_str!("data/clippings.tsv"))
    }

    /// Whether a word of a language (the first part of its tag) is one.
    pub fn contains(&self, language: &str, word: &str) -> bool {
        let language = language.split(['-', '_']).next().unwrap_or_default();
        self.0.binary_search(&(language, word.to_lowercase().as_str())).is_ok()
    }

    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut rows: Vec<(&'static str, &'static str)> = Vec::new();
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
            let row = line.split_once('\t').ok_or_else(|| refused("a row is a language, a tab, a word"))?;
            if row.1.is_empty() || row.1 != row.1.to_lowercase() {
                return Err(refused("a word is in lower case"));
            }
            if rows.last().is_some_and(|last| *last >= row) {
                return Err(refused("the row is not in order, or is there twice"));
            }
            rows.push(row);
        }
        Ok(Self(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_regions_are_found() {
        let houses = houses().unwrap();
        let double = |tag: &str| houses.of(tag).double;
        assert_eq!(double("de"), Pair { open: '„', close: '“' });
        assert_eq!(double("de-AT"), double("de"));
        assert_eq!(double("pl_PL"), Pair { open: '„', close: '”' });
        assert_eq!(double("FR"), Pair { open: '«', close: '»' });
        assert_eq!(double("xx"), double("en"));
        assert!(houses.of("de").has('»', true) && !houses.of("de").has('“', true));
        assert_eq!(houses.of("ru").closer_of('„'), Some('“'));
    }

    #[test]
    fn what_is_double_stays_double() {
        let is_single = |c: char| matches!(c, '‘'..='‛' | '‹' | '›');
        for (tag, house) in houses().unwrap().rows() {
            for (pair, single) in [(house.double, false), (house.nested, false), (house.single, true)] {
                assert!(is_single(pair.open) == single && is_single(pair.close) == single, "{tag}");
            }
        }
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in [
            ("en\t“”\t“”\t‘’\t-\t-", 1),
            ("en\t“”\t“”\t‘\t-\t-\t-", 1),
            ("# x\nfr\t“”\t“”\t‘’\t-\t-\t-\nen\t“”\t“”\t‘’\t-\t-\t-", 3),
            ("en\t“”\t“”\t‘’\t«»‹\t-\t-", 1),
            ("en\t“”\t“”\t‘’\t-\tx\t-", 1),
        ] {
            let error = parse("f.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("f.tsv:{line}: ")), "{error}");
        }
        for (table, line) in [("en tis", 1), ("en\ttis\nen\tem", 2), ("en\tTis", 1)] {
            let error = Clippings::parse("f.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("f.tsv:{line}: ")), "{error}");
        }
    }

    #[test]
    fn clippings_are_told_by_language() {
        let clippings = Clippings::embedded().unwrap();
        assert!(clippings.contains("en-GB", "Tis") && clippings.contains("nl", "s"));
        assert!(!clippings.contains("en", "s") && !clippings.contains("fr", "tis"));
    }
}
