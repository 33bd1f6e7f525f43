//! What names with a capital inside begin and end with: "BlueCross", "CareFirst".

use std::collections::HashMap;

use crate::chars::humps;
use crate::profile::Lexicon;

/// How many known names begin with a part, and how many end with it.
#[derive(Debug, Default)]
pub(super) struct NameParts {
    heads: HashMap<Box<str>, u32>,
    tails: HashMap<Box<str>, u32>,
}

impl NameParts {
    /// Of all names of a lexicon, in any language.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut parts = Self::default();
        for name in lexicon.names().filter(|name| !name.contains('.')) {
            if let Some((head, tail)) = ends(name) {
                *parts.heads.entry(head.into()).or_default() += 1;
                *parts.tails.entry(tail.into()).or_default() += 1;
            }
        }
        parts
    }

    pub fn heads(&self, part: &str) -> u32 {
        self.heads.get(part).copied().unwrap_or_default()
    }

    pub fn tails(&self, part: &str) -> u32 {
        self.tails.get(part).copied().unwrap_or_default()
    }
}

/// A name up to its first capital behind a small letter, and from the last such capital on.
fn ends(name: &str) -> Option<(&str, &str)> {
    let mut humps = humps(name);
    let first = humps.next()?;
    let last = humps.last().unwrap_or(first);
    Some((&name[..first], &name[last..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Learner;

    #[test]
    fn parts_of_known_names_are_counted() {
        let mut learner = Learner::new();
        for name in ["RetailNow", "RetailMeOnce", "McNow", "Retail.Now"] {
            learner.note_name("en", name, 1);
        }
        let parts = NameParts::new(&Lexicon::empty().with(learner.to_profile()));
        assert_eq!((parts.heads("Retail"), parts.tails("Now"), parts.tails("Once")), (2, 2, 1));
        assert_eq!((parts.heads("Now"), parts.tails("Me")), (0, 0));
    }
}
