//! A text, cleaned with any options.

use std::cell::RefCell;
use std::collections::HashMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use copydesk::{Cleaner, DashStyle, Pass, QuoteStyle, Rule};

use crate::laws;

const QUOTES: &[QuoteStyle] = &[QuoteStyle::Straight, QuoteStyle::Curly, QuoteStyle::Keep];
const DASHES: &[DashStyle] = &[DashStyle::Ascii, DashStyle::Typographic, DashStyle::Keep];
/// The first is found for each text; others have marks or rules of their own.
const LANGUAGES: &[Option<&str>] = &[
    None,
    Some("en"),
    Some("de"),
    Some("fr"),
    Some("es"),
    Some("it"),
    Some("pl"),
    Some("sv"),
    Some("ru"),
    Some("uk"),
    Some("cs"),
    Some("nb"),
];
/// The first is the default.
const SHARES: &[Option<f32>] = &[None, Some(0.0), Some(0.1), Some(1.0)];

/// A choice of options; all zeros are the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Choice {
    /// A bit for each pass that is left out, or with [`Pass::Unwrap`] is not.
    passes: u8,
    /// Places in the tables above.
    quotes: usize,
    dashes: usize,
    language: usize,
    /// Whether all lines go that can. Seldom, as it loads all tables anew.
    removes_all: bool,
    share: usize,
}

impl<'a> Arbitrary<'a> for Choice {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            passes: u.int_in_range(0..=0x7f)?,
            quotes: u.choose_index(QUOTES.len())?,
            dashes: u.choose_index(DASHES.len())?,
            language: u.choose_index(LANGUAGES.len())?,
            removes_all: u.int_in_range(0..=15)? == 15,
            share: u.choose_index(SHARES.len())?,
        })
    }
}

impl Choice {
    /// None where no pass is left.
    fn cleaner(self) -> Option<Cleaner> {
        let switched = |pass: &Pass| self.passes >> (*pass as u8) & 1 == 1;
        let skipped: Vec<Pass> = Pass::by_default().filter(switched).collect();
        let (quotes, dashes) = (QUOTES[self.quotes], DASHES[self.dashes]);
        let mut builder = Cleaner::builder().skip(&skipped).quotes(quotes).dashes(dashes);
        if switched(&Pass::Unwrap) {
            builder = builder.unwrap_lines();
        }
        if let Some(language) = LANGUAGES[self.language] {
            builder = builder.language(language);
        }
        if self.removes_all {
            builder = builder.remove(Rule::CATEGORIES);
        }
        if let Some(share) = SHARES[self.share] {
            builder = builder.max_removed(share);
        }
        builder.build().ok()
    }
}

/// Some bytes of options, and then the text.
#[derive(Arbitrary, Debug)]
struct Input<'a> {
    choice: Choice,
    text: &'a str,
}

thread_local! {
    /// Making a cleaner takes longer than cleaning a short text.
    static CLEANERS: RefCell<HashMap<Choice, Option<Cleaner>>> = RefCell::default();
}

pub fn check(data: &[u8]) {
    let Ok(Input { choice, text }) = Input::arbitrary_take_rest(Unstructured::new(data)) else { return };
    CLEANERS.with_borrow_mut(|cleaners| {
        if cleaners.len() > 2000 {
            cleaners.clear();
        }
        if let Some(cleaner) = cleaners.entry(choice).or_insert_with(|| choice.cleaner()) {
            laws::hold(cleaner, text);
        }
    });
}
