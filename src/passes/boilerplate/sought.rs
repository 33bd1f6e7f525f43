//! What is looked for in all of a text, in one search.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, BuildError, Input, MatchKind};

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
        let mut from = 0;
        while let Some(found) = self.search.find(Input::new(text.as_bytes()).range(from..)) {
            // The next can overlap this one.
            from = found.start() + 1;
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

    #[test]
    fn all_is_found_even_where_it_overlaps() {
        let sought = Sought::embedded();
        let halves = sought.strings.iter().flat_map(|a| sought.strings.iter().map(move |b| (a, b)));
        for (a, b) in halves {
            let overlaps =
                (1..a.len()).filter(|&at| b.starts_with(&a[at..])).map(|at| format!("{}{b}", &a[..at]));
            for text in overlaps.chain([format!("An {a} {b}"), format!("{a}{b}")]) {
                let all = |strings: &[&str]| -> Vec<(usize, usize)> {
                    let places = strings.iter().enumerate();
                    let mut all: Vec<_> =
                        places.flat_map(|(i, s)| text.match_indices(s).map(move |(at, _)| (at, i))).collect();
                    all.sort_unstable();
                    all
                };
                let (cores, tails) = sought.strings.split_at(sought.cores);
                let places = sought.find(&text);
                assert_eq!(places.cores, all(cores), "{text}");
                let mut cues: Vec<_> =
                    all(tails).into_iter().filter_map(|(at, _)| at.checked_sub(1)).collect();
                cues.dedup();
                assert_eq!(places.cues, cues, "{text}");
            }
        }
    }
}
