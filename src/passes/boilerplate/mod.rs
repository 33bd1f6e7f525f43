//! Takes out the lines that are no part of the article, and closes the gap.
//!
//! The rules know which lines those are; here it is decided what stands in their place. Nearly
//! always nothing: the paragraphs on both sides stay apart as they stood. Where the line had cut
//! a paragraph in two, the halves are joined.

mod evidence;
mod join;
mod lines;
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;
mod words;

use std::cell::OnceCell;
use std::sync::Arc;

use super::{Document, Explanation, Propose};
use crate::edit::{Edit, Rule};
use crate::error::Error;
use crate::rules::{Choice, Found, Known, Normal, Table};
use evidence::{Asked, Evidence, Verdict};
use join::{Joiner, Joint};
use lines::{Gap, Line, Run, Spot};

/// The pass.
pub(super) struct Boilerplate {
    table: Arc<Table>,
    evidence: &'static Evidence,
    joiner: Joiner,
    /// How large a share of a text's words may go.
    max_removed: f32,
}

impl Boilerplate {
    pub(super) fn new(phrases: &Choice, max_removed: f32) -> Result<Self, Error> {
        let (table, evidence) = (phrases.table()?, Evidence::embedded());
        Ok(Self { table, evidence, joiner: Joiner::new(), max_removed })
    }
}

impl Propose for Boilerplate {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let habit = OnceCell::new();
        let (mut normal, mut asked) = (Normal::default(), self.evidence.of(document.text));
        let find = |spot: &Spot<'_>| match self.table.find(spot.words(), &mut normal) {
            Known::Goes(found) => Some(found),
            Known::Stays => None,
            Known::No => self.weigh(&mut asked, spot),
        };
        lines::each_run(document, find, |run| self.remove(document, &habit, run, edits));
        if self.is_too_much(document.text, edits) {
            document.raise_flag();
            edits.clear();
        }
        if !edits.is_empty() {
            // What stood on two sides of a line has a new neighbour.
            document.raise_doubt();
        }
    }

    fn explain(&self, document: &Document<'_>) -> Vec<Explanation> {
        let mut explanations = Vec::new();
        let (mut normal, mut asked) = (Normal::default(), self.evidence.of(document.text));
        let find = |spot: &Spot<'_>| match self.table.find(spot.words(), &mut normal) {
            Known::Goes(found) => Some(found),
            Known::Stays => None,
            Known::No => {
                let Verdict { odds, evidence } = asked.explain(spot.words(), || spot.place())?;
                explanations.push(Explanation { at: spot.start(), odds, evidence });
                self.weigh(&mut asked, spot)
            }
        };
        lines::each_run(document, find, |_| {});
        explanations
    }
}

impl Boilerplate {
    /// What a line is by the evidence, if it goes.
    fn weigh(&self, asked: &mut Asked<'_>, spot: &Spot<'_>) -> Option<Found> {
        let found = asked.find(spot.words(), || spot.place());
        found.filter(|found| self.table.removes(found.rule))
    }

    /// Whether more of the words would go than may.
    fn is_too_much(&self, text: &str, edits: &[Edit]) -> bool {
        // A word is hardly so much longer than another that less than this could be too much.
        const SPREAD: f32 = 0.2;
        let removed: usize = edits.iter().map(|edit| edit.range.len()).sum();
        if (removed as f32) <= SPREAD * self.max_removed * text.len() as f32 {
            return false;
        }
        let words = |text: &str| text.split_whitespace().count();
        let gone: usize = edits.iter().map(|edit| words(&text[edit.range.clone()])).sum();
        gone as f32 > self.max_removed * words(text) as f32
    }

    /// Takes out the lines of a run, each by an edit of its own.
    fn remove(&self, document: &Document<'_>, habit: &OnceCell<bool>, run: &Run<'_>, edits: &mut Vec<Edit>) {
        let joint = self.joiner.joint(document, habit, run);
        let gap = match (joint, run.before, run.after) {
            (Some(joint), Some(before), Some(after)) => join(document.text, joint, before, after, run, edits),
            _ => run.gap(document.text),
        };
        let starts = std::iter::once(gap.start).chain(run.lines[1..].iter().map(|hit| hit.line.start));
        let ends = run.lines[1..].iter().map(|hit| hit.line.start).chain(std::iter::once(gap.end));
        for ((start, end), hit) in starts.zip(ends).zip(run.lines) {
            edits.push(Edit::new(start..end, "", hit.found.rule).with_confidence(hit.found.confidence));
        }
    }
}

/// Puts the joint in place of what stands between the left half and the first line removed, and
/// returns the rest of the gap.
fn join(text: &str, joint: Joint, before: Line, after: Line, run: &Run<'_>, edits: &mut Vec<Edit>) -> Gap {
    let end = before.start + before.of(text).trim_end().len();
    let start = run.lines[0].line.start;
    edits.push(Edit::new(end..start, joint.as_str(), Rule::Join).with_confidence(joint.confidence()));
    let indent = after.of(text).len() - after.of(text).trim_start().len();
    Gap { start, end: after.start + indent }
}
