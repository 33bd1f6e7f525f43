//! What a document itself says about the words at its candidates: counted once, and only when it
//! has a candidate.

use super::candidate::Candidate;
use crate::scan::{BLOCK, mask};

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

/// The counts of the words that a document's candidates ask for. A word is a run of letters and
/// digits; two words with only a dot between are counted as a pair too.
#[derive(Debug)]
pub(crate) struct Words {
    /// A bit for each first two bytes and length of a word that is asked for: most words of the
    /// text need no more than a look at this.
    filter: Box<[u64; FILTER_BITS / 64]>,
    /// Open addressing; a free slot has the key 0.
    slots: Vec<(u64, Count)>,
}

const FILTER_BITS: usize = 1 << 14;

impl Words {
    /// Counts what the candidates ask for.
    pub fn count(text: &str, candidates: &[Candidate<'_>]) -> Self {
        let size = (candidates.len() * 8).next_power_of_two();
        let mut words = Self {
            filter: Box::new([0; FILTER_BITS / 64]),
            slots: vec![(0, Count::default()); size.max(16)],
        };
        for c in candidates {
            for word in [c.left, c.right, c.whole] {
                words.ask(word.as_bytes());
            }
            words.ask(c.right.to_lowercase().as_bytes());
            if !c.is_bare() {
                words.ask_key(pair(hash(c.left.as_bytes()), hash(c.right.as_bytes())));
            }
        }
        words.read(text);
        words
    }

    /// The counts of a word in this spelling.
    pub fn get(&self, word: &str) -> Count {
        self.find(hash(word.as_bytes())).map_or_else(Count::default, |i| self.slots[i].1)
    }

    /// How often two words stand in the document with nothing but a dot between.
    pub fn dotted(&self, left: &str, right: &str) -> u32 {
        let key = pair(hash(left.as_bytes()), hash(right.as_bytes()));
        self.find(key).map_or(0, |i| self.slots[i].1.all)
    }

    fn ask(&mut self, word: &[u8]) {
        let bit = filter_bit(word);
        self.filter[bit / 64] |= 1 << (bit % 64);
        self.ask_key(hash(word));
    }

    fn ask_key(&mut self, key: u64) {
        let mut i = self.home(key);
        while self.slots[i].0 != 0 && self.slots[i].0 != key {
            i = (i + 1) % self.slots.len();
        }
        self.slots[i].0 = key;
    }

    fn find(&self, key: u64) -> Option<usize> {
        let mut i = self.home(key);
        while self.slots[i].0 != key {
            if self.slots[i].0 == 0 {
                return None;
            }
            i = (i + 1) % self.slots.len();
        }
        Some(i)
    }

    fn home(&self, key: u64) -> usize {
        key as usize % self.slots.len()
    }

    /// Goes through the words of the text.
    fn read(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // Where the run of letters and digits began that is not at its end yet.
        let mut open: Option<usize> = None;
        // The last word asked for: its end and key, for the pairs.
        let mut last = (usize::MAX - 1, 0);
        let mut take = |words: &mut Self, start: usize, end: usize| {
            let run = &bytes[start..end];
            if run.is_ascii() {
                words.word(bytes, start, end, &mut last);
            } else {
                // Quotes, dashes and the like are no letters, but have bytes beyond ASCII too.
                let mut at = start;
                for part in text[start..end].split(is_no_letter) {
                    if !part.is_empty() {
                        words.word(bytes, at, at + part.len(), &mut last);
                    }
                    at += part.len();
                    at += text[at..].chars().next().map_or(0, char::len_utf8);
                }
            }
        };
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut tail = [b' '; BLOCK];
        tail[..rest.len()].copy_from_slice(rest);
        for (i, block) in blocks.iter().chain([&tail]).enumerate() {
            let at = i * BLOCK;
            let mut inside = mask(block, |b| b.is_ascii_alphanumeric() || b >= 0x80);
            let mut done = 0;
            // Each turn of the mask: the run's start, then its end.
            while done < BLOCK {
                let length = inside.trailing_zeros() as usize;
                match open {
                    None if length >= BLOCK - done => break,
                    None => {
                        open = Some(at + done + length);
                        inside >>= length;
                        done += length;
                    }
                    Some(start) => {
                        let length = (!inside).trailing_zeros() as usize;
                        if length >= BLOCK - done {
                            break;
                        }
                        take(self, start, at + done + length);
                        open = None;
                        inside >>= length;
                        done += length;
                    }
                }
            }
        }
        if let Some(start) = open {
            take(self, start, bytes.len());
        }
    }

    #[inline]
    fn word(&mut self, bytes: &[u8], start: usize, end: usize, last: &mut (usize, u64)) {
        let word = &bytes[start..end];
        let bit = filter_bit(word);
        if self.filter[bit / 64] & (1 << (bit % 64)) == 0 {
            return;
        }
        let key = hash(word);
        let Some(i) = self.find(key) else { return };
        let count = &mut self.slots[i].1;
        count.all += 1;
        count.starts += u32::from(begins_sentence(bytes, start));
        count.ends += u32::from(ends_sentence(bytes, end));
        if last.0 + 1 == start && bytes[last.0] == b'.' {
            if let Some(i) = self.find(pair(last.1, key)) {
                self.slots[i].1.all += 1;
            }
        }
        *last = (end, key);
    }
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

fn filter_bit(word: &[u8]) -> usize {
    let first = u32::from(word.first().copied().unwrap_or(0));
    let second = u32::from(word.get(1).copied().unwrap_or(0));
    let mixed = (first | (second << 8) | ((word.len() as u32) << 16)).wrapping_mul(0x9e37_79b1);
    (mixed >> 18) as usize % FILTER_BITS
}

/// FNV-1a, finished with the mixer of splitmix64 (both public domain). Never 0.
fn hash(word: &[u8]) -> u64 {
    let mut x = word
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |h: u64, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) | 1
}

fn pair(left: u64, right: u64) -> u64 {
    (left.rotate_left(17) ^ right) | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Scan;

    fn count(text: &str) -> Words {
        let scan = Scan::new(text);
        let candidates: Vec<_> = scan.joints.iter().filter_map(|&at| Candidate::read(text, at)).collect();
        assert!(!candidates.is_empty());
        Words::count(text, &candidates)
    }

    #[test]
    fn words_are_counted_by_place() {
        let filler = "and so on ".repeat(20);
        let text =
            format!("The talks endedThis week. This is it. We see (This) talks. {filler}ended. x.This");
        let words = count(&text);
        assert_eq!(words.get("This"), Count { all: 3, starts: 1, ends: 0 });
        assert_eq!(words.get("ended"), Count { all: 1, starts: 0, ends: 1 });
        assert_eq!(words.get("this").all, 0);
        assert_eq!(words.get("endedThis").all, 1);
    }

    #[test]
    fn pairs_and_letters_beyond_ascii_are_counted() {
        let words = count("Dream.US and Dream.US. “CaféThe end” Café—The");
        assert_eq!(words.dotted("Dream", "US"), 2);
        assert_eq!((words.get("Café").all, words.get("The").all), (1, 1));
    }
}
