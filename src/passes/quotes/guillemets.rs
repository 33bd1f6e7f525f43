//! Guillemets: quotation marks («mot», « mot », »Wort«) or arrows ("Home » News")?

use std::ops::Range;

use super::straight::{Mark, is_mark, is_word};
use crate::chars::{after, before, blanks_after, blanks_before};

/// For each of the marks of a line: the span that is to be replaced, if it is a guillemet that
/// quotes. The blanks on its inner side belong to it.
pub(super) fn decide(text: &str, marks: &[Mark]) -> Vec<Option<Range<usize>>> {
    let roles = pair(text, marks);
    // An arrow that stays keeps the blanks beside it: they tell that it is one.
    let arrow = |i: usize| roles[i] == Role::Arrow && is_guillemet(marks[i].1);
    let mut end = 0;
    let mut spans = Vec::with_capacity(marks.len());
    for (i, &(at, c)) in marks.iter().enumerate() {
        let mut range = at..at + c.len_utf8();
        match roles[i] {
            Role::Arrow => {
                spans.push(None);
                continue;
            }
            Role::Quote => {}
            Role::Opener => {
                let inner = blanks_after(text, range.end);
                if !marks.get(i + 1).is_some_and(|mark| mark.0 == inner && arrow(i + 1)) {
                    range.end = inner;
                }
            }
            Role::Closer => {
                let inner = blanks_before(text, range.start).max(end);
                let follows = |(last, c): Mark| last + c.len_utf8() == inner;
                if !(i > 0 && follows(marks[i - 1]) && arrow(i - 1)) {
                    range.start = inner;
                }
            }
        }
        end = range.end;
        spans.push(Some(range));
    }
    spans
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    /// Points somewhere, or is no guillemet.
    Arrow,
    /// Quotes; the blanks beside it are the sentence's.
    Quote,
    /// Opens, and the blanks after it are its own.
    Opener,
    /// Closes, and the blanks before it are its own.
    Closer,
}

fn is_guillemet(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›')
}

fn pair(text: &str, marks: &[Mark]) -> Vec<Role> {
    let mut roles = vec![Role::Arrow; marks.len()];
    // The marks that are open, for each kind: « and ‹ as in French, » and › as in German.
    let mut french: [Vec<usize>; 2] = Default::default();
    let mut german: [Vec<usize>; 2] = Default::default();
    for (i, &(at, c)) in marks.iter().enumerate() {
        let kind = match c {
            '«' | '»' => 0,
            '‹' | '›' => 1,
            _ => continue,
        };
        let (left, right) = (before(text, at), after(text, at + c.len_utf8()));
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(is_word);
        let quote = |c: char| is_mark(c) || c == '"' || c == '\'';
        let opens = left.is_none_or(|c| c.is_whitespace() || quote(c) || "([{—–-".contains(c));
        let opened = right.is_some_and(|c| c.is_alphanumeric() || quote(c) || "([{¿¡…—–-$€£".contains(c));
        if matches!(c, '«' | '‹') {
            if !blank(left)
                && !word(right)
                && let Some(partner) = german[kind].pop()
            {
                roles[partner] = Role::Quote;
                roles[i] = Role::Quote;
                continue;
            }
            // Alone, it quotes only where it touches what it opens.
            if kind == 0 && opens && !blank(right) {
                roles[i] = Role::Opener;
            }
            french[kind].push(i);
        } else if opens && opened && (word(right) || french[kind].is_empty()) {
            german[kind].push(i);
        } else if let Some(partner) = french[kind].pop() {
            roles[partner] = Role::Opener;
            roles[i] = Role::Closer;
        } else if kind == 0 && !points(left, right) {
            roles[i] = Role::Closer;
        }
    }
    roles
}

/// Whether a lone » between two characters is an arrow: one apart from all, one before a word, and
/// one that ends a link ("Read more»") and no sentence.
fn points(left: Option<char>, right: Option<char>) -> bool {
    if right.is_none_or(char::is_whitespace) {
        left.is_none_or(|c| c.is_whitespace() || (c.is_alphabetic() && !is_mark(c)))
    } else {
        right.is_some_and(is_word)
    }
}
