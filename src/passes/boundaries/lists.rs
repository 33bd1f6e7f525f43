//! Small lists of words, one a line, that come with the program.

use std::sync::LazyLock;

use foldhash::HashSet;

use super::question::{Lifts, QuestionWords};
use crate::error::Error;
use crate::passes::by_language::ByLanguage;
use crate::rows::rows_of;

/// A sorted list of words.
#[derive(Debug)]
pub(super) struct List {
    words: Vec<&'static str>,
}

impl List {
    /// Reads a list. Lines that begin with `#` and blank lines are left out.
    ///
    /// # Errors
    /// Where a word holds white space, or is not behind the one before it in byte order.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, Error> {
        let mut words: Vec<&str> = Vec::new();
        for (number, line) in rows_of(text) {
            if line.bytes().any(|b| b.is_ascii_whitespace()) {
                return Err(Error::table(file, number, "a word holds no white space"));
            }
            if words.last().is_some_and(|&last| last >= line) {
                return Err(Error::table(
                    file,
                    number,
                    format!("`{line}` is not in order, or is there twice"),
                ));
            }
            words.push(line);
        }
        Ok(Self { words })
    }

    /// Whether the list holds the word in this spelling.
    pub fn has(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }
}

/// Suffixes with a capital inside a word, by language: "GärtnerIn", "éluEs".
#[derive(Debug)]
pub(super) struct Suffixes(Vec<[&'static str; 3]>);

impl Suffixes {
    /// Reads a table of language, suffix and how the word ends before it.
    ///
    /// # Errors
    /// Where a row has another form, or is not behind the one before it in byte order.
    fn parse(file: &str, text: &'static str) -> Result<Self, Error> {
        let mut rows = Vec::new();
        let mut last = "";
        for (number, line) in rows_of(text) {
            let row: Vec<&str> = line.split('\t').collect();
            let row = <[&str; 3]>::try_from(row);
            let row = row.map_err(|_| Error::table(file, number, "a row is language, suffix and endings"))?;
            if line <= last {
                return Err(Error::table(file, number, "the row is not in order, or is there twice"));
            }
            last = line;
            rows.push(row);
        }
        Ok(Self(rows))
    }

    /// Whether `right`, behind `left`, is one in a language; in any, where that is not known.
    pub fn has(&self, language: Option<&str>, left: &str, right: &str) -> bool {
        let mut of_language = self.0.iter().filter(|[code, ..]| language.is_none_or(|known| *code == known));
        of_language.any(|&[_, suffix, endings]| {
            let is_it = match suffix.strip_suffix('*') {
                Some(suffix) => {
                    right.strip_prefix(suffix).is_some_and(|rest| rest.starts_with(char::is_lowercase))
                }
                None => right == suffix,
            };
            let is_noun = || left.starts_with(char::is_uppercase);
            is_it && (endings == "-" || is_noun() && endings.split(' ').any(|ending| left.ends_with(ending)))
        })
    }
}

/// The lists that the evidence needs.
#[derive(Debug)]
pub(super) struct Lists {
    pub saying: List,
    pub abbreviations: List,
    pub domains: List,
    pub joining: List,
    pub names: HashSet<&'static str>,
    /// Words that end no sentence, by language.
    pub linking: ByLanguage<Vec<&'static str>>,
    pub suffixes: Suffixes,
    pub questions: QuestionWords,
    pub lifts: Lifts,
}

impl Lists {
    /// Whether what stands behind a stop is the end of a domain, or begins one: "COM", "COM.BR".
    pub fn is_domain(&self, right: &str) -> bool {
        right.split('.').next().is_some_and(|part| self.domains.has(part))
    }

    /// Those that come with the program, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| {
            // They are part of the program, and the tests load them.
            Lists::load().expect("the lists hold")
        });
        &LISTS
    }

    fn load() -> Result<Self, Error> {
        Ok(Self {
            saying: List::parse("saying.txt", include_str!("data/saying.txt"))?,
            abbreviations: List::parse("abbreviations.txt", include_str!("data/abbreviations.txt"))?,
            domains: List::parse("domains.txt", include_str!("data/domains.txt"))?,
            joining: List::parse("joining.txt", include_str!("data/joining.txt"))?,
            names: List::parse("names.txt", include_str!("data/names.txt"))?.words.into_iter().collect(),
            linking: ByLanguage::parse("linking.tsv", include_str!("data/linking.tsv"), |columns| {
                match columns {
                    [words] => Ok(words.split(' ').collect()),
                    _ => Err("a row is language and words"),
                }
            })?,
            suffixes: Suffixes::parse("suffixes.tsv", include_str!("data/suffixes.tsv"))?,
            questions: QuestionWords::embedded()?,
            lifts: Lifts::embedded(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_load() {
        let lists = Lists::embedded();
        assert!(lists.saying.has("said") && !lists.saying.has("The"));
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (text, line) in [("b\na\n", 2), ("# x\na\na\n", 3), ("a b\n", 1)] {
            let error = List::parse("list.txt", text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("list.txt:{line}: ")), "{error}");
        }
        for (text, line) in [("de\tIn\n", 1), ("fr\tE\t-\nde\tIn\t-\n", 2)] {
            let error = Suffixes::parse("s.tsv", text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("s.tsv:{line}: ")), "{error}");
        }
    }
}
