//! Dashes as `-` and ` - `, omission points as `...`.

use std::ops::Range;

use super::compound::Compounds;
use super::double;
use super::place::{Place, beside_cjk};
use super::words::Words;
use crate::chars::{after, before, blanks_after, is_cjk};
use crate::edit::{Edit, Rule};
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, compounds: &Compounds, edits: &mut Vec<Edit>) {
    let first = edits.len();
    symbols(document, compounds, edits);
    let others = edits.len();
    for place in double::dashes(document) {
        edits.push(spaced(document.text, &place));
    }
    if edits.len() > others && others > first {
        edits.sort_by_key(|edit| edit.range.start);
    }
}

/// Whether `c` is a dash, by its look. Those that are as long as two or three are among them.
fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '‒' | '﹘' | '⸺' | '⸻')
}

fn symbols(document: &Document<'_>, compounds: &Compounds, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let mut habit = Habit { document, compounds, parts: None };
    let mut words = Words::new(document);
    let mut done = 0;
    for &at in &scan.symbols {
        if at < done {
            continue;
        }
        let Some(c) = after(text, at) else { continue };
        let end = at + c.len_utf8();
        let (replacement, rule) = match c {
            _ if is_dash(c) => {
                done = dashes(&mut habit, at, &mut words, edits);
                continue;
            }
            '−' | '˗' | '‐' | '‑' if between_cjk(text, at, end) => continue,
            '−' | '˗' => ("-", Rule::Minus),
            '‐' | '‑' => ("-", Rule::Hyphen),
            '﹣' | '－' | '⁃' if !beside_cjk(text, at, end) => ("-", Rule::Hyphen),
            '…' | '‥' => {
                done = text.len() - text[at..].trim_start_matches(c).len();
                if !beside_cjk(text, at, done) && !words.in_name(at) {
                    let dots = if c == '…' { "..." } else { ".." };
                    for at in (at..done).step_by(c.len_utf8()) {
                        put(edits, at, c, dots, Rule::Ellipsis);
                    }
                }
                continue;
            }
            _ => continue,
        };
        if !words.in_name(at) {
            if is_beside_hyphen(text, at, end) {
                document.raise_doubt();
            }
            put(edits, at, c, replacement, rule);
        }
    }
}

/// Whether what becomes a hyphen will be one of two.
fn is_beside_hyphen(text: &str, start: usize, end: usize) -> bool {
    let is_hyphen = |c| is_dash(c) || matches!(c, '-' | '−' | '˗' | '‐' | '‑' | '﹣' | '－' | '⁃');
    before(text, start).is_some_and(is_hyphen) || after(text, end).is_some_and(is_hyphen)
}

fn put(edits: &mut Vec<Edit>, at: usize, c: char, replacement: &'static str, rule: Rule) {
    edits.push(Edit::new(at..at + c.len_utf8(), replacement, rule));
}

/// Whether Chinese or Japanese text touches on both sides.
fn between_cjk(text: &str, start: usize, end: usize) -> bool {
    before(text, start).is_some_and(is_cjk) && after(text, end).is_some_and(is_cjk)
}

/// Sets the dash at `start`, together with those that only blanks part from it. Gives the end of
/// the last.
fn dashes(
    habit: &mut Habit<'_, '_>,
    start: usize,
    words: &mut Words<'_, '_>,
    edits: &mut Vec<Edit>,
) -> usize {
    let text = habit.document.text;
    let end_of_run = |at: usize| text.len() - text[at..].trim_start_matches(is_dash).len();
    let mut end = end_of_run(start);
    let mut runs = Vec::from([Range { start, end }]);
    loop {
        let next = blanks_after(text, end);
        if !after(text, next).is_some_and(is_dash) {
            break;
        }
        end = end_of_run(next);
        runs.push(next..end);
    }
    let first = after(text, start).unwrap_or('—');
    let code = habit.document.code();
    if beside_cjk(text, start, end)
        || (!matches!(first, '—' | '―') && words.in_name(start))
        || code.contains(start)
    {
        return end;
    }
    let single = runs.len() == 1 && start + first.len_utf8() == end && !matches!(first, '⸺' | '⸻');
    if single && before(text, start) != Some('-') && after(text, end) != Some('-') {
        edits.push(dash(habit, first, &Place::new(text, start, end)));
    } else {
        // A rule, a gap to fill in, an omitted name: a hyphen for each dash. Two may stand for one.
        if end - start <= 2 * '—'.len_utf8() || is_beside_hyphen(text, start, end) {
            habit.document.raise_doubt();
        }
        for run in runs {
            let length = |c| match c {
                '⸺' => 2,
                '⸻' => 3,
                _ => 1,
            };
            let hyphens = "-".repeat(text[run.clone()].chars().map(length).sum());
            edits.push(Edit::new(run, hyphens, Rule::Dash));
        }
    }
    end
}

