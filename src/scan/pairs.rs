//! Where two bytes meet between which anything could have to be done.

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

use super::{BLOCK, Block};

/// What is looked for: a byte of the second set behind one of the first. Each is a bit in tables for the two
/// halves of a byte, so that more than this is found: all bytes whose halves the set has. The sets are dealt
/// out so that hardly anything common is found in vain.
const MEETINGS: [(&[u8], &[u8]); 7] = [
    (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:;?", CAPITALS),
    (b"!\"%'(),.", CAPITALS),
    (b",;\")", SMALL),
    (b"]", SMALL),
    (b".!?:\")]([ \t", b" \t"),
    (b",;-'", b"(-'"),
    (b".!?:", b"(%0123456789"),
];
/// An opening bracket is found where they are.
const CAPITALS: &[u8] = b"[ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SMALL: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

/// The bit of what counts whatever stands before it: control characters (line feeds and tabs among them) and
/// first bytes of characters beyond ASCII.
const ALONE: u8 = 1 << MEETINGS.len();

/// The bits of a byte by its lower and by its upper half, a block of each.
struct Halves([u8; BLOCK], [u8; BLOCK]);

impl Halves {
    /// Of what stands first, or second.
    const fn new(is_second: bool) -> Self {
        let mut halves = Self([0; BLOCK], [0; BLOCK]);
        let mut byte = 0;
        while byte <= u8::MAX as usize {
            let mut bits = if !is_second || byte < 0x20 || byte >= 0xC0 { ALONE } else { 0 };
            let mut bit = 0;
            while bit < MEETINGS.len() {
                let set = if is_second { MEETINGS[bit].1 } else { MEETINGS[bit].0 };
                let mut i = 0;
                while i < set.len() {
                    bits |= if set[i] as usize == byte { 1 << bit } else { 0 };
                    i += 1;
                }
                bit += 1;
            }
            let mut i = 0;
            while i < BLOCK {
                halves.0[i] |= if i % 16 == byte % 16 { bits } else { 0 };
                halves.1[i] |= if i % 16 == byte / 16 { bits } else { 0 };
                i += 1;
            }
            byte += 1;
        }
        halves
    }

    #[inline(always)]
    fn of<S: Simd>(&self, simd: S, bytes: u8x64<S>) -> u8x64<S> {
        let (low, high) = (u8x64::simd_from(simd, self.0), u8x64::simd_from(simd, self.1));
        low.swizzle_dyn_within_blocks(bytes & 15) & high.swizzle_dyn_within_blocks(bytes >> 4)
    }
}

const FIRST: Halves = Halves::new(false);
const SECOND: Halves = Halves::new(true);

/// The bytes of a block at which anything could be, one bit a byte. `before` is the block that begins a byte
/// earlier.
#[inline(always)]
pub(super) fn places<S: Simd>(simd: S, before: &[u8; BLOCK], block: &[u8; BLOCK]) -> u64 {
    let first = FIRST.of(simd, u8x64::simd_from(simd, *before));
    let second = SECOND.of(simd, u8x64::simd_from(simd, *block));
    ((first & second).simd_gt(0) | Block::new(simd, block).is(*b"&`\x7f")).to_bitmask()
}
