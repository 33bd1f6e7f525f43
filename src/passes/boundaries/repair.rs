//! What is put back where a sentence end or a space was lost.

use unicode_segmentation::UnicodeSegmentation;

use super::candidate::{Candidate, Kind, window_back};
use super::lists::Lists;
use crate::edit::{Edit, Rule};

/// How far back the sentence that ends at a place is read to tell a question, in bytes.
const SENTENCE: usize = 240;

/// The edit that mends a candidate.
pub(super) fn edit(
    text: &str,
    c: &Candidate<'_>,
    lists: &Lists,
    quotes: &mut Quotes<'_>,
    confidence: f32,
) -> Edit {
    let (at, put_in, rule) = match c.kind {
        Kind::Closer if c.mark == Some('"') && quotes.opens(c.at - 1) => (c.at - 1, " ", Rule::Gap),
        _ if !c.is_bare() || lists.inner.has(c.left) => (c.at, " ", Rule::Gap),
        _ if is_question(text, c.at) => (c.at, "? ", Rule::Question),
        _ => (c.at, ". ", Rule::Stop),
    };
    Edit::new(at..at, put_in, rule).with_confidence(confidence)
}

/// Whether the sentence that ends at `at` asks: it begins with a word that asks, and goes on as a
/// question does.
fn is_question(text: &str, at: usize) -> bool {
    const ASKING: &[&str] = &["How", "Why", "Who", "Whose", "Where", "Whom"];
    const VERBS: &[&str] = &[
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should", "has",
        "have", "had", "am", "may", "might", "must",
    ];
    const FIRST_VERBS: &[&str] = &[
        "Is", "Are", "Was", "Were", "Do", "Does", "Did", "Can", "Could", "Will", "Would", "Should", "Has",
        "Have", "Isn't", "Don't",
    ];
    const SUBJECTS: &[&str] = &[
        "he", "she", "it", "they", "we", "you", "I", "there", "this", "that", "the", "these", "those",
        "anyone",
    ];
    let before = window_back(text, at, SENTENCE);
    let line = &before[before.rfind('\n').map_or(0, |i| i + 1)..];
    let Some(sentence) = line.split_sentence_bounds().last() else { return false };
    let mut words = sentence.unicode_words();
    match (words.next(), words.next()) {
        (Some("What" | "When" | "Which"), Some(second)) => VERBS.contains(&second),
        (Some(first), Some(second)) if ASKING.contains(&first) => {
            VERBS.contains(&second) || first == "How" && matches!(second, "much" | "many" | "long")
        }
        (Some(first), Some(second)) if FIRST_VERBS.contains(&first) => SUBJECTS.contains(&second),
        _ => false,
    }
}

/// Tells whether a straight quote opens, by counting those before it in the line. Places have to
/// be asked for in order, so that the text is read once.
pub(super) struct Quotes<'t> {
    text: &'t str,
    at: usize,
    open: bool,
}

impl<'t> Quotes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: false }
    }

    /// Whether the quote at `at` (bytes) is the first, third, fifth ... of its line.
    fn opens(&mut self, at: usize) -> bool {
        let Some(between) = self.text.as_bytes().get(self.at..at) else { return false };
        for i in memchr::memchr2_iter(b'"', b'\n', between) {
            self.open = between[i] == b'"' && !self.open;
        }
        self.at = at;
        !self.open
    }
}
