//! Dashes as `-` and ` - `, omission points as `...`.

use std::ops::Range;

use super::compound::{Compounds, Role};
use super::double;
use super::place::{Place, beside_cjk};
use super::range::is_grouped;
use super::words::Words;
use crate::chars::{after, before, blanks_after, is_cjk, is_hyphen};
use crate::edit::{Edit, Rule};
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, compounds: &Compounds, edits: &mut Vec<Edit>) {
    let first = edits.len();
    symbols(document, compounds, edits);
    let others = edits.len();
    for place in double::dashes(document, compounds) {
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
    let mut habit = Habit { document, compounds, parts: None, options: None };
    let mut words = Words::new(document);
    let mut done = 0;
    for &at in &scan.symbols {
        // Nearly all are quotation marks, '‘' to '‟'.
        if at < done || matches!(text.as_bytes()[at..], [0xE2, 0x80, 0x98..=0x9F, ..]) {
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
                document.raise_doubt_at(at);
            }
            put(edits, at, c, replacement, rule);
        }
    }
}

/// Whether what becomes a hyphen will be one of two.
fn is_beside_hyphen(text: &str, start: usize, end: usize) -> bool {
    let is_either = |c| is_dash(c) || is_hyphen(c);
    before(text, start).is_some_and(is_either) || after(text, end).is_some_and(is_either)
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
    let first_run = start..end_of_run(start);
    let mut end = first_run.end;
    let mut others: Vec<Range<usize>> = Vec::new();
    loop {
        let next = blanks_after(text, end);
        if !after(text, next).is_some_and(is_dash) {
            break;
        }
        end = end_of_run(next);
        others.push(next..end);
    }
    let first = after(text, start).unwrap_or('—');
    let code = habit.document.code();
    if beside_cjk(text, start, end)
        || (!matches!(first, '—' | '―') && words.in_name(start))
        || code.contains(start)
    {
        return end;
    }
    let single = others.is_empty() && start + first.len_utf8() == end && !matches!(first, '⸺' | '⸻');
    if single && before(text, start) != Some('-') && after(text, end) != Some('-') {
        edits.extend(dash(habit, first, &Place::new(text, start, end)));
    } else {
        // A rule, a gap to fill in, an omitted name: a hyphen for each dash. Two may stand for one.
        if end - start <= 2 * '—'.len_utf8() || is_beside_hyphen(text, start, end) {
            habit.document.raise_doubt_at(start);
        }
        for run in std::iter::once(first_run).chain(others) {
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

/// What en dashes do in a document, where the words beside one do not tell.
struct Habit<'a, 't> {
    document: &'a Document<'t>,
    compounds: &'a Compounds,
    /// Whether the closed ones part clauses; looked up when first asked for.
    parts: Option<bool>,
    /// Whether there are options of commands.
    options: Option<bool>,
}

impl Habit<'_, '_> {
    /// Whether the closed en dash at `place` joins two words, or two halves of a range.
    fn joins(&mut self, place: &Place) -> bool {
        let text = self.document.text;
        match self.role(place.start, place.end) {
            Role::Parts => false,
            _ if place.ends_dateline(text) => false,
            Role::Joins => true,
            // Those that part clauses come in pairs.
            _ if self.neighbors(place).into_iter().flatten().any(|role| role == Role::Parts) => false,
            Role::MayJoin => true,
            Role::Unknown => !self.parts(),
        }
    }

    fn role(&self, start: usize, end: usize) -> Role {
        let text = self.document.text;
        self.compounds.role(&text[..start], &text[end..])
    }

    /// The roles of the next closed en dashes in the sentence, on both sides.
    fn neighbors(&self, place: &Place) -> [Option<Role>; 2] {
        const FAR: usize = 200;
        let text = self.document.text;
        let ends = |between: &str| {
            let is_end = |at: usize| {
                let word = between[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                !(word.len() <= 4 && word.starts_with(char::is_uppercase))
            };
            between.contains('\n')
                || ["? ", "! "].iter().any(|stop| between.contains(stop))
                || between.match_indices(". ").any(|(at, _)| is_end(at))
        };
        let role = |at: usize| {
            let end = at + '–'.len_utf8();
            let place = Place::new(text, at, end);
            (place.closed_left() && place.closed_right()).then(|| self.role(at, end))
        };
        let from = text.floor_char_boundary(place.start.saturating_sub(FAR));
        let to = text.ceil_char_boundary((place.end + FAR).min(text.len()));
        let earlier = text[from..place.start].rfind('–').map(|at| from + at);
        let later = text[place.end..to].find('–').map(|at| place.end + at);
        [
            earlier.filter(|&at| !ends(&text[at..place.start])).and_then(role),
            later.filter(|&at| !ends(&text[place.end..at])).and_then(role),
        ]
    }

    /// Whether closed en dashes part clauses here: who has em dashes, or spaced en dashes, parts them
    /// with those; but who parts clauses with a closed one once does so elsewhere too.
    fn parts(&mut self) -> bool {
        let Document { text, scan, .. } = self.document;
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
                    && self.role(at, end) == Role::Parts
                {
                    return true;
                }
            }
            !others
        };
        match self.parts {
            Some(parts) => parts,
            None => *self.parts.insert(parts()),
        }
    }

    /// Whether the en dash at `place` stands for the hyphens of an option.
    fn is_option(&mut self, place: &Place) -> bool {
        let text = self.document.text;
        place.begins_option(text)
            && (double::is_called_option(&text[place.end..])
                || *self.options.get_or_insert_with(|| double::has_short_options(text)))
    }
}

/// The edit for a dash on its own.
fn dash(habit: &mut Habit<'_, '_>, c: char, place: &Place) -> Option<Edit> {
    let text = habit.document.text;
    let Place { left, right, .. } = *place;
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let short = matches!(c, '–' | '‒');
    let (closed_left, closed_right) = (place.closed_left(), place.closed_right());
    let (opened, closing) = (place.after_opener(text), place.before_closer(text) && closed_right);
    let only = |rule| Some(Edit::new(place.start..place.end, "-", rule));

    if closed_left && closed_right {
        // "10–15", "1914—1918", "U.S.–Mexico", "$5–$10", but not "yes,–", "”–“" or "in 2013—10,076".
        let joins = |c: Option<char>| c.is_some_and(|c| !",;:!?\"”“„»«…".contains(c));
        let mut joined = || joins(left) && joins(right) && habit.joins(place);
        let numbers = is_digit(left) && is_digit(right);
        if (numbers && (short || !is_grouped(&text[place.end..])))
            || (short && !opened && !closing && joined())
        {
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
    if short && habit.is_option(place) {
        // Beside another style of quotation marks it could look otherwise.
        habit.document.raise_doubt();
        return None;
    }
    let is_arrow = (right == Some('>') && closed_right) || (left == Some('<') && closed_left);
    if is_arrow || place.aligns(text) || place.omits_letters(text) {
        return only(Rule::Dash);
    }
    Some(spaced(text, place))
}

/// The edit that sets a dash as a hyphen with spaces, but for the ends of lines and quotations.
fn spaced(text: &str, place: &Place) -> Edit {
    let Place { left, right, .. } = *place;
    let closed_right = place.closed_right();
    let (opened, closing) = (place.after_opener(text), place.before_closer(text) && closed_right);
    let space_before = left.is_some() && !opened;
    let space_after = right.is_some() && !closing && !(closed_right && place.before_stop(text));
    // Of the blanks, those that are one plain space already stay.
    let front = space_before && &text[place.outer_start..place.start] != " ";
    let back = space_after && &text[place.end..place.outer_end] != " ";
    let start = if front { place.outer_start } else { place.start };
    let end = if back { place.outer_end } else { place.end };
    let set = match (front, back) {
        (false, false) => "-",
        (false, true) => "- ",
        (true, false) => " -",
        (true, true) => " - ",
    };
    Edit::new(start..end, set, Rule::Dash)
}
