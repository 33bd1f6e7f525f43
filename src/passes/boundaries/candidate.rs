//! A place where two sentences or words could have been run together, and what stands around it.

mod sign;
mod token;

use unicode_segmentation::UnicodeSegmentation;

use self::sign::{all_capitals, is_bracketed_part, is_sign};
use self::token::{is_address, is_code, is_list};
use crate::chars::{after, before, has_no_width, humps};
use crate::scan::ends_something;

/// How far the token around a place is looked at to each side, in bytes. Longer ones are no words,
/// and a bound keeps hostile text linear.
pub(super) const REACH: usize = 96;

/// What goes on in capitals behind a word for so many bytes, up to a colon, is a label.
const LABEL: usize = 24;

/// What meets at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `partnershipsThis`
    Word,
    /// `2024The`, `12%The`
    Digit,
    /// `CEOTim`
    Capitals,
    /// `said.The`
    Stop,
    /// `word,word`, `More:Trump`
    Comma,
    /// `time.”He`, `(CNN)Mitt`
    Closer,
    /// `said:“We`, `equity.(The`
    Opener,
}

/// What is at a place.
pub(crate) enum Reading<'t> {
    /// Two words that could be parted.
    Candidate(Candidate<'t>),
    /// Code.
    Code,
    /// Nothing that could be parted, or an address, a handle, a hashtag.
    Nothing,
}

/// A place with its surroundings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'t> {
    /// Where the right side begins, in bytes.
    pub at: usize,
    /// Where the left side ends: there, or before characters that nobody sees.
    pub left_to: usize,
    pub kind: Kind,
    /// The word that ends at the place, and the one that begins there. Where no mark is between,
    /// the left one begins with its last inner capital.
    pub left: &'t str,
    pub right: &'t str,
    /// Both with what is between: letters and digits around the place, dots too if one is there.
    pub whole: &'t str,
    /// How much of it stands before the place, without a mark there, in bytes.
    pub head: usize,
    /// The whole from the start of `left` on.
    pub name: &'t str,
    /// Where the token begins, all from one white space to the next, in bytes.
    pub token_at: usize,
    /// What follows the right word, up to a bound.
    pub rest: &'t str,
    /// The mark or closer at the end of the left side, if there is one.
    pub mark: Option<char>,
}

impl<'t> Candidate<'t> {
    /// Reads the surroundings of `at`.
    pub fn read(text: &'t str, at: usize) -> Reading<'t> {
        if is_initials(text.as_bytes(), at) {
            return Reading::Nothing;
        }
        let (before, after) = (window_back(text, at, REACH), window_ahead(text, at, REACH));
        let (token_before, token_after) = (last_token(before), first_token(after));
        let token_at = at - token_before.len();
        let token = &text[token_at..at + token_after.len()];
        // "@ harborGoose"
        if text[..token_at].ends_with("@ ") {
            return Reading::Nothing;
        }
        // Most tokens have no sign that code or an address has.
        let is_plain =
            |&b: &u8| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b'\'' | b'"' | b',' | b'-');
        if !token.as_bytes().iter().all(is_plain) {
            if is_address(token) {
                return Reading::Nothing;
            }
            if is_code(token) {
                return Reading::Code;
            }
        }
        Self::words(text, at, token_before, token_after).map_or(Reading::Nothing, Reading::Candidate)
    }

