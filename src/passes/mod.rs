//! The passes: each looks at a text and the places found in it, and proposes edits. They do not
//! know each other; the order in which they run is set here and nowhere else.

mod boilerplate;
mod boundaries;
mod by_language;
mod code;
mod dashes;
mod quotes;
mod spacing;
mod unicode;
mod unwrap;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;

use crate::edit::{Edit, Pass};
use crate::error::Error;
use crate::profile::{Anywhere, Lexicon, Site, detect};
use crate::rules::Choice;
use crate::scan::Scan;
use code::Code;

pub use dashes::DashStyle;
pub use quotes::QuoteStyle;

#[cfg(feature = "train")]
mod fit;

/// Learning weights, for the examples.
#[cfg(feature = "train")]
pub mod train {
    pub use super::boilerplate::train::{LineSamples, judge as judge_lines, learn as learn_lines};
    pub use super::boundaries::train::*;
    pub use super::unicode::count_reading;
}

/// The language that a text is taken to be in where that is not clear: most scraped text is.
const DEFAULT_LANGUAGE: &str = "en";

/// A text with the places found in it.
pub(crate) struct Document<'t> {
    pub text: &'t str,
    pub scan: &'t Scan,
    pub origin: Origin<'t>,
    is_long: bool,
    doubt: Cell<Option<Doubt>>,
    doubtful: RefCell<Vec<usize>>,
    flag: Cell<bool>,
    language: OnceCell<Option<&'static str>>,
    code: OnceCell<Code>,
}

/// What of a text could be decided otherwise in another round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doubt {
    /// The text as a whole, by the same pass; of a long one nobody asks.
    Whole,
    /// What is around the edits, in any case, and by any pass.
    Edits,
}

/// Where a text comes from, for what is repeated there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'s> {
    /// A site of which nothing is known, or nothing is known of any site.
    Unknown,
    Site(&'s Site<'s>),
    /// Nobody says from which site.
    Anywhere(&'s Anywhere),
}

impl Origin<'_> {
    /// How sure it is that a line is repeated there and no part of the article. `form` is scratch
    /// space.
    pub fn repeats(self, line: &str, form: &mut Vec<u8>) -> Option<f32> {
        match self {
            Self::Unknown => None,
            Self::Site(site) => site.judge(line, form),
            Self::Anywhere(lines) => lines.judge(line, form),
        }
    }
}

impl<'t> Document<'t> {
    #[cfg(any(test, feature = "train"))]
    pub fn new(text: &'t str, scan: &'t Scan) -> Self {
        Self::of(text, scan, Origin::Unknown)
    }

    /// A text of which it is known where it comes from.
    pub fn of(text: &'t str, scan: &'t Scan, origin: Origin<'t>) -> Self {
        Self {
            text,
            scan,
            origin,
            is_long: false,
            doubt: Cell::default(),
            doubtful: RefCell::default(),
            flag: Cell::default(),
            language: OnceCell::new(),
            code: OnceCell::new(),
        }
    }

    /// Whether it is so long that it is not read again as a whole.
    pub fn long(self, is_long: bool) -> Self {
        Self { is_long, ..self }
    }

    /// Its language, where that is clear; found when first asked for.
    pub fn language(&self) -> Option<&'static str> {
        *self.language.get_or_init(|| detect(self.text))
    }

    /// The language by whose statistics it is read: the one given, else its own, where the lexicon
    /// knows it; else [`DEFAULT_LANGUAGE`].
    pub fn language_in<'l>(&self, lexicon: &Lexicon, given: Option<&'l str>) -> &'l str {
        let found = || self.language().filter(|code| !lexicon.language(code).is_empty());
        given.or_else(found).unwrap_or(DEFAULT_LANGUAGE)
    }

    /// The code in it; found when first asked for.
    pub fn code(&self) -> &Code {
        self.code.get_or_init(|| Code::of(self.text, self.scan))
    }

    /// Where the line of `at` begins.
    pub fn line_start(&self, at: usize) -> usize {
        let line = self.scan.newlines.partition_point(|&newline| newline < at);
        line.checked_sub(1).map_or(0, |i| self.scan.newlines[i] + 1)
    }

    /// Whether the line of `at` is indented so far that it is code, where code is indented.
    pub fn is_indented(&self, at: usize) -> bool {
        let line = &self.text[self.line_start(at)..];
        line.starts_with("    ") || line.starts_with('\t')
    }

    /// Says that the pass might do more to the text as it and those that set the style leave it.
    /// Without a doubt the text is not read again, so every pass has to raise it that looks
    /// further than at the characters around its edits, or decided narrowly.
    pub fn raise_doubt(&self) {
        self.doubt.set(Some(Doubt::Edits));
    }

    /// The same of the text as a whole, and by the pass itself: a long one, in which a line more or less changes
    /// little, is not read again for it, so that nobody asks there whether it `is_so`. Where something could
    /// change in any text, a doubt is raised at the place.
    pub fn raise_doubt_of_whole(&self, is_so: impl FnOnce() -> bool) {
        if !self.is_long && is_so() {
            self.doubt.set(self.doubt.get().max(Some(Doubt::Whole)));
        }
    }

    /// The same of what lies around one place, in bytes: of a long text only the lines there are read again.
    pub fn raise_doubt_at(&self, place: usize) {
        self.doubtful.borrow_mut().push(place);
    }

    /// The places where a doubt was raised.
    pub fn doubtful(&self) -> Vec<usize> {
        self.doubtful.take()
    }

    /// Says that lines were left that would have gone, as they were too many.
    pub fn raise_flag(&self) {
        self.flag.set(true);
    }

    /// Whether the flag was raised.
    pub fn is_flagged(&self) -> bool {
        self.flag.get()
    }

    /// The widest doubt that was raised, but for those at places.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt.get()
    }
}

