//! What was learned of the words that questions begin with.

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
    #[cfg(test)]
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
    rows: Vec<(&'static str, &'static str)>,
}

impl Lifts {
    /// How many words a row has at the most.
    pub const LONGEST: usize = 2;

    /// Those that come with the program.
    pub fn embedded() -> Self {
        Self::read(include_str!("../data/asking.tsv"))
    }

    /// Those of a table of language, place, words and lift, in byte order; what stands there is for the tests to
    /// check, as the table is part of the program.
    fn read(table: &'static str) -> Self {
        Self { rows: rows_of(table).filter_map(|(_, row)| row.rsplit_once('\t')).collect() }
    }

    /// The lift of what begins with such words: of as many as are known together; 0 where none is.
    pub fn of(&self, language: &str, place: Place, words: &[Word<'_>]) -> f32 {
        let known = |count| {
            let key = key(language, place, words.get(..count)?);
            self.rows.binary_search_by_key(&&*key, |row| row.0).ok().and_then(|i| self.rows[i].1.parse().ok())
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
    fn the_embedded_table_holds() {
        let rows = Lifts::embedded().rows;
        assert!(rows.len() > 100 && rows.is_sorted_by(|a, b| a.0 < b.0), "sorted, each once");
        for (key, lift) in rows {
            let fields: Vec<_> = key.split('\t').collect();
            assert!(fields.len() == 3 && Place::ALL.iter().any(|place| place.name() == fields[1]), "{key}");
            assert!(lift.parse().is_ok_and(f32::is_finite), "{key}: {lift}");
        }
        let all = rows_of(include_str!("../data/asking.tsv")).count();
        assert_eq!(Lifts::embedded().rows.len(), all, "a row is language, place, words and lift");
    }

    #[test]
    fn fewer_words_are_looked_up_where_more_are_not_known() {
        let lifts = Lifts::read("en\tfirst\twhat\t1\nen\tfirst\twhat's it\t2\n");
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
}
