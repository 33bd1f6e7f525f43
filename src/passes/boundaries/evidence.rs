//! What a document itself says about the words at its candidates: counted once, and only when it
//! has a candidate.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::candidate::{Candidate, window_ahead};
use crate::chars::before;
use crate::passes::Document;
use crate::scan::{BLOCK, Block, Sights, WINDOW, window};

/// How often a word stands in the document, in exactly this spelling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// In all.
    pub all: u32,
    /// Of these, as the first word of a sentence or line.
    pub starts: u32,
    /// Of these, as the last word before a final mark.
    pub ends: u32,
}

/// The counts of the words that a document's candidates ask for: of the capitalised words at
/// their sides, and of the tokens that they stand in.
#[derive(Debug)]
pub(crate) struct Words {
    beginnings: Beginnings,
    /// The length of the longest word that is asked for, in bytes.
    longest: usize,
    /// Open addressing; a free slot has the key 0.
    slots: Vec<(u64, Count)>,
}

/// What the words that are asked for begin with: of each of the three bytes behind the first letter
/// a bit for its lowest six bits, by that letter. Most capitals of the text need no more than a look at this.
#[derive(Debug, Default)]
struct Beginnings([[u64; 3]; 26]);

impl Beginnings {
    /// Adds a word, if it begins with a capital of ASCII: no others are counted.
    fn add(&mut self, word: &[u8]) {
        let Some(bits) =
            word.first().and_then(|&first| self.0.get_mut(usize::from(first.wrapping_sub(b'A'))))
        else {
            return;
        };
        // Behind a shorter word anything stands.
        for (bits, at) in bits.iter_mut().zip(1..) {
            *bits |= word.get(at).map_or(u64::MAX, |byte| 1 << (byte % 64));
        }
    }

    /// Whether one of the words may stand where a capital does. "No" is certain.
    #[inline(always)]
    fn admit(&self, bytes: &[u8], at: usize) -> bool {
        let Some(&[first, second, third, fourth]) = bytes[at..].first_chunk() else { return true };
        let [of_second, of_third, of_fourth] = self.0[usize::from(first.wrapping_sub(b'A')) % 26];
        (of_second >> (second % 64)) & (of_third >> (third % 64)) & (of_fourth >> (fourth % 64)) & 1 == 1
    }
}

impl Words {
    /// Counts the tokens that the candidates stand in; no text has to be read for this.
    pub fn of_tokens(candidates: &[Candidate<'_>]) -> Self {
        let size = (candidates.len() * 8).next_power_of_two().max(64);
        let slots = vec![(0, Count::default()); size];
        let mut words = Self { beginnings: Beginnings::default(), longest: 0, slots };
        // Tokens with a capital or a dot inside are all among the candidates, each perhaps more
        // than once.
        let mut tokens: Vec<&str> = candidates.iter().flat_map(|c| [c.whole, c.name]).collect();
        tokens.dedup_by_key(|token| (token.as_ptr(), token.len()));
        for token in tokens {
            let place = words.ask(token_key(token));
            words.slots[place].1.all += 1;
        }
        words
    }

    /// Counts how often words stand in the document: at most two for each candidate.
    pub fn count<'w>(&mut self, document: &Document<'_>, asked: impl Iterator<Item = &'w str>) {
        let mut any = false;
        let mut sights = Sights::default();
        for (i, word) in asked.enumerate() {
            sights.add(word.as_bytes(), i % Sights::GROUPS);
            self.beginnings.add(word.as_bytes());
            self.longest = self.longest.max(word.len());
            self.ask(hash(word.as_bytes()));
            any = true;
        }
        if any {
            dispatch!(Level::new(), simd => self.read(simd, document.text, &sights, &document.scan.symbols));
        }
    }

    /// The counts of a word in this spelling.
    pub fn get(&self, word: &str) -> Count {
        self.find(hash(word.as_bytes())).map_or_else(Count::default, |i| self.slots[i].1)
    }

    /// How often a token with a capital or a dot inside stands in the document, by itself or as the
    /// end of another.
    pub fn token(&self, token: &str) -> u32 {
        self.find(token_key(token)).map_or(0, |i| self.slots[i].1.all)
    }

    fn ask(&mut self, key: u64) -> usize {
        let slot = self.slot(key);
        self.slots[slot].0 = key;
        slot
    }

    fn find(&self, key: u64) -> Option<usize> {
        Some(self.slot(key)).filter(|&slot| self.slots[slot].0 == key)
    }

    /// Where a key is, or is to go. At the most half of the slots are taken.
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (key >> 20) as usize & last;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) & last;
        }
        slot
    }

    /// Goes through the capitals of the text. `symbols` are the places in it of characters beyond ASCII that
    /// are no letters.
    #[inline(always)]
    fn read<S: Simd>(&mut self, simd: S, text: &str, sights: &Sights, symbols: &[usize]) {
        let bytes = text.as_bytes();
        for start in (0..bytes.len()).step_by(BLOCK) {
            let mut filled = [b' '; WINDOW];
            let window = window(bytes, start, &mut filled);
            let [block @ .., _, _, _] = window;
            let mut capitals = Block::new(simd, block).within(b'A', b'Z').to_bitmask();
            capitals &= sights.seen(simd, window);
            while capitals != 0 {
                let at = start + capitals.trailing_zeros() as usize;
                capitals &= capitals - 1;
                if self.beginnings.admit(bytes, at) && begins_word(text, at, symbols) {
                    self.word(text, at);
                }
            }
        }
    }

    /// Counts the word that begins at `start`, if it is asked for.
    #[inline(never)]
    fn word(&mut self, text: &str, start: usize) {
        let bytes = text.as_bytes();
        // What is cut off of a longer word, of four bytes at most a character, leaves it too long.
        let end = start + length_of_word(window_ahead(text, start, self.longest + 4));
        let Some(i) = self.find(hash(&bytes[start..end])) else { return };
        let count = &mut self.slots[i].1;
        count.all += 1;
        count.starts += u32::from(begins_sentence(bytes, start));
        count.ends += u32::from(ends_sentence(bytes, end));
    }
}

