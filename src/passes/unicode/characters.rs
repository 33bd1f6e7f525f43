//! Characters that nobody sees, each by itself; spaces, line ends and ligatures.

use std::borrow::Cow;

use super::{bidi, escapes};
use crate::chars::{after, before, is_cjk};
use crate::edit::{Edit, Rule};
use crate::scan::Scan;

/// The edits for what `scan` found. Narrow no-break spaces inside guillemets stay if asked for: quotation
/// marks are set with them, and known by them.
pub(super) fn propose(text: &str, scan: &Scan, keeps_guillemets: bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut stray = bidi::stray(text, scan).into_iter().peekable();
    let mut ideographic = Ideographic::new(text, scan);
    let mut done = 0;
    for &at in &scan.invisible {
        if at < done {
            continue;
        }
        let Some(c) = after(text, at) else { continue };
        let mut start = at;
        let mut end = at + c.len_utf8();
        let (replacement, rule) = match c {
            '\u{FEFF}' => ("", Rule::Bom),
            '\r' if text[end..].starts_with('\n') => continue,
            '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{2028}' | '\u{2029}' => ("\n", Rule::LineBreak),
            '\x1f' => (" ", Rule::Control),
            '\x1b' => {
                end = escapes::end(text, end);
                ("", Rule::Control)
            }
            '\x08' => {
                (start, end) = struck_over(text, at, done);
                ("", Rule::Control)
            }
            '\0'..='\x1f' | '\x7f' => ("", Rule::Control),
            '\u{AD}' if ends_line(text, at, end) => ("-", Rule::SoftHyphen),
            '\u{AD}' if parts_compound(text, at, end) => ("-", Rule::SoftHyphen),
            '\u{AD}' => ("", Rule::SoftHyphen),
            '\u{200B}' if is_between(text, at, end, parts_words_unseen) => continue,
            '\u{180E}' if before(text, at).is_some_and(is_mongolian) => continue,
            '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{180E}' => {
                ("", Rule::ZeroWidth)
            }
            '\u{200C}' | '\u{200D}' if joins_nothing(text, at, end) => ("", Rule::ZeroWidth),
            '\u{1D173}'..='\u{1D17A}' if !is_between(text, at, end, is_musical) => ("", Rule::ZeroWidth),
            '\u{E0001}'..='\u{E007F}' if !is_in_flag(text, at) => ("", Rule::ZeroWidth),
            _ if bidi::is_mark(c) => match stray.next_if_eq(&at) {
                Some(_) => ("", Rule::Bidi),
                None => continue,
            },
            '\u{1680}' if is_between(text, at, end, |c| matches!(c, '\u{1680}'..='\u{169C}')) => continue,
            '\u{202F}' if keeps_guillemets && is_in_guillemets(text, at, end) => continue,
            '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => (" ", Rule::Space),
            '\u{3000}' => {
                done = text.len() - text[at..].trim_start_matches('\u{3000}').len();
                if !ideographic.is_among(at, done) {
                    let each = |i| Edit::new(i..i + '\u{3000}'.len_utf8(), " ", Rule::Space);
                    (at..done)
                        .step_by('\u{3000}'.len_utf8())
                        .map(each)
                        .for_each(|edit| put(&mut edits, edit));
                }
                continue;
            }
            _ => continue,
        };
        put(&mut edits, Edit::new(start..end, replacement, rule));
        done = end;
    }
    super::merge(&mut edits, ligatures(text, &scan.decomposable));
    edits
}

/// Adds an edit. A run of the same is one: a file may be nothing else.
fn put(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.last_mut() {
        Some(last) if last.range.end == edit.range.start && last.rule == edit.rule => {
            last.range.end = edit.range.end;
            last.replacement.to_mut().push_str(&edit.replacement);
        }
        _ => edits.push(edit),
    }
}

/// The edits for ﬁ, ﬂ and the like, which are letters in a dress of print.
fn ligatures(text: &str, places: &[usize]) -> Vec<Edit> {
    const LETTERS: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    let of = |&at: &usize| {
        let c = after(text, at)?;
        let letters = LETTERS.get((c as usize).checked_sub('ﬀ' as usize)?)?;
        Some(Edit::new(at..at + c.len_utf8(), Cow::Borrowed(*letters), Rule::Ligature))
    };
    places.iter().filter_map(of).collect()
}

/// What of the overstrike of a typewriter goes, whose backspace is at `at`: the letter below the same
/// letter, which made it bold, or the line below it. Nothing before `done` is touched.
fn struck_over(text: &str, at: usize, done: usize) -> (usize, usize) {
    let end = at + 1;
    let (below, above) = (before(&text[done..], at - done), after(text, end));
    match (below, above) {
        (Some(b), Some(a)) if b == a || b == '_' => (at - b.len_utf8(), end),
        (Some(b), Some('_')) if !b.is_control() => (at, end + 1),
        _ => (at, end),
    }
}

