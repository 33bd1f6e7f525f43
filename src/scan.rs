//! The one pass over the bytes of a text: finds every place where anything could have to be done.
//!
//! The text is read in blocks of 64 bytes. Each block is turned into bit masks, one for a class of
//! bytes, in vector registers; shifted masks combined give the places where two classes meet. Only
//! the places found are looked at again.
//! The passes decide; nothing here does.

mod block;
mod masks;
mod needles;
mod sights;

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::chars::{after, before, could_be_misread, has_no_width, is_invisible, is_right_to_left};
use crate::edit::EditScript;

pub(crate) use block::{BLOCK, Block};
use masks::Masks;
pub(crate) use needles::Needles;
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

/// The last bytes of a text as a block, filled up with line feeds, so that white space at the end
/// of the text ends a line too.
fn filled(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b'\n'; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

impl Scan {
    /// Finds the places of `text`.
    pub fn new(text: &str) -> Self {
        let mut scan = Self::default();
        for list in scan.lists_mut() {
            list.reserve(text.len() / 128);
        }
        let before = Masks { newline: u64::MAX, ..Masks::default() };
        dispatch!(Level::new(), simd => scan.blocks(simd, text, 0..text.len() + 1, before));
        scan.finish(text.len());
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

    /// Puts the places of a part of the text, and some to both sides of it, in place of those of `scan`.
    fn window(&self, text: &str, start: usize, end: usize, scan: &mut Self) {
        scan.lists_mut().into_iter().for_each(Vec::clear);
        scan.low_quotes = self.low_quotes;
        // What is seen of the first bytes is wrong, as what is before them is not.
        let start = start.saturating_sub(8);
        let newline = if start == 0 { u64::MAX } else { 0 };
        let before = Masks { newline, ..Masks::default() };
        dispatch!(Level::new(), simd => scan.blocks(simd, text, start..end, before));
        scan.finish(text.len());
    }

    /// Drops what was found behind the end, and puts the joints in order: those beside characters
    /// beyond ASCII were found apart from the others.
    fn finish(&mut self, length: usize) {
        self.newlines.truncate(self.newlines.partition_point(|&at| at < length));
        self.spaces.truncate(self.spaces.partition_point(|&at| at <= length));
        self.joints.sort_unstable();
        self.joints.dedup();
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

    /// Reads whole blocks from the start of `range` on until its end is reached. Behind the last
    /// byte of the text comes a line feed.
    #[inline(always)]
    fn blocks<S: Simd>(&mut self, simd: S, text: &str, range: Range<usize>, mut before: Masks) {
        let mut at = range.start;
        while at < range.end {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let now = match rest.first_chunk() {
                Some(block) => Masks::of(simd, block),
                None => Masks::of(simd, &filled(rest)),
            };
            before = self.block(now, text, at, &before);
            at += BLOCK;
        }
    }

    #[inline(always)]
    fn block(&mut self, now: Masks, text: &str, at: usize, before: &Masks) -> Masks {
        // The bytes whose n-th predecessor is in a class.
        let after = |n: u32, class: fn(&Masks) -> u64| (class(&now) << n) | (class(before) >> (64 - n));
        let letter = now.lower | now.upper;
        let after_stop = after(1, |m| m.stop);
        let after_comma = after(1, |m| m.comma);
        let after_blank = after(2, |m| m.space | m.newline | m.bracket);

        let joints = (now.upper & (after(1, |m| m.lower | m.digit) | after_stop | after_comma))
            | (now.lower & after_comma)
            // A quote between white space and a letter opens.
            | (letter & after(1, |m| m.closer) & !after_blank)
            | (now.bracket & (after_stop | after_comma))
            // The number of an item: "ends.3. Next"
            | (now.digit & after_stop & after(2, |m| m.lower | m.closer));
        // "CEOTim" is seen at its "i", as the word's first letter is one of the capitals.
        let capitals = now.lower & after(1, |m| m.upper) & after(2, |m| m.upper);

        let after_end = after(2, |m| m.stop) | (after(2, |m| m.closer) & after(3, |m| m.stop));
        self.sentence_ends += (now.upper & after(1, |m| m.space) & after_end).count_ones() as usize;

        let after_newlines = after(1, |m| m.newline) & after(2, |m| m.newline);
        let spaces = ((now.space | now.newline) & after(1, |m| m.space)) | (now.newline & after_newlines);
        let pairs = (now.hyphen & after(1, |m| m.hyphen)) | (now.apostrophe & after(1, |m| m.apostrophe));
        let bracketed = (now.upper | now.space | now.other) & after(1, |m| m.bracket);
        let signs = now.sign | pairs | bracketed;

        // Half of the blocks of real text hold nothing.
        if joints | capitals | now.newline | spaces | signs | now.other != 0 {
            push(&mut self.joints, joints, at, 0);
            push(&mut self.joints, capitals, at, 1);
            push(&mut self.newlines, now.newline, at, 0);
            push(&mut self.spaces, spaces, at, 0);
            push(&mut self.signs, signs, at, 0);
            let mut other = now.other;
            while other != 0 {
                let place = at + other.trailing_zeros() as usize;
                if !is_plain_letter(&text.as_bytes()[place.min(text.len())..]) {
                    self.character(text, place);
                }
                other &= other - 1;
            }
        }
        now
    }

    /// Looks at a character beyond printable ASCII.
    fn character(&mut self, text: &str, at: usize) {
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
        let joins = |n: char| n.is_uppercase() || (n.is_lowercase() && matches!(c, '”' | '»'));
        if is_invisible(c) {
            self.invisible.push(at);
            // What is seen through it could be run together.
            let unseen =
                has_no_width(c) && before(text, at).is_some_and(|b| !b.is_alphabetic() && ends_something(b));
            if unseen && next.is_some_and(joins) {
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
            self.symbols.push(at);
            self.low_quotes |= c == '„';
            let closes = matches!(c, '”' | '»' | '’' | '…') || (c == '“' && self.low_quotes);
            let opens = matches!(c, '“' | '‘' | '«');
            if closes && next.is_some_and(joins) {
                self.joints.push(at + c.len_utf8());
            }
            if opens && before(text, at).is_some_and(ends_something) {
                self.joints.push(at);
            }
        }
    }
}

/// How many sentences end in a part of a text, as [`Scan::block`] counts them.
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

/// Whether text begins with a letter beside which nothing is to be found: what most of Russian,
/// Chinese and Korean text is made of, told by its bytes. The text before it does not matter.
#[inline(always)]
fn is_plain_letter(bytes: &[u8]) -> bool {
    match *bytes {
        // Ideographs, and most syllables of Korean.
        [0xE4, 0xB8..=0xBF, ..] | [0xE5..=0xE9 | 0xEB | 0xEC, ..] => true,
        // Small letters of Russian, before another letter of it or what is no capital.
        [0xD0, 0xB0..=0xBF, ref rest @ ..] | [0xD1, ..=0x8F, ref rest @ ..] => {
            matches!(*rest, [0xD0, 0x90..=0xBF, ..] | [0xD1, ..=0x8F, ..] | [..=b'@' | b'['..=0x7F, ..])
        }
        _ => false,
    }
}

/// Whether a letter is a capital.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
    /// Its script has no capitals.
    None,
}

/// The case of the letters that are common by far, and that NFC leaves alone; `None` of all others.
fn case_of_common(c: char) -> Option<Case> {
    match c {
        'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => Some(Case::Lower),
        'À'..='Ö' | 'Ø'..='Þ' | 'Ѐ'..='Я' => Some(Case::Upper),
        '一'..='鿿' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '가'..='힣' => Some(Case::None),
        _ => None,
    }
}

/// Whether a word, clause, sentence or quotation can end with `c`.
pub(crate) fn ends_something(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | ',' | ';' | '"' | ')' | ']' | '%' | '”' | '»' | '’' | '…')
        || c.is_alphanumeric()
}

/// What is by far the most common of all that is no letter: told without the tables of Unicode.
fn is_common_punctuation(c: char) -> bool {
    matches!(c, '«' | '»' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}'
        | '\u{FF5B}'..='\u{FF65}')
}

/// Whether `c` (from U+0300 on) is one of the common characters that NFC always leaves alone,
/// whatever they stand beside. For all others the full check decides.
fn is_composed_for_sure(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{373}' | '\u{386}' | '\u{388}'..='\u{3FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{58F}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{2002}'..='\u{20CF}' | '\u{2100}'..='\u{2125}' | '\u{2150}'..='\u{2328}' | '\u{232B}'..='\u{2ADB}'
        | '\u{3000}'..='\u{3029}' | '\u{3031}'..='\u{3098}' | '\u{309B}'..='\u{A66E}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEE}'
        | '\u{1F000}'..='\u{1FAFF}')
}

/// Adds the offset of each bit of `mask`, less `back`.
#[inline(always)]
fn push(places: &mut Vec<usize>, mut mask: u64, at: usize, back: usize) {
    while mask != 0 {
        places.push(at + mask.trailing_zeros() as usize - back);
        mask &= mask - 1;
    }
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

    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    #[test]
    fn beside_plain_letters_nothing_is_found() {
        let nexts: Vec<char> = (' '..='\u{4ff}')
            .chain(['„', '”', '—', '\u{2028}', '\u{3000}', '。', '中', '\u{fffd}'])
            .collect();
        let mut plain = 0;
        for c in '\u{400}'..='\u{ffff}' {
            // One of each script is enough for all that comes next.
            let nexts = if matches!(c, '中' | '한' | 'а'..='я') { &nexts[..] } else { &[' ', 'A', 'é'] };
            for next in nexts {
                let text = format!("{c}{next}");
                if is_plain_letter(text.as_bytes()) {
                    plain += 1;
                    let mut scan = Scan::default();
                    scan.character(&text, 0);
                    assert_eq!(scan, Scan::default(), "{text:?}");
                }
            }
        }
        assert!(plain > 80_000);
    }

    #[test]
    fn common_letters_have_the_case_that_the_standard_library_says() {
        for c in '\0'..='\u{10FFFF}' {
            let Some(case) = case_of_common(c) else { continue };
            let known = match (c.is_lowercase(), c.is_uppercase()) {
                (true, false) => Case::Lower,
                (false, true) => Case::Upper,
                _ => Case::None,
            };
            assert!(case == known && c.is_alphabetic() && !is_right_to_left(c) && !is_invisible(c), "{c}");
            assert!(c < '\u{300}' || is_composed_for_sure(c), "{c}");
        }
    }

    #[test]
    fn common_punctuation_is_no_letter_and_no_digit() {
        for c in ('\0'..='\u{10FFFF}').filter(|&c| is_common_punctuation(c)) {
            assert!(!c.is_alphanumeric(), "{c}");
        }
    }

    #[test]
    fn what_counts_as_composed_is_left_alone_by_nfc() {
        for c in ('\0'..='\u{10FFFF}').filter(|&c| c < '\u{300}' || is_composed_for_sure(c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{:x}", c as u32);
            assert_eq!(canonical_combining_class(c), 0, "{:x}", c as u32);
        }
    }
}
