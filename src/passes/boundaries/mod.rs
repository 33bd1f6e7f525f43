//! Sentence ends and spaces that were lost in extraction: "partnershipsThis", "said.The".
//!
//! Each candidate is scored by the evidence around it and in the document; the document's habit,
//! taken from all its candidates together, then decides the unsure ones.

mod candidate;
mod evidence;
mod features;
mod lists;
mod repair;
mod score;
#[cfg(feature = "train")]
pub mod train;

use self::candidate::{Candidate, Kind, Reading};
use self::evidence::Words;
#[cfg(feature = "train")]
use self::features::{Feature, Vector};
use self::lists::Lists;
use self::repair::Desk;
use self::score::{Habit, Models, probability};
use super::{Document, Propose};
use crate::edit::Edit;
use crate::error::Error;

/// A repair is made from this probability on.
const THRESHOLD: f32 = 0.5;

/// A text with this many places in code is about code: there "file.Name" belongs to it, and only
/// words that often begin sentences are taken for beginnings.
const MANUAL: usize = 3;

/// The pass.
pub(super) struct Boundaries {
    lists: Lists,
    models: Models,
}

/// A candidate with its evidence and the log-odds by that alone.
pub(crate) struct Scored<'t> {
    pub candidate: Candidate<'t>,
    #[cfg(feature = "train")]
    pub vector: Vector,
    pub odds: f32,
}

/// All candidates of a document, and what they say together.
pub(crate) struct Read<'t> {
    pub scored: Vec<Scored<'t>>,
    pub habit: Habit,
}

impl Boundaries {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self { lists: Lists::embedded()?, models: Models::embedded()? })
    }

    /// Scores all candidates of a document.
    pub(crate) fn read<'t>(&self, document: &Document<'t>) -> Read<'t> {
        let text = document.text;
        let mut candidates = Vec::new();
        let mut code = 0usize;
        for &at in &document.scan.joints {
            match Candidate::read(text, at) {
                Reading::Candidate(candidate) if !self.lists.names.has(candidate.whole) => {
                    candidates.push(candidate)
                }
                Reading::Code => code += 1,
                _ => {}
            }
        }
        if code >= MANUAL {
            candidates.retain(|c| self.lists.starters.has(c.right));
        }
        if candidates.is_empty() {
            return Read { scored: Vec::new(), habit: Habit::default() };
        }
        let words = Words::count(document, &candidates, &self.lists);
        let mut habit = Habit { intact: document.scan.sentence_ends as f32, ..Habit::default() };
        let scored = candidates
            .into_iter()
            .map(|candidate| {
                let vector = features::vector(text, &candidate, &words, &self.lists);
                let odds = self.models.of(&candidate).local(&vector);
                habit.lost += probability(odds);
                habit.candidates += 1.0;
                Scored {
                    candidate,
                    #[cfg(feature = "train")]
                    vector,
                    odds,
                }
            })
            .collect();
        Read { scored, habit }
    }
}

impl Propose for Boundaries {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let Read { scored, habit } = self.read(document);
        let marks: f32 = scored.iter().filter(|s| s.candidate.is_bare()).map(|s| probability(s.odds)).sum();
        let lost = marks / (marks + habit.intact + 1.0);
        let mut desk = Desk::new(document.text, &self.lists, lost);
        let mut reached = None;
        let before = edits.len();
        for Scored { candidate, odds, .. } in scored {
            let confidence = probability(self.models.of(&candidate).with_habit(odds, &habit));
            if confidence < THRESHOLD {
                if confidence > narrow(&candidate) {
                    document.raise_doubt();
                }
                continue;
            }
            let repair = desk.mend(&candidate);
            // What is found on both sides of a quotation mark is mended once.
            if reached < Some(repair.at) {
                reached = Some(repair.at);
                let edit = Edit::new(repair.at..repair.at, repair.put_in, repair.rule);
                edits.push(edit.with_confidence(confidence));
            }
        }
        if edits.len() > before {
            document.raise_doubt();
        }
    }
}

/// From which probability on a candidate that was left could be taken up once the style of the
/// text is set: where a quotation mark or omission points stand, it will look quite otherwise.
fn narrow(candidate: &Candidate<'_>) -> f32 {
    match candidate.kind {
        Kind::Closer | Kind::Opener => 0.0,
        _ if candidate.mark == Some('…') => 0.0,
        _ => 0.3,
    }
}
