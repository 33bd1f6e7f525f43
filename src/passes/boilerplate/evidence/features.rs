//! The evidence in and around a line, as numbers.

use std::borrow::Cow;

use super::vocabulary::{Id, Token, Vocabulary};
use crate::chars::is_marked;

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

/// A piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Feature {
    /// How the line reads, and where it stands: a place in [`SHAPES`].
    Shape(usize),
    /// A word in it.
    Word(Id),
    /// The word that it begins with.
    First(Id),
    /// Two words in a row.
    Pair(Id, Id),
}

impl Feature {
    /// A row of the table of weights; words that are not in the vocabulary are added to it.
    pub fn parse(kind: &str, name: &str, vocabulary: &mut Vocabulary) -> Option<Self> {
        match kind {
            "shape" => Some(Self::Shape(SHAPES.iter().position(|shape| *shape == name)?)),
            "word" => Some(Self::Word(vocabulary.add(name)?)),
            "first" => Some(Self::First(vocabulary.add(name)?)),
            "pair" => {
                let (first, second) = name.split_once(' ')?;
                Some(Self::Pair(vocabulary.add(first)?, vocabulary.add(second)?))
            }
            _ => None,
        }
    }

    /// What it is called in the table of weights.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Shape(_) => "shape",
            Self::Word(_) => "word",
            Self::First(_) => "first",
            Self::Pair(..) => "pair",
        }
    }

    /// Its shape, or its words.
    pub fn name(self, vocabulary: &Vocabulary) -> String {
        match self {
            Self::Shape(shape) => SHAPES[shape].to_owned(),
            Self::Word(word) | Self::First(word) => vocabulary.name(word).to_owned(),
            Self::Pair(first, second) => [vocabulary.name(first), vocabulary.name(second)].join(" "),
        }
    }

    /// What it is called where people read it.
    pub fn label(self, vocabulary: &Vocabulary) -> Cow<'static, str> {
        match self {
            Self::Shape(shape) => SHAPES[shape].into(),
            _ => format!("{} \"{}\"", self.kind(), self.name(vocabulary)).into(),
        }
    }
}

/// How a line can read and stand, by the names in the table of weights.
pub(crate) const SHAPES: [&str; 16] = [
    "bias",
    "length",
    "mark",
    "asks",
    "colon",
    "function",
    "verbs",
    "capitals",
    "shouted",
    "quote",
    "bars",
    "head",
    "tail",
    "last",
    "behind_removed",
    "behind_short",
];

/// Gives all evidence for a line, which has no white space at its ends, and how much of it there is.
pub(crate) fn features(line: &str, tokens: &[Token], place: &Place, mut give: impl FnMut(Feature, f32)) {
    let count = tokens.len().max(1) as f32;
    let share = |is: fn(&Token) -> bool| tokens.iter().filter(|token| is(token)).count() as f32 / count;
    let end = line.trim_end_matches(['"', '”', '’', ')', '\'']);
    let is_ascii = line.is_ascii();
    let has_lower = line.contains(char::is_lowercase);
    // In the order of SHAPES.
    let shapes = [
        1.0,
        count.ln_1p(),
        flag(is_marked(line)),
        flag(end.ends_with('?')),
        flag(line.ends_with(':')),
        share(|token| token.is_function),
        share(|token| token.is_verb),
        capitals(line),
        flag(!has_lower && line.contains(char::is_uppercase)),
        flag(line.contains('"') || (!is_ascii && line.contains(['“', '”']))),
        flag(line.contains('|') || (!is_ascii && line.contains(['·', '•', '»', '→']))),
        flag(place.is_head),
        flag(place.is_tail),
        flag(place.is_last),
        flag(place.behind_removed),
        flag(place.behind_short),
    ];
    for (shape, value) in shapes.into_iter().enumerate() {
        give(Feature::Shape(shape), value);
    }
    // Each counts once.
    let mut words: Vec<Id> = tokens.iter().filter_map(|token| token.id).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().for_each(|word| give(Feature::Word(word), 1.0));
    if let Some(first) = tokens.first().and_then(|token| token.id) {
        give(Feature::First(first), 1.0);
    }
    let mut pairs: Vec<(Id, Id)> =
        tokens.windows(2).filter_map(|pair| Some((pair[0].id?, pair[1].id?))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().for_each(|(first, second)| give(Feature::Pair(first, second), 1.0));
}

/// The share of words with a capital.
fn capitals(line: &str) -> f32 {
    let words = line.split_ascii_whitespace().filter_map(|word| word.chars().next());
    let (mut all, mut capitals) = (0u32, 0u32);
    for first in words.filter(|first| first.is_alphabetic()) {
        all += 1;
        capitals += u32::from(first.is_uppercase());
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
    fn a_line_gives_its_evidence_once() {
        let token = |id| Token { id, ..Token::default() };
        let tokens = [token(Some(3)), token(Some(1)), token(None), token(Some(3)), token(Some(1))];
        let mut given = Vec::new();
        features("Sign Up, they sign up!", &tokens, &Place::default(), |feature, value| {
            given.push((feature, value));
        });
        let shape = |name| given[SHAPES.iter().position(|shape| *shape == name).unwrap()].1;
        assert_eq!([shape("mark"), shape("asks"), shape("capitals")], [1.0, 0.0, 0.4]);
        let words = [Feature::Word(1), Feature::Word(3), Feature::First(3), Feature::Pair(3, 1)];
        assert_eq!(given[SHAPES.len()..], words.map(|feature| (feature, 1.0)));
    }
}