/// Whether a word begins at a letter: behind other letters none does, nor behind what is not seen.
fn begins_word(text: &str, at: usize, symbols: &[usize]) -> bool {
    match text.as_bytes()[..at].last() {
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => before(text, at).is_some_and(|c| symbols.binary_search(&(at - c.len_utf8())).is_ok()),
        None => true,
    }
}

/// The length of the word that a text begins with.
fn length_of_word(text: &str) -> usize {
    let ascii = text.bytes().take_while(|b| b.is_ascii_alphanumeric()).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text[ascii..].find(is_no_letter).map_or(text.len(), |length| ascii + length)
}

/// Neither letter nor digit. General punctuation, by far the most common, is told first.
fn is_no_letter(c: char) -> bool {
    ('\u{2000}'..='\u{206F}').contains(&c) || !c.is_alphanumeric()
}

/// Whether before `start` stand, white space and quotes aside, a final mark or a line's start.
fn begins_sentence(bytes: &[u8], start: usize) -> bool {
    let between = |b: &&u8| matches!(b, b' ' | b'"' | b'\'' | b'(' | 0x80..);
    let window = &bytes[start.saturating_sub(8)..start];
    match window.iter().rev().find(|b| !between(b)) {
        Some(b'.' | b'!' | b'?') => window.last() != Some(&b'.'),
        Some(b) => *b == b'\n',
        None => start <= 8,
    }
}

/// Whether a final mark follows, and then no other word.
fn ends_sentence(bytes: &[u8], end: usize) -> bool {
    matches!(bytes.get(end), Some(b'.' | b'!' | b'?'))
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// A hash of a word, never 0.
fn hash(word: &[u8]) -> u64 {
    let eights = word.chunks(8).map(|eight| eight.iter().fold(0, |sum, &b| sum << 8 | u64::from(b)));
    mix(eights.fold(word.len() as u64, |x, eight| mix(x) ^ eight)) | 1
}

/// Tokens are counted apart from words.
fn token_key(token: &str) -> u64 {
    mix(hash(token.as_bytes())) | 1
}

/// The mixer of splitmix64 (Vigna 2015, public domain).
#[inline]
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::passes::boundaries::candidate::Reading;
    use crate::scan::Scan;

    fn candidate(text: &str, at: usize) -> Option<Candidate<'_>> {
        match Candidate::read(text, at) {
            Reading::Candidate(candidate) => Some(candidate),
            _ => None,
        }
    }

    fn count(text: &str) -> Words {
        let scan = Scan::new(text);
        let candidates: Vec<_> = scan.joints.iter().filter_map(|&at| candidate(text, at)).collect();
        assert!(!candidates.is_empty());
        let mut words = Words::of_tokens(&candidates);
        let asked = candidates.iter().flat_map(|c| [c.left, c.right]);
        words.count(&Document::new(text, &scan), asked.filter(|word| word.starts_with(char::is_uppercase)));
        words
    }

    proptest! {
        #[test]
        fn words_are_counted_as_when_all_are_read(text in "(Moss|M|Mo|Mosé|Goose|[a-c7.’ʹ—\u{a0}\u{200b} \n]){0,80}") {
            let (scan, asked) = (Scan::new(&text), ["Moss", "M", "Mo", "Mosé", "MossMo"]);
            let mut words = Words::of_tokens(&[]);
            words.count(&Document::new(&text, &scan), asked.into_iter());
            let starts = text.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at).filter(|&at| {
                before(&text, at).is_none_or(|c| match c {
                    '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
                    _ => matches!(c, '’' | 'ʹ' | '—'),
                })
            });
            let all: Vec<_> = starts.map(|at| &text[at..at + length_of_word(&text[at..])]).collect();
            for word in asked {
                prop_assert_eq!(words.get(word).all as usize, all.iter().filter(|&&other| other == word).count());
            }
        }
    }

    #[test]
    fn words_are_counted_by_place() {
        let filler = "and so on ".repeat(20);
        let text =
            format!("The talks shutTalks week. Talks end. We see (Talks) talks. {filler}shut. x.Talks");
        let words = count(&text);
        assert_eq!(words.get("Talks"), Count { all: 3, starts: 1, ends: 0 });
        assert_eq!(words.get("shut").all, 0);
        assert_eq!(words.token("shutTalks"), 1);
    }

    #[test]
    fn tokens_and_letters_beyond_ascii_are_counted() {
        let words = count("Dream.US and Dream.US. “CaféZoe end” Café—Zoe’s “Zoe”, ZoeLab, heZoeLab");
        assert_eq!((words.token("Dream.US"), words.token("ZoeLab")), (2, 2));
        assert_eq!((words.token("CaféZoe"), words.get("Zoe").all), (1, 2));
    }
}
