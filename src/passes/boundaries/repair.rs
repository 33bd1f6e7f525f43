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

/// How long the place and agency before a report's first sentence are, in bytes.
const DATELINE: usize = 48;

/// What is put back at one place.
pub(super) struct Repair {
    /// Where, in bytes.
    pub at: usize,
    pub put_in: &'static str,
    pub rule: Rule,
}

/// Chooses repairs for the candidates of one document, in their order.
pub(super) struct Desk<'t> {
    text: &'t str,
    lists: &'t Lists,
    /// Whether the document lost more than a few of its sentence ends.
    habitual: bool,
    quotes: Quotes<'t>,
    /// Where the last repair was, in bytes: no sentence reaches back behind it.
    mended: usize,
}

impl<'t> Desk<'t> {
    /// For a document that lost this share of its sentence ends.
    pub(super) fn new(text: &'t str, lists: &'t Lists, lost: f32) -> Self {
        Self { text, lists, habitual: lost >= HABITUAL, quotes: Quotes::new(text), mended: 0 }
    }

    /// The repair of a candidate.
    pub(super) fn mend(&mut self, c: &Candidate<'_>) -> Repair {
        let opens = c.kind == Kind::Closer && c.mark == Some('"') && self.quotes.opens(c.at - 1);
        let at = if opens { c.at - 1 } else { c.at };
        let (put_in, rule) = if !self.lost_a_mark(c, at) {
            (" ", Rule::Gap)
        } else if is_question(&self.text[self.mended..], at - self.mended) {
            ("? ", Rule::Question)
        } else {
            (". ", Rule::Stop)
        };
        self.mended = at;
        Repair { at, put_in, rule }
    }

    /// Whether more than a space is missing at `at`.
    fn lost_a_mark(&self, c: &Candidate<'_>, at: usize) -> bool {
        let lists = self.lists;
        let starts = lists.starters.has(c.right);
        if c.is_bare() {
            return !lists.inner.has(c.left) && (self.habitual || starts) && !is_item_number(self.text, c);
        }
        // "(see map)The", "impossible“I": the mark stood behind the bracket, or before the quote.
        let before = self.text[..at].trim_end_matches(['"', '”', '’', '»', ')', ']']).chars().next_back();
        // "NORTHFOLD (Wire)The" is no sentence yet.
        let lead = window_back(self.text, at, DATELINE);
        matches!(c.kind, Kind::Closer | Kind::Opener)
            && self.habitual
            && lead.len() + 3 >= DATELINE
            && !lead.contains('\n')
            && before.is_some_and(char::is_alphanumeric)
            && c.right.starts_with(char::is_uppercase)
            && !lists.inner.has(c.left)
            && !lists.saying.has(c.left)
            && (starts || c.left.chars().all(char::is_lowercase))
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
