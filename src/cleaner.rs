//! The cleaner: the passes, made ready, over one text at a time.

mod builder;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use crate::chars::{after, before, could_be_misread, is_blank};
use crate::edit::{self, Edit, EditScript, Pass};
use crate::passes::{Document, Doubt, Explanation, Options, Origin, Stage};
use crate::profile::{Anywhere, Lexicon, Site, Sites};
use crate::scan::Scan;

pub use builder::CleanerBuilder;

/// A text is settled when a round over it changes nothing. Real text takes one round and, where
/// needed, a check; what has not settled after this many is left as it was, so that cleaning what
/// was cleaned never changes it again.
const MAX_ROUNDS: usize = 8;

/// A text of this length (bytes) or more, as sections of a stream have, is not read again as a
/// whole, but only around what could have more to it, and not by the stages that weigh the text as
/// a whole: one more name among thousands hardly moves their scales. It counts as settled if
/// nothing changes there.
const LONG: usize = 256 << 10;

/// Stages of a cleaner.
#[derive(Clone, Copy, Default, PartialEq)]
struct Open(u8);

impl Open {
    const NONE: Self = Self(0);
    const ALL: Self = Self(u8::MAX);

    /// The one that comes at `place` in the cleaner's order.
    fn one(place: usize) -> Self {
        Self(1 << place)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn has(self, place: usize) -> bool {
        self.0 & Self::one(place).0 != 0
    }
}

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

/// What one round made of a text.
#[derive(Default)]
struct Round {
    script: EditScript,
    cleaned: String,
    /// The stages to which another round could bring something, beside those that weigh the text as a whole:
    /// to these, what has a new style can look otherwise.
    open: Open,
    /// Where in the result (bytes, sorted) it could.
    unsure: Vec<usize>,
    /// The places of the result, where it is not long.
    scan: Scan,
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
        // What goes does not make it a short one.
        let is_long = text.len() >= LONG;
        let says_something = |(script, _): &(EditScript, String)| !script.is_empty() || script.is_flagged();
        let mut done: Option<(EditScript, String)> = None;
        for _ in 0..MAX_ROUNDS {
            let current = done.as_ref().map_or(text, |(_, cleaned)| cleaned);
            let Some(round) = round(&self.stages, current, origin, is_long) else {
                // What one round did another may have taken back.
                return done.filter(says_something);
            };
            let settled = round.script.is_empty()
                || (is_long && (round.open == Open::NONE || self.is_quiet(&round, origin)))
                || (!is_long && self.is_settled(&round, origin));
            // The last round knows whether anything is left that would have gone.
            let is_flagged = round.script.is_flagged();
            let script = match done.take() {
                Some((before, _)) => before.compose(round.script).flagged(is_flagged),
                None => round.script,
            };
            done = Some((script, round.cleaned));
            if settled {
                return done.filter(says_something);
            }
        }
        None
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
            propose(stage, &document, &mut edits);
            let Ok((script, cleaned)) = EditScript::applied(&current, edits) else { continue };
            current = Cow::Owned(cleaned);
            done = Some(match done.take() {
                Some(before) => before.compose(script),
                None => script,
            });
        }
        explanations
    }

    /// Whether another round over the result of one would leave it as it is; what that reads is known
    /// already.
    fn is_settled(&self, done: &Round, origin: Origin<'_>) -> bool {
        let document = Document::of(&done.cleaned, &done.scan, origin);
        let mut edits = Vec::new();
        let mut leave = |stage: &Stage| {
            propose(stage, &document, &mut edits);
            edits.is_empty() && document.is_flagged() <= done.script.is_flagged()
        };
        if !self.stages.iter().filter(|stage| !stage.is_local).all(&mut leave) {
            return false;
        }
        let open = if document.doubt() == Some(Doubt::Edits) { Open::ALL } else { done.open };
        let asked = self.stages.iter().enumerate().filter(|(i, stage)| stage.is_local && open.has(*i));
        asked.map(|(_, stage)| stage).all(leave)
    }

    /// Whether the lines around all that is unsure in a long text would be left as they are.
    fn is_quiet(&self, done: &Round, origin: Origin<'_>) -> bool {
        let text = &done.cleaned;
        if done.unsure.is_empty() {
            return false;
        }
        let local = || self.stages.iter().filter(|stage| stage.is_local);
        let mut at = 0;
        for &place in &done.unsure {
            if place < at {
                continue;
            }
            // Read with a margin, as the ends of what is read look like the ends of a text.
            let (inner, outer) = (lines_around(text, place, 1), lines_around(text, place, 2));
            at = inner.end;
            let inner = inner.start - outer.start..inner.end - outer.start;
            if let Some(again) = round(local(), &text[outer], origin, false) {
                let inside = |edit: &Edit| edit.range.start < inner.end && inner.start < edit.range.end;
                if again.script.edits().iter().any(inside) {
                    return false;
                }
            }
        }
        true
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

/// Each stage once, over what the one before it made. `None` where nothing changes.
fn round<'s>(
    stages: impl IntoIterator<Item = &'s Stage>,
    text: &str,
    origin: Origin<'_>,
    is_long: bool,
) -> Option<Round> {
    let mut stages = stages.into_iter().enumerate().peekable();
    let mut scan = Scan::new(text);
    let mut done: Option<Round> = None;
    let mut open = Open::NONE;
    let mut is_flagged = false;
    // A short text is read again as a whole, so nobody asks where.
    let mut unsure = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    while let Some((place, stage)) = stages.next() {
        let current = done.as_ref().map_or(text, |done| &done.cleaned);
        let document = Document::of(current, &scan, origin);
        let close = propose(stage, &document, &mut edits);
        let doubtful = document.doubtful();
        is_flagged |= document.is_flagged();
        // Of a long text only what lies around places is asked again.
        let doubt =
            document.doubt().filter(|&doubt| !is_long || (doubt == Doubt::Edits && !edits.is_empty()));
        if doubt == Some(Doubt::Edits) || !doubtful.is_empty() {
            open = Open::ALL;
        } else if doubt.is_some() || !close.is_empty() {
            open.add(Open::one(place));
        }
        if is_long {
            let all = || edits.iter().map(|edit| edit.range.start);
            unsure.extend(if doubt.is_some() { all().collect() } else { [close, doubtful].concat() });
        }
        if edits.is_empty() {
            continue;
        }
        let applied = EditScript::applied(current, std::mem::take(&mut edits));
        debug_assert!(applied.is_ok(), "{applied:?}");
        let Ok((script, cleaned)) = applied else { continue };
        let misreadable = misreadable(&script, &cleaned);
        if !misreadable.is_empty() {
            open = Open::ALL;
        }
        if stages.peek().is_some() || !is_long {
            // Where most of the text is touched, reading it all again is cheaper.
            let dense = script.len() > cleaned.len() / 256;
            scan = if dense { Scan::new(&cleaned) } else { scan.patched(current, &script, &cleaned) };
        }
        if is_long {
            unsure.extend(misreadable);
            unsure.sort_unstable();
            unsure = moved(&unsure, &script);
            // What went can have had many.
            unsure.dedup();
        }
        let script = match done.take() {
            Some(before) => before.script.compose(script),
            None => script,
        };
        done = Some(Round { script, cleaned, ..Round::default() });
    }
    unsure.sort_unstable();
    let left = || Round { cleaned: text.to_owned(), ..Round::default() };
    let done = done.or_else(|| is_flagged.then(left));
    done.map(|done| Round { open, script: done.script.flagged(is_flagged), unsure, scan, ..done })
}

