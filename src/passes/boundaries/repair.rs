//! What is put back where a sentence end or a space was lost.

use unicode_segmentation::UnicodeSegmentation;

use super::candidate::{Candidate, Kind, window_back};
use super::lists::Lists;
use crate::edit::Rule;

/// How far back the sentence that ends at a place is read to tell a question, in bytes.
const SENTENCE: usize = 240;

/// Where fewer of a document's sentence ends than this are lost, a word that seldom begins a
/// sentence has lost a space rather than a stop: "saidRobert". (In ordinary news, hand-labelled,
/// there was no lost stop among 69 such places.)
const HABITUAL: f32 = 0.05;

/// What is put back at one place.
pub(super) struct Repair {
    /// Where, in bytes.
    pub at: usize,
    pub put_in: &'static str,
    pub rule: Rule,
}

impl Repair {
    /// The repair of a candidate, given the share of the document's sentence ends that is lost.
    pub(super) fn of(
        text: &str,
        c: &Candidate<'_>,
        lists: &Lists,
        quotes: &mut Quotes<'_>,
        lost: f32,
    ) -> Self {
        let gap = |at| Self { at, put_in: " ", rule: Rule::Gap };
        if c.kind == Kind::Closer && c.mark == Some('"') && quotes.opens(c.at - 1) {
            return gap(c.at - 1);
        }
        let unlikely = lost < HABITUAL && !lists.starters.has(c.right);
        if !c.is_bare() || lists.inner.has(c.left) || unlikely || is_item_number(text, c) {
            gap(c.at)
        } else if is_question(text, c.at) {
            Self { at: c.at, put_in: "? ", rule: Rule::Question }
        } else {
            Self { at: c.at, put_in: ". ", rule: Rule::Stop }
        }
    }
}

/// Whether the left side is the number of an item or note at the start of its line: "12Most", "1/2Most".
fn is_item_number(text: &str, c: &Candidate<'_>) -> bool {
    let token = &text[c.token_at..c.at];
    let starts_line = c.token_at == 0 || text[..c.token_at].ends_with('\n');
    c.kind == Kind::Digit
        && (starts_line || token.contains('/'))
        && token.chars().all(|d| d.is_ascii_digit() || d == '/')
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
