//! What the profile says of words, as numbers for the score.

use std::borrow::Cow;

use super::candidate::{Candidate, Kind, REACH, window_back};
use super::features::is_prefix;
use super::lists::List;
use crate::chars::{humps, is_blank};
use crate::passes::DEFAULT_LANGUAGE;
use crate::profile::{Lexicon, Vocabulary, WordCounts, first_key, last_key};

/// Shares of fewer words than this are no shares; with less text, a single count weighs less.
const LEAST_WORDS: f32 = 1e6;

/// The statistics of one document's language.
pub(super) struct Language<'l> {
    code: &'l str,
    vocabulary: Vocabulary<'l>,
    /// That of the default language: names are at home everywhere.
    names: Vocabulary<'l>,
    /// From a count to its share in a million words.
    per_million: f32,
    /// How often a word ends a sentence, over all words.
    end_rate: f32,
    /// How many sentences begin with a word for one that stands capitalised inside.
    start_rate: f32,
}

/// What is known of a word; all are logarithms, and 0 where nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// How often it stands in text, whatever its case, in a million words.
    pub frequency: f32,
    /// The same where it was never counted in text and stands in a list of frequencies only.
    pub listed: f32,
    /// How often in a million words it stands in lower case, capitalised inside a sentence, and
    /// capitalised at the start of one.
    pub lower: f32,
    pub inside: f32,
    pub start: f32,
    /// How much more often than other words it ends a sentence.
    pub ends: f32,
    /// How much more often than other words with a capital it begins a sentence.
    pub begins: f32,
    /// Whether it is known at all.
    pub is_known: bool,
}

impl<'l> Language<'l> {
    /// The statistics of the language with a code.
    pub fn new(code: &'l str, lexicon: &'l Lexicon, names: Vocabulary<'l>) -> Self {
        let vocabulary = lexicon.language(code);
        let totals = vocabulary.totals();
        let share = |part: u64, whole: u64| (part as f32 + 1.0) / (whole as f32 + 20.0);
        Self {
            code,
            vocabulary,
            names,
            per_million: 1e6 / (totals.words as f32).max(LEAST_WORDS),
            end_rate: share(totals.end, totals.words),
            start_rate: share(totals.start, totals.inside + totals.start),
        }
    }

    /// Its code.
    pub fn code(&self) -> &str {
        self.code
    }