/// Lets the passes of a stage propose; gives the places where edits of two of them are so close that one could
/// make the other decide anew.
fn propose(stage: &Stage, document: &Document<'_>, edits: &mut Vec<Edit>) -> Vec<usize> {
    // A dash looks for quotation marks behind a space or two.
    const CLOSE: usize = 8;
    let mut close = Vec::new();
    let mut own = Vec::new();
    for pass in &stage.passes {
        pass.propose(document, &mut own);
        if edits.is_empty() {
            std::mem::swap(edits, &mut own);
        } else if !own.is_empty() {
            edit::merge(edits, own.drain(..), |edit, before, after| {
                if before.is_some_and(|end| end + CLOSE > edit.range.start)
                    || after.is_some_and(|start| edit.range.end + CLOSE > start)
                {
                    close.push(edit.range.start);
                }
            });
        }
    }
    close
}

/// Where edits put in what could, with what is beside it then, be a character that was misread ("Ã’", "”©"):
/// that is not known before they are applied.
fn misreadable(script: &EditScript, cleaned: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    let mut read = 0;
    for Edit { range, replacement, .. } in script.edits() {
        start += range.start - read;
        let end = start + replacement.len();
        if !replacement.is_ascii() && (could_end(cleaned, start) || could_begin(cleaned, end)) {
            places.push(range.start);
        }
        (start, read) = (end, range.end);
    }
    places
}

/// Whether what stands at `at` could be the end of a character that was misread.
fn could_end(text: &str, at: usize) -> bool {
    let (Some(lead), Some(next)) = (before(text, at), after(text, at)) else { return false };
    // A small letter begins nothing that is shorter than three: of "à" to "ï" in Western pages.
    let goes_on = || after(text, at + next.len_utf8()).is_some_and(|last| could_be_misread(next, last));
    could_be_misread(lead, next) && (!lead.is_lowercase() || goes_on())
}

/// Whether what ends at `at` could be the beginning of one.
fn could_begin(text: &str, at: usize) -> bool {
    let (Some(lead), Some(next)) = (before(text, at), after(text, at)) else { return false };
    // In the page where these are leads, they are those of letters that stand in no Latin word: "l’été".
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let in_word =
        || is_letter(before(text, at - lead.len_utf8())) || is_letter(after(text, at + next.len_utf8()));
    could_be_misread(lead, next) && !is_blank(next) && !(matches!(lead, '‘'..='”') && in_word())
}

/// Places of a text in what a script makes of it.
fn moved(places: &[usize], script: &EditScript) -> Vec<usize> {
    let map = script.offset_map();
    places.iter().map(|&at| map.to_cleaned(at..at).start).collect()
}

/// Some lines before a place to some behind it; at the most 4 KiB to either side.
fn lines_around(text: &str, place: usize, lines: usize) -> Range<usize> {
    const REACH: usize = 4 << 10;
    let place = text.floor_char_boundary(place);
    let low = text.floor_char_boundary(place.saturating_sub(REACH));
    let high = text.ceil_char_boundary((place + REACH).min(text.len()));
    let (before, after) = (&text.as_bytes()[low..place], &text.as_bytes()[place..high]);
    let start = memchr::memrchr_iter(b'\n', before).nth(lines).map_or(low, |i| low + i + 1);
    let end = memchr::memchr_iter(b'\n', after).nth(lines).map_or(high, |i| place + i + 1);
    start..end
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
