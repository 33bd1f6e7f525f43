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
        let is_fenced = |at| document.code().is_fenced(at);
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
                edits.extend(break_lines(gap, start, end == bytes.len(), is_fenced(start)));
            } else if start > 0 && end < bytes.len() && bytes[end] != b'\r' {
                runs.add(Run { start, end, kept: is_fenced(start) });
            }
        }
        let others = edits.len();
        let (parting, are_kept) = runs.decide();
        edits.extend(parting.map(|run| Edit::new(run.start + 1..run.end, "", Rule::Run)));
        if are_kept {
            document.raise_doubt();
        }
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

#[cfg(test)]
mod tests;
