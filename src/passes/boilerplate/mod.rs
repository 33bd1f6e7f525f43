//! Takes out the lines, and the parts of lines, that are no part of the article, and closes the gap.
//!
//! The rules know which lines those are; here it is decided what stands in their place. Nearly
//! always nothing: the paragraphs on both sides stay apart as they stood. Where the line had cut
//! a paragraph in two, the halves are joined.

mod evidence;
mod join;
mod lines;
mod menus;
mod mixed;
mod sought;
mod stops;
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;
mod words;

use std::sync::Arc;

use super::{Document, Explanation, Origin, Propose};
use crate::edit::{Edit, Pass, Rule};
use crate::error::Error;
use crate::rules::{Choice, Found, Known, Normal, Table};
use evidence::{Asked, Evidence, Verdict};
use join::{Habit, Joiner, Joint};
use lines::{Gap, Line, Run, Spot, line_around, trim};
use menus::Menus;
use mixed::{Cuts, Mixed};
use sought::Sought;

/// Of the lines of menus .99 were none of the article's (pages/news and pages/moz); of other sites less is
/// promised.
const MENU: f32 = 0.95;

/// The pass.
pub(super) struct Boilerplate {
    table: Arc<Table>,
    evidence: &'static Evidence,
    joiner: Joiner,
    mixed: Mixed,
    sought: &'static Sought,
    /// How large a share of a text's words may go.
    max_removed: f32,
}

impl Boilerplate {
    pub(super) fn new(phrases: &Choice, max_removed: f32) -> Result<Self, Error> {
        let (table, evidence) = (phrases.table()?, Evidence::embedded());
        let (joiner, mixed, sought) = (Joiner::new(), Mixed::new(), Sought::embedded());
        Ok(Self { table, evidence, joiner, mixed, sought, max_removed })
    }
}

impl Propose for Boilerplate {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let places = self.sought.find(document.text);
        let mut cuts = self.mixed.find(document, &places.cores, &self.joiner);
        let mut normal = Normal::default();
        cuts.retain(|rule, at| {
            let line = line_around(document, at);
            let line = trim(&document.text[line]);
            self.table.removes(rule) && self.table.find(line, &mut normal) != Known::Stays
        });
        let habit = Habit::new(document, cuts.ends());
        let mut desk = Desk::new(self, document, places.cues);
        let find = |spot: &Spot<'_>| desk.find(spot);
        lines::each_run(document, find, |run| self.remove(document, &habit, &cuts, run, edits));
        cuts.add_edits(document, &self.joiner, &habit, edits);
        if self.is_too_much(document.text, edits) {
            // Others may set more spaces between words, and it is no longer too much.
            document.raise_flag();
            document.raise_doubt();
            edits.clear();
        }
        if !edits.is_empty() && self.table.removes(Rule::Nav) {
            // What stood on two sides of a line may make a menu.
            let meet = || !Menus::without(edits, document, &self.table, &mut normal).is_empty();
            document.raise_doubt_of_whole(meet);
        }
    }

    fn explain(&self, document: &Document<'_>) -> Vec<Explanation> {
        let mut explanations = Vec::new();
        let mut desk = Desk::new(self, document, self.sought.find(document.text).cues);
        let find = |spot: &Spot<'_>| {
            explanations.extend(desk.explain(spot));
            desk.find(spot)
        };
        lines::each_run(document, find, |_| {});
        explanations
    }
}

impl Boilerplate {
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
    fn remove(
        &self,
        document: &Document<'_>,
        habit: &Habit<'_>,
        cuts: &Cuts,
        run: &Run<'_>,
        edits: &mut Vec<Edit>,
    ) {
        let rest = |line: Line| cuts.rest(document.text, line);
        let stays = Run { before: run.before.map(rest), lines: run.lines, after: run.after.map(rest) };
        let joint = self.joiner.joint(habit, &stays);
        let gap = match (joint, run.before, run.after) {
            (Some(joint), Some(before), Some(after)) => join(document, joint, before, after, run, edits),
            _ => run.gap(document.text),
        };
        let starts = std::iter::once(gap.start).chain(run.lines[1..].iter().map(|hit| hit.line.start));
        let ends = run.lines[1..].iter().map(|hit| hit.line.start).chain(std::iter::once(gap.end));
        for ((start, end), hit) in starts.zip(ends).zip(run.lines) {
            edits.push(Edit::new(start..end, "", hit.found.rule).with_confidence(hit.found.confidence));
        }
    }
}

