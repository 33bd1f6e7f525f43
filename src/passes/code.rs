//! What of a text is code, as Markdown marks it: fenced blocks and `spans`. And which grave accents
//! are none of it: "don`t", ``TeX'', `old style'.

mod line;

use std::collections::HashMap;
use std::ops::Range;

use crate::chars::{after, before};
use crate::scan::Scan;

pub(super) use line::reads_as_code;

/// The code of a text.
#[derive(Debug, Default)]
pub(crate) struct Code {
    /// Fenced blocks that are opened and closed, from one fence to the other.
    fences: Vec<Range<usize>>,
    /// Spans between grave accents, these included.
    spans: Vec<Range<usize>>,
    /// The lines with grave accents.
    lines: Vec<Range<usize>>,
    /// Grave accents that are no code.
    pub ticks: Vec<Tick>,
}

/// A grave accent, or two, that was typed for a quotation mark or an apostrophe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    pub range: Range<usize>,
    /// The marks that close what it opens; none for an apostrophe.
    pub closer: Option<Range<usize>>,
}

impl Code {
    /// Finds the code of a text.
    pub fn of(text: &str, scan: &Scan) -> Self {
        let mut code = Self::default();
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in scan.signs_of(text, b'`') {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end += 1,
                _ => runs.push(at..at + 1),
            }
        }
        if runs.is_empty() {
            return code;
        }
        code.fences = fences(text, &runs);
        runs.retain(|run| !code.is_fenced(run.start));
        let mut newlines = scan.newlines.iter().copied().peekable();
        let mut rest = &*runs;
        let mut start = 0;
        while let Some(first) = rest.first() {
            while let Some(newline) = newlines.next_if(|&newline| newline < first.start) {
                start = newline + 1;
            }
            let end = newlines.peek().copied().unwrap_or(text.len());
            let (line, others) = rest.split_at(rest.partition_point(|run| run.start < end));
            code.line(text, line, end);
            code.lines.push(start..end);
            rest = others;
        }
        code
    }

    /// Whether there is no grave accent.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.fences.is_empty()
    }

    /// Whether `at` lies in a fenced block.
    pub fn is_fenced(&self, at: usize) -> bool {
        holds(&self.fences, at)
    }

    /// Whether `at` lies in a fenced block or a span.
    pub fn contains(&self, at: usize) -> bool {
        holds(&self.fences, at) || holds(&self.spans, at)
    }

    /// Whether `at` lies in a line with grave accents: what they are can change with what is there.
    pub fn is_beside(&self, at: usize) -> bool {
        holds(&self.lines, at)
    }

    /// Reads the grave accents of a line. Pairs of them that quote are told from code by what closes
    /// them; if one of the others can only be code, all are.
    fn line(&mut self, text: &str, runs: &[Range<usize>], end: usize) {
        let (pairs, singles): (Vec<_>, Vec<_>) = runs.iter().cloned().partition(|run| run.len() == 2);
        let Some(mut found) = ticks(text, &pairs, end) else {
            match ticks(text, runs, end) {
                Some(ticks) => self.ticks.extend(ticks),
                None => self.spans.extend(spans(runs)),
            }
            return;
        };
        match ticks(text, &singles, end) {
            Some(ticks) => found.extend(ticks),
            None => {
                let spans = spans(&singles);
                // Code that one of them opens or closes in is none.
                found.retain(|tick| !holds(&spans, tick.range.start));
                self.spans.extend(spans);
            }
        }
        found.sort_by_key(|tick| tick.range.start);
        self.ticks.extend(found);
    }
}

/// What all of the runs are if none is code, before the end of the line; `None` if one is.
fn ticks(text: &str, runs: &[Range<usize>], end: usize) -> Option<Vec<Tick>> {
    let limit = |i: usize| runs.get(i + 1).map_or(end, |next: &Range<usize>| next.start);
    runs.iter().enumerate().map(|(i, run)| tick(text, run, limit(i))).collect()
}

fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

fn fences(text: &str, runs: &[Range<usize>]) -> Vec<Range<usize>> {
    // Up to three spaces may stand before a fence.
    let begins_line = |at: usize| {
        let before = &text.as_bytes()[at.saturating_sub(4)..at];
        let blank = before.iter().rev().take_while(|&&b| b == b' ').count();
        blank == at || (blank < before.len() && before[before.len() - 1 - blank] == b'\n')
    };
    let mut marks = runs.iter().filter(|run| run.len() >= 3 && begins_line(run.start));
    std::iter::from_fn(|| Some(marks.next()?.start..marks.next()?.start)).collect()
}

/// The spans between runs of equal length.
fn spans(runs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut later = HashMap::new();
    let mut partners = vec![None; runs.len()];
    for (i, run) in runs.iter().enumerate().rev() {
        partners[i] = later.insert(run.len(), i);
    }
    let mut spans = Vec::new();
    let mut i = 0;
    while i < runs.len() {
        if let Some(partner) = partners[i] {
            spans.push(runs[i].start..runs[partner].end);
            i = partner;
        }
        i += 1;
    }
    spans
}

