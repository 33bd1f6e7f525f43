//! Dashes, ranges, minus signs and omission points as the language has them: —, –, −, ….

use memchr::{memchr_iter, memmem};

use super::double;
use super::house::Parenthetical;
use super::place::{Place, beside_cjk};
use super::words::Words;
use crate::chars::{after, before};
use crate::edit::{Edit, Rule};
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, house: Parenthetical, edits: &mut Vec<Edit>) {
    let first = edits.len();
    dashes(document, house, edits);
    let others = edits.len();
    ellipses(document, edits);
    if edits.len() > others && others > first {
        edits.sort_by_key(|edit| edit.range.start);
    }
}

fn dashes(document: &Document<'_>, house: Parenthetical, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―');
    let mut hyphens = memchr_iter(b'-', text.as_bytes()).peekable();
    let mut symbols =
        scan.symbols.iter().copied().filter(|&at| after(text, at).is_some_and(is_dash)).peekable();
    let mut words = Words::new(document);
    let mut done = 0;
    loop {
        let at = match (hyphens.peek(), symbols.peek()) {
            (Some(a), Some(b)) if a < b => hyphens.next(),
            (Some(_), None) => hyphens.next(),
            _ => symbols.next(),
        };
        let Some(at) = at else { return };
        if at < done {
            continue;
        }
        done = text.len() - text[at..].trim_start_matches(is_dash).len();
        let place = Place::new(text, at, done);
        let beside = [place.left, place.right].into_iter().flatten().any(is_dash);
        let in_cjk = !text[at..].starts_with('-') && beside_cjk(text, at, done);
        if place.aligns(text) {
            // It may align no longer when spaces are gone.
            document.raise_doubt();
            continue;
        }
        if beside || in_cjk || document.is_indented(at) || document.code().contains(at) {
            continue;
        }
        let edit = dash(text, &place, house, &mut words);
        let is_quote = |c: char| "\"“”„‟«»'‘’‚‛‹›´`′″".contains(c);
        if edit.is_none() && [place.left, place.right].into_iter().flatten().any(is_quote) {
            // Beside another style of quotation marks it could look otherwise.
            document.raise_doubt();
        }
        edits.extend(edit);
    }
}

/// Whether a clause can end with `c`.
fn ends(c: char) -> bool {
    c.is_alphanumeric() || ".,;:!?)]\"'”’»…%".contains(c)
}

/// Whether a clause can begin with `c`.
fn begins(c: char) -> bool {
    c.is_alphanumeric() || "\"'“‘«([$£€".contains(c)
}

fn dash(text: &str, place: &Place, house: Parenthetical, words: &mut Words<'_, '_>) -> Option<Edit> {
    let dash = &text[place.start..place.end];
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let numbers = digits(place.left) && digits(place.right);
    let rest = &text[place.outer_end..];
    let omits = rest.starts_with('…') || rest.starts_with("...");
    let parts = place.left.is_some_and(ends) && (place.right.is_some_and(begins) || omits);
    let (closed_left, closed_right) = (place.closed_left(), place.closed_right());
    let spaced = parts && !closed_left && !closed_right;
    let closed = parts && closed_left && closed_right;
    let whole = |replacement, rule| Some(Edit::new(place.outer_start..place.outer_end, replacement, rule));
    let only = |replacement, rule| Some(Edit::new(place.start..place.end, replacement, rule));
    match dash {
        "—" | "―" if closed && numbers && is_range(text, place) && !words.in_code(place.start) => {
            only("–", Rule::Range)
        }
        // Between other numbers a shorter dash would say something else.
        "—" | "―" if (spaced || closed) && !(numbers && house.spaced) => {
            parenthetical(text, place, house)
        }
        "–" if spaced && numbers && is_whole(text, place.outer_end) => whole("–", Rule::Range),
        "–" | "-" if spaced && !numbers => parenthetical(text, place, house),
        "-" if closed && numbers && is_range(text, place) && !words.in_code(place.start) => {
            only("–", Rule::Range)
        }
        "-" | "–" if closed_right && digits(place.right) && is_minus(text, place) => only("−", Rule::Minus),
        "--" if double::is_dash(text, place, words) => {
            // An interruption is closed in all languages.
            let ends = place.right.is_none() || place.before_closer(text);
            if ends { only(house.dash, Rule::Dash) } else { parenthetical(text, place, house) }
        }
        _ => None,
    }
}

/// The edit for a dash that parts clauses. Blanks of all kinds do where there are to be some.
fn parenthetical(text: &str, place: &Place, house: Parenthetical) -> Option<Edit> {
    let Parenthetical { dash, spaced } = house;
    let space = |closed: bool| if spaced && closed { " " } else { "" };
    let range = if spaced { place.start..place.end } else { place.outer_start..place.outer_end };
    let new = format!("{}{dash}{}", space(place.closed_left()), space(place.closed_right()));
    (text[range.clone()] != new).then(|| Edit::new(range, new, Rule::Dash))
}

/// Whether the number at `at` has no mark in it: "in 2008 – 1,688 more" is no range.
fn is_whole(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    !rest.strip_prefix([',', '.']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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

/// Whether the hyphen stands between two years or two small numbers, and is no part of a date, a
/// telephone number, a score or a code.
fn is_range(text: &str, place: &Place) -> bool {
    let (left, right) = (digits(text, place.start, true), digits(text, place.end, false));
    let outside = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || "()[]\"“”„‟«»'‘’‚‛‹›´`′″,;:.!?…%—–―".contains(c))
    };
    let (start, end) = (place.start - left.len(), place.end + right.len());
    // A dash stands there too where it is still written as two hyphens.
    let dashes = (text[..start].ends_with("--"), text[end..].starts_with("--"));
    if !(dashes.0 || outside(before(text, start))) || !(dashes.1 || outside(after(text, end))) {
        return false;
    }
    // "3.10-12" and "10-12.5" are something else, and so is a chain of them.
    let apart = |a: Option<char>, b: Option<char>| {
        !(a.is_some_and(|c| ".,:'‘’‚‛´`′".contains(c)) && b.is_some_and(|c| c.is_alphanumeric()))
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
        // "2011-12" may be a month.
        (4, 2) => year(a) && b > 12 && a % 100 < b,
        (1 | 2, 1 | 2) => a < b && !left.starts_with('0') && !right.starts_with('0'),
        _ => false,
    }
}

/// Whether the hyphen before a number is a minus sign: only where a unit says that it is one, as
/// options of commands ("head -5") and lists look the same.
fn is_minus(text: &str, place: &Place) -> bool {
    let free =
        place.left.is_some_and(|c| !c.is_numeric()) && (!place.closed_left() || place.left == Some('('));
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let digits = text[place.end..].bytes().take(24).take_while(|&b| number(char::from(b))).count();
    let rest = &text[place.end + digits..];
    let units = ["°", "%", " °", " %", " degrees", " percent", " per cent", "\u{a0}°", "\u{a0}%"];
    free && units.iter().any(|unit| rest.starts_with(unit))
}

fn ellipses(document: &Document<'_>, edits: &mut Vec<Edit>) {
    let text = document.text;
    let mut words = Words::new(document);
    for at in memmem::find_iter(text.as_bytes(), "...") {
        let (left, right) = (before(text, at), after(text, at + 3));
        let joins = |c: Option<char>| c.is_some_and(|c| "./\\(<".contains(c));
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if joins(left) || joins(right) || (inside(left) && inside(right)) {
            continue;
        }
        if !document.is_indented(at) && !words.in_name(at) {
            edits.push(Edit::new(at..at + 3, "…", Rule::Ellipsis));
        }
    }
}
