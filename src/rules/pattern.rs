//! One row of a table, and whether a line reads like it.

use smol_str::SmolStr;

use super::date;
use super::endings::tail;
use super::normal::{COLON, NUMBER, Normal, split_whitespace, stand_in};

/// A phrase with slots.
#[derive(Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    /// The words before the first slot that the line has to be looked at for, in normal form.
    pub prefix: String,
    /// The last words, two at the most, by which one that begins with a slot is found.
    pub ending: String,
    /// It wants a bracket before it.
    bracketed: bool,
    /// It is a question.
    question: bool,
    /// It wants a colon at its end.
    introduces: bool,
}

#[derive(Debug, PartialEq)]
enum Piece {
    /// A token that has to stand there as it is.
    Word(SmolStr),
    Name,
    Date,
    Year,
    Any,
}

impl Piece {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }
}

const COLON_PIECE: Piece = Piece::Word(SmolStr::new_static(COLON));

/// The longest name, in words.
const NAME: usize = 6;
/// The longest date, in words.
const DATE: usize = 8;

impl Pattern {
    /// Reads a pattern as it stands in a table. `normal` is scratch space.
    pub fn parse(pattern: &str, normal: &mut Normal) -> Result<Self, String> {
        let mut pieces = Vec::with_capacity(8);
        for raw in split_whitespace(pattern) {
            pieces.push(match raw {
                "{...}" => Piece::Any,
                "{name}" => Piece::Name,
                "{date}" => Piece::Date,
                "{year}" => Piece::Year,
                "{n}" => Piece::Word(SmolStr::new_static(NUMBER)),
                "{email}" | "{url}" | "{handle}" => Piece::Word(raw.into()),
                ":" | "|" | ">" => Piece::Word(raw.into()),
                "(" => continue,
                _ if raw.bytes().any(|byte| matches!(byte, b'{' | b'}')) => {
                    return Err(format!("no such slot: {raw}"));
                }
                _ => {
                    normal.clear();
                    normal.push(raw);
                    let words = normal.tokens.iter().map(|&token| SmolStr::from(normal.token(token)));
                    pieces.extend(words.map(Piece::Word));
                    continue;
                }
            });
        }
        let introduces = pieces.last() == Some(&COLON_PIECE);
        if introduces {
            // A line has lost its colon at the end in normal form.
            pieces.pop();
        }
        if pieces.windows(2).any(|two| two == [Piece::Any, Piece::Any]) {
            return Err("two open slots in a row".to_owned());
        }
        if !pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Word(word) if word.contains(char::is_alphabetic)))
        {
            return Err("a pattern needs a word".to_owned());
        }
        let mut prefix = String::with_capacity(pattern.len());
        for piece in &pieces {
            let Piece::Word(word) = piece else { break };
            if !prefix.is_empty() {
                prefix.push(' ');
            }
            prefix.push_str(word);
        }
        let last_words = pieces.iter().rev().map_while(|piece| match piece {
            Piece::Word(word) if word.chars().all(char::is_alphanumeric) => Some(word.as_str()),
            _ => None,
        });
        let mut ending: Vec<_> = last_words.take(2).collect();
        ending.reverse();
        let ending = ending.join(" ");
        let is_open = matches!(pieces[0], Piece::Any | Piece::Name);
        if prefix.is_empty() && (!is_open || tail(&ending).is_none()) {
            let reason = "of the slots {...} and {name} can begin a pattern, and then words end it";
            return Err(reason.to_owned());
        }
        let [bracketed, question] = [pattern.starts_with('('), pattern.ends_with('?')];
        Ok(Self { pieces, prefix, ending, bracketed, question, introduces })
    }

    /// The pattern as it is compared: two patterns with the same form are one.
    pub fn form(&self) -> String {
        let mut form = String::with_capacity(64);
        let mut add = |piece: &str| {
            form.push_str(piece);
            form.push(' ');
        };
        if self.bracketed {
            add("(");
        }
        for piece in &self.pieces {
            add(match piece {
                Piece::Word(word) => word,
                Piece::Name => "{name}",
                Piece::Date => "{date}",
                Piece::Year => "{year}",
                Piece::Any => "{...}",
            });
        }
        if self.question {
            add("?");
        }
        if self.introduces {
            add(COLON);
        }
        form
    }

    /// Whether the last words of `line`, as they stand there without marks behind them, are those of
    /// the pattern.
    pub fn ends(&self, line: &str) -> bool {
        let (rest, last) = line.as_bytes().split_at(line.len().saturating_sub(self.ending.len()));
        last.eq_ignore_ascii_case(self.ending.as_bytes())
            && rest.last().is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }

    /// Whether it has no slot that any words can fill.
    pub fn is_closed(&self) -> bool {
        !self.pieces.contains(&Piece::Any)
    }

    /// Whether it has an open slot and no colon before it: a sentence can begin like this.
    pub fn runs_on(&self) -> bool {
        self.pieces.iter().take_while(|piece| **piece != COLON_PIECE).any(|piece| *piece == Piece::Any)
    }

    /// Whether it wants a bracket before it.
    pub fn is_bracketed(&self) -> bool {
        self.bracketed
    }

    /// How many tokens its label has, the colon at its end among them, where any words can follow.
    pub fn label(&self) -> Option<usize> {
        let [label @ .., Piece::Any] = &self.pieces[..] else { return None };
        (label.last() == Some(&COLON_PIECE)).then_some(label.len())
    }

    /// Whether `line` fills the slot after the colon with words of its own, to a full stop: a
    /// headline begins with a capital and has no stop.
    pub fn goes_on_in_words(&self, line: &Normal) -> bool {
        let label = self.pieces.iter().take_while(|piece| matches!(piece, Piece::Word(_))).count();
        line.mark == Some('.')
            && self.pieces.get(label) == Some(&Piece::Any)
            && self.pieces[..label].last() == Some(&COLON_PIECE)
            && line.tokens.get(label).is_some_and(|token| !token.capital)
    }

    /// Whether it has no slot at all, numbers and addresses apart.
    pub fn is_exact(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Word(_)))
    }

    /// Whether the whole of `line` reads like this. The prefix has been seen already.
    pub fn matches(&self, line: &Normal) -> bool {
        if self.bracketed && !line.bracketed {
            return false;
        }
        if self.is_closed() {
            let one_word = self.pieces.len() == 1;
            // "Who pays? Advertisement" is a label, "Advertisement?" and "Share." are speech.
            if (line.mark == Some('?')) != self.question || (one_word && line.mark.is_some()) {
                return false;
            }
            // "More from Ann Lee:" introduces what she wrote.
            if line.introduces != self.introduces && self.pieces.last() == Some(&Piece::Name) {
                return false;
            }
        }
        self.matches_tokens(line, 0, line.tokens.len())
    }

    /// Whether the tokens from `start` to `end` read like this.
    pub fn matches_tokens(&self, line: &Normal, start: usize, end: usize) -> bool {
        // Of words there is one way to match.
        let mut at = start;
        for word in self.pieces.iter().map_while(Piece::word) {
            if at >= end || line.word(at) != word {
                return false;
            }
            at += 1;
        }
        let words = at - start;
        match self.pieces[words..] {
            [] => return at == end,
            // Whatever comes fills it.
            [Piece::Any] if words > 0 => return true,
            _ => {}
        }
        // All places where the pieces so far can end, in order.
        let mut places = vec![at];
        let mut next = Vec::new();
        for (i, piece) in self.pieces.iter().enumerate().skip(words) {
            next.clear();
            match piece {
                Piece::Word(word) => {
                    let fits = |&&at: &&usize| at < end && line.word(at) == word;
                    next.extend(places.iter().filter(fits).map(|at| at + 1));
                }
                Piece::Any => next.extend(places[0]..=end),
                Piece::Name => {
                    places.retain(|&at| at < end && begins_name(line, at));
                    spans(&places, end, NAME, &mut next, |at| is_of_name(line, at));
                    next.retain(|&at| line.tokens[at - 1].capital);
                }
                Piece::Date => spans(&places, end, DATE, &mut next, |at| date::is_of_date(line.word(at))),
                Piece::Year => spans(&places, end, 2, &mut next, |at| line.tokens[at].year),
            }
            if i == 0 && *piece == Piece::Any {
                next.retain(|&at| self.starts_anew(line, at));
            }
            std::mem::swap(&mut places, &mut next);
            if places.is_empty() {
                return false;
            }
        }
        places.last() == Some(&end)
    }

    /// Whether the words after the open slot at the start are set like a phrase of its own, as in
    /// "Mayor steps down Read more": with a capital, which only the first of them has. So many words
    /// that no sentence ends with them by chance need the first capital only.
    fn starts_anew(&self, line: &Normal, at: usize) -> bool {
        const SURE: usize = 5;
        let words = &line.tokens[at..];
        if at < 2 || words.len() + 1 != self.pieces.len() || !words[0].capital {
            return false;
        }
        words.len() >= SURE
            || (!words[1..].iter().any(|word| word.capital)
            // "They learned to Read more" is odd, but a sentence.
            && line.mark.is_none()
            && !line.sentences
            && line.word(at - 1) != "to")
    }
}

