//! The cleaner: the passes, made ready, over one text at a time.

use std::borrow::Cow;
use std::fmt;

use crate::edit::{Edit, EditScript, Pass};
use crate::error::{Error, ErrorKind};
use crate::passes::{self, DashStyle, Document, Options, Propose, QuoteStyle};
use crate::scan::Scan;

/// A text counts as settled when a round over it changes nothing. Real text takes one round and
/// the check; what has not settled after this many is left as it was, so that cleaning what was
/// cleaned never changes it again.
const MAX_ROUNDS: usize = 8;

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
    passes: Vec<(Pass, Box<dyn Propose>)>,
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
        CleanerBuilder { passes: Pass::ALL.to_vec(), options: Options::default() }
    }

    /// The cleaned text; borrowed where nothing changes.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.run(text) {
            Some((_, cleaned)) => Cow::Owned(cleaned),
            None => Cow::Borrowed(text),
        }
    }

    /// All changes that make the cleaned text; empty where nothing changes.
    #[must_use]
    pub fn edit(&self, text: &str) -> EditScript {
        self.run(text).map(|(script, _)| script).unwrap_or_default()
    }

    /// Both of [`edit`](Self::edit) and [`clean`](Self::clean) for the cost of one; `None` where
    /// nothing changes.
    #[must_use]
    pub fn run(&self, text: &str) -> Option<(EditScript, String)> {
        let mut settled: Option<(EditScript, String)> = None;
        for _ in 0..MAX_ROUNDS {
            let current = settled.as_ref().map_or(text, |(_, cleaned)| cleaned);
            let Some((script, cleaned)) = self.round(current) else {
                // What one round did another may have taken back.
                return settled.filter(|(script, _)| !script.is_empty());
            };
            let script = match settled.take() {
                Some((before, _)) => before.compose(script),
                None => script,
            };
            settled = Some((script, cleaned));
        }
        None
    }

    /// Each pass once, over what the one before it made. `None` where nothing changes.
    fn round(&self, text: &str) -> Option<(EditScript, String)> {
        let mut done: Option<(EditScript, String)> = None;
        let mut scan = Scan::new(text);
        let mut edits: Vec<Edit> = Vec::new();
        for (_, pass) in &self.passes {
            let current = done.as_ref().map_or(text, |(_, cleaned)| cleaned);
            pass.propose(&Document { text: current, scan: &scan }, &mut edits);
            if edits.is_empty() {
                continue;
            }
            let checked = EditScript::new(current, std::mem::take(&mut edits));
            debug_assert!(checked.is_ok(), "{checked:?}");
            let Ok(script) = checked else { continue };
            let Ok(cleaned) = script.apply(current) else { continue };
            scan = Scan::new(&cleaned);
            let script = match done.take() {
                Some((before, _)) => before.compose(script),
                None => script,
            };
            done = Some((script, cleaned));
        }
        done
    }
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.passes.iter().map(|(pass, _)| pass)).finish()
    }
}

/// Options for a [`Cleaner`].
#[derive(Clone, Debug)]
pub struct CleanerBuilder {
    passes: Vec<Pass>,
    options: Options,
}

impl CleanerBuilder {
    /// Runs these passes and no others (in their own order, whatever the order here).
    #[must_use]
    pub fn only(mut self, passes: &[Pass]) -> Self {
        self.passes.retain(|pass| passes.contains(pass));
        self
    }

    /// Leaves these passes out.
    #[must_use]
    pub fn skip(mut self, passes: &[Pass]) -> Self {
        self.passes.retain(|pass| !passes.contains(pass));
        self
    }

    /// How quotation marks are set.
    #[must_use]
    pub fn quotes(mut self, style: QuoteStyle) -> Self {
        self.options.quotes = style;
        self
    }

    /// How dashes are set.
    #[must_use]
    pub fn dashes(mut self, style: DashStyle) -> Self {
        self.options.dashes = style;
        self
    }

    /// Makes the cleaner: loads the tables and builds what the passes search with.
    ///
    /// # Errors
    /// Where no pass is left to run.
    pub fn build(&self) -> Result<Cleaner, Error> {
        if self.passes.is_empty() {
            return Err(ErrorKind::Options("no pass is left to run".to_owned()).into());
        }
        let make = |&pass: &Pass| Ok((pass, passes::make(pass, &self.options)?));
        Ok(Cleaner { passes: self.passes.iter().map(make).collect::<Result<_, Error>>()? })
    }
}
