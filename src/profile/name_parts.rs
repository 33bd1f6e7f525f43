//! What names with a capital inside begin and end with: "BlueCross", "CareFirst".

use foldhash::{HashMap, HashMapExt};
use smol_str::SmolStr;

use crate::chars::humps;

/// How many known names begin with a part, and how many end with it.
#[derive(Clone, Debug)]
pub(super) struct NameParts {
    heads: HashMap<SmolStr, u32>,
    tails: HashMap<SmolStr, u32>,
}

impl NameParts {
    /// About so many parts of each kind are in the profile that comes with the program.
    const USUAL: usize = 1500;

    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let map = || HashMap::with_capacity(Self::USUAL);
        let mut parts = Self { heads: map(), tails: map() };
        for name in names.filter(|name| !name.contains('.')) {
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
    if name.is_ascii() {
        let is_hump = |two: &[u8]| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase();
        let mut humps = name.as_bytes().windows(2);
        let first = humps.clone().position(is_hump)?;
        let last = humps.rposition(is_hump)?;
        return Some((&name[..=first], &name[last + 1..]));
    }
    let mut humps = humps(name);
    let first = humps.next()?;
    let last = humps.last().unwrap_or(first);
    Some((&name[..first], &name[last..]))
}

#[cfg(test)]
mod tests {
    use crate::profile::{Learner, Lexicon};

    #[test]
    fn parts_of_known_names_are_counted() {
        let mut learner = Learner::new();
        for name in ["RetailNow", "RetailMeOnce", "McNow", "Retail.Now", "CaféDuNow"] {
            learner.note_name("en", name, 1);
        }
        let parts = Lexicon::empty().with(learner.to_profile());
        let twice = parts.clone().with(learner.to_profile());
        assert_eq!(
            (parts.name_heads("Retail"), parts.name_tails("Now"), parts.name_tails("Once")),
            (2, 3, 1)
        );
        assert_eq!((parts.name_heads("Now"), parts.name_tails("Me"), twice.name_tails("Now")), (0, 0, 6));
        assert_eq!((parts.name_heads("Café"), parts.name_heads("CaféDu")), (1, 0));
    }
}