    fn words(text: &'t str, at: usize, token_before: &'t str, token_after: &'t str) -> Option<Self> {
        let seen_to = token_before.trim_end_matches(has_no_width).len();
        let left_to = at - (token_before.len() - seen_to);
        let token_before = &token_before[..seen_to];
        let left_end = token_before.chars().next_back()?;
        let right_start = token_after.chars().next()?;
        let kind = match left_end {
            // In „German“ it closes.
            _ if right_start == '“' && low_quote_is_open(text, at) => return None,
            // "»German«-English"
            _ if right_start == '«' && arrow_is_open(text, at) => return None,
            // "Ан‘інька", with an apostrophe.
            _ if right_start == '‘' && left_end.is_lowercase() && in_word(token_after, '‘') => {
                return None;
            }
            '“' if low_quote_is_open(text, left_to - '“'.len_utf8()) => Kind::Closer,
            _ if matches!(right_start, '(' | '[' | '“' | '‘' | '«' | '¿' | '¡') => Kind::Opener,
            '.' | '!' | '?' | '…' => Kind::Stop,
            ',' | ';' | ':' => Kind::Comma,
            '"' | '\'' | ')' | ']' | '”' | '’' | '»' => Kind::Closer,
            '%' => Kind::Digit,
            c if c.is_numeric() => Kind::Digit,
            c if c.is_lowercase() => Kind::Word,
            c if c.is_uppercase() => Kind::Capitals,
            _ => return None,
        };
        // "println!(", "![": code and markup.
        let calls = left_end == '!' && matches!(right_start, '(' | '[');
        if calls || left_end == ';' && ends_entity(token_before) || is_reference(token_after) {
            return None;
        }
        let token_at = left_to - token_before.len();
        // A quotation mark with no word or mark before it has nothing to be parted from.
        let before_quote = token_before.chars().rev().nth(usize::from(kind == Kind::Closer));
        if matches!(kind, Kind::Closer | Kind::Opener)
            && !before_quote.is_some_and(|c| ends_something(c) || matches!(c, '—' | '-'))
        {
            return None;
        }
        // "Goose's" has an apostrophe.
        if left_end == '\'' && !matches!(before_quote, Some('.' | '!' | '?' | ',' | '…')) {
            return None;
        }
        // "once-"new"": a word put together with a quoted one.
        if left_end == '"' && joins_words(&token_before[..token_before.len() - 1]) {
            return None;
        }
        // "Sant’Anna", "dell’“Anna”": no quotation is open that it could close.
        if left_end == '’'
            && token_before.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && !window_back(text, at, REACH).contains(['‘', '‚'])
        {
            return None;
        }
        let stem = token_before.trim_end_matches(|c: char| !c.is_alphanumeric());
        let opened = token_after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let run = last_word(stem).or_else(|| word_before_mark(text, token_at, token_before))?;
        let bare = token_before.len() == stem.len();
        let left = if bare { &run[humps(run).last().unwrap_or(0)..] } else { run };
        let right = first_word(opened)?;
        let right_end = at + (token_after.len() - opened.len()) + right.len();
        let rest = window_ahead(text, right_end, REACH);
        let is_inner = |c: char| c.is_alphanumeric() || (kind == Kind::Stop && c == '.');
        let whole_start = token_before.rfind(|c| !is_inner(c)).map_or(0, |i| i + next_len(token_before, i));
        let whole_end = token_after.find(|c| !is_inner(c)).unwrap_or(token_after.len());
        let whole_end = token_after[..whole_end].trim_end_matches('.').len();
        let (start, end) = (token_at + whole_start, at + whole_end);
        let quoted = kind == Kind::Word && is_quoted(text, start, end);
        if quoted
            || is_bracketed_part(token_before, left, right)
            || is_sign(kind, left_end, left, right, rest)
            || is_path(kind, left, rest)
            || kind == Kind::Comma && is_list(&text[token_at..at + token_after.len()])
        {
            return None;
        }
        Some(Self {
            at,
            left_to,
            kind,
            left,
            right,
            whole: &text[start..end],
            head: (token_at + stem.len()).clamp(start, end) - start,
            name: &text[start.max((token_at + stem.len()).saturating_sub(left.len()))..end],
            token_at,
            rest,
            mark: (!left_end.is_alphanumeric()).then_some(left_end),
        })
    }

    /// Moves the place before the small letter at the end of the left word where a name of that
    /// kind begins there: "partnershipsiPhone", "said.iPhone".
    pub fn begin_before(&mut self, text: &'t str, is_name: impl Fn(&str) -> bool) {
        let Some((i, _)) = self.left.char_indices().next_back() else { return };
        let at = self.at - (self.left.len() - i);
        let end = self.at + self.right.len();
        if i == 0 || !text.get(at..end).is_some_and(is_name) {
            return;
        }
        if let Reading::Candidate(candidate) = Self::read(text, at) {
            *self = candidate;
        }
    }

    /// The first letter of the next word, where a space parts it from the right one.
    pub fn next_letter(&self) -> Option<char> {
        self.rest.strip_prefix([' ', '\u{a0}'])?.chars().next()
    }

    /// Whether an acronym stands before a dot: "USA.Gov".
    pub fn is_dotted_acronym(&self) -> bool {
        self.kind == Kind::Stop && self.mark == Some('.') && all_capitals(self.left)
    }

    /// Whether a bracket or quotation mark opens behind a finished sentence, or a label in capitals follows it:
    /// "the end.(Photo", "the End.WATCH: ".
    pub fn is_behind_end(&self) -> bool {
        let is_label = || {
            let label = self.rest.split_once(": ").filter(|(label, _)| label.len() <= LABEL);
            all_capitals(self.right)
                && self.right.chars().nth(2).is_some()
                && label.is_some_and(|(label, _)| label.chars().all(|c| c == ' ' || c.is_uppercase()))
        };
        matches!(self.mark, Some('.' | '!' | '?'))
            && self.left.chars().nth(2).is_some()
            && !all_capitals(self.left)
            && if self.kind == Kind::Opener { self.right.starts_with(char::is_uppercase) } else { is_label() }
    }

