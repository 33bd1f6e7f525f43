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

use self::candidate::Candidate;
use self::evidence::Words;
#[cfg(feature = "train")]
use self::features::{Feature, Vector};
use self::lists::Lists;
use self::repair::{Quotes, Repair};
use self::score::{Habit, Models, probability};
use super::{Document, Propose};
use crate::edit::Edit;
use crate::error::Error;

/// A repair is made from this probability on.
const THRESHOLD: f32 = 0.5;

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
        let candidates: Vec<_> =
            document.scan.joints.iter().filter_map(|&at| Candidate::read(text, at)).collect();
        if candidates.is_empty() {
            return Read { scored: Vec::new(), habit: Habit::default() };
        }
        let words = Words::count(text, &candidates);
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
        let mut quotes = Quotes::new(document.text);
        let mut reached = None;
        for Scored { candidate, odds, .. } in scored {
            let confidence = probability(self.models.of(&candidate).with_habit(odds, &habit));
            if confidence < THRESHOLD {
                continue;
            }
            let lost = habit.lost / (habit.lost + habit.intact + 1.0);
            let repair = Repair::of(document.text, &candidate, &self.lists, &mut quotes, lost);
            // What is found on both sides of a quotation mark is mended once.
            if reached < Some(repair.at) {
                reached = Some(repair.at);
                let edit = Edit::new(repair.at..repair.at, repair.put_in, repair.rule);
                edits.push(edit.with_confidence(confidence));
            }
        }
    }
}
