//! The score: weights over the evidence, and then over the document's habit.

use super::candidate::Candidate;
use super::features::{Feature, Vector};
use crate::error::Error;

/// Weights for one group of candidates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// For the evidence around the candidate.
    pub local: Vector,
    /// For the first score and the habit of the document.
    pub habit: [f32; Habit::NAMES.len()],
}

/// The models: where no mark stands, a sentence end was lost or the token is a name; where one
/// stands, a space was lost or the mark belongs to the token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Models {
    pub bare: Model,
    pub marked: Model,
}

/// What a document shows about itself, for one of its candidates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habit {
    /// The probabilities of its candidates, added up, and how many they are.
    pub lost: f32,
    pub candidates: f32,
    /// Its sentence ends that are as they should be.
    pub intact: f32,
}

impl Habit {
    pub const NAMES: [&'static str; 4] = ["score", "lost_to_intact", "share_lost", "bias"];

    /// The values that the habit weights belong to, for a candidate with the given log-odds, whose
    /// own part in the habit is left out.
    pub fn vector(&self, odds: f32) -> [f32; Self::NAMES.len()] {
        let lost = (self.lost - probability(odds)).max(0.0);
        let others = (self.candidates - 1.0).max(0.0);
        let lost_to_intact = ((lost + 0.1) / (lost + self.intact + 1.0)).ln();
        let share_lost = ((lost + 0.1) / (others + 1.0)).ln();
        [odds, lost_to_intact, share_lost, 1.0]
    }
}

impl Model {
    /// The log-odds by the evidence alone.
    pub fn local(&self, vector: &Vector) -> f32 {
        dot(&self.local, vector)
    }

    /// The log-odds with the document's habit.
    pub fn with_habit(&self, odds: f32, habit: &Habit) -> f32 {
        dot(&self.habit, &habit.vector(odds))
    }
}

impl Models {
    /// Those that come with the program.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse("weights.tsv", include_str!("data/weights.tsv"))
    }

    /// The one for a candidate.
    pub fn of(&self, candidate: &Candidate<'_>) -> &Model {
        if candidate.is_bare() { &self.bare } else { &self.marked }
    }

    /// Reads a table of model, name and weight, parted by tabs. What is not named weighs nothing.
    ///
    /// # Errors
    /// Where a row has another form, names what there is not, or comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let empty = || Model { local: [f32::NAN; _], habit: [f32::NAN; _] };
        let mut models = Self { bare: empty(), marked: empty() };
        for (i, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = |reason: &str| Error::table(file, i + 1, reason);
            let mut fields = line.split('\t');
            let (Some(model), Some(name), Some(weight), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(bad("a row is model, name and weight, parted by tabs"));
            };
            let weight: f32 = weight.parse().map_err(|_| bad("the weight is no number"))?;
            let (group, part) = model.split_once('.').ok_or_else(|| bad("no such model"))?;
            let model = match group {
                "bare" => &mut models.bare,
                "marked" => &mut models.marked,
                _ => return Err(bad("no such model")),
            };
            let slot = match part {
                "local" => Feature::ALL.iter().position(|f| f.name() == name).map(|i| &mut model.local[i]),
                "habit" => Habit::NAMES.iter().position(|n| *n == name).map(|i| &mut model.habit[i]),
                _ => return Err(bad("no such model")),
            };
            let slot = slot.ok_or_else(|| bad("no such evidence"))?;
            if !slot.is_nan() || !weight.is_finite() {
                return Err(bad("a weight is there twice, or is not finite"));
            }
            *slot = weight;
        }
        for model in [&mut models.bare, &mut models.marked] {
            let weights = model.local.iter_mut().chain(&mut model.habit);
            weights.filter(|weight| weight.is_nan()).for_each(|weight| *weight = 0.0);
        }
        Ok(models)
    }
}

fn dot<const N: usize>(weights: &[f32; N], values: &[f32; N]) -> f32 {
    weights.iter().zip(values).map(|(w, v)| w * v).sum()
}

/// The probability of log-odds.
pub(crate) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}
