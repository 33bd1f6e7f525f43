//! 64 bytes of text, turned into bit masks: one bit a byte.

use wide::u8x16;

/// The length of a block, in bytes.
pub(crate) const BLOCK: usize = 64;

/// One block, in vector registers.
#[derive(Clone, Copy)]
pub(crate) struct Block([u8x16; 4]);

impl Block {
    #[inline(always)]
    pub fn new(bytes: &[u8; BLOCK]) -> Self {
        let (quarters, _) = bytes.as_chunks::<16>();
        Self(std::array::from_fn(|i| u8x16::new(quarters[i])))
    }

    /// The bytes of which `class` is true.
    #[inline(always)]
    pub fn mask(&self, class: impl Fn(u8x16) -> u8x16) -> u64 {
        let quarter = |i: usize| u64::from(class(self.0[i]).to_bitmask()) << (16 * i);
        quarter(0) | quarter(1) | quarter(2) | quarter(3)
    }
}

/// Equal to `byte`.
#[inline(always)]
pub(crate) fn is(bytes: u8x16, byte: u8) -> u8x16 {
    bytes.simd_eq(u8x16::splat(byte))
}

/// From `first` to `last`: what is below `first` wraps around to above the span.
#[inline(always)]
pub(crate) fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let moved = bytes - u8x16::splat(first);
    let span = u8x16::splat(last - first);
    moved.min(span).simd_eq(moved)
}

/// Letters and digits of ASCII, and all bytes of other characters.
#[inline(always)]
pub(crate) fn word_bytes(bytes: u8x16) -> u8x16 {
    // The bit by which capitals differ from small letters, set.
    let folded = bytes | u8x16::splat(0x20);
    within(folded, b'a', b'z') | within(bytes, b'0', b'9') | within(bytes, 0x80, 0xFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_tell_every_byte_right() {
        for start in [0u8, 64, 128, 192] {
            let bytes: [u8; BLOCK] = std::array::from_fn(|i| start + i as u8);
            let block = Block::new(&bytes);
            for (i, &b) in bytes.iter().enumerate() {
                let has = |mask: u64| mask >> i & 1 == 1;
                assert_eq!(has(block.mask(|v| is(v, b'.'))), b == b'.');
                assert_eq!(has(block.mask(|v| within(v, b'a', b'z'))), b.is_ascii_lowercase(), "{b}");
                assert_eq!(has(block.mask(|v| within(v, 0xC0, 0xFF))), b >= 0xC0, "{b}");
                assert_eq!(has(block.mask(word_bytes)), b.is_ascii_alphanumeric() || b >= 0x80, "{b}");
            }
        }
    }
}
