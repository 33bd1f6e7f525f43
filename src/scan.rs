//! The one pass over the bytes of a text: finds every place where anything could have to be done.
//!
//! The text is read in blocks of 64 bytes, in vector registers. For each byte two look-ups, of it and of the
//! one before, tell whether they are a pair between which there could be anything (`pairs.rs`). Only the places
//! found are looked at again.
//! The passes decide; nothing here does.

mod block;
mod common;
mod pairs;
mod sights;

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::chars::{after, before, could_be_misread, has_no_width, is_invisible, is_right_to_left};
use crate::edit::EditScript;

pub(crate) use block::{BLOCK, Block, window};
pub(crate) use common::ends_something;
use common::{Case, case_of_common, is_common_punctuation, is_composed_for_sure, is_plain_letter};
pub(crate) use sights::{Sights, WINDOW};

/// The places found in a text, as sorted byte offsets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Line feeds.
    pub newlines: Vec<usize>,
    /// Where two sentences, or two words, could have been run together: the start of the right
    /// side.
    pub joints: Vec<usize>,
    /// Punctuation and signs beyond ASCII, and letters that look like quotation marks (U+02B9 to U+02BF).
    pub symbols: Vec<usize>,
    /// Characters that nobody sees (`chars::is_invisible`), but for spaces, line feeds and tabs.
    pub invisible: Vec<usize>,
    /// Spaces and tabs that follow another, line feeds (or the end of the text) that follow one,
    /// and line feeds that follow two others.
    pub spaces: Vec<usize>,
    /// Signs of ASCII that may say more than themselves: `&`, grave accents, the second of two hyphens or
    /// apostrophes, and what stands behind an opening bracket if it is a space, a capital or beyond ASCII.
    pub signs: Vec<usize>,
    /// How many sentences end inside a line as they should: mark, space, capital.
    pub sentence_ends: usize,
    /// Whether any text is written from right to left.
    pub right_to_left: bool,
    /// Whether „ was seen: behind it “ closes.
    low_quotes: bool,
    /// Characters that NFC may change or put together with their neighbours.
    pub decomposable: Vec<usize>,
    /// Characters that could be the first byte of UTF-8 that was read in another encoding.
    pub suspects: Vec<usize>,
}

/// How many lists of places there are.
const LISTS: usize = 8;

impl Scan {
    /// Finds the places of `text`.
    pub fn new(text: &str) -> Self {
        let mut scan = Self::default();
        for list in scan.lists_mut() {
            list.reserve(text.len() / 128);
        }
        dispatch!(Level::new(), simd => scan.blocks(simd, text, 0..text.len() + 1));
        scan
    }

    /// The places of `text`, which is what `script` made of `old`, the text that this scan is of: only
    /// what lies near the edits is looked at again.
    pub fn patched(&self, old: &str, script: &EditScript, text: &str) -> Self {
        // No place hangs on more than the bytes of a character to either side.
        const NEAR: usize = 8;
        let edits = script.edits();
        let Self { mut sentence_ends, right_to_left, low_quotes, .. } = *self;
        let mut scan = Self { right_to_left, low_quotes, ..Self::default() };
        for (to, old) in scan.lists_mut().into_iter().zip(self.lists()) {
            to.reserve(old.len());
        }
        // What was read of each list of places, and how far the text has moved since.
        let mut read = [0; LISTS];
        let mut window = Self::default();
        let mut moved = 0isize;
        let mut next = 0;
        while next < edits.len() {
            let start = edits[next].range.start.saturating_sub(NEAR);
            let new_start = start.wrapping_add_signed(moved);
            let mut end = start;
            while let Some(edit) =
                edits.get(next).filter(|edit| edit.range.start <= end + NEAR || end == start)
            {
                end = edit.range.end + NEAR;
                moved += edit.replacement.len() as isize - edit.range.len() as isize;
                next += 1;
            }
            // A place may lie behind the last byte.
            let new_end = end.wrapping_add_signed(moved).min(text.len() + 1);
            sentence_ends += count_ends(text, new_start..new_end);
            sentence_ends -= count_ends(old, start..end);
            self.window(text, new_start, new_end, &mut window);
            let shift = new_start as isize - start as isize;
            for (i, (to, new)) in scan.lists_mut().into_iter().zip(window.lists()).enumerate() {
                let old = &self.lists()[i][read[i]..];
                let before = old.partition_point(|&at| at < start);
                to.extend(old[..before].iter().map(|&at| at.wrapping_add_signed(shift)));
                to.extend(new.iter().filter(|&&at| (new_start..new_end).contains(&at)));
                read[i] += old.partition_point(|&at| at < end);
            }
        }
        for (i, to) in scan.lists_mut().into_iter().enumerate() {
            to.extend(self.lists()[i][read[i]..].iter().map(|&at| at.wrapping_add_signed(moved)));
        }
        Self { sentence_ends, ..scan }
    }

