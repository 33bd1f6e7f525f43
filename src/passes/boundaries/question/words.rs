//! The classes of the words that tell a question.

use foldhash::HashMap;

use crate::error::Error;
use crate::passes::boundaries::language::Language;
use crate::rows::rows_of;

/// What a word does in questions: one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Class {
    Asks = 1,
    Verb = 2,
    Subject = 4,
    Lead = 8,
    Answer = 16,
    Tag = 32,
    Pronoun = 64,
    Addressed = 128,
    Adverb = 256,
}

/// The words that tell a question, by language.
#[derive(Debug)]
pub(in super::super) struct QuestionWords {
    classes: HashMap<(&'static str, &'static str), u16>,
}

impl QuestionWords {
    /// Those that come with the program.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("questions.tsv", include_str!("../data/questions.tsv"))
    }

    /// Reads a table of language, class and word.
    ///
    /// # Errors
    /// Where a row has another form, or is not behind the one before it in byte order.
    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut classes: HashMap<_, u16> = HashMap::default();
        let mut last = "";
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
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
                "addressed" => Class::Addressed,
                "adverb" => Class::Adverb,
                _ => return Err(refused("no such class")),
            };
            *classes.entry((lang, word)).or_default() |= class as u16;
        }
        Ok(Self { classes })
    }

    pub(super) fn of<'t>(&self, language: &Language<'_>, word: &'t str) -> Word<'t> {
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
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Word<'t> {
    /// Without the marks around it.
    pub text: &'t str,
    classes: u16,
}

impl Word<'_> {
    pub(super) fn is(&self, class: Class) -> bool {
        self.classes & class as u16 != 0
    }

    /// Whether it has any class.
    #[cfg(feature = "train")]
    pub fn is_classed(&self) -> bool {
        self.classes != 0
    }

    /// "What's", "who’re".
    pub(super) fn has_verb(&self) -> bool {
        let end = self.text.rfind(['\'', '’']).map(|i| self.text[i..].trim_start_matches(['\'', '’']));
        matches!(end, Some("s" | "re" | "d" | "ll"))
    }

    /// "est-il", "va-t-on".
    pub(super) fn is_inverted(&self) -> bool {
        let end = self.text.rsplit_once('-').map(|parts| parts.1);
        matches!(end, Some("il" | "elle" | "on" | "ils" | "elles" | "vous" | "nous" | "je" | "tu" | "ce"))
    }
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
