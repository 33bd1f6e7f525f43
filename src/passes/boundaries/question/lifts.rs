//! What was learned of the words that questions begin with.

use crate::error::Error;
use crate::rows::rows_of;

use super::words::Word;

/// Where in a sentence words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Place {
    /// At its start.
    First,
    /// At the start of its last clause, where it has more than one.
    Clause,
    /// At the start of the sentence behind it.
    Next,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 3] = [Self::First, Self::Clause, Self::Next];

    /// What it is called in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Clause => "clause",
            Self::Next => "next",
        }
    }
}

/// How much more often than others a sentence asks that has certain words at a place: logarithms.
#[derive(Debug)]
pub(in super::super) struct Lifts {
    /// Each with all of its row that stands before it; sorted.
    rows: Vec<(&'static str, f32)>,
}

impl Lifts {
    /// How many words a row has at the most.
    pub const LONGEST: usize = 2;

    /// Those that come with the program.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("asking.tsv", include_str!("../data/asking.tsv"))
    }

    /// Reads a table of language, place, words and lift.
    ///
    /// # Errors
    /// Where a row has another form, or is not behind the one before it in byte order.
    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut rows: Vec<(&str, f32)> = Vec::new();
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
            let Some((key, lift)) = line.rsplit_once('\t').filter(|(key, _)| key.split('\t').count() == 3)
            else {
                return Err(refused("a row is language, place, words and lift, parted by tabs"));
            };
            let lift = lift.parse().ok().filter(|lift: &f32| lift.is_finite());
            let lift = lift.ok_or_else(|| refused("the lift is no number"))?;
            let place = key.split('\t').nth(1);
            if !Place::ALL.iter().any(|p| Some(p.name()) == place) {
                return Err(refused("no such place"));
            }
            if rows.last().is_some_and(|&(last, _)| last >= key) {
                return Err(refused("the row is not in order, or is there twice"));
            }
            rows.push((key, lift));
        }
        Ok(Self { rows })
    }

    /// The lift of what begins with such words: of as many as are known together; 0 where none is.
    pub fn of(&self, language: &str, place: Place, words: &[Word<'_>]) -> f32 {
        let known = |count| {
            let key = key(language, place, words.get(..count)?);
            self.rows.binary_search_by_key(&&*key, |row| row.0).ok().map(|i| self.rows[i].1)
        };
        (1..=Self::LONGEST).rev().find_map(known).unwrap_or_default()
    }
}

/// The part of a row before the lift.
pub(in super::super) fn key(language: &str, place: Place, words: &[Word<'_>]) -> String {
    let mut key = format!("{language}\t{}\t", place.name());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            key.push(' ');
        }
        key.extend(word.text.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::super::words::QuestionWords;
    use super::*;
    use crate::passes::boundaries::language::Language;
    use crate::profile::Lexicon;

    #[test]
    fn the_embedded_table_loads() {
        assert!(Lifts::embedded().unwrap().rows.len() > 100);
    }

    #[test]
    fn fewer_words_are_looked_up_where_more_are_not_known() {
        let lifts = Lifts::parse("a.tsv", "en\tfirst\twhat\t1\nen\tfirst\twhat's it\t2\n").unwrap();
        let words = QuestionWords::embedded().unwrap();
        let lexicon = Lexicon::empty();
        let language = Language::new("en", &lexicon, lexicon.language("en"));
        for (text, place, lift) in [
            ("What’s it for", Place::First, 2.0),
            ("What boat", Place::First, 1.0),
            ("What", Place::First, 1.0),
            ("What", Place::Next, 0.0),
            ("Boat", Place::First, 0.0),
            ("", Place::First, 0.0),
        ] {
            let words: Vec<_> = text.split_whitespace().map(|word| words.of(&language, word)).collect();
            assert_eq!(lifts.of("en", place, &words), lift, "{text}");
        }
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in [
            ("en\tfirst\twhy\t1\nen\tfirst\thow\t1\n", 2),
            ("# x\nen\tfirst\twhy\n", 2),
            ("en\tfirst\twhy\tmuch\n", 1),
            ("en\tmiddle\twhy\t1\n", 1),
        ] {
            let error = Lifts::parse("a.tsv", table).unwrap_err().to_string();
            assert!(error.starts_with(&format!("a.tsv:{line}: ")), "{error}");
        }
    }
}
