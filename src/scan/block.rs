//! 64 bytes of text in vector registers, as wide as the processor at hand has them, and the masks
//! that come of comparing them: one bit a byte.

use fearless_simd::prelude::*;
use fearless_simd::{mask8x64, u8x64};

/// The length of a block, in bytes.
pub(crate) const BLOCK: usize = 64;

/// One block. All is inlined into the caller, which has to be compiled for the processor's level
/// (`fearless_simd::dispatch`).
#[derive(Clone, Copy)]
pub(crate) struct Block<S: Simd>(u8x64<S>);

impl<S: Simd> Block<S> {
    #[inline(always)]
    pub fn new(simd: S, bytes: &[u8; BLOCK]) -> Self {
        Self(u8x64::simd_from(simd, *bytes))
    }

    /// The bytes that are one of these.
    #[inline(always)]
    pub fn is<const N: usize>(self, bytes: [u8; N]) -> mask8x64<S> {
        let mut mask = self.0.simd_eq(bytes[0]);
        let mut i = 1;
        while i < N {
            mask |= self.0.simd_eq(bytes[i]);
            i += 1;
        }
        mask
    }

    /// The bytes from `first` to `last`: what is below `first` wraps around to above the span.
    #[inline(always)]
    pub fn within(self, first: u8, last: u8) -> mask8x64<S> {
        (self.0 - first).simd_le(last - first)
    }

    /// Letters and digits of ASCII, and all bytes of other characters.
    #[inline(always)]
    pub fn word(self) -> mask8x64<S> {
        // The bit by which capitals differ from small letters, set.
        let folded = Self(self.0 | 0x20);
        folded.within(b'a', b'z') | self.within(b'0', b'9') | self.within(0x80, 0xFF)
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    #[test]
    fn masks_tell_every_byte_right() {
        for start in [0u8, 64, 128, 192] {
            let bytes: [u8; BLOCK] = std::array::from_fn(|i| start + i as u8);
            let [stop, lower, first, word] = dispatch!(Level::new(), simd => {
                let block = Block::new(simd, &bytes);
                let masks = [block.is(*b".!"), block.within(b'a', b'z'), block.within(0xC0, 0xFF), block.word()];
                masks.map(|mask| mask.to_bitmask())
            });
            for (i, &b) in bytes.iter().enumerate() {
                let has = |mask: u64| mask >> i & 1 == 1;
                assert_eq!(has(stop), matches!(b, b'.' | b'!'));
                assert_eq!(has(lower), b.is_ascii_lowercase(), "{b}");
                assert_eq!(has(first), b >= 0xC0, "{b}");
                assert_eq!(has(word), b.is_ascii_alphanumeric() || b >= 0x80, "{b}");
            }
        }
    }
}
