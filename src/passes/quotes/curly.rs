//! Straight quotation marks and apostrophes as typographic ones, as English has them.

use memchr::memchr2_iter;

use crate::chars::{after, before};
use crate::edit::{Edit, Rule};
use crate::passes::Document;
use crate::rows::rows_of;

/// Words that begin with an apostrophe.
pub(super) struct Clippings(Vec<&'static str>);

impl Clippings {
    pub fn english() -> Self {
        Self(rows_of(include_str!("data/clippings.en.txt")).map(|(_, row)| row).collect())
    }

    #[cfg(test)]
    pub fn rows(&self) -> &[&'static str] {
        &self.0
    }

    fn contains(&self, word: &str) -> bool {
        self.0.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
    }
}

pub(super) fn propose(document: &Document<'_>, clippings: &Clippings, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let mut newlines = scan.newlines.iter().copied().peekable();
    let mut curly = scan.symbols.iter().copied().filter(|&at| is_curly_double(text, at)).peekable();
    let mut line = Line { text, clippings, start: 0, marks: Vec::new() };
    let mut end = 0;
    for at in memchr2_iter(b'"', b'\'', text.as_bytes()) {
        if at >= end {
            line.set(&mut curly, edits);
            line.marks.clear();
            while let Some(newline) = newlines.next_if(|&newline| newline < at) {
                line.start = newline + 1;
            }
            end = newlines.peek().copied().unwrap_or(text.len());
        }
        line.marks.push(at);
    }
    line.set(&mut curly, edits);
}

fn is_curly_double(text: &str, at: usize) -> bool {
    matches!(after(text, at), Some('“' | '”'))
}

/// What a straight mark is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    Opener,
    Closer,
    Apostrophe,
}

/// A line and the straight marks in it. A quotation that goes on in the next paragraph opens anew
/// there, so that nothing has to be known of other lines.
struct Line<'a> {
    text: &'a str,
    clippings: &'a Clippings,
    start: usize,
    marks: Vec<usize>,
}

impl Line<'_> {
    /// Adds the edits for the marks. `curly` gives the double marks that are typographic already.
    fn set(&self, curly: &mut std::iter::Peekable<impl Iterator<Item = usize>>, edits: &mut Vec<Edit>) {
        let bytes = self.text.as_bytes();
        // Whether a quotation is open, double and single.
        let (mut double, mut single) = (false, false);
        // What the mark that touches this one on the left became.
        let mut last: Option<(usize, Mark)> = None;
        // Single marks ahead that could close.
        let mut closers = self.marks.iter().filter(|&&at| self.could_close(at)).count();
        for &at in &self.marks {
            while let Some(mark) = curly.next_if(|&mark| mark < at) {
                if mark >= self.start {
                    double = after(self.text, mark) == Some('“');
                }
            }
            let touching = last.filter(|&(end, _)| end == at).map(|(_, mark)| mark);
            let place = Place::new(self.text, at, touching);
            let (replacement, mark, rule) = if bytes[at] == b'"' {
                let mark = place.double(double);
                double = mark == Mark::Opener;
                (if double { "“" } else { "”" }, mark, Rule::Double)
            } else {
                closers -= usize::from(self.could_close(at));
                let mark = if place.may_open() && !self.is_clipping(at + 1) && closers > 0 {
                    Mark::Opener
                } else {
                    place.single(single)
                };
                single = mark == Mark::Opener || (single && mark == Mark::Apostrophe);
                let rule = if mark == Mark::Apostrophe { Rule::Apostrophe } else { Rule::Single };
                (if mark == Mark::Opener { "‘" } else { "’" }, mark, rule)
            };
            last = Some((at + 1, mark));
            edits.push(Edit::new(at..at + 1, replacement, rule));
        }
    }

    /// Whether the mark at `at` is a single one that stands as closing ones do.
    fn could_close(&self, at: usize) -> bool {
        self.text.as_bytes()[at] == b'\''
            && before(self.text, at).is_some_and(|c| !c.is_whitespace())
            && !after(self.text, at + 1).is_some_and(char::is_alphanumeric)
    }

    /// Whether an apostrophe stands for the beginning of the word, or the century of the year, that
    /// begins at `at`.
    fn is_clipping(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        let word = &rest[..rest.iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count()];
        let beyond = after(self.text, at + word.len()).is_some_and(char::is_alphanumeric);
        let year = matches!(word, [b'0'..=b'9', b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9', b's' | b'S']);
        !beyond && (year || std::str::from_utf8(word).is_ok_and(|word| self.clippings.contains(word)))
    }
}

/// What stands on the two sides of a mark.
#[derive(Clone, Copy, Debug)]
struct Place {
    left: Side,
    right: Side,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Blank,
    Letter,
    Digit,
    /// A bracket or mark that opens.
    Opening,
    Dash,
    Other,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some(c) if c.is_numeric() => Self::Digit,
            Some(c) if c.is_alphabetic() => Self::Letter,
            Some('(' | '[' | '{' | '<' | '“' | '‘' | '„' | '‚' | '«' | '¿' | '¡') => Self::Opening,
            Some('-' | '–' | '—' | '―' | '/') => Self::Dash,
            Some(_) => Self::Other,
        }
    }

    fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}

impl Place {
    fn new(text: &str, at: usize, touching: Option<Mark>) -> Self {
        let left = match touching {
            Some(Mark::Opener) => Side::Opening,
            Some(_) => Side::Other,
            None => Side::of(before(text, at)),
        };
        Self { left, right: Side::of(after(text, at + 1)) }
    }

    /// A double mark, where a quotation is open or not.
    fn double(self, open: bool) -> Mark {
        let opens = match (self.left, self.right) {
            (Side::Blank, Side::Blank) => !open,
            // "He left. " , and that was it.
            (Side::Blank, Side::Other) => true,
            (Side::Blank, _) => true,
            (Side::Opening, Side::Blank) => !open,
            (Side::Opening, _) => true,
            (Side::Dash, right) => right.is_word() || (!open && right != Side::Blank),
            (Side::Digit, _) => false,
            (_, right) => !open && right.is_word(),
        };
        if opens { Mark::Opener } else { Mark::Closer }
    }

    /// Whether a single mark stands as opening ones do.
    fn may_open(self) -> bool {
        matches!(self.left, Side::Blank | Side::Opening | Side::Dash) && self.right != Side::Blank
    }

    /// A single mark that does not open, where a quotation is open or not.
    fn single(self, open: bool) -> Mark {
        let inside = self.left.is_word() && self.right.is_word();
        if inside || !open || self.right.is_word() { Mark::Apostrophe } else { Mark::Closer }
    }
}
