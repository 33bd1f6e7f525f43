//! Several profiles, looked up as one.

use std::sync::Arc;

use super::{Anywhere, Profile, Site, Table, Totals, WordCounts, site_name};

/// The profile that comes with the program, and a user's own on top of it: looked up as one,
/// their counts added. Cheap to clone.
///
/// ```
/// use copydesk::{Learner, Lexicon};
///
/// let mut learner = Learner::new();
/// learner.observe("en", "The people of Exampleton do not ask who McExample is.");
/// let lexicon = Lexicon::default().with(learner.to_profile());
///
/// let english = lexicon.language("en");
/// assert!(english.word("people").lower > 1);
/// assert_eq!(english.word("exampleton").inside, 1);
/// assert_eq!(english.name("McExample"), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Lexicon {
    profiles: Vec<Arc<Profile>>,
}

impl Lexicon {
    /// A lexicon without the profile that comes with the program.
    #[must_use]
    pub fn empty() -> Self {
        Self { profiles: Vec::new() }
    }

    /// Adds a profile.
    #[must_use]
    pub fn with(mut self, profile: impl Into<Arc<Profile>>) -> Self {
        self.profiles.push(profile.into());
        self
    }

    /// What all profiles know of a site, by an address in it or its name.
    #[must_use]
    pub fn site(&self, site: &str) -> Option<Site<'_>> {
        let name = site_name(site)?;
        Site::of(self.profiles.iter().filter_map(|profile| profile.site(&name)))
    }

    /// All of them.
    #[cfg(feature = "pipeline")]
    pub(crate) fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter().map(|profile| &**profile)
    }

    /// Whether any profile knows of sites.
    pub(crate) fn has_sites(&self) -> bool {
        self.profiles.iter().any(|profile| profile.has_sites())
    }

    /// The lines that go on any site.
    pub(crate) fn anywhere(&self) -> Anywhere {
        let mut lines = Anywhere::default();
        self.profiles.iter().for_each(|profile| lines.add(profile.site_section()));
        lines
    }

    /// How many names with a capital inside, of any language, begin with a part up to it.
    pub(crate) fn name_heads(&self, part: &str) -> u32 {
        self.profiles.iter().map(|profile| profile.name_parts().heads(part)).sum()
    }

    /// How many end with a part from such a capital on.
    pub(crate) fn name_tails(&self, part: &str) -> u32 {
        self.profiles.iter().map(|profile| profile.name_parts().tails(part)).sum()
    }

    /// What all profiles know of a language; it knows nothing where none has it.
    #[must_use]
    pub fn language(&self, lang: &str) -> Vocabulary<'_> {
        Vocabulary { tables: self.profiles.iter().filter_map(|profile| profile.language(lang)).collect() }
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::empty().with(Arc::clone(Profile::shared()))
    }
}

/// What the profiles of a [`Lexicon`] know of one language.
#[derive(Clone, Debug)]
pub struct Vocabulary<'p> {
    tables: Vec<Table<'p>>,
}

impl Vocabulary<'_> {
    /// Whether no profile has the language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The counts of a word by its key, added up; see [`first_key`](super::first_key).
    #[must_use]
    pub fn word(&self, key: &str) -> WordCounts {
        self.tables.iter().fold(WordCounts::default(), |mut sum, table| {
            sum.add(&table.word(key));
            sum
        })
    }

    /// In how many documents a name stands, in exactly this spelling.
    #[must_use]
    pub fn name(&self, name: &str) -> u32 {
        self.tables.iter().fold(0, |sum, table| sum.saturating_add(table.name(name)))
    }

    /// The sums over all words.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.tables.iter().fold(Totals::default(), |mut sum, table| {
            sum.add(&table.totals());
            sum
        })
    }
}
