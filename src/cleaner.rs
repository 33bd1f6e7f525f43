//! The cleaner: the passes, made ready, over one text at a time.

mod builder;
mod rounds;

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use crate::edit::{EditScript, Pass};
use crate::passes::{Document, Explanation, Options, Origin, Stage};
use crate::profile::{Anywhere, Lexicon, Site, Sites};
use crate::scan::Scan;

pub use builder::CleanerBuilder;

/// Cleans texts. Made once, shared by any number of threads.
///
/// ```
/// use copydesk::{Cleaner, QuoteStyle};
/// use std::borrow::Cow;
///
/// let cleaner = Cleaner::builder().quotes(QuoteStyle::Keep).build()?;
/// assert_eq!(cleaner.clean("“Yes,” he said.She left."), "“Yes,” he said. She left.");
/// assert!(matches!(cleaner.clean("Nothing to do."), Cow::Borrowed(_)));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub struct Cleaner {
    passes: Vec<Pass>,
    stages: Vec<Stage>,
    lexicon: Lexicon,
    #[cfg(feature = "pipeline")]
    options: Options,
    /// The lines that go on any site; looked for when a text comes of no known site.
    anywhere: OnceLock<Option<Anywhere>>,
}

impl Cleaner {
    /// A cleaner with all passes and the default styles: straight quotes, ASCII dashes.
    #[must_use]
    pub fn new() -> Self {
        // What the build can fail on are options, and tables that are part of the program and
        // that its tests load.
        Self::builder().build().expect("the defaults build")
    }