/// Writes to `prefix` what [`Pattern::parse`] reads there of a pattern that holds, and tells whether it
/// [is exact](Pattern::is_exact). `normal` is scratch space.
pub(super) fn read_prefix(pattern: &str, prefix: &mut String, normal: &mut Normal) -> bool {
    prefix.clear();
    // Most are small letters and spaces to their end, or to a slot.
    let is_other = |byte: &u8| !byte.is_ascii_lowercase() && *byte != b' ';
    let plain = pattern.as_bytes().iter().position(is_other).map_or(pattern, |at| {
        let words = pattern.as_bytes()[..at].iter().rposition(|&byte| byte == b' ');
        &pattern[..words.unwrap_or_default()]
    });
    prefix.push_str(plain);
    for raw in split_whitespace(&pattern[plain.len()..]) {
        if !prefix.is_empty() {
            prefix.push(' ');
        }
        match raw {
            _ if raw.chars().all(|c| c.is_lowercase() && stand_in(c).is_none()) => prefix.push_str(raw),
            "{...}" | "{name}" | "{date}" | "{year}" => {
                prefix.pop();
                return false;
            }
            "{n}" => prefix.push_str(NUMBER),
            "{email}" | "{url}" | "{handle}" | ":" | "|" | ">" => prefix.push_str(raw),
            "(" => {}
            _ => {
                normal.clear();
                normal.push(raw);
                prefix.push_str(&normal.text);
            }
        }
    }
    if prefix.ends_with(" :") {
        prefix.truncate(prefix.len() - " :".len());
    }
    true
}