    /// What a word on the right is looked up by.
    pub fn first_key<'w>(&self, word: &'w str) -> Cow<'w, str> {
        first_key(self.code, word)
    }

    /// In how many documents a name was seen.
    pub fn name(&self, name: &str) -> u32 {
        let count = self.names.name(name);
        if self.code == DEFAULT_LANGUAGE { count } else { count.max(self.vocabulary.name(name)) }
    }

    /// What is known of a word on the left: of its last part, where the language elides.
    pub fn left(&self, word: &str) -> Known {
        self.known(&self.vocabulary.word(&last_key(self.code, word)))
    }

    /// What is known of a word on the right: of its first part, where the language elides.
    pub fn right(&self, word: &str) -> Known {
        self.known(&self.vocabulary.word(&first_key(self.code, word)))
    }

    /// Whether the right side is the ending of a word that is quoted, as in Turkish: "“kale”nin".
    pub fn is_ending(&self, text: &str, c: &Candidate<'_>) -> bool {
        const LANGUAGES: &[&str] = &["az", "et", "fi", "hu", "tr"];
        const MARKS: &[char] = &['"', '”', '’', '»'];
        let is_ending = || c.right.chars().all(char::is_lowercase) || c.right.chars().all(char::is_uppercase);
        // Turkish is not told by its words, but by its letters.
        let is_turkish =
            || window_back(text, c.at, REACH).contains(['ı', 'ğ']) || c.rest.contains(['ı', 'ğ']);
        c.mark.is_some_and(|mark| MARKS.contains(&mark))
            && text[..c.left_to].trim_end_matches(MARKS).ends_with(char::is_alphanumeric)
            && is_ending()
            && (c.right == "n" || LANGUAGES.contains(&self.code) || is_turkish())
    }

    /// Whether a word mostly stands in lower case, and hardly ever begins a sentence.
    pub fn is_plain(&self, word: &str) -> bool {
        let Known { lower, inside, begins, .. } = self.right(word);
        begins <= 0.0 && lower > inside
    }

    /// Whether both sides are rather parts of a name: the right one has a capital inside that begins no sentence
    /// ("countGeeseByPond"), and is no name ("saidMcGoose").
    pub fn is_inside_name(&self, c: &Candidate<'_>) -> bool {
        let begins_name = |at: &usize| is_prefix(&c.right[..*at]);
        let last = humps(c.right).next().filter(|at| !begins_name(at)).map(|at| &c.right[at..]);
        last.is_some_and(|last| self.is_plain(last)) && self.name(c.right) == 0
    }

    /// Whether what begins on the right side is rather a link, whose other end is run together too: "by
    /// director|Ann Gooseand others".
    pub fn is_link(&self, c: &Candidate<'_>) -> bool {
        const WORDS: usize = 5;
        // "Line of Geese"
        const SHORT: usize = 3;
        let rest = c.rest.split_inclusive(' ').take(WORDS).map(|word| word.trim_end_matches(' '));
        let mut last = None;
        for token in [c.right].into_iter().chain(rest.filter(|word| !word.is_empty())) {
            let word = token.trim_end_matches([',', '.', ';']);
            if word.starts_with(char::is_uppercase) {
                last = Some(word);
            } else if word.len() > SHORT {
                break;
            }
            if word.len() < token.len() {
                break;
            }
        }
        last.is_some_and(|word| word.chars().all(char::is_alphabetic) && self.is_run_together(word))
    }

    /// Whether a capitalised word is a known one with a word in lower case behind it: "Gooseand".
    fn is_run_together(&self, word: &str) -> bool {
        // Names end like words: of such a word more has to stand in text, in a million.
        const SHORT: usize = 4;
        const OFTEN: f32 = 500.0;
        const EVER: f32 = 5.0;
        let is_two = |at: usize| {
            let (name, word) = word.split_at(at);
            let least = if word.len() < SHORT { OFTEN } else { EVER };
            name.len() >= 3 && self.right(name).inside > 0.0 && self.left(word).lower > least.ln_1p()
        };
        !self.right(word).is_known
            && self.name(word) == 0
            && !word.chars().skip(1).any(char::is_uppercase)
            && word.char_indices().skip(3).any(|(at, _)| word.len() - at >= 2 && is_two(at))
    }

    /// Whether the right side is one letter, as marks of footnotes are: "accuracyA". In other
    /// languages than English such letters are words.
    pub fn could_be_note(&self, c: &Candidate<'_>) -> bool {
        self.code == DEFAULT_LANGUAGE
            && (c.is_bare() || c.kind == Kind::Closer)
            && c.right.chars().nth(1).is_none()
            && c.right != "I"
    }

    /// Whether a letter at a place is the mark of a footnote by what follows: an article would not
    /// stand before a word that joins others ("accuracyA on the test").
    pub fn is_note(&self, c: &Candidate<'_>, joining: &List) -> bool {
        let next = c.rest.trim_start_matches(is_blank);
        let next = &next[..next.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(next.len())];
        self.could_be_note(c) && joining.has(next)
    }

    fn known(&self, counts: &WordCounts) -> Known {
        // So many words are taken to have been seen besides, with the rates of all words: a rate
        // that few were seen for says little.
        const PRIOR: f32 = 8.0;
        let log = |count: u32| (count as f32 * self.per_million).ln_1p();
        let lift = |part: u32, whole: u64, rate: f32| {
            let part = (part as f32).min(whole as f32);
            ((part + PRIOR * rate) / ((whole as f32 + PRIOR) * rate)).ln()
        };
        let seen = counts.seen();
        let listed = counts.general as f32 / 100.0;
        let capitals = u64::from(counts.inside) + u64::from(counts.start);
        Known {
            frequency: (seen as f32 * self.per_million).max(listed).ln_1p(),
            listed: if seen == 0 { listed.ln_1p() } else { 0.0 },
            lower: log(counts.lower),
            inside: log(counts.inside),
            start: log(counts.start),
            ends: lift(counts.end, seen, self.end_rate),
            begins: lift(counts.start, capitals, self.start_rate),
            is_known: seen > 0 || counts.general > 0,
        }
    }
}
