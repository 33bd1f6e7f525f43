//! Two hyphens that stand for a dash, and those that are options, comments or code.

use memchr::memmem;

use super::place::Place;
use super::words::Words;
use crate::chars::{after, before};
use crate::passes::Document;

/// The double hyphens of a document that stand for dashes, in order.
pub(super) fn dashes(document: &Document<'_>) -> Vec<Place> {
    let text = document.text;
    let mut places = Vec::new();
    let mut words = Words::new(document);
    let mut has_options = false;
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), "--") {
        if at < done {
            continue;
        }
        done = text.len() - text[at..].trim_start_matches('-').len();
        let place = Place::new(text, at, done);
        let free = place.left.is_none() || !place.closed_left() || place.after_opener(text);
        has_options |= free && place.closed_right() && place.right.is_some_and(char::is_alphabetic);
        if done == at + 2 && !document.is_indented(at) && is_dash(text, &place, &mut words) {
            places.push(place);
        }
    }
    // Where options of commands are named, others may be, in whatever form.
    if has_options {
        places.clear();
    }
    places
}

/// Whether the double hyphen parts clauses or breaks one off.
pub(super) fn is_dash(text: &str, place: &Place, words: &mut Words<'_, '_>) -> bool {
    let is_other = |c: char| matches!(c, '-' | '—' | '–' | '―' | '‐' | '‑' | '−' | '‒');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (left, right) = (place.left, place.right);
    if [left, right].into_iter().flatten().any(is_other) || (digit(left) && digit(right)) {
        return false;
    }
    if place.aligns(text) {
        // It may align no longer when spaces are gone.
        words.document.raise_doubt();
        return false;
    }
    let (closed_left, closed_right) = (place.closed_left(), place.closed_right());
    // "i--", "x--" are code.
    let word = left.is_some_and(char::is_alphabetic)
        && before(text, place.outer_start)
            .and_then(|c| before(text, place.outer_start - c.len_utf8()))
            .is_some_and(char::is_alphabetic);
    let clause_ends = left.is_some_and(|c| c.is_alphanumeric() || ".,;:!?)]\"'”’»…%".contains(c));
    let rest = &text[place.outer_end..];
    let begins = right.is_some_and(|c| c.is_alphanumeric() || "\"'“‘«([$£€".contains(c))
        || rest.starts_with('…')
        || rest.starts_with("...");
    let is_prose = match (closed_left, closed_right) {
        // "(29)--(32)" is a range, and an option can be quoted.
        (true, true)
            if place.after_opener(text) || matches!((left, right), (Some(')' | ']'), Some('(' | '['))) =>
        {
            false
        }
        (true, true) if begins => {
            clause_ends && !place.omits_letters(text) && (!place.before_closer(text) || word)
        }
        (true, _) if right.is_none() || place.before_closer(text) => word,
        (true, false) => word && begins,
        (false, false) => {
            clause_ends
                && begins
                && left.is_some()
                && right.is_some()
                && !is_prompt(words.document, place.start)
        }
        _ => false,
    };
    is_prose && !words.in_code(place.start)
}

/// Whether the line of `at` begins as one typed to a shell does.
fn is_prompt(document: &Document<'_>, at: usize) -> bool {
    let line = document.text[document.line_start(at)..at].trim_start();
    matches!(after(line, 0), Some('$' | '>' | '%' | '#'))
        || line.starts_with("git ")
        || line.starts_with("cargo ")
}
