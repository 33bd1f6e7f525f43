//! Learns the weights: damages clean text as extractors do, and fits both scores to what it did.
//!
//! The fit is logistic regression with a small quadratic penalty, by Newton's method (iteratively
//! reweighted least squares; see Hastie, Tibshirani and Friedman, The Elements of Statistical
//! Learning, section 4.4.1). Nothing in it is random but the places of the damage, and these hang
//! on the text alone.

use super::score::{Habit, Model};
use super::{Boundaries, Feature, Lists, Models};
use crate::error::Error;
use crate::passes::Document;
use crate::scan::Scan;

/// One text to learn from, and where (byte offsets) something is missing in it.
pub struct Sample {
    text: String,
    lost: Vec<usize>,
}

/// How a text is damaged.
#[derive(Clone, Copy, Debug)]
pub struct Damage {
    /// The share of sentence ends that is hit.
    pub rate: f64,
    /// Whether only the space is lost, and not the mark.
    pub spaces_only: bool,
}

/// The damages that weights are learned on, in turn. Most documents are whole, as they are in the
/// world: so the confidence is not too high where nothing was lost.
pub const MIX: [Damage; 16] = {
    const WHOLE: Damage = Damage { rate: 0.0, spaces_only: false };
    const FEW: Damage = Damage { rate: 0.1, spaces_only: false };
    const MANY: Damage = Damage { rate: 0.6, spaces_only: false };
    const ALL: Damage = Damage { rate: 1.0, spaces_only: false };
    const SPACES: Damage = Damage { rate: 0.2, spaces_only: true };
    [WHOLE, FEW, WHOLE, MANY, WHOLE, SPACES, WHOLE, FEW, WHOLE, SPACES, ALL, WHOLE, SPACES, WHOLE, FEW, WHOLE]
};

/// splitmix64, Vigna 2015 (public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Sample {
    /// Takes marks and spaces out of a text.
    #[must_use]
    pub fn damaged(text: &str, damage: Damage, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut out = Self { text: String::with_capacity(text.len()), lost: Vec::new() };
        let mut kept = 0;
        for (space, _) in text.match_indices(' ') {
            let (before, next) = (&text[kept..space], &text[space + 1..]);
            let begins = next.trim_start_matches(['“', '"', '‘', '(']);
            let stem = before.trim_end_matches(['”', '"', '’', ')']);
            let ends = ends_sentence(stem) && begins.starts_with(char::is_uppercase);
            if damage.spaces_only {
                // Spaces behind abbreviations, commas and brackets are lost too, if less often.
                let pause = before.ends_with([',', ';', ':', '.', ')', '”', '"'])
                    && begins.starts_with(char::is_alphabetic);
                let rate = if ends { damage.rate } else { damage.rate / 4.0 };
                if !(ends || pause) || random.next() >= rate {
                    continue;
                }
                out.text.push_str(before);
            } else {
                let plain = stem.len() == before.len() && begins.len() == next.len();
                if !ends || !plain || random.next() >= damage.rate {
                    continue;
                }
                out.text.push_str(&stem[..stem.len() - 1]);
            }
            out.lost.push(out.text.len());
            kept = space + 1;
        }
        out.text.push_str(&text[kept..]);
        out
    }
}

/// Whether a text ends with a final mark that is no part of an abbreviation.
fn ends_sentence(text: &str) -> bool {
    let Some(stem) = text.strip_suffix(['.', '?', '!']) else { return false };
    if !stem.ends_with(|c: char| c.is_alphanumeric() || "%)”\"’".contains(c)) {
        return false;
    }
    let word = stem.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '“', '‘']);
    !text.ends_with('.') || (word.chars().count() > 1 && !is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "mr", "mrs", "ms", "dr", "prof", "st", "inc", "ltd", "co", "corp", "jr", "sr", "vs", "etc", "no",
        "gen", "col", "sen", "rep", "gov", "capt", "lt", "sgt", "rev", "hon", "jan", "feb", "mar", "apr",
        "aug", "sep", "sept", "oct", "nov", "dec",
    ];
    word.contains('.') || COMMON.contains(&word.to_lowercase().as_str())
}

/// Rows for one model.
#[derive(Default)]
struct Rows {
    local: Vec<(Vec<f64>, bool)>,
    habit: Vec<(Vec<f64>, bool)>,
}

