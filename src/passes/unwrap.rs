//! Puts together what was broken at the ends of lines: paragraphs set to a width, and words.
//!
//! In a paragraph set to a width each line but the last is so long that the first word of the next one
//! would not have fit. Lists, verse, addresses and code are not like that, and stay as they are.

mod words;

use super::{Document, Propose};
use crate::chars::{after, before, is_cjk};
use crate::edit::{Edit, Rule};
use crate::profile::Lexicon;
use words::{Words, is_hyphen};

/// Text is set to no more columns, and to no fewer.
const WIDEST: usize = 120;
const NARROWEST: usize = 40;
/// A line of prose has so many words; longer words than this say nothing of the width.
const WORDS: usize = 5;
const LONGEST: usize = 24;
/// A text is set to a width if so many sentences go on behind a line end ...
const SURE: usize = 3;
/// ... of which no more than one in so many could have gone on before it; and if at least half of all
/// lines are as long as they can be.
const EXCEPTIONS: usize = 10;

/// The pass.
pub(super) struct Unwrap {
    lexicon: Lexicon,
    /// The language of all texts, where it is given.
    language: Option<String>,
}

impl Unwrap {
    pub(super) fn new(lexicon: Lexicon, language: Option<&str>) -> Self {
        Self { lexicon, language: language.map(str::to_owned) }
    }
}

impl Propose for Unwrap {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let text = document.text;
        let mut breaks = Vec::new();
        let mut has_blank_lines = false;
        for &newline in &document.scan.newlines {
            let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r');
            has_blank_lines |= text[newline + 1..].trim_start_matches(is_blank).starts_with('\n');
            breaks.extend(LineEnd::new(text, newline).filter(|end| !end.is_in_code(document)));
        }
        let width = width(&breaks);
        let words = Words::new(document, &self.lexicon, self.language.as_deref());
        for end in &breaks {
            let is_inside = width.is_some_and(|width| end.is_inside(width, has_blank_lines));
            let edit = if end.is_hyphenated() { words.mend(end, is_inside) } else { None };
            let space = || is_inside.then(|| Edit::new(end.range(), " ", Rule::Wrap).with_confidence(0.95));
            edits.extend(edit.or_else(space));
        }
        if !edits.is_empty() {
            document.raise_doubt();
        }
    }
}

/// The width that a text is set to, in columns.
fn width(breaks: &[LineEnd<'_>]) -> Option<usize> {
    let sure = || breaks.iter().filter(|end| end.goes_on_for_sure());
    let width = sure().map(|end| end.columns).max().filter(|width| *width >= NARROWEST)?;
    let early = sure().filter(|end| !end.is_full(width)).count();
    let is_sure = sure().count() >= SURE && early * EXCEPTIONS <= sure().count();
    let prose = || breaks.iter().filter(|end| end.is_prose());
    let full = prose().filter(|end| end.is_full(width)).count();
    (is_sure && full * 2 >= prose().count()).then_some(width)
}

/// The end of a line behind which another one follows.
struct LineEnd<'t> {
    text: &'t str,
    /// Both lines, without the white space at their ends.
    line: &'t str,
    next: &'t str,
    /// Where the line ends and the next one begins, in bytes.
    start: usize,
    end: usize,
    /// How long the line is, with its indentation, and the first word of the next one.
    columns: usize,
    word: usize,
    /// Whether the next line is indented further.
    is_indented: bool,
}

impl<'t> LineEnd<'t> {
    /// `None` beside a blank line and the ends of the text, and beside lines too long to be set to a
    /// width.
    fn new(text: &'t str, newline: usize) -> Option<Self> {
        // No character has more bytes than four.
        const REACH: usize = 4 * WIDEST;
        let low = text.floor_char_boundary(newline.saturating_sub(REACH));
        let high = text.ceil_char_boundary((newline + 1 + REACH).min(text.len()));
        let (above, below) = (&text[low..newline], &text[newline + 1..high]);
        let above = &above[above.rfind('\n').map_or(0, |at| at + 1)..];
        let below = &below[..below.find('\n').unwrap_or(below.len())];
        let (line, next) = (above.trim(), below.trim());
        let columns = above.trim_end().chars().count();
        if line.is_empty() || next.is_empty() || columns > WIDEST {
            return None;
        }
        let indent = |line: &str| line.len() - line.trim_start().len();
        Some(Self {
            text,
            line,
            next,
            start: newline - (above.len() - above.trim_end().len()),
            end: newline + 1 + indent(below),
            columns,
            word: next.split_whitespace().next().map_or(0, |word| word.chars().count()),
            is_indented: indent(below) > indent(above),
        })
    }

    fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    fn is_in_code(&self, document: &Document<'_>) -> bool {
        document.code().contains(self.start)
            || document.is_indented(self.start)
            || document.is_indented(self.end)
    }

    /// Whether the first word of the next line would not have fit.
    fn is_full(&self, width: usize) -> bool {
        self.columns <= width && self.word <= LONGEST && self.columns + 1 + self.word > width
    }

    /// Whether a sentence goes on in the next line.
    fn goes_on_for_sure(&self) -> bool {
        self.line.ends_with(|c: char| c.is_alphabetic() || c == ',')
            && self.next.starts_with(char::is_lowercase)
            && self.is_prose()
    }

    /// Whether the line has many words, and neither is one of a list.
    fn is_prose(&self) -> bool {
        self.line.split_whitespace().nth(WORDS - 1).is_some() && !self.is_list()
    }

    /// Whether one of the lines is an item of a list, a row of a table, a heading or a quotation.
    fn is_list(&self) -> bool {
        let starts = |line: &str| line.starts_with(['#', '|', '>']);
        starts(self.line) || starts(self.next) || is_item(self.next)
    }

    /// Whether both lines belong to one paragraph.
    fn is_inside(&self, width: usize, has_blank_lines: bool) -> bool {
        let no_space = |c: Option<char>| c.is_some_and(is_cjk);
        let ends =
            self.line.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '!', '?', ':', '…']);
        // Where no blank lines part paragraphs, one may end in a full line.
        let may_end = ends && (!has_blank_lines || self.is_indented);
        self.is_full(width)
            && self.is_prose()
            && !may_end
            && !no_space(before(self.text, self.start))
            && !no_space(after(self.text, self.end))
    }

    /// Whether a hyphen stands between the parts of a word.
    fn is_hyphenated(&self) -> bool {
        let line = self.line.strip_suffix(is_hyphen);
        line.is_some_and(|line| line.ends_with(char::is_alphabetic))
            && self.next.starts_with(char::is_alphabetic)
            && !self.is_list()
    }
}

/// Whether a line begins like an item of a list: "- ", "3. ", "b) ".
fn is_item(line: &str) -> bool {
    let Some((mark, _)) = line.split_once([' ', '\t']) else { return false };
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
    matches!(mark, "-" | "*" | "+" | "•" | "–" | "—" | "·" | "o") || is_number || is_letter
}

#[cfg(test)]
mod tests;
