//! The words that say something about a line, by number.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::passes::boilerplate::words::{WordSet, Words};

/// A word, by its number.
pub(crate) type Id = u16;

/// What is known of a word of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Token {
    /// For the words that are weighed.
    pub id: Option<Id>,
    /// Of which lists of [`Words`] it is.
    pub is_function: bool,
    pub is_verb: bool,
    pub is_told: bool,
}

/// The words that are weighed, and those of the lists.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    tokens: HashMap<String, Token, FixedState>,
    names: Vec<String>,
}

impl Vocabulary {
    /// The words of the lists; none is weighed yet.
    pub fn new(words: &Words) -> Self {
        let mut tokens: HashMap<String, Token, FixedState> = HashMap::default();
        let mut add = |list: &WordSet, mark: fn(&mut Token)| {
            list.iter().for_each(|&word| mark(tokens.entry(word.to_owned()).or_default()));
        };
        add(&words.function, |token| token.is_function = true);
        add(&words.verb, |token| token.is_verb = true);
        add(&words.told, |token| token.is_told = true);
        Self { tokens, names: Vec::new() }
    }

    /// The number of a word, which is weighed from now on. Words beyond 65,535 have none.
    pub fn add(&mut self, word: &str) -> Option<Id> {
        if !self.tokens.contains_key(word) {
            self.tokens.insert(word.to_owned(), Token::default());
        }
        let token = self.tokens.get_mut(word)?;
        if token.id.is_none() {
            token.id = Some(Id::try_from(self.names.len()).ok()?);
            self.names.push(word.to_owned());
        }
        token.id
    }

    /// The word of a number.
    pub fn name(&self, id: Id) -> &str {
        &self.names[usize::from(id)]
    }

    /// How many words are weighed.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The words of a line, in lower case: "0" stands for a number, "url", "mail" and "handle" for
    /// such; some signs count as words.
    pub fn read(&self, line: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(line.len() / 4);
        let mut add = |word: &str| tokens.push(self.tokens.get(word).copied().unwrap_or_default());
        for part in line.to_ascii_lowercase().split_ascii_whitespace() {
            if part.is_ascii() {
                each_word(part, &mut add);
            } else {
                each_word(&part.to_lowercase().replace('’', "'"), &mut add);
            }
        }
        tokens
    }
}

/// Gives the words of a part of a line that holds no white space.
fn each_word(part: &str, mut give: impl FnMut(&str)) {
    // Nearly all are plain words, perhaps with a mark behind.
    let plain = part.len() - usize::from(part.ends_with([',', '.', ':']));
    let plain = &part[..plain];
    if plain.as_bytes().iter().all(u8::is_ascii_lowercase) {
        if !plain.is_empty() {
            give(plain);
        }
        return;
    }
    let is_edge = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '©' | '|' | '»');
    let bare = part.trim_matches(is_edge);
    match bare.find('@') {
        _ if bare.contains("://") || bare.starts_with("www.") => give("url"),
        Some(0) => give("handle"),
        Some(_) => give("mail"),
        None => words(bare, &mut give),
    }
}

fn words(part: &str, give: &mut impl FnMut(&str)) {
    let is_inner = |c: char| c.is_alphanumeric() || c == '\'';
    for word in part.split_inclusive(|c: char| !is_inner(c)) {
        let sign = word.trim_start_matches(is_inner);
        let word = &word[..word.len() - sign.len()];
        match word.chars().next() {
            Some(c) if c.is_numeric() => give("0"),
            Some(_) => give(word),
            None => {}
        }
        if matches!(sign, "©" | "|" | "»") {
            give(sign);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_addresses_and_signs_are_told_apart() {
        let line = "sign-up: 1,200 readers' mail@example.com (@goose) https://x.org | © 2019 don't";
        let expected = ["sign", "up", "0", "0", "readers", "mail", "handle", "url", "|", "©", "0", "don't"];
        let mut words: Vec<String> = Vec::new();
        line.split(' ').for_each(|part| each_word(part, |word| words.push(word.to_owned())));
        assert_eq!(words, expected);
    }

    #[test]
    fn words_are_known_by_number_and_by_list() {
        let mut vocabulary = Vocabulary::new(Words::embedded());
        let id = vocabulary.add("goose");
        assert_eq!((vocabulary.add("goose"), vocabulary.len()), (id, 1));
        assert_eq!(vocabulary.name(id.unwrap()), "goose");
        let tokens = vocabulary.read("The GOOSE barked");
        assert!(tokens[0].is_function && tokens[0].id.is_none());
        assert_eq!(tokens[1], Token { id, ..Token::default() });
        assert_eq!(tokens[2], Token::default());
    }
}
