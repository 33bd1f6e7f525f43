//! Learns the weights of the evidence for lines: from scraped articles, where the phrases tell some of
//! the lines that go; from clean ones, where all lines stay; and from lines labelled by hand.

use std::collections::HashMap;
use std::fmt::Write;

use super::evidence::{Evidence, Feature, Place, Vocabulary, features};
use super::lines::{Spot, each_run};
use super::sought::Sought;
use super::words::Words;
use crate::passes::fit::Rows;
use crate::passes::{Document, probability};
use crate::rules::{Choice, Known, Normal};
use crate::scan::Scan;

/// Parts that the labelled lines are dealt out in, to judge weights on what they were not learned from.
const FOLDS: usize = 5;
/// How often a piece of evidence has to be seen to get a weight.
const LEAST: usize = 8;
/// A line labelled by hand counts as so many.
const LABELLED: f64 = 4.0;
/// A line of a clean article counts as so many: taking one out is worse than leaving another.
const STAYS: f64 = 3.0;
/// How often the same words, numbers left out, are learned from.
const SAME: usize = 2;
const PENALTY: f64 = 3.0;

/// Lines to learn from.
pub struct LineSamples {
    vocabulary: Vocabulary,
    /// The evidence seen, by number.
    seen: HashMap<Feature, usize>,
    samples: Vec<Sample>,
    same: HashMap<String, usize>,
}

struct Sample {
    values: Vec<(usize, f32)>,
    goes: bool,
    /// For a line labelled by hand, its fold.
    fold: Option<usize>,
}

impl LineSamples {
    /// Of the words in a line only those of the vocabulary count: no names, no topics.
    #[must_use]
    pub fn new(vocabulary: &str) -> Self {
        let mut known = Vocabulary::new(Words::embedded());
        for word in vocabulary.split_whitespace() {
            known.add(word);
        }
        Self { vocabulary: known, seen: HashMap::new(), samples: Vec::new(), same: HashMap::new() }
    }

    /// The lines of a scraped article that a phrase names, as lines that go.
    pub fn scraped(&mut self, text: &str) {
        self.lines(text, |line, is_named| {
            let same: String = line.chars().filter(|c| c.is_alphabetic()).collect();
            is_named.then_some((true, None, same))
        });
    }

    /// The lines of a clean article that no phrase names, as lines that stay.
    pub fn clean(&mut self, text: &str) {
        self.lines(text, |_, is_named| (!is_named).then(|| (false, None, String::new())));
    }

    /// Lines of an article, by number, that go or stay by what somebody says; `site` is where it comes
    /// from.
    pub fn labelled(&mut self, text: &str, labels: &HashMap<usize, bool>, site: &str) {
        let fold = site.bytes().fold(7usize, |h, b| h.wrapping_mul(31).wrapping_add(b.into())) % FOLDS;
        let lines: HashMap<&str, bool> = text
            .split('\n')
            .enumerate()
            .filter_map(|(i, line)| Some((line.trim(), *labels.get(&i)?)))
            .collect();
        self.lines(text, |line, _| lines.get(line).map(|&goes| (goes, Some(fold), String::new())));
    }