    /// The places of one of the [`signs`](Self::signs); of hyphens and apostrophes it is the second of two.
    pub fn signs_of<'s>(&'s self, text: &'s str, sign: u8) -> impl Iterator<Item = usize> + 's {
        self.signs.iter().copied().filter(move |&at| text.as_bytes()[at] == sign)
    }

    /// Opening brackets with a space, a capital or a character beyond ASCII behind them.
    pub fn brackets<'s>(&'s self, text: &'s str) -> impl Iterator<Item = usize> + 's {
        let before = self.signs.iter().filter_map(|at| at.checked_sub(1));
        before.filter(move |&at| matches!(text.as_bytes()[at], b'(' | b'['))
    }

    /// Puts the places of a part of the text, and some before it, in place of those of `scan`.
    fn window(&self, text: &str, start: usize, end: usize, scan: &mut Self) {
        scan.lists_mut().into_iter().for_each(Vec::clear);
        scan.low_quotes = self.low_quotes;
        // A character before it can say that something is in it.
        let start = start.saturating_sub(8);
        dispatch!(Level::new(), simd => scan.blocks(simd, text, start..end));
    }

    fn lists(&self) -> [&Vec<usize>; LISTS] {
        [
            &self.newlines,
            &self.joints,
            &self.symbols,
            &self.invisible,
            &self.spaces,
            &self.signs,
            &self.decomposable,
            &self.suspects,
        ]
    }

    fn lists_mut(&mut self) -> [&mut Vec<usize>; LISTS] {
        [
            &mut self.newlines,
            &mut self.joints,
            &mut self.symbols,
            &mut self.invisible,
            &mut self.spaces,
            &mut self.signs,
            &mut self.decomposable,
            &mut self.suspects,
        ]
    }

    /// Finds the places in `range`. Before the first byte of the text and behind the last are line feeds.
    #[inline(always)]
    fn blocks<S: Simd>(&mut self, simd: S, text: &str, range: Range<usize>) {
        let bytes = text.as_bytes();
        for at in range.clone().step_by(BLOCK) {
            let whole = at.checked_sub(1).and_then(|before| bytes[before..].first_chunk());
            let around: &[u8; BLOCK + 1] = match whole {
                Some(around) => around,
                None => &filled(bytes, at),
            };
            let ([before @ .., _], [_, block @ ..]) = (around, around);
            let mut places = pairs::places(simd, before, block);
            if let left @ 1..BLOCK = range.end - at {
                places &= (1 << left) - 1;
            }
            // So many only where a text is written in another script.
            if places.count_ones() >= 12 {
                let bracketed = Block::new(simd, before).is(*b"([").to_bitmask();
                places &= !Block::new(simd, block).plain_letters() | bracketed;
            }
            while places != 0 {
                self.place(text, at + places.trailing_zeros() as usize);
                places &= places - 1;
            }
        }
        // Those beside characters beyond ASCII were found apart from the others.
        self.joints.sort_unstable();
        self.joints.dedup();
    }

