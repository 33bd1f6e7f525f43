//! Lines that no phrase names, told by evidence: the words that such lines are made of, how the line
//! reads, and where it stands.
//!
//! Only a line that holds a cue is weighed, so that text without one costs a search and no more.

mod cues;
mod features;

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use self::cues::Cues;
pub(super) use self::features::{Feature, Kind, Place, features};
use super::words::Words;
use crate::error::Error;
use crate::rules::{Found, is_quoted};

/// A line goes from this probability on ...
const THRESHOLD: f32 = 0.75;
/// ... if it has so many words: shorter ones are headings just as well, and phrases know them.
const WORDS: usize = 4;

/// The weights, and the cues that make a line worth weighing.
pub(super) struct Evidence {
    cues: Cues,
    /// In log-odds, by the kind of evidence and its name.
    weights: [HashMap<&'static str, f32, FixedState>; Kind::ALL.len()],
    words: &'static Words,
}

/// What was found out about a line.
pub(super) struct Verdict {
    /// The logarithm of the odds that it is no part of the article.
    pub odds: f32,
    /// What each piece of evidence added, the weightiest first.
    pub evidence: Vec<(&'static str, f32)>,
}

impl Evidence {
    /// What comes with the program, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static EVIDENCE: LazyLock<Evidence> = LazyLock::new(|| {
            // It is part of the program, and the tests load it.
            Evidence::load("weights.tsv", include_str!("data/weights.tsv")).expect("the weights hold")
        });
        &EVIDENCE
    }

    /// Reads a table of kind, name and weight, parted by tabs.
    fn load(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut weights = Kind::ALL.map(|_| HashMap::default());
        let rows = table.lines().enumerate().filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
        for (index, row) in rows {
            let refused = |reason: &str| Err(Error::table(file, index + 1, reason));
            let mut fields = row.split('\t');
            let (Some(kind), Some(name), Some(weight), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return refused("a row is: kind, name, weight, with tabs between");
            };
            let Some(&(kind, _)) = Kind::ALL.iter().find(|known| known.1 == kind) else {
                return refused("no such kind");
            };
            let Some(weight) = weight.parse().ok().filter(|weight: &f32| weight.is_finite()) else {
                return refused("the weight is no number");
            };
            if weights[kind as usize].insert(name, weight).is_some() {
                return refused("here a second time");
            }
        }
        Ok(Self { cues: Cues::embedded()?, weights, words: Words::embedded() })
    }

    /// Lets a text be asked, line by line.
    pub fn of<'t>(&'static self, text: &'t str) -> Asked<'t> {
        Asked { evidence: self, text, cue: None, read: 0 }
    }

    /// The log-odds of a line, without white space at its ends.
    fn odds(&self, line: &str, place: &Place) -> f32 {
        let mut odds = 0.0;
        features(line, place, self.words, |feature| odds += self.weight(&feature));
        odds
    }

    fn weight(&self, feature: &Feature<'_>) -> f32 {
        feature.value * self.weights[feature.kind as usize].get(feature.name).copied().unwrap_or_default()
    }

    /// What speaks for and against a line.
    fn explain(&self, line: &str, place: &Place) -> Verdict {
        let mut evidence = Vec::new();
        features(line, place, self.words, |feature| {
            if let Some((name, _)) = self.weights[feature.kind as usize].get_key_value(feature.name) {
                evidence.push((*name, self.weight(&feature)));
            }
        });
        evidence.retain(|part| part.1 != 0.0);
        evidence.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        Verdict { odds: evidence.iter().map(|part| part.1).sum(), evidence }
    }
}

/// A text whose lines are asked for in order; it is searched for cues once.
pub(super) struct Asked<'t> {
    evidence: &'static Evidence,
    text: &'t str,
    /// The next cue that counts in long lines, in bytes, and how far the text was searched.
    cue: Option<usize>,
    read: usize,
}

impl Asked<'_> {
    /// What a line is if it is not text. `line` has no white space at its ends.
    pub fn find(&mut self, line: &str, place: impl FnOnce() -> Place) -> Option<Found> {
        if !self.is_candidate(line) {
            return None;
        }
        let confidence = probability(self.evidence.odds(line, &place()));
        let rule = self.evidence.cues.category(line)?;
        (confidence >= THRESHOLD).then_some(Found { rule, confidence, beside: false, names: false })
    }

    /// What speaks for and against a line, if it is worth weighing.
    pub fn explain(&mut self, line: &str, place: impl FnOnce() -> Place) -> Option<Verdict> {
        self.is_candidate(line).then(|| self.evidence.explain(line, &place()))
    }

    /// Whether a line holds a cue, and could be one that goes.
    pub(super) fn is_candidate(&mut self, line: &str) -> bool {
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        if line.len() > Cues::LONG {
            return false;
        }
        let found = if line.len() <= Cues::SHORT {
            self.evidence.cues.are_in_short(line)
        } else {
            while self.cue.is_none_or(|at| at < start) && self.read < self.text.len() {
                let from = self.read.max(start);
                self.cue = self.evidence.cues.next(self.text, from);
                self.read = self.cue.map_or(self.text.len(), |at| at + 1);
            }
            self.cue.is_some_and(|at| (start..start + line.len()).contains(&at))
        };
        if !found || is_quoted(line) || line.split_whitespace().nth(WORDS - 1).is_none() {
            return false;
        }
        // Who tells what somebody said or did writes the article; a link of Markdown is part of the
        // author's sentence.
        let words = line.split(|c: char| !c.is_alphanumeric());
        let is_told = words.into_iter().any(|word| self.evidence.words.told.contains(word));
        !is_told && !line.contains("](") && !line.contains("][")
    }
}

/// The probability of log-odds.
pub(super) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}
