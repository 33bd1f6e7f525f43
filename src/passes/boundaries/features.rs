//! The evidence for a candidate, as numbers.

use super::candidate::{Candidate, Kind, REACH, window_back};
use super::evidence::{Count, Words};
use super::lists::Lists;
use crate::chars::before;

macro_rules! features {
    ($($name:ident $doc:literal,)+) => {
        /// One kind of evidence. The names stand in `data/weights.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "the names are data")]
        pub(crate) enum Feature {
            $(#[doc = $doc] $name,)+
        }

        impl Feature {
            /// All of them, in the order of [`Vector`].
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name in the table of weights.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }
        }
    };
}

features! {
    bias "always 1",
    digit "a digit or % stands before the place",
    capitals "two capitals stand before it",
    comma "a comma or semicolon stands before it",
    colon "a colon stands before it",
    quote "a quotation mark closes before it",
    bracket "a bracket closes before it",
    opener "a quotation mark or bracket opens behind it",
    quote_after_mark "the quotation mark or bracket has a final mark or comma before it",
    straight_quote "the quotation mark is a straight one",
    left_length "letters of the left word, quarters, 3 at most",
    left_lower "the left word is all lower case",
    left_title "it begins with a capital",
    left_capitals "it is all capitals",
    left_letter "it is one letter",
    left_inner "it hardly ever ends a sentence",
    left_abbreviation "it is an abbreviation",
    left_dotted "a dot stands before it",
    left_prefix "it is a prefix of names",
    left_alone "it stands alone elsewhere in the document",
    left_ends "it ends sentences there",
    left_unseen_title "it begins with a capital, and stands alone nowhere in the document",
    right_length "letters of the right word, quarters, 3 at most",
    right_letter "the right word is one letter",
    right_lower "it is in lower case",
    right_capitals "it is all capitals",
    right_starter "it often begins sentences",
    right_alone "it stands alone elsewhere in the document",
    right_unseen "it neither often begins sentences nor stands alone there",
    right_starts "it begins sentences there rather than stands inside",
    right_domain "it ends domain names",
    whole_again "the whole stands elsewhere in the document",
    humps "capitals behind small letters in the whole, beyond the first",
    has_digit "the whole has a digit",
    next_lower "a word in lower case follows",
    next_capital "a capitalised word follows",
    next_comma "a comma follows",
    next_stop "a final mark follows",
    next_possessive "'s follows",
    next_glued "something else follows without a space",
    left_is_first "white space stands before the left word",
    at_line_start "the token begins its line",
    after_lower "a word in lower case stands before the token",
    after_capital "a capitalised word stands before the token",
}

/// A value for each feature.
pub(crate) type Vector = [f32; Feature::ALL.len()];

