//! What a document itself says about the words at its candidates: counted once, and only when it
//! has a candidate.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::candidate::Candidate;
use crate::chars::after;
use crate::passes::Document;
use crate::scan::{BLOCK, Block};

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
    /// A bit for the first eight bytes and the length of each word that is asked for: most words
    /// of the text need no more than a look at this.
    filter: Vec<u64>,
    /// Open addressing; a free slot has the key 0.
    slots: Vec<(u64, Count)>,
}

impl Words {
    /// Counts the tokens that the candidates stand in; no text has to be read for this.
    pub fn of_tokens(candidates: &[Candidate<'_>]) -> Self {
        let size = (candidates.len() * 8).next_power_of_two().max(64);
        let mut words = Self { filter: vec![0; size / 2], slots: vec![(0, Count::default()); size] };
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
        for word in asked {
            self.ask_word(word.as_bytes());
            any = true;
        }
        if any {
            dispatch!(Level::new(), simd => self.read(simd, document.text, &document.scan.symbols));
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

    fn ask_word(&mut self, word: &[u8]) {
        let (place, bit) = self.filter_bit(mixed(word, 0, word.len()));
        self.filter[place] |= bit;
        self.ask(hash(word));
    }

    fn ask(&mut self, key: u64) -> usize {
        let slot = self.slot(key);
        self.slots[slot].0 = key;
        slot
    }

    #[inline]
    fn filter_bit(&self, mixed: u64) -> (usize, u64) {
        ((mixed >> 40) as usize & (self.filter.len() - 1), 1 << (mixed >> 58))
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

    /// Goes through the capitalised words of the text. `symbols` are the places in it of characters beyond
    /// ASCII that are no letters.
    #[inline(always)]
    fn read<S: Simd>(&mut self, simd: S, text: &str, symbols: &[usize]) {
        let bytes = text.as_bytes();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut tail = [b' '; BLOCK];
        tail[..rest.len()].copy_from_slice(rest);
        let mut before = 0;
        for (i, block) in blocks.iter().chain([&tail]).enumerate() {
            let block = Block::new(simd, block);
            let inside = block.word().to_bitmask();
            let wide = block.within(0x80, 0xFF).to_bitmask();
            let capital = block.within(b'A', b'Z').to_bitmask();
            let mut starts = capital & !(inside << 1 | before);
            before = inside >> 63;
            while starts != 0 {
                let bit = starts.trailing_zeros();
                starts &= starts - 1;
                let run = inside >> bit;
                let length = (!run).trailing_zeros();
                let start = i * BLOCK + bit as usize;
                if bit + length < 64 && (wide >> bit) & ((1 << length) - 1) == 0 {
                    self.word(bytes, start, start + length as usize);
                } else {
                    self.word(bytes, start, end_of_word(text, start));
                }
            }
        }
        // Bytes beyond ASCII are taken for letters above; so these words were not seen.
        for &symbol in symbols {
            let start = symbol + after(text, symbol).map_or(0, char::len_utf8);
            if bytes.get(start).is_some_and(u8::is_ascii_uppercase) {
                self.word(bytes, start, end_of_word(text, start));
            }
        }
    }

    #[inline(always)]
    fn word(&mut self, bytes: &[u8], start: usize, end: usize) {
        let (place, bit) = self.filter_bit(mixed(bytes, start, end));
        if self.filter[place] & bit != 0 && start < end {
            self.asked(bytes, start, end);
        }
    }

    #[inline(never)]
    fn asked(&mut self, bytes: &[u8], start: usize, end: usize) {
        let key = hash(&bytes[start..end]);
        let Some(i) = self.find(key) else { return };
        let count = &mut self.slots[i].1;
        count.all += 1;
        count.starts += u32::from(begins_sentence(bytes, start));
        count.ends += u32::from(ends_sentence(bytes, end));
    }
}

/// Where the word that begins at `start` ends.
fn end_of_word(text: &str, start: usize) -> usize {
    let ascii = text.as_bytes()[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = start + ascii;
    if text.as_bytes().get(end).is_none_or(u8::is_ascii) {
        return end;
    }
    text[end..].find(is_no_letter).map_or(text.len(), |length| end + length)
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

/// The first eight bytes of a word and its length, mixed. It ends at `end` in `bytes`, which may
/// go on.
#[inline(always)]
fn mixed(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let eight = match bytes[start..].first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes[start..].iter().rev().fold(0, |sum, &b| sum << 8 | u64::from(b)),
    };
    let head = if length < 8 { eight & ((1 << (8 * length)) - 1) } else { eight };
    (head ^ (length as u64).rotate_right(8)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A hash of a word, never 0.
fn hash(word: &[u8]) -> u64 {
    let mut x = mixed(word, 0, word.len());
    if let Some((_, rest)) = word.split_first_chunk::<8>() {
        for eight in rest.chunks(8) {
            x = mix(x) ^ eight.iter().fold(0, |sum, &b| sum << 8 | u64::from(b));
        }
    }
    mix(x) | 1
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
