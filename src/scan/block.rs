//! 64 bytes of text in vector registers, as wide as the processor at hand has them, and the masks
//! that come of comparing them: one bit a byte.

use fearless_simd::prelude::*;
use fearless_simd::{mask8x64, u8x64};

/// The length of a block, in bytes.
pub(crate) const BLOCK: usize = 64;

/// The bytes at `at`; where the text ends before, it goes on in `filled` with the bytes that are there.
#[inline(always)]
pub(crate) fn window<'w, const N: usize>(text: &'w [u8], at: usize, filled: &'w mut [u8; N]) -> &'w [u8; N] {
    match text[at..].first_chunk() {
        Some(window) => window,
        None => {
            filled[..text.len() - at].copy_from_slice(&text[at..]);
            filled
        }
    }
}

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

    /// First bytes of the letters that most of Russian, Chinese and Korean text is made of, where their
    /// neighbours do not matter: those of `common::is_plain_letter` that the block shows to be such.
    #[inline(always)]
    pub fn plain_letters(self) -> u64 {
        let [d0, d1] = [0xD0, 0xD1].map(|byte| self.is([byte]).to_bitmask());
        let [low, high] = [(0x80, 0x8F), (0xB0, 0xBF)].map(|(a, b)| self.within(a, b).to_bitmask());
        let middle = self.within(0x90, 0xAF).to_bitmask();
        // The bytes whose n-th successor is in a class; those behind the block are not known to be.
        let cyrillic = (d0 & ((middle | high) >> 1)) | (d1 & (low >> 1));
        let no_capital = (self.within(0, b'@') | self.within(b'[', 0x7F)).to_bitmask();
        let small = (d0 & (high >> 1)) | (d1 & (low >> 1));
        let small = small & ((cyrillic | no_capital) >> 2);
        let e4 = self.is([0xE4]).to_bitmask();
        let ideographs = (self.within(0xE5, 0xE9) | self.is([0xEB, 0xEC])).to_bitmask();
        small | ideographs | (e4 & (self.within(0xB8, 0xBF).to_bitmask() >> 1))
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_letters_are_those_that_are_told_one_by_one(text in "[а-яА-Яёіa-zA-Z一-鿿가-힣、。«— ]{64,80}") {
            let block = text.as_bytes().first_chunk().expect("64 characters");
            let plain = dispatch!(Level::new(), simd => Block::new(simd, block).plain_letters());
            for (at, _) in text.char_indices().take_while(|(at, _)| *at < BLOCK) {
                let is_plain = super::super::common::is_plain_letter(&text.as_bytes()[at..]);
                let is_told = plain >> at & 1 == 1;
                prop_assert!(is_told == is_plain || (is_plain && at + 4 > BLOCK), "{at} of {text:?}");
            }
        }
    }

    #[test]
    fn masks_tell_every_byte_right() {
        for start in [0u8, 64, 128, 192] {
            let bytes: [u8; BLOCK] = std::array::from_fn(|i| start + i as u8);
            let [stop, lower, first] = dispatch!(Level::new(), simd => {
                let block = Block::new(simd, &bytes);
                let masks = [block.is(*b".!"), block.within(b'a', b'z'), block.within(0xC0, 0xFF)];
                masks.map(|mask| mask.to_bitmask())
            });
            for (i, &b) in bytes.iter().enumerate() {
                let has = |mask: u64| mask >> i & 1 == 1;
                assert_eq!(has(stop), matches!(b, b'.' | b'!'));
                assert_eq!(has(lower), b.is_ascii_lowercase(), "{b}");
                assert_eq!(has(first), b >= 0xC0, "{b}");
            }
        }
    }
}
