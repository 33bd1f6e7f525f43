//! How what stands before a place ends there: as a sentence does, as a heading or label, or in the
//! middle of a clause.

use super::candidate::{Candidate, Kind, window_back};
use super::features::{Sources, begins_upper, evidence, flag, length, log};
use super::language::Known;
use super::lists::Lists;
use super::score::Habit;

/// How far back the sentence or line that ends at a place is read, in bytes.
pub(super) const SENTENCE: usize = 320;

/// The marks that end a sentence.
pub(super) const FINAL: &[char] = &['.', '!', '?', '…'];

/// What can close behind such a mark.
pub(super) const CLOSING: &[char] = &['"', '”', '’', '»', ')', ']'];

evidence! {
    /// One kind of evidence for what was lost at a place where no mark stands.
    Sign {
        bias "always 1",
        digit "a digit or % stands before the place",
        capitals "two capitals stand before it",
        left_title "the left word begins with a capital",
        left_frequency "how often it stands in text",
        left_as_lower "how often it stands in lower case",
        left_ends "how much more often than others it ends a sentence",
        right_length "letters of the right word, quarters, 3 at most",
        right_frequency "how often it stands in text",
        right_as_lower "how often it stands in lower case",
        right_as_name "how often it stands capitalised inside sentences",
        right_as_start "how often it begins a sentence",
        right_begins "how much more often than others it begins a sentence rather than stands capitalised inside",
        right_unknown "the profile does not know it",
        right_name "it is a known name with a capital inside",
        next_lower "a word in lower case follows",
        next_capital "a capitalised word follows",
        next_comma "a comma follows",
        words "words of the sentence that ends at the place",
        capitalised "the share of capitalised ones among them, the first left out",
        has_verb "a common verb is among them",
        pronoun "the first of them is a pronoun",
        line_words "words of the line up to the place",
        one_word "there is one at the most",
        few_words "there are at most eight",
        short_line "there are at most sixteen",
        heading "the share of capitalised ones among them, the first left out, if so few",
        heading_verb "a common verb is among them, if so few",
        heading_mark "a sentence or clause ends among them, if so few",
        label "a colon and at most four words stand before the place",
        lost "how large a share of the document's sentence ends seems to be lost, this one left out",
    }
}

/// A value for each sign.
pub(crate) type Signs = [f32; Sign::NAMES.len()];

/// The evidence for what was lost at a candidate.
pub(super) fn signs(
    text: &str,
    c: &Candidate<'_>,
    mended: &Mended,
    sources: &Sources<'_>,
    habit: &Habit,
) -> Signs {
    let language = &sources.language;
    use Sign as S;
    let mut v = [0.0; Sign::NAMES.len()];
    let mut set = |sign: Sign, value: f32| v[sign as usize] = value;
    set(S::bias, 1.0);
    set(S::digit, flag(c.kind == Kind::Digit));
    set(S::capitals, flag(c.kind == Kind::Capitals));
    set(S::left_title, flag(begins_upper(c.left)));
    let Known { frequency, lower, ends, .. } = language.left(c.left);
    set(S::left_frequency, frequency);
    set(S::left_as_lower, lower);
    set(S::left_ends, ends);
    let right_name = language.name(c.right);
    let Known { frequency, lower, inside, start, begins, is_known, .. } = language.right(c.right);
    set(S::right_length, length(c.right));
    set(S::right_frequency, frequency);
    set(S::right_as_lower, lower);
    set(S::right_as_name, inside);
    set(S::right_as_start, start);
    set(S::right_begins, begins);
    set(S::right_unknown, flag(!is_known && right_name == 0));
    set(S::right_name, log(right_name));
    set(S::next_lower, flag(c.next_letter().is_some_and(char::is_lowercase)));
    set(S::next_capital, flag(c.next_letter().is_some_and(char::is_uppercase)));
    set(S::next_comma, flag(c.rest.starts_with(',')));

    let Line { text: line, sentence, is_whole } = line(text, c.at, mended, sources.lists);
    let has_verb = |text: &str| sources.lists.questions.has_verb(language, text);
    set(S::words, (sentence.split_whitespace().count() as f32).ln_1p());
    set(S::capitalised, capitalised(sentence));
    set(S::has_verb, flag(has_verb(sentence)));
    set(S::pronoun, flag(sources.lists.questions.begins_with_pronoun(language, sentence)));
    let words = if is_whole { line.split_whitespace().count() } else { SENTENCE / 4 };
    let short = words <= 16;
    set(S::line_words, (words as f32).ln_1p());
    set(S::one_word, flag(words <= 1));
    set(S::few_words, flag(words <= 8));
    set(S::short_line, flag(short));
    set(S::heading, if short { capitalised(line) } else { 0.0 });
    set(S::heading_verb, flag(short && has_verb(line)));
    set(S::heading_mark, flag(short && sentence.len() < line.len()));
    let labelled = line[..line.len() - sentence.len()].trim_end().ends_with(':');
    set(S::label, flag(labelled && sentence.split_whitespace().count() <= 4));
    let lost = (habit.bare.lost - 1.0).max(0.0) + 1.0;
    set(S::lost, (lost / (lost + habit.intact + 1.0)).ln());
    v
}

