//! The sentence that ends at a candidate, and its neighbours, as words.

use super::lifts::Lifts;
use super::words::Word;
use crate::chars::{after, before, humps};
use crate::passes::boundaries::candidate::{Candidate, window_ahead};
use crate::passes::boundaries::ending::{CLOSING, FINAL, Mended, SENTENCE, ends_sentence, line};
use crate::passes::boundaries::features::Sources;

/// What stands around a place where a mark was lost.
pub(in super::super) struct Sentence<'t> {
    /// The words of the sentence that ends there.
    pub words: Vec<Word<'t>>,
    /// Where its last clause begins, if it has several.
    last_clause: Option<usize>,
    /// Whether a question mark opens it.
    pub opened: bool,
    /// The first words of the sentence behind it, and how many it has.
    pub next: Vec<Word<'t>>,
    pub next_words: usize,
    /// The marks that end the sentence before it and the one behind it, where they still stand.
    pub mark_before: Option<char>,
    pub mark_behind: Option<char>,
}

impl<'t> Sentence<'t> {
    /// Reads what stands around a candidate.
    pub fn read(text: &'t str, c: &Candidate<'_>, mended: &Mended, sources: &Sources<'_>) -> Self {
        let Sources { language, lists, .. } = sources;
        let classed = |word: &'t str| lists.questions.of(language, word);
        let line = line(text, c.at, mended, lists);
        let (mut words, mut last_clause) = (Vec::new(), None);
        for clause in split(line.sentence) {
            let from = words.len();
            words.extend(tokens(clause).map(classed));
            if from > 0 && from < words.len() {
                last_clause = Some(from);
            }
        }
        let before = line.text[..line.text.len() - line.sentence.len()].trim_end();
        let (next, mark_behind) = behind(text, c.at, sources);
        Self {
            words,
            last_clause,
            opened: line.sentence.contains('¿'),
            next: tokens(next).take(Lifts::LONGEST).map(classed).collect(),
            next_words: tokens(next).count(),
            mark_before: before
                .trim_end_matches(CLOSING)
                .chars()
                .next_back()
                .filter(|mark| FINAL.contains(mark)),
            mark_behind,
        }
    }

    /// The words of its last clause, where it has several.
    pub fn last_clause(&self) -> Option<&[Word<'t>]> {
        self.last_clause.map(|from| &self.words[from..])
    }
}

/// The words of a text, with the marks around them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|token| token.contains(char::is_alphanumeric))
}

/// Parts a sentence at commas and the like, dashes, and where a quotation or bracket opens.
fn split(sentence: &str) -> impl Iterator<Item = &str> {
    let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let parts = move |(at, c): &(usize, char)| match *c {
        '—' | '–' | '“' | '„' | '«' | '"' | '(' => true,
        ',' | ';' | ':' => is_blank(after(sentence, *at + 1)),
        '-' => is_blank(before(sentence, *at)) || before(sentence, *at) == Some('-'),
        _ => false,
    };
    let ends = sentence.char_indices().filter(parts).map(|(at, c)| at + c.len_utf8());
    let mut from = 0;
    ends.chain([sentence.len()]).map(move |end| {
        let clause = &sentence[from..end];
        from = end;
        clause
    })
}

/// What follows a place up to the end of its sentence, and the mark there: `None` where the text,
/// the line or a name goes on without one, or further than a bound.
fn behind<'t>(text: &'t str, at: usize, sources: &Sources<'_>) -> (&'t str, Option<char>) {
    let ahead = window_ahead(text, at, SENTENCE);
    let line = &ahead[..ahead.find('\n').unwrap_or(ahead.len())];
    // What is run together is most likely another end that lost its mark.
    let line = &line[..humps(line).next().unwrap_or(line.len())];
    let is_end = |(i, mark): &(usize, &str)| ends_sentence(line, *i, mark, sources.lists);
    match line.match_indices(FINAL).find(is_end) {
        Some((i, mark)) => (&line[..i], mark.chars().next()),
        None => (line, None),
    }
}
