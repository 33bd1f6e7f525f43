//! Tells where one of some strings may begin, by its first bytes, in vector registers.

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

use super::BLOCK;

/// As many bytes in a row are told.
pub(crate) const SIGHT: usize = 4;
/// A block, and what has to be seen behind it.
pub(crate) const WINDOW: usize = BLOCK + SIGHT - 1;

/// The bytes that strings begin with, in eight groups: for the lower half of each byte, the groups of strings
/// that may have it there, a bit each. (The way of Teddy, by Geoffrey Langdale. It looks at the upper halves
/// too; where four bytes are looked at they are not needed, and without them case does not matter.)
#[derive(Debug)]
pub(crate) struct Sights([[u8; BLOCK]; SIGHT]);

impl Sights {
    pub const GROUPS: usize = 8;

    /// Adds a string, of which so many bytes count. Those whose bytes could be taken for each other's belong in
    /// one group.
    pub fn add(&mut self, string: &[u8], group: usize) {
        for (i, halves) in self.0.iter_mut().enumerate() {
            // The same for each part of a register that is looked up in by itself.
            for part in halves.chunks_exact_mut(16) {
                match string.get(i) {
                    Some(byte) => part[usize::from(byte & 0xf)] |= 1 << group,
                    // Behind a short one there can be anything.
                    None => part.iter_mut().for_each(|groups| *groups |= 1 << group),
                }
            }
        }
    }

    /// Where one may begin, a bit for each byte of the block: no bit is missing, in whatever case it stands
    /// there.
    #[inline(always)]
    pub fn seen<S: Simd>(&self, simd: S, window: &[u8; WINDOW]) -> u64 {
        let mut seen = u8x64::splat(simd, u8::MAX);
        let mut i = 0;
        while i < SIGHT {
            let bytes: &[u8; BLOCK] = window[i..].first_chunk().expect("a window is longer");
            let groups = u8x64::simd_from(simd, self.0[i]);
            seen &= groups.swizzle_dyn_within_blocks(u8x64::simd_from(simd, *bytes) & 0xf);
            i += 1;
        }
        !seen.simd_eq(0).to_bitmask()
    }
}

impl Default for Sights {
    fn default() -> Self {
        Self([[0; BLOCK]; SIGHT])
    }
}