/// Whether the number of an item or note stands before a candidate, at the start of its line:
/// "12Most", "1/2Most".
pub(super) fn is_item_number(text: &str, c: &Candidate<'_>) -> bool {
    let token = &text[c.token_at..c.at];
    let starts_line = c.token_at == 0 || text[..c.token_at].ends_with('\n');
    c.kind == Kind::Digit
        && (starts_line || token.contains('/'))
        && token.chars().all(|d| d.is_ascii_digit() || d == '/')
}

/// Whether who says something stands behind a candidate: "We go," said|Ann; from the pond, said|Ann.
pub(super) fn is_speaker(text: &str, c: &Candidate<'_>, lists: &Lists) -> bool {
    let before = || text[..c.left_to].strip_suffix(c.left).unwrap_or_default().trim_end();
    lists.saying.has(c.left) && before().ends_with(['"', '”', '’', '»', ','])
}

/// Whether a candidate stands behind what a page says of a picture: "Image caption|The mill", "image copyright|Goose
/// Images".
pub(super) fn is_picture_label(text: &str, c: &Candidate<'_>, mended: &Mended, lists: &Lists) -> bool {
    const KINDS: [&str; 4] = ["image", "media", "photo", "video"];
    let mut words = line(text, c.at, mended, lists).sentence.split(' ');
    words.next().is_some_and(|kind| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)))
        && words.next().is_some_and(|what| matches!(what, "caption" | "copyright" | "credit" | "source"))
        && words.next().is_none()
}

/// The share of capitalised words, the first left out.
fn capitalised(text: &str) -> f32 {
    let words = text.split_whitespace().skip(1);
    let capitals = words.clone().filter(|word| begins_upper(word)).count();
    capitals as f32 / words.count().max(1) as f32
}

/// What stands before a place in its line.
pub(super) struct Line<'t> {
    /// All of it, up to a bound.
    pub text: &'t str,
    /// Since the last final mark or colon.
    pub sentence: &'t str,
    /// Whether the line's start was reached.
    pub is_whole: bool,
}

/// Reads what stands before `at` in its line.
pub(super) fn line<'t>(text: &'t str, at: usize, mended: &Mended, lists: &Lists) -> Line<'t> {
    let from = mended.at.min(at);
    let before = window_back(&text[from..], at - from, SENTENCE);
    let start = before.rfind('\n').map(|i| i + 1);
    let is_first = before.len() == at - from && (from == 0 || mended.is_line);
    let line = before[start.unwrap_or(0)..].trim_start();
    let mark = line
        .rmatch_indices(|c| c == ':' || FINAL.contains(&c))
        .find(|(i, mark)| ends_sentence(line, *i, mark, lists));
    let sentence = line[mark.map_or(0, |(i, mark)| i + mark.len())..].trim_start();
    Line { text: line, sentence, is_whole: start.is_some() || is_first }
}

/// Whether a mark that stands at `at` ends a sentence.
pub(super) fn ends_sentence(text: &str, at: usize, mark: &str, lists: &Lists) -> bool {
    let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let abbreviated =
        mark == "." && (word.contains('.') || word.chars().nth(1).is_none() || lists.abbreviations.has(word));
    let next = text[at + mark.len()..].trim_start_matches(CLOSING);
    let goes_on = |next: &str| next.strip_prefix(' ').is_none_or(|next| next.starts_with(char::is_lowercase));
    !abbreviated && (next.is_empty() || !goes_on(next))
}

/// The last place before a candidate where something was lost: no sentence reaches back behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mended {
    /// Where, in bytes.
    pub at: usize,
    /// Whether it was the end of a line.
    pub is_line: bool,
}
