//! All quotation marks and apostrophes as `"` and `'`.

use super::guillemets;
use crate::chars::{after, before, is_cjk, is_cjk_punctuation};
use crate::edit::{Edit, Rule};
use crate::passes::Document;

/// A character at its place.
pub(super) type Mark = (usize, char);

pub(super) fn propose(document: &Document<'_>, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let first = edits.len();
    let mut newlines = scan.newlines.iter().copied().peekable();
    // The marks of the line read last, and where it ends.
    let mut line = Line::default();
    let mut end = 0;
    for &at in &scan.symbols {
        let Some(c) = after(text, at) else { continue };
        if !(is_mark(c) || is_cjk_punctuation(c)) {
            continue;
        }
        if at >= end {
            line.flush(text, edits);
            while newlines.next_if(|&newline| newline < at).is_some() {}
            end = newlines.peek().copied().unwrap_or(text.len());
        }
        if is_mark(c) {
            line.marks.push((at, c));
            line.guillemets |= matches!(c, '«' | '»' | '‹' | '›');
        } else {
            line.cjk = true;
        }
    }
    line.flush(text, edits);
    let others = edits.len();
    backticks(document, edits);
    if edits.len() > others && others > first {
        edits.sort_by_key(|edit| edit.range.start);
    }
}

/// Whether `c` is a quotation mark or an apostrophe, by its look, beyond ASCII.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '«' | '»' | '´' | 'ʼ' | '‘'..='‟' | '′' | '″' | '‵' | '‶' | '‹' | '›' | '〝' | '〞' | '〟')
}

/// Whether `c` is a letter, and not one that is used as an apostrophe.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_mark(c)
}

/// Whether `c` is a letter or a digit, and not a letter that is used as an apostrophe.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c)
}

/// The marks of one line, which are decided together.
#[derive(Default)]
struct Line {
    marks: Vec<Mark>,
    guillemets: bool,
    /// Whether there is Chinese or Japanese punctuation.
    cjk: bool,
}

impl Line {
    fn flush(&mut self, text: &str, edits: &mut Vec<Edit>) {
        let pairs = if self.guillemets { guillemets::decide(text, &self.marks) } else { Vec::new() };
        // Whether the last opening mark stayed, double and single.
        let mut open = [None; 2];
        for (i, &(at, c)) in self.marks.iter().enumerate() {
            let end = at + c.len_utf8();
            let letter = |c: Option<char>| c.is_some_and(|c| is_letter(c) && !is_cjk(c));
            let inside = letter(before(text, at)) && letter(after(text, end));
            let single = || if inside { Rule::Apostrophe } else { Rule::Single };
            let (range, replacement, rule) = match c {
                '«' | '»' | '‹' | '›' => match &pairs[i] {
                    Some(range) if matches!(c, '«' | '»') => (range.clone(), "\"", Rule::Double),
                    Some(range) => (range.clone(), "'", Rule::Single),
                    None => continue,
                },
                '´' | 'ʼ' if !inside => continue,
                '′' | '‵' => (at..end, "'", Rule::Single),
                '″' | '‶' => (at..end, "\"", Rule::Double),
                '´' | 'ʼ' => (at..end, "'", Rule::Apostrophe),
                '’' if inside => (at..end, "'", Rule::Apostrophe),
                _ if self.stays(text, (at, c), &mut open) => continue,
                '‘'..='‛' => (at..end, "'", single()),
                _ => (at..end, "\"", Rule::Double),
            };
            edits.push(Edit::new(range, replacement, rule));
        }
        self.marks.clear();
        (self.guillemets, self.cjk) = (false, false);
    }

    /// Whether a mark belongs to Chinese, Japanese or Korean text, of which it is the proper mark.
    fn stays(&self, text: &str, (at, c): Mark, open: &mut [Option<bool>; 2]) -> bool {
        let end = at + c.len_utf8();
        let beside = self.cjk
            || [before(text, at), after(text, end)].into_iter().flatten().any(|c| is_cjk(c) && !is_mark(c));
        let open = &mut open[usize::from(matches!(c, '‘'..='‛'))];
        match c {
            '“' | '‘' | '〝' => *open.insert(beside),
            _ => open.take().unwrap_or(beside),
        }
    }
}

/// A grave accent typed for an apostrophe ("don`t", "l`eau"). Wherever a line has one that is
/// anything else, its grave accents are code marks.
fn backticks(document: &Document<'_>, edits: &mut Vec<Edit>) {
    let Document { text, scan, .. } = document;
    let mut newlines = scan.newlines.iter().copied().peekable();
    let mut line = Vec::new();
    let mut all = true;
    let mut end = 0;
    for at in memchr::memchr_iter(b'`', text.as_bytes()) {
        if at >= end {
            flush(&mut line, all, edits);
            while newlines.next_if(|&newline| newline < at).is_some() {}
            end = newlines.peek().copied().unwrap_or(text.len());
            all = true;
        }
        all = all && is_contraction(text, at);
        line.push(at);
    }
    flush(&mut line, all, edits);

    fn flush(line: &mut Vec<usize>, all: bool, edits: &mut Vec<Edit>) {
        let edit = |at| Edit::new(at..at + 1, "'", Rule::Apostrophe);
        edits.extend(line.drain(..).filter(|_| all).map(edit));
    }
}

/// Whether the ASCII mark at `at` parts a word as the apostrophe in an English or French
/// contraction does.
fn is_contraction(text: &str, at: usize) -> bool {
    let (left, right) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
    if !before(text, at).is_some_and(is_letter) || !after(text, at + 1).is_some_and(is_letter) {
        return false;
    }
    let ends = ["s", "t", "d", "m", "re", "ve", "ll"].iter().any(|end| {
        right.get(..end.len()).is_some_and(|word| word.eq_ignore_ascii_case(end.as_bytes()))
            && !after(text, at + 1 + end.len()).is_some_and(is_word)
    });
    let elided = left.last().is_some_and(|b| b"cdjlmnst".contains(&b.to_ascii_lowercase()));
    ends || (elided && !before(text, at - 1).is_some_and(is_word))
}
