//! What a dash spans: two years or numbers, two dates, times or amounts.

use super::place::Place;
use crate::chars::{after, before};

/// Whether the dash stands between two years or two small numbers, and is no part of a date, a
/// telephone number, a score or a code.
pub(super) fn is_range(text: &str, place: &Place) -> bool {
    let (left, right) = (digits(text, place.outer_start, true), digits(text, place.outer_end, false));
    let outside = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || "()[]\"“”„‟«»'‘’‚‛‹›´`′″,;:.!?…%—–―".contains(c))
    };
    let (start, end) = (place.outer_start - left.len(), place.outer_end + right.len());
    // A dash stands there too where it is still written as two hyphens.
    let dashes = (text[..start].ends_with("--"), text[end..].starts_with("--"));
    if !(dashes.0 || outside(before(text, start))) || !(dashes.1 || outside(after(text, end))) {
        return false;
    }
    // "3.10-12" and "10-12.5" are something else, and so is a chain of them.
    let apart = |a: Option<char>, b: Option<char>| {
        let among = |marks: &str| a.is_some_and(|c| marks.contains(c));
        !(among(".,:'‘’‚‛´`′") && b.is_some_and(char::is_alphanumeric)
            || among("—–―") && b.is_some_and(char::is_numeric))
    };
    let (before_start, after_end) = (before(text, start), after(text, end));
    let further_left = before_start.and_then(|c| before(text, start - c.len_utf8()));
    let further_right = after_end.and_then(|c| after(text, end + c.len_utf8()));
    if !apart(before_start, further_left) || !apart(after_end, further_right) {
        return false;
    }
    let (Ok(a), Ok(b)) = (left.parse::<u32>(), right.parse::<u32>()) else { return false };
    let year = |n: u32| (1000..2100).contains(&n);
    match (left.len(), right.len()) {
        (4, 4) => year(a) && year(b) && a < b,
        // "2011-12" may be a month, "in 2011 – 39 more" is none.
        (4, 2) => year(a) && b > 12 && a % 100 < b && place.closed_left() && place.closed_right(),
        (1 | 2, 1 | 2) => {
            a < b && !left.starts_with('0') && !right.starts_with('0') && !is_among_scores(text, start, end)
        }
        _ => false,
    }
}

/// Whether the numbers from `start` to `end` stand in a row with a pair that falls, as the sets of a
/// match do: "3-6, 6-4, 7-5".
fn is_among_scores(text: &str, start: usize, end: usize) -> bool {
    const FAR: usize = 40;
    let (from, to) = (
        text.floor_char_boundary(start.saturating_sub(FAR)),
        text.ceil_char_boundary((end + FAR).min(text.len())),
    );
    let falls = |word: &str| {
        let (a, b) = word.trim_matches(['.', '(', ')']).split_once(['-', '–', '—'])?;
        Some(a.parse::<u8>().ok()? >= b.parse::<u8>().ok()?)
    };
    fn any<'t>(words: impl Iterator<Item = &'t str>, falls: impl Fn(&'t str) -> Option<bool>) -> bool {
        words.filter(|word| !word.is_empty()).map_while(falls).any(|falls| falls)
    }
    let between = [' ', ',', ';'];
    any(text[from..start].rsplit(between), falls) || any(text[end..to].split(between), falls)
}

/// Whether a text begins with a number that has a comma in it.
pub(super) fn is_grouped(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix(',').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The digits that end at `at`, and those that begin there; at most five.
fn digits(text: &str, at: usize, backwards: bool) -> &str {
    let bytes = text.as_bytes();
    let digit = |b: &&u8| b.is_ascii_digit();
    if backwards {
        &text[at - bytes[..at].iter().rev().take(5).take_while(digit).count()..at]
    } else {
        &text[at..at + bytes[at..].iter().take(5).take_while(digit).count()]
    }
}

/// Whether the dash, with spaces beside it, stands between two dates, times or amounts of a kind.
pub(super) fn spans(text: &str, place: &Place) -> bool {
    let mut left = text[..place.outer_start].rsplit(char::is_whitespace);
    let mut right = text[place.outer_end..].split(char::is_whitespace);
    let mut words = || (bare(left.next().unwrap_or_default()), bare(right.next().unwrap_or_default()));
    let ((last, next), (further_left, further_right)) = (words(), words());
    let digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());

    let is_date = is_number(last)
        && last.len() <= 4
        && ((is_one_of(MONTHS, next) && is_number(further_right)) || (last.len() == 4 && next == "present"));
    let is_time = is_half_of_day(last)
        && (digit(last) || digit(further_left))
        && digit(next)
        && (is_half_of_day(next) || is_half_of_day(further_right));
    let are_names = [MONTHS, DAYS].iter().any(|names| is_one_of(names, last) && is_one_of(names, next));
    let is_unit = |c: char| c == '%' || CURRENCIES.contains(&c);
    let unit = |word: &str| word.chars().find(|&c| is_unit(c));
    let is_amount = unit(last).is_some()
        && unit(last) == unit(next)
        && is_number(last.trim_matches(is_unit))
        && is_number(next.trim_matches(is_unit));
    is_date || is_time || are_names || is_amount
}

const CURRENCIES: [char; 4] = ['$', '£', '€', '¥'];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_start_matches(|c: char| !c.is_alphanumeric() && !CURRENCIES.contains(&c))
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

/// Whether a word is one of the names, or its first letters.
fn is_one_of(names: &[&str], word: &str) -> bool {
    word.len() >= 3 && names.iter().any(|name| name.starts_with(word))
}

/// Whether a word begins with a digit and is a number, or an ordinal.
fn is_number(word: &str) -> bool {
    let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        && word.len() - number.len() <= 2
}

/// Whether a word is, or ends with, what says which half of the day it is.
fn is_half_of_day(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.'));
    ["am", "pm", "a.m", "p.m"].iter().any(|half| word.eq_ignore_ascii_case(half))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans_at(text: &str) -> bool {
        let at = text.find(" - ").unwrap() + 1;
        spans(text, &Place::new(text, at, at + 1))
    }

    #[test]
    fn spans_of_time_and_money_are_told() {
        for text in [
            "(May 3, 1961 - June 20, 2004)",
            "from July 2 - Aug. 18th on",
            "Harbor Club (2013 - present)",
            "9 am - 1 pm",
            "9:30am - 12:15pm",
            "8 a.m. - 11:30 a.m.)",
            "open Mon - Fri, or May - September",
            "paid $500 - $1,999 a year",
            "down, 46% - 50%.",
        ] {
            assert!(spans_at(text), "{text}");
        }
        for text in [
            "in 2016 - May said so",
            "since 2013 - presently ill",
            "Session 2 - May we ask?",
            "Rust 1.0 - the first",
            "11 am - 2 sessions",
            "11 am - Session 2",
            "it cost $500 - five times the sum",
            "the 46% - 50 of them",
            "he came in May - Monday was free",
            " - ",
        ] {
            assert!(!spans_at(text), "{text}");
        }
    }
}
