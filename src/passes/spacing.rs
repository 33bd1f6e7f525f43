//! Runs of spaces, white space at line ends, runs of blank lines.
//!
//! Code and tables are left alone: lines with a tab inside or a deep indentation, lines in fences,
//! and lines whose gaps stand in columns.

mod columns;

use super::{Document, Propose};
use crate::edit::{Edit, Rule};
use columns::{Run, Runs};

/// The pass.
pub(super) struct Spacing;

impl Propose for Spacing {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let Document { text, scan, .. } = document;
        if scan.spaces.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\n');
        let mut fences = Fences::new(text);
        let mut runs = Runs::new(text, &scan.newlines);
        let mut done = 0;
        for &place in &scan.spaces {
            if place < done {
                continue;
            }
            // The whole of the white space that the place is in.
            let start = done + bytes[done..place].iter().rposition(|&b| !is_space(b)).map_or(0, |i| i + 1);
            let end = bytes[place..].iter().position(|&b| !is_space(b)).map_or(bytes.len(), |i| place + i);
            done = end;
            let gap = &text[start..end];
            if gap.contains('\n') || (end == bytes.len() && start > 0) {
                edits.extend(break_lines(gap, start, end == bytes.len(), fences.hold(start)));
            } else if start > 0 && end < bytes.len() && bytes[end] != b'\r' {
                runs.add(Run { start, end, kept: fences.hold(start) });
            }
        }
        let others = edits.len();
        edits.extend(runs.decide().map(|run| Edit::new(run.start + 1..run.end, "", Rule::Run)));
        if edits.len() > others && others > 0 {
            edits.sort_by_key(|edit| edit.range.start);
        }
    }
}

/// The edit for white space with line feeds in it or before the end of the text.
fn break_lines(gap: &str, start: usize, at_end: bool, fenced: bool) -> Option<Edit> {
    let indentation = gap.rfind('\n').map_or(0, |at| at + 1);
    let indentation = if at_end { gap.len() } else { indentation };
    let old = &gap[..indentation];
    let newlines = old.bytes().filter(|&b| b == b'\n').count();
    let kept = if fenced { newlines } else { newlines.min(2) };
    let rule = if kept < newlines { Rule::BlankLines } else { Rule::Trailing };
    // What is left are line feeds: those at the front stay where they are, the rest at the end.
    let front = old.bytes().take(kept).take_while(|&b| b == b'\n').count();
    let back = old[front..].bytes().rev().take(kept - front).take_while(|&b| b == b'\n').count();
    let range = start + front..start + old.len() - back;
    let between = "\n".repeat(kept - front - back);
    (range.len() != between.len()).then(|| Edit::new(range, between, rule))
}

/// The fenced code of Markdown, read along with the places.
struct Fences<'t> {
    text: &'t str,
    /// Start and end of each fenced part that has both.
    parts: Vec<(usize, usize)>,
    next: usize,
}

impl<'t> Fences<'t> {
    fn new(text: &'t str) -> Self {
        let mut fences = Self { text, parts: Vec::new(), next: 0 };
        let mut open = None;
        for at in memchr::memmem::find_iter(text.as_bytes(), "```") {
            if !fences.begins_line(at) {
                continue;
            }
            match open.take() {
                Some(start) => fences.parts.push((start, at)),
                None => open = Some(at),
            }
        }
        fences
    }

    /// Whether up to three spaces at most stand before `at` in its line.
    fn begins_line(&self, at: usize) -> bool {
        let before = &self.text.as_bytes()[at.saturating_sub(4)..at];
        let blank = before.iter().rev().take_while(|&&b| b == b' ').count();
        blank == at || (blank < before.len() && before[before.len() - 1 - blank] == b'\n')
    }

    /// Whether `at` (never before one asked for earlier) lies in fenced code.
    fn hold(&mut self, at: usize) -> bool {
        while self.parts.get(self.next).is_some_and(|&(_, end)| end <= at) {
            self.next += 1;
        }
        self.parts.get(self.next).is_some_and(|&(start, _)| start <= at)
    }
}

#[cfg(test)]
mod tests;
