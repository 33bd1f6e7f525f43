//! What is looked for in all of a text, in one search.

use std::sync::LazyLock;

use super::evidence::Evidence;
use crate::rules::Parts;
use crate::scan::Needles;

/// Looks for the cores of labels, and for the tails of cues.
pub(super) struct Sought {
    needles: Needles,
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
            Sought { needles: Needles::new(cores.iter().chain(tails).cloned()), cores: cores.len() }
        });
        &SOUGHT
    }

    /// Searches a text.
    pub fn find(&self, text: &str) -> Places {
        let mut places = Places::default();
        self.needles.find(text, |number, at| {
            if number < self.cores {
                places.cores.push((at, number));
            } else {
                // The first letter of a cue is no part of what is looked for.
                places.cues.extend(at.checked_sub(1));
            }
        });
        places.cores.sort_unstable();
        places.cues.sort_unstable();
        places
    }
}