    /// Whether no mark stands at the place: what was lost there is more than a space.
    pub fn is_bare(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Digit | Kind::Capitals)
    }
}

/// Whether the token around a place is two letters with dots, as nearly half of all are: "U.S.", "D.C". No
/// such is code, or parted.
fn is_initials(bytes: &[u8], at: usize) -> bool {
    let is_end = |byte: Option<&u8>| matches!(byte, None | Some(b' ' | b'\n'));
    let starts = match &bytes[..at] {
        [before @ .., first, b'.'] => first.is_ascii_uppercase() && is_end(before.last()),
        _ => false,
    };
    starts
        && match &bytes[at..] {
            [second, b'.', after @ ..] | [second, after @ ..] => {
                second.is_ascii_uppercase() && is_end(after.first())
            }
            [] => false,
        }
}

/// The text up to its first white space.
fn first_token(text: &str) -> &str {
    let token = &text[..text.as_bytes().iter().position(is_space).unwrap_or(text.len())];
    let wide = || token.find(char::is_whitespace);
    if token.is_ascii() { token } else { &token[..wide().unwrap_or(token.len())] }
}

/// The text from its last white space on.
fn last_token(text: &str) -> &str {
    let token = &text[text.as_bytes().iter().rposition(is_space).map_or(0, |at| at + 1)..];
    let wide = || token.rfind(char::is_whitespace).map(|at| at + next_len(token, at));
    if token.is_ascii() { token } else { &token[wide().unwrap_or(0)..] }
}

/// Whether a byte is white space of ASCII.
fn is_space(byte: &u8) -> bool {
    matches!(*byte, b'\t'..=b'\r' | b' ')
}

/// The first word of a text, by the rules of Unicode (UAX #29). Letters and digits of ASCII, the most common
/// by far, are told by their bytes.
fn first_word(text: &str) -> Option<&str> {
    let plain = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (word, rest) = text.split_at(plain);
    let is_plain = !word.is_empty() && ends_word(rest.bytes());
    if is_plain { Some(word) } else { text.split_word_bounds().next() }
}

/// The last word of a text; see [`first_word`].
fn last_word(text: &str) -> Option<&str> {
    let plain = text.bytes().rposition(|b| !b.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let (rest, word) = text.split_at_checked(plain)?;
    let is_plain = !word.is_empty() && ends_word(rest.bytes().rev());
    if is_plain { Some(word) } else { text.split_word_bounds().next_back() }
}

/// The word before a mark that a space parts from it, as French and units have it: "so ?", "20 %.".
fn word_before_mark<'t>(text: &'t str, token_at: usize, token: &str) -> Option<&'t str> {
    if !token.starts_with(['?', '!', '%', '€', '$', '£', '°']) {
        return None;
    }
    let before = window_back(text, token_at, REACH);
    let word = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if word.len() == before.len() { None } else { last_word(last_token(word)) }
}

/// Whether a word surely ends where these bytes stand behind it, or before it. An underscore, and marks beyond
/// ASCII, can be part of it; apostrophes, stops and the like if a letter or digit is next.
fn ends_word(mut bytes: impl Iterator<Item = u8>) -> bool {
    let no_part = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    match bytes.next() {
        Some(b'\'' | b'.' | b',' | b':' | b';') => bytes.next().is_none_or(no_part),
        Some(b'_') => false,
        byte => byte.is_none_or(no_part),
    }
}

/// Whether text ends with a word and a hyphen.
fn joins_words(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphanumeric))
}

/// Whether the letter at `at` is the mark of a note, and not the first one: "accuracyB".
pub(super) fn is_later_note(text: &str, at: usize) -> bool {
    let (letter, rest) = (after(text, at), &text[at..]);
    letter.is_some_and(|c| c.is_ascii_uppercase() && !matches!(c, 'A' | 'I'))
        && before(text, at).is_some_and(char::is_lowercase)
        && !rest[1..].starts_with(char::is_alphanumeric)
}

/// Whether text goes on with a mark and then a small letter that is not of ASCII.
fn in_word(text: &str, mark: char) -> bool {
    text.strip_prefix(mark).is_some_and(|text| text.starts_with(|c: char| !c.is_ascii() && c.is_lowercase()))
}