/// Adds the ends of the spans of at most `longest` tokens that `fit`, which begin at one of `places`.
fn spans(places: &[usize], end: usize, longest: usize, ends: &mut Vec<usize>, fits: impl Fn(usize) -> bool) {
    for &from in places {
        let inside = (from..end.min(from + longest)).take_while(|&at| fits(at));
        inside.for_each(|at| ends.push(at + 1));
    }
    ends.sort_unstable();
    ends.dedup();
}

/// Whether a name can begin with a word: one with a capital, or the article.
fn begins_name(line: &Normal, at: usize) -> bool {
    line.tokens[at].capital || line.word(at) == "the"
}

/// Whether a word has a capital, or is a small one that stands in names. (A separator is neither.)
fn is_of_name(line: &Normal, at: usize) -> bool {
    let is_small = |word| {
        matches!(word, "the" | "of" | "and" | "for" | "in" | "on" | "a" | "s")
            || matches!(
                word,
                "de" | "la" | "le" | "les" | "los" | "du" | "des" | "del" | "della" | "di" | "da" | "do"
            )
            || matches!(word, "von" | "van" | "der" | "den" | "und" | "et" | "y" | "e" | "en")
    };
    line.tokens[at].capital || is_small(line.word(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, line: &str) -> bool {
        let pattern = Pattern::parse(pattern, &mut Normal::default()).unwrap();
        let mut normal = Normal::default();
        normal.fold(line, usize::MAX, |_| true);
        pattern.matches(&normal)
    }

    #[test]
    fn slots() {
        for (pattern, line, expected) in [
            ("{n} shares", "1.2k shares", true),
            ("{n} shares", "Some shares", false),
            ("copyright {year} {name}", "Copyright © 2019–2021 The Daily Bee", true),
            ("copyright {year} {name}", "Copyright 12 The Daily Bee", false),
            ("follow {name} on twitter", "Follow Rev. Jesse Jackson on Twitter.", true),
            ("follow {name} on twitter", "Follow the river on Twitter", false),
            ("follow {name} on twitter", "Follow A B C D E F G on Twitter", false),
            ("follow {name} at {handle}", "Follow Ann Lee at @annlee .", true),
            ("posted {date}", "Posted on May 3rd, 2012 at 4:15 p.m.", true),
            ("posted {date}", "Posted on a Monday night", false),
            ("sign up for {...} newsletter {...}", "Sign up for the best newsletter", true),
            ("sign up for {...} newsletter {...}", "Sign up for classes", false),
            ("{...} read more", "Mayor steps down Read more", true),
            ("{...} read more", "Mayor Makes Town Read More", false),
            ("{...} read more", "She asked them to read more", false),
            ("posted {date}", "Posted: 3. März 2012 um 16:15 Uhr", true),
            ("{name} wire photos", "Ann Lee/WIRE PHOTOS", true),
            ("{name} wire photos", "She bought wire photos", false),
            ("got a tip?", "Got a tip?", true),
            ("advertisement", "Advertisement?", false),
            ("( photos: {...}", "( PHOTOS: The week)", true),
            ("( photos: {...}", "Photos: the week", false),
        ] {
            assert_eq!(matches(pattern, line), expected, "{pattern} / {line}");
        }
    }

    #[test]
    fn what_is_no_pattern() {
        for pattern in [
            "",
            "{n}",
            "{date} news",
            "{name} {...}",
            "a {slot} b",
            "a {...} {...}",
            "{...}",
            "{...} news {...}",
        ] {
            assert!(Pattern::parse(pattern, &mut Normal::default()).is_err(), "{pattern}");
        }
    }
}