    /// Looks at a place by its byte and those before it.
    fn place(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        // The n-th byte before it.
        let back = |n: usize| at.checked_sub(n).map_or(b'\n', |at| bytes[at]);
        let is_stop = |b: u8| matches!(b, b'.' | b'!' | b'?' | b':');
        let is_comma = |b: u8| matches!(b, b',' | b';');
        let is_closer = |b: u8| matches!(b, b'"' | b')' | b']');
        let is_space = |b: u8| matches!(b, b' ' | b'\t');
        let is_bracket = |b: u8| matches!(b, b'(' | b'[');
        // A quote between white space and a letter opens.
        let is_closed =
            || is_closer(back(1)) && !is_bracket(back(2)) && !matches!(back(2), b' ' | b'\t' | b'\n');
        let before = back(1);
        match bytes.get(at).copied().unwrap_or(b'\n') {
            b'\n' => {
                if at < bytes.len() {
                    self.newlines.push(at);
                }
                if is_space(before) || (before == b'\n' && back(2) == b'\n') {
                    self.spaces.push(at);
                }
            }
            b' ' | b'\t' => {
                if is_space(before) {
                    self.spaces.push(at);
                } else if is_bracket(before) {
                    self.signs.push(at);
                } else if is_stop(before) || (is_closer(before) && is_stop(back(2))) {
                    self.sentence_ends += usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase));
                }
            }
            b'A'..=b'Z' => {
                if is_bracket(before) {
                    self.signs.push(at);
                }
                // "CEOTim" is parted before the last of the capitals.
                let ends_capitals =
                    || before.is_ascii_uppercase() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                if before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before == b'%'
                    || is_stop(before)
                    || is_comma(before)
                    || ends_capitals()
                    || is_closed()
                    || before == b'\'' && (is_stop(back(2)) || is_comma(back(2)))
                {
                    self.joints.push(at);
                }
            }
            b'a'..=b'z' if is_comma(before) || is_closed() => self.joints.push(at),
            b'(' | b'[' if is_stop(before) || is_comma(before) => self.joints.push(at),
            // The number of an item: "ends.3. Next"
            b'0'..=b'9' | b'%' if is_stop(before) && (back(2).is_ascii_lowercase() || is_closer(back(2))) => {
                self.joints.push(at);
            }
            sign @ (b'-' | b'\'') if before == sign => self.signs.push(at),
            b'&' | b'`' => self.signs.push(at),
            0..0x20 | 0x7F | 0xC0.. => {
                if is_bracket(before) {
                    self.signs.push(at);
                }
                if !is_plain_letter(&bytes[at..]) {
                    self.character(text, at);
                }
            }
            _ => {}
        }
    }

    /// Looks at a character beyond printable ASCII.
    fn character(&mut self, text: &str, at: usize) {
        // Most by far: quotation marks, dashes, omission points, beside ASCII.
        if let [0xE2, 0x80, last @ 0x90..=0xA7, next, ..] = text.as_bytes()[at..]
            && let Some(c) = char::from_u32(0x2000 + u32::from(last & 0x3F))
            && next.is_ascii()
        {
            return self.symbol(text, at, c, Some(char::from(next)));
        }
        let Some(c) = after(text, at) else { return };
        let next = after(text, at + c.len_utf8());
        let case = case_of_common(c);
        if case.is_none() && c >= '\u{300}' && !is_composed_for_sure(c) {
            self.decomposable.push(at);
        }
        if next.is_some_and(|next| could_be_misread(c, next)) {
            self.suspects.push(at);
        }
        // The letters of most texts by far.
        match case {
            Some(Case::None) => return,
            Some(Case::Lower) => {
                if next.is_some_and(|n| n.is_ascii_uppercase()) {
                    self.joints.push(at + c.len_utf8());
                }
                return;
            }
            Some(Case::Upper) | None => {}
        }
        let punctuation = is_common_punctuation(c);
        if is_invisible(c) {
            self.invisible.push(at);
            // What is seen through it could be run together.
            let unseen =
                has_no_width(c) && before(text, at).is_some_and(|b| !b.is_alphabetic() && ends_something(b));
            if unseen && next.is_some_and(char::is_uppercase) {
                self.joints.push(at + c.len_utf8());
            }
        } else if !punctuation && c.is_alphanumeric() && !('\u{2B9}'..='\u{2BF}').contains(&c) {
            self.right_to_left |= is_right_to_left(c);
            if c.is_uppercase()
                && before(text, at)
                    .is_some_and(|b| (b.is_lowercase() || !b.is_alphabetic()) && ends_something(b))
            {
                self.joints.push(at);
            }
            if c.is_lowercase() && next.is_some_and(|n| n.is_ascii_uppercase()) {
                self.joints.push(at + c.len_utf8());
            }
        } else {
            self.symbol(text, at, c, next);
        }
    }

    /// Takes down a sign, and what it could part.
    fn symbol(&mut self, text: &str, at: usize, c: char, next: Option<char>) {
        self.symbols.push(at);
        self.low_quotes |= c == '„';
        let closes = matches!(c, '”' | '»' | '’' | '…') || (c == '“' && self.low_quotes);
        let opens = matches!(c, '“' | '‘' | '«' | '¿' | '¡');
        let joins = |n: char| n.is_uppercase() || (n.is_lowercase() && matches!(c, '”' | '»'));
        if closes && next.is_some_and(joins) {
            self.joints.push(at + c.len_utf8());
        }
        if opens && before(text, at).is_some_and(ends_something) {
            self.joints.push(at);
        }
    }
}