/// What closed en dashes do in a document, where the words beside one do not tell.
struct Habit<'a, 't> {
    document: &'a Document<'t>,
    compounds: &'a Compounds,
    /// Whether they part clauses; looked up when first asked for.
    parts: Option<bool>,
}

impl Habit<'_, '_> {
    /// Whether the closed en dash at `place` joins two words, or two halves of a range.
    fn joins(&mut self, place: &Place) -> bool {
        let Document { text, scan, .. } = self.document;
        if let Some(joins) = self.compounds.join(&text[..place.start], &text[place.end..]) {
            return joins;
        }
        // Who has em dashes, or spaced en dashes, parts clauses with those; but who parts clauses
        // with a closed one once does so elsewhere too.
        let compounds = self.compounds;
        let parts = || {
            let mut others = false;
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            for &at in &scan.symbols {
                let Some(c @ ('—' | '―' | '–')) = after(text, at) else { continue };
                let end = at + c.len_utf8();
                if c != '–' || blanks_after(text, end) > end {
                    others = true;
                } else if word(before(text, at))
                    && word(after(text, end))
                    && compounds.join(&text[..at], &text[end..]) == Some(false)
                {
                    return true;
                }
            }
            !others
        };
        !*self.parts.get_or_insert_with(parts)
    }
}

/// The edit for a dash on its own.
fn dash(habit: &mut Habit<'_, '_>, c: char, place: &Place) -> Edit {
    let text = habit.document.text;
    let Place { left, right, .. } = *place;
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let short = matches!(c, '–' | '‒');
    let (closed_left, closed_right) = (place.closed_left(), place.closed_right());
    let (opened, closing) = (place.after_opener(text), place.before_closer(text) && closed_right);
    let only = |rule| Edit::new(place.start..place.end, "-", rule);

    if closed_left && closed_right {
        // "10–15", "1914—1918", "U.S.–Mexico", "$5–$10", but not "yes,–" or "”–“".
        let joins = |c: Option<char>| c.is_some_and(|c| !",;:!?\"”“„»«…".contains(c));
        let mut joined = || joins(left) && joins(right) && habit.joins(place);
        if (is_digit(left) && is_digit(right)) || (short && !opened && !closing && joined()) {
            return only(Rule::Range);
        }
    }
    if c == '‒' {
        return only(Rule::Range);
    }
    let amount = right.is_some_and(|c| c.is_numeric() || "$£€¥".contains(c));
    if short && closed_right && amount && (opened || !closed_left) && !is_digit(left) {
        return only(Rule::Minus);
    }
    if short && closed_left && is_digit(left) && (right.is_none() || closing) {
        return only(Rule::Range);
    }
    if place.aligns(text) || place.omits_letters(text) {
        return only(Rule::Dash);
    }
    spaced(text, place)
}

/// The edit that sets a dash as a hyphen with spaces, but for the ends of lines and quotations.
fn spaced(text: &str, place: &Place) -> Edit {
    let Place { left, right, .. } = *place;
    let closed_right = place.closed_right();
    let (opened, closing) = (place.after_opener(text), place.before_closer(text) && closed_right);
    let space_before = left.is_some() && !opened;
    let space_after = right.is_some() && !closing && !(closed_right && place.before_stop(text));
    // Of the blanks, those that are one plain space already stay.
    let (mut start, mut end) = (place.start, place.end);
    let (mut front, mut back) = ("", "");
    if space_before && &text[place.outer_start..start] != " " {
        (start, front) = (place.outer_start, " ");
    }
    if space_after && &text[end..place.outer_end] != " " {
        (end, back) = (place.outer_end, " ");
    }
    Edit::new(start..end, format!("{front}-{back}"), Rule::Dash)
}