    /// A cleaner with options.
    #[must_use]
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder { passes: Pass::by_default().collect(), options: Options::default() }
    }

    /// The cleaned text; borrowed where nothing changes.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        cleaned(text, self.run(text))
    }

    /// All changes that make the cleaned text; empty where nothing changes.
    #[must_use]
    pub fn edit(&self, text: &str) -> EditScript {
        self.run(text).map(|(script, _)| script).unwrap_or_default()
    }

    /// Both of [`edit`](Self::edit) and [`clean`](Self::clean) for the cost of one; `None` where
    /// nothing changes, and nothing was left that would have gone
    /// ([`EditScript::is_flagged`]).
    #[must_use]
    pub fn run(&self, text: &str) -> Option<(EditScript, String)> {
        self.run_of(text, self.nowhere())
    }

    /// The same cleaner for texts of one site, given by an address in it or its name (see
    /// [`site_name`](crate::site_name)): what the site repeats goes too, by the profiles that the
    /// cleaner was built with. It costs a look-up.
    ///
    /// Where the site is not told, lines of six words and more go that would on any site of the
    /// profiles.
    ///
    /// ```
    /// use copydesk::{Cleaner, Learner};
    ///
    /// let mut learner = Learner::new();
    /// for day in 1..=9 {
    ///     learner.observe_site("example.org", &format!("It rained on day {day}.\nFollow us to the harbor"));
    /// }
    /// let cleaner = Cleaner::builder().profile(learner.to_profile()).build()?;
    /// let page = "The rain has stopped at last.\nFollow us to the harbor!";
    /// assert_eq!(cleaner.for_site("https://www.example.org/rain").clean(page), "The rain has stopped at last.");
    /// assert_eq!(cleaner.for_site("https://www.example.net/rain").clean(page), page);
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn for_site<'s>(&'s self, site: &str) -> SiteCleaner<'s> {
        SiteCleaner { cleaner: self, name: site.to_owned(), site: self.lexicon.site(site) }
    }

    /// Whether anything hangs on which site a text comes from.
    #[cfg(feature = "pipeline")]
    pub(crate) fn knows_sites(&self) -> bool {
        self.passes.contains(&Pass::Boilerplate) && self.lexicon.has_sites()
    }

    /// A number that another cleaner has only if it does the same: made of the options, with the
    /// user's tables and the profiles.
    #[cfg(feature = "pipeline")]
    pub(crate) fn fingerprint(&self) -> u64 {
        use std::hash::{DefaultHasher, Hasher};
        let mut hasher = DefaultHasher::new();
        let Options { quotes, dashes, phrases, lexicon, language, max_removed } = &self.options;
        let told = (&self.passes, quotes, dashes, phrases, language, max_removed);
        hasher.write(format!("{told:?}").as_bytes());
        lexicon.profiles().for_each(|profile| hasher.write(profile.as_bytes()));
        hasher.finish()
    }

    fn nowhere(&self) -> Origin<'_> {
        let lines = || self.lexicon.has_sites().then(|| self.lexicon.anywhere());
        self.anywhere.get_or_init(lines).as_ref().map_or(Origin::Unknown, Origin::Anywhere)
    }

    fn run_of(&self, text: &str, origin: Origin<'_>) -> Option<(EditScript, String)> {
        rounds::settled(&self.stages, text, origin)
    }

    /// Why sentence ends are put back where they are, and why not at all other places where one
    /// could have been lost. It is worked out anew: for looking at a text, not for many of them.
    ///
    /// ```
    /// let cleaner = copydesk::Cleaner::new();
    /// let text = "It may end the partnershipsThis union, McDingle said, is not easy to replace.";
    /// let explained = cleaner.explain(text);
    /// let lost = explained.iter().find(|e| text[e.at..].starts_with("This")).unwrap();
    /// let name = explained.iter().find(|e| text[e.at..].starts_with("Dingle")).unwrap();
    /// assert!(lost.odds > 0.0 && name.odds < 0.0);
    /// ```
    #[must_use]
    pub fn explain(&self, text: &str) -> Vec<Explanation> {
        let mut done: Option<EditScript> = None;
        let mut current = Cow::Borrowed(text);
        let mut explanations = Vec::new();
        for stage in &self.stages {
            let scan = Scan::new(&current);
            let document = Document::of(&current, &scan, self.nowhere());
            let map = done.as_ref().map(EditScript::offset_map).unwrap_or_default();
            for pass in &stage.passes {
                let places = pass.explain(&document).into_iter();
                let to_original = |e: Explanation| Explanation { at: map.to_original(e.at..e.at).start, ..e };
                explanations.extend(places.map(to_original));
            }
            let mut edits = Vec::new();
            rounds::propose(stage, &document, &mut edits);
            let Ok((script, cleaned)) = EditScript::applied(&current, edits) else { continue };
            current = Cow::Owned(cleaned);
            done = Some(match done.take() {
                Some(before) => before.compose(script),
                None => script,
            });
        }
        explanations
    }
}

/// A [`Cleaner`] for texts of one site: see [`Cleaner::for_site`].
#[derive(Clone, Debug)]
pub struct SiteCleaner<'s> {
    cleaner: &'s Cleaner,
    name: String,
    site: Option<Site<'s>>,
}

impl<'s> SiteCleaner<'s> {
    /// Goes by these counts too, as they are now: those of a crawler, which go on.
    #[must_use]
    pub fn knowing(mut self, sites: &'s Sites) -> Self {
        self.site = Site::of(self.site.into_iter().chain(sites.site(&self.name)));
        self
    }

    /// As [`Cleaner::clean`].
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        cleaned(text, self.run(text))
    }

    /// As [`Cleaner::edit`].
    #[must_use]
    pub fn edit(&self, text: &str) -> EditScript {
        self.run(text).map(|(script, _)| script).unwrap_or_default()
    }

    /// As [`Cleaner::run`].
    #[must_use]
    pub fn run(&self, text: &str) -> Option<(EditScript, String)> {
        self.cleaner.run_of(text, self.site.as_ref().map_or(Origin::Unknown, Origin::Site))
    }
}

fn cleaned(text: &str, run: Option<(EditScript, String)>) -> Cow<'_, str> {
    match run {
        Some((script, cleaned)) if !script.is_empty() => Cow::Owned(cleaned),
        _ => Cow::Borrowed(text),
    }
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cleaner").field(&self.passes).finish()
    }
}
