//! The score: weights over the evidence, and then over the document's habit.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::candidate::{Candidate, Kind};
use super::ending::Sign;
use super::features::Feature;
use super::question::Asking;
use crate::error::Error;
use crate::passes::probability;
use crate::rows::rows_of;

/// What a model decides, and about which candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Whether something was lost behind a word in lower case: "partnershipsThis".
    Word,
    /// The same behind a part of a word that begins with a capital: "LondonThe", "YouTube".
    Title,
    /// Behind a digit, % or capitals.
    Number,
    /// Behind a final mark: "said.The"; and the same where the left word is no word in lower case:
    /// "London.The", "Dream.US".
    Stop,
    TitleStop,
    /// Behind a bracket or quotation mark: "time.”He".
    Closer,
    /// Before one: "said:“We".
    Opener,
    /// Behind a comma, semicolon or colon.
    Pause,
    /// Whether a sentence or line ended at a place where no mark stands, or only a space was lost.
    Ending,
    /// Whether what ended there was a line without a mark.
    Line,
    /// Whether the mark was a question mark.
    Question,
}

impl Group {
    /// All groups, with their names in the table of weights and the evidence that they weigh.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 11] = [
        (Self::Word, "word", Feature::NAMES),
        (Self::Title, "title", Feature::NAMES),
        (Self::Number, "number", Feature::NAMES),
        (Self::Stop, "stop", Feature::NAMES),
        (Self::TitleStop, "title_stop", Feature::NAMES),
        (Self::Closer, "closer", Feature::NAMES),
        (Self::Opener, "opener", Feature::NAMES),
        (Self::Pause, "pause", Feature::NAMES),
        (Self::Ending, "ending", Sign::NAMES),
        (Self::Line, "line", Sign::NAMES),
        (Self::Question, "question", Asking::NAMES),
    ];

    /// Whether it decides what was lost, and not whether something was. It weighs the document's
    /// habit together with the evidence.
    #[cfg(feature = "train")]
    pub fn is_repair(self) -> bool {
        matches!(self, Self::Ending | Self::Line | Self::Question)
    }

    /// The one that decides whether something was lost at a candidate.
    pub fn of(c: &Candidate<'_>) -> Self {
        match c.kind {
            Kind::Word if c.left.chars().all(char::is_lowercase) => Self::Word,
            Kind::Word => Self::Title,
            Kind::Digit | Kind::Capitals => Self::Number,
            Kind::Stop if c.left.chars().all(char::is_lowercase) => Self::Stop,
            Kind::Stop => Self::TitleStop,
            Kind::Closer => Self::Closer,
            Kind::Opener => Self::Opener,
            Kind::Comma => Self::Pause,
        }
    }
}

/// Weights for one group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// For the evidence around the candidate.
    pub local: Vec<f32>,
    /// For the first score and the habit of the document.
    pub habit: Vec<f32>,
}

/// The models of all groups.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Models([Model; Group::ALL.len()]);

/// How much was lost at a document's candidates of one class.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// The probabilities of the candidates, added up, and how many they are.
    pub lost: f32,
    pub candidates: f32,
}

impl Tally {
    pub fn add(&mut self, odds: f32) {
        self.lost += probability(odds);
        self.candidates += 1.0;
    }
}

/// What a document shows about itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habit {
    /// Of the candidates without a mark, and of those with one.
    pub bare: Tally,
    pub marked: Tally,
    /// The sentence ends that are as they should be.
    pub intact: f32,
}

impl Habit {
    pub const NAMES: &[&str] = &["score", "lost_to_intact", "share_lost", "others_lost_to_intact", "bias"];

    /// The values that the habit weights belong to, for a candidate with the given log-odds, whose
    /// own part in the habit is left out.
    pub fn vector(&self, odds: f32, is_bare: bool) -> [f32; 5] {
        let (own, others) = if is_bare { (self.bare, self.marked) } else { (self.marked, self.bare) };
        let lost = (own.lost - probability(odds)).max(0.0);
        let beside = (own.candidates - 1.0).max(0.0);
        let to_intact = |lost: f32| ((lost + 0.1) / (lost + self.intact + 1.0)).ln();
        [odds, to_intact(lost), ((lost + 0.1) / (beside + 1.0)).ln(), to_intact(others.lost), 1.0]
    }
}

