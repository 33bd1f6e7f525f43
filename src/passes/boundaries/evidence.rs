//! What a document itself says about its words: built once, and only when it has a candidate.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How often a word stands in the document, in exactly this spelling.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    /// In all.
    pub all: u32,
    /// Of these, as the first word of a sentence or line.
    pub starts: u32,
    /// Of these, as the last word before a final mark.
    pub ends: u32,
}

/// The words of a document.
#[derive(Debug, Default)]
pub(crate) struct Words {
    counts: HashMap<u64, Count, BuildHasherDefault<Passed>>,
    /// Sentence ends inside lines that are as they should be.
    pub intact_ends: u32,
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Words {
    /// Counts the words of `text`: runs of letters and digits; and runs of these with single dots
    /// between, as wholes.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut words = Self::default();
        // Whether a sentence could begin here, and the line is still empty.
        let (mut fresh, mut line_start) = (true, true);
        let mut i = 0;
        let mut dotted: Option<u64> = None;
        while i < bytes.len() {
            let start = i;
            let mut hash = Fold::default();
            while i < bytes.len() && is_word_byte(bytes, i) {
                hash.byte(bytes[i]);
                i += 1;
            }
            if i == start {
                match bytes[i] {
                    b'.' | b'!' | b'?' => fresh = true,
                    b'\n' => (fresh, line_start) = (true, true),
                    _ => {}
                }
                // The three bytes of a quote or dash, or a single one.
                i += if bytes[i] >= 0x80 { char_len(bytes[i]) } else { 1 };
                dotted = None;
                continue;
            }
            let after = bytes.get(i).copied().unwrap_or(b'\n');
            let next = bytes.get(i + 1).copied().unwrap_or(b'\n');
            let ends = matches!(after, b'.' | b'!' | b'?') && !next.is_ascii_alphanumeric();
            let count = words.counts.entry(hash.finish()).or_default();
            count.all += 1;
            count.starts += u32::from(fresh);
            count.ends += u32::from(ends);
            words.intact_ends += u32::from(fresh && !line_start && bytes[start].is_ascii_uppercase());
            // "Dream.US" counts as a whole too.
            if let Some(before) = dotted {
                words.counts.entry(join(before, hash.finish())).or_default().all += 1;
            }
            dotted = (after == b'.' && next.is_ascii_alphanumeric()).then(|| hash.finish());
            if dotted.is_some() {
                i += 1;
            }
            (fresh, line_start) = (false, false);
        }
        words
    }

    /// The counts of a word in this spelling.
    pub fn get(&self, word: &str) -> Count {
        self.counts.get(&hash(word)).copied().unwrap_or_default()
    }

    /// The counts of the lower-case form of a word.
    pub fn get_lower(&self, word: &str) -> Count {
        let mut fold = Fold::default();
        let mut buffer = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            c.encode_utf8(&mut buffer).bytes().for_each(|b| fold.byte(b));
        }
        self.counts.get(&fold.finish()).copied().unwrap_or_default()
    }

    /// How often two words stand in the document with nothing but a dot between.
    pub fn dotted(&self, left: &str, right: &str) -> u32 {
        self.counts.get(&join(hash(left), hash(right))).map_or(0, |count| count.all)
    }
}

fn char_len(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Letters and digits; beyond ASCII everything but general punctuation and the signs of Latin-1.
fn is_word_byte(bytes: &[u8], i: usize) -> bool {
    match bytes[i] {
        0xE2 => bytes.get(i + 1).is_none_or(|&b| b != 0x80),
        0xC2 => false,
        b => b.is_ascii_alphanumeric() || b >= 0x80,
    }
}

/// Hashes a word: FNV-1a, finished with the mixer of splitmix64 (both public domain).
#[derive(Clone, Copy)]
struct Fold(u64);

impl Default for Fold {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fold {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn finish(self) -> u64 {
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
}

fn hash(word: &str) -> u64 {
    let mut fold = Fold::default();
    word.bytes().for_each(|b| fold.byte(b));
    fold.finish()
}

fn join(left: u64, right: u64) -> u64 {
    left.rotate_left(17) ^ right
}
