//! The words that tell running text from the rest.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::error::Error;
use crate::rows::rows_of;

/// A set of words that is asked for every word of a line.
pub(super) type WordSet = HashSet<&'static str, FixedState>;

/// The lists of `words.tsv`, where they are described.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub function: WordSet,
    pub open: WordSet,
    pub starter: WordSet,
    pub subject: WordSet,
    pub told: WordSet,
    pub verb: WordSet,
}

impl Words {
    /// Those that come with the program, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| {
            // It is part of the program, and the tests load it.
            Words::load("words.tsv", include_str!("words.tsv")).expect("the lists hold")
        });
        &WORDS
    }

    fn load(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut words = Self::default();
        let mut last = "";
        for (number, row) in rows_of(table) {
            let refuse = |reason: &str| Err(Error::table(file, number, reason));
            if row <= last {
                return refuse("out of order, or here a second time");
            }
            last = row;
            let Some((kind, word)) =
                row.split_once('\t').filter(|(_, word)| !word.contains(char::is_whitespace))
            else {
                return refuse("a row is: kind, word, with a tab between");
            };
            match kind {
                "function" => words.function.insert(word),
                "open" => words.open.insert(word),
                "starter" => words.starter.insert(word),
                "subject" => words.subject.insert(word),
                "told" => words.told.insert(word),
                "verb" => words.verb.insert(word),
                _ => return refuse("no such kind"),
            };
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lists_are_refused() {
        assert!(!Words::embedded().starter.is_empty());
        for (table, line) in [
            ("function\tthe\nfunction\ta", 2),
            ("function\ta\nfunction\ta", 2),
            ("#\nfunction a", 2),
            ("function\ta b", 1),
            ("noun\tgoose", 1),
        ] {
            let error = Words::load("w.tsv", table).unwrap_err().to_string();
            assert!(error.starts_with(&format!("w.tsv:{line}: ")), "{error}");
        }
    }
}