/// What a run of grave accents is if it is no code; what it opens is closed before `limit`.
fn tick(text: &str, run: &Range<usize>, limit: usize) -> Option<Tick> {
    if run.len() == 1 && (is_contraction(text, run.clone()) || is_elision(text, run.clone())) {
        return Some(Tick { range: run.clone(), closer: None });
    }
    let opens = run.len() <= 2
        && before(text, run.start).is_none_or(|c| c.is_whitespace() || "([{\"“‘«—–-".contains(c))
        && after(text, run.end).is_some_and(|c| c.is_alphanumeric() || "([{\"“‘«¿¡".contains(c));
    if !opens {
        return None;
    }
    let closes = |at: usize, end: usize| {
        before(text, at).is_some_and(|c| !c.is_whitespace())
            && !after(text, end).is_some_and(|c| c.is_alphanumeric() || c == '\'')
    };
    let places = text[run.end..limit].char_indices().map(|(i, _)| run.end + i);
    let mut singles = places.filter_map(|at| Some(at..at + mark(&text[at..])?.len()));
    let closer = if run.len() == 2 {
        let mut last: Option<Range<usize>> = None;
        singles.find_map(|mark| {
            let same =
                |first: &Range<usize>| first.end == mark.start && text[first.clone()] == text[mark.clone()];
            let first = last.replace(mark.clone()).filter(same);
            first.map(|first| first.start..mark.end).filter(|pair| closes(pair.start, pair.end))
        })
    } else {
        singles.find(|mark| closes(mark.start, mark.end))
    };
    Some(Tick { range: run.clone(), closer: Some(closer?) })
}

/// What is left of a word behind the apostrophe of an English contraction.
pub(super) const CONTRACTED: [&str; 7] = ["s", "t", "d", "m", "re", "ve", "ll"];

/// The mark that `rest` begins with, if it could close what a grave accent opened; it may be an entity
/// yet.
fn mark(rest: &str) -> Option<&str> {
    const MARKS: [&str; 8] = ["'", "’", "´", "&#39;", "&#039;", "&apos;", "&#8217;", "&rsquo;"];
    MARKS.into_iter().find(|mark| rest.starts_with(mark))
}

/// Whether the mark at `range` parts a word as the apostrophe in an English contraction does.
pub(super) fn is_contraction(text: &str, range: Range<usize>) -> bool {
    let right = &text.as_bytes()[range.end..];
    // "DON'T", but not "done`Re-read".
    let is_upper = right.first().is_some_and(u8::is_ascii_uppercase);
    is_inside(text, &range)
        && (!is_upper || before(text, range.start).is_some_and(char::is_uppercase))
        && CONTRACTED.iter().any(|end| {
            right.get(..end.len()).is_some_and(|word| word.eq_ignore_ascii_case(end.as_bytes()))
                && !after(text, range.end + end.len()).is_some_and(char::is_alphanumeric)
        })
}

/// Whether the mark at `range` stands for the vowel of a short French word, or begins an Irish name:
/// "l'eau", "O'Brien".
pub(super) fn is_elision(text: &str, range: Range<usize>) -> bool {
    let left = text.as_bytes()[..range.start].last();
    is_inside(text, &range)
        && left.is_some_and(|b| b"cdjlmnstO".contains(b) || b"CDJLMNST".contains(b))
        && !before(text, range.start - 1).is_some_and(char::is_alphanumeric)
}

fn is_inside(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !('\u{2B9}'..='\u{2BF}').contains(&c);
    before(text, range.start).is_some_and(is_letter) && after(text, range.end).is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Code {
        Code::of(text, &Scan::new(text))
    }

    #[test]
    fn code_is_found() {
        for (text, code) in [
            ("Run `ls -l` or ``a ` b`` here", &["`ls -l`", "``a ` b``"][..]),
            ("a\n```rust\nlet s = \"x\";\n```\nb", &["```rust\nlet s = \"x\";\n"]),
            ("it`s `x` and don`t", &["`s `", "` and don`"]),
            ("`define foo' and `ls`", &["`define foo' and `"]),
            ("no code ` at all", &[]),
        ] {
            let read = read(text);
            let found: Vec<&str> = read.fences.iter().chain(&read.spans).map(|r| &text[r.clone()]).collect();
            assert_eq!(found, code, "{text}");
            assert!(read.ticks.is_empty(), "{text}");
        }
    }

    #[test]
    fn ticks_that_quote_are_found() {
        for (text, ticks) in [
            ("I don`t and can`t, l`eau", &[("`", None), ("`", None), ("`", None)][..]),
            ("``Yes,'' and ``no.''", &[("``", Some("''")), ("``", Some("''"))]),
            ("`Yes', `it's no'; `so´", &[("`", Some("'")), ("`", Some("'")), ("`", Some("´"))]),
        ] {
            let read = read(text);
            let of = |tick: &Tick| (tick.range.clone(), tick.closer.clone());
            let found: Vec<_> = read.ticks.iter().map(of).collect();
            let found: Vec<_> =
                found.iter().map(|(a, b)| (&text[a.clone()], b.clone().map(|b| &text[b]))).collect();
            assert_eq!(found, ticks, "{text}");
            assert!(read.spans.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn places_are_apart_and_in_order(text in "([`'´’]|``|''|```|[a-z ]|\n|é){0,60}") {
            let code = read(&text);
            for ranges in [&code.fences, &code.spans] {
                prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
            prop_assert!(code.ticks.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        }
    }
}
