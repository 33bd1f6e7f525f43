//! Words that were broken at the end of a line, and those that have a hyphen of their own.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::LineEnd;
use crate::edit::{Edit, Rule};
use crate::passes::Document;
use crate::profile::{Lexicon, Vocabulary, first_key};

/// Behind "pre-" these leave the hyphen hanging: "pre- and postwar".
const HANGING: [&str; 16] =
    ["and", "or", "to", "und", "oder", "bis", "sowie", "et", "ou", "y", "o", "e", "en", "of", "och", "og"];

/// The words of a text and of its language; looked up only where a word was broken.
pub(super) struct Words<'d> {
    document: &'d Document<'d>,
    lexicon: &'d Lexicon,
    code: OnceCell<&'d str>,
    given: Option<&'d str>,
    vocabulary: OnceCell<Vocabulary<'d>>,
    /// The words of the text, those with hyphens too.
    own: OnceCell<HashSet<&'d str>>,
}

/// What becomes of a hyphen at the end of a line.
enum Hyphen {
    Goes,
    Stays,
}

impl<'d> Words<'d> {
    pub fn new(document: &'d Document<'d>, lexicon: &'d Lexicon, given: Option<&'d str>) -> Self {
        let (code, vocabulary, own) = Default::default();
        Self { document, lexicon, code, given, vocabulary, own }
    }

    /// The edit that puts the parts of a word together, if they are of one word. `is_inside` where
    /// both lines belong to one paragraph for other reasons.
    pub fn mend(&self, end: &LineEnd<'_>, is_inside: bool) -> Option<Edit> {
        let line = end.line.strip_suffix(is_hyphen)?;
        let hyphen = end.line.len() - line.len();
        let is_apart = |c: char| !is_inner(c);
        let left = line.rsplit(is_apart).next().unwrap_or_default();
        let right = end.next.split(is_apart).next().unwrap_or_default();
        let start = match self.decide(left, right, is_inside)? {
            Hyphen::Goes => end.start - hyphen,
            Hyphen::Stays => end.start,
        };
        Some(Edit::new(start..end.end, "", Rule::Broken).with_confidence(0.93))
    }

    fn decide(&self, left: &str, right: &str, is_inside: bool) -> Option<Hyphen> {
        if left.is_empty() || HANGING.contains(&right) {
            return None;
        }
        let stays = || is_inside.then_some(Hyphen::Stays);
        // A chain, or a name: "Anglo-", "American".
        if left.contains('-') || right.contains('-') || right.starts_with(char::is_uppercase) {
            return stays();
        }
        let (whole, hyphenated) = (format!("{left}{right}"), format!("{left}-{right}"));
        let own = self.own();
        if own.contains(&*hyphenated) {
            return stays();
        }
        if own.contains(&*whole) || self.is_known(&whole) {
            return Some(Hyphen::Goes);
        }
        if self.is_known(left) && self.is_known(right) {
            return stays();
        }
        is_inside.then_some(Hyphen::Goes)
    }

    fn is_known(&self, word: &str) -> bool {
        let code = *self.code.get_or_init(|| self.document.language_in(self.lexicon, self.given));
        let vocabulary = self.vocabulary.get_or_init(|| self.lexicon.language(code));
        let key = word.to_lowercase();
        let counts = vocabulary.word(&first_key(code, &key));
        counts.general > 0 || counts.seen() > 0
    }

    fn own(&self) -> &HashSet<&'d str> {
        self.own.get_or_init(|| {
            let words = self.document.text.split(|c: char| !is_inner(c));
            words.filter(|word| !word.ends_with('-')).collect()
        })
    }
}

/// The hyphens that a word is broken by.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}')
}

fn is_inner(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '\'' | '’')
}