impl Model {
    fn empty(evidence: &[&str]) -> Self {
        Self { local: vec![f32::NAN; evidence.len()], habit: vec![f32::NAN; Habit::NAMES.len()] }
    }

    /// The log-odds by the evidence alone.
    pub fn local(&self, vector: &[f32]) -> f32 {
        dot(&self.local, vector)
    }

    /// The log-odds with the document's habit.
    pub fn with_habit(&self, odds: f32, habit: &Habit, is_bare: bool) -> f32 {
        dot(&self.habit, &habit.vector(odds, is_bare))
    }

    /// What each kind of evidence adds to the log-odds, the weightiest first: that of a vector of
    /// features, which have the given log-odds, and the document's habit.
    pub fn evidence(
        &self,
        vector: &[f32],
        odds: f32,
        habit: &Habit,
        is_bare: bool,
    ) -> Vec<(Cow<'static, str>, f32)> {
        let scale = self.habit[0];
        let local = Feature::NAMES.iter().zip(&self.local).zip(vector);
        let mut parts: Vec<_> = local.map(|((name, w), v)| (Cow::Borrowed(*name), w * v * scale)).collect();
        parts.push(("habit".into(), self.with_habit(odds, habit, is_bare) - odds * scale));
        parts.retain(|part| part.1 != 0.0);
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        parts
    }
}

impl Models {
    /// Those that come with the program, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static MODELS: LazyLock<Models> = LazyLock::new(|| {
            // They are part of the program, and the tests load them.
            Models::parse("weights.tsv", include_str!("data/weights.tsv")).expect("the weights hold")
        });
        &MODELS
    }

    pub fn get(&self, group: Group) -> &Model {
        &self.0[group as usize]
    }

    #[cfg(feature = "train")]
    pub fn get_mut(&mut self, group: Group) -> &mut Model {
        &mut self.0[group as usize]
    }

    /// Reads a table of model, name and weight, parted by tabs. What is not named weighs nothing.
    ///
    /// # Errors
    /// Where a row has another form, names what there is not, or comes twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut models = Self(Group::ALL.map(|(_, _, evidence)| Model::empty(evidence)));
        for (number, line) in rows_of(text) {
            let bad = |reason: &str| Error::table(file, number, reason);
            let mut fields = line.split('\t');
            let (Some(model), Some(name), Some(weight), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(bad("a row is model, name and weight, parted by tabs"));
            };
            let weight: f32 = weight.parse().map_err(|_| bad("the weight is no number"))?;
            let (group, part) = model.split_once('.').ok_or_else(|| bad("no such model"))?;
            let &(group, _, evidence) =
                Group::ALL.iter().find(|g| g.1 == group).ok_or_else(|| bad("no such model"))?;
            let model = &mut models.0[group as usize];
            let (weights, names) = match part {
                "local" => (&mut model.local, evidence),
                "habit" => (&mut model.habit, Habit::NAMES),
                _ => return Err(bad("no such model")),
            };
            let place = names.iter().position(|n| *n == name).ok_or_else(|| bad("no such evidence"))?;
            if !weights[place].is_nan() || !weight.is_finite() {
                return Err(bad("a weight is there twice, or is not finite"));
            }
            weights[place] = weight;
        }
        for model in &mut models.0 {
            let weights = model.local.iter_mut().chain(&mut model.habit);
            weights.filter(|weight| weight.is_nan()).for_each(|weight| *weight = 0.0);
        }
        Ok(models)
    }
}

fn dot(weights: &[f32], values: &[f32]) -> f32 {
    weights.iter().zip(values).map(|(w, v)| w * v).sum()
}
