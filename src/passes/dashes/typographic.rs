//! Dashes, ranges, minus signs and omission points as the language has them: —, –, −, ….

use std::cell::OnceCell;

use memchr::{memchr_iter, memmem};

use super::compound::Compounds;
use super::double;
use super::house::Parenthetical;
use super::place::{Place, beside_cjk};
use super::range::{is_range, spans};
use super::words::{Words, is_address};
use crate::chars::{after, before};
use crate::edit::{Edit, Rule};
use crate::passes::Document;

pub(super) fn propose(
    document: &Document<'_>,
    house: Parenthetical,
    compounds: &Compounds,
    edits: &mut Vec<Edit>,
) {
    let first = edits.len();
    dashes(document, house, compounds, edits);
    let others = edits.len();
    ellipses(document, edits);
    if edits.len() > others && others > first {
        edits.sort_by_key(|edit| edit.range.start);
    }
}

fn dashes(document: &Document<'_>, house: Parenthetical, compounds: &Compounds, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―');
    let mut hyphens = memchr_iter(b'-', text.as_bytes()).peekable();
    let mut symbols =
        scan.symbols.iter().copied().filter(|&at| after(text, at).is_some_and(is_dash)).peekable();
    let doubles = OnceCell::new();
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
        if &text[at..done] == "--" {
            let doubles = doubles.get_or_init(|| double::dashes(document, compounds));
            if doubles.binary_search_by_key(&at, |place| place.start).is_err() {
                continue;
            }
        }
        if place.is_open() && spans(text, &place) {
            // It does by the words beside it, which another dash may be closed up to.
            document.raise_doubt_at(at);
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
    let spaced = parts && place.is_open();
    let closed = parts && closed_left && closed_right;
    let whole = |replacement, rule| Some(Edit::new(place.outer_start..place.outer_end, replacement, rule));
    let only = |replacement, rule| Some(Edit::new(place.start..place.end, replacement, rule));
    match dash {
        "—" | "―" if closed && numbers && is_range(text, place) && !words.in_code(place.start) => {
            only("–", Rule::Range)
        }
        // An interruption is closed in all languages.
        "—" | "―" if closed && place.before_closer(text) => None,
        // Between other numbers another dash, or the same without spaces, would say something else.
        "—" | "―" if (spaced || closed) && !numbers => parenthetical(text, place, house),
        "–" if spaced && numbers && is_range(text, place) => whole("–", Rule::Range),
        "–" if spaced && spans(text, place) => None,
        "-" if spaced && spans(text, place) => only("–", Rule::Range),
        "–" | "-" if spaced && !numbers => parenthetical(text, place, house),
        "-" if closed && numbers && is_range(text, place) && !words.in_code(place.start) => {
            only("–", Rule::Range)
        }
        "-" | "–" if closed_right && digits(place.right) && is_minus(text, place) => only("−", Rule::Minus),
        "--" => {
            let ends = place.right.is_none() || place.before_closer(text);
            if ends { only(house.dash, Rule::Dash) } else { parenthetical(text, place, house) }
        }
        _ => None,
    }
}

/// The edit for a dash that parts clauses. Blanks of all kinds do where there are to be some, and those
/// beside a web address stay: what takes it from the text would take the dash with it.
fn parenthetical(text: &str, place: &Place, house: Parenthetical) -> Option<Edit> {
    let Parenthetical { dash, spaced } = house;
    let spaced = spaced || (place.is_open() && has_address_beside(text, place));
    let space = |closed: bool| if spaced && closed { " " } else { "" };
    let range = if spaced { place.start..place.end } else { place.outer_start..place.outer_end };
    let new = format!("{}{dash}{}", space(place.closed_left()), space(place.closed_right()));
    (text[range.clone()] != new).then(|| Edit::new(range, new, Rule::Dash))
}

/// Whether a word that only blanks part from the dash is an address.
fn has_address_beside(text: &str, place: &Place) -> bool {
    let before = text[..place.outer_start].rsplit(char::is_whitespace).next();
    let after = text[place.outer_end..].split(char::is_whitespace).next();
    [before, after].into_iter().flatten().any(is_address)
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