/// The evidence for one candidate in its document.
pub(crate) fn vector(text: &str, c: &Candidate<'_>, words: &Words, lists: &Lists) -> Vector {
    use Feature as F;
    let mut v = [0.0; Feature::ALL.len()];
    let mut set = |feature: Feature, value: f32| v[feature as usize] = value;
    let flag = |on: bool| f32::from(u8::from(on));

    set(F::bias, 1.0);
    set(F::digit, flag(c.kind == Kind::Digit));
    set(F::capitals, flag(c.kind == Kind::Capitals));
    set(F::comma, flag(matches!(c.mark, Some(',' | ';'))));
    set(F::colon, flag(c.mark == Some(':')));
    let bracket = matches!(c.mark, Some(')' | ']'));
    set(F::quote, flag(c.kind == Kind::Closer && !bracket));
    set(F::bracket, flag(c.kind == Kind::Closer && bracket));
    set(F::opener, flag(c.kind == Kind::Opener));
    let before_mark = text[..c.at].chars().rev().nth(usize::from(c.kind == Kind::Closer));
    let quoted = matches!(c.kind, Kind::Closer | Kind::Opener);
    set(
        F::quote_after_mark,
        flag(quoted && matches!(before_mark, Some('.' | '!' | '?' | ',' | ':' | ';' | '…' | '—' | '-'))),
    );
    set(F::straight_quote, flag(c.mark == Some('"')));

    let length = |word: &str| (word.chars().take(12).count() as f32) / 4.0;
    let is_lower = |word: &str| !word.is_empty() && word.chars().all(char::is_lowercase);
    let is_upper = |word: &str| {
        // The plural of an acronym is one too.
        let word = word.strip_suffix('s').unwrap_or(word);
        word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
    };
    let one_letter = |word: &str| word.chars().nth(1).is_none();
    let begins_upper = |word: &str| word.starts_with(char::is_uppercase);
    let is_title = |word: &str| begins_upper(word) && !is_upper(word);
    // In "said.The" both words were counted where they stand; in "saidThe" neither was.
    let here = u32::from(!c.is_bare());
    let alone = |count: Count| log(count.all.saturating_sub(here));

    set(F::left_length, length(c.left));
    set(F::left_lower, flag(is_lower(c.left)));
    set(F::left_title, flag(is_title(c.left)));
    set(F::left_capitals, flag(is_upper(c.left)));
    set(F::left_letter, flag(one_letter(c.left)));
    set(F::left_inner, flag(lists.inner.has(c.left)));
    set(F::left_abbreviation, flag(lists.abbreviations.has(c.left)));
    set(F::left_prefix, flag(is_prefix(c.left)));
    let left_at = c.left.as_ptr() as usize - text.as_ptr() as usize;
    let before_left = before(text, left_at);
    set(F::left_dotted, flag(before_left == Some('.') || c.left.contains('.')));
    set(F::left_is_first, flag(before_left.is_none_or(char::is_whitespace)));
    let left = words.get(c.left);
    set(F::left_alone, alone(left));
    set(F::left_ends, log(left.ends));
    set(F::left_unseen_title, flag(is_title(c.left) && alone(left) == 0.0));

    set(F::right_length, length(c.right));
    let starter = lists.starters.has(c.right);
    set(F::right_letter, flag(one_letter(c.right) && !starter));
    set(F::right_lower, flag(!begins_upper(c.right)));
    set(F::right_capitals, flag(is_upper(c.right)));
    set(F::right_starter, flag(starter));
    set(F::right_domain, flag(c.kind == Kind::Stop && lists.domains.has(c.right)));
    let right = words.get(c.right);
    set(F::right_alone, alone(right));
    set(F::right_unseen, flag(!starter && alone(right) == 0.0));
    set(F::right_starts, log(right.starts) - log(right.all - right.starts));

    // "chargesChargeLoop" is no other name, but "ChargeLoop" in it may be.
    let again = words.token(c.whole).max(words.token(c.name)).saturating_sub(1);
    set(F::whole_again, log(again));
    set(F::humps, humps(c.whole).saturating_sub(1) as f32);
    set(F::has_digit, flag(c.whole.contains(|c: char| c.is_ascii_digit())));

    let mut rest = c.rest.chars();
    match rest.next() {
        Some(' ' | '\u{a0}') => {
            let next = rest.next();
            set(F::next_lower, flag(next.is_some_and(char::is_lowercase)));
            set(F::next_capital, flag(next.is_some_and(char::is_uppercase)));
        }
        Some(',') => set(F::next_comma, 1.0),
        Some('.' | '!' | '?') => set(F::next_stop, 1.0),
        Some('\'' | '’') if rest.next() == Some('s') => set(F::next_possessive, 1.0),
        Some(other) if !other.is_whitespace() => set(F::next_glued, 1.0),
        _ => {}
    }
    let before_token = window_back(text, c.token_at, REACH).trim_end_matches(' ');
    set(F::at_line_start, flag(before_token.is_empty() || before_token.ends_with('\n')));
    let word_before = &before_token[before_token.rfind([' ', '\n']).map_or(0, |i| i + 1)..];
    set(F::after_lower, flag(word_before.starts_with(char::is_lowercase)));
    set(F::after_capital, flag(begins_upper(word_before)));
    v
}

/// Counts weigh by their logarithm.
fn log(count: u32) -> f32 {
    (count as f32).ln_1p()
}

fn humps(word: &str) -> usize {
    word.chars().zip(word.chars().skip(1)).filter(|(a, b)| !a.is_uppercase() && b.is_uppercase()).count()
}

/// What names such as McConnell and DeVito begin with.
fn is_prefix(left: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "D", "Da", "De", "Del", "Della", "Des", "Di", "Du", "Fitz", "La", "Las", "Le", "Les", "Lo", "Mac",
        "Mc", "St", "Van", "Ver", "Von",
    ];
    PREFIXES.contains(&left)
}
