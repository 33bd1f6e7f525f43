//! Full stops behind which a sentence may begin, told by vectors.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::scan::{BLOCK, Block, window};

/// A block, and the two bytes behind it.
const WINDOW: usize = BLOCK + 2;

/// The full stops in a range, but for those behind which what comes at once is no capital for sure, from
/// the last on.
pub(super) fn last_stops(text: &[u8], range: Range<usize>) -> impl Iterator<Item = usize> {
    let (mut start, mut seen) = (range.end, 0u64);
    std::iter::from_fn(move || {
        while seen == 0 {
            let end = start;
            start = end.saturating_sub(BLOCK).max(range.start);
            if start >= end {
                return None;
            }
            let mut filled = [b'\n'; WINDOW];
            let window = window(text, start, &mut filled);
            seen =
                dispatch!(Level::new(), simd => stops(simd, window)) & (u64::MAX >> (BLOCK - (end - start)));
        }
        let last = seen.ilog2();
        seen ^= 1 << last;
        Some(start + last as usize)
    })
}

/// The block that begins with a byte of a window.
#[inline(always)]
fn block<S: Simd>(simd: S, window: &[u8; WINDOW], at: usize) -> Block<S> {
    Block::new(simd, window[at..].first_chunk().expect("a window is longer"))
}

/// The full stops in a block, a bit each, but for those before a digit or a small letter, with a space or
/// without: there no sentence begins.
#[inline(always)]
fn stops<S: Simd>(simd: S, window: &[u8; WINDOW]) -> u64 {
    let (here, next, second) = (block(simd, window, 0), block(simd, window, 1), block(simd, window, 2));
    let goes_on =
        next.within(b'a', b'z') | next.within(b'0', b'9') | (next.is(*b" ") & second.within(b'a', b'z'));
    (here.is(*b".") & !goes_on).to_bitmask()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_those_are_left_out_behind_which_a_sentence_goes_on(
            text in "([.]{1,3}|[.] |[a-zA-Z0-9. \\n\"é”]){0,160}",
            start in 0..200usize,
            length in 0..200usize,
        ) {
            let bytes = text.as_bytes();
            let end = bytes.len().min(start + length);
            let goes_on = |&at: &usize| {
                let is_small = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
                let (next, second) = (bytes.get(at + 1), bytes.get(at + 2));
                is_small(next) || next.is_some_and(u8::is_ascii_digit) || (next == Some(&b' ') && is_small(second))
            };
            let all = (start..end).rev().filter(|&at| bytes[at] == b'.' && !goes_on(&at));
            prop_assert!(last_stops(bytes, start..end).eq(all), "{start}..{end} of {text:?}");
        }
    }
}