/// Whether the soft hyphen between `start` and `end` is seen: it breaks a word at the end of a line.
fn ends_line(text: &str, start: usize, end: usize) -> bool {
    before(text, start).is_some_and(char::is_alphabetic) && text[end..].starts_with(['\n', '\r'])
}

/// Whether the soft hyphen between `start` and `end` is the only one left of those of a compound:
/// "Stratford-upon(-)Avon".
fn parts_compound(text: &str, start: usize, end: usize) -> bool {
    const LONGEST: usize = 16;
    let part = text[..start].chars().rev().take(LONGEST).find(|c| !c.is_lowercase());
    part == Some('-') && !text[..start].ends_with('-') && after(text, end).is_some_and(char::is_uppercase)
}

/// Where Chinese or Japanese text is, for the spaces of its width.
struct Ideographic<'t> {
    text: &'t str,
    newlines: &'t [usize],
    /// The end of the line looked at last, and whether such text is in it.
    line: (usize, bool),
    /// Whether most of the text is; found when first asked for.
    all: Option<bool>,
}

impl<'t> Ideographic<'t> {
    fn new(text: &'t str, scan: &'t Scan) -> Self {
        Self { text, newlines: &scan.newlines, line: (0, false), all: None }
    }

    /// Whether the spaces between `start` and `end` belong to such text: it is beside them, in their line,
    /// or most of all. They are asked for in their order.
    fn is_among(&mut self, start: usize, end: usize) -> bool {
        let text = self.text;
        if before(text, start).is_some_and(is_cjk) || after(text, end).is_some_and(is_cjk) {
            return true;
        }
        if start >= self.line.0 {
            let next = self.newlines.partition_point(|&newline| newline < start);
            let first = next.checked_sub(1).map_or(0, |i| self.newlines[i] + 1);
            let last = self.newlines.get(next).copied().unwrap_or(text.len());
            self.line = (last, text[first..last].contains(is_cjk));
        }
        self.line.1 || *self.all.get_or_insert_with(|| is_mostly_cjk(text))
    }
}

/// Whether every fourth letter is Chinese or Japanese.
fn is_mostly_cjk(text: &str) -> bool {
    let (mut ours, mut letters) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        ours += usize::from(is_cjk(c));
    }
    ours > 0 && ours * 4 >= letters
}

/// Whether `c` is a musical symbol, of which some are beams and slurs that nobody sees.
fn is_musical(c: char) -> bool {
    matches!(c, '\u{1D100}'..='\u{1D1FF}')
}

fn is_in_guillemets(text: &str, start: usize, end: usize) -> bool {
    before(text, start) == Some('«') || after(text, end) == Some('»')
}

fn is_between(text: &str, start: usize, end: usize, is: fn(char) -> bool) -> bool {
    before(text, start).is_some_and(is) && after(text, end).is_some_and(is)
}

/// Whether words are parted by U+200B in the script of `c`: Thai, Lao, Burmese, Khmer and their
/// neighbours.
fn parts_words_unseen(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19FF}'
        | '\u{1A20}'..='\u{1AAF}' | '\u{AA60}'..='\u{AADF}')
}

/// Whether `c` is a letter of Mongolian, whose vowel separator shapes the letters beside it.
fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1820}'..='\u{18AA}')
}

/// Whether the tag at `at` belongs to the flag of a region: a black flag and some letters.
fn is_in_flag(text: &str, at: usize) -> bool {
    /// No region has a longer name.
    const REACH: usize = 8;
    let is_tag = |c: &char| matches!(c, '\u{E0020}'..='\u{E007F}');
    text[..at].chars().rev().take(REACH).find(|c| !is_tag(c)) == Some('\u{1F3F4}')
}

/// Whether a joiner between `start` and `end` stands among characters that never join: it is kept
/// beside letters of the scripts that need it and beside emoji.
fn joins_nothing(text: &str, start: usize, end: usize) -> bool {
    let never_joins = |c: char| {
        matches!(c,
        '\0'..='\u{58F}' | '\u{1E00}'..='\u{203B}' | '\u{203D}'..='\u{2048}' | '\u{204A}'..='\u{20CF}'
        | '\u{2200}'..='\u{22FF}' | '\u{2C60}'..='\u{2C7F}' | '\u{2E80}'..='\u{A4CF}' | '\u{A720}'..='\u{A7FF}' | '\u{180E}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FEFF}'..='\u{FFEF}')
    };
    before(text, start).is_none_or(never_joins) && after(text, end).is_none_or(never_joins)
}
