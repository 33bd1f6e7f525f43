//! What is learned from text: how often words stand in lower case, with a capital inside a
//! sentence, at its start, at its end; which tokens with inner capitals or dots are names; and which
//! lines a site repeats.
//!
//! A [`Learner`] counts; a [`Profile`] is what it learned, in one form for merging, for files and
//! for look-ups; a [`Lexicon`] looks up in several profiles at once, the default and a user's own.
//! [`Sites`] counts the lines of sites, for itself or as part of a learner. [`detect`] tells the language of a text. Reading files, on many threads, is not done here but in
//! the pipeline.

mod code;
mod counts;
mod format;
mod language;
mod learner;
mod lexicon;
mod name_parts;
mod section;
mod sites;
#[cfg(test)]
mod tests;
mod token;

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use self::code::Code;
use self::counts::read_number;
#[cfg(feature = "pipeline")]
pub(crate) use self::format::MAGIC;
use self::format::{Header, Record};
use self::name_parts::NameParts;
use self::section::Section;
use crate::error::{Error, ErrorKind};

pub use code::is_language_tag;
pub use counts::{Totals, WordCounts};
pub use language::detect;
pub use learner::Learner;
pub use lexicon::{Lexicon, Vocabulary};
pub(crate) use sites::Anywhere;
pub use sites::{Site, SiteLine, Sites, site_name};

/// Statistics of words and names, for each language, and of what sites repeat; made by a [`Learner`].
///
/// It is looked up in the bytes of its file, which are not parsed: loading costs no more than
/// reading them.
///
/// ```
/// use copydesk::Profile;
///
/// let english = Profile::embedded().language("en").unwrap();
/// let this = english.word("this");
/// assert!(this.start > this.inside && this.lower > this.start);
/// assert!(english.name("YouTube") > 0);
/// ```
#[derive(Clone, Debug)]
pub struct Profile {
    bytes: Cow<'static, [u8]>,
    header: Header,
    name_parts: OnceLock<NameParts>,
}

impl Profile {
    /// The profile that comes with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        Self::shared()
    }

    /// The same, for all lexicons.
    fn shared() -> &'static Arc<Self> {
        static PROFILE: LazyLock<Arc<Profile>> = LazyLock::new(|| {
            let bytes: &'static [u8] = include_bytes!("data/default.profile");
            // It is part of the program, and the tests load it.
            Arc::new(Profile::from_bytes(bytes).expect("the embedded profile is sound"))
        });
        &PROFILE
    }

    /// Reads a profile from a file.
    ///
    /// # Errors
    /// Where the file cannot be read, is no profile, is one of another version, or is cut off.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let refused = |reason| ErrorKind::Profile { path: Some(path.to_owned()), reason };
        let bytes = std::fs::read(path).map_err(|error| refused(format!("cannot read: {error}")))?;
        Self::check(bytes.into()).map_err(|reason| refused(reason.to_owned()).into())
    }

    /// Takes the bytes of a profile. Only the header is looked at: where what it tells of is
    /// damaged, look-ups give wrong counts, but never panic.
    ///
    /// # Errors
    /// Where the bytes are no profile, one of another version, or cut off.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        let refused = |reason: &str| ErrorKind::Profile { path: None, reason: reason.to_owned() };
        Self::check(bytes.into()).map_err(|reason| refused(reason).into())
    }

    fn check(bytes: Cow<'static, [u8]>) -> Result<Self, &'static str> {
        let header = format::read(&bytes)?;
        Ok(Self { bytes, header, name_parts: OnceLock::new() })
    }

    /// The profile as it stands in a file.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Several profiles as one, their counts added.
    #[must_use]
    pub fn merge<'p>(profiles: impl IntoIterator<Item = &'p Self>) -> Self {
        let mut learner = Learner::new();
        profiles.into_iter().for_each(|profile| learner.merge_profile(profile));
        learner.to_profile()
    }

    /// What is known of a language, given by its code (`en`; of `pt-BR` the `pt` counts).
    #[must_use]
    pub fn language(&self, lang: &str) -> Option<Table<'_>> {
        let code = Code::new(lang);
        self.header.languages.iter().find(|record| record.code == code).map(|record| self.table(record))
    }

    /// All languages, sorted by their codes.
    pub fn languages(&self) -> impl Iterator<Item = Table<'_>> {
        self.header.languages.iter().map(|record| self.table(record))
    }

    /// What is known of a site, by an address in it or its name (see [`site_name`]).
    #[must_use]
    pub fn site(&self, site: &str) -> Option<Site<'_>> {
        Site::stored(self.site_section(), &site_name(site)?)
    }

    /// All sites by name, in byte order: how many documents were counted, and how many lines of
    /// them are known.
    pub fn sites(&self) -> impl Iterator<Item = (&str, u32, usize)> {
        sites::names(self.site_section())
    }

    /// Whether anything is known of any site.
    pub(crate) fn has_sites(&self) -> bool {
        !self.site_section().entries.is_empty()
    }

    /// What the names of all languages begin and end with; read when it is first asked for.
    fn name_parts(&self) -> &NameParts {
        let names = || self.languages().flat_map(|table| table.names().map(|(name, _)| name));
        self.name_parts.get_or_init(|| NameParts::of(names()))
    }

    fn site_section(&self) -> Section<'_> {
        self.header.sites.section(&self.bytes)
    }

    fn table<'p>(&'p self, record: &'p Record) -> Table<'p> {
        Table { record, words: record.words.section(&self.bytes), names: record.names.section(&self.bytes) }
    }
}

