//! What is looked for in all of a text, in one search.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::evidence::Evidence;
use crate::rules::Parts;

/// Looks for the cores of labels, and for the tails of cues: few, so that it goes by vectors.
pub(super) struct Sought {
    search: AhoCorasick,
    /// The cores, and behind them the tails. Where two begin at the same place, the longer one is found.
    strings: Vec<&'static str>,
    /// So many of them are cores.
    cores: usize,
}

/// The places in a text where something is that was looked for, in order.
#[derive(Default)]
pub(super) struct Places {
    /// Cores of labels, and which of [`Parts::cores`] each is.
    pub cores: Vec<(usize, usize)>,
    /// Where cues may begin that count in long lines.
    pub cues: Vec<usize>,
}

impl Sought {
    /// What comes with the program, made ready once for all cleaners.
    pub fn embedded() -> &'static Self {
        static SOUGHT: LazyLock<Sought> = LazyLock::new(|| {
            let (cores, tails) = (Parts::embedded().cores(), Evidence::embedded().tails());
            Sought::new(cores, tails).expect("a test builds it")
        });
        &SOUGHT
    }

    fn new(cores: &'static [String], tails: &'static [String]) -> Result<Self, BuildError> {
        let strings: Vec<_> = cores.iter().chain(tails).map(String::as_str).collect();
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&strings)?;
        Ok(Self { search, strings, cores: cores.len() })
    }

    /// Searches a text.
    pub fn find(&self, text: &str) -> Places {
        let mut places = Places::default();
        for found in self.search.find_iter(text) {
            let (at, longest) = (found.start(), self.strings[found.pattern().as_usize()]);
            let mut is_tail = false;
            for (number, string) in self.strings.iter().enumerate() {
                if !longest.starts_with(string) {
                    continue;
                }
                if number < self.cores {
                    places.cores.push((at, number));
                } else {
                    is_tail = true;
                }
            }
            // The first letter of a cue is no part of what is looked for.
            places.cues.extend(at.checked_sub(1).filter(|_| is_tail));
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A search by which nothing that overlaps is found twice finds all of them.
    #[test]
    fn what_is_sought_overlaps_only_from_its_start() {
        let strings = &Sought::embedded().strings;
        for (a, b) in strings.iter().flat_map(|a| strings.iter().map(move |b| (a, b))) {
            let overlaps = (1..a.len()).any(|at| a[at..].starts_with(b) || b.starts_with(&a[at..]));
            assert!(!overlaps, "{a} {b}");
        }
    }
}