/// One pass, made ready once for all documents.
pub(crate) trait Propose: Send + Sync {
    /// Adds the edits for a document, sorted and not overlapping.
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>);

    /// Why it would do something, or nothing, at the places that it weighs evidence for.
    fn explain(&self, _document: &Document<'_>) -> Vec<Explanation> {
        Vec::new()
    }
}

/// Why a line was taken out or a sentence end put in at a place, or was not: see
/// [`Cleaner::explain`](crate::Cleaner::explain).
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The pass that weighed it: [`Pass::Boilerplate`] or [`Pass::Boundaries`].
    pub pass: Pass,
    /// Where the place is, in bytes of the original text.
    pub at: usize,
    /// The logarithm of the odds that the line is no part of its article, or that something was lost: at
    /// 0 it is as likely as not.
    pub odds: f32,
    /// What each kind of evidence added to `odds`, the weightiest first, by the names in the tables of
    /// weights.
    pub evidence: Vec<(Cow<'static, str>, f32)>,
}

impl Explanation {
    /// Whether this was weighed for an edit of the text that is explained.
    #[must_use]
    pub fn is_of(&self, edit: &Edit) -> bool {
        edit.rule.pass() == self.pass && (edit.range.contains(&self.at) || self.at == edit.range.end)
    }
}

/// The odds, and the kinds of evidence that weighed most.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 6;
        match self.odds.exp() {
            odds if odds < 1.0 => write!(f, "odds 1 to {:.1}", 1.0 / odds)?,
            odds => write!(f, "odds {odds:.1} to 1")?,
        }
        for (i, (name, weight)) in self.evidence.iter().take(SHOWN).enumerate() {
            write!(f, "{}{name} {weight:+.1}", if i == 0 { ": " } else { ", " })?;
        }
        Ok(())
    }
}

/// What the passes can be told.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub quotes: QuoteStyle,
    pub dashes: DashStyle,
    /// Which lines go.
    pub phrases: Choice,
    /// How words are used: the profile that comes with the program, and the user's own.
    pub lexicon: Lexicon,
    /// The code of the texts' language; `None` where it is to be found for each.
    pub language: Option<String>,
    /// How large a share of a text's words may go with its boilerplate lines.
    pub max_removed: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            quotes: QuoteStyle::default(),
            dashes: DashStyle::default(),
            lexicon: Lexicon::default(),
            language: None,
            phrases: Choice::default(),
            max_removed: 0.5,
        }
    }
}

/// Passes that read the same text. Where two of them want the same place, the first has it, and
/// the other comes again in the next round.
pub(crate) struct Stage {
    pub passes: Vec<Box<dyn Propose>>,
    /// Whether what they do at a place hangs on the lines around it only.
    pub is_local: bool,
}

/// The passes chosen, in the order in which they run.
pub(crate) fn stages(chosen: &[Pass], options: &Options) -> Result<Vec<Stage>, Error> {
    const ORDER: [&[Pass]; 5] = [
        &[Pass::Unicode],
        &[Pass::Boilerplate],
        &[Pass::Unwrap],
        &[Pass::Boundaries],
        // Each of these sets characters that the others only look at.
        &[Pass::Quotes, Pass::Dashes, Pass::Spacing],
    ];
    let mut stages = Vec::new();
    for passes in ORDER {
        let chosen = passes.iter().filter(|pass| chosen.contains(pass));
        let passes = chosen.clone().map(|&pass| make(pass, options)).collect::<Result<Vec<_>, _>>()?;
        if !passes.is_empty() {
            let reads_all = |pass: &Pass| matches!(pass, Pass::Unwrap | Pass::Boundaries);
            stages.push(Stage { passes, is_local: !chosen.into_iter().any(reads_all) });
        }
    }
    Ok(stages)
}

fn make(pass: Pass, options: &Options) -> Result<Box<dyn Propose>, Error> {
    Ok(match pass {
        Pass::Unicode => Box::new(unicode::Unicode { keeps_guillemets: options.quotes != QuoteStyle::Keep }),
        Pass::Boilerplate => Box::new(boilerplate::Boilerplate::new(&options.phrases, options.max_removed)?),
        Pass::Unwrap => Box::new(unwrap::Unwrap::new(options.lexicon.clone(), options.language.as_deref())),
        Pass::Boundaries => {
            Box::new(boundaries::Boundaries::new(&options.lexicon, options.language.as_deref()))
        }
        Pass::Quotes => Box::new(quotes::Quotes::new(options.quotes, options.language.as_deref())?),
        Pass::Dashes => Box::new(dashes::Dashes::new(options.dashes, options.language.as_deref())?),
        Pass::Spacing => Box::new(spacing::Spacing),
    })
}

/// The probability of log-odds.
fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// What one pass by itself makes of a text.
#[cfg(test)]
fn applied(pass: &dyn Propose, text: &str) -> String {
    let mut edits = Vec::new();
    pass.propose(&Document::new(text, &Scan::new(text)), &mut edits);
    crate::edit::EditScript::applied(text, edits).expect("edits are valid").1
}
