//! A set that says no for certain.

/// A set of words, with a bit for each (and perhaps for others): a Bloom filter with one hash.
/// `N` times 64 bits, a power of two.
#[derive(Debug)]
pub(crate) struct Filter<const N: usize>([u64; N]);

impl<const N: usize> Filter<N> {
    pub fn add(&mut self, word: u64) {
        let (place, bit) = Self::bit(word);
        self.0[place] |= bit;
    }

    pub fn has(&self, word: u64) -> bool {
        let (place, bit) = Self::bit(word);
        self.0[place] & bit != 0
    }

    /// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    fn bit(word: u64) -> (usize, u64) {
        let hash = word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - (N * 64).ilog2());
        (hash as usize / 64, 1 << (hash % 64))
    }
}

impl<const N: usize> Default for Filter<N> {
    fn default() -> Self {
        Self([0; N])
    }
}
