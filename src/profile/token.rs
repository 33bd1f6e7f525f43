//! What a token of running text is: a word, a name, or neither; and what it says about the next.

use std::borrow::Cow;

use super::code::Code;
use super::section::MAX_WORD;

/// The fewest words of a line of running text.
const MIN_WORDS: usize = 5;
/// Capitalised words of at most this many letters may be abbreviations: `Mr.`, `Prof.`
const MAX_TITLE: usize = 4;
/// Longer abbreviations, and those in small letters.
const ABBREVIATIONS: &[&str] = &[
    "abb", "abs", "approx", "art", "assn", "ave", "avv", "bd", "blvd", "bros", "bzw", "ca", "cap", "cf",
    "cmdr", "corp", "dept", "dott", "drs", "ebd", "ed", "eds", "est", "etc", "evtl", "excmo", "fig", "figs",
    "geb", "ggf", "gouv", "govt", "hrsg", "inkl", "messrs", "mgr", "mlle", "mme", "nr", "núm", "op", "pp",
    "prof", "pág", "resp", "señ", "sig", "sog", "sra", "srta", "supt", "tel", "usw", "vgl", "vol", "vols",
    "vs", "zzgl",
];

/// What the end of a token says about where the sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing: the sentence goes on.
    None,
    /// A full stop.
    Stop,
    /// `!` or `?`
    Mark,
    /// A colon or an ellipsis: a sentence could begin behind it.
    Unsure,
}

/// All from one white space to the next, its marks taken off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    /// Whether a quotation mark or bracket opens before the core.
    pub opened: bool,
    /// From the first letter or digit to the last; empty where there is none.
    pub core: &'t str,
    pub ending: Ending,
    /// Whether the core is known to be one word of ASCII letters.
    pub plain: bool,
}

impl<'t> Token<'t> {
    pub fn read(token: &'t str) -> Self {
        // Nearly all tokens are letters, and perhaps a mark.
        let (core, ending) = match token.as_bytes().last() {
            Some(b'.') => (&token[..token.len() - 1], Ending::Stop),
            Some(b',') => (&token[..token.len() - 1], Ending::None),
            _ => (token, Ending::None),
        };
        let plain = !core.is_empty() && core.bytes().all(|byte| byte.is_ascii_alphabetic());
        if plain {
            return Self { opened: false, core, ending, plain };
        }
        let body = token.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_code(c));
        let core = body.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_code(c));
        let (opener, tail) = match core {
            "" => ("", token),
            _ => (&token[..token.len() - body.len()], &body[core.len()..]),
        };
        let opened = opener.contains(is_quote) || (core.is_empty() && opens(token));
        Self { opened, core, ending: Ending::read(tail), plain }
    }

    /// Whether the core begins with a small letter.
    pub fn begins_lower(&self) -> bool {
        self.core.starts_with(char::is_lowercase)
    }

    /// Whether a full stop behind the core may be that of an abbreviation.
    pub fn may_be_abbreviation(&self) -> bool {
        let core = self.core;
        let short = core.chars().nth(MAX_TITLE).is_none() && core.starts_with(char::is_uppercase);
        let letters = core.chars().all(char::is_alphabetic);
        core.contains('.')
            || (letters && (short || core.chars().nth(1).is_none()))
            || ABBREVIATIONS.binary_search(&core.to_lowercase().as_str()).is_ok()
    }

    /// The core's words, parted by hyphens and dashes; `None` where it is no running text, such as
    /// an address, a number or code.
    pub fn words(&self) -> Option<impl Iterator<Item = &'t str>> {
        let words = self.core.split(is_dash);
        words.clone().all(is_word).then_some(words)
    }

    /// The core as a name with dots (`U.S.C`, `Dream.US`) or with a capital behind a digit
    /// (`H1N1`), if it is one.
    pub fn unusual_name(&self) -> Option<&'t str> {
        let core = self.core;
        if core.len() > MAX_WORD {
            return None;
        }
        let dotted = core.contains('.')
            && !core.starts_with("www.")
            && core.split('.').all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
        let pairs = || core.chars().zip(core.chars().skip(1));
        let numbered = core.chars().all(char::is_alphanumeric)
            && pairs().any(|(a, b)| a.is_ascii_digit() && b.is_uppercase());
        (dotted || numbered).then_some(core)
    }
}

impl Ending {
    fn read(tail: &str) -> Self {
        let stops = tail.matches('.').count();
        if stops > 1 || tail.contains(['…', ':', ';']) {
            Self::Unsure
        } else if tail.contains(['!', '?']) {
            Self::Mark
        } else if stops == 1 {
            Self::Stop
        } else {
            Self::None
        }
    }
}

/// Whether a line reads as running text: it ends with a final mark, has words enough, and no more
/// of them in capitals than headings have. Then `tokens` are all of its tokens.
pub(super) fn read_running_text<'t>(line: &'t str, tokens: &mut Vec<Token<'t>>) -> bool {
    let closed = |c: char| is_quote(c) || c.is_whitespace() || matches!(c, '*' | '_');
    if !line.trim_end_matches(closed).ends_with(['.', '!', '?', '…']) {
        return false;
    }
    tokens.clear();
    if line.is_ascii() {
        tokens.extend(line.split_ascii_whitespace().map(Token::read));
    } else {
        tokens.extend(line.split_whitespace().map(Token::read));
    }
    let (mut words, mut capitalised) = (0, 0);
    for token in tokens {
        let Some(first) = token.core.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        words += 1;
        capitalised += usize::from(first.is_uppercase());
    }
    words >= MIN_WORDS && capitalised * 2 <= words
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// No capital, or a script that has none.
    Lower,
    /// A capital first.
    Title,
    /// All capitals, two at least.
    Capitals,
    /// Capitals behind small letters, or small letters behind capitals: `iPhone`, `APIs`.
    Inner,
}

