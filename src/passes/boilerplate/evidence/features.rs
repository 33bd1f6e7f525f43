//! The evidence in and around a line, as numbers.

use crate::passes::boilerplate::words::{WordSet, Words};

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    /// In the first twentieth of the text, in its last tenth, behind all others.
    pub is_head: bool,
    pub is_tail: bool,
    pub is_last: bool,
    /// The line before it goes.
    pub behind_removed: bool,
    /// The line before it is short, and has no final mark.
    pub behind_short: bool,
}

/// One piece of evidence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feature<'f> {
    pub kind: Kind,
    pub name: &'f str,
    pub value: f32,
}

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// How the line reads, and where it stands.
    Shape,
    /// A word in it.
    Word,
    /// The word that it begins with.
    First,
    /// Two words in a row.
    Pair,
}

impl Kind {
    /// All kinds, with their names in the table of weights.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Shape, "shape"), (Self::Word, "word"), (Self::First, "first"), (Self::Pair, "pair")];
}

/// Gives all evidence for a line, which has no white space at its ends.
pub(crate) fn features(line: &str, place: &Place, words: &Words, mut give: impl FnMut(Feature<'_>)) {
    let lower = line.to_lowercase().replace('’', "'");
    let tokens = tokens(&lower);
    let count = tokens.len().max(1) as f32;
    let share = |list: &WordSet| tokens.iter().filter(|word| list.contains(**word)).count() as f32 / count;
    let end = line.trim_end_matches(['"', '”', '’', ')', '\'']);
    let shapes = [
        ("bias", 1.0),
        ("length", count.ln_1p()),
        ("mark", flag(end.ends_with(['.', '!', '?', '…']))),
        ("asks", flag(end.ends_with('?'))),
        ("colon", flag(line.ends_with(':'))),
        ("function", share(&words.function)),
        ("verbs", share(&words.verb)),
        ("capitals", capitals(line)),
        ("shouted", flag(lower != line && !line.contains(char::is_lowercase))),
        ("quote", flag(line.contains(['"', '“', '”']))),
        ("bars", flag(line.contains(['|', '·', '•', '»', '→']))),
        ("head", flag(place.is_head)),
        ("tail", flag(place.is_tail)),
        ("last", flag(place.is_last)),
        ("behind_removed", flag(place.behind_removed)),
        ("behind_short", flag(place.behind_short)),
    ];
    for (name, value) in shapes {
        give(Feature { kind: Kind::Shape, name, value });
    }
    // Each counts once.
    let mut once = tokens.clone();
    once.sort_unstable();
    once.dedup();
    for name in once {
        give(Feature { kind: Kind::Word, name, value: 1.0 });
    }
    if let Some(name) = tokens.first() {
        give(Feature { kind: Kind::First, name, value: 1.0 });
    }
    let mut pairs: Vec<_> = tokens.windows(2).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut name = String::new();
    for pair in pairs {
        name.clear();
        name.extend([pair[0], " ", pair[1]]);
        give(Feature { kind: Kind::Pair, name: &name, value: 1.0 });
    }
}

/// The words of a line in lower case; "0" for a number, "url", "mail" and "handle" for such; some signs.
fn tokens(line: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for part in line.split_whitespace() {
        let bare = part.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '©' | '|' | '»'));
        match bare.find('@') {
            _ if bare.contains("://") || bare.starts_with("www.") => tokens.push("url"),
            Some(0) => tokens.push("handle"),
            Some(_) => tokens.push("mail"),
            None => words(bare, &mut tokens),
        }
    }
    tokens
}

fn words<'l>(part: &'l str, tokens: &mut Vec<&'l str>) {
    let is_inner = |c: char| c.is_alphanumeric() || c == '\'';
    for word in part.split_inclusive(|c: char| !is_inner(c)) {
        let sign = word.trim_start_matches(is_inner);
        let word = &word[..word.len() - sign.len()];
        match word.chars().next() {
            Some(c) if c.is_numeric() => tokens.push("0"),
            Some(_) => tokens.push(word),
            None => {}
        }
        if matches!(sign, "©" | "|" | "»") {
            tokens.push(sign);
        }
    }
}

/// The share of words with a capital.
fn capitals(line: &str) -> f32 {
    let words = line.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let (mut all, mut capitals) = (0u32, 0u32);
    for word in words {
        all += 1;
        capitals += u32::from(word.starts_with(char::is_uppercase));
    }
    capitals as f32 / all.max(1) as f32
}

fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_addresses_and_signs_are_told_apart() {
        let line = "sign-up: 1,200 readers' mail@example.com (@goose) https://x.org | © 2019 don't";
        let expected = ["sign", "up", "0", "0", "readers", "mail", "handle", "url", "|", "©", "0", "don't"];
        assert_eq!(tokens(line), expected);
    }
}
