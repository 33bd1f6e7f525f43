//! Two hyphens that stand for a dash, and those that are options, comments or code.

use memchr::memchr_iter;

use super::compound::Compounds;
use super::place::Place;
use super::words::Words;
use crate::chars::{after, before};
use crate::passes::Document;

/// The double hyphens of a document that stand for dashes, in order. None do where options of
/// commands are named: others may be, in whatever form.
pub(super) fn dashes(document: &Document<'_>, compounds: &Compounds) -> Vec<Place> {
    let mut places = Vec::new();
    let mut words = Words::new(document);
    let mut options = 0;
    for place in runs(document) {
        options += usize::from(place.begins_option(document.text));
        let is_double = place.end == place.start + 2 && !document.is_indented(place.start);
        if is_double && is_dash(document.text, &place, &mut words, compounds) {
            places.push(place);
        }
    }
    // One among many dashes lost a space.
    if !places.is_empty() && options * 4 > places.len() {
        // Beside another style of quotation marks there could be fewer options.
        document.raise_doubt();
        places.clear();
    }
    places
}

/// Whether options of one letter are named ("-c"), or one with two hyphens.
pub(super) fn has_short_options(text: &str) -> bool {
    let mut done = 0;
    memchr_iter(b'-', text.as_bytes()).any(|at| {
        if at < done {
            return false;
        }
        done = text.len() - text[at..].trim_start_matches('-').len();
        let name = text[done..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_sized = match done - at {
            1 => name == 1 && !matches!(after(text, done + name), Some('-' | '\'' | '’' | '‑')),
            2 => name > 1,
            _ => false,
        };
        is_sized
            && text.as_bytes()[done].is_ascii_alphabetic()
            && before(text, at).is_none_or(|c| c.is_whitespace() || "([\"'“‘`".contains(c))
    })
}

/// Whether the word that a text begins with is called an option.
pub(super) fn is_called_option(text: &str) -> bool {
    let next = text.split(char::is_whitespace).nth(1).unwrap_or_default();
    ["option", "flag", "switch"].iter().any(|name| next.starts_with(name))
}

/// The runs of two and more hyphens.
fn runs(document: &Document<'_>) -> impl Iterator<Item = Place> {
    let text = document.text;
    let mut done = 0;
    document.scan.signs_of(text, b'-').filter_map(move |second| {
        let at = second - 1;
        if at < done {
            return None;
        }
        done = text.len() - text[at..].trim_start_matches('-').len();
        Some(Place::new(text, at, done))
    })
}

/// Whether the double hyphen parts clauses or breaks one off.
fn is_dash(text: &str, place: &Place, words: &mut Words<'_, '_>, compounds: &Compounds) -> bool {
    let is_other = |c: char| matches!(c, '-' | '—' | '–' | '―' | '‐' | '‑' | '−' | '‒');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (left, right) = (place.left, place.right);
    if [left, right].into_iter().flatten().any(is_other) || (digit(left) && digit(right)) {
        return false;
    }
    if place.aligns(text) {
        // It may align no longer when spaces are gone.
        words.document.raise_doubt_at(place.start);
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
            clause_ends
                && !place.omits_letters(text)
                && (!place.before_closer(text) || word)
                && !compounds.joins_with_two(&text[..place.start], &text[place.end..])
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
    // Beside a quotation mark set in another style it may be, or when another dash of its word has spaces.
    let is_set = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let in_word = closed_left && closed_right && clause_ends && begins;
    if !is_prose && (in_word || [left, right].into_iter().flatten().any(is_set)) {
        words.document.raise_doubt_at(place.start);
    }
    let is_code = is_prose && words.in_code(place.start);
    if is_code {
        // What makes code of the word can be parted from it.
        words.document.raise_doubt_at(place.start);
    }
    is_prose && !is_code
}

/// Whether the line of `at` begins as one typed to a shell does.
fn is_prompt(document: &Document<'_>, at: usize) -> bool {
    let line = document.text[document.line_start(at)..at].trim_start();
    matches!(after(line, 0), Some('$' | '>' | '%' | '#'))
        || line.starts_with("git ")
        || line.starts_with("cargo ")
}