impl Spelling {
    /// How a word of ASCII letters is written.
    pub fn of_plain(word: &str) -> Self {
        let upper = word.bytes().filter(u8::is_ascii_uppercase).count();
        let title = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        match upper {
            0 => Self::Lower,
            1 if title => Self::Title,
            _ if upper == word.len() => Self::Capitals,
            _ => Self::Inner,
        }
    }

    /// How a word is written; a capital behind an apostrophe (`O'Brien`) is no inner one.
    pub fn of(word: &str) -> Self {
        let (mut upper, mut inner, mut lower, mut first) = (0, false, false, None);
        let mut before = '\'';
        for c in word.chars().filter(|c| c.is_alphabetic() || is_apostrophe(*c)) {
            if c.is_uppercase() {
                upper += 1;
                inner |= !is_apostrophe(before);
            } else {
                lower |= c.is_alphabetic();
            }
            first.get_or_insert(c.is_uppercase());
            before = c;
        }
        match first {
            _ if inner && lower => Self::Inner,
            Some(true) if upper > 1 && !lower => Self::Capitals,
            Some(true) => Self::Title,
            _ => Self::Lower,
        }
    }
}

/// The pieces of a word that are counted for themselves: both sides of an elision, or the word
/// without the `'s` of its possessive.
pub(super) fn pieces(code: Code, word: &str) -> impl DoubleEndedIterator<Item = &str> {
    let elided = code.elides();
    let word = if elided { word } else { without_possessive(word) };
    word.split_inclusive(move |c| elided && is_apostrophe(c))
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(is_apostrophe)).unwrap_or(word)
}

/// What a piece of a word is looked up by: in lower case, with straight apostrophes.
pub(super) fn fold(piece: &str) -> Cow<'_, str> {
    if piece.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(piece);
    }
    if piece.is_ascii() {
        return Cow::Owned(piece.to_ascii_lowercase());
    }
    Cow::Owned(piece.to_lowercase().replace('’', "'"))
}

/// Letters with single apostrophes inside.
fn is_word(word: &str) -> bool {
    let mut after_letter = false;
    for c in word.chars() {
        if !(c.is_alphabetic() || is_apostrophe(c) && after_letter) {
            return false;
        }
        after_letter = c.is_alphabetic();
    }
    after_letter && word.len() <= MAX_WORD
}

/// The straight apostrophe and the curly one.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Marks that make a token no word wherever they stand in it.
fn is_code(c: char) -> bool {
    matches!(
        c,
        '@' | '#' | '\\' | '/' | '{' | '}' | '<' | '>' | '=' | '`' | '|' | '^' | '~' | '$' | '+' | '&'
    )
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“'..='‟' | '‘'..='‛' | '«' | '»' | '‹' | '›' | '(' | ')' | '[' | ']')
}

/// Whether a token without letters opens a quotation.
fn opens(token: &str) -> bool {
    token.contains(['«', '“', '„', '(', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_abbreviations_are_in_order() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    #[test]
    fn spellings() {
        for (word, spelling) in [
            ("house", Spelling::Lower),
            ("House", Spelling::Title),
            ("I", Spelling::Title),
            ("NASA", Spelling::Capitals),
            ("O'BRIEN", Spelling::Capitals),
            ("O’Brien", Spelling::Title),
            ("iPhone", Spelling::Inner),
            ("McConnell", Spelling::Inner),
            ("APIs", Spelling::Inner),
            ("Élan", Spelling::Title),
            ("新聞", Spelling::Lower),
        ] {
            assert_eq!(Spelling::of(word), spelling, "{word}");
            if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                assert_eq!(Spelling::of_plain(word), spelling, "{word}");
            }
        }
    }

    #[test]
    fn tokens_without_words() {
        for token in
            ["www.example.com", "a_b", "@desk", "#Vote", "3rd", "and/or", "said.The", "x=y", "--", "a''b"]
        {
            assert!(Token::read(token).words().is_none(), "{token}");
        }
        let words = |token| Token::read(token).words().map(|words| words.collect::<Vec<_>>());
        assert_eq!(words("(“Franco-German,”"), Some(vec!["Franco", "German"]));
        assert_eq!(words("Democrats’."), Some(vec!["Democrats"]));
        assert_eq!(words("rock'n'roll"), Some(vec!["rock'n'roll"]));
    }

    #[test]
    fn unusual_names() {
        for name in ["U.S.C", "Dream.US", "Amazon.com", "H1N1", "4Chan", "z.B"] {
            assert_eq!(Token::read(name).unusual_name(), Some(name));
        }
        for other in ["www.example.com", "levels.6", "2024", "3rd", "U..S", "house", "a/b.c"] {
            assert_eq!(Token::read(other).unusual_name(), None, "{other}");
        }
    }

    #[test]
    fn keys_of_words() {
        let all = |code: &str, word: &'static str| {
            pieces(Code::new(code), word).map(|piece| fold(piece).into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(all("en", "Alibaba’s"), ["alibaba"]);
        assert_eq!(all("en", "don’t"), ["don't"]);
        assert_eq!(all("fr", "L’Europe"), ["l'", "europe"]);
        assert_eq!(all("it", "Dell'Arte"), ["dell'", "arte"]);
    }
}
