//! How a sentence reads that has lost its mark: whether it asks.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::ending::{Mended, line};
use super::features::{Sources, evidence, flag};
use super::language::Language;
use crate::error::Error;

/// What a word does in questions: one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Asks = 1,
    Verb = 2,
    Subject = 4,
    Lead = 8,
    Answer = 16,
    Tag = 32,
    Pronoun = 64,
}

/// The words that tell a question, by language.
#[derive(Debug)]
pub(super) struct QuestionWords {
    classes: HashMap<(&'static str, &'static str), u8>,
}

impl QuestionWords {
    /// Those that come with the program.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("questions.tsv", include_str!("data/questions.tsv"))
    }

    /// Reads a table of language, class and word.
    ///
    /// # Errors
    /// Where a row has another form, or is not behind the one before it in byte order.
    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut classes: HashMap<_, u8> = HashMap::new();
        let mut last = "";
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |reason: &str| Error::table(file, i + 1, reason);
            let mut fields = line.split('\t');
            let (Some(lang), Some(class), Some(word), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(refused("a row is language, class and word, parted by tabs"));
            };
            if line <= last {
                return Err(refused("the row is not in order, or is there twice"));
            }
            last = line;
            let class = match class {
                "asks" => Class::Asks,
                "verb" => Class::Verb,
                "subject" => Class::Subject,
                "lead" => Class::Lead,
                "answer" => Class::Answer,
                "tag" => Class::Tag,
                "pronoun" => Class::Pronoun,
                _ => return Err(refused("no such class")),
            };
            *classes.entry((lang, word)).or_default() |= class as u8;
        }
        Ok(Self { classes })
    }

    fn of<'t>(&self, language: &Language<'_>, word: &'t str) -> Word<'t> {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let key = language.first_key(word);
        let classes = self.classes.get(&(language.code(), &*key)).copied().unwrap_or_default();
        Word { text: word, classes }
    }

    /// Whether a word in the text is a verb that stands before its subject in questions.
    pub fn has_verb(&self, language: &Language<'_>, text: &str) -> bool {
        text.split_whitespace().any(|word| self.of(language, word).is(Class::Verb))
    }

    /// Whether a text begins with a pronoun, as headings hardly ever do.
    pub fn begins_with_pronoun(&self, language: &Language<'_>, text: &str) -> bool {
        let first = text.split_whitespace().next().unwrap_or_default();
        self.of(language, first).is(Class::Pronoun)
    }
}

/// A word of a sentence.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    classes: u8,
}

impl Word<'_> {
    fn is(&self, class: Class) -> bool {
        self.classes & class as u8 != 0
    }

    /// "What's", "who’re".
    fn has_verb(&self) -> bool {
        let end = self.text.rfind(['\'', '’']).map(|i| self.text[i..].trim_start_matches(['\'', '’']));
        matches!(end, Some("s" | "re" | "d" | "ll"))
    }

    /// "est-il", "va-t-on".
    fn is_inverted(&self) -> bool {
        let end = self.text.rsplit_once('-').map(|parts| parts.1);
        matches!(end, Some("il" | "elle" | "on" | "ils" | "elles" | "vous" | "nous" | "je" | "tu" | "ce"))
    }
}

evidence! {
    /// One kind of evidence for a question.
    Asking {
        bias "always 1",
        asks_first "the sentence begins with a word that asks",
        asks_then_verb "behind it stands a verb",
        asks_second "a word that asks stands behind one that leads up to it",
        asks_second_then_verb "behind that stands a verb",
        asks_later "a word that asks stands further inside, before a verb",
        asks_last "the last word asks",
        verb_first "the sentence begins with a verb and a subject",
        verb_second "the same behind a word that leads up to it",
        verb_last "the sentence ends with a verb and a subject",
        tag_last "it ends with a word such as 'right'",
        inverted "a verb and its subject stand joined by a hyphen",
        opened "a question mark opens the sentence",
        words "how many words it has",
        next_answers "an answer follows",
        next_asks "another question follows",
    }
}

/// The evidence for whether the sentence asks that ends at a candidate.
pub(super) fn asking(
    text: &str,
    c: &Candidate<'_>,
    mended: &Mended,
    sources: &Sources<'_>,
) -> [f32; Asking::NAMES.len()] {
    use Asking as A;
    let mut v = [0.0; Asking::NAMES.len()];
    let mut set = |name: Asking, on: bool| v[name as usize] = flag(on);
    let Sources { language, lists, .. } = sources;
    let table = &lists.questions;
    let sentence = line(text, c.at, mended, lists).sentence;
    let words: Vec<_> = sentence.split_whitespace().map(|word| table.of(language, word)).collect();
    let is = |i: usize, class: Class| words.get(i).is_some_and(|word| word.is(class));
    let verb = |i: usize| is(i, Class::Verb) || i > 0 && words[i - 1].has_verb();
    let subject = |i: usize| {
        words.get(i).is_some_and(|w| {
            w.is(Class::Subject) || w.is(Class::Pronoun) || w.text.starts_with(char::is_uppercase)
        })
    };
    let lead = is(0, Class::Lead) || sentence.split_whitespace().next().is_some_and(|w| w.ends_with(','));
    set(A::bias, true);
    set(A::asks_first, is(0, Class::Asks));
    set(A::asks_then_verb, is(0, Class::Asks) && verb(1));
    set(A::asks_second, lead && is(1, Class::Asks));
    set(A::asks_second_then_verb, lead && is(1, Class::Asks) && verb(2));
    set(A::asks_later, (2..words.len()).any(|i| is(i, Class::Asks) && verb(i + 1) && subject(i + 2)));
    let last = words.len().saturating_sub(1);
    set(A::asks_last, last > 0 && is(last, Class::Asks));
    set(A::verb_first, is(0, Class::Verb) && subject(1));
    set(A::verb_second, lead && is(1, Class::Verb) && subject(2));
    set(A::verb_last, last > 2 && is(last - 1, Class::Verb) && is(last, Class::Pronoun));
    set(A::tag_last, is(last, Class::Tag));
    set(A::inverted, words.iter().any(Word::is_inverted));
    set(A::opened, sentence.contains('¿'));
    let next = table.of(language, c.right);
    set(A::next_answers, next.is(Class::Answer));
    set(A::next_asks, next.is(Class::Asks) || next.is(Class::Verb));
    v[A::words as usize] = (words.len() as f32).ln_1p();
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_loads() {
        assert!(QuestionWords::embedded().unwrap().classes.len() > 100);
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in
            [("en\tasks\twhy\nen\tasks\thow\n", 2), ("# x\nen\twhy\n", 2), ("en\task\twhy\n", 1)]
        {
            let error = QuestionWords::parse("q.tsv", table).unwrap_err().to_string();
            assert!(error.starts_with(&format!("q.tsv:{line}: ")), "{error}");
        }
    }
}
