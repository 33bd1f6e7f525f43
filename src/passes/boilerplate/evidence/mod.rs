//! Lines that no phrase names, told by evidence: the words that such lines are made of, how the line
//! reads, and where it stands.
//!
//! Only a line that holds a cue is weighed, so that text without one costs a search and no more.

mod cues;
mod features;
mod vocabulary;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use self::cues::Cues;
pub(super) use self::features::{Feature, Place, SHAPES, features};
pub(super) use self::vocabulary::{Id, Token, Vocabulary};
use super::words::Words;
use crate::chars::{is_post, is_quoted};
use crate::edit::Rule;
use crate::error::Error;
use crate::passes::probability;
use crate::rows::rows_of;
use crate::rules::{Found, Known};

/// A line goes from this probability on ...
const THRESHOLD: f32 = 0.75;
/// ... and from this one on if it is about the law, as many articles are ...
const LEGAL: f32 = 0.85;
/// ... and could do so from this one on once its quotation marks and dashes are set, and the lines around it
/// gone: by the weights of where a line stands that adds 1.2 to the log-odds, and the marks as much at the most ...
const NEAR: f32 = 0.2;
/// ... if it has so many words: shorter ones are headings just as well, and phrases know them.
const WORDS: usize = 4;

/// The weights, and the cues that make a line worth weighing.
pub(super) struct Evidence {
    cues: Cues,
    vocabulary: Vocabulary,
    weights: Weights,
}

/// What each piece of evidence adds to the log-odds.
#[derive(Default)]
struct Weights {
    shapes: [f32; SHAPES.len()],
    /// By the number of the word.
    words: Vec<f32>,
    firsts: Vec<f32>,
    pairs: HashMap<(Id, Id), f32, FixedState>,
}

/// What was found out about a line.
pub(super) struct Verdict {
    /// The logarithm of the odds that it is no part of the article.
    pub odds: f32,
    /// What each piece of evidence added, the weightiest first.
    pub evidence: Vec<(Cow<'static, str>, f32)>,
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
    fn load(file: &str, table: &str) -> Result<Self, Error> {
        let mut vocabulary = Vocabulary::new(Words::embedded());
        let mut seen: HashMap<Feature, f32, FixedState> = HashMap::default();
        for (number, row) in rows_of(table) {
            let refused = |reason: &str| Err(Error::table(file, number, reason));
            let mut fields = row.split('\t');
            let (Some(kind), Some(name), Some(weight), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return refused("a row is: kind, name, weight, with tabs between");
            };
            let Some(feature) = Feature::parse(kind, name, &mut vocabulary) else {
                return refused("no such kind, or no such shape, or not two words");
            };
            let Some(weight) = weight.parse().ok().filter(|weight: &f32| weight.is_finite()) else {
                return refused("the weight is no number");
            };
            if seen.insert(feature, weight).is_some() {
                return refused("here a second time");
            }
        }
        let words = vec![0.0; vocabulary.len()];
        let mut weights = Weights { firsts: words.clone(), words, ..Weights::default() };
        for (feature, weight) in seen {
            match feature {
                Feature::Shape(shape) => weights.shapes[shape] = weight,
                Feature::Word(word) => weights.words[usize::from(word)] = weight,
                Feature::First(word) => weights.firsts[usize::from(word)] = weight,
                Feature::Pair(first, second) => {
                    weights.pairs.insert((first, second), weight);
                }
            }
        }
        Ok(Self { cues: Cues::embedded()?, vocabulary, weights })
    }

    /// What a text is to be searched for, for the cues of its long lines to be found.
    pub fn tails(&self) -> &[String] {
        self.cues.tails()
    }

    /// Lets a text be asked, line by line; `cues` are the places, in order, where cues may begin that count
    /// in long lines.
    pub fn of<'t>(&'static self, text: &'t str, cues: Vec<usize>) -> Asked<'t> {
        Asked { evidence: self, text, cues, next: 0 }
    }
}

impl Weights {
    fn of(&self, feature: Feature) -> f32 {
        match feature {
            Feature::Shape(shape) => self.shapes[shape],
            Feature::Word(word) => self.words[usize::from(word)],
            Feature::First(word) => self.firsts[usize::from(word)],
            Feature::Pair(first, second) => self.pairs.get(&(first, second)).copied().unwrap_or_default(),
        }
    }
}

/// A text whose lines are asked for in order.
pub(super) struct Asked<'t> {
    evidence: &'static Evidence,
    text: &'t str,
    /// Where cues that count in long lines may begin, and the first of them that is not before the
    /// line asked for.
    cues: Vec<usize>,
    next: usize,
}

/// A line worth weighing.
pub(super) struct Candidate {
    /// What it would be.
    rule: Rule,
    pub tokens: Vec<Token>,
}

impl Asked<'_> {
    /// What a line is if it is not text. `line` has no white space at its ends.
    pub fn find(&mut self, line: &str, place: impl FnOnce() -> Place) -> Known {
        let Some(Candidate { rule, tokens }) = self.candidate(line) else { return Known::No };
        let mut odds = 0.0;
        let weights = &self.evidence.weights;
        features(line, &tokens, &place(), |feature, value| odds += value * weights.of(feature));
        let confidence = probability(odds);
        let least = if rule == Rule::Legal { LEGAL } else { THRESHOLD };
        if confidence < least {
            return if confidence < NEAR { Known::No } else { Known::Stays };
        }
        Known::Goes(Found { rule, confidence, beside: false, names: false, is_bare: false })
    }

    /// What speaks for and against a line, if it is worth weighing.
    pub fn explain(&mut self, line: &str, place: impl FnOnce() -> Place) -> Option<Verdict> {
        let tokens = self.candidate(line)?.tokens;
        let Evidence { vocabulary, weights, .. } = self.evidence;
        let mut evidence = Vec::new();
        features(line, &tokens, &place(), |feature, value| {
            evidence.push((feature, value * weights.of(feature)));
        });
        evidence.retain(|part| part.1 != 0.0);
        evidence.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let odds = evidence.iter().map(|part| part.1).sum();
        let named = |(feature, weight): (Feature, f32)| (feature.label(vocabulary), weight);
        Some(Verdict { odds, evidence: evidence.into_iter().map(named).collect() })
    }

    /// Whether a line may hold a cue: "no" is certain, and said of long lines only.
    pub fn may_hold_cue(&mut self, line: &str) -> bool {
        let start = self.reach(line);
        Cues::is_short(line) || self.cues.get(self.next).is_some_and(|at| at - start < line.len())
    }

    /// Where a line begins; the cues before it count no more.
    fn reach(&mut self, line: &str) -> usize {
        let start = line.as_ptr() as usize - self.text.as_ptr() as usize;
        while self.cues.get(self.next).is_some_and(|&at| at < start) {
            self.next += 1;
        }
        start
    }

    /// A line that holds a cue, and could be one that goes.
    pub fn candidate(&mut self, line: &str) -> Option<Candidate> {
        let start = self.reach(line);
        let inside = self.cues[self.next..].iter().map(|at| at - start).take_while(|&at| at < line.len());
        let rule = self.evidence.cues.category(line, inside)?;
        // A post belongs to the article that shows it; a link of Markdown is part of the author's sentence.
        if is_quoted(line)
            || is_post(line)
            || (line.contains(']') && (line.contains("](") || line.contains("][")))
        {
            return None;
        }
        let tokens = self.evidence.vocabulary.read(line);
        // Who tells what somebody said or did writes the article.
        let is_told = tokens.len() < WORDS || tokens.iter().any(|token| token.is_told);
        (!is_told).then_some(Candidate { rule, tokens })
    }
}