/// How many sentences end in a part of a text, as [`Scan::place`] counts them.
fn count_ends(text: &str, part: Range<usize>) -> usize {
    let bytes = text.as_bytes();
    let is_end = |&at: &usize| {
        matches!(
            &bytes[..=at],
            [.., b'.' | b'!' | b'?' | b':', b' ' | b'\t', b'A'..=b'Z']
                | [.., b'.' | b'!' | b'?' | b':', b'"' | b')' | b']', b' ' | b'\t', b'A'..=b'Z']
        )
    };
    (part.start..part.end.min(text.len())).filter(is_end).count()
}

/// The block at `at` and the byte before it, where one of them is not in the text.
fn filled(bytes: &[u8], at: usize) -> [u8; BLOCK + 1] {
    let mut around = [b'\n'; BLOCK + 1];
    let start = at.saturating_sub(1);
    let rest = &bytes[start..bytes.len().min(at + BLOCK)];
    around[usize::from(at == 0)..][..rest.len()].copy_from_slice(rest);
    around
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edit::{Edit, Rule};

    proptest! {
        #[test]
        fn a_patched_scan_is_what_a_new_one_would_be(
            text in "([a-cA-C. \"“”é\u{301}\u{a0}\n&`'(-]|aBc|\n\n\n|  |--|\\(B){0,200}",
            edits in prop::collection::vec((0..400usize, 0..3usize, "[a-cA-C. \n”é'(-]{0,4}"), 0..6),
        ) {
            let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut edits: Vec<_> = edits.into_iter().filter(|(start, ..)| *start < cuts.len()).collect();
            edits.sort_by_key(|edit| edit.0);
            let mut at = 0;
            let mut list = Vec::new();
            for (start, length, to) in edits {
                let range = cuts[start]..cuts[(start + length).min(cuts.len() - 1)];
                if range.start >= at {
                    at = range.end;
                    list.push(Edit::new(range, to, Rule::Gap));
                }
            }
            let script = EditScript::new(&text, list).unwrap();
            let cleaned = script.apply(&text).unwrap();
            let patched = Scan::new(&text).patched(&text, &script, &cleaned);
            prop_assert_eq!(patched, Scan::new(&cleaned), "{:?}", cleaned);
        }
    }

    /// What a text has if each of its characters is looked at.
    fn looked_through(text: &str) -> Scan {
        let mut scan = Scan::default();
        text.char_indices().map(|(at, _)| at).chain([text.len()]).for_each(|at| scan.place(text, at));
        scan.joints.sort_unstable();
        scan.joints.dedup();
        scan
    }

    proptest! {
        #[test]
        fn nothing_is_missed(text in "([a-cA-C.:;%5 \t\"“”é\u{301}\u{a0}\n\r&`'()-]|\\PC|[а-яА-Я«»]{1,80}){0,200}") {
            prop_assert_eq!(Scan::new(&text), looked_through(&text));
        }
    }

    #[test]
    fn no_pair_of_bytes_is_missed() {
        let bytes = || (0..0x80).map(char::from);
        for (first, second) in bytes().flat_map(|first| bytes().map(move |second| (first, second))) {
            let text: String = ["aA", ". ", "\n\n", "A)"]
                .iter()
                .flat_map(|s| s.chars().chain([first, second, 'a']))
                .collect();
            assert_eq!(Scan::new(&text), looked_through(&text), "{text:?}");
        }
    }
}
