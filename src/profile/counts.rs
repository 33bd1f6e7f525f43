//! What is counted.

/// How often a word stands where, whatever its case; see [`first_key`](super::first_key) for how
/// a word is looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordCounts {
    /// In lower case.
    pub lower: u32,
    /// With a capital, inside a sentence.
    pub inside: u32,
    /// With a capital, as the first word of a sentence.
    pub start: u32,
    /// As the last word of a sentence, in any case.
    pub end: u32,
    /// All in capitals, two letters or more.
    pub caps: u32,
    /// How often in a hundred million words of a list of word frequencies, whatever its case.
    pub general: u32,
}

impl WordCounts {
    /// How often the word was seen, but for places where its capital says nothing.
    #[must_use]
    pub fn seen(&self) -> u64 {
        [self.lower, self.inside, self.start, self.caps].into_iter().map(u64::from).sum()
    }

    /// Adds counts to these. Each stops at the largest number that it can hold, so that the order
    /// of additions never matters. A general frequency is no count: the greater one stays.
    pub fn add(&mut self, other: &Self) {
        self.lower = self.lower.saturating_add(other.lower);
        self.inside = self.inside.saturating_add(other.inside);
        self.start = self.start.saturating_add(other.start);
        self.end = self.end.saturating_add(other.end);
        self.caps = self.caps.saturating_add(other.caps);
        self.general = self.general.max(other.general);
    }

    /// Writes a byte that tells which counts are not zero, then those, as LEB128.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let counts = self.array();
        let mask = counts.iter().enumerate().fold(0u8, |mask, (i, &n)| mask | u8::from(n > 0) << i);
        bytes.push(mask);
        counts.into_iter().filter(|&n| n > 0).for_each(|n| write_number(n, bytes));
    }

    /// Reads what [`write`](Self::write) wrote, and the bytes behind it; `None` where it is
    /// damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (&mask, mut bytes) = bytes.split_first()?;
        let mut counts = [0; 6];
        for (i, count) in counts.iter_mut().enumerate() {
            if mask & 1 << i != 0 {
                (*count, bytes) = read_number(bytes)?;
            }
        }
        let [lower, inside, start, end, caps, general] = counts;
        (mask < 1 << counts.len()).then_some((Self { lower, inside, start, end, caps, general }, bytes))
    }

    fn array(&self) -> [u32; 6] {
        [self.lower, self.inside, self.start, self.end, self.caps, self.general]
    }
}

/// The sums over all words of a language, those that were pruned too, so that a word's share can
/// be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents seen, with or without running text.
    pub documents: u64,
    /// Sentences whose end was seen.
    pub sentences: u64,
    /// Words in lines of running text.
    pub words: u64,
    /// Sum of [`WordCounts::lower`].
    pub lower: u64,
    /// Sum of [`WordCounts::inside`].
    pub inside: u64,
    /// Sum of [`WordCounts::start`].
    pub start: u64,
    /// Sum of [`WordCounts::end`].
    pub end: u64,
    /// Sum of [`WordCounts::caps`].
    pub caps: u64,
}

impl Totals {
    /// How many numbers there are.
    pub(super) const LEN: usize = 8;

    /// Adds totals to these.
    pub fn add(&mut self, other: &Self) {
        let mut sum = self.array();
        sum.iter_mut().zip(other.array()).for_each(|(a, b)| *a = a.saturating_add(b));
        *self = Self::from_array(sum);
    }

    pub(super) fn array(&self) -> [u64; Self::LEN] {
        let Self { documents, sentences, words, lower, inside, start, end, caps } = *self;
        [documents, sentences, words, lower, inside, start, end, caps]
    }

    pub(super) fn from_array(array: [u64; Self::LEN]) -> Self {
        let [documents, sentences, words, lower, inside, start, end, caps] = array;
        Self { documents, sentences, words, lower, inside, start, end, caps }
    }
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
pub(super) fn write_number(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The number, and the bytes behind it.
pub(super) fn read_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut number = 0u64;
    for (i, &byte) in bytes.iter().take(5).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((u32::try_from(number).ok()?, &bytes[i + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_read_back(lower: u32, inside: u32, start in 0u32..300, end: u32, caps in 0u32..2, general: u32) {
            let counts = WordCounts { lower, inside, start, end, caps, general };
            let mut bytes = Vec::new();
            counts.write(&mut bytes);
            bytes.push(7);
            prop_assert_eq!(WordCounts::read(&bytes), Some((counts, &[7u8][..])));
            prop_assert_eq!(WordCounts::read(&bytes[..bytes.len() - 2]), None);
        }
    }

    #[test]
    fn numbers_that_are_none_are_refused() {
        assert_eq!(read_number(&[0xff; 9]), None);
        assert_eq!(read_number(&[0xff, 0xff, 0xff, 0xff, 0x1f]), None);
        assert_eq!(WordCounts::read(&[0x40, 1]), None);
    }
}
