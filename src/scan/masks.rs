//! The classes of bytes that tell where anything could be.

use fearless_simd::prelude::*;

use super::{BLOCK, Block};

/// The classes of bytes that decide, one bit a byte.
#[derive(Clone, Copy, Default)]
pub(super) struct Masks {
    pub lower: u64,
    pub upper: u64,
    pub digit: u64,
    pub stop: u64,
    pub comma: u64,
    pub closer: u64,
    pub bracket: u64,
    pub hyphen: u64,
    pub apostrophe: u64,
    /// `&` and grave accents.
    pub sign: u64,
    pub space: u64,
    pub newline: u64,
    /// First bytes of characters beyond ASCII, but for letters beside which nothing is to be found, and
    /// control characters.
    pub other: u64,
}

impl Masks {
    /// The masks of a block.
    #[inline(always)]
    pub fn of<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Self {
        let block = Block::new(simd, block);
        let control = block.within(0, 0x08) | block.within(0x0b, 0x1f) | block.is([0x7f]);
        let mut other = (block.within(0xC0, 0xFF) | control).to_bitmask();
        // So many only where a text is written in another script.
        if other.count_ones() >= 12 {
            other &= !block.plain_letters();
        }
        Self {
            lower: block.within(b'a', b'z').to_bitmask(),
            upper: block.within(b'A', b'Z').to_bitmask(),
            digit: (block.within(b'0', b'9') | block.is(*b"%")).to_bitmask(),
            stop: block.is(*b".!?:").to_bitmask(),
            comma: block.is(*b",;").to_bitmask(),
            closer: block.is(*b"\")]").to_bitmask(),
            bracket: block.is(*b"([").to_bitmask(),
            hyphen: block.is(*b"-").to_bitmask(),
            apostrophe: block.is(*b"'").to_bitmask(),
            sign: block.is(*b"&`").to_bitmask(),
            space: block.is(*b" \t").to_bitmask(),
            newline: block.is(*b"\n").to_bitmask(),
            other,
        }
    }
}
