//! The evidence for a candidate, as numbers.

use super::candidate::{Candidate, Kind, REACH, window_back};
use super::evidence::{Count, Words};
use super::language::{Known, Language};
use super::lists::Lists;
use crate::chars::before;
use crate::profile::Lexicon;

macro_rules! evidence {
    ($(#[$doc:meta])* $type:ident { $($name:ident $name_doc:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "the names are data")]
        pub(crate) enum $type {
            $(#[doc = $name_doc] $name,)+
        }

        impl $type {
            /// The names in the table of weights.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)+];
        }
    };
}
pub(super) use evidence;

evidence! {
    /// One kind of evidence for a candidate. Counts weigh by their logarithm. The names stand in
    /// `data/weights.tsv`.
    Feature {
        bias "always 1",
        comma "a comma or semicolon stands before the place",
        colon "a colon stands before it",
        quote "a quotation mark closes before it",
        bracket "a bracket closes before it",
        opener "a quotation mark or bracket opens behind it",
        quote_after_mark "the quotation mark or bracket has a final mark or comma before it",
        straight_quote "the quotation mark is a straight one",
        question "a question or exclamation mark stands before it",
        ellipsis "omission points stand before it",
        digit "a digit or % stands before it",
        in_manual "the share of places in code in the document",
        left_length "letters of the left word, quarters, 3 at most",
        left_title "it begins with a capital",
        left_capitals "it is all capitals",
        left_letter "it is one letter",
        left_dotted "a dot stands in it or before it",
        left_is_first "white space stands before it",
        left_prefix "names begin with it",
        left_abbreviation "it is an abbreviation",
        left_frequency "how often it stands in text",
        left_listed "the same where it is only listed as a word",
        left_as_lower "how often it stands in lower case",
        left_as_name "how often it stands capitalised inside sentences",
        left_ends "how much more often than others it ends a sentence",
        left_unknown "the profile does not know it",
        left_name "it ends a known name with a capital inside",
        left_head "names begin with it, by the profile",
        left_alone "it stands alone elsewhere in the document",
        left_ends_here "it ends sentences there",
        left_unseen "it begins with a capital, and stands alone nowhere in the document",
        right_length "letters of the right word, quarters, 3 at most",
        right_letter "it is one letter, and no word",
        right_lower "it is in lower case",
        right_capitals "it is all capitals",
        right_frequency "how often it stands in text",
        right_listed "the same where it is only listed as a word",
        right_as_lower "how often it stands in lower case",
        right_as_name "how often it stands capitalised inside sentences",
        right_as_start "how often it begins a sentence",
        right_begins "how much more often than others it begins a sentence rather than stands capitalised inside",
        right_unknown "the profile does not know it",
        right_name "it is a known name with a capital inside",
        right_tail "names end with it",
        right_alone "it stands alone elsewhere in the document",
        right_unseen "the profile does not know it, and it stands alone nowhere in the document",
        right_starts_here "it begins sentences there rather than stands inside",
        right_domain "it ends domain names",
        whole_name "the whole is a known name",
        tail_name "the whole from the left word on is a known name",
        whole_word "how often the whole, in lower case, stands in text",
        whole_again "the whole stands elsewhere in the document",
        humps "capitals behind small letters in the whole, beyond the first",
        has_digit "it has a digit",
        next_lower "a word in lower case follows",
        next_capital "a capitalised word follows",
        next_comma "a comma follows",
        next_stop "a final mark follows",
        next_possessive "'s follows",
        next_glued "something else follows without a space",
        at_line_start "the token begins its line",
        after_lower "a word in lower case stands before the token",
        after_capital "a capitalised word stands before the token",
    }
}

/// A value for each feature.
pub(crate) type Vector = [f32; Feature::NAMES.len()];

/// What the evidence is taken from besides the document.
pub(super) struct Sources<'l> {
    pub language: Language<'l>,
    pub lists: &'l Lists,
    pub lexicon: &'l Lexicon,
    /// The share of the places looked at in the document that are in code.
    pub in_code: f32,
}

/// The evidence in the candidate, around it and in the profile.
pub(super) fn around(text: &str, c: &Candidate<'_>, sources: &Sources<'_>) -> Vector {
    use Feature as F;
    let mut v = [0.0; Feature::NAMES.len()];
    let mut set = |feature: Feature, value: f32| v[feature as usize] = value;
    let Sources { language, lists, lexicon, in_code } = sources;

    set(F::bias, 1.0);
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
    set(F::question, flag(matches!(c.mark, Some('?' | '!'))));
    set(F::ellipsis, flag(c.mark == Some('…') || text[..c.at].ends_with("..")));
    set(F::digit, flag(c.kind == Kind::Digit));
    set(F::in_manual, (20.0 * in_code).ln_1p());

    let Known { frequency, listed, lower, inside, ends, is_known, .. } = language.left(c.left);
    set(F::left_length, length(c.left));
    set(F::left_title, flag(is_title(c.left)));
    set(F::left_capitals, flag(is_upper(c.left)));
    set(F::left_letter, flag(is_letter(c.left)));
    let left_at = c.left.as_ptr() as usize - text.as_ptr() as usize;
    let before_left = before(text, left_at);
    set(F::left_dotted, flag(before_left == Some('.') || c.left.contains('.')));
    // "l'AutoGoose" elides an article.
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    set(F::left_is_first, flag(before_left.is_none_or(is_edge)));
    set(F::left_prefix, flag(is_prefix(c.left)));
    set(F::left_abbreviation, flag(lists.abbreviations.has(c.left)));
    set(F::left_frequency, frequency);
    set(F::left_listed, listed);
    set(F::left_as_lower, lower);
    set(F::left_as_name, inside);
    set(F::left_ends, ends);
    set(F::left_unknown, flag(!is_known));
    let head = &c.whole[..c.head];
    set(F::left_name, if c.left.len() < head.len() { log(language.name(head)) } else { 0.0 });
    let right_name = if c.right.len() < c.name.len() { language.name(c.right) } else { 0 };
    let Known { frequency, listed, lower, inside, start, begins, is_known, .. } = language.right(c.right);
    set(F::right_length, length(c.right));
    set(F::right_letter, flag(is_letter(c.right) && start == 0.0));
    set(F::right_lower, flag(!begins_upper(c.right)));
    set(F::right_capitals, flag(is_upper(c.right)));
    set(F::right_frequency, frequency);
    set(F::right_listed, listed);
    set(F::right_as_lower, lower);
    set(F::right_as_name, inside);
    set(F::right_as_start, start);
    set(F::right_begins, begins);
    set(F::right_unknown, flag(!is_known && right_name == 0));
    set(F::right_name, log(right_name));
    if c.is_bare() {
        set(F::left_head, log(lexicon.name_heads(c.left)));
        set(F::right_tail, log(lexicon.name_tails(c.right)));
    }
    set(F::right_domain, flag(c.kind == Kind::Stop && lists.is_domain(c.right)));

    set(F::whole_name, log(language.name(c.whole)));
    if c.name.len() < c.whole.len() {
        set(F::tail_name, log(language.name(c.name)));
    }
    if c.is_bare() {
        set(F::whole_word, language.right(c.whole).frequency);
    }
    set(F::humps, humps(c.whole).saturating_sub(1) as f32);
    set(F::has_digit, flag(c.whole.contains(|c: char| c.is_ascii_digit())));

    set(F::next_lower, flag(c.next_letter().is_some_and(char::is_lowercase)));
    set(F::next_capital, flag(c.next_letter().is_some_and(char::is_uppercase)));
    let mut rest = c.rest.chars();
    match rest.next() {
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

/// The evidence in the rest of the document.
pub(super) fn elsewhere(c: &Candidate<'_>, words: &Words, sources: &Sources<'_>) -> Vector {
    use Feature as F;
    // In "said.The" both words were counted where they stand; in "saidThe" neither was.
    let here = u32::from(!c.is_bare());
    let alone = |count: Count| log(count.all.saturating_sub(here));
    let (left, right) = (words.get(c.left), words.get(c.right));
    let mut v = [0.0; Feature::NAMES.len()];
    let mut set = |feature: Feature, value: f32| v[feature as usize] = value;
    set(F::left_alone, alone(left));
    set(F::left_ends_here, log(left.ends));
    set(F::left_unseen, flag(is_title(c.left) && alone(left) == 0.0));
    set(F::right_alone, alone(right));
    set(F::right_unseen, flag(alone(right) == 0.0 && !sources.language.right(c.right).is_known));
    set(F::right_starts_here, log(right.starts) - log(right.all - right.starts));
    v
}

/// How often the token stands elsewhere in the document.
pub(super) fn again(c: &Candidate<'_>, words: &Words, v: &mut Vector) {
    // "chargesChargeLoop" is no other name, but "ChargeLoop" in it may be.
    let again = words.token(c.whole).max(words.token(c.name)).saturating_sub(1);
    v[Feature::whole_again as usize] = log(again);
}

pub(super) fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}

/// Counts weigh by their logarithm.
pub(super) fn log(count: u32) -> f32 {
    (count as f32).ln_1p()
}

pub(super) fn length(word: &str) -> f32 {
    (word.chars().take(12).count() as f32) / 4.0
}

fn is_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

pub(super) fn begins_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_upper(word: &str) -> bool {
    // The plural of an acronym is one too.
    let word = word.strip_suffix('s').unwrap_or(word);
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

fn is_title(word: &str) -> bool {
    begins_upper(word) && !is_upper(word)
}

fn humps(word: &str) -> usize {
    word.chars().zip(word.chars().skip(1)).filter(|(a, b)| !a.is_uppercase() && b.is_uppercase()).count()
}

/// What names such as McConnell and DeVito begin with.
pub(super) fn is_prefix(left: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "D", "Da", "De", "Del", "Della", "Des", "Di", "Du", "Fitz", "La", "Las", "Le", "Les", "Lo", "Mac",
        "Mc", "St", "Van", "Ver", "Von",
    ];
    PREFIXES.contains(&left)
}
