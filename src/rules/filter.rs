//! A set that says no for certain.

/// A set of words, with two bits for each (and perhaps for others): a Bloom filter, of which a word needs one block
/// (Putze, Sanders and Singler, Cache-, Hash- and Space-Efficient Bloom Filters, 2007). `N` times 64 bits, a power of
/// two.
#[derive(Debug)]
pub(crate) struct Filter<const N: usize>([u64; N]);

impl<const N: usize> Filter<N> {
    pub fn add(&mut self, word: u64) {
        let (place, bits) = Self::bits(word);
        self.0[place] |= bits;
    }

    pub fn has(&self, word: u64) -> bool {
        let (place, bits) = Self::bits(word);
        self.0[place] & bits == bits
    }

    /// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    fn bits(word: u64) -> (usize, u64) {
        let hash = word.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let rest = 64 - N.ilog2();
        let bit = |shift: u32| 1 << (hash >> (rest - shift) & 63);
        ((hash >> rest) as usize, bit(6) | bit(12))
    }
}

impl<const N: usize> Default for Filter<N> {
    fn default() -> Self {
        Self([0; N])
    }
}
