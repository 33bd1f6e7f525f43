//! Guillemets: quotation marks («mot», « mot », »Wort«) or arrows ("Home » News")?

use std::ops::Range;

use super::marks::{Mark, Role, is_dash, is_mark, is_word};
use crate::chars::{after, before, blanks_after, blanks_before, is_blank};

/// For each of the marks of a line: the span that is to be replaced and what it does, if it is a
/// guillemet that quotes. The blanks on its inner side belong to it.
pub(super) fn decide(text: &str, marks: &[Mark]) -> Vec<Option<(Range<usize>, Role)>> {
    let points = pair(text, marks);
    // An arrow that stays keeps the blanks beside it: they tell that it is one.
    let arrow = |i: usize| points[i] == Guillemet::Arrow && is_guillemet(marks[i].c);
    let mut end = 0;
    let mut spans = Vec::with_capacity(marks.len());
    for (i, mark) in marks.iter().enumerate() {
        let mut range = mark.range.clone();
        let role = match points[i] {
            Guillemet::Arrow => {
                spans.push(None);
                continue;
            }
            Guillemet::German(role) => role,
            Guillemet::French(Role::Opens) => {
                let inner = blanks_after(text, range.end);
                if !marks.get(i + 1).is_some_and(|mark| mark.range.start == inner && arrow(i + 1)) {
                    range.end = inner;
                }
                Role::Opens
            }
            Guillemet::French(role) => {
                let inner = blanks_before(text, range.start).max(end);
                if !(i > 0 && marks[i - 1].range.end == inner && arrow(i - 1)) {
                    range.start = inner;
                }
                role
            }
        };
        end = range.end;
        spans.push(Some((range, role)));
    }
    spans
}

/// The narrow no-break space, with which French sets guillemets.
const NARROW: char = '\u{202F}';

#[derive(Clone, Copy, Debug, PartialEq)]
enum Guillemet {
    /// Points somewhere, or is no guillemet.
    Arrow,
    /// Quotes as in German, »so«: the blanks beside it are the sentence's.
    German(Role),
    /// Quotes as in French, « so »: the blanks on its inner side are its own.
    French(Role),
}

pub(super) fn is_guillemet(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›')
}

fn pair(text: &str, marks: &[Mark]) -> Vec<Guillemet> {
    let mut roles = vec![Guillemet::Arrow; marks.len()];
    // The marks that are open, for each kind: « and ‹ as in French, » and › as in German.
    let mut french: [Vec<usize>; 2] = Default::default();
    // Whether the last of them in French is set with a space inside.
    let spaced =
        |open: Option<&usize>| open.is_some_and(|&i| after(text, marks[i].range.end).is_some_and(is_blank));
    let mut german: [Vec<usize>; 2] = Default::default();
    for (i, mark) in marks.iter().enumerate() {
        let c = mark.c;
        let kind = match c {
            '«' | '»' => 0,
            '‹' | '›' => 1,
            _ => continue,
        };
        let (left, right) = (before(text, mark.range.start), after(text, mark.range.end));
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let word = |c: Option<char>| c.is_some_and(is_word);
        let quote = |c: char| is_mark(c) || c == '"' || c == '\'';
        let opens = left.is_none_or(|c| c.is_whitespace() || quote(c) || "([{".contains(c) || is_dash(c));
        let opened = right
            .is_some_and(|c| c.is_alphanumeric() || quote(c) || "([{¿¡…$€£".contains(c) || is_dash(c))
            || text[mark.range.end..].starts_with("...");
        if kind == 1 && blank(left) && blank(right) && ![left, right].contains(&Some(NARROW)) {
            // "‹ Before | Next ›"
            continue;
        }
        if matches!(c, '«' | '‹') {
            if !blank(left)
                && !word(right)
                && let Some(partner) = german[kind].pop()
            {
                roles[partner] = Guillemet::German(Role::Opens);
                roles[i] = Guillemet::German(Role::Closes);
                continue;
            }
            // Alone, it quotes only where it touches what it opens, or is set with a space of its own.
            if kind == 0 && opens && (!blank(right) || right == Some(NARROW)) {
                roles[i] = Guillemet::French(Role::Opens);
            }
            french[kind].push(i);
        } else if opens
            && opened
            && (word(right) || french[kind].is_empty())
            && !(blank(left) && spaced(french[kind].last()))
        {
            german[kind].push(i);
        } else if let Some(partner) = french[kind].pop() {
            roles[partner] = Guillemet::French(Role::Opens);
            roles[i] = Guillemet::French(Role::Closes);
        } else if let Some(partner) = german[kind].pop_if(|_| kind == 0 && !blank(left) && !word(right)) {
            // As in Swedish and Finnish, »so».
            roles[partner] = Guillemet::German(Role::Opens);
            roles[i] = Guillemet::German(Role::Closes);
        } else if kind == 0 && (!blank(left) || left == Some(NARROW)) && !points(left, right) {
            roles[i] = Guillemet::French(Role::Closes);
        }
    }
    roles
}

/// Whether a lone » between two characters is an arrow: one apart from all, one before a word, and
/// one that ends a link ("Read more»") and no sentence.
fn points(left: Option<char>, right: Option<char>) -> bool {
    if right.is_none_or(char::is_whitespace) {
        left.is_none_or(|c| (c.is_whitespace() && c != NARROW) || (c.is_alphabetic() && !is_mark(c)))
    } else {
        right.is_some_and(is_word)
    }
}
