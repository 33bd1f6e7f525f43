//! Counts which words questions begin with.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::damage::{Loss, Sample};
use super::{each, pass};
use crate::error::Error;
use crate::passes::boundaries::features::Sources;
use crate::passes::boundaries::question::{Lifts, Place, Sentence, Word, key};
use crate::profile::Lexicon;

/// Words seen less often are left out, ...
const LEAST: u32 = 10;
/// ... and those that tell less than this, a logarithm.
const LEAST_LIFT: f64 = 0.4;
/// So many sentences that ask as often as others are taken to have been seen besides.
const PRIOR: f64 = 40.0;
/// Words that stand in lower case less often than this, a logarithm of their number in a million,
/// belong to what a text is about, and not to how it asks.
const COMMON: f32 = 5.7;

/// Sentences that ask, and all.
#[derive(Clone, Copy, Default)]
struct Count {
    asking: u32,
    all: u32,
}

impl Count {
    fn add(&mut self, asks: bool) {
        self.asking += u32::from(asks);
        self.all += 1;
    }
}

/// Counts how often sentences ask that have certain words at certain places, and gives the table
/// that the program reads. The samples have to be damaged so that marks are missing.
///
/// # Errors
/// Where the tables that come with the program do not load.
pub fn count_asking(samples: &[Sample], lexicon: &Lexicon) -> Result<String, Error> {
    let pass = pass(lexicon, "")?;
    let mut languages: BTreeMap<String, Count> = BTreeMap::new();
    let mut keys: BTreeMap<String, (String, Count)> = BTreeMap::new();
    for sample in samples {
        each(&pass, sample, |read, scored, mended, lost| {
            let Some(Loss::Mark(mark)) = lost.filter(|_| scored.candidate.is_bare()) else { return };
            let (sources, asks) = (&read.sources, mark == '?');
            let language = sources.language.code();
            let sentence = Sentence::read(&sample.text, &scored.candidate, mended, sources);
            languages.entry(language.to_owned()).or_default().add(asks);
            let clause = sentence.last_clause().unwrap_or_default();
            let places =
                [(Place::First, &sentence.words[..]), (Place::Clause, clause), (Place::Next, &sentence.next)];
            for (place, words) in places {
                let runs = (1..=Lifts::LONGEST).filter_map(|count| words.get(..count));
                for run in runs.filter(|run| run.iter().all(|word| is_common(word, sources))) {
                    let entry = keys.entry(key(language, place, run)).or_default();
                    language.clone_into(&mut entry.0);
                    entry.1.add(asks);
                }
            }
        });
    }
    let mut out = String::from(HEAD);
    for (key, (language, count)) in keys {
        let total = languages[&language];
        let share = f64::from(total.asking) / f64::from(total.all);
        let (asking, all) = (f64::from(count.asking), f64::from(count.all));
        let lift = ((asking + PRIOR * share) / ((all + PRIOR) * share)).ln();
        if count.all >= LEAST && lift.is_finite() && lift.abs() > LEAST_LIFT {
            let _ = writeln!(out, "{key}\t{lift:.2}");
        }
    }
    Ok(out)
}

/// Whether a word belongs to the language and not to what a text is about.
fn is_common(word: &Word<'_>, sources: &Sources<'_>) -> bool {
    let known = sources.language.right(word.text);
    word.is_classed() || known.lower > known.inside.max(COMMON)
}

const HEAD: &str = "\
# How much more often than others a sentence asks that has certain words at a place, as a logarithm:
# language, place, words in lower case, lift, parted by tabs; sorted. first: at its start; clause: at
# the start of its last clause; next: at the start of the sentence behind it.
# Counted by examples/train.rs in the first part of the texts, see CONTRIBUTING.md.
";