    /// Collects the lines that hold a cue, where `label` knows whether they go.
    fn lines(&mut self, text: &str, label: impl Fn(&str, bool) -> Option<(bool, Option<usize>, String)>) {
        let scan = Scan::new(text);
        let document = Document::new(text, &scan);
        let table = Choice::default().table().expect("the tables hold");
        let cues = Sought::embedded().find(text).cues;
        let (mut normal, mut asked) = (Normal::default(), Evidence::embedded().of(text, cues));
        let find = |spot: &Spot<'_>| {
            let named = match table.find(spot.words(), &mut normal) {
                Known::Goes(found) => Some(found),
                Known::Stays | Known::No => None,
            };
            if asked.candidate(spot.words()).is_some()
                && let Some((goes, fold, same)) = label(spot.words(), named.is_some())
            {
                self.push(spot.words(), &spot.place(), goes, fold, same);
            }
            named
        };
        each_run(&document, find, |_| {});
    }

    fn push(&mut self, line: &str, place: &Place, goes: bool, fold: Option<usize>, same: String) {
        if !same.is_empty() {
            let count = self.same.entry(same).or_default();
            *count += 1;
            if *count > SAME {
                return;
            }
        }
        let mut values = Vec::new();
        features(line, &self.vocabulary.read(line), place, |feature, value| {
            if value != 0.0 {
                let next = self.seen.len();
                values.push((*self.seen.entry(feature).or_insert(next), value));
            }
        });
        self.samples.push(Sample { values, goes, fold });
    }

    /// The places of the evidence that is seen often enough, and how much evidence there is.
    fn places(&self) -> (Vec<Option<usize>>, usize) {
        let mut counts = vec![0usize; self.seen.len()];
        for (i, _) in self.samples.iter().flat_map(|sample| &sample.values) {
            counts[*i] += 1;
        }
        let mut width = 0;
        let mut place = |count: usize| {
            let place = (count >= LEAST).then_some(width);
            width += usize::from(place.is_some());
            place
        };
        let places = counts.into_iter().map(&mut place).collect();
        (places, width)
    }

    /// The weights learned from all samples but those of a fold.
    fn weights(&self, places: &[Option<usize>], width: usize, without: Option<usize>) -> Vec<f32> {
        let mut rows = Rows::default();
        for sample in self.samples.iter().filter(|sample| sample.fold.is_none() || sample.fold != without) {
            let weight = match sample {
                Sample { fold: Some(_), .. } => LABELLED,
                Sample { goes: false, .. } => STAYS,
                _ => 1.0,
            };
            rows.push_sparse(known(&sample.values, places), sample.goes, weight);
        }
        rows.fit(width, PENALTY)
    }
}

fn known(values: &[(usize, f32)], places: &[Option<usize>]) -> Vec<(usize, f32)> {
    values.iter().filter_map(|&(i, value)| Some((places[i]?, value))).collect()
}

/// Learns weights and gives them as the table that the program reads.
#[must_use]
pub fn learn(samples: &LineSamples) -> String {
    let (places, width) = samples.places();
    let weights = samples.weights(&places, width, None);
    let mut rows: Vec<_> = samples
        .seen
        .iter()
        .filter_map(|(feature, &i)| {
            Some((feature.kind(), feature.name(&samples.vocabulary), weights[places[i]?]))
        })
        .filter(|row| row.2.abs() >= 0.05)
        .collect();
    rows.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let mut out = String::from(
        "# The weights of the evidence that a line is no part of its article, in log-odds; made by\n\
         # examples/train_lines, see CONTRIBUTING.md.\n# kind\tname\tweight\n",
    );
    for (kind, name, weight) in rows {
        let _ = writeln!(out, "{kind}\t{name}\t{weight:.3}");
    }
    out
}

/// The upper ends of the bands of confidence.
const BANDS: [f32; 7] = [0.1, 0.3, 0.6, 0.8, 0.9, 0.97, 1.0];

/// Says how many of the labelled lines go, for bands of confidence, each judged by weights learned
/// without its own part of the sites.
#[must_use]
pub fn judge(samples: &LineSamples) -> String {
    let (places, width) = samples.places();
    let mut bands = [(0usize, 0usize); BANDS.len()];
    for fold in 0..FOLDS {
        let weights = samples.weights(&places, width, Some(fold));
        for sample in samples.samples.iter().filter(|sample| sample.fold == Some(fold)) {
            let odds: f32 = known(&sample.values, &places).iter().map(|&(i, v)| v * weights[i]).sum();
            let band = BANDS.iter().position(|&end| probability(odds) < end).unwrap_or(BANDS.len() - 1);
            bands[band].0 += 1;
            bands[band].1 += usize::from(sample.goes);
        }
    }
    let mut out = String::from("confidence     lines   go\n");
    let mut from = 0.0;
    for (end, (lines, go)) in BANDS.into_iter().zip(bands) {
        let _ = writeln!(out, "{from:4.2} - {end:4.2}  {lines:6}   {go}");
        from = end;
    }
    out
}
