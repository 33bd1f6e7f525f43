//! Where strings may end or something is escaped.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::scan::{BLOCK, Block};

/// Finds quotation marks and backslashes in a line, for some blocks of it at a time.
pub(super) struct Marks<'l> {
    line: &'l [u8],
    /// Where the blocks in hand begin.
    start: usize,
    /// A bit for each of their bytes.
    found: [u64; BLOCKS],
    control: bool,
}

const BLOCKS: usize = 64;

impl<'l> Marks<'l> {
    pub fn of(line: &'l [u8]) -> Self {
        let mut marks = Self { line, start: 0, found: [0; BLOCKS], control: false };
        dispatch!(Level::new(), simd => marks.search(simd));
        marks
    }

    /// The first at or after `at`, where nothing before is asked for any longer.
    #[inline]
    pub fn next(&mut self, mut at: usize) -> Option<usize> {
        while at < self.line.len() {
            let block = (at - self.start) / BLOCK;
            let Some(found) = self.found.get(block) else {
                self.start = at - at % BLOCK;
                dispatch!(Level::new(), simd => self.search(simd));
                continue;
            };
            let found = found & u64::MAX << (at % BLOCK);
            if found != 0 {
                return Some(self.start + block * BLOCK + found.trailing_zeros() as usize);
            }
            at = self.start + (block + 1) * BLOCK;
        }
        None
    }

    /// Whether a control character stands up to the last place that was given.
    pub fn met_control(&self) -> bool {
        self.control
    }

    #[inline(always)]
    fn search<S: Simd>(&mut self, simd: S) {
        let (blocks, rest) = self.line[self.start..].as_chunks();
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut control = false;
        for (found, block) in self.found.iter_mut().zip(blocks.iter().chain([&last])) {
            let block = Block::new(simd, block);
            *found = block.is(*b"\"\\").to_bitmask();
            control |= block.within(0, 0x1f).to_bitmask() != 0;
        }
        self.control |= control;
    }
}
