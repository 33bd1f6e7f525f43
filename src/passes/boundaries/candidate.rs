//! A place where two sentences or words could have been run together, and what stands around it.

use unicode_segmentation::UnicodeSegmentation;

/// How far the token around a place is looked at to each side, in bytes. Longer ones are no words,
/// and a bound keeps hostile text linear.
pub(super) const REACH: usize = 96;

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

/// A place with its surroundings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'t> {
    /// Where the right side begins, in bytes.
    pub at: usize,
    pub kind: Kind,
    /// The word that ends at the place (before any mark), and the one that begins there.
    pub left: &'t str,
    pub right: &'t str,
    /// Both with what is between: letters and digits around the place, dots too if one is there.
    pub whole: &'t str,
    /// Where the token begins, all from one white space to the next, in bytes.
    pub token_at: usize,
    /// What follows the right word, up to a bound.
    pub rest: &'t str,
    /// The mark or closer at the end of the left side, if there is one.
    pub mark: Option<char>,
}

impl<'t> Candidate<'t> {
    /// Reads the surroundings of `at`; `None` where there are not two words to part, or where the
    /// token is no running text (an address, a handle, code).
    pub fn read(text: &'t str, at: usize) -> Option<Self> {
        let (before, after) = (window_back(text, at, REACH), window_ahead(text, at));
        let left_end = before.chars().next_back()?;
        let right_start = after.chars().next()?;

        let kind = match left_end {
            _ if matches!(right_start, '(' | '[' | '“' | '‘' | '«') => Kind::Opener,
            '.' | '!' | '?' | '…' => Kind::Stop,
            ',' | ';' | ':' => Kind::Comma,
            '"' | ')' | ']' | '”' | '’' | '»' => Kind::Closer,
            '%' => Kind::Digit,
            c if c.is_numeric() => Kind::Digit,
            c if c.is_lowercase() => Kind::Word,
            c if c.is_uppercase() => Kind::Capitals,
            _ => return None,
        };
        let token_before =
            &before[before.rfind(char::is_whitespace).map_or(0, |i| i + next_len(before, i))..];
        let token_after = &after[..after.find(char::is_whitespace).unwrap_or(after.len())];
        let token_at = at - token_before.len();
        let token = &text[token_at..at + token_after.len()];
        if is_code_or_address(token) {
            return None;
        }
        let stem = token_before.trim_end_matches(|c: char| !c.is_alphanumeric());
        let opened = token_after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let left = stem.split_word_bounds().next_back()?;
        let right = opened.split_word_bounds().next()?;
        let right_end = at + (token_after.len() - opened.len()) + right.len();
        let is_inner = |c: char| c.is_alphanumeric() || (kind == Kind::Stop && c == '.');
        let whole_start = token_before.rfind(|c| !is_inner(c)).map_or(0, |i| i + next_len(token_before, i));
        let whole_end = token_after.find(|c| !is_inner(c)).unwrap_or(token_after.len());
        let (start, end) = (token_at + whole_start, at + whole_end);
        if (kind == Kind::Word && is_quoted(text, start, end)) || is_sign(kind, left, right) {
            return None;
        }
        Some(Self {
            at,
            kind,
            left,
            right,
            whole: &text[start..end],
            token_at,
            rest: window_ahead(text, right_end),
            mark: (!left_end.is_alphanumeric()).then_some(left_end),
        })
    }

    /// Whether no mark stands at the place: what was lost there is more than a space.
    pub fn is_bare(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Digit | Kind::Capitals)
    }
}

fn next_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Up to `reach` bytes before `at`.
pub(super) fn window_back(text: &str, at: usize, reach: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(reach))..at]
}

/// Up to [`REACH`] bytes from `at` on.
fn window_ahead(text: &str, at: usize) -> &str {
    &text[at..text.floor_char_boundary((at + REACH).min(text.len()))]
}

/// Whether a token is a web or e-mail address, a handle, a hashtag or code: in these nothing is
/// ever put.
fn is_code_or_address(token: &str) -> bool {
    const CODE: &[char] = &['_', '\\', '{', '}', '<', '>', '=', '`', '|', '^', '~', '@', '#', '$', '+', '*'];
    let money = token.find('$').is_some_and(|i| token[i + 1..].starts_with(|c: char| c.is_ascii_digit()));
    token.contains(|c| CODE.contains(&c) && !(c == '$' && money))
        || token.contains("://")
        || token.contains("::")
        || token.contains("()")
        || token.contains("www.")
        || token.contains("](")
        || has_path(token)
}

/// Whether two parts without a mark between belong to one sign: the plural of an acronym (`RNAs`),
/// a company's form (`KGaA`), a model, a time or a grade (`F-16A`, `5T32`, `10PM`).
fn is_sign(kind: Kind, left: &str, right: &str) -> bool {
    let mut letters = right.chars();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let one_letter = first.is_some() && second.is_none();
    let plural = second == Some('s') && third.is_none();
    match kind {
        Kind::Capitals => plural,
        Kind::Word => one_letter && !left.chars().all(char::is_lowercase),
        Kind::Digit => {
            let no_word = right.contains(char::is_numeric) || right.chars().all(char::is_uppercase);
            one_letter || plural || no_word || left.contains(char::is_alphabetic)
        }
        _ => false,
    }
}

/// Whether a quotation mark stands on both sides, as around a key in data: `"apiVersion":`.
fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let quote = |c: Option<char>| matches!(c, Some('"' | '\'' | '“' | '”'));
    quote(text[..start].chars().next_back()) && quote(text[end..].chars().next())
}

/// Whether there is a slash behind a dotted name: `example.com/News`, `src/main.rs`.
fn has_path(token: &str) -> bool {
    let bytes = token.as_bytes();
    let inner_dot = |i: usize| {
        bytes[i] == b'.'
            && i > 0
            && bytes[i - 1].is_ascii_alphanumeric()
            && bytes.get(i + 1).is_some_and(u8::is_ascii_lowercase)
    };
    token.contains('/') && (0..bytes.len()).any(inner_dot)
}