/// Whether a quotation begun by a guillemet that points right is still open at `at`.
fn arrow_is_open(text: &str, at: usize) -> bool {
    let window = window_back(text, at, REACH);
    let last = window.rfind(['«', '»']).filter(|at| window[*at..].starts_with('»'));
    last.is_some_and(|at| opens_word(window, at, '»'))
}

/// Whether a mark at `at` stands before a word and not behind one.
pub(super) fn opens_word(text: &str, at: usize, mark: char) -> bool {
    !before(text, at).is_some_and(char::is_alphanumeric)
        && after(text, at + mark.len_utf8()).is_some_and(char::is_alphanumeric)
}

/// Whether a quotation begun by a low quotation mark is still open at `at`.
fn low_quote_is_open(text: &str, at: usize) -> bool {
    let before = window_back(text, at, REACH);
    before.rfind(['„', '“']).is_some_and(|at| before[at..].starts_with('„'))
}

fn next_len(text: &str, at: usize) -> usize {
    after(text, at).map_or(0, char::len_utf8)
}

/// Up to `reach` bytes before `at`.
pub(super) fn window_back(text: &str, at: usize, reach: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(reach))..at]
}

/// Up to `reach` bytes from `at` on.
pub(super) fn window_ahead(text: &str, at: usize, reach: usize) -> &str {
    &text[at..text.floor_char_boundary((at + reach).min(text.len()))]
}

/// Whether the number of a note in brackets begins a text: "[21]", "[n 3]".
fn is_reference(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|parts| parts.0);
    inner.is_some_and(|inner| inner.len() <= 4 && inner.chars().any(|c| c.is_ascii_digit()))
}

/// Whether a character reference of HTML ends the text: `&amp;`.
fn ends_entity(text: &str) -> bool {
    text.strip_suffix(';').is_some_and(|text| {
        let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
        name.ends_with('&') && name.len() < text.len()
    })
}

/// Whether the words are links of a chain of names: "app.Main.Window", "form.Name = x". Behind single letters with dots,
/// an abbreviation, a sentence may go on, and behind a number: "U.S.Border", "$4.50.Nobody".
fn is_path(kind: Kind, left: &str, rest: &str) -> bool {
    let goes_on = rest.strip_prefix('.').is_some_and(|next| next.starts_with(char::is_alphabetic));
    // "31.12.2016" is a date; other chains of numbers are versions and addresses.
    let is_number = || {
        let (head, last) = left.rsplit_once('.').unwrap_or_default();
        left.chars().all(|c| c == '.' || c.is_ascii_digit())
            && (!head.contains('.') || last.len() == 4 && head.matches('.').count() == 1)
    };
    // "EE.UU.Los".
    let is_acronym = || left.chars().all(|c| c == '.' || c.is_uppercase());
    let is_link = |part: &str| part.chars().nth(1).is_some();
    let chained = left.contains('.') && left.split('.').any(is_link) && !is_number() && !is_acronym();
    kind == Kind::Stop && (goes_on || chained || rest.starts_with('(') || rest.starts_with(" = "))
}

/// Whether a quotation mark stands on both sides, as around a key in data: `"apiVersion":`.
fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let quote = |c: Option<char>| matches!(c, Some('"' | '\'' | '“' | '”'));
    quote(before(text, start)) && quote(after(text, end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn initials_are_nothing(text in "[A-C][.]?[A-C][.]?[ \n]?[A-Ca]?", at in 0usize..4) {
            if at <= text.len() && is_initials(text.as_bytes(), at) {
                let (before, after) = text.split_at(at);
                prop_assert!(before.ends_with('.') && after.starts_with(|c: char| c.is_ascii_uppercase()));
                let token = text.split_whitespace().next().unwrap();
                prop_assert!(!is_address(token) && !is_code(token));
                prop_assert!(Candidate::words(&text, at, before, first_token(after)).is_none());
            }
        }

        #[test]
        fn tokens_end_at_white_space(text in "[a-bé’\t\u{b}\u{1c}\u{85}\u{a0}\u{2003}\u{3000} ]{0,8}") {
            prop_assert_eq!(first_token(&text), text.split(char::is_whitespace).next().unwrap());
            prop_assert_eq!(last_token(&text), text.rsplit(char::is_whitespace).next().unwrap());
        }

        #[test]
        fn words_of_ascii_end_where_those_of_unicode_do(text in "([a-zA-Z0-9'.,:;_\" ()-]|[é’中\u{301}\u{200d}א]){0,12}") {
            prop_assert_eq!(first_word(&text), text.split_word_bounds().next());
            prop_assert_eq!(last_word(&text), text.split_word_bounds().next_back());
        }
    }
}