/// Learns weights from samples and gives them as the table that the program reads.
///
/// # Errors
/// Where the tables that come with the program do not load.
pub fn learn(samples: &[Sample]) -> Result<String, Error> {
    let mut pass = Boundaries { lists: Lists::embedded()?, models: Models::parse("no weights", "")? };
    let [bare, marked] = collect(&pass, samples);
    pass.models.bare.local = narrow(&fit(&bare.local));
    pass.models.marked.local = narrow(&fit(&marked.local));
    // The habit is learned over the first score as it now is.
    let [bare, marked] = collect(&pass, samples);
    pass.models.bare.habit = narrow(&fit(&bare.habit));
    pass.models.marked.habit = narrow(&fit(&marked.habit));
    Ok(table(&pass.models))
}

fn collect(pass: &Boundaries, samples: &[Sample]) -> [Rows; 2] {
    let mut rows = [Rows::default(), Rows::default()];
    for sample in samples {
        let scan = Scan::new(&sample.text);
        let read = pass.read(&Document::new(&sample.text, &scan));
        for scored in &read.scored {
            let c = &scored.candidate;
            // "said.“We" is found at the quote and behind it: either is the place.
            let lost = sample.lost.binary_search(&c.at).is_ok()
                || (!c.is_bare() && c.at > 0 && sample.lost.binary_search(&(c.at - 1)).is_ok());
            let rows = &mut rows[usize::from(!c.is_bare())];
            rows.local.push((scored.vector.iter().map(|&v| f64::from(v)).collect(), lost));
            let habit = read.habit.vector(scored.odds);
            rows.habit.push((habit.iter().map(|&v| f64::from(v)).collect(), lost));
        }
    }
    rows
}

fn narrow<const N: usize>(weights: &[f64]) -> [f32; N] {
    std::array::from_fn(|i| weights.get(i).map_or(0.0, |&w| w as f32))
}

/// Fits weights to rows of values and outcomes.
fn fit(rows: &[(Vec<f64>, bool)]) -> Vec<f64> {
    const PENALTY: f64 = 1.0;
    let width = rows.first().map_or(0, |(values, _)| values.len());
    let mut weights = vec![0.0; width];
    for _ in 0..25 {
        let mut gradient: Vec<f64> = weights.iter().map(|w| -PENALTY * w).collect();
        let mut hessian = vec![vec![0.0; width]; width];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = PENALTY;
        }
        for (values, outcome) in rows {
            let odds: f64 = values.iter().zip(&weights).map(|(v, w)| v * w).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let (miss, spread) = (f64::from(u8::from(*outcome)) - p, p * (1.0 - p));
            for (i, &v) in values.iter().enumerate().filter(|(_, v)| **v != 0.0) {
                gradient[i] += miss * v;
                for (cell, &w) in hessian[i].iter_mut().zip(values) {
                    *cell += spread * v * w;
                }
            }
        }
        let step = solve(hessian, gradient);
        let longest = step.iter().fold(0.0f64, |m, s| m.max(s.abs()));
        // Far from the optimum a full step can overshoot.
        let scale = if longest > 5.0 { 5.0 / longest } else { 1.0 };
        weights.iter_mut().zip(&step).for_each(|(w, s)| *w += scale * s);
        if longest < 1e-7 {
            break;
        }
    }
    weights
}

/// Solves a system of linear equations by Gaussian elimination; the matrix is positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let (upper, lower) = matrix.split_at_mut(i + 1);
        let pivot = &upper[i];
        for (k, row) in lower.iter_mut().enumerate() {
            let factor = row[i] / pivot[i];
            row.iter_mut().zip(pivot).skip(i).for_each(|(cell, p)| *cell -= factor * p);
            right[i + 1 + k] -= factor * right[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

fn table(models: &Models) -> String {
    let mut out = String::from(
        "# The weights of the boundary score, in log-odds; made by examples/train.rs, see CONTRIBUTING.md.\n# model\tname\tweight\n",
    );
    for (group, model) in [("bare", &models.bare), ("marked", &models.marked)] {
        let Model { local, habit } = model;
        let local = Feature::ALL.iter().map(|f| f.name()).zip(local).map(|row| ("local", row));
        let habit = Habit::NAMES.into_iter().zip(habit).map(|row| ("habit", row));
        for (part, (name, weight)) in local.chain(habit).filter(|(_, (_, weight))| weight.abs() >= 1e-4) {
            out.push_str(&format!("{group}.{part}\t{name}\t{weight:.4}\n"));
        }
    }
    out
}