/// What a [`Profile`] knows of one language.
#[derive(Clone, Copy, Debug)]
pub struct Table<'p> {
    record: &'p Record,
    words: Section<'p>,
    names: Section<'p>,
}

impl<'p> Table<'p> {
    /// The language's code.
    #[must_use]
    pub fn lang(&self) -> &'p str {
        self.record.code.as_str()
    }

    fn code(&self) -> Code {
        self.record.code
    }

    /// The sums over all words.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.record.totals
    }

    /// The counts of a word by its key, as [`first_key`] and [`last_key`] give it; zeros where it
    /// is not known.
    #[must_use]
    pub fn word(&self, key: &str) -> WordCounts {
        self.words.find(key).and_then(WordCounts::read).map(|(counts, _)| counts).unwrap_or_default()
    }

    /// In how many documents a name stands (`McConnell`, `iPhone`, `U.S.C`), in exactly this
    /// spelling, without the `'s` of a possessive.
    #[must_use]
    pub fn name(&self, name: &str) -> u32 {
        self.names.find(name).and_then(read_number).map_or(0, |(count, _)| count)
    }

    /// All words by their keys, with their counts, in byte order.
    pub fn words(&self) -> impl Iterator<Item = (&'p str, WordCounts)> + use<'p> {
        self.words.iter(WordCounts::read)
    }

    /// All names with the number of documents that have them, in byte order.
    pub fn names(&self) -> impl Iterator<Item = (&'p str, u32)> + use<'p> {
        self.names.iter(read_number)
    }
}

/// The key that a word is looked up by: in lower case, with straight apostrophes and without the
/// `'s` of a possessive. Where the language elides, it is that of the first part: the word that
/// `L'Europe` begins with is `l'`.
///
/// ```
/// use copydesk::{first_key, last_key};
///
/// assert_eq!(first_key("en", "Alibaba’s"), "alibaba");
/// assert_eq!(first_key("fr", "L’Europe"), "l'");
/// assert_eq!(last_key("fr", "L’Europe"), "europe");
/// ```
#[must_use]
pub fn first_key<'w>(lang: &str, word: &'w str) -> Cow<'w, str> {
    token::fold(token::pieces(Code::new(lang), word).next().unwrap_or(word))
}

/// As [`first_key`], but of the last part where the language elides: the word that `L'Europe` ends
/// with is `europe`.
#[must_use]
pub fn last_key<'w>(lang: &str, word: &'w str) -> Cow<'w, str> {
    token::fold(token::pieces(Code::new(lang), word).next_back().unwrap_or(word))
}
