//! What is counted: edits by rule and confidence, by site, and how much of each document changed.

use super::hitters::{Few, Hitters, Merge};
use super::sample::Sample;
use super::shown::Cut;
use crate::edit::{EditScript, Rule};

/// Bands of confidence: each ends below its number, and what is certain has the last one.
pub(super) const BANDS: [(f32, &str); 7] = [
    (0.6, "below .6"),
    (0.8, ".6 to .8"),
    (0.9, ".8 to .9"),
    (0.95, ".9 to .95"),
    (0.99, ".95 to .99"),
    (1.0, ".99 to 1"),
    (f32::INFINITY, "certain"),
];

/// The band of a confidence.
pub(super) fn band(confidence: f32) -> usize {
    BANDS.iter().position(|(end, _)| confidence < *end).unwrap_or(BANDS.len() - 1)
}

/// Shares of a document's bytes that were taken out or put in: each ends with its number.
pub(super) const DAMAGE: [(f64, &str); 8] = [
    (0.0, "none"),
    (0.001, "≤ .1%"),
    (0.003, "≤ .3%"),
    (0.01, "≤ 1%"),
    (0.03, "≤ 3%"),
    (0.1, "≤ 10%"),
    (0.3, "≤ 30%"),
    (f64::INFINITY, "more"),
];

/// Edits by rule and band.
#[derive(Clone, Debug)]
pub(super) struct Edits(pub [[u64; BANDS.len()]; Rule::ALL.len()]);

impl Edits {
    pub(super) fn new() -> Self {
        Self([[0; BANDS.len()]; Rule::ALL.len()])
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let (mine, theirs) = (self.0.as_flattened_mut(), other.0.as_flattened());
        mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
    }

    pub(super) fn of_rule(&self, rule: Rule) -> u64 {
        self.0[rule as usize].iter().sum()
    }

    pub(super) fn of_band(&self, band: usize) -> u64 {
        self.0.iter().map(|bands| bands[band]).sum()
    }
}

/// How much of a text changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub bytes: u64,
    /// Bytes taken out or put in.
    pub touched: u64,
}

impl Extent {
    pub(super) fn of(text: &str, script: &EditScript) -> Self {
        let touched = script.edits().iter().map(|edit| (edit.range.len() + edit.replacement.len()) as u64);
        Self { bytes: text.len() as u64, touched: touched.sum() }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.touched += other.touched;
    }

    /// The place of its share in [`DAMAGE`].
    pub(super) fn damage(self) -> usize {
        let share = self.touched as f64 / self.bytes.max(1) as f64;
        DAMAGE.iter().position(|(end, _)| share <= *end).unwrap_or(DAMAGE.len() - 1)
    }
}

/// What is counted of a site.
#[derive(Debug, Default)]
pub(super) struct SiteCounts {
    pub documents: u64,
    pub changed: u64,
    pub edits: u64,
}

impl Merge for SiteCounts {
    fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.edits += other.edits;
    }
}

/// What is counted of a line that was taken out, or of a part of one.
#[derive(Debug)]
pub(super) struct LineCounts {
    pub count: u64,
    /// Whether it is longer than its name here.
    pub is_longer: bool,
    pub rules: Few<Rule, 3>,
    pub sites: Few<Box<str>, 8>,
    pub bands: [u64; BANDS.len()],
    /// In which fifth of its text it stood.
    pub fifths: [u64; 5],
    /// What stood before and behind it.
    pub contexts: Sample<(Cut, Cut)>,
}

impl Default for LineCounts {
    fn default() -> Self {
        Self {
            count: 0,
            is_longer: false,
            rules: Few::default(),
            sites: Few::default(),
            bands: [0; BANDS.len()],
            fifths: [0; 5],
            contexts: Sample::new(3),
        }
    }
}

impl Merge for LineCounts {
    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.is_longer |= other.is_longer;
        self.rules.merge(other.rules);
        self.sites.merge(other.sites);
        self.contexts.merge(other.contexts);
        self.bands.iter_mut().zip(other.bands).for_each(|(mine, theirs)| *mine += theirs);
        self.fifths.iter_mut().zip(other.fifths).for_each(|(mine, theirs)| *mine += theirs);
    }
}

/// What is counted by name.
pub(super) type Sites = Hitters<SiteCounts>;
pub(super) type Lines = Hitters<LineCounts>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_and_damage_have_their_ends() {
        assert_eq!([0.0, 0.59, 0.6, 0.99, 0.9999, 1.0].map(band), [0, 0, 1, 5, 5, 6]);
        let damage = |touched| Extent { bytes: 1000, touched }.damage();
        assert_eq!([0, 1, 2, 10, 300, 301, 5000].map(damage), [0, 1, 2, 3, 6, 7, 7]);
        assert_eq!(Extent::default().damage(), 0);
    }
}