/// Tells of each line of a document whether it goes: by the phrases, by what its site repeats, and
/// by the evidence.
struct Desk<'d> {
    pass: &'d Boilerplate,
    document: &'d Document<'d>,
    /// Whether what the site repeats goes.
    repeated: bool,
    asked: Asked<'d>,
    menus: Menus,
    normal: Normal,
    /// Scratch space for the form in which lines of sites are compared.
    form: Vec<u8>,
}

impl<'d> Desk<'d> {
    fn new(pass: &'d Boilerplate, document: &'d Document<'d>, cues: Vec<usize>) -> Self {
        let mut normal = Normal::default();
        let asked = pass.evidence.of(document.text, cues);
        let menus = Menus::find(document, &pass.table, &mut normal);
        let repeated = pass.table.removes(Rule::Repeated);
        Self { pass, document, repeated, asked, menus, normal, form: Vec::new() }
    }

    fn find(&mut self, spot: &Spot<'_>) -> Option<Found> {
        let line = spot.words();
        if spot.has_wide_gap(&self.document.scan.spaces) {
            // With one space there it may hold a cue.
            self.document.raise_doubt_at(spot.start());
        }
        // Nearly all lines are paragraphs of which no rule has anything to say.
        if matches!(self.document.origin, Origin::Unknown)
            && self.pass.table.is_paragraph(line)
            && !self.asked.may_hold_cue(line)
            && !self.menus.has(spot.start())
        {
            return None;
        }
        match self.told(spot) {
            Told::Known(found) => found,
            Told::Label(Some(label)) => Some(label),
            Told::Label(None) => match self.asked.find(spot.words(), || spot.place()) {
                Known::Goes(found) => self.pass.table.removes(found.rule).then_some(found),
                Known::Stays => {
                    // With other quotation marks it may look otherwise, or with another line before it.
                    self.document.raise_doubt_of_whole(|| true);
                    if spot.is_behind_removed() {
                        self.document.raise_doubt_at(spot.start());
                    }
                    None
                }
                Known::No => None,
            },
        }
    }

    /// What can be told without weighing evidence.
    fn told(&mut self, spot: &Spot<'_>) -> Told {
        let label = match self.pass.table.find(spot.words(), &mut self.normal) {
            Known::Stays => return Told::Known(None),
            Known::Goes(found) if !found.beside => return Told::Known(Some(found)),
            Known::Goes(found) => Some(found),
            Known::No => None,
        };
        let by = |rule, confidence| {
            Told::Known(Some(Found { rule, confidence, beside: false, names: false, is_bare: false }))
        };
        let repeats = || self.document.origin.repeats(spot.words(), &mut self.form);
        if let Some(confidence) = self.repeated.then(repeats).flatten() {
            return by(Rule::Repeated, confidence);
        }
        if self.menus.has(spot.start()) && self.pass.table.removes(Rule::Nav) {
            return by(Rule::Nav, MENU);
        }
        Told::Label(label)
    }

    /// The evidence for a line that only evidence tells of.
    fn explain(&mut self, spot: &Spot<'_>) -> Option<Explanation> {
        let Told::Label(None) = self.told(spot) else { return None };
        let Verdict { odds, evidence } = self.asked.explain(spot.words(), || spot.place())?;
        Some(Explanation { pass: Pass::Boilerplate, at: spot.start(), odds, evidence })
    }
}

/// What a line is without weighing evidence.
enum Told {
    /// Whether it goes is known.
    Known(Option<Found>),
    /// It is a label that goes beside others, or nothing is known of it.
    Label(Option<Found>),
}

/// Puts the joint in place of what stands between the left half and the first line removed, and
/// returns the rest of the gap.
fn join(
    document: &Document<'_>,
    joint: Joint,
    before: Line,
    after: Line,
    run: &Run<'_>,
    edits: &mut Vec<Edit>,
) -> Gap {
    let text = document.text;
    // The halves are one line now.
    document.raise_doubt_at(before.start);
    let end = before.start + before.of(text).trim_end().len();
    let start = run.lines[0].line.start;
    edits.push(Edit::new(end..start, joint.as_str(), Rule::Join).with_confidence(joint.confidence()));
    let indent = after.of(text).len() - after.of(text).trim_start().len();
    Gap { start, end: after.start + indent }
}
